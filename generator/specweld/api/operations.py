"""The operations of an API: what becomes a method."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.types import AnyType, Constraint, TypeRef, union

if TYPE_CHECKING:
    from specweld.api.models import Default, Origin


class Location(enum.Enum):
    """Where an argument travels (OpenAPI 3.1 §4.8.12.1), and the parts of a body."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    """One property of a flattened body, or the whole body (`Body.argument`)."""
    ACCEPT = "accept"
    """No value that is sent: it decides which media type the call asks for."""


class Style(enum.Enum):
    """How an array or object is written into a parameter (OpenAPI 3.1 §4.8.12.2)."""

    SIMPLE = "simple"
    FORM = "form"
    DEEP_OBJECT = "deepObject"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    LABEL = "label"
    MATRIX = "matrix"
    CONTENT = "content"
    """No style at all: the value is written as JSON, as `content: application/json` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method."""

    name: str
    """The Python name, unique within the method."""
    wire_name: str
    location: Location
    type: TypeRef
    is_required: bool
    description: str = ""
    default: Default | None = None
    is_deprecated: bool = False
    style: Style = Style.FORM
    explode: bool = True
    content_type: str = ""
    """Of a part of a multipart body, where the document names one."""
    allows_reserved: bool = False
    """Whether `/`, `?` and the like are written as they are."""
    constraints: tuple[Constraint, ...] = ()
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A part of a body that has only one value: sent, never asked for."""

    name: str
    """The keyword that accepts it all the same; empty when an argument has that name."""
    wire_name: str
    value: str | int | bool


class BodyKind(enum.Enum):
    """How a request body is encoded."""

    JSON = "json"
    FORM = "form"
    """`application/x-www-form-urlencoded`"""
    MULTIPART = "multipart"
    BINARY = "binary"
    """Bytes or a file, as they are."""
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a method sends besides its parameters."""

    kind: BodyKind
    content_type: str
    arguments: tuple[Argument, ...]
    """The properties of a flattened object body, in document order; empty when not flattened."""
    constants: tuple[Constant, ...]
    argument: Argument | None
    """The whole body as one argument (`request`), when it is a union or no object."""
    is_required: bool
    origin: Origin

    @property
    def inputs(self) -> tuple[Argument, ...]:
        """List the arguments: the properties, or the whole as one."""
        return self.arguments if self.argument is None else (self.argument,)


class ResponseKind(enum.Enum):
    """What a method returns."""

    JSON = "json"
    """A decoded value: `Response.type`."""
    BINARY = "binary"
    """A stream of bytes."""
    TEXT = "text"
    EVENTS = "events"
    """An iterator over decoded items: server-sent events or JSON lines, told apart at run time."""
    NOTHING = "nothing"
    """`None`."""
    DECIDE = "decide"
    """The docs hold a placeholder: 204 or empty is None, JSON is decoded, else bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The successful answer of an operation."""

    kind: ResponseKind
    statuses: tuple[str, ...]
    """Documented success codes: `("200",)`."""
    content_type: str = ""
    accepted: tuple[str, ...] = ()
    """The media types to ask for, where those that the kind stands for will not do."""
    type: TypeRef | None = None
    """Of the JSON value, or of one event; None for the other kinds."""
    description: str = ""
    others: tuple[Response, ...] = ()
    """What comes with other statuses, where that is something else."""
    origin: Origin

    @property
    def every(self) -> tuple[Response, ...]:
        """This and the others."""
        return (self, *self.others)

    @property
    def whole(self) -> TypeRef | None:
        """The type of whatever is decoded, with any status; None where nothing is."""
        types = [each.type for each in self.every if each.type is not None]
        return union(types) if types else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaming:
    """A stream that takes the place of the usual answer where it is asked for."""

    argument: str
    """The Python name of the argument that asks."""
    value: str | bool
    """What asks for the stream: `True`, `"sse"`."""
    others: tuple[str | bool, ...]
    """What asks for the usual answer."""
    is_usual: bool
    """Whether the stream comes where the argument is not given."""
    within: str = ""
    """Wire name of the property that asks, where the argument is a body as a whole: one member of a union
    of models has `True` there, another one has not."""
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorResponse:
    """A documented error answer."""

    status: str
    """`422`, `4XX` or `default`."""
    description: str
    type: TypeRef | None
    """Of the JSON body; None when the docs say nothing of it."""
    origin: Origin

    @property
    def is_described(self) -> bool:
        """Return whether the docs say more of the body than that it is JSON."""
        return self.type is not None and not isinstance(self.type, AnyType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What the documentation shows of an answer."""

    text: str
    """Compact JSON."""
    is_whole: bool
    """False when only some properties have examples of their own."""


