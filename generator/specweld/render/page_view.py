"""Views of page classes: a response model that knows the way to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.models import ObjectModel
from specweld.api.operations import PagingKind
from specweld.api.spelling import pascal_case
from specweld.api.types import ModelRef, Nullable, TypeRef
from specweld.render.annotations import received
from specweld.render.code import Code, Import, code
from specweld.render.core import core
from specweld.render.docstring import Docs, written
from specweld.render.expression import Expression, generic, imports
from specweld.render.identifier import identifier
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.operations import Method, Paging
    from specweld.render.colour import Colour
    from specweld.render.scope import Scope

_CLASSES = {
    PagingKind.CURSOR: "CursorPaging",
    PagingKind.PAGE_NUMBER: "PageNumberPaging",
    PagingKind.OFFSET: "OffsetPaging",
    PagingKind.LINK: "LinkPaging",
}
_TOTALS = {PagingKind.PAGE_NUMBER: "total_pages", PagingKind.OFFSET: "total"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """An argument that names attributes, from the page down to a value."""

    keyword: Code
    names: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """An argument with a value."""

    keyword: Code
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page class of one operation."""

    name: Code
    model: Expression
    page: Expression
    """`Page[Voice]`"""
    docs: Docs
    paging: Code
    """`CursorPaging`"""
    items: PathView
    options: tuple[OptionView, ...]
    paths: tuple[PathView, ...]

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what the class needs."""
        own = (Import(module="typing", name="ClassVar"), core("Paging"))
        return (
            frozenset(own)
            | self.paging.imports
            | imports(self.model)
            | imports(self.page)
        )


def page_view(
    operation: Method, class_name: str, colour: Colour, scope: Scope
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
    kind = _CLASSES[paging.kind]
    return PageView(
        name=identifier(name),
        model=scope.model(model.id),
        page=generic(scope.core(colour.own("Page")), item),
        docs=written("One page; iterate over it for the items of all.", indent=4),
        paging=code(kind, core(kind)),
        items=_path("items", paging.items, response, scope),
        options=tuple(_options(paging)),
        paths=tuple(_paths(paging, response, scope)),
    )


def _page_name(class_name: str, method: str, scope: Scope) -> str:
    name = f"{class_name}{pascal_case(method)}Page"
    taken = {model.name for model in scope.models.values()}
    while name in taken:
        name += "_"
    return name


def _options(paging: Paging) -> Iterator[OptionView]:
    if paging.argument:
        yield OptionView(keyword=code("argument"), value=literal(paging.argument))
    if paging.kind is PagingKind.PAGE_NUMBER and paging.first != 1:
        yield OptionView(keyword=code("first"), value=literal(paging.first))


def _paths(paging: Paging, response: TypeRef, scope: Scope) -> Iterator[PathView]:
    if paging.kind is PagingKind.CURSOR:
        yield _path("cursor", paging.cursor, response, scope)
    if paging.link:
        yield _path("link", paging.link, response, scope)
    if paging.total and paging.kind in _TOTALS:
        yield _path(_TOTALS[paging.kind], paging.total, response, scope)
    if paging.has_more:
        yield _path("has_more", paging.has_more, response, scope)


def _path(
    keyword: str, wire_names: tuple[str, ...], response: TypeRef, scope: Scope
) -> PathView:
    names = _python_path(wire_names, response, scope) or ()
    return PathView(keyword=code(keyword), names=tuple(literal(x) for x in names))


def _python_path(
    wire_names: tuple[str, ...], type: TypeRef, scope: Scope
) -> tuple[str, ...] | None:
    """Follow wire names through models; None where a step is not a field of an object."""
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
