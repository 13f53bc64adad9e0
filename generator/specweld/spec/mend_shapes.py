"""Parts of a document that are of another type than the grammar has there, made harmless."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from specweld.diagnostics import Severity
from specweld.grammar import GRAMMAR, Form, Kind
from specweld.source import EXTENSION
from specweld.spec.difference import describe
from specweld.spec.quote import quote
from specweld.spec.shapes import mapping_at, with_value, without
from specweld.spec.walk import rewrite, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source
    from specweld.spec.document import Document

_LOCATIONS = ("path", "query", "header", "cookie")
REMEDY = "the rest is generated; mend the document, or this place by an overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """A value that does not fit where it stands."""

    below: Pointer
    """One or two parts below the node that holds it."""
    value: Json
    expected: str
    replacement: Json = None
    """What stands for it; None where it is left out."""
    is_told: bool = True
    """False where nothing is lost."""
    is_entry: bool = False
    """The second part is an index."""

    @property
    def subject(self) -> str:
        """The value, in a message."""
        if self.is_entry:
            return f"entry {int(self.below[1]) + 1} of {quote(self.below[0])}"
        return quote(self.below[-1])


def untyped(kind: Kind) -> JsonObject | None:
    """Return what stands for a part that is not known; None where nothing can."""
    match kind:
        case Kind.SCHEMA | Kind.ENCODING | Kind.CALLBACK | Kind.PATH_ITEM:
            return {}
        case Kind.MEDIA | Kind.HEADER:
            return {"schema": {}}
        case Kind.BODY:
            return {"content": {"application/json": {"schema": {}}}}
        case Kind.RESPONSE:
            # The client looks at what comes.
            return {"description": "", EXTENSION: {"placeholder": True}}
        case _:
            return None


def mend_outline(source: Source, problems: Problems) -> Source:
    """Mend the parts that a merge cuts a source along; the others wait for the overlays."""
    data: JsonObject = _mended(Kind.DOCUMENT, (), source.data, source, problems)
    components = mapping_at(data, "components")
    if components:
        at: Pointer = ("components",)
        mended = _mended(Kind.COMPONENTS, at, components, source, problems)
        data = with_value(data, at, mended)
    paths: JsonObject = {}
    places: dict[Pointer, NodePlace] = {}
    for path, item in mapping_at(data, "paths").items():
        name = path
        if isinstance(item, dict) and not path.startswith("x-"):
            at = ("paths", path)
            item = _mended(Kind.PATH_ITEM, at, item, source, problems)
            if not path.startswith("/"):
                name = f"/{path}"
                is_taken = name in mapping_at(data, "paths")
                place = source.place(*at, on_key=True)
                _report_path(path, place, problems, is_taken=is_taken)
                if is_taken:
                    continue
                places["paths", name] = source.place(*at)
        paths[name] = item
    if not paths:
        return source.with_data(data)
    data = with_value(data, ("paths",), paths)
    return replace(source, data=data, places={**source.places, **places})


def _report_path(
    path: str, place: NodePlace, problems: Problems, *, is_taken: bool
) -> None:
    problems.report(
        "unexpected-shape",
        Severity.UNSUPPORTED if is_taken else Severity.WARNING,
        f"{quote(path)} is a path; expected it to start with `/`"
        + (", which another does" if is_taken else ", and so it is read"),
        place,
    )


def _mended(
    kind: Kind, pointer: Pointer, node: JsonObject, source: Source, problems: Problems
) -> JsonObject:
    faults = tuple(_faults(kind, node))
    for fault in faults:
        _report(fault, source.place(*pointer, *fault.below), problems)
    return _without_faults(node, faults)


def mend_shapes(document: Document, problems: Problems) -> Document:
    """Report a list where a mapping belongs, and the like, and put nothing in its place.

    Nothing (`parameters:` without a value) is taken for an empty part.
    """
    is_sound = True
    for kind, pointer, node in walk(document.data):
        for fault in _faults(kind, node):
            is_sound = False
            _report(fault, document.place(pointer + fault.below), problems)
    if is_sound:
        return document

    def change(kind: Kind, _: Pointer, node: JsonObject) -> JsonObject:
        return _without_faults(node, _faults(kind, node))

    return document.with_data(rewrite(document.data, change))


def _report(fault: _Fault, place: NodePlace | None, problems: Problems) -> None:
    if not fault.is_told:
        return
    problems.report(
        "unexpected-shape",
        (
            Severity.WARNING
            if fault.below[0] in _HARMLESS and fault.replacement is None
            else Severity.UNSUPPORTED
        ),
        f"{fault.subject} is {describe(fault.value)}; expected {fault.expected}",
        place,
        help=REMEDY,
    )


def _without_faults(node: JsonObject, faults: Iterable[_Fault]) -> JsonObject:
    mended = node
    # From the back, so that indices of a list stay right.
    for fault in reversed(tuple(faults)):
        key, rest = fault.below[0], fault.below[1:]
        if rest:
            value = replaced_entry(mended[key], rest[0], fault.replacement)
            mended = {**mended, key: value}
        elif fault.replacement is None:
            mended = without(mended, key)
        else:
            mended = {**mended, key: fault.replacement}
    return mended


def replaced_entry(holder: Json, name: str, value: Json) -> Json:
    """Put a value in the place of an entry of a mapping or a list; None takes the entry out."""
    if isinstance(holder, list):
        entries: list[Json] = [] if value is None else [value]
        return [*holder[: int(name)], *entries, *holder[int(name) + 1 :]]
    if not isinstance(holder, dict):
        return holder
    return without(holder, name) if value is None else {**holder, name: value}


def _faults(kind: Kind, node: JsonObject) -> Iterator[_Fault]:
    if kind is Kind.FACTS:
        return
    for key, (form, child) in GRAMMAR[kind].items():
        if key in node:
            yield from _faults_of_field(key, node[key], form, child)
    for key, words in _WORDS.get(kind, {}).items():
        if key in node and not _is_worded(node[key], words):
            yield _fault_of_words(key, node[key], words)


def _fault_of_words(key: str, value: Json, words: ShapeWords) -> _Fault:
    """Take a number for a text that lacks its quotes; leave anything else out."""
    read: Json = None
    if words is ShapeWords.TEXT:
        read = _unquoted(value)
    elif words is ShapeWords.TEXTS and isinstance(value, list):
        texts: list[Json] = [_unquoted(each) for each in value]
        read = None if None in texts else texts
    return _Fault(
        below=(key,),
        value=value,
        expected=words.value,
        replacement=read,
        is_told=read is None and value is not None,
    )


def _unquoted(value: Json) -> str | None:
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case _:
            return None


def _faults_of_field(
    key: str, value: Json, form: Form, child: Kind
) -> Iterator[_Fault]:
    if value is None:
        yield _Fault(below=(key,), value=None, expected="", is_told=False)
        return
    if form is Form.ONE_OR_LIST:
        form = Form.LIST if isinstance(value, list) else Form.ONE
    expected = _expected(child)
    match form, value:
        case Form.LIST, list():
            for index, entry in enumerate(value):
                if not _fits(entry, child):
                    at = (key, str(index))
                    yield _fault(at, entry, expected, child, is_entry=True)
        case Form.LIST, _:
            expected = f"a list (each a {child.value})"
            yield _Fault(below=(key,), value=value, expected=expected)
        case (Form.MAP | Form.PATTERNED), dict():
            yield from _faults_of_entries(key, value, form, child)
        case (Form.MAP | Form.PATTERNED), _:
            expected = f"a mapping of names (each a {child.value})"
            yield _Fault(below=(key,), value=value, expected=expected)
        case _ if not _fits(value, child):
            yield _fault((key,), value, expected, child)
        case _:
            pass


def _faults_of_entries(
    key: str, entries: JsonObject, form: Form, child: Kind
) -> Iterator[_Fault]:
    expected = _expected(child)
    for name, entry in entries.items():
        if _fits(entry, child) or (form is Form.PATTERNED and name.startswith("x-")):
            continue
        if entry is None:
            empty: Json = None if untyped(child) is None else {}
            yield _Fault(
                below=(key, name),
                value=None,
                expected=expected,
                replacement=empty,
                is_told=False,
            )
        elif key == "properties" and isinstance(entry, list):
            # `required: [a, b]` below `properties` is a slip of indentation, not a property.
            yield _Fault(below=(key, name), value=entry, expected=expected)
        else:
            yield _fault((key, name), entry, expected, child)


def _expected(kind: Kind) -> str:
    if kind is Kind.PARAMETER:
        return "a parameter with `name`, and `in` of " + ", ".join(_LOCATIONS)
    return f"a mapping ({kind.value})"


def _fault(
    below: Pointer, value: Json, expected: str, child: Kind, *, is_entry: bool = False
) -> _Fault:
    return _Fault(
        below=below,
        value=value,
        expected=expected,
        replacement=untyped(child),
        is_entry=is_entry,
    )


def _fits(value: Json, kind: Kind) -> bool:
    if kind is Kind.PARAMETER and isinstance(value, dict) and "$ref" not in value:
        return "name" in value and value.get("in") in _LOCATIONS
    # JSON Schema 2020-12, section 4.3.2: `true` and `false` are schemas.
    return isinstance(value, dict) or (kind is Kind.SCHEMA and isinstance(value, bool))


class ShapeWords(enum.Enum):
    """What a keyword holds that holds no other node."""

    TEXT = "a text"
    TEXTS = "a list of texts"
    TYPE = "the name of a type, or a list of them"
    LIST = "a list"
    MAPPING = "a mapping"


_WORDS: Mapping[Kind, Mapping[str, ShapeWords]] = {
    Kind.DOCUMENT: {
        "info": ShapeWords.MAPPING,
        "servers": ShapeWords.LIST,
        "security": ShapeWords.LIST,
        "tags": ShapeWords.LIST,
    },
    Kind.PATH_ITEM: {"servers": ShapeWords.LIST},
    Kind.OPERATION: {
        "operationId": ShapeWords.TEXT,
        "tags": ShapeWords.TEXTS,
        "security": ShapeWords.LIST,
        "servers": ShapeWords.LIST,
    },
    Kind.PARAMETER: {"name": ShapeWords.TEXT, "in": ShapeWords.TEXT},
    Kind.SCHEMA: {
        "type": ShapeWords.TYPE,
        "enum": ShapeWords.LIST,
        "required": ShapeWords.TEXTS,
        "discriminator": ShapeWords.MAPPING,
    },
}
"""The keywords that decide what is generated."""


_HARMLESS = frozenset({"info", "required", "tags"})
"""Keywords without which everything is generated all the same."""


def _is_worded(value: Json, words: ShapeWords) -> bool:
    match words:
        case ShapeWords.TEXT:
            return isinstance(value, str)
        case ShapeWords.MAPPING:
            return isinstance(value, dict)
        case ShapeWords.LIST:
            return isinstance(value, list)
        case ShapeWords.TYPE if isinstance(value, str):
            return True
        case ShapeWords.TEXTS | ShapeWords.TYPE:
            return isinstance(value, list) and all(
                isinstance(each, str) for each in value
            )
        case _:
            assert_never(words)
