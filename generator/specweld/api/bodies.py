"""Lower request bodies: objects become arguments, everything else is one `request`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.arguments import argument_name
from specweld.api.fields import constant_of, constraints_of, default_of, is_flagged
from specweld.api.media import (
    is_anything,
    is_form,
    is_json,
    is_multipart,
    is_text,
    preferred_media,
)
from specweld.api.objects import allows_null_by_type, object_shape
from specweld.api.operations import Argument, Body, BodyKind, Constant, Location
from specweld.api.schemas import lower_type
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    Scalar,
    ScalarKind,
    TypeRef,
    nullable,
)
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.api.endpoints import Endpoint
    from specweld.api.lowering import Lowering
    from specweld.api.node import Node
    from specweld.api.objects import ObjectShape

_FLAT_KINDS = {BodyKind.JSON, BodyKind.FORM, BodyKind.MULTIPART}


def lower_body(lowering: Lowering, endpoint: Endpoint) -> Body | None:
    """Lower what an operation sends besides its parameters."""
    declared = endpoint.node.get("requestBody")
    if declared is None or declared.value is None:
        return None
    node = declared.resolved()
    if node is None:
        lowering.dangling(declared)
        return None
    if not isinstance(node.value, dict):
        lowering.malformed("request body", "a mapping", node)
        return None
    media = _choose(lowering, node)
    if media is None:
        return None
    content_type, entry = media
    kind = _kind(content_type)
    _check_encoding(lowering, entry)
    schema = entry.get("schema")
    shape = object_shape(schema) if schema else None
    if schema and shape and kind in _FLAT_KINDS and _is_flat(lowering, schema, shape):
        return _flatten(lowering, node, content_type, shape)
    is_form_body = kind in {BodyKind.FORM, BodyKind.MULTIPART}
    if is_form_body and schema and (shape is None or shape.additional is None):
        message = "the form has no fixed fields; expected an object"
        lowering.unsupported("form-body", message, schema)
    return Body(
        kind=kind,
        content_type=content_type,
        arguments=(),
        constants=(),
        argument=_whole(lowering, node, schema, kind),
        is_required=node.is_true("required"),
        origin=node.origin(),
    )


def _check_encoding(lowering: Lowering, entry: Node) -> None:
    """Report parts that ask for more than a content type (OpenAPI 3.1 §4.8.15).

    A content type is a hint: files go with their own, everything else as the default says.
    """
    for name, each in entry.entries("encoding"):
        if each.has("headers", "style", "explode", "allowReserved"):
            message = f"`{name}` asks for an encoding of its own; expected the default"
            lowering.unsupported("encoding", message, each)


def _choose(lowering: Lowering, node: Node) -> tuple[str, Node] | None:
    """Pick one content type: JSON, then multipart, form, and what comes first."""
    content = node.entries("content")
    if not content:
        return None
    chosen = preferred_media(content, is_json, is_multipart, is_form) or content[0]
    if len(content) > 1:
        lowering.report(
            "content-type-chosen",
            Severity.NOTICE,
            f"`{chosen[0]}` is sent; {len(content) - 1} other content types are not",
            node,
        )
    return chosen


def _kind(content_type: str) -> BodyKind:
    if is_json(content_type) or is_anything(content_type):
        return BodyKind.JSON
    if is_multipart(content_type):
        return BodyKind.MULTIPART
    if is_form(content_type):
        return BodyKind.FORM
    return BodyKind.TEXT if is_text(content_type) else BodyKind.BINARY


def _is_flat(lowering: Lowering, schema: Node, shape: ObjectShape) -> bool:
    """Tell whether a body's properties can be arguments without losing anything."""
    if not shape.properties or allows_null_by_type(schema.resolved() or schema):
        return False
    if shape.typed_additional is not None:
        return False
    if shape.additional is not None and shape.additional.value is True:
        lowering.report(
            "extra-properties",
            Severity.NOTICE,
            "the body takes properties beyond the listed ones; they are no arguments",
            schema,
        )
    return True


def _flatten(
    lowering: Lowering, node: Node, content_type: str, shape: ObjectShape
) -> Body:
    kind = _kind(content_type)
    is_required = node.is_true("required")
    arguments: list[Argument] = []
    constants: list[Constant] = []
    for wire_name, each in shape.properties.items():
        if each.value is False or is_flagged(each, "readOnly"):
            continue
        value = constant_of(each) if wire_name in shape.required else None
        if value is not None:
            name = argument_name(wire_name)
            constants.append(Constant(name=name, wire_name=wire_name, value=value))
            continue
        arguments.append(
            _argument(
                each,
                wire_name=wire_name,
                type=_part_type(lowering, each, kind),
                is_required=is_required and wire_name in shape.required,
            )
        )
    return Body(
        kind=kind,
        content_type=content_type,
        arguments=tuple(arguments),
        constants=tuple(constants),
        argument=None,
        is_required=is_required,
        origin=node.origin(),
    )


def _part_type(lowering: Lowering, node: Node, kind: BodyKind) -> TypeRef:
    """Lower one property; in a multipart body it may be a file or a list of files."""
    if kind is BodyKind.MULTIPART:
        upload = _upload_type(node, depth=0)
        if upload is not None:
            return upload
    return lower_type(lowering, node)


def _upload_type(node: Node, *, depth: int) -> TypeRef | None:
    schema = node.resolved()
    if schema is None or depth > 3:
        return None
    if _is_upload(schema):
        return nullable(FileType()) if allows_null_by_type(schema) else FileType()
    items = schema.get("items")
    if items is not None:
        item = _upload_type(items, depth=depth + 1)
        upload = ListType(item=item) if item else None
        return nullable(upload) if upload and allows_null_by_type(schema) else upload
    alternatives = [*schema.elements("anyOf"), *schema.elements("oneOf")]
    uploads = [_upload_type(each, depth=depth + 1) for each in alternatives]
    files = [each for each in uploads if each is not None]
    nulls = [each for each in alternatives if each.text("type") == "null"]
    if len(files) == 1 and len(files) + len(nulls) == len(alternatives):
        return nullable(files[0]) if nulls else files[0]
    return None


def _is_upload(schema: Node) -> bool:
    if schema.text("type") not in {"string", ""} and "string" not in schema.texts(
        "type"
    ):
        return False
    is_raw = schema.has("contentMediaType") and not schema.has("contentEncoding")
    return schema.text("format") == "binary" or is_raw


def _whole(
    lowering: Lowering, node: Node, schema: Node | None, kind: BodyKind
) -> Argument:
    match kind:
        case BodyKind.BINARY:
            lowered: TypeRef = Scalar(kind=ScalarKind.BYTES)
        case BodyKind.TEXT:
            lowered = Scalar(kind=ScalarKind.STRING)
        case BodyKind.JSON | BodyKind.FORM | BodyKind.MULTIPART:
            lowered = lower_type(lowering, schema) if schema else AnyType()
    return _argument(
        node,
        wire_name="request",
        type=lowered,
        is_required=node.is_true("required"),
    )


def _argument(
    node: Node, *, wire_name: str, type: TypeRef, is_required: bool
) -> Argument:
    return Argument(
        name=argument_name(wire_name),
        wire_name=wire_name,
        location=Location.BODY,
        type=type,
        is_required=is_required,
        description=node.text("description"),
        default=default_of(node),
        is_deprecated=is_flagged(node, "deprecated"),
        constraints=constraints_of(node),
        origin=node.origin(),
    )
