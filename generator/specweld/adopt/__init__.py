"""Read the source of an SDK that others generated: which method makes which call."""
