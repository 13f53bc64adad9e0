"""Parts of a document that are of another type than the grammar has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.spec.difference import describe
from specweld.spec.quote import quote
from specweld.spec.walk import GRAMMAR, Form, Kind, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import Source

_Fault = tuple["Pointer", "Json", str]


def check_shapes(source: Source, problems: Problems) -> None:
    """Report a list where a mapping belongs, and the like: such a part is passed over.

    Nothing (`parameters:` without a value) is taken for an empty part.
    """
    for kind, pointer, node in walk(source.data):
        if kind is Kind.FACTS:
            continue
        for below, value, expected in _faults(kind, node):
            problems.report(
                "unexpected-shape",
                Severity.ERROR,
                f"{quote(below[-1])} is {describe(value)}; expected {expected}",
                source.place(*pointer, *below),
            )


def _faults(kind: Kind, node: JsonObject) -> Iterator[_Fault]:
    for key, (form, child) in GRAMMAR[kind].items():
        value = node.get(key)
        if value is None:
            continue
        if form is Form.ONE_OR_LIST:
            form = Form.LIST if isinstance(value, list) else Form.ONE
        if form is Form.ONE:
            if not _fits(value, child):
                yield (key,), value, f"a mapping ({child.value})"
        elif form is Form.LIST:
            if not isinstance(value, list):
                yield (key,), value, f"a list (each a {child.value})"
                continue
            for index, entry in enumerate(value):
                if not _fits(entry, child):
                    yield (key, str(index)), entry, f"a mapping ({child.value})"
        elif not isinstance(value, dict):
            yield (key,), value, f"a mapping of names (each a {child.value})"
        else:
            yield from _faults_of_entries(key, value, form, child)


def _faults_of_entries(
    key: str, entries: JsonObject, form: Form, child: Kind
) -> Iterator[_Fault]:
    for name, entry in entries.items():
        is_extension = form is Form.PATTERNED and name.startswith("x-")
        if entry is not None and not is_extension and not _fits(entry, child):
            yield (key, name), entry, f"a mapping ({child.value})"


def _fits(value: Json, kind: Kind) -> bool:
    # JSON Schema 2020-12, section 4.3.2: `true` and `false` are schemas.
    return isinstance(value, dict) or (kind is Kind.SCHEMA and isinstance(value, bool))
