"""Where the keys of a TOML text are: the standard library's parser gives values only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

KeyPath: TypeAlias = tuple[str, ...]
"""The keys from the top down; the index of an array's item is a decimal string."""

_BLANK = " \t"
_SPACE = " \t\r\n"
_BARE_END = ",]}#\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPosition:
    """Where a key and its value start, 1-based. A table's value starts where its name does."""

    line: int
    column: int
    value_line: int
    value_column: int


def key_positions(text: str) -> Mapping[KeyPath, KeyPosition]:
    """Find every key of a text that `tomllib` has accepted.

    The scanner leans on that: it checks nothing, and of a text that is not TOML it finds a part.
    """
    scanner = _Scanner(text=text)
    scanner.scan()
    return scanner.found


@dataclass(slots=True, kw_only=True)
class _Scanner:
    text: str
    at: int = 0
    found: dict[KeyPath, KeyPosition] = field(
        default_factory=dict[KeyPath, KeyPosition]
    )
    array_tables: dict[KeyPath, int] = field(default_factory=dict[KeyPath, int])

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip(_SPACE) < len(self.text):
            before = self.at
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            if self.at == before:  # not TOML after all
                return

    def _header(self) -> KeyPath:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        self._skip(_BLANK)
        start = self.at
        path = self._numbered(self._dotted_key())
        if is_array:
            index = self.array_tables.get(path, -1) + 1
            self.array_tables[path] = index
            path = (*path, str(index))
        self._remember(path, key=start, value=start)
        self._skip(_BLANK)
        self.at += 2 if is_array else 1
        return path

    def _numbered(self, path: KeyPath) -> KeyPath:
        """Put the index of the current item behind each array of tables that a header goes through."""
        result: KeyPath = ()
        for place, part in enumerate(path):
            result = (*result, part)
            if place + 1 < len(path) and result in self.array_tables:
                result = (*result, str(self.array_tables[result]))
        return result

    def _pair(self, table: KeyPath) -> None:
        start = self.at
        path = (*table, *self._dotted_key())
        self._skip(_BLANK)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        for length in range(len(table) + 1, len(path) + 1):
            self._remember(path[:length], key=start, value=self.at)
        self._value(path)

    def _dotted_key(self) -> KeyPath:
        parts = [self._simple_key()]
        while self._skip(_BLANK) < len(self.text) and self._peek() == ".":
            self.at += 1
            self._skip(_BLANK)
            parts.append(self._simple_key())
        return tuple(parts)

    def _simple_key(self) -> str:
        start = self.at
        if self._peek() in {'"', "'"}:
            self._string()
            raw = self.text[start : self.at]
            try:
                return str(tomllib.loads(f"key = {raw}")["key"])
            except tomllib.TOMLDecodeError:  # not TOML after all
                return raw
        while self._peek() and (self._peek().isalnum() or self._peek() in "-_"):
            self.at += 1
        return self.text[start : self.at]

    def _value(self, path: KeyPath) -> None:
        match self._peek():
            case '"' | "'":
                self._string()
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                while self._peek() and self._peek() not in _BARE_END:
                    self.at += 1

    def _string(self) -> None:
        quote = self._peek()
        mark = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(mark)
        while self.at < len(self.text) and not self.text.startswith(mark, self.at):
            self.at += 2 if quote == '"' and self._peek() == "\\" else 1
        self.at += len(mark)
        while (
            len(mark) == 3 and self._peek() == quote
        ):  # quotes before the closing ones
            self.at += 1

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while self._skip(_SPACE + ",") < len(self.text) and self._peek() != "]":
            before = self.at
            item = (*path, str(index))
            self._remember(item, key=self.at, value=self.at)
            self._value(item)
            index += 1
            if self.at == before:
                return
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self._skip(_SPACE + ",") < len(self.text) and self._peek() != "}":
            before = self.at
            self._pair(path)
            if self.at == before:
                return
        self.at += 1

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self, characters: str) -> int:
        """Go behind blanks, and comments where line ends count as blanks; return the offset."""
        while self._peek() and (
            self._peek() in characters or ("\n" in characters and self._peek() == "#")
        ):
            if self._peek() == "#":
                end = self.text.find("\n", self.at)
                self.at = end if end >= 0 else len(self.text)
            else:
                self.at += 1
        return self.at

    def _remember(self, path: KeyPath, *, key: int, value: int) -> None:
        line, column = self._line_column(key)
        value_line, value_column = self._line_column(value)
        position = KeyPosition(
            line=line, column=column, value_line=value_line, value_column=value_column
        )
        self.found.setdefault(path, position)

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - self.text.rfind("\n", 0, offset)
