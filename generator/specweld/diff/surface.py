"""The public names of a client: what an importer or a caller may write."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from specweld.api.api import BasicAuth, CookieAuth, HeaderAuth, QueryAuth
from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import Location, ResponseKind
from specweld.api.types import AnyType, ModelId, TypeRef
from specweld.contract.nodes import SchemaId, is_component
from specweld.diff.annotation import Annotations
from specweld.diff.flow import NOWHERE, RECEIVED, SENT, Flow
from specweld.json_types import Pointer, parse_pointer
from specweld.render.credentials import credentials

if TYPE_CHECKING:
    from specweld.api.api import Api, Auth
    from specweld.api.models import Field, Model
    from specweld.api.operations import Argument, Method, Response
    from specweld.diff.missing import Missing
    from specweld.diff.reach import OperationReach
    from specweld.render.credentials import Credential

Details: TypeAlias = Mapping[str, object]
"""What the generated code is made of besides names and types, by facet."""


STREAM = "stream"
"""The facet that says how a stream is asked for, and the key of what it brings."""

SCHEMES: Pointer = ("components", "securitySchemes")


class Role(enum.Enum):
    """What a public name stands for."""

    CLIENT = "client"
    ENVIRONMENT = "environment"
    CREDENTIAL = "credential"
    """An argument of the client that says who calls."""
    METHOD = "method"
    ARGUMENT = "argument"
    MODEL = "model"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One public name."""

    role: Role
    name: str
    """Dotted from the package: `client.voices.get`, `models.Voice.name`."""
    own: str
    """The last part of the name."""
    owner: str
    """Id of the operation or model that it is or belongs to; empty for the client's own."""
    key: tuple[str, str] = ("", "")
    """What tells it apart within its owner on the wire."""
    form: str = ""
    """The signature or annotation: `limit: int | None = None`."""
    type: TypeRef | None = None
    is_needed: bool = True
    """It must be given, or is always there."""
    flow: Flow = NOWHERE
    origin: Pointer = ()
    positional: tuple[str, ...] = ()
    """The arguments of a method that may be passed by position, in order."""
    tags: tuple[tuple[str, ModelId], ...] = ()
    """The members of a union by their tags."""
    constant: str | int | bool | None = None
    """The only value of a field, which is filled in."""
    details: Details = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """All public names of one client."""

    api: Api = field(repr=False)
    symbols: tuple[Symbol, ...]
    models: Mapping[ModelId, Model] = field(repr=False)

    def without(self, missing: Missing) -> Surface:
        """Leave out what the other side may merely not show."""
        hidden = {*missing.operations, *missing.schemas}
        kept = tuple(each for each in self.symbols if each.owner not in hidden)
        return replace(self, symbols=kept)

    @property
    def names(self) -> frozenset[str]:
        """Return all names."""
        return frozenset(each.name for each in self.symbols)


def surface_of(api: Api, reach: OperationReach) -> Surface:
    """List the public names of a client with their forms, types, roles and origins."""
    texts = Annotations(api.models)
    symbols = [*_connection(api)]
    for operation in api.operations:
        symbols.extend(_operation(operation, texts))
    for model in api.models.values():
        symbols.extend(_model(model, texts, reach))
    return Surface(api=api, symbols=tuple(symbols), models=api.models)


def _connection(api: Api) -> Iterator[Symbol]:
    for position, name in enumerate((api.client_name, f"Async{api.client_name}")):
        yield Symbol(
            role=Role.CLIENT, name=name, own=name, owner="", key=(str(position), "")
        )
    if len(api.servers) > 1:
        for server in api.servers:
            yield Symbol(
                role=Role.ENVIRONMENT,
                name=f"environment.{server.name}",
                own=server.name,
                owner="",
                key=(server.url, ""),
                origin=("servers",),
            )
    for way, credential in zip(api.auth, credentials(api.auth), strict=True):
        for part, name, variable in _asked_for(way, credential):
            yield Symbol(
                role=Role.CREDENTIAL,
                name=f"client.{name}",
                own=name,
                owner="",
                key=(travels(way), part),
                origin=SCHEMES,
                details={"variable": variable},
            )


def _asked_for(way: Auth, credential: Credential) -> Iterator[tuple[str, str, str]]:
    """Yield what the client takes for a credential: the part of it, the argument, the variable."""
    match way:
        case BasicAuth():
            username, password = credential.arguments
            yield "username", username, way.username_env_var
            yield "password", password, way.password_env_var
        case HeaderAuth() | QueryAuth() | CookieAuth():
            yield "key", credential.arguments[0], way.env_var
        case _:
            assert_never(way)
    if credential.alias:
        yield "alias", credential.alias, ""
    for grant in credential.grants:
        yield "id", grant.client_id, grant.declared.id_env_var
        yield "secret", grant.client_secret, grant.declared.secret_env_var
        yield "scopes", grant.scopes, ""


def travels(way: Auth) -> str:
    """Say how a credential travels: `xi-api-key: KEY`."""
    match way:
        case HeaderAuth():
            return f"{way.header}: {way.prefix}KEY"
        case QueryAuth():
            return f"?{way.parameter}=KEY"
        case CookieAuth():
            return f"Cookie: {way.cookie}=KEY"
        case BasicAuth():
            return "Authorization: Basic"
        case _:
            assert_never(way)


