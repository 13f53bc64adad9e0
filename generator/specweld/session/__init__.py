"""What all commands share: options for output, findings, exit codes."""
