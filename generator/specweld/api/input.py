"""What lowering reads: a contract, the names of the last run, and where its findings go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.models import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.contract.nodes import Contract, Node, Schema, SchemaId
    from specweld.contract.reporter import Reporter
    from specweld.json_types import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One run's input."""

    contract: Contract
    reporter: Reporter = field(repr=False)
    previous: Mapping[str, str]
    """Names of the last run by place (see `names.public_names`): they are kept."""
    circular: frozenset[SchemaId] = field(repr=False)
    """Schemas that contain themselves without a class in between."""
    endless: frozenset[SchemaId] = field(repr=False)
    """Named schemas at which a circle without a union is broken."""

    def schema(self, id: SchemaId) -> Schema:
        """Return what the contract says of one value."""
        return self.contract.schemas[id]

    def places(self, id: SchemaId) -> Iterator[Schema]:
        """Yield a schema, then each that it is only another place of; the last says the type."""
        seen: set[SchemaId] = set()
        following: SchemaId | None = id
        while following is not None and following not in seen:
            seen.add(following)
            schema = self.schema(following)
            yield schema
            following = schema.target

    def settled(self, id: SchemaId) -> Schema:
        """Return the schema that says the type: what references lead to."""
        *_, last = self.places(id)
        return last

    def origin(self, node: Node) -> Origin:
        """Say where something came from, for whatever is made of it."""
        return self.origin_at(node.pointer)

    def origin_at(self, pointer: Pointer) -> Origin:
        """Say what stands at a pointer."""
        return Origin(pointer=pointer, place=self.contract.place(pointer))
