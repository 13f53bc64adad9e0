"""Find the lists that come in pages, and how the next page is asked for.

No guess that could loop or skip: a name that could as well mean the present page, or a page
number whose first value is unknown, is not paging.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import Location, Paging, PagingKind, ResponseKind
from specweld.api.spelling import snake_case
from specweld.api.types import ListType, MapType, ModelRef, Nullable, Scalar, ScalarKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from specweld.api.models import Field, Model
    from specweld.api.operations import Argument, Response
    from specweld.api.types import ModelId, TypeRef

Models: TypeAlias = "Mapping[ModelId, Model]"
Path: TypeAlias = tuple[str, ...]

_HOLDERS = frozenset(
    {
        "links",
        "meta",
        "metadata",
        "page",
        "page_info",
        "paging",
        "pagination",
        "response_metadata",
    }
)
_MORE = frozenset({"has_more", "has_next", "has_next_page", "more"})
_PAGE_NUMBERS = frozenset({"page", "page_number"})
_PAGE_SIZES = frozenset(
    {"count", "limit", "max_results", "page_size", "per_page", "size"}
)
_TOTALS = frozenset({"total", "total_count", "total_items", "total_results"})
_TOTAL_PAGES = frozenset({"last_page", "num_pages", "page_count", "total_pages"})
_NEXT_LINKS = frozenset(
    {
        *("next", "next_link", "next_page", "next_page_link", "next_page_uri"),
        *("next_page_url", "next_uri", "next_url"),
    }
)
_URL_FORMATS = frozenset({"uri", "uri-reference", "url"})
_URL_WORDS = frozenset({"link", "uri", "url"})
_CURSORS = frozenset(
    {
        "after",
        "continuation_token",
        "cursor",
        "page_cursor",
        "page_token",
        "start_cursor",
        "token",
    }
)
_LAST_ITEMS = {
    "after": ("last_id",),
    "after_id": ("last_id",),
    "starting_after": ("last_id",),
}
"""Arguments that take the id of the last item: only a flag tells the end of such a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A field of the response, at the top or in a holder such as `pagination`."""

    path: Path
    """Wire names."""
    name: str
    """The last of them in snake case."""
    field: Field


def find_paging(
    method: str,
    given: Sequence[Argument],
    response: Response,
    models: Models,
    *,
    headers: Collection[str] = (),
) -> Paging | None:
    """Say how a list continues; None when it does not or nobody can tell.

    Args:
        method: of the request.
        given: the arguments besides the body.
        response: what holds the list.
        models: all models.
        headers: of the answer, lower-case.
    """
    if method != "GET" or response.kind is not ResponseKind.JSON:
        return None
    if response.type is None or isinstance(response.type, Nullable):
        return (
            None  # where there may be no answer at all there is no page to walk on from
        )
    model = _object(response.type, models)
    if model is None:
        return None
    lists = [
        (field, item)
        for field in model.fields
        if (item := _list_item(field.type, models)) is not None
    ]
    if len(lists) != 1:
        return None
    items, item_type = lists[0]
    values = tuple(_values(model, models))
    arguments = [each for each in given if each.location is Location.QUERY]
    more = next((each.path for each in values if _is_more(each)), ())
    found = (
        _by_cursor(arguments, values, more)
        or _by_number(arguments, values, more)
        or _by_link(values, headers)
    )
    if found is None:
        return None
    return Paging(
        kind=found.kind,
        items=(items.wire_name,),
        item_type=item_type,
        argument=found.argument.wire_name if found.argument else "",
        cursor=found.cursor,
        link=found.link,
        total=found.total,
        has_more=more,
        first=_first(found.argument) if found.kind is PagingKind.PAGE_NUMBER else 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How the next page is asked for."""

    kind: PagingKind
    argument: Argument | None = None
    cursor: Path = ()
    link: Path = ()
    total: Path = ()


def _by_cursor(
    arguments: list[Argument], values: tuple[_Value, ...], more: Path
) -> _Way | None:
    for argument in arguments:
        name = snake_case(argument.wire_name)
        for value in values:
            if not _same_scalar(argument.type, value.field.type):
                continue
            if _continues(name, value.name) or (more and _follows(name, value.name)):
                return _Way(
                    kind=PagingKind.CURSOR, argument=argument, cursor=value.path
                )
    return None


def _by_number(
    arguments: list[Argument], values: tuple[_Value, ...], more: Path
) -> _Way | None:
    names = {snake_case(each.wire_name): each for each in arguments}
    pages = _integer(values, _TOTAL_PAGES)
    for name in sorted(_PAGE_NUMBERS & names.keys()):
        argument = names[name]
        is_number = _is_integer(argument.type) and _first(argument) in (0, 1)
        if is_number and (more or pages):
            return _Way(kind=PagingKind.PAGE_NUMBER, argument=argument, total=pages)
    offset = names.get("offset")
    if offset is None or not _is_integer(offset.type):
        return None
    starts_at_zero = offset.default is None or offset.default.value in (0, None)
    if not starts_at_zero or not names.keys() & _PAGE_SIZES:
        return None
    total = _integer(values, _TOTALS)
    return _Way(kind=PagingKind.OFFSET, argument=offset, total=total)


