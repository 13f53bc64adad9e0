"""The figures that the README of the project shows: rows of the whole table, word for word."""

from __future__ import annotations

import re

SHOWN = (
    "300 pages: from nothing, formatting and validation included",
    "300 pages: nothing changed",
    "215 operations: import + construct + client.voices.get",
    "decode 600 kB of voices",
    "lines per operation, models and both colours, `_core` apart",
)
_ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)


def excerpt(table: str) -> str:
    """Pick the rows that are shown out of the whole table."""
    rows = [
        f"| {name} | {ours} | {against} | {result} |"
        for name, ours, against, result, _promise, _kept in _ROW.findall(table)
        if name in SHOWN
    ]
    head = ["| figure | Specweld | beside it | result |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows])


def replaced(text: str, body: str, *, mark: str = "figures") -> str:
    """Put a table between the marks of a text."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}\n\n{body}\n\n{end}{tail}"
