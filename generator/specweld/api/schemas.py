"""Lower schemas to types, and to the models that come with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.constants import lower_constants
from specweld.api.discriminators import Member, read_discriminator
from specweld.api.drafts import AliasDraft, Draft, Lowered, ObjectDraft, UnionDraft
from specweld.api.heirs import heirs_model, heirs_of, heirs_union
from specweld.api.recursion import is_object, is_union
from specweld.api.types import (
    AnyType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TupleType,
    TypeRef,
    nullable,
)
from specweld.api.unions import TEXT_FORMATS, settled_union
from specweld.diagnostics import Severity
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.input import Input
    from specweld.contract.nodes import Schema, SchemaId

MOST_DEPTH = 80
"""Schemas inside schemas that we follow: Python's own stack ends soon after."""

Path: TypeAlias = "tuple[SchemaId, ...]"
"""The schemas around the present one, the outermost first."""

_SCALARS = {
    "string": ScalarKind.STRING,
    "integer": ScalarKind.INTEGER,
    "number": ScalarKind.NUMBER,
    "boolean": ScalarKind.BOOLEAN,
    "null": ScalarKind.NULL,
}


def lower_component(source: Input, id: SchemaId) -> tuple[Draft, ...]:
    """Make the model of a named schema, whatever it is: each name stays importable."""
    schema = source.schema(id)
    own = ModelRef(id=ModelId(id))
    lowered = _endless(source, schema) or lower_type(source, id)
    heirs = heirs_union(source, schema)
    drafts = lowered.drafts if heirs is None else (*lowered.drafts, heirs)
    if lowered.type in (own, Nullable(item=own)):
        match drafts:
            case (UnionDraft(id=model_id) as first, *others) if model_id == own.id:
                # A class that may be null needs no mark: every reference to it allows null.
                is_nullable = first.is_nullable or lowered.type != own
                return (replace(first, is_nullable=is_nullable), *others)
            case _ if any(each.id == own.id for each in drafts):
                return drafts
            case _:
                pass
    return (_alias(source, schema, lowered.type), *drafts)


def _endless(source: Input, schema: Schema) -> Lowered | None:
    """Make a union of one of a list or map of itself: the decoder unrolls unions at first use."""
    if schema.id not in source.endless:
        return None
    if source.settled(schema.id).target is not None:
        message = f"`{schema.id}` is another name for itself"
        source.reporter.unsupported("recursive-alias", message, schema)
        return Lowered(type=AnyType(reason="another name for itself"))
    lowered = lower_type(source, schema.id)
    own = ModelRef(id=ModelId(schema.id))
    whole = UnionDraft(
        id=own.id,
        description=text_at(schema.facts, "description"),
        members=(lowered.type,),
        discriminator="",
        mapping=(),
        is_nullable=False,
        origin=source.origin(schema),
    )
    return Lowered(type=own, drafts=(whole, *lowered.drafts))


def lower_type(source: Input, id: SchemaId, path: Path = ()) -> Lowered:
    """Lower one schema; what cannot be typed is reported and becomes `AnyType`."""
    schema = source.schema(id)
    if id in path:
        return _lower_again(source, schema)
    if len(path) >= MOST_DEPTH:
        message = f"the schema lies more than {MOST_DEPTH} schemas deep"
        source.reporter.unsupported("nesting", message, schema)
        return Lowered(type=AnyType(reason="nested too deeply"))
    path = (*path, id)
    if schema.target is not None:
        lowered = _lower_reference(source, schema.target, path)
    else:
        lowered = _lower_own(source, schema, path)
    if not schema.is_nullable:
        return lowered
    return replace(lowered, type=nullable(lowered.type))


def _lower_again(source: Input, schema: Schema) -> Lowered:
    """Refer to a schema around the present one."""
    if is_object(schema) or is_union(schema):
        return Lowered(type=ModelRef(id=ModelId(schema.id)))
    message = f"`{schema.id}` contains itself and has no name of its own"
    source.reporter.unsupported("unnamed-recursion", message, schema)
    return Lowered(type=AnyType(reason="recursion without a name"))


