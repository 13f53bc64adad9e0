"""What the exit code of a run means."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """The exit codes of every command."""

    FINE = 0
    """Nothing was left out that nobody accepted, and nothing is stale."""
    STALE = 1
    """The output is not what the input gives, or a change is at or over `--fail-on`. Nothing else."""
    WRONG_USE = 2
    """The command line or specweld.toml is wrong."""
    UNREADABLE = 3
    """The input cannot be read or contradicts itself, or the output cannot be written."""
    INTERNAL = 4
    """A fault of ours."""
    FINDINGS = 5
    """All is written and current, but for parts of the input that are wrong or not supported."""
    INTERRUPTED = 130
    """Ctrl-C."""
