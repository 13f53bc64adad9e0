"""Lower the parameters of an operation to arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.collisions import free_name
from specweld.api.drafts import Lowered
from specweld.api.fields import constraints_of, default_of, is_flagged
from specweld.api.header_names import is_sendable
from specweld.api.media import is_json, is_text
from specweld.api.operations import Argument, Location, Style
from specweld.api.recursion import is_object
from specweld.api.schemas import lower_type
from specweld.api.spelling import identifier
from specweld.api.types import AnyType, Scalar, ScalarKind
from specweld.contract.nodes import In
from specweld.diagnostics import Severity
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.api.auth import Credentials
    from specweld.api.drafts import Draft
    from specweld.api.input import Input
    from specweld.contract.nodes import Operation, Parameter, SchemaId

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})
"""Header parameters that OpenAPI 3.1 §4.8.12.1 tells tools to ignore."""

_USED_IN_BODIES = frozenset({"self"})
"""Names that a method's body needs: `self`, and runtime functions that wrap values."""

_LOCATIONS = {
    In.PATH: Location.PATH,
    In.QUERY: Location.QUERY,
    In.HEADER: Location.HEADER,
    In.COOKIE: Location.COOKIE,
}
STYLES = {each.value: each for each in Style}
"""By the document's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredArguments:
    """Arguments, and the models that came with them."""

    arguments: tuple[Argument, ...]
    drafts: tuple[Draft, ...]


def lower_parameters(
    source: Input, operation: Operation, credentials: Credentials
) -> LoweredArguments:
    """Lower the parameters: path ones in path order, then the others in document order.

    Names are as the document spells them, made Python; `name_arguments` makes them unique.
    """
    drafts: list[Draft] = []
    lowered: list[Argument] = []
    for parameter in operation.parameters:
        if _is_ignored(parameter) or credentials.covers(parameter):
            continue
        is_named_freely = parameter.location in {In.PATH, In.QUERY}
        if not is_named_freely and not is_sendable(source, parameter, parameter.name):
            continue
        argument, inner = _lower_parameter(source, operation, parameter)
        lowered.append(argument)
        drafts += inner
    return LoweredArguments(
        arguments=_in_order(source, operation, lowered), drafts=tuple(drafts)
    )


def _is_ignored(parameter: Parameter) -> bool:
    is_header = parameter.location is In.HEADER
    return is_header and parameter.name.lower() in _IGNORED_HEADERS


def _in_order(
    source: Input, operation: Operation, lowered: list[Argument]
) -> tuple[Argument, ...]:
    in_path = {
        each.wire_name: each for each in lowered if each.location is Location.PATH
    }
    others = [each for each in lowered if each.location is not Location.PATH]
    ordered: list[Argument] = []
    for name in dict.fromkeys(_TEMPLATE.findall(operation.path)):
        declared = in_path.pop(name, None)
        ordered.append(declared or _undeclared(source, operation, name))
    for name, argument in in_path.items():
        source.reporter.report_at(
            "parameter-not-in-path",
            Severity.WARNING,
            f"`{name}` is a path parameter but not in `{operation.path}`",
            argument.origin.pointer,
        )
    return (*ordered, *others)


def name_arguments(
    source: Input, operation: Operation, arguments: Iterable[Argument]
) -> tuple[Argument, ...]:
    """Make the names of all arguments of one method unique.

    The first of two equal names keeps it, parameters before body; the other says where it
    travels: `body_id`, `query_id`. Names of the last run stay.
    """
    listed = tuple(arguments)
    kept = _kept_names(source.previous, operation, listed)
    taken = set(kept.values())
    named: list[Argument] = []
    for each in listed:
        name = kept.get(argument_key(operation.id, each))
        if name is None:
            name = each.name
            if name in taken:
                name = free_name(f"{each.location.value}_{name.rstrip('_')}", taken)
                _report_collision(source, operation, each, name)
            taken.add(name)
        named.append(replace(each, name=name))
    return tuple(named)


def argument_key(operation: str, argument: Argument) -> str:
    """Name an argument in the manifest of public names."""
    return f"{operation} {argument.location.value} {argument.wire_name}"


def argument_name(wire_name: str) -> str:
    """Spell an argument."""
    name = identifier(wire_name, fallback="value")
    return f"{name}_" if name in _USED_IN_BODIES else name


def _kept_names(
    previous: Mapping[str, str], operation: Operation, arguments: tuple[Argument, ...]
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for each in arguments:
        key = argument_key(operation.id, each)
        name = previous.get(key, "")
        is_good = name.isidentifier() and argument_name(name) == name
        if is_good and name not in kept.values():
            kept[key] = name
    return kept


def _report_collision(
    source: Input, operation: Operation, argument: Argument, name: str
) -> None:
    source.reporter.report_at(
        "argument-collision",
        Severity.NOTICE,
        f"`{argument.wire_name}` is the name of two arguments of `{operation.id}`;"
        f" the one in the {argument.location.value} is called `{name}`",
        argument.origin.pointer,
    )


def _lower_parameter(
    source: Input, operation: Operation, parameter: Parameter
) -> tuple[Argument, tuple[Draft, ...]]:
    schema = parameter.schema if parameter.media is None else parameter.media.schema
    lowered = _value_type(source, parameter, schema)
    style, explode = _style(source, operation, parameter, schema)
    facts = parameter.facts if schema is None else source.schema(schema).facts
    is_deprecated = parameter.facts.get("deprecated") is True
    argument = Argument(
        name=argument_name(parameter.name),
        wire_name=parameter.name,
        location=_LOCATIONS[parameter.location],
        type=lowered.type,
        is_required=parameter.is_required,
        description=text_at(parameter.facts, "description")
        or text_at(facts, "description"),
        default=default_of(facts),
        is_deprecated=is_deprecated
        or (schema is not None and is_flagged(source, schema, "deprecated")),
        style=style,
        explode=explode,
        allows_reserved=parameter.is_reserved and parameter.location is In.QUERY,
        constraints=constraints_of(facts),
        origin=source.origin(parameter),
    )
    return argument, lowered.drafts


def _value_type(
    source: Input, parameter: Parameter, schema: SchemaId | None
) -> Lowered:
    content_type = parameter.media.content_type if parameter.media else ""
    is_text_of_theirs = content_type and not is_json(content_type)
    if schema is not None and not is_text_of_theirs:
        return lower_type(source, schema)
    is_any = bool(content_type) and not is_text_of_theirs
    return Lowered(type=AnyType() if is_any else Scalar(kind=ScalarKind.STRING))


def _style(
    source: Input, operation: Operation, parameter: Parameter, schema: SchemaId | None
) -> tuple[Style, bool]:
    """Decide how a value is written (OpenAPI 3.1 §4.8.12.2), with the defaults filled in."""
    by_location = Style.SIMPLE if parameter.location in _SIMPLE else Style.FORM
    if parameter.media is not None:
        return _content_style(source, parameter, by_location)
    style = STYLES.get(parameter.style, by_location)
    is_open = style is Style.FORM and "style" not in parameter.facts
    # Pages never say how an object is written; the servers behind them want `a[b]=c`.
    is_page = "endpoint" in operation.page and not _is_named_by_sample(operation)
    is_deep = is_page or _shows_brackets(parameter)
    if is_open and is_deep and _is_object(source, schema):
        return Style.DEEP_OBJECT, True
    is_in_brackets = parameter.location is In.QUERY and (
        style is Style.DEEP_OBJECT or (style is Style.FORM and parameter.explode)
    )
    if not is_in_brackets and _is_nested(source, schema):
        message = (
            f"`{parameter.name}` holds lists or objects inside others, which its style"
            " has no form for; it is written as JSON"
        )
        source.reporter.unsupported("nested-parameter", message, parameter)
        return Style.CONTENT, False
    return style, parameter.explode


def _is_nested(source: Input, id: SchemaId | None) -> bool:
    """Return whether a value is a list or an object of such."""
    if id is None:
        return False
    schema = source.settled(id)
    inner = [each.schema for each in schema.properties.values()]
    inner += [x for x in (schema.items, schema.additional) if isinstance(x, str)]
    types = (source.settled(each).types for each in inner)
    return any(each in (("array",), ("object",)) for each in types)


def _is_named_by_sample(operation: Operation) -> bool:
    """Return whether an ordinary document named the operation, by a call in its samples."""
    return operation.page.get("endpoint-from") == "operation-sample"


def _shows_brackets(parameter: Parameter) -> bool:
    """Return whether the description writes the parameter as `name[key]=value`."""
    return f"{parameter.name}[" in text_at(parameter.facts, "description")


_SIMPLE = {In.PATH, In.HEADER}


def _content_style(
    source: Input, parameter: Parameter, otherwise: Style
) -> tuple[Style, bool]:
    """Decide how a value of a media type is written: JSON for callers, text as it is."""
    content_type = parameter.media.content_type if parameter.media else ""
    if is_json(content_type):
        return Style.CONTENT, False
    if not is_text(content_type):
        message = (
            f"`{parameter.name}` is a parameter of the type `{content_type}`,"
            " which callers write as text"
        )
        source.reporter.unsupported("parameter-content", message, parameter)
    return otherwise, otherwise is Style.FORM


def _is_object(source: Input, id: SchemaId | None) -> bool:
    if id is None:
        return False
    schema = source.settled(id)
    return schema.types == ("object",) or is_object(schema)


def _undeclared(source: Input, operation: Operation, name: str) -> Argument:
    source.reporter.report(
        "undeclared-path-parameter",
        Severity.WARNING,
        f"`{{{name}}}` is in `{operation.path}` but not among its parameters;"
        " it is taken as a string",
        operation,
    )
    return Argument(
        name=argument_name(name),
        wire_name=name,
        location=Location.PATH,
        type=Scalar(kind=ScalarKind.STRING),
        is_required=True,
        style=Style.SIMPLE,
        explode=False,
        origin=source.origin(operation),
    )
