"""Setting a repository up: what there is to generate from, what to call it, which files to write."""
