"""YAML 1.2 with its core schema, built from the events of PyYAML's C parser.

PyYAML's own loaders resolve scalars by YAML 1.1 (`no` is false, `12:30` is 750, dates
are dates) and let the last of two equal keys win. Building the tree here gives the
1.2 rules, an error for each repeated key, and limits, at the speed of the C loader.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, Protocol, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from specweld.spec.fault import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    TextError,
    nested_too_deep,
    number_out_of_range,
)
from specweld.spec.quote import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject

MAXIMUM_EXPANSION = 2_000_000
"""Nodes that aliases may add to a document. A bomb of ten lines wants billions."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
# YAML 1.2 reads `010` as ten and other readers as eight; JSON has no such number, and
# where one stands in an API description (a version, a code) it is meant as text.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_BASED_INTEGER = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"
)
_NUMBER_START = frozenset("+-.0123456789")
_TAG: Final = "tag:yaml.org,2002:"


class _Mark(Protocol):
    line: int
    column: int


def parse_yaml(text: str) -> tuple[Json, tuple[TextError, ...]]:
    """Read one YAML document into plain dicts, lists and scalars.

    Keys become strings as they are written (`200:` is `"200"`). `<<` merges mappings,
    as hand-written documents rely on it and no OpenAPI key is called that. `.nan` and
    `.inf` stay strings: JSON, which a description must be expressible in, has neither.

    Returns:
        The value, and the faults that did not keep us from reading on (repeated keys).

    Raises:
        TextError: the text is not valid YAML, or is beyond a limit.
    """
    builder = _Builder()
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(error, text) from error
    except yaml.YAMLError as error:
        raise _reader_fault(text) from error
    except UnicodeEncodeError as error:
        raise _reader_fault(text) from error
    return builder.root, tuple(builder.faults)


def _events(text: str) -> Iterator[Event]:
    parser = yaml.CLoader(text)
    next_event = parser.get_event
    event = next_event()
    while event is not None:
        yield event
        event = next_event()