class PagingKind(enum.Enum):
    """How the next page is asked for."""

    CURSOR = "cursor"
    """A value of the response becomes an argument of the next request."""
    PAGE_NUMBER = "page-number"
    OFFSET = "offset"
    LINK = "link"
    """The response holds the URL of the next page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How to get from one page of a list to the next."""

    kind: PagingKind
    items: tuple[str, ...]
    """Wire names from the response down to the list of items: `("voices",)`."""
    item_type: TypeRef
    argument: str
    """Wire name of the query parameter that selects the page; empty for `LINK`."""
    cursor: tuple[str, ...] = ()
    """Wire names down to the next cursor, for `CURSOR`."""
    has_more: tuple[str, ...] = ()
    """Wire names down to a boolean that ends the listing; empty when there is none."""
    link: tuple[str, ...] = ()
    """Wire names down to the URL, for `LINK`; empty where the header `Link` holds it."""
    total: tuple[str, ...] = ()
    """Wire names down to how many items there are, or pages for `PAGE_NUMBER`."""
    first: int = 1
    """The number of the first page, for `PAGE_NUMBER`."""


Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, each of them the schemes that are sent together; an empty one asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of the client."""

    id: str
    """`GET /v1/voices`; with `#endpoint` behind it when several methods share the place."""
    resource: tuple[str, ...]
    """Python names from the client down: `("voices", "settings")`; empty on the client itself."""
    name: str
    """The Python name of the method."""
    method: str
    """Upper case."""
    path: str
    """The template, with wire names: `/v1/voices/{voice_id}`."""
    summary: str
    description: str
    reference: str
    """URL of the documentation page; empty when unknown."""
    arguments: tuple[Argument, ...]
    """Parameters only: path ones first in path order, then the others in document order."""
    body: Payload | None
    response: Response
    stream: Streaming | None
    errors: tuple[ErrorResponse, ...]
    paging: Paging | None
    security: Security
    """Which credentials it takes; no alternative at all means that none is sent (`security: []`)."""
    base_url: str
    """Set only when the operation lives on another server than the client's default one."""
    tags: tuple[str, ...]
    is_deprecated: bool = False
    origin: Origin
    example: Example | None = None
    """What the documentation shows of the successful answer."""

    @property
    def qualified_name(self) -> str:
        """The dotted path from the client: `voices.settings.get`."""
        return ".".join((*self.resource, self.name))

    @property
    def inputs(self) -> tuple[Argument, ...]:
        """Every argument of the method, those of the body last."""
        body = self.body
        if body is None:
            return self.arguments
        whole = () if body.argument is None else (body.argument,)
        return (*self.arguments, *body.arguments, *whole)

    @property
    def outputs(self) -> tuple[TypeRef, ...]:
        """The types of everything that may come back, errors included."""
        found = (
            *(each.type for each in self.responses),
            *(each.type for each in self.errors),
        )
        return tuple(each for each in found if each is not None)

    @property
    def responses(self) -> tuple[Response, ...]:
        """The kinds of success, what comes without being asked for first."""
        if self.stream is None:
            return self.response.every
        both = self.response.every, self.stream.response.every
        first, second = both[::-1] if self.stream.is_usual else both
        return (*first, *second)

    @property
    def demands_credential(self) -> bool:
        """Whether a call without any credential is refused before it is sent."""
        return bool(self.security) and () not in self.security
