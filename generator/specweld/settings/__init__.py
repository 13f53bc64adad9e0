"""Reading `specweld.toml`: from its text to `specweld.config`, faults with their lines."""
