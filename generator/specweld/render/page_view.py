"""Views of page classes: a response model that knows the way to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.models import ObjectModel
from specweld.api.operations import PagingKind
from specweld.api.types import ModelRef, Nullable, TypeRef
from specweld.api.words import pascal_case
from specweld.render.annotations import received
from specweld.render.code import Code, Import, code, concatenated
from specweld.render.core import core
from specweld.render.docstring import docstring
from specweld.render.expression import as_code, generic
from specweld.render.identifier import identifier
from specweld.render.layout import exploded
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.operations import Operation, Paging
    from specweld.render.colour import Colour
    from specweld.render.scope import Scope

_CLASSES = {
    PagingKind.CURSOR: "CursorPaging",
    PagingKind.PAGE_NUMBER: "PageNumberPaging",
    PagingKind.OFFSET: "OffsetPaging",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page class of one operation."""

    name: str
    header: Code
    docs: Code
    paging: Code


def page_view(
    operation: Operation, class_name: str, colour: Colour, scope: Scope
) -> PageView | None:
    """Make the page class of an operation; None when its answer does not come in pages.

    Args:
        class_name: Of the resource; the page's name starts with it.
    """
    paging = operation.paging
    response = operation.response.type
    if paging is None or response is None:
        return None
    model = _object(response, scope)
    if model is None or _python_path(paging.items, response, scope) is None:
        return None
    name = _page_name(class_name, operation.name, scope)
    item = received(paging.item_type, scope)
    bases = [
        scope.model(model.id).code,
        as_code(generic(scope.core(colour.own("Page")), item)),
        code("kw_only=True"),
        code("dict=True"),
    ]
    header = exploded(f"class {identifier(name)}(", bases, ")", indent=0)
    return PageView(
        name=name,
        header=concatenated(header, ":"),
        docs=docstring("One page; iterate over it for the items of all.", indent=4),
        paging=_paging(paging, response, scope),
    )


def _page_name(class_name: str, method: str, scope: Scope) -> str:
    name = f"{class_name}{pascal_case(method)}Page"
    taken = {model.name for model in scope.models.values()}
    while name in taken:
        name += "_"
    return name


def _paging(paging: Paging, response: TypeRef, scope: Scope) -> Code:
    kind = _CLASSES[paging.kind]
    items = [
        _names("items", paging.items, response, scope),
        concatenated("argument=", literal(paging.argument)),
    ]
    if paging.kind is PagingKind.CURSOR:
        items.append(_names("cursor", paging.cursor, response, scope))
    if paging.has_more:
        items.append(_names("has_more", paging.has_more, response, scope))
    if paging.kind is PagingKind.PAGE_NUMBER and paging.first != 1:
        items.append(concatenated("first=", literal(paging.first)))
    class_variable = Import(module="typing", name="ClassVar")
    head = concatenated(
        code("paging: ClassVar[Paging] = ", class_variable, core("Paging")),
        code(f"{kind}(", core(kind)),
    )
    laid = exploded(head.text, items, ")", indent=4)
    return Code(text=laid.text, imports=laid.imports | head.imports)


def _names(
    argument: str, wire_names: tuple[str, ...], response: TypeRef, scope: Scope
) -> Code:
    path = _python_path(wire_names, response, scope) or ()
    inner = ", ".join(literal(name).text for name in path)
    comma = "," if len(path) == 1 else ""
    return code(f"{argument}=({inner}{comma})")


def _python_path(
    wire_names: tuple[str, ...], type: TypeRef, scope: Scope
) -> tuple[str, ...] | None:
    """Follow wire names through models; None where a step is no field of an object."""
    path: list[str] = []
    here = type
    for wire_name in wire_names:
        model = _object(here, scope)
        fields = () if model is None else model.fields
        field = next((each for each in fields if each.wire_name == wire_name), None)
        if field is None:
            return None
        path.append(field.name)
        here = field.type
    return tuple(path)


def _object(type: TypeRef, scope: Scope) -> ObjectModel | None:
    inner = followed(type, scope.models)
    if isinstance(inner, Nullable):
        inner = followed(inner.item, scope.models)
    if not isinstance(inner, ModelRef):
        return None
    model = scope.models[inner.id]
    return model if isinstance(model, ObjectModel) else None
