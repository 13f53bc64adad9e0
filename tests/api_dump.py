"""Print an `Api` for people: what snapshots of this stage hold."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, assert_never

from specweld.api.api import BasicAuth, CookieAuth, HeaderAuth, QueryAuth
from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import Style
from specweld.api.type_text import type_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.api.api import Api, Auth, TokenGrant
    from specweld.api.models import Field, Model, Usage
    from specweld.api.operations import (
        Argument,
        Method,
        Paging,
        Payload,
        Response,
        Security,
        Streaming,
    )
    from specweld.api.types import ModelId, TypeRef


def dump_api(api: Api) -> str:
    """Write an API as text: one line per name, indented by what it belongs to."""
    return "\n".join(_api(api)) + "\n"


def _text(type: TypeRef, models: Mapping[ModelId, Model]) -> str:
    return type_text(type, models, is_detailed=True)


def _api(api: Api) -> Iterator[str]:
    counts = api.coverage
    yield f"client {api.client_name} in {api.package}"
    yield f"title {api.title!r} version {api.version!r}"
    for server in api.servers:
        yield f"server {server.name} {server.url}"
    for auth in api.auth:
        yield f"auth {_auth(auth)}"
    yield (
        f"coverage {counts.operations} of {counts.operations_found} operations,"
        f" {counts.schemas} of {counts.schemas_found} schemas,"
        f" {counts.untyped_bodies} untyped bodies"
    )
    usual = _usual_security(api)
    if api.operations and usual != _plain_security(api.auth[0]):
        yield f"security {_security(usual)}"
    for resource in api.resources:
        yield ""
        yield f"resource {'.'.join(('client', *resource.path))}: {resource.class_name}"
        for operation in resource.operations:
            yield from _operation(operation, api.models)
            if operation.security != usual:
                yield f"    security {_security(operation.security)}"
    if api.models:
        yield ""
    for model in api.models.values():
        yield from _model(model, api.models)


def _usual_security(api: Api) -> Security:
    """Return what most operations say."""
    counts = Counter(each.security for each in api.operations)
    return max(counts, key=lambda each: counts[each], default=())


def _plain_security(auth: Auth) -> Security:
    """Return what goes without saying: the first credential, demanded where it is declared."""
    is_declared = not isinstance(auth, HeaderAuth) or auth.is_declared
    return ((auth.scheme,),) if is_declared else ((auth.scheme,), ())


def _security(security: Security) -> str:
    alternatives = ("+".join(each) or "nothing" for each in security)
    return " or ".join(alternatives) or "none"


def _auth(auth: Auth) -> str:
    match auth:
        case HeaderAuth():
            declared = "" if auth.is_declared else " (not declared)"
            alias = f" or {auth.alias}=" if auth.alias else ""
            sent = f"header {auth.header}: {auth.prefix!r}"
            grant = f" or {_grant(auth.grant)}" if auth.grant else ""
            return f"{sent} ${auth.env_var}{alias}{grant}{declared}"
        case QueryAuth():
            return f"query {auth.parameter} ${auth.env_var}"
        case CookieAuth():
            return f"cookie {auth.cookie} ${auth.env_var}"
        case BasicAuth():
            return f"basic ${auth.username_env_var} ${auth.password_env_var}"
        case _:
            assert_never(auth)


def _grant(grant: TokenGrant) -> str:
    scopes = f" for {' '.join(grant.scopes)}" if grant.scopes else ""
    secrets = f"${grant.id_env_var} ${grant.secret_env_var}"
    return f"token of {grant.token_url}{scopes} {secrets}"


def _operation(operation: Method, models: Mapping[ModelId, Model]) -> Iterator[str]:
    deprecated = " (deprecated)" if operation.is_deprecated else ""
    yield f"  {operation.name}  {operation.id}{deprecated}"
    if operation.base_url:
        yield f"    at {operation.base_url}"
    for argument in operation.arguments:
        yield f"    {_argument(argument, models)}"
    if operation.body is not None:
        yield from _body(operation.body, models)
    yield f"    -> {_response(operation.response, models)}"
    if operation.stream is not None:
        yield f"    {_stream(operation.stream, models)}"
    for error in operation.errors:
        typed = f" {_text(error.type, models)}" if error.type else ""
        yield f"    error {error.status}{typed}"
    if operation.paging is not None:
        yield f"    paging {_paging(operation.paging, models)}"


def _argument(argument: Argument, models: Mapping[ModelId, Model]) -> str:
    words = [argument.location.value]
    if argument.location.value != "body":
        explode = "*" if argument.explode else ""
        reserved = "+" if argument.allows_reserved else ""
        words.append(f"{reserved}{argument.style.value}{explode}")
    elif argument.style is not Style.FORM or not argument.explode:
        words.append(f"{argument.style.value}{'*' * argument.explode}")
    if argument.content_type:
        words.append(f"as {argument.content_type}")
    words.extend(_flags(argument))
    words.append(f"{argument.name}: {_text(argument.type, models)}")
    if argument.wire_name != argument.name:
        words.append(f"= {argument.wire_name!r}")
    return " ".join(words)


def _flags(part: Argument | Field) -> Iterator[str]:
    if part.is_required:
        yield "required"
    if part.is_deprecated:
        yield "deprecated"
    if part.default is not None:
        yield f"default={json.dumps(part.default.value)}"
    for each in part.constraints:
        yield f"{each.keyword}={json.dumps(each.value)}"


def _body(body: Payload, models: Mapping[ModelId, Model]) -> Iterator[str]:
    required = " required" if body.is_required else ""
    yield f"    sends {body.kind.value} {body.content_type}{required}"
    for argument in body.arguments:
        yield f"      {_argument(argument, models)}"
    for constant in body.constants:
        yield f"      constant {constant.wire_name!r} = {json.dumps(constant.value)}"
    if body.argument is not None:
        yield f"      whole {_argument(body.argument, models)}"


def _response(response: Response, models: Mapping[ModelId, Model]) -> str:
    words = [response.kind.value, ",".join(response.statuses), response.content_type]
    if response.accepted:
        words.append(f"(Accept: {', '.join(response.accepted)})")
    if response.type is not None:
        words.append(_text(response.type, models))
    words.extend(f"or {_response(each, models)}" for each in response.others)
    return " ".join(word for word in words if word)


def _stream(stream: Streaming, models: Mapping[ModelId, Model]) -> str:
    place = f"{stream.argument}.{stream.within}".rstrip(".")
    asked = f"{place}={json.dumps(stream.value)}"
    usual = " or nothing" if stream.is_usual else ""
    return f"with {asked}{usual} -> {_response(stream.response, models)}"


def _paging(paging: Paging, models: Mapping[ModelId, Model]) -> str:
    words = [
        paging.kind.value,
        f"items={'.'.join(paging.items)}: {_text(paging.item_type, models)}",
        *([f"argument={paging.argument}"] if paging.argument else []),
    ]
    if paging.cursor:
        words.append(f"cursor={'.'.join(paging.cursor)}")
    if paging.link:
        words.append(f"link={'.'.join(paging.link)}")
    if paging.total:
        words.append(f"total={'.'.join(paging.total)}")
    if paging.has_more:
        words.append(f"has_more={'.'.join(paging.has_more)}")
    if paging.first != 1:
        words.append(f"first={paging.first}")
    return " ".join(words)


def _usage(usage: Usage) -> str:
    words = [
        *(["sent"] if usage.is_sent else []),
        *(["received"] if usage.is_received else []),
    ]
    return f"({', '.join(words) or 'unused'})"


def _model(model: Model, models: Mapping[ModelId, Model]) -> Iterator[str]:
    match model:
        case ObjectModel():
            yield f"class {model.name} {_usage(model.usage)}"
            for field in model.fields:
                yield f"  {_field(field, models)}"
            if model.additional is not None:
                yield f"  others: {_text(model.additional, models)}"
        case UnionModel():
            null = " | None" if model.is_nullable else ""
            members = " | ".join(_text(each, models) for each in model.members)
            yield f"union {model.name} {_usage(model.usage)} = {members}{null}"
            if model.discriminator:
                yield f"  by {model.discriminator!r}"
            for value, model_id in model.mapping:
                name = models[model_id].name if model_id in models else f"?{model_id}"
                yield f"  {json.dumps(value)}: {name}"
        case AliasModel():
            target = _text(model.target, models)
            yield f"alias {model.name} {_usage(model.usage)} = {target}"
        case _:
            assert_never(model)


def _field(field: Field, models: Mapping[ModelId, Model]) -> str:
    words = list(_flags(field))
    if field.is_read_only:
        words.append("read-only")
    if field.is_write_only:
        words.append("write-only")
    words.append(f"{field.name}: {_text(field.type, models)}")
    if field.constant is not None:
        words.append(f"always {json.dumps(field.constant)}")
    if field.wire_name != field.name:
        words.append(f"= {field.wire_name!r}")
    return " ".join(words)
