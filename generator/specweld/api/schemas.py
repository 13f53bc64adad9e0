"""Lower JSON Schemas to types; classes, enums and unions found on the way become models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.api.constants import is_null, lower_constants
from specweld.api.discriminators import read_discriminator
from specweld.api.fields import lower_fields
from specweld.api.models import AliasModel, ObjectModel, UnionModel, Usage
from specweld.api.objects import (
    ObjectShape,
    adds_type,
    allows_null_by_type,
    object_shape,
    own_shape,
    types_of,
    variants,
)
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
    TypeRef,
    nullable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.api.lowering import Lowering
    from specweld.api.node import Node

MOST_DEPTH = 80
"""Schemas inside schemas that we follow: Python's own stack ends soon after."""

UNUSED = Usage(is_sent=False, is_received=False)
"""Until `usage` has looked at all operations."""

_SCALARS = {
    "string": ScalarKind.STRING,
    "integer": ScalarKind.INTEGER,
    "number": ScalarKind.NUMBER,
    "boolean": ScalarKind.BOOLEAN,
    "null": ScalarKind.NULL,
}
_STRING_FORMATS = {"date-time": ScalarKind.DATETIME, "date": ScalarKind.DATE}


def lower_component(lowering: Lowering, node: Node) -> None:
    """Make the model of a named schema, whatever it is: each name stays importable."""
    model_id = lowering.begin(node.id)
    lowered = lower_type(lowering, node)
    model = lowering.models.get(model_id)
    own = ModelRef(id=model_id)
    if model is None or lowered not in (own, Nullable(item=own)):
        lowering.models[model_id] = _alias(node, lowered)
    elif isinstance(model, UnionModel) and lowered != own:
        # A class that may be null needs no mark: every reference to it allows null.
        lowering.models[model_id] = replace(model, is_nullable=True)


def lower_type(lowering: Lowering, node: Node) -> TypeRef:
    """Lower one schema; what cannot be typed is reported and becomes `AnyType`."""
    if lowering.depth >= MOST_DEPTH:
        message = f"the schema lies more than {MOST_DEPTH} schemas deep"
        lowering.unsupported("nesting", message, node)
        return AnyType(reason="nested too deeply")
    lowering.depth += 1
    try:
        match node.value:
            case dict():
                return _lower_mapping(lowering, node)
            case True:
                return AnyType()
            case False:
                message = "the schema `false` allows no value at all"
                lowering.unsupported("false-schema", message, node)
                return AnyType(reason="a schema that allows nothing")
            case _:
                lowering.malformed("schema", "a mapping", node)
                return AnyType(reason="no schema")
    finally:
        lowering.depth -= 1


def _lower_mapping(lowering: Lowering, node: Node) -> TypeRef:
    if node.has("$ref"):
        return _lower_reference(lowering, node)
    lowered = _lower_inline(lowering, node)
    return nullable(lowered) if allows_null_by_type(node) else lowered


def _lower_inline(lowering: Lowering, node: Node) -> TypeRef:
    if node.has("const", "enum"):
        lowered = lower_constants(lowering, node)
        if lowered is not None:
            return _named_enum(lowering, node, lowered)
    if node.has("allOf"):
        return _lower_all_of(lowering, node)
    alternatives = variants(node)
    if alternatives:
        return _lower_union(lowering, node, alternatives)
    kinds = types_of(node)
    if len(kinds) < 2:
        return _lower_kind(lowering, node, kinds[0] if kinds else _implied_kind(node))
    model_id = lowering.begin(node.id)
    members = tuple(
        (
            _lower_object(lowering, node, own_shape(node), id=f"{node.id}/type")
            if kind == "object"
            else _lower_kind(lowering, node, kind)
        )
        for kind in kinds
    )
    return _draft_union(lowering, node, model_id, members)


