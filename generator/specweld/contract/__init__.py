"""OpenAPI resolved and typed, with nothing dropped: what Python's model and a comparison read."""
