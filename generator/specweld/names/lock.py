"""The lock of names: every public name of a client, and the place of the document it belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.settings.toml_text import toml_string
from specweld.source import TextPlace

if TYPE_CHECKING:
    from pathlib import Path

    from specweld.diagnostics import Problems
    from specweld.json_types import Json

_HEAD = """\
# The public names of this client, each with the place of the document that it belongs to.
# Written by `specweld regenerate`; a name stays until `specweld names` moves it.
# Commit this file. In a merge conflict keep both sides.
"""
_PINNED = "pinned"
_KINDS = ("methods", "arguments", "resources", "models", "fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesLock:
    """What a lock holds; places are those of `public_names`."""

    pins: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names that a person chose, or took over from an SDK."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """All others: chosen by us, once."""

    @property
    def known(self) -> Mapping[str, str]:
        """All names, pinned or not."""
        return {**self.names, **self.pins}

    def renewed(self, names: Mapping[str, str]) -> NamesLock:
        """Return the lock for the names that a client has now; pins stay as they are."""
        others = {key: name for key, name in names.items() if key not in self.pins}
        return NamesLock(pins=self.pins, names=others)


def read_lock(path: Path | None, problems: Problems) -> NamesLock:
    """Read a lock; one that is not there knows nothing, one that is broken is an error."""
    if path is None or not path.is_file():
        return NamesLock()
    try:
        tables: dict[str, Json] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problems.report(
            "names-lock-unreadable",
            Severity.ERROR,
            f"`{path.as_posix()}` is not valid TOML: {error}; "
            "expected a lock that `specweld regenerate` wrote",
            TextPlace(path=path.as_posix()),
        )
        return NamesLock()
    return NamesLock(
        pins=_texts(tables.get(_PINNED)),
        names={
            key: name
            for kind in _KINDS
            for key, name in _texts(tables.get(kind)).items()
        },
    )


def format_lock(lock: NamesLock) -> str:
    """Write a lock: a line a name, sorted, so that two branches seldom meet in one."""
    tables: dict[str, dict[str, str]] = {each: {} for each in (_PINNED, *_KINDS)}
    tables[_PINNED].update(lock.pins)
    for key, name in lock.names.items():
        tables[kind_of(key, name)][key] = name
    parts = [_HEAD]
    for title, table in tables.items():
        if table:
            lines = [
                f"{toml_string(key)} = {toml_string(table[key])}\n"
                for key in sorted(table, key=_order)
            ]
            parts.append(f"\n[{title}]\n" + "".join(lines))
    return "".join(parts)


def kind_of(key: str, name: str) -> str:
    """Say what a name is a name of, in the plural."""
    if key.startswith("#/"):
        return "models" if name[:1].isupper() else "fields"
    if key.startswith("client."):
        return "resources"
    return "methods" if " " not in key.partition(" ")[2] else "arguments"


def _order(key: str) -> tuple[str, str]:
    """Sort the operations of one path together, whatever their method."""
    method, _, rest = key.partition(" ")
    return rest or method, method


def _texts(table: Json) -> dict[str, str]:
    pairs = table.items() if isinstance(table, dict) else ()
    return {key: name for key, name in pairs if isinstance(name, str)}