def _named_enum(lowering: Lowering, node: Node, type: TypeRef) -> TypeRef:
    """Give an enum with a choice a name; a component's name is given by its caller."""
    match type:
        case Nullable(item=item):
            return nullable(_named_enum(lowering, node, item))
        case LiteralType(values=values) if len(values) > 1 and not _is_component(node):
            model_id = lowering.begin(node.id)
            lowering.models[model_id] = _alias(node, type)
            return ModelRef(id=model_id)
        case _:
            return type


def _is_component(node: Node) -> bool:
    return len(node.pointer) == 3 and node.pointer[:2] == ("components", "schemas")


def _lower_reference(lowering: Lowering, node: Node) -> TypeRef:
    target = node.target()
    if target is None:
        lowering.dangling(node)
        return AnyType(reason="a reference to nothing")
    if node.has("properties", "allOf", "anyOf", "oneOf"):
        shape = object_shape(node)
        if shape is not None and shape.properties:
            return _lower_object(lowering, node, shape)
        message = "keywords beside `$ref` change its type in a way that is not merged"
        lowering.unsupported("ref-siblings", message, node)
    if _is_component(target):
        reference = ModelRef(id=ModelId(target.id))
        return nullable(reference) if _is_nullable_object(target) else reference
    if target.pointer in lowering.followed:
        message = f"`{node.text('$ref')}` contains itself and has no name of its own"
        lowering.unsupported("unnamed-recursion", message, node)
        return AnyType(reason="recursion without a name")
    lowering.followed.add(target.pointer)
    try:
        return lower_type(lowering, target)
    finally:
        lowering.followed.discard(target.pointer)


def _is_nullable_object(node: Node) -> bool:
    """Tell whether a named schema is a class or null: a class itself cannot be null."""
    shape = object_shape(node) if allows_null_by_type(node) else None
    return shape is not None and bool(shape.properties)


def _lower_all_of(lowering: Lowering, node: Node) -> TypeRef:
    parts = [each for each in node.elements("allOf") if adds_type(each)]
    has_own = node.has("properties", "additionalProperties", "required")
    is_wrapper = len(parts) == 1 and not has_own and not variants(node)
    if is_wrapper and parts[0].has("$ref"):
        return lower_type(lowering, parts[0])
    shape = object_shape(node)
    if shape is not None and (shape.properties or shape.additional is not None):
        return _lower_object(lowering, node, shape)
    if is_wrapper:
        return lower_type(lowering, parts[0])
    if not parts:
        return _lower_kind(lowering, node, _implied_kind(node))
    known = lowering.known()
    types = tuple(dict.fromkeys(lower_type(lowering, each) for each in parts))
    narrow = [each for each in types if _is_enum(lowering, each)]
    if len(types) == 1 or len(narrow) == 1:
        return narrow[0] if narrow else types[0]
    message = "`allOf` joins parts that are not all objects; expected objects to merge"
    lowering.unsupported("all-of", message, node)
    lowering.forget_since(known)
    return AnyType(reason="allOf of parts that do not merge")


def _is_enum(lowering: Lowering, type: TypeRef) -> bool:
    if isinstance(type, ModelRef):
        model = lowering.models.get(type.id)
        return isinstance(model, AliasModel) and isinstance(model.target, LiteralType)
    return isinstance(type, LiteralType)


def _lower_union(lowering: Lowering, node: Node, alternatives: list[Node]) -> TypeRef:
    if len(alternatives) > max(len(node.elements(key)) for key in ("oneOf", "anyOf")):
        message = "`oneOf` and `anyOf` differ side by side; all alternatives are taken"
        lowering.unsupported("one-of-beside-any-of", message, node)
    if node.has("properties"):
        message = "`properties` stand beside alternatives and are not merged into them"
        lowering.unsupported("properties-beside-alternatives", message, node)
    members = [each for each in alternatives if not is_null(each)]
    has_null = len(members) < len(alternatives)
    if not members:
        return Scalar(kind=ScalarKind.NULL)
    if len(members) == 1:
        lowered = lower_type(lowering, members[0])
    else:
        model_id = lowering.begin(node.id)
        types = tuple(lower_type(lowering, each) for each in members)
        lowered = _draft_union(lowering, node, model_id, types, tagged=members)
    return nullable(lowered) if has_null else lowered


