"""Lower request bodies: objects become arguments, everything else is one `request`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.arguments import STYLES, argument_name
from specweld.api.constants import only_constant
from specweld.api.drafts import Lowered
from specweld.api.fields import constraints_of, default_of, is_flagged
from specweld.api.form_fields import (
    FormField,
    any_part,
    fields_of,
    joined_fields,
    variants_of,
)
from specweld.api.heirs import heirs_of
from specweld.api.media import (
    is_anything,
    is_form,
    is_json,
    is_multipart,
    is_text,
    preferred_media,
)
from specweld.api.operations import (
    Argument,
    BodyKind,
    Constant,
    Location,
    Payload,
    Style,
)
from specweld.api.recursion import is_object
from specweld.api.schemas import lower_type
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    MapType,
    Scalar,
    ScalarKind,
    TypeRef,
    nullable,
)
from specweld.diagnostics import Severity
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.drafts import Draft
    from specweld.api.input import Input
    from specweld.contract import nodes
    from specweld.contract.nodes import Encoding, Media, Property, Schema, SchemaId

_OF_EVERY_PART = frozenset({"content-type", "content-disposition"})
_FLAT_KINDS = {BodyKind.JSON, BodyKind.FORM, BodyKind.MULTIPART}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredBody:
    """A body, and the models that came with it."""

    body: Payload
    drafts: tuple[Draft, ...]


def lower_body(source: Input, declared: nodes.Body) -> LoweredBody | None:
    """Lower what an operation sends besides its parameters."""
    media = _choose(source, declared)
    if media is None:
        return None
    kind = _kind(source, media)
    _check_encoding(source, media)
    if media.schema is not None and kind in _FLAT_KINDS:
        schema = source.settled(media.schema)
        if kind is not BodyKind.JSON and _is_empty(schema):
            return None
        if _is_flat(source, media.schema):
            return _flatten(source, declared, media, fields_of(schema))
        variants = variants_of(source, schema) if kind is BodyKind.MULTIPART else ()
        if variants and all(_is_flat(source, each.id) for each in variants):
            return _flatten(source, declared, media, joined_fields(variants))
        if kind is not BodyKind.JSON and not _is_form(source, schema):
            message = "the form is not an object; expected one with fields"
            place = source.schema(media.schema)
            source.reporter.unsupported("form-body", message, place)
    lowered = _whole_type(source, media.schema, kind)
    facts = declared.facts
    whole = Argument(
        name="request",
        wire_name="request",
        location=Location.BODY,
        type=lowered.type,
        is_required=declared.is_required,
        description=text_at(facts, "description"),
        origin=source.origin(declared),
    )
    return LoweredBody(
        body=Payload(
            kind=kind,
            content_type=_content_type(media, kind),
            arguments=(),
            constants=(),
            argument=whole,
            is_required=declared.is_required,
            origin=source.origin(declared),
        ),
        drafts=lowered.drafts,
    )


def _is_empty(schema: Schema) -> bool:
    """Return whether a form has no fields and takes none."""
    has_fields = schema.properties or schema.patterns or schema.alternatives
    return not has_fields and schema.additional is False


def _is_form(source: Input, schema: Schema) -> bool:
    """Return whether a form has fields, whichever they are."""
    if schema.alternatives:
        members = (source.settled(each.schema) for each in schema.alternatives)
        return all(_is_form(source, each) for each in members)
    return not schema.types or schema.types == ("object",)


def _check_encoding(source: Input, media: Media) -> None:
    """Report parts that ask for headers of their own, which only a caller could fill in."""
    for name, each in media.encodings.items():
        # The media type is said elsewhere (OpenAPI 3.1 §4.8.15); the other is the form's own.
        headers = [x for key, x in each.headers.items() if key not in _OF_EVERY_PART]
        if headers:
            needed = any(header.is_required for header in headers)
            source.reporter.report(
                "unsupported-encoding",
                Severity.UNSUPPORTED if needed else Severity.NOTICE,
                f"`{name}` {'must' if needed else 'may'} have headers of its own, which are not sent",
                each,
            )


def _encoded(argument: Argument, encoding: Encoding | None, kind: BodyKind) -> Argument:
    """Say how one part of a form is written (OpenAPI 3.1 §4.8.15)."""
    if encoding is None or kind is BodyKind.JSON:
        return argument
    if encoding.style or encoding.explode is not None:
        style = STYLES.get(encoding.style, Style.FORM)
        explode = style is Style.FORM if encoding.explode is None else encoding.explode
        return replace(argument, style=style, explode=explode)
    if kind is BodyKind.MULTIPART:
        return replace(argument, content_type=encoding.content_type)
    is_json_text = is_json(encoding.content_type)
    return replace(argument, style=Style.CONTENT) if is_json_text else argument


def _choose(source: Input, declared: nodes.Body) -> Media | None:
    """Pick one content type: JSON, then multipart, form, and what comes first."""
    content = declared.media
    chosen = preferred_media(content, is_json, is_multipart, is_form)
    chosen = chosen or next(iter(content.values()), None)
    if chosen is not None and len(content) > 1:
        others = [each for each in content if each != chosen.content_type]
        names = " and ".join(f"`{each}`" for each in others)
        source.reporter.report(
            "content-type-chosen",
            Severity.NOTICE,
            f"`{chosen.content_type}` is sent;"
            f" {names} {'are' if len(others) > 1 else 'is'} not",
            declared,
        )
    return chosen


def _kind(source: Input, media: Media) -> BodyKind:
    content_type = media.content_type
    if is_anything(content_type):
        is_file = media.schema and _is_upload(source.settled(media.schema))
        return BodyKind.BINARY if is_file else BodyKind.JSON
    if is_json(content_type):
        return BodyKind.JSON
    if is_multipart(content_type):
        return BodyKind.MULTIPART
    if is_form(content_type):
        return BodyKind.FORM
    return BodyKind.TEXT if is_text(content_type) else BodyKind.BINARY


def _content_type(media: Media, kind: BodyKind) -> str:
    """Say what is sent: a range such as `*/*` is not the type of a body."""
    if not is_anything(media.content_type):
        return media.content_type
    is_json_body = kind is BodyKind.JSON
    return "application/json" if is_json_body else "application/octet-stream"


def _is_flat(source: Input, id: SchemaId) -> bool:
    """Return whether a body's properties can be arguments without losing anything."""
    schema = source.settled(id)
    if not is_object(schema) or schema.types != ("object",):
        return False
    if heirs_of(source, schema):
        return False
    if any(each.is_nullable for each in source.places(id)):
        return False
    if isinstance(schema.additional, str) or schema.patterns:
        return False
    if schema.additional is True:
        source.reporter.report(
            "extra-properties",
            Severity.NOTICE,
            "the body takes properties beyond the listed ones; they are not arguments",
            source.schema(id),
        )
    return True


