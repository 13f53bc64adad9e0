"""What each kind of finding means: one sentence a rule, and what to do about it."""

from __future__ import annotations

FINDINGS = {
    "config-missing-key": "specweld.toml lacks a setting that a client cannot do without.",
    "config-no-python-name": "A setting that becomes a Python name cannot be one.",
    "config-not-found": "There is no specweld.toml here or in a folder above.",
    "config-not-toml": "specweld.toml breaks the syntax of TOML.",
    "config-shared-output": "Two clients would be written to one folder.",
    "config-unknown-key": "specweld.toml has a setting that does not exist; mind the spelling.",
    "config-unknown-value": "A setting takes one of a few words, and this is none of them.",
    "config-unreadable": "specweld.toml cannot be opened, or is not UTF-8.",
    "config-wrong-type": "A setting holds a value of another type than it should.",
}
"""By rule. A test holds this against the rules that the code reports."""
