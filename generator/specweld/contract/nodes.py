"""The nodes of a contract: OpenAPI resolved and typed, every keyword of a node among its facts.

Nodes refer to one another by id, never by object, so that recursion needs no mutation. A node
keeps its pointer in the merged document; where that stands in a file is looked up only when
something is to be said (`Contract.place`).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType, TypeAlias

from specweld.json_types import Json, Pointer

if TYPE_CHECKING:
    from specweld.source import NodePlace
    from specweld.spec.document import Document

Facts: TypeAlias = Mapping[str, Json]
"""Every keyword that a node carries and that is not a child of its own, by name, in one spelling."""

OperationId = NewType("OperationId", str)
"""`GET /v1/voices`; with `#voices.search` behind it when several methods share the place."""


SchemaId = NewType("SchemaId", str)
"""The pointer of the schema as a URI fragment: `#/components/schemas/Voice`.

What no node of the document says alone (two parts of an `allOf` about one property, a member
of a union joined with what stands beside the union) has the id of where it would stand, with
`JOINED` behind it, which no pointer ends with.
"""

JOINED = "~+"
"""Ends the ids of schemas that no single node says: a `~` in a pointer is followed by 0 or 1."""

COMPONENTS = ("components", "schemas")


class In(enum.Enum):
    """Where a parameter travels (OpenAPI 3.1 §4.8.12.1)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have: where they stand and what is said of them."""

    pointer: Pointer
    """In the merged document, references followed."""
    facts: Facts = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A member of an object."""

    schema: SchemaId
    is_required: bool
    pointer: Pointer
    """Of the property's node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A member of a union."""

    schema: SchemaId
    """Of the member, joined with what stands beside the union."""
    member: SchemaId
    """What the document lists there, a reference followed: tells members of two versions apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """Which property tells the alternatives apart, as the document declares it (§4.8.25)."""

    property: str
    mapping: Mapping[str, SchemaId]
    """Tag to the alternative that the document means; else to the schema that it names."""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(Node):
    """What is said of one value: references followed, `allOf` joined, null told apart.

    `facts` holds every keyword in one spelling: `type` as a sorted list without null, `enum`
    for `const`, `nullable: true` where null is allowed, the tighter of two bounds. What is a
    schema of its own stands in the fields instead.
    """

    id: SchemaId
    parts: tuple[Pointer, ...]
    """Every node that it is put together from; the place of use first."""
    holders: Mapping[str, Pointer] = field(repr=False)
    """Which node each fact stands in, where that is not the one that `pointer` names."""
    target: SchemaId | None
    """Set when this is another place for a schema that says all the same: then `facts` hold
    only what this place adds (a description, a default, a bound), and only `is_nullable` of
    the fields is filled in."""
    bases: tuple[SchemaId, ...]
    """The named schemas that an `allOf` joins into this one, in order."""
    types: tuple[str, ...]
    """JSON types, null left out, those implied by other keywords filled in; empty for any."""
    is_nullable: bool
    """Null is documented, however it is spelled."""
    values: tuple[Json, ...] | None
    """What `enum` or `const` allow, null left out; None without either."""
    properties: Mapping[str, Property]
    """In document order, those of `allOf` parts first."""
    required: tuple[str, ...]
    """All required names, also of properties that nobody defines."""
    additional: SchemaId | bool | None
    """`additionalProperties`, else `unevaluatedProperties`; None when nothing is said."""
    patterns: Mapping[str, SchemaId]
    """`patternProperties`, by regular expression."""
    items: SchemaId | bool | None
    """Of the elements, or of those after `prefix`; True stands for any, False for none."""
    prefix: tuple[SchemaId, ...]
    """`prefixItems`: a schema a position."""
    alternatives: tuple[Alternative, ...]
    """Of `oneOf` and `anyOf`, null left out, joined with what stands beside them; at least two."""
    discriminator: Discriminator | None
    allows_nothing: bool = False
    """The schema `false`."""
    fault: str = ""
    """Why it could not be read, reported already: `a reference to nothing`; empty when sound."""

    @property
    def is_component(self) -> bool:
        """Return whether this is a named schema of the document."""
        return is_component(self.id)

    @property
    def is_any(self) -> bool:
        """Return whether every value is allowed."""
        return not (
            self.types
            or self.target
            or self.alternatives
            or self.values is not None
            or self.allows_nothing
            or self.fault
        )


def is_component(id: SchemaId) -> bool:
    """Return whether an id names a component schema itself, not what lies inside one."""
    return id.startswith("#/components/schemas/") and id.count("/") == 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Node):
    """A header of an answer or of a part (OpenAPI 3.1 §4.8.21)."""

    name: str
    schema: SchemaId | None
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding(Node):
    """How one property of a form or multipart body is written (OpenAPI 3.1 §4.8.15)."""

    name: str
    content_type: str
    """Empty where the default of the property's type holds."""
    style: str
    """Empty where none is declared: then `content_type` decides."""
    explode: bool | None
    """None where none is declared."""
    is_reserved: bool
    """`allowReserved`: reserved characters stay as they are."""
    headers: Mapping[str, Header]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media(Node):
    """One representation of a body (OpenAPI 3.1 §4.8.14)."""

    content_type: str
    """As the document spells it, parameters included."""
    schema: SchemaId | None
    encodings: Mapping[str, Encoding]
    example: Json = None
    """The first example, references followed; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Node):
    """A parameter in effect (OpenAPI 3.1 §4.8.12): of the operation, or of its path."""

    name: str
    location: In
    is_required: bool
    schema: SchemaId | None
    media: Media | None
    """Set when `content` describes the value: no style applies then."""
    style: str
    """The default of the location filled in; empty beside `media`."""
    explode: bool
    is_reserved: bool
    is_shared: bool
    """Declared on the path item or among the components: other operations have it, too."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells parameters apart: the location, and the name (without case in headers)."""
        name = self.name.lower() if self.location is In.HEADER else self.name
        return self.location.value, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Node):
    """What a request carries besides its parameters (OpenAPI 3.1 §4.8.13)."""

    is_required: bool
    media: Mapping[str, Media]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Node):
    """What comes back for one status or range of them (OpenAPI 3.1 §4.8.17)."""

    status: str
    """`200`, `4XX` or `default`."""
    media: Mapping[str, Media]
    headers: Mapping[str, Header]
    """By lower-case name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Node):
    """A way to prove who is calling (OpenAPI 3.1 §4.8.27)."""

    name: str
    """The key under `components/securitySchemes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Which credentials a call needs (OpenAPI 3.1 §4.8.30)."""

    pointer: Pointer
    """Of the `security` in effect: the operation's own, else the document's."""
    alternatives: tuple[Mapping[str, tuple[str, ...]], ...]
    """Scheme to scopes; one alternative is enough, all schemes of it are needed.

    An empty alternative means that a call without credentials will do; no alternatives at
    all, that nothing is asked for.
    """

    @property
    def is_optional(self) -> bool:
        """Return whether a call without credentials is allowed."""
        return not self.alternatives or any(not each for each in self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(Node):
    """A base URL (OpenAPI 3.1 §4.8.5)."""

    url: str
    """As the document spells it, variables in braces."""
    variables: Mapping[str, Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Node):
    """A group of operations (OpenAPI 3.1 §4.8.22)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Node):
    """One method on one path (OpenAPI 3.1 §4.8.10), with all that its path item says of it."""

    id: OperationId
    method: str
    """Upper case."""
    path: str
    """The template: `/v1/voices/{voice_id}`; for a webhook its name."""
    item: Pointer
    """Of the path item."""
    item_facts: Facts = field(repr=False)
    parameters: tuple[Parameter, ...]
    """Those of the path first; the operation's own replace equal ones in place."""
    body: Body | None
    answers: tuple[Answer, ...]
    """In document order."""
    security: Security | None
    """None where neither the operation nor the document says anything."""
    servers: tuple[Server, ...]
    """The operation's own, else the path item's; empty where the document's hold."""
    callbacks: tuple[Operation, ...]
    """Requests that the server makes; `path` is the runtime expression."""
    page: Facts
    """What a docs page said outside of its YAML: our own extension; empty without a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Node):
    """A whole description."""

    document: Document = field(repr=False)
    """Only for places: nothing reads its data any more."""
    info: Facts
    operations: tuple[Operation, ...]
    """In document order."""
    webhooks: tuple[Operation, ...]
    operations_found: int
    """How many operations the paths list, in whatever state."""
    schemas: Mapping[SchemaId, Schema] = field(repr=False)
    """All schemas, by id: those of operations and of components, and all below them."""
    components: tuple[SchemaId, ...]
    """The named schemas, in document order."""
    schemes: Mapping[str, Scheme]
    servers: tuple[Server, ...]
    security: Security | None
    tags: tuple[Tag, ...]
    heirs: Mapping[SchemaId, tuple[SchemaId, ...]] = field(repr=False)
    """Which named schemas join another one by `allOf`, by the id of the joined one."""

    def place(self, pointer: Pointer, *, on_key: bool = False) -> NodePlace | None:
        """Find the node of a source that a pointer of this contract came from."""
        return self.document.place(pointer, on_key=on_key)

    def resolved(self, id: SchemaId) -> Schema:
        """Return the schema that says what a place is: references without more followed."""
        schema = self.schemas[id]
        seen = {id}
        while schema.target is not None and schema.target not in seen:
            seen.add(schema.target)
            schema = self.schemas[schema.target]
        return schema

    def fact(self, id: SchemaId, keyword: str) -> Json:
        """Return what a place or what it refers to says of a keyword; None for nothing."""
        seen: set[SchemaId] = set()
        here: SchemaId | None = id
        while here is not None and here not in seen:
            seen.add(here)
            schema = self.schemas[here]
            if keyword in schema.facts:
                return schema.facts[keyword]
            here = schema.target
        return None