def _flatten(
    source: Input, declared: nodes.Body, media: Media, fields: Iterable[FormField]
) -> LoweredBody:
    kind = _kind(source, media)
    arguments: list[Argument] = []
    constants: list[Constant] = []
    drafts: list[Draft] = []
    for each in fields:
        if all(_is_never_sent(source, member) for member in each.members):
            continue
        values = {only_constant(source, member.schema) for member in each.members}
        value = next(iter(values)) if each.is_required and len(values) == 1 else None
        if value is not None:
            name = argument_name(each.name)
            constants.append(Constant(name=name, wire_name=each.name, value=value))
            continue
        lowered = [_part_type(source, x.schema, kind) for x in each.members]
        drafts += (draft for inner in lowered for draft in inner.drafts)
        argument = _argument(
            source,
            each,
            type=any_part(inner.type for inner in lowered),
            is_required=declared.is_required and each.is_required,
        )
        arguments.append(_encoded(argument, media.encodings.get(each.name), kind))
    body = Payload(
        kind=kind,
        content_type=_content_type(media, kind),
        arguments=tuple(arguments),
        constants=tuple(constants),
        argument=None,
        is_required=declared.is_required,
        origin=source.origin(declared),
    )
    return LoweredBody(body=body, drafts=tuple(drafts))


def _is_never_sent(source: Input, member: Property) -> bool:
    is_nothing = source.settled(member.schema).allows_nothing
    return is_nothing or is_flagged(source, member.schema, "readOnly")


def _part_type(source: Input, id: SchemaId, kind: BodyKind) -> Lowered:
    """Lower one property; in a multipart body it may be a file or a list of files."""
    if kind is BodyKind.MULTIPART:
        upload = _upload_type(source, id, depth=0)
        if upload is not None:
            return Lowered(type=upload)
    return lower_type(source, id)


def _upload_type(source: Input, id: SchemaId, *, depth: int) -> TypeRef | None:
    schema = source.settled(id)
    if depth > 3:
        return None
    found: TypeRef | None = None
    if _is_upload(schema):
        found = FileType()
    elif isinstance(schema.items, str):
        item = _upload_type(source, schema.items, depth=depth + 1)
        found = ListType(item=item) if item else None
    is_null = any(each.is_nullable for each in source.places(id))
    return nullable(found) if found and is_null else found


def _is_upload(schema: Schema) -> bool:
    if schema.types and "string" not in schema.types:
        return False
    facts = schema.facts
    is_raw = "contentMediaType" in facts and "contentEncoding" not in facts
    return facts.get("format") == "binary" or is_raw


def _whole_type(source: Input, schema: SchemaId | None, kind: BodyKind) -> Lowered:
    match kind:
        case BodyKind.BINARY:
            return Lowered(type=Scalar(kind=ScalarKind.BYTES))
        case BodyKind.TEXT:
            return Lowered(type=Scalar(kind=ScalarKind.STRING))
        case BodyKind.MULTIPART:
            return _parts_type(source, schema)
        case BodyKind.JSON | BodyKind.FORM:
            if schema is None:
                return Lowered(type=AnyType())
            return lower_type(source, schema)
        case _:
            assert_never(kind)


def _parts_type(source: Input, schema: SchemaId | None) -> Lowered:
    """Lower parts whose names nobody lists: files, texts, or whatever callers have."""
    others = None if schema is None else source.settled(schema).additional
    value = Lowered(type=AnyType())
    if isinstance(others, str):
        value = _part_type(source, others, BodyKind.MULTIPART)
    return replace(value, type=MapType(value=value.type))


def _argument(
    source: Input, field: FormField, *, type: TypeRef, is_required: bool
) -> Argument:
    member = field.members[0]
    facts = source.schema(member.schema).facts
    return Argument(
        name=argument_name(field.name),
        wire_name=field.name,
        location=Location.BODY,
        type=type,
        is_required=is_required,
        description=text_at(facts, "description"),
        default=default_of(facts),
        is_deprecated=is_flagged(source, member.schema, "deprecated"),
        constraints=constraints_of(facts),
        origin=source.origin_at(member.pointer),
    )
