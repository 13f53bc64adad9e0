"""Find what makes an operation answer with a stream in place of one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.operations import Argument, Location, Streaming
from specweld.api.spelling import snake_case
from specweld.api.types import (
    LiteralType,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
)
from specweld.contract.nodes import SchemaId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.input import Input
    from specweld.api.operations import Constant, Payload, Response
    from specweld.api.responses import LoweredResponse

_NAMING = frozenset({"sse", "stream", "streamed", "streaming"})
"""Words of which one stands in the name of such an argument, and in the value that asks."""
_AROUND = frozenset(
    {"as", "enable", "enabled", "event", "events", "is", "mode", "output", "response"}
    | {"should", "text", "use"}
)
"""Words that may stand beside it."""
_FORMATS = frozenset({"jsonl", "jsonlines", "ndjson"})
"""Words that mean JSON lines."""
_TYPES = frozenset({"application", "x"})
"""Words of media types besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The part of a request that asks for the stream."""

    location: Location
    wire_name: str
    value: str | bool
    others: tuple[str | bool, ...]
    is_usual: bool
    """Whether the stream comes where nothing is said."""
    within: str = ""
    """The property that asks, where that is part of a body as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChoice:
    """How one of two answers is asked for."""

    response: Response
    arguments: tuple[Argument, ...]
    """The parameters, and what else there is to choose by."""
    stream: Response | None = None
    switch: Switch | None = None

    def streaming(self, named: Iterable[Argument]) -> Streaming | None:
        """Say by which of the arguments, now that they have their names."""
        if self.stream is None or self.switch is None:
            return None
        key = self.switch.location, self.switch.wire_name
        return Streaming(
            argument=next(x.name for x in named if (x.location, x.wire_name) == key),
            value=self.switch.value,
            others=self.switch.others,
            is_usual=self.switch.is_usual,
            within=self.switch.within,
            response=self.stream,
        )


def choose(
    source: Input,
    lowered: LoweredResponse,
    parameters: tuple[Argument, ...],
    body: Payload | None,
) -> StreamChoice:
    """Decide which argument asks for a stream; where none does, add one that is not sent."""
    stream = lowered.stream
    if stream is None:
        return StreamChoice(response=lowered.response, arguments=parameters)
    fixed = _fixed_choice(body.constants if body else ())
    if fixed is not None:
        only = stream if fixed else lowered.response
        return StreamChoice(response=only, arguments=parameters)
    switch = _find(source, (*(body.arguments if body else ()), *parameters))
    if switch is None and body is not None and body.argument is not None:
        switch = _within(source, body.argument)
    if switch is None:
        added = _accept_argument(stream)
        parameters = (*parameters, added)
        switch = _switch(added, (False, True), True)
    return StreamChoice(
        response=lowered.response, arguments=parameters, stream=stream, switch=switch
    )


def _find(source: Input, arguments: Iterable[Argument]) -> Switch | None:
    """Find the argument that asks for a stream: by its name a boolean, by its values an enum."""
    listed = sorted(arguments, key=lambda each: each.wire_name != "stream")
    for each in listed:
        values = _values(source, each.type)
        if _is_of_streams(each.wire_name) and True in values:
            return _switch(each, values, True)
    for each in listed:
        values = _values(source, each.type)
        asking = [x for x in values if _asks(x)]
        if len(asking) == 1:
            return _switch(each, values, asking[0])
    return None


def _within(source: Input, whole: Argument) -> Switch | None:
    """Find the property by which some members of a union ask for a stream, and others do not."""
    match whole.type:
        case ModelRef(id=id) if SchemaId(id) in source.contract.schemas:
            union = source.settled(SchemaId(id))
        case _:
            return None
    members = [source.settled(each.schema).properties for each in union.alternatives]
    names = dict.fromkeys(name for each in members for name in each)
    for name in filter(_is_of_streams, names):
        asked = [
            source.settled(each[name].schema).values if name in each else (False,)
            for each in members
        ]
        if {(True,), (False,)} == set(asked):
            return replace(_switch(whole, (False, True), True), within=name)
    return None


def _fixed_choice(constants: Iterable[Constant]) -> bool | None:
    """Return what a body that leaves no choice asks for; None where it says nothing of streams."""
    for each in constants:
        if _is_of_streams(each.wire_name) and isinstance(each.value, bool):
            return each.value
    return None


def _accept_argument(stream: Response) -> Argument:
    """Make the argument that decides where only the header `Accept` can."""
    return Argument(
        name="stream",
        wire_name="stream",
        location=Location.ACCEPT,
        type=Scalar(kind=ScalarKind.BOOLEAN),
        is_required=False,
        description=f"Ask for a stream (`{stream.content_type}`) in place of the whole answer.",
        origin=stream.origin,
    )


def _switch(
    argument: Argument, values: tuple[str | bool, ...], asking: str | bool
) -> Switch:
    default = argument.default
    return Switch(
        location=argument.location,
        wire_name=argument.wire_name,
        value=asking,
        others=tuple(each for each in values if each != asking),
        is_usual=default is not None and default.value == asking,
    )


def _is_of_streams(name: str) -> bool:
    found = frozenset(snake_case(name).split("_"))
    return bool(found & _NAMING) and found <= _NAMING | _AROUND


def _asks(value: str | bool) -> bool:
    """Return whether the value of an enum means a stream: `sse`, `text/event-stream`."""
    if isinstance(value, bool):
        return False
    found = frozenset(snake_case(value).split("_"))
    asking = _NAMING | _FORMATS
    return bool(found & asking) and found <= asking | _AROUND | _TYPES


def _values(source: Input, type: TypeRef) -> tuple[str | bool, ...]:
    """List the booleans and texts that a value is one of; empty where there are others."""
    match type:
        case Nullable(item=item):
            return _values(source, item)
        case Scalar(kind=ScalarKind.BOOLEAN):
            return (False, True)
        case LiteralType(values=values):
            return tuple(each for each in values if isinstance(each, str | bool))
        case ModelRef(id=id) if SchemaId(id) in source.contract.schemas:
            schema = source.settled(SchemaId(id))
            found = (False, True) if schema.types == ("boolean",) else ()
            listed = found if schema.values is None else schema.values
            return tuple(each for each in listed if isinstance(each, str | bool))
        case _:
            return ()
