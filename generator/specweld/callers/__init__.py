"""Read the caller's own Python, without running it: what of a generated client it uses."""
