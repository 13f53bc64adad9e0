"""One table of a config file: typed access to its keys, every fault reported at its line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from specweld.diagnostics import Severity
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from specweld.diagnostics import Problems
    from specweld.settings.positions import KeyPath, KeyPosition

_TYPE_WORDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (str, "a string"),
    (int, "a number"),
    (float, "a number"),
    (list, "an array"),
    (dict, "a table"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, and where it is in its file."""

    values: Mapping[str, object]
    path: KeyPath
    positions: Mapping[KeyPath, KeyPosition] = field(repr=False)
    file: str
    text: str = field(repr=False)

    def child(self, key: str) -> Table:
        """Go down to a table; an empty one when the key is missing or is not a table."""
        value = self.values.get(key)
        values = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        return Table(
            values=values,
            path=(*self.path, key),
            positions=self.positions,
            file=self.file,
            text=self.text,
        )

    def children(self, problems: Problems) -> Iterator[tuple[str, Table]]:
        """Go down to every table below; what is not a table is reported."""
        for key, value in self.values.items():
            if isinstance(value, dict):
                yield key, self.child(key)
            else:
                self.report_type(key, "a table", problems)

    def tables(self, key: str, problems: Problems) -> Iterator[Table]:
        """Go down to every table of an array; what is not a table is reported."""
        expected = f"an array of tables: `[[{'.'.join((*self.path, key))}]]`"
        entries = self.values.get(key, [])
        if not isinstance(entries, list):
            self.report_type(key, expected, problems)
            return
        for index, entry in enumerate(cast("list[object]", entries)):
            if isinstance(entry, dict):
                values = cast("dict[str, object]", entry)
                yield replace(self, values=values, path=(*self.path, key, str(index)))
            else:
                self._report_type((key, str(index)), entry, expected, problems)

    def place(self, *keys: str, on_value: bool = False) -> TextPlace:
        """Find a key of this table, else the table itself."""
        path = (*self.path, *keys)
        position = next(
            (
                self.positions[path[:length]]
                for length in range(len(path), -1, -1)
                if path[:length] in self.positions
            ),
            None,
        )
        if position is None:
            return TextPlace(path=self.file, text=self.text)
        return TextPlace(
            path=self.file,
            text=self.text,
            line=position.value_line if on_value else position.line,
            column=position.value_column if on_value else position.column,
        )

    def string(self, key: str, problems: Problems, *, default: str = "") -> str:
        """Read a string."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        self.report_type(key, "a string", problems)
        return default

    def boolean(self, key: str, problems: Problems) -> bool:
        """Read a boolean that is false when missing."""
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        self.report_type(key, "`true` or `false`", problems)
        return False

    def count(self, key: str, problems: Problems) -> int:
        """Read a whole number, not below zero, that is zero when missing."""
        value = self.values.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.report_type(key, "a whole number, zero or more", problems)
        return 0

    def day(self, key: str, problems: Problems) -> date | None:
        """Read a date, None when it is missing."""
        value = self.values.get(key)
        match value:
            case None:
                return None
            case datetime():
                return value.date()
            case date():
                return value
            case _:
                expected = f"a date: `{key} = 2030-01-31`"
                self.report_type(key, expected, problems)
                return None

    def strings(self, key: str, problems: Problems) -> tuple[str, ...]:
        """Read one string or an array of them."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self.report_type(key, "a string or an array of strings", problems)
            return ()
        items = cast("list[object]", value)
        for index, each in enumerate(items):
            if not isinstance(each, str):
                self._report_type((key, str(index)), each, "a string", problems)
        return tuple(each for each in items if isinstance(each, str))

    def choice(
        self, key: str, choices: Collection[str], problems: Problems
    ) -> str | None:
        """Read a string that must be one of a few."""
        if key not in self.values:
            return None
        value = self.string(key, problems)
        if value in choices:
            return value
        if value or self.values[key] == "":
            expected = ", ".join(f"`{each}`" for each in choices)
            problems.report(
                "config-unknown-value",
                Severity.ERROR,
                (
                    f"`{value}` is not a value of `{key}`"
                    if value
                    else f"`{key}` is empty"
                )
                + f"; expected one of {expected}",
                self.place(key, on_value=True),
                help=did_you_mean(value, choices),
            )
        return None

    def report_unknown(self, known: Collection[str], problems: Problems) -> None:
        """Report the keys that nobody asks for."""
        for key in self.values:
            if key not in known:
                where = ".".join(self.path)
                expected = ", ".join(f"`{each}`" for each in known)
                problems.report(
                    "config-unknown-key",
                    Severity.ERROR,
                    f"`{key}` is not a key of "
                    + (f"`[{where}]`" if where else "this file")
                    + f"; expected {expected}",
                    self.place(key),
                    help=did_you_mean(key, known),
                )

    def report_type(self, key: str, expected: str, problems: Problems) -> None:
        """Report that a key holds another type than it should."""
        self._report_type((key,), self.values[key], expected, problems)

    def _report_type(
        self, keys: KeyPath, value: object, expected: str, problems: Problems
    ) -> None:
        problems.report(
            "config-wrong-type",
            Severity.ERROR,
            f"`{keys[0]}` holds {_type_words(value)}; expected {expected}",
            self.place(*keys, on_value=True),
        )


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """Suggest the choice that a person most likely meant; empty when none is near."""
    near = difflib.get_close_matches(word, list(choices), n=1)
    return f"did you mean `{near[0]}`?" if near else ""


def _type_words(value: object) -> str:
    return next(
        (words for kind, words in _TYPE_WORDS if isinstance(value, kind)),
        "a date or time",
    )
