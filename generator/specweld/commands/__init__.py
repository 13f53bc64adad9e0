"""The commands, one per module; each module's `command` is what `specweld NAME` runs."""
