"""Lower the properties of an object to the fields of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.collisions import MODEL_MEMBERS, PAGE_MEMBERS, field_names
from specweld.api.constants import only_constant
from specweld.api.escapes import is_declarable
from specweld.api.models import Default, Field
from specweld.api.types import Constraint, ListType
from specweld.diagnostics import Severity
from specweld.json_types import Pointer, format_pointer
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from specweld.api.drafts import ObjectDraft
    from specweld.api.input import Input
    from specweld.api.models import Usage
    from specweld.api.types import TypeRef
    from specweld.contract.nodes import Facts, Property, SchemaId

CONSTRAINTS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)


def lower_fields(
    source: Input, draft: ObjectDraft, usage: Usage, *, is_page: bool = False
) -> tuple[Field, ...]:
    """Lower every property, in document order; names are unique within the object.

    What is read-only is not required of a class that is sent as well, nor what is
    write-only of one that is received: there it may be missing.

    A property whose name a class cannot carry is reported and left out.
    """
    schema = draft.schema
    for name in sorted(set(schema.required) - schema.properties.keys()):
        source.reporter.report(
            "undefined-required-property",
            Severity.WARNING,
            f"`{name}` is required but not defined; expected it among the properties",
            schema,
        )

    def previous(wire_name: str) -> str | None:
        return source.previous.get(field_key(schema.properties[wire_name].pointer))

    listed = {
        wire_name: each
        for wire_name, each in schema.properties.items()
        if wire_name in draft.types and _is_written(source, each, wire_name)
    }
    has_list = any(isinstance(each, ListType) for each in draft.types.values())
    taken = MODEL_MEMBERS | PAGE_MEMBERS if is_page and has_list else MODEL_MEMBERS
    names = field_names(listed, previous=previous, taken=taken)
    return tuple(
        _lower_field(
            source,
            each,
            name=names[wire_name],
            wire_name=wire_name,
            type=draft.types[wire_name],
            usage=usage,
        )
        for wire_name, each in listed.items()
    )


def _is_written(source: Input, member: Property, wire_name: str) -> bool:
    """Return whether a class can have a property of such a name; report it if not."""
    if is_declarable(wire_name):
        return True
    source.reporter.report(
        "unsupported-property-name",
        Severity.UNSUPPORTED,
        f"the property `{wire_name!a}` is left out of its class; expected a name without"
        " halves of characters and those from U+E000 to U+E05C",
        member,
        help="if the docs misspell the name, remove it by an overlay and add the right one;"
        " callers may still send it in a dict",
    )
    return False


def field_key(pointer: Pointer) -> str:
    """Name a property in the manifest of public names; the bare pointer is its schema's."""
    return f"field {format_pointer(pointer)}"


def _lower_field(
    source: Input,
    member: Property,
    *,
    name: str,
    wire_name: str,
    type: TypeRef,
    usage: Usage,
) -> Field:
    facts = source.schema(member.schema).facts
    is_read_only = is_flagged(source, member.schema, "readOnly")
    is_write_only = is_flagged(source, member.schema, "writeOnly")
    may_miss = (is_read_only and usage.is_sent) or (is_write_only and usage.is_received)
    is_required = member.is_required and not may_miss
    return Field(
        name=name,
        wire_name=wire_name,
        type=type,
        is_required=is_required,
        description=text_at(facts, "description"),
        default=default_of(facts),
        constant=only_constant(source, member.schema) if is_required else None,
        is_deprecated=is_flagged(source, member.schema, "deprecated"),
        is_read_only=is_read_only,
        is_write_only=is_write_only,
        constraints=constraints_of(facts),
        origin=source.origin_at(member.pointer),
    )


def default_of(facts: Facts) -> Default | None:
    """Read the documented default, which is never sent by itself."""
    return Default(value=facts["default"]) if "default" in facts else None


def is_flagged(source: Input, id: SchemaId, flag: str) -> bool:
    """Return whether a schema, or what it refers to, carries a flag."""
    return any(each.facts.get(flag) is True for each in source.places(id))


def constraints_of(facts: Facts) -> tuple[Constraint, ...]:
    """Read the keywords that bound values, in a fixed order."""
    if facts.keys().isdisjoint(CONSTRAINTS):
        return ()
    return tuple(
        Constraint(keyword=keyword, value=value)
        for keyword in CONSTRAINTS
        if keyword in facts and not isinstance(value := facts[keyword], list | dict)
    )
