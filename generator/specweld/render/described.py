"""What docstrings say about a field or an argument."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.api.models import Default

_LONGEST_DEFAULT = 60


def description_with(
    description: str, default: Default | None, *, is_deprecated: bool
) -> str:
    """Add what the schema says besides its description: a default, and that it is on its way out."""
    text = description.strip()
    parts = [text]
    if is_deprecated and "deprecated" not in description.lower():
        parts.insert(0, "Deprecated.")
    if default is not None and "default" not in description.lower():
        sentence = _default_sentence(default)
        if sentence and text and text[-1].isalnum():
            parts[-1] = f"{text}."
        parts.append(sentence)
    return " ".join(part for part in parts if part)


def _default_sentence(default: Default) -> str:
    if default.value is None or default.value in ("", [], {}):
        return ""
    text = json.dumps(default.value, ensure_ascii=False, default=str)
    return f"Defaults to `{text}`." if len(text) <= _LONGEST_DEFAULT else ""
