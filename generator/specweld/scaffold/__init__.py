"""The files that `specweld init` writes, as they are written."""
