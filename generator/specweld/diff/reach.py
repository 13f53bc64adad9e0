"""Which operations send or receive the values of a schema: two passes over the whole contract."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from specweld.api.graph import circles
from specweld.contract.nodes import SchemaId
from specweld.diff.flow import Flow
from specweld.diff.schemas import children, is_flagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.api.types import ModelId
    from specweld.contract.nodes import Body, Contract, Media, Operation

Bits = int
"""One bit per operation: sets of thousands are joined in no time."""


class OperationReach:
    """Answers by which operations a schema is sent and by which it is received.

    Schemas that refer to one another in a circle are reached by the same operations. What is
    read-only is never sent, what is write-only never received, nor is anything below it.
    """

    def __init__(self, contract: Contract) -> None:
        self._operations = tuple(each.id for each in contract.operations)
        sent: dict[SchemaId, Bits] = defaultdict(int)
        received: dict[SchemaId, Bits] = defaultdict(int)
        for index, operation in enumerate(contract.operations):
            for schema in sent_schemas(operation):
                sent[schema] |= 1 << index
            for schema in received_schemas(operation):
                received[schema] |= 1 << index
        self._sent = _spread(contract, sent, "readOnly")
        self._received = _spread(contract, received, "writeOnly")
        self._names: dict[Bits, tuple[str, ...]] = {}

    def flow(self, schema: SchemaId | None) -> Flow:
        """Return the ways that the values of a schema travel."""
        return Flow(
            is_sent=bool(schema and self._sent.get(schema)),
            is_received=bool(schema and self._received.get(schema)),
        )

    def flow_of(self, model: ModelId) -> Flow:
        """Return the ways that the values of a model travel."""
        return self.flow(SchemaId(model))

    def operations_of(self, model: str) -> tuple[str, ...]:
        """Return the ids of the operations that send or receive a model, sorted."""
        return self.operations(SchemaId(model))

    def operations(self, schema: SchemaId) -> tuple[str, ...]:
        """Return the ids of the operations that send or receive it, sorted."""
        bits = self._sent.get(schema, 0) | self._received.get(schema, 0)
        if bits not in self._names:
            self._names[bits] = tuple(
                sorted(
                    name
                    for index, name in enumerate(self._operations)
                    if bits >> index & 1
                )
            )
        return self._names[bits]


def sent_schemas(operation: Operation) -> Iterator[SchemaId]:
    """List the schemas of what an operation sends."""
    for parameter in operation.parameters:
        if parameter.schema is not None:
            yield parameter.schema
        if parameter.media is not None and parameter.media.schema is not None:
            yield parameter.media.schema
    yield from _body_schemas(operation.body)


def received_schemas(operation: Operation) -> Iterator[SchemaId]:
    """List the schemas of what an operation receives."""
    for answer in operation.answers:
        yield from _media_schemas(answer.media)
        for header in answer.headers.values():
            if header.schema is not None:
                yield header.schema


def _body_schemas(body: Body | None) -> Iterator[SchemaId]:
    if body is not None:
        yield from _media_schemas(body.media)


def _media_schemas(media: Mapping[str, Media]) -> Iterator[SchemaId]:
    for each in media.values():
        if each.schema is not None:
            yield each.schema


def _spread(
    contract: Contract, roots: Mapping[SchemaId, Bits], flag: str
) -> Mapping[SchemaId, Bits]:
    """Hand the bits of every circle on to what it refers to, users first."""
    schemas = contract.schemas
    edges = {
        name: tuple(
            each
            for each in children(schema)
            if each in schemas and not is_flagged(schemas, each, flag)
        )
        for name, schema in schemas.items()
    }
    bits = {each: roots.get(each, 0) for each in schemas}
    for circle in reversed(circles(edges)):
        joined = 0
        for each in circle:
            joined |= bits[each]
        for each in circle:
            bits[each] = joined
            if joined:
                for target in edges[each]:
                    bits[target] |= joined
    return bits
