"""Header parameters that carry the credential: normalising lifts them out of the operations.

The merged document has a security scheme in their place. What a page says of such a parameter
besides makes no difference to a client, yet it is a difference: the report counts it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diff.edit import Edit, EditKind
from specweld.diff.layout import CREDENTIAL, is_documentation
from specweld.json_types import is_same
from specweld.spec.refs import resolved_mapping
from specweld.spec.shapes import list_at, text_at
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.diff.side import Lifted
    from specweld.json_types import JsonObject, Pointer
    from specweld.source import Source
    from specweld.spec.document import Document


def lifted_parameters(sources: Sequence[Source], document: Document) -> Lifted:
    """Collect the header parameters of sources that the merged document no longer has."""
    found: dict[tuple[Pointer, str], JsonObject] = {}
    merged = {
        pointer: {name.lower() for name, _ in _headers(document.data, operation)}
        for pointer, operation in walk_operations(document.data)
    }
    for source in sources:
        for pointer, operation in walk_operations(source.data):
            for name, parameter in _headers(source.data, operation):
                if name.lower() not in merged.get(pointer, {name.lower()}):
                    found.setdefault((pointer, name), parameter)
    return found


def _headers(
    document: JsonObject, operation: JsonObject
) -> Iterator[tuple[str, JsonObject]]:
    for each in list_at(operation, "parameters"):
        parameter = resolved_mapping(document, each)
        if text_at(parameter, "in") == "header":
            yield text_at(parameter, "name"), parameter


def compare_lifted(old: Lifted, new: Lifted) -> Iterator[Edit]:
    """Find what differs of the parameters that both sides have, one edit a keyword.

    A parameter that only one side has is told by the credentials and by the security of its
    operation.
    """
    for key in sorted(old.keys() & new.keys()):
        before, after = old[key], new[key]
        for keyword in sorted(before.keys() | after.keys()):
            one, other = before.get(keyword), after.get(keyword)
            if not is_same(one, other):
                edit = Edit(
                    kind=EditKind.OPERATION,
                    keyword=keyword,
                    old=key[0],
                    new=key[0],
                    before=one,
                    after=other,
                )
                is_text = is_documentation(edit)
                yield edit if is_text else replace(edit, keyword=CREDENTIAL)
