"""Where a Python name comes from, and what a rule did: the answers of `specweld explain`."""
