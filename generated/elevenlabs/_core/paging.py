"""Lists that come in pages: how to get from one to the next."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
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
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from .errors import PagingError
from .values import is_absent, is_list, is_object

if TYPE_CHECKING:
    from .answer import Answer
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
    """A boolean that ends the list; without one an empty page or the total does."""
    first: int = 1
    total_pages: Names = ()
    """How many pages there are."""


class OffsetPaging(Struct, frozen=True, kw_only=True):
    """The next request skips as many items as were seen."""

    items: Names
    argument: str
    has_more: Names = ()
    """A boolean that ends the list; without one an empty page or the total does."""
    total: Names = ()
    """How many items there are on all pages."""


class LinkPaging(Struct, frozen=True, kw_only=True):
    """The page holds the URL of the next one.

    Only its query is taken: the next page comes from the same operation, whatever host a proxy put there.
    """

    items: Names
    link: Names = ()
    """Empty where the header `Link` holds it, as `rel="next"` (RFC 8288)."""
    has_more: Names = ()


Paging: TypeAlias = CursorPaging | PageNumberPaging | OffsetPaging | LinkPaging


class Walk(Struct, frozen=True, kw_only=True):
    """Where in a list a page stands."""

    parts: RequestParts
    visited: frozenset[object] = frozenset()
    """The positions that were asked for: a second time would never end."""
    empty_pages: int = 0


def first_walk(parts: RequestParts, paging: Paging) -> Walk:
    """Begin where the caller asks to: to be sent back there is a circle, too."""
    if isinstance(paging, LinkPaging):
        return Walk(parts=parts)
    given = _given_position(parts, paging.argument)
    visited = () if is_absent(given) else (repr({paging.argument: given}),)
    return Walk(parts=parts, visited=frozenset(visited))


class Continuation(Struct, frozen=True, kw_only=True):
    """What a page remembers of the request that brought it."""

    walk: Walk
    fetch: Callable[[Walk], Any]
    header: str
    """`Link`, as the answer had it."""


class _AnyPage(Generic[_ItemT_co]):
    """What both colours share. Models are mixed in, so that no instance attribute is declared here."""

    __slots__ = ()

    paging: ClassVar[Paging]

    @property
    def has_next_page(self) -> bool:
        """Whether the server promises more."""
        return self.next_arguments is not None

    @property
    def next_arguments(self) -> Mapping[str, object] | None:
        """What the request of the next page carries besides: keep it to resume there; None at the end.

        Raises:
            PagingError: The page cannot go on: it was made by hand, copied or pickled, or the server
                promises more without saying where.
        """
        return _next_arguments(self)


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
        page: Self = await fetch(walk)
        return page


def attach(
    page: _PageT, walk: Walk, answer: Answer, fetch: Callable[[Walk], object]
) -> _PageT:
    """Let a page remember how to go on; what is no page, after drift, stays what it is."""
    remembered: object = page
    if isinstance(remembered, _AnyPage):
        header: str = answer.response.headers.get("link", "")
        continuation = Continuation(walk=walk, fetch=fetch, header=header)
        remembered.__dict__["_continuation"] = continuation
    return page


def _checked_step(page: _AnyPage[object]) -> tuple[Callable[[Walk], Any], Walk]:
    arguments = _next_arguments(page)
    if arguments is None:
        raise PagingError("there is no next page")
    continuation = _continuation(page)
    old = continuation.walk
    walk = Walk(
        parts=_with_arguments(old.parts, arguments),
        visited=old.visited | {repr(arguments)},
        empty_pages=0 if _items(page) else old.empty_pages + 1,
    )
    if walk.visited == old.visited:
        raise PagingError("the list does not end: the server repeats a position")
    if walk.empty_pages > MOST_EMPTY_PAGES:
        raise PagingError(f"the list does not end: {walk.empty_pages} empty pages")
    return continuation.fetch, walk


def _next_arguments(page: _AnyPage[object]) -> dict[str, object] | None:
    """Find what the next request carries; None at the end of the list."""
    continuation = _continuation(page)
    paging, walk = page.paging, continuation.walk
    says_more = _look_up(page, paging.has_more) if paging.has_more else None
    if says_more is False:
        return None
    match paging:
        case CursorPaging():
            found = _cursor(page, paging)
        case PageNumberPaging():
            found = _next_number(page, paging, walk.parts)
        case OffsetPaging():
            found = _next_offset(page, paging, walk.parts)
        case LinkPaging():
            found = _linked(page, paging, continuation.header)
        case _:
            assert_never(paging)
    if (
        found is None
        and says_more is True
        and isinstance(paging, CursorPaging | LinkPaging)
    ):
        raise PagingError("the server promises more, but does not say where")
    if not _items(page) and repr(found) in walk.visited:
        return None  # an empty page that points at itself is the end
    return found


def _cursor(page: _AnyPage[object], paging: CursorPaging) -> dict[str, object] | None:
    cursor = _look_up(page, paging.cursor)
    is_usable = isinstance(cursor, str | int) and cursor != ""
    return {paging.argument: cursor} if is_usable else None


def _next_number(
    page: _AnyPage[object], paging: PageNumberPaging, parts: RequestParts
) -> dict[str, object] | None:
    number = _number(parts, paging.argument, paging.first)
    total = _look_up(page, paging.total_pages) if paging.total_pages else None
    if not _items(page) or (
        isinstance(total, int) and number - paging.first + 1 >= total
    ):
        return None
    return {paging.argument: number + 1}


def _next_offset(
    page: _AnyPage[object], paging: OffsetPaging, parts: RequestParts
) -> dict[str, object] | None:
    count = len(_items(page))
    offset = _number(parts, paging.argument, 0) + count
    total = _look_up(page, paging.total) if paging.total else None
    if not count or (isinstance(total, int) and offset >= total):
        return None
    return {paging.argument: offset}


def _linked(
    page: _AnyPage[object], paging: LinkPaging, header: str
) -> dict[str, object] | None:
    link = _look_up(page, paging.link) if paging.link else _next_link(header)
    if not isinstance(link, str) or not link:
        return None
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in query.items()
    }


def _next_link(header: str) -> str:
    """Find the target of `rel="next"` in a `Link` header; empty when there is none."""
    for target, parameters in re.findall(_LINK, header):
        for name, quoted, bare in re.findall(_PARAMETER, parameters):
            if name.lower() == "rel" and "next" in (quoted or bare).lower().split():
                found: str = target
                return found
    return ""


_LINK = r"<([^<>]*)>((?:\s*;[^,;\"]*(?:\"[^\"]*\")?)*)"
_PARAMETER = r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))"


def _number(parts: RequestParts, argument: str, default: int) -> int:
    given = _given_position(parts, argument)
    return given if isinstance(given, int) else default


def _given_position(parts: RequestParts, argument: str) -> object:
    given = parts.get("query", {}).get(argument)
    return _json_properties(parts).get(argument) if given is None else given


def _with_arguments(parts: RequestParts, arguments: Mapping[str, object]) -> Any:
    """Ask for another page: in the JSON body where the argument is there, else in the query."""
    properties = _json_properties(parts)
    inside = {name: arguments[name] for name in arguments if name in properties}
    beside = {name: arguments[name] for name in arguments if name not in properties}
    changed: dict[str, Any] = {**parts}
    if inside:
        changed["json"] = {**properties, **inside}
    if beside:
        changed["query"] = {**parts.get("query", {}), **beside}
    return changed


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


def _continuation(page: _AnyPage[object]) -> Continuation:
    found: Continuation | None = page.__dict__.get("_continuation")
    if found is None:
        raise PagingError(
            "the page does not remember its request: it was made by hand, copied or pickled"
        )
    return found