class _Builder:
    """Builds the value of a document event by event, without recursion."""

    __slots__ = (
        "_anchors",
        "_container",
        "_count",
        "_expanded",
        "_key",
        "_merging",
        "_scalars",
        "_stack",
        "documents",
        "faults",
        "root",
    )

    def __init__(self) -> None:
        self.root: Json = None
        self.documents = 0
        self.faults: list[TextError] = []
        self._container: JsonObject | list[Json] | None = None
        self._key: str | None = None
        self._stack: list[
            tuple[JsonObject | list[Json] | None, str | None, str | None, int]
        ] = []
        self._anchors: dict[str, tuple[Json, int] | None] = {}
        self._merging: set[int] = set()
        self._count = 0
        self._expanded = 0
        self._scalars: dict[str, Json] = {}

    def take(self, event: Event) -> None:
        """Add what one event says."""
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(cast("ScalarEvent", event))
        elif kind is MappingStartEvent:
            self._open(cast("MappingStartEvent", event), {})
        elif kind is SequenceStartEvent:
            self._open(cast("SequenceStartEvent", event), [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._close()
        elif kind is AliasEvent:
            self._alias(cast("AliasEvent", event))
        elif kind is DocumentStartEvent:
            self._document(event)

    def _scalar(self, event: ScalarEvent) -> None:
        self._count += 1
        container = self._container
        text = event.value
        if container.__class__ is dict and self._key is None:
            if event.anchor is not None:
                self._anchors[event.anchor] = (text, 1)
            self._set_key(text, event)
            return
        value: Json = text
        if event.tag is not None:
            value = _tagged(event)
        elif event.implicit[0]:
            value = self._plain(text, event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        self._add(value, event)

    def _plain(self, text: str, event: ScalarEvent) -> Json:
        known = self._scalars.get(text, self)
        if known is not self:
            return cast("Json", known)
        value = _resolve(text, event.start_mark)
        self._scalars[text] = value
        return value

    def _set_key(self, text: str, event: Event) -> None:
        container = cast("JsonObject", self._container)
        if text in container:
            mark = cast("_Mark", event.start_mark)
            self.faults.append(
                TextError(
                    "duplicate-key",
                    f"{quote(text, limit=60)} is in this mapping twice; expected each key once",
                    line=mark.line + 1,
                    column=mark.column + 1,
                    help="delete or rename one of the two",
                )
            )
        elif text == "<<" and cast("ScalarEvent", event).implicit[0]:
            self._merging.add(id(container))  # a quoted `<<` is an ordinary key
        self._key = text

    def _add(self, value: Json, event: Event) -> None:
        container = self._container
        if isinstance(container, dict):
            key = self._key
            if key is None:
                raise _fault_at(
                    event,
                    "key-is-no-scalar",
                    "a mapping or list is used as a key; expected a plain name",
                )
            self._key = None
            # The first of two equal keys stays; the second was reported.
            container.setdefault(key, value)
        elif container is not None:
            container.append(value)
        else:
            self.root = value

    def _open(
        self,
        event: MappingStartEvent | SequenceStartEvent,
        container: JsonObject | list[Json],
    ) -> None:
        self._count += 1
        if event.tag is not None:
            _check_tag(event, isinstance(container, dict))
        if len(self._stack) >= MAXIMUM_DEPTH:
            mark = cast("_Mark", event.start_mark)
            raise nested_too_deep(mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = None  # until it is closed
        parent = self._container
        if parent is not None or not self._stack:
            self._add(container, event)
        self._stack.append((parent, self._key, event.anchor, self._count))
        self._container = container
        self._key = None

    def _close(self) -> None:
        closed = self._container
        parent, key, anchor, count = self._stack.pop()
        if isinstance(closed, dict) and id(closed) in self._merging:
            self._merging.discard(id(closed))
            self._count += _apply_merge(closed)
        if anchor is not None:
            self._anchors[anchor] = (closed, self._count - count + 1)
        self._container = parent
        self._key = key

    def _alias(self, event: AliasEvent) -> None:
        if event.anchor not in self._anchors:
            raise _fault_at(
                event,
                "unknown-alias",
                f"`*{event.anchor}` is not defined; expected an anchor"
                f" `&{event.anchor}` before it",
            )
        known = self._anchors[event.anchor]
        if known is None:
            raise _fault_at(
                event,
                "alias-of-itself",
                f"`*{event.anchor}` stands inside of what it names; expected a tree",
            )
        value, size = known
        self._count += size
        self._expanded += size
        if self._expanded > MAXIMUM_EXPANSION:
            raise _fault_at(
                event,
                "alias-bomb",
                f"aliases blow this document up to more than {MAXIMUM_EXPANSION} nodes;"
                " expected a document of its own size",
            )
        is_key = isinstance(self._container, dict) and self._key is None
        if is_key and not isinstance(value, dict | list):
            self._set_key(str(value), event)
        else:
            self._add(value, event)

    def _document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _fault_at(
                event,
                "several-documents",
                "a second document starts here; expected one document a file",
                help="split the file at `---`",
            )


def _apply_merge(container: JsonObject) -> int:
    """Put what `<<` names below the mapping's own keys; return how many nodes it added."""
    value = container["<<"]
    parts = value if isinstance(value, list) else [value]
    mappings = [part for part in parts if isinstance(part, dict)]
    if len(mappings) != len(parts):
        return 0
    del container["<<"]
    before = len(container)
    for mapping in mappings:
        for key, inherited in mapping.items():
            container.setdefault(key, inherited)
    return len(container) - before


def _resolve(text: str, mark: object) -> Json:
    """Read a plain scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in _NUMBER_START:
        return text
    where = cast("_Mark", mark)
    if _INTEGER.match(text):
        if len(text) > MAXIMUM_DIGITS:
            raise number_out_of_range(text, where.line + 1, where.column + 1)
        return int(text)
    if _BASED_INTEGER.match(text) and len(text) <= MAXIMUM_DIGITS:
        return int(text, 0)
    if _FLOAT.match(text):
        number = float(text)
        if not math.isfinite(number):
            raise number_out_of_range(text, where.line + 1, where.column + 1)
        return number
    return text


def _tagged(event: ScalarEvent) -> Json:
    """Read a scalar with a tag of its own: the five of the core schema, nothing else."""
    text, tag = event.value, event.tag
    if tag in {"!", _TAG + "str"}:
        return text
    value = _resolve(text, event.start_mark)
    match tag.removeprefix(_TAG) if tag else "", value:
        case ("null", None) | ("bool", bool()):
            return value
        case "int", int() if not isinstance(value, bool):
            return value
        case "float", int() | float() if not isinstance(value, bool):
            return float(value)
        case _:
            raise _unknown_tag(event)


def _check_tag(event: MappingStartEvent | SequenceStartEvent, is_mapping: bool) -> None:
    if event.tag not in {"!", _TAG + ("map" if is_mapping else "seq")}:
        raise _unknown_tag(event)


def _unknown_tag(
    event: ScalarEvent | MappingStartEvent | SequenceStartEvent,
) -> Exception:
    shown = quote(str(event.tag).replace(_TAG, "!!"), limit=60)
    return _fault_at(
        event,
        "unknown-tag",
        f"{shown} is not a tag of plain data; expected none, or a core one such as `!!str`",
    )


def _fault_at(event: Event, rule: str, message: str, *, help: str = "") -> TextError:
    mark = cast("_Mark", event.start_mark)
    return TextError(
        rule, message, line=mark.line + 1, column=mark.column + 1, help=help
    )


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> TextError:
    mark = cast("_Mark | None", error.problem_mark or error.context_mark)
    if mark and error.context_mark and mark.line > text.rstrip().count("\n"):
        # Nothing is to be seen behind the end of a text: show what was left open.
        mark = cast("_Mark", error.context_mark)
    problem = str(error.problem or error.context or "it stops making sense")
    context = f" {error.context}" if error.context and error.problem else ""
    advice = "indent with spaces, not with tabs" if "\\t" in problem else ""
    return TextError(
        "yaml-syntax",
        f"the YAML cannot be read{context}: {problem}; expected valid YAML 1.2",
        line=mark.line + 1 if mark else 0,
        column=mark.column + 1 if mark else 0,
        help=advice,
    )


_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def _reader_fault(text: str) -> TextError:
    """Point at the character that the C reader refused; it only knows byte offsets."""
    found = _UNREADABLE.search(text)
    if found is None:
        return TextError(
            "yaml-syntax", "the YAML cannot be read; expected valid YAML 1.2"
        )
    before = text[: found.start()]
    return TextError(
        "unreadable-character",
        f"the character U+{ord(found.group()):04X} is not allowed in YAML;"
        " expected printable text",
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
        help='write it as an escape in a double-quoted string, such as "\\u0007"',
    )