def _by_link(values: tuple[_Value, ...], headers: Collection[str]) -> _Way | None:
    """Take the URL of the next page, in the answer or in its header `Link` (RFC 8288)."""
    for value in values:
        if value.name in _NEXT_LINKS and _is_url(value):
            return _Way(kind=PagingKind.LINK, link=value.path)
    return _Way(kind=PagingKind.LINK) if "link" in headers else None


def _is_url(value: _Value) -> bool:
    """Return whether text is said to be a URL: by its format, its name, or in words."""
    field = value.field
    if _scalar(field.type) is not ScalarKind.STRING:
        return False
    inner = field.type.item if isinstance(field.type, Nullable) else field.type
    is_formatted = isinstance(inner, Scalar) and inner.format in _URL_FORMATS
    words = {*value.name.split("_"), *re.findall(r"[a-z]+", field.description.lower())}
    return is_formatted or bool(words & _URL_WORDS)


def _integer(values: tuple[_Value, ...], names: frozenset[str]) -> Path:
    """Find an integer by its name; empty where there is none."""
    found = (each for each in values if each.name in names)
    return next((each.path for each in found if _is_integer(each.field.type)), ())


def _first(argument: Argument | None) -> int:
    """Read the number of the first page, which only a documented default or minimum tells."""
    if argument is None:
        return -1
    if argument.default is not None:
        default = argument.default.value
        return int(default) if isinstance(default, int) else -1
    least = [x.value for x in argument.constraints if x.keyword == "minimum"]
    return 1 if least == [1] else -1


def _continues(argument: str, value: str) -> bool:
    """Return whether a value is the next cursor by its name: `cursor`, `next_cursor`."""
    if argument.startswith("next_"):
        return value == argument
    if argument not in _CURSORS:
        return False
    return value in {f"next_{argument}", "next_cursor", "next_page_token"} or (
        argument == "after" and value == "end_cursor"
    )


def _follows(argument: str, value: str) -> bool:
    """Return whether a value is the id of the last item, after which the next page starts."""
    if argument.startswith("start_after_"):
        return value == "last_" + argument.removeprefix("start_after_")
    return value in _LAST_ITEMS.get(argument, ())


def _values(model: ObjectModel, models: Models) -> Iterator[_Value]:
    for field in model.fields:
        name = snake_case(field.wire_name)
        yield _Value(path=(field.wire_name,), name=name, field=field)
    for field in model.fields:
        holder = _object(field.type, models)
        if holder is None or snake_case(field.wire_name) not in _HOLDERS:
            continue
        for inner in holder.fields:
            yield _Value(
                path=(field.wire_name, inner.wire_name),
                name=snake_case(inner.wire_name),
                field=inner,
            )


def _is_more(value: _Value) -> bool:
    return value.name in _MORE and _scalar(value.field.type) is ScalarKind.BOOLEAN


def _list_item(type: TypeRef, models: Models) -> TypeRef | None:
    """Return what a list of objects holds."""
    match type:
        case Nullable(item=item):
            return _list_item(item, models)
        case ModelRef(id=id):
            alias = models.get(id)
            if isinstance(alias, AliasModel) and not _refers_to(alias.target, id):
                return _list_item(alias.target, models)
            return None
        case ListType(item=item):
            return item if _is_object_like(item, models) else None
        case _:
            return None


def _refers_to(type: TypeRef, id: ModelId) -> bool:
    return isinstance(type, ModelRef) and type.id == id


def _is_object_like(type: TypeRef, models: Models) -> bool:
    if isinstance(type, MapType):
        return True
    if isinstance(type, ModelRef) and isinstance(models.get(type.id), UnionModel):
        return True
    return _object(type, models) is not None


def _object(inner: TypeRef, models: Models) -> ObjectModel | None:
    """Look through nulls and aliases for a class."""
    for _ in range(10):
        match inner:
            case Nullable(item=item):
                inner = item
            case ModelRef(id=id):
                model = models.get(id)
                if isinstance(model, ObjectModel):
                    return model
                if not isinstance(model, AliasModel):
                    return None
                inner = model.target
            case _:
                return None
    return None


def _scalar(type: TypeRef) -> ScalarKind | None:
    match type:
        case Scalar(kind=kind):
            return kind
        case Nullable(item=item):
            return _scalar(item)
        case _:
            return None


def _same_scalar(type: TypeRef, other: TypeRef) -> bool:
    kind = _scalar(type)
    return kind in {ScalarKind.STRING, ScalarKind.INTEGER} and kind is _scalar(other)


def _is_integer(type: TypeRef) -> bool:
    return _scalar(type) is ScalarKind.INTEGER
