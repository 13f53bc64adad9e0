"""Which property tells the members of a union apart, declared or found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.constants import constants_of
from specweld.api.types import ModelId, ModelRef, alternatives
from specweld.contract.nodes import is_component
from specweld.diagnostics import Severity
from specweld.json_types import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.api.constants import Constant
    from specweld.api.input import Input
    from specweld.api.types import TypeRef
    from specweld.contract.nodes import Alternative, Discriminator, Schema, SchemaId

Tags: TypeAlias = "tuple[tuple[Constant, ModelId], ...]"
"""Tag value to member, in document order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a union, as documented and as lowered."""

    alternative: Alternative
    type: TypeRef

    @property
    def model(self) -> ModelId | None:
        """The class that the member is, if it is one thing."""
        match [each for each in alternatives(self.type) if isinstance(each, ModelRef)]:
            case [ModelRef(id=id)]:
                return id
            case _:
                return None


def read_discriminator(
    source: Input, schema: Schema, members: Sequence[Member]
) -> tuple[str, Tags]:
    """Find the tag property of a union and which value means which member.

    A `discriminator` is believed; without one, a property that holds different constants
    in all members serves as well. Returns `("", ())` when nothing tells members apart.
    """
    if schema.discriminator is not None:
        tags = _declared_tags(source, schema.discriminator, members)
        return schema.discriminator.property, tags
    return _find_tags(source, members)


def _declared_tags(
    source: Input, declared: Discriminator, members: Sequence[Member]
) -> Tags:
    """Read the mapping; members that it leaves out go by their constant, else their name."""
    tags: dict[Constant, ModelId] = {}
    by_schema = {each.alternative.schema: each for each in members}
    mapped = set(declared.mapping.values())
    for word, schema in declared.mapping.items():
        member = by_schema.get(schema)
        if member is not None and member.model is not None:
            tags[_as_value(source, member, declared.property, word)] = member.model
        else:
            source.reporter.report_at(
                "unknown-mapping-target",
                Severity.WARNING,
                f"`{word}` is mapped to `{schema}`; expected a member of this union",
                (*declared.pointer, "mapping", word),
            )
    owners: dict[Constant, set[ModelId | None]] = {}
    for member in members:
        if member.alternative.schema in mapped:
            continue
        for tag in _own_tags(source, member, declared.property):
            owners.setdefault(tag, set()).add(member.model)
    for tag, (model, *others) in owners.items():
        # Of a tag that several members have, their other keys decide.
        if model is not None and not others:
            tags.setdefault(tag, model)
    return tuple(tags.items())


def _as_value(source: Input, member: Member, name: str, word: str) -> Constant:
    """Read a key of a mapping as the value that it stands for: keys are always texts."""
    found = source.settled(member.alternative.schema).properties.get(name)
    if found is None:
        return word
    for value in constants_of(source, found.schema):
        if not isinstance(value, str) and json.dumps(value) == word:
            return value
    return word


def _own_tags(source: Input, member: Member, name: str) -> tuple[Constant, ...]:
    values = tuple(_tags_below(source, member.alternative.schema, name, ()))
    if values or not is_component(member.alternative.member):
        return values
    return (parse_pointer(member.alternative.member)[-1],)


def _tags_below(
    source: Input, id: SchemaId, name: str, path: tuple[SchemaId, ...]
) -> Iterator[Constant]:
    """List the values of a property of a schema, those of all members where it is itself a union."""
    schema = source.settled(id)
    if schema.id in path:
        return
    found = schema.properties.get(name)
    if found is not None:
        yield from constants_of(source, found.schema)
    declared = schema.discriminator
    if schema.alternatives and declared is not None and declared.property == name:
        yield from declared.mapping
    for each in schema.alternatives:
        yield from _tags_below(source, each.schema, name, (*path, schema.id))


def _find_tags(source: Input, members: Sequence[Member]) -> tuple[str, Tags]:
    """Find a property that has a constant of its own in every member, required ones first."""
    shapes = [source.settled(each.alternative.schema).properties for each in members]
    if not shapes:
        return "", ()
    candidates = [name for name in shapes[0] if all(name in shape for shape in shapes)]
    candidates.sort(
        key=lambda name: not all(shape[name].is_required for shape in shapes)
    )
    for name in candidates:
        tags = [
            (value, member.model)
            for member, shape in zip(members, shapes, strict=True)
            for value in constants_of(source, shape[name].schema) or (None,)
        ]
        values = {(value.__class__, value) for value, _ in tags}
        found = tuple(
            (value, model)
            for value, model in tags
            if value is not None and model is not None
        )
        if len(values) == len(tags) == len(found):
            return name, found
    return "", ()
