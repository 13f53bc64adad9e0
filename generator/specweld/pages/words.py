"""Spelling of names in Python: snake case from whatever the docs write."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[\W_]+")


def snake_case(text: str) -> str:
    """Write a name in lower case with underscores: `exchangeAuthCodeForAPIKey` too.

    Digits stay with the word before them: `v1`, `mp3Format` becomes `mp3_format`. Characters
    that no identifier can have become underscores; a text without any other gives the empty
    string.
    """
    return _OTHER.sub("_", _BOUNDARY.sub("_", text)).strip("_").lower()
