"""Lower operations: what each method takes and gives, before the models have names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.arguments import lower_parameters, name_arguments
from specweld.api.bodies import lower_body
from specweld.api.examples import find_example
from specweld.api.operations import Method
from specweld.api.paging import find_paging
from specweld.api.responses import lower_errors, lower_response
from specweld.api.servers import own_base_url
from specweld.api.streams import choose
from specweld.spec.shapes import text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from specweld.api.api import Environment
    from specweld.api.auth import Credentials
    from specweld.api.drafts import Draft
    from specweld.api.input import Input
    from specweld.api.models import Model
    from specweld.api.operations import (
        Argument,
        Constant,
        ErrorResponse,
        Payload,
        Response,
        Streaming,
    )
    from specweld.api.types import ModelId, TypeRef
    from specweld.api.wishes import MethodPath
    from specweld.contract import nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a method takes and gives."""

    declared: nodes.Operation
    arguments: tuple[Argument, ...]
    body: Payload | None
    response: Response
    stream: Streaming | None
    errors: tuple[ErrorResponse, ...]
    drafts: tuple[Draft, ...]
    """The models that came with its types."""

    def sent(self) -> Iterator[TypeRef]:
        """Yield the types of what is sent."""
        yield from (each.type for each in self.arguments)
        if self.body is not None:
            yield from (each.type for each in self.body.arguments)
            if self.body.argument is not None:
                yield self.body.argument.type

    def received(self) -> Iterator[TypeRef]:
        """Yield the types of what comes back."""
        yield from self.results()
        yield from (each.type for each in self.errors if each.type is not None)

    def results(self) -> Iterator[TypeRef]:
        """Yield the types of what comes back for success."""
        streams = self.stream.response.every if self.stream else ()
        for each in (*self.response.every, *streams):
            if each.type is not None:
                yield each.type


def lower_call(
    source: Input, operation: nodes.Operation, credentials: Credentials
) -> Call:
    """Lower everything about an operation that has a type."""
    parameters = lower_parameters(source, operation, credentials)
    body = lower_body(source, operation.body) if operation.body else None
    response = lower_response(source, operation)
    errors = lower_errors(source, operation)
    choice = choose(source, response, parameters.arguments, body.body if body else None)
    arguments, named = _named(
        source, operation, choice.arguments, body.body if body else None
    )
    return Call(
        declared=operation,
        arguments=arguments,
        body=named,
        response=choice.response,
        stream=choice.streaming((*arguments, *(named.inputs if named else ()))),
        errors=errors.errors,
        drafts=(
            *parameters.drafts,
            *(body.drafts if body else ()),
            *response.drafts,
            *errors.drafts,
        ),
    )


def _named(
    source: Input,
    operation: nodes.Operation,
    parameters: tuple[Argument, ...],
    body: Payload | None,
) -> tuple[tuple[Argument, ...], Payload | None]:
    """Make the names of all arguments unique."""
    if body is None:
        return name_arguments(source, operation, parameters), None
    whole = () if body.argument is None else (body.argument,)
    named = name_arguments(source, operation, (*parameters, *body.arguments, *whole))
    count = len(parameters)
    rest = named[count:]
    taken = {each.name for each in named}
    return named[:count], replace(
        body,
        arguments=() if whole else rest,
        argument=rest[0] if whole else None,
        constants=_accepted(body.constants, taken),
    )


def _accepted(
    constants: Iterable[Constant], taken: Collection[str]
) -> tuple[Constant, ...]:
    """Let callers name the constants whose names are free: the docs' own samples do."""
    return tuple(
        replace(each, name="" if each.name in taken else each.name)
        for each in constants
    )


def build_operation(
    source: Input,
    call: Call,
    path: MethodPath,
    *,
    credentials: Credentials,
    servers: tuple[Environment, ...],
    models: Mapping[ModelId, Model],
) -> Method:
    """Make the method of an operation, when all models are known."""
    declared = call.declared
    facts, shared = declared.facts, declared.item_facts
    return Method(
        id=declared.id,
        resource=path[:-1],
        name=path[-1],
        method=declared.method,
        path=declared.path,
        summary=text_at(facts, "summary") or text_at(shared, "summary"),
        description=text_at(facts, "description") or text_at(shared, "description"),
        reference=text_at(declared.page, "reference")
        or text_at(facts, "externalDocs", "url"),
        arguments=call.arguments,
        body=call.body,
        response=call.response,
        stream=call.stream,
        errors=call.errors,
        paging=find_paging(
            declared.method,
            call.arguments,
            call.response,
            models,
            headers=_headers(declared, call.response),
        ),
        security=credentials.security_of(declared),
        base_url=own_base_url(source, declared, servers),
        tags=texts_at(facts, "tags"),
        is_deprecated=facts.get("deprecated") is True,
        origin=source.origin(declared),
        example=find_example(source.contract, declared, call.response),
    )


def _headers(operation: nodes.Operation, response: Response) -> frozenset[str]:
    """Name the documented headers of success."""
    return frozenset(
        name
        for answer in operation.answers
        if answer.status in response.statuses
        for name in answer.headers
    )
