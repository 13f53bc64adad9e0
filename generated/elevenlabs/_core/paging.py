"""Lists that come in pages: how to get from one to the next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Self,
    TypeAlias,
    TypeVar,
    assert_never,
)

from msgspec import Struct

from .errors import PagingError
from .json_shape import is_list, is_object
from .unset import is_absent

if TYPE_CHECKING:
    from .call import RequestParts

_ItemT_co = TypeVar("_ItemT_co", covariant=True)
_PageT = TypeVar("_PageT")

MOST_EMPTY_PAGES = 20
"""Pages in a row without an item but with a promise of more, before we stop believing it."""

Names: TypeAlias = tuple[str | int, ...]
"""Attributes and positions from the page down to a value."""


class CursorPaging(Struct, frozen=True, kw_only=True):
    """A value of the page goes into the next request."""

    items: Names
    argument: str
    """The name that the API gives to the argument."""
    cursor: Names
    has_more: Names = ()
    """A boolean that ends the list; without one an absent cursor does."""


class PageNumberPaging(Struct, frozen=True, kw_only=True):
    """Pages are numbered."""

    items: Names
    argument: str
    has_more: Names = ()
    """A boolean that ends the list; without one an empty page does."""
    first: int = 1


class OffsetPaging(Struct, frozen=True, kw_only=True):
    """The next request skips as many items as were seen."""

    items: Names
    argument: str
    has_more: Names = ()
    """A boolean that ends the list; without one an empty page does."""


Paging: TypeAlias = CursorPaging | PageNumberPaging | OffsetPaging


class Walk(Struct, frozen=True, kw_only=True):
    """Where in a list a page stands."""

    parts: RequestParts
    visited: frozenset[object] = frozenset()
    """The positions that were asked for: a second time would never end."""
    empty_pages: int = 0


def first_walk(parts: RequestParts, paging: Paging) -> Walk:
    """Begin where the caller asks to: to be sent back there is a circle, too."""
    given = _given_position(parts, paging.argument)
    visited = () if is_absent(given) else (repr(given),)
    return Walk(parts=parts, visited=frozenset(visited))


class Continuation(Struct, frozen=True, kw_only=True):
    """What a page remembers of the request that brought it."""

    walk: Walk
    fetch: Callable[[Walk], Any]


class _AnyPage(Generic[_ItemT_co]):
    """What both colours share. Models are mixed in, so that no instance attribute is declared here."""

    __slots__ = ()

    paging: ClassVar[Paging]

    @property
    def has_next_page(self) -> bool:
        """Whether the server promises more."""
        return _following_walk(self) is not None


class Page(_AnyPage[_ItemT_co]):
    """A page that knows the way to the next one; iterate over it for the items of all of them."""

    __slots__ = ()

    def __iter__(self) -> Iterator[_ItemT_co]:
        for page in self.pages():
            yield from _items(page)

    def pages(self) -> Iterator[Self]:
        """Yield this page and all that follow."""
        page = self
        while True:
            yield page
            if not page.has_next_page:
                return
            page = page.next_page()

    def next_page(self) -> Self:
        """Fetch the next page.

        Raises:
            PagingError: There is none, or the list runs in a circle.
        """
        fetch, walk = _checked_step(self)
        page: Self = fetch(walk)
        return page


class AsyncPage(_AnyPage[_ItemT_co]):
    """A page that knows the way to the next one; `async for` yields the items of all of them."""

    __slots__ = ()

    async def __aiter__(self) -> AsyncIterator[_ItemT_co]:
        async for page in self.pages():
            for item in _items(page):
                yield item

    async def pages(self) -> AsyncIterator[Self]:
        """Yield this page and all that follow."""
        page = self
        while True:
            yield page
            if not page.has_next_page:
                return
            page = await page.next_page()

    async def next_page(self) -> Self:
        """Fetch the next page.

        Raises:
            PagingError: There is none, or the list runs in a circle.
        """
        fetch, walk = _checked_step(self)
        arriving: Awaitable[Self] = fetch(walk)
        return await arriving


def attach(page: _PageT, walk: Walk, fetch: Callable[[Walk], object]) -> _PageT:
    """Let a page remember how to go on; what is no page, after drift, stays what it is."""
    remembered: object = page
    if isinstance(remembered, _AnyPage):
        remembered.__dict__["_continuation"] = Continuation(walk=walk, fetch=fetch)
    return page


def _checked_step(
    page: _AnyPage[object],
) -> tuple[Callable[[Walk], Any], Walk]:
    continuation = _continuation(page)
    walk = _following_walk(page)
    if continuation is None or walk is None:
        raise PagingError("there is no next page")
    if walk.visited == continuation.walk.visited:
        raise PagingError("the list does not end: the server repeats a position")
    if walk.empty_pages > MOST_EMPTY_PAGES:
        raise PagingError(f"the list does not end: {walk.empty_pages} empty pages")
    return continuation.fetch, walk


def _following_walk(page: _AnyPage[object]) -> Walk | None:
    """Find where the next page stands; None at the end of the list."""
    continuation = _continuation(page)
    if continuation is None:
        return None
    walk = continuation.walk
    position = _next_position(page, page.paging, walk.parts)
    if position is None:
        return None
    return Walk(
        parts=_with_argument(walk.parts, page.paging.argument, position),
        visited=walk.visited | {repr(position)},
        empty_pages=0 if _items(page) else walk.empty_pages + 1,
    )


def _next_position(
    page: _AnyPage[object], paging: Paging, parts: RequestParts
) -> str | int | None:
    if paging.has_more and _look_up(page, paging.has_more) is False:
        return None
    match paging:
        case CursorPaging():
            cursor = _look_up(page, paging.cursor)
            return cursor if isinstance(cursor, str | int) and cursor != "" else None
        case PageNumberPaging():
            if not _items(page):
                return None
            return _number(parts, paging.argument, paging.first) + 1
        case OffsetPaging():
            count = len(_items(page))
            return _number(parts, paging.argument, 0) + count if count else None
        case _:
            assert_never(paging)


def _number(parts: RequestParts, argument: str, default: int) -> int:
    given = _given_position(parts, argument)
    return given if isinstance(given, int) else default


def _given_position(parts: RequestParts, argument: str) -> object:
    given = parts.get("query", {}).get(argument)
    return _json_properties(parts).get(argument) if given is None else given


def _with_argument(parts: RequestParts, argument: str, position: object) -> Any:
    """Ask for another position: in the JSON body where the argument is there, else in the query."""
    properties = _json_properties(parts)
    if argument in properties:
        return {**parts, "json": {**properties, argument: position}}
    return {**parts, "query": {**parts.get("query", {}), argument: position}}


def _json_properties(parts: RequestParts) -> dict[str, Any]:
    body = parts.get("json")
    return body if is_object(body) else {}


def _items(page: _AnyPage[_ItemT_co]) -> list[_ItemT_co]:
    found = _look_up(page, page.paging.items)
    return found if is_list(found) else []


def _look_up(value: object, names: Names) -> object:
    """Follow attributes and positions; None where the way ends, as it may after drift."""
    for name in names:
        if isinstance(name, int):
            reachable = is_list(value) and -len(value) <= name < len(value)
            value = value[name] if is_list(value) and reachable else None
        else:
            value = getattr(value, name, None)
    return value


def _continuation(page: _AnyPage[object]) -> Continuation | None:
    found: Continuation | None = page.__dict__.get("_continuation")
    return found