def _lower_reference(source: Input, target: SchemaId, path: Path) -> Lowered:
    schema = source.schema(target)
    if not schema.is_component:
        return lower_type(source, target, path)
    is_base = bool(heirs_of(source, schema))
    reference = ModelRef(id=heirs_model(target) if is_base else ModelId(target))
    # A class itself cannot be null: whatever refers to it says so.
    is_null = schema.is_nullable and is_object(schema) and not is_union(schema)
    return Lowered(type=nullable(reference) if is_null else reference)


def _lower_own(source: Input, schema: Schema, path: Path) -> Lowered:
    if schema.fault:
        return Lowered(type=AnyType(reason=schema.fault))
    if schema.allows_nothing:
        message = "the schema `false` allows no value at all"
        source.reporter.unsupported("false-schema", message, schema)
        return Lowered(type=AnyType(reason="a schema that allows nothing"))
    if schema.values is not None:
        constants = lower_constants(source, schema)
        if constants is not None:
            return _named_enum(source, schema, constants)
    if schema.alternatives:
        return _lower_alternatives(source, schema, path)
    if len(schema.types) > 1:
        return _lower_types(source, schema, path)
    return _lower_kind(source, schema, "".join(schema.types), path)


def _named_enum(source: Input, schema: Schema, type: TypeRef) -> Lowered:
    """Give an enum with a choice a name; a component's name is given by its caller."""
    match type:
        case LiteralType(values=values) if len(values) > 1 and not schema.is_component:
            alias = _alias(source, schema, type)
            return Lowered(type=ModelRef(id=alias.id), drafts=(alias,))
        case _:
            return Lowered(type=type)


def _lower_alternatives(source: Input, schema: Schema, path: Path) -> Lowered:
    lowered = [lower_type(source, each.schema, path) for each in schema.alternatives]
    members = [
        Member(alternative=alternative, type=each.type)
        for alternative, each in zip(schema.alternatives, lowered, strict=True)
    ]
    discriminator, mapping = read_discriminator(source, schema, members)
    whole = UnionDraft(
        id=ModelId(schema.id),
        description=text_at(schema.facts, "description"),
        members=tuple(each.type for each in lowered),
        discriminator=discriminator,
        mapping=mapping,
        is_nullable=False,
        origin=source.origin(schema),
    )
    return settled_union(source, whole, _drafts(lowered))


def _lower_types(source: Input, schema: Schema, path: Path) -> Lowered:
    """Lower a schema that allows several types, each with the keywords that belong to it."""
    own = ModelId(f"{schema.id}/type")
    lowered = [_lower_kind(source, schema, kind, path, id=own) for kind in schema.types]
    whole = UnionDraft(
        id=ModelId(schema.id),
        description=text_at(schema.facts, "description"),
        members=tuple(each.type for each in lowered),
        discriminator="",
        mapping=(),
        is_nullable=False,
        origin=source.origin(schema),
    )
    return settled_union(source, whole, _drafts(lowered))


def _drafts(lowered: Iterable[Lowered]) -> tuple[Draft, ...]:
    return tuple(draft for each in lowered for draft in each.drafts)


def _lower_kind(
    source: Input, schema: Schema, kind: str, path: Path, *, id: ModelId | None = None
) -> Lowered:
    """Lower a schema as one of its types.

    Args:
        id: of the class, when the schema is something else as well.
    """
    match kind:
        case "":
            return _lower_untyped(source, schema)
        case "object":
            return _lower_object(source, schema, path, id or ModelId(schema.id))
        case "array":
            return _lower_array(source, schema, path)
        case _ if kind in _SCALARS:
            format_name = text_at(schema.facts, "format")
            scalar = _SCALARS[kind]
            if scalar is ScalarKind.STRING:
                scalar = TEXT_FORMATS.get(format_name, scalar)
            return Lowered(type=Scalar(kind=scalar, format=format_name))
        case _:
            message = f"the type `{kind}` is not one of JSON Schema"
            source.reporter.unsupported("type", message, schema)
            return Lowered(type=AnyType(reason=f"the type {kind}"))


