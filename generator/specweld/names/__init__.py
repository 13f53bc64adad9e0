"""Keep the public names of a client: what moves only when a person says so."""