def _operation(operation: Method, texts: Annotations) -> Iterator[Symbol]:
    name = f"client.{operation.qualified_name}"
    positional = tuple(
        each.name for each in operation.arguments if each.location is Location.PATH
    )
    yield Symbol(
        role=Role.METHOD,
        name=name,
        own=operation.qualified_name,
        owner=operation.id,
        form=f"-> {returned(operation, texts)}",
        type=operation.response.whole or AnyType(),
        flow=RECEIVED,
        origin=operation.origin.pointer,
        positional=positional,
        details={
            "paging": _paging(operation),
            STREAM: _stream(operation),
            "result": tuple(each.kind for each in operation.response.every),
            "deprecated": operation.is_deprecated,
            "path": f"{operation.method} {operation.path}",
            "servers": operation.base_url,
            "content-type": (
                operation.body and operation.body.content_type,
                operation.response.content_type,
            ),
        },
    )
    if operation.stream is not None:
        yield Symbol(
            role=Role.METHOD,
            name=name,
            own=operation.qualified_name,
            owner=operation.id,
            key=(STREAM, ""),
            form=f"-> {returned(operation, texts)}",
            type=operation.stream.response.whole or AnyType(),
            flow=RECEIVED,
            origin=operation.stream.response.origin.pointer,
        )
    for each in operation.inputs:
        yield _argument(each, name, operation, texts)


def _argument(
    argument: Argument, method: str, operation: Method, texts: Annotations
) -> Symbol:
    return Symbol(
        role=Role.ARGUMENT,
        name=f"{method}.{argument.name}",
        own=argument.name,
        owner=operation.id,
        key=(argument.location.value, argument.wire_name),
        form=_form(argument, texts),
        type=argument.type,
        is_needed=argument.is_required,
        flow=SENT,
        origin=argument.origin.pointer,
        details={
            "default": argument.default and repr(argument.default.value),
            "deprecated": argument.is_deprecated,
            "style": (argument.style, argument.explode),
            "in": argument.location,
        },
    )


def _form(named: Argument | Field, texts: Annotations) -> str:
    """Write a field or an argument as it stands in the code."""
    if named.is_required:
        return f"{named.name}: {texts.of(named.type)}"
    return f"{named.name}: {texts.optional(named.type)}"


def returned(operation: Method, texts: Annotations) -> str:
    """Write what a method returns, page classes aside."""
    return " | ".join(_result(each, texts) for each in operation.responses)


def _result(response: Response, texts: Annotations) -> str:
    result: TypeRef = response.type or AnyType()
    match response.kind:
        case ResponseKind.JSON:
            return texts.of(result)
        case ResponseKind.BINARY:
            return "BinaryResponse"
        case ResponseKind.TEXT:
            return "str"
        case ResponseKind.EVENTS:
            return f"EventStream[{texts.of(result)}]"
        case ResponseKind.NOTHING:
            return "None"
        case ResponseKind.DECIDE:
            return "Any"
        case _:
            assert_never(response.kind)


def _stream(operation: Method) -> str:
    """Write how a stream is asked for."""
    stream = operation.stream
    if stream is None:
        return ""
    return f"{stream.value!r} or nothing" if stream.is_usual else repr(stream.value)


def _paging(operation: Method) -> str:
    """Write how the next page is asked for."""
    paging = operation.paging
    if paging is None:
        return ""
    parts = (*paging.items, *paging.cursor, *paging.link, *paging.has_more)
    return " ".join((paging.kind.value, paging.argument, *parts))


def _model(model: Model, texts: Annotations, reach: OperationReach) -> Iterator[Symbol]:
    flow = reach.flow_of(model.id)
    name = f"models.{model.name}"
    details: dict[str, object] = {}
    tags: tuple[tuple[str, ModelId], ...] = ()
    target: TypeRef | None = None
    match model:
        case AliasModel():
            # What is written in place is told where it is used.
            target = model.target if is_component(SchemaId(model.id)) else None
        case UnionModel():
            target = model.type
            details = {"discriminator": model.discriminator}
            tags = tuple((repr(tag), each) for tag, each in model.mapping)
        case ObjectModel():
            for each in model.fields:
                yield _field(each, model, texts, reach)
        case _:
            assert_never(model)
    yield Symbol(
        role=Role.MODEL,
        name=name,
        own=model.name,
        owner=model.id,
        form="" if target is None else texts.meaning(target),
        type=target,
        flow=flow,
        origin=parse_pointer(model.id),
        tags=tags,
        details=details,
    )


def _field(
    field: Field, model: ObjectModel, texts: Annotations, reach: OperationReach
) -> Symbol:
    whole = reach.flow_of(model.id)
    return Symbol(
        role=Role.FIELD,
        name=f"models.{model.name}.{field.name}",
        own=field.name,
        owner=model.id,
        key=("", field.wire_name),
        form=_form(field, texts),
        type=field.type,
        is_needed=field.is_required,
        flow=Flow(
            is_sent=whole.is_sent and not field.is_read_only,
            is_received=whole.is_received and not field.is_write_only,
        ),
        origin=field.origin.pointer,
        details={
            "default": field.default and repr(field.default.value),
            "deprecated": field.is_deprecated,
            "access": (field.is_read_only, field.is_write_only),
        },
        constant=field.constant,
    )