def _lower_untyped(source: Input, schema: Schema) -> Lowered:
    if "not" in schema.facts:
        message = "`not` says only what a value is not: it is not checked"
        source.reporter.report("unsupported-not", Severity.NOTICE, message, schema)
    return Lowered(type=AnyType())


def _lower_array(source: Input, schema: Schema, path: Path) -> Lowered:
    if schema.prefix:
        return _lower_positions(source, schema, path)
    is_unique = schema.facts.get("uniqueItems") is True
    if not isinstance(schema.items, str):
        return Lowered(type=ListType(item=AnyType(), is_unique=is_unique))
    item = lower_type(source, schema.items, path)
    return replace(item, type=ListType(item=item.type, is_unique=is_unique))


def _lower_positions(source: Input, schema: Schema, path: Path) -> Lowered:
    """Lower an array typed by position: a tuple, or a list where its length is open."""
    lowered = [lower_type(source, each, path) for each in schema.prefix]
    count = len(schema.prefix)
    bounds = [schema.facts.get(each, count) for each in ("minItems", "maxItems")]
    if bounds == [count, count] and schema.items in (None, False):
        items = tuple(each.type for each in lowered)
        return Lowered(type=TupleType(items=items), drafts=_drafts(lowered))
    if isinstance(schema.items, str):
        lowered.append(lower_type(source, schema.items, path))
    elif schema.items is not False:
        return Lowered(type=ListType(item=AnyType()))
    item = _lower_any_of(source, schema, "items", lowered)
    return replace(item, type=ListType(item=item.type))


def _lower_object(source: Input, schema: Schema, path: Path, id: ModelId) -> Lowered:
    """Make a class of a schema, or a map when it lists no members."""
    others = _lower_others(source, schema, path)
    if not schema.properties:
        value = Lowered(type=AnyType()) if others is None else others
        return replace(value, type=MapType(value=value.type))
    lowered = {
        name: lower_type(source, each.schema, path)
        for name, each in schema.properties.items()
        if not source.settled(each.schema).allows_nothing
    }
    draft = ObjectDraft(
        id=id,
        schema=schema,
        types={name: each.type for name, each in lowered.items()},
        additional=None if others is None else others.type,
        origin=source.origin(schema),
    )
    inner = [*lowered.values(), *([] if others is None else [others])]
    return Lowered(type=ModelRef(id=id), drafts=(draft, *_drafts(inner)))


def _lower_others(source: Input, schema: Schema, path: Path) -> Lowered | None:
    """Lower the values of unlisted keys; None where the schema is silent about them."""
    lowered = [lower_type(source, each, path) for each in schema.patterns.values()]
    match schema.additional:
        case True:
            return Lowered(type=AnyType())
        case str() as id:
            lowered.append(lower_type(source, id, path))
        case _:
            pass
    if not lowered:
        return None
    return _lower_any_of(source, schema, "patternProperties", lowered)


def _lower_any_of(
    source: Input, schema: Schema, where: str, lowered: list[Lowered]
) -> Lowered:
    """Lower what is one of several types without saying so: values under patterns, items."""
    if len(lowered) == 1:
        return lowered[0]
    whole = UnionDraft(
        id=ModelId(f"{schema.id}/{where}"),
        description="",
        members=tuple(each.type for each in lowered),
        discriminator="",
        mapping=(),
        is_nullable=False,
        origin=source.origin(schema),
    )
    return settled_union(source, whole, _drafts(lowered))


def _alias(source: Input, schema: Schema, target: TypeRef) -> AliasDraft:
    return AliasDraft(
        id=ModelId(schema.id),
        description=text_at(schema.facts, "description"),
        target=target,
        origin=source.origin(schema),
    )