def _draft_union(
    lowering: Lowering,
    node: Node,
    id: ModelId,
    members: tuple[TypeRef, ...],
    *,
    tagged: Sequence[Node] = (),
) -> TypeRef:
    discriminator, mapping = read_discriminator(lowering, node, tagged)
    lowering.models[id] = UnionModel(
        id=id,
        name="",
        description=node.text("description"),
        members=members,
        discriminator=discriminator,
        mapping=mapping,
        is_nullable=False,
        usage=UNUSED,
        origin=node.origin(),
    )
    return ModelRef(id=id)


def _implied_kind(node: Node) -> str:
    """Guess a missing `type` from the keywords that only make sense with it."""
    if node.has("properties", "additionalProperties", "patternProperties"):
        return "object"
    return "array" if node.has("items", "prefixItems") else ""


def _lower_kind(lowering: Lowering, node: Node, kind: str) -> TypeRef:
    match kind:
        case "":
            return _lower_untyped(lowering, node)
        case "object":
            return _lower_object(lowering, node, own_shape(node))
        case "array":
            return _lower_array(lowering, node)
        case _ if kind in _SCALARS:
            format_name = node.text("format")
            scalar = _SCALARS[kind]
            if scalar is ScalarKind.STRING:
                scalar = _STRING_FORMATS.get(format_name, scalar)
            return Scalar(kind=scalar, format=format_name)
        case _:
            message = f"the type `{kind}` is not one of JSON Schema"
            lowering.unsupported("type", message, node)
            return AnyType(reason=f"the type {kind}")


def _lower_untyped(lowering: Lowering, node: Node) -> TypeRef:
    if node.has("type") and not node.texts("type") and node.get("type") is not None:
        lowering.malformed("type", "the name of a type or a list of names", node)
        return AnyType(reason="no type")
    if node.has("not"):
        lowering.unsupported("not", "`not` says only what a value is not", node)
        return AnyType(reason="not")
    return AnyType()


def _lower_array(lowering: Lowering, node: Node) -> TypeRef:
    if node.elements("prefixItems"):
        message = "`prefixItems` gives each position its own type"
        lowering.unsupported("prefix-items", message, node)
        return ListType(item=AnyType(reason="prefixItems"))
    items = node.get("items")
    return ListType(
        item=lower_type(lowering, items) if items else AnyType(),
        is_unique=node.is_true("uniqueItems"),
    )


def _lower_object(
    lowering: Lowering, node: Node, shape: ObjectShape, *, id: str = ""
) -> TypeRef:
    """Make a class of a schema, or a map when it lists no members.

    Args:
        lowering: takes the class.
        node: the schema.
        shape: what it holds.
        id: of the class, when the schema is something else as well.
    """
    if not shape.properties:
        return MapType(value=_lower_additional(lowering, shape) or AnyType())
    model_id = ModelId(id or node.id)
    if model_id in lowering.started:
        return ModelRef(id=model_id)
    lowering.started.add(model_id)
    lowering.begin(model_id)
    if node.has("discriminator"):
        message = "a `discriminator` without alternatives: the members of its children"
        lowering.unsupported("discriminator-base", f"{message} are not kept", node)
    lowering.models[model_id] = ObjectModel(
        id=model_id,
        name="",
        description=node.text("description"),
        fields=lower_fields(lowering, node, shape, lower_type),
        additional=_lower_additional(lowering, shape),
        usage=UNUSED,
        is_deprecated=node.is_true("deprecated"),
        origin=node.origin(),
    )
    return ModelRef(id=model_id)


def _lower_additional(lowering: Lowering, shape: ObjectShape) -> TypeRef | None:
    additional = shape.additional
    if additional is None or additional.value is False:
        return None
    return lower_type(lowering, additional)


def _alias(node: Node, target: TypeRef) -> AliasModel:
    return AliasModel(
        id=ModelId(node.id),
        name="",
        description=node.text("description"),
        target=target,
        usage=UNUSED,
        origin=node.origin(),
    )
