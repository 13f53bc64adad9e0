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
from specweld.render.colour import Colour
from specweld.render.core import core
from specweld.render.docstring import Docs, written
from specweld.render.expression import Expression, generic, imports
from specweld.render.identifier import identifier
from specweld.render.imports import Imports
from specweld.render.imports import imports as imports_of_module
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Method, Paging
    from specweld.render.scope import Scope
    from specweld.render.tree import Tree

PAGES = ".pages"
"""The module of all page classes, or the package of their modules."""

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
    """The page classes of one operation: the asynchronous one goes on like the other."""

    name: Code
    async_name: Code
    model: Expression
    page: Expression
    """`Page[Voice]`"""
    async_page: Expression
    docs: Docs
    async_docs: Docs
    paging: Code
    """`CursorPaging`"""
    items: PathView
    options: tuple[OptionView, ...]
    paths: tuple[PathView, ...]

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what the classes need."""
        own = (Import(module="typing", name="ClassVar"), core("Paging"))
        bases = (self.model, self.page, self.async_page)
        return self.paging.imports.union(own, *(imports(each) for each in bases))


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesView:
    """`pages.py`, or one module of `pages/`."""

    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    pages: tuple[PageView, ...]


def page_classes(
    api: Api, tree: Tree, scope: Scope, *, is_package: bool
) -> dict[str, Import]:
    """Say where the page class of each operation is, if its answer comes in pages.

    Args:
        is_package: Whether models are imported one by one, and so pages by resource.
    """
    taken = {model.name for model in scope.models.values()}
    found: dict[str, Import] = {}
    for resource in api.resources:
        own = tree.modules[resource.path] or "client"
        module = f"{PAGES}.{own}" if is_package else PAGES
        for operation in resource.operations:
            if _paged(operation, scope) is None:
                continue
            name = f"{resource.class_name}{pascal_case(operation.name)}Page"
            while not taken.isdisjoint(each.own(name) for each in Colour):
                name += "_"
            taken |= {each.own(name) for each in Colour}
            found[operation.id] = Import(module=module, name=name)
    return found


def pages_view(api: Api, module: str, scope: Scope) -> PagesView:
    """Define the page classes of one module."""
    own = {
        each: imported.name
        for each, imported in scope.pages.items()
        if imported.module == module
    }
    names = frozenset(colour.own(each) for each in own.values() for colour in Colour)
    inner = scope.entering(module, taken=names)
    found = tuple(
        _page(own[operation.id], *paged, inner)
        for operation in api.operations
        if operation.id in own and (paged := _paged(operation, scope)) is not None
    )
    needed = frozenset[Import]().union(*(each.imports for each in found))
    return PagesView(
        docs=written("The pages of lists."),
        imports=imports_of_module(module, needed),
        pages=found,
    )


def _paged(
    operation: Method, scope: Scope
) -> tuple[Paging, TypeRef, ObjectModel] | None:
    """Return how an answer goes on, and what it is; None where it does not come in pages."""
    paging, response = operation.paging, operation.response.type
    if paging is None or response is None:
        return None
    model = _object(response, scope)
    if model is None or _python_path(paging.items, response, scope) is None:
        return None
    return paging, response, model


def _page(
    name: str, paging: Paging, response: TypeRef, model: ObjectModel, scope: Scope
) -> PageView:
    item = received(paging.item_type, scope)
    kind = _CLASSES[paging.kind]
    return PageView(
        name=identifier(name),
        async_name=identifier(Colour.ASYNC.own(name)),
        model=scope.model(model.id),
        page=generic(scope.core("Page"), item),
        async_page=generic(scope.core("AsyncPage"), item),
        docs=written("One page; iterate over it for the items of all.", indent=4),
        async_docs=written(
            "One page; iterate over it with `async for` for the items of all.", indent=4
        ),
        paging=code(kind, core(kind)),
        items=_path("items", paging.items, response, scope),
        options=tuple(_options(paging)),
        paths=tuple(_paths(paging, response, scope)),
    )


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
