"""Lower the parameters of an operation to arguments."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.api.fields import constraints_of, default_of, is_flagged
from specweld.api.header_names import is_sendable
from specweld.api.media import is_json, is_text, preferred_media
from specweld.api.models import ObjectModel
from specweld.api.operations import Argument, Location, Style
from specweld.api.schemas import lower_type
from specweld.api.spelling import free_name
from specweld.api.types import AnyType, MapType, ModelRef, Nullable, Scalar, ScalarKind
from specweld.api.words import identifier
from specweld.diagnostics import Severity
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.api.auth import Credentials
    from specweld.api.endpoints import Endpoint
    from specweld.api.lowering import Lowering
    from specweld.api.node import Node
    from specweld.api.types import TypeRef

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})
"""Header parameters that OpenAPI 3.1 §4.8.12.1 tells tools to ignore."""

_USED_IN_BODIES = frozenset({"self"})
"""Names that a method's body needs: `self`, and runtime functions that wrap values."""

_LOCATIONS = {
    each.value: each
    for each in (Location.PATH, Location.QUERY, Location.HEADER, Location.COOKIE)
}
_STYLES = {each.value: each for each in Style}


def lower_parameters(
    lowering: Lowering, endpoint: Endpoint, credentials: Credentials
) -> tuple[Argument, ...]:
    """Lower the parameters: path ones in path order, then the others in document order.

    Names are as the document spells them, made Python; `name_arguments` makes them unique.
    """
    lowered = [
        argument
        for node in _parameters(lowering, endpoint)
        if (argument := _lower_parameter(lowering, endpoint, node)) is not None
        and not credentials.covers(argument)
    ]
    in_path = {
        each.wire_name: each for each in lowered if each.location is Location.PATH
    }
    others = [each for each in lowered if each.location is not Location.PATH]
    ordered: list[Argument] = []
    for name in dict.fromkeys(_TEMPLATE.findall(endpoint.path)):
        declared = in_path.pop(name, None)
        ordered.append(declared or _undeclared(lowering, endpoint, name))
    for name, argument in in_path.items():
        node = replace(endpoint.node, pointer=argument.origin.pointer)
        message = f"`{name}` is a path parameter but not in `{endpoint.path}`"
        lowering.report("parameter-not-in-path", Severity.WARNING, message, node)
    return (*ordered, *others)


def name_arguments(
    lowering: Lowering, endpoint: Endpoint, arguments: Iterable[Argument]
) -> tuple[Argument, ...]:
    """Make the names of all arguments of one method unique.

    The first of two equal names keeps it, parameters before body; the other says where it
    travels: `body_id`, `query_id`. Names of the last run stay.
    """
    listed = tuple(arguments)
    kept = _kept_names(lowering.previous, endpoint, listed)
    taken = set(kept.values())
    named: list[Argument] = []
    for each in listed:
        name = kept.get(argument_key(endpoint.id, each))
        if name is None:
            name = each.name
            if name in taken:
                name = free_name(f"{each.location.value}_{name.rstrip('_')}", taken)
                _report_collision(lowering, endpoint, each, name)
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
    previous: Mapping[str, str], endpoint: Endpoint, arguments: tuple[Argument, ...]
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for each in arguments:
        key = argument_key(endpoint.id, each)
        name = previous.get(key, "")
        is_good = name.isidentifier() and argument_name(name) == name
        if is_good and name not in kept.values():
            kept[key] = name
    return kept


def _report_collision(
    lowering: Lowering, endpoint: Endpoint, argument: Argument, name: str
) -> None:
    lowering.report(
        "argument-collision",
        Severity.NOTICE,
        f"`{argument.wire_name}` is the name of two arguments of `{endpoint.id}`;"
        f" the one in the {argument.location.value} is called `{name}`",
        replace(endpoint.node, pointer=argument.origin.pointer),
    )


def _parameters(lowering: Lowering, endpoint: Endpoint) -> list[Node]:
    """List resolved parameters; those of the operation replace equal ones of the path."""
    found: dict[tuple[str, str], Node] = {}
    for holder in (endpoint.item, endpoint.node):
        listed = holder.get("parameters")
        if listed is not None and not isinstance(listed.value, list):
            lowering.malformed("parameters", "a list", listed)
        for each in holder.elements("parameters"):
            node = each.resolved()
            if node is None:
                lowering.dangling(each)
            elif not node.text("name") or node.text("in") not in _LOCATIONS:
                expected = (
                    "a mapping with `name` and `in`: path, query, header or cookie"
                )
                lowering.malformed("parameter", expected, node)
            else:
                found[node.text("in"), node.text("name")] = node
    return list(found.values())


def _lower_parameter(
    lowering: Lowering, endpoint: Endpoint, node: Node
) -> Argument | None:
    wire_name = node.text("name")
    location = _LOCATIONS[node.text("in")]
    if location is Location.HEADER and wire_name.lower() in _IGNORED_HEADERS:
        return None
    is_named_freely = location in {Location.PATH, Location.QUERY}
    if not is_named_freely and not is_sendable(lowering, node, wire_name):
        return None
    schema = node.get("schema")
    media = preferred_media(node.entries("content"), is_json)
    lowered: TypeRef = AnyType()
    if schema is not None:
        lowered = lower_type(lowering, schema)
    elif media is not None and (described := media[1].get("schema")) is not None:
        lowered = lower_type(lowering, described)
        schema = described
    style, explode = _style(
        lowering, endpoint, node, lowered, is_json=media is not None
    )
    if schema is None and media is None:
        lowered = Scalar(kind=ScalarKind.STRING)
    facts = schema or node
    return Argument(
        name=argument_name(wire_name),
        wire_name=wire_name,
        location=location,
        type=lowered,
        is_required=location is Location.PATH or node.is_true("required"),
        description=node.text("description") or facts.text("description"),
        default=default_of(facts),
        is_deprecated=node.is_true("deprecated") or is_flagged(facts, "deprecated"),
        style=style,
        explode=explode,
        allows_reserved=location is Location.QUERY and node.is_true("allowReserved"),
        constraints=constraints_of(facts),
        origin=node.origin(),
    )


def _style(
    lowering: Lowering,
    endpoint: Endpoint,
    node: Node,
    type: TypeRef,
    *,
    is_json: bool,
) -> tuple[Style, bool]:
    """Decide how a value is written (OpenAPI 3.1 §4.8.12.2), with the defaults filled in."""
    if is_json:
        return Style.CONTENT, False
    for content_type, media in node.entries("content"):
        if not is_text(content_type):
            message = (
                f"`{node.text('name')}` is a parameter of the type `{content_type}`,"
                " which callers write as text"
            )
            lowering.unsupported("parameter-content", message, media)
    by_location = Style.SIMPLE if node.text("in") in {"path", "header"} else Style.FORM
    style = _STYLES.get(node.text("style"), by_location)
    explode = style is Style.FORM
    if (declared := node.get("explode")) is not None:
        explode = declared.value is True
    is_page = endpoint.node.has(EXTENSION) and not node.has("style")
    if is_page and style is Style.FORM and _is_object(lowering, type):
        # Pages never say how an object is written; the servers behind them want `a[b]=c`.
        return Style.DEEP_OBJECT, True
    return style, explode


def _is_object(lowering: Lowering, type: TypeRef) -> bool:
    match type:
        case MapType():
            return True
        case ModelRef(id=id):
            return isinstance(lowering.models.get(id), ObjectModel)
        case Nullable(item=item):
            return _is_object(lowering, item)
        case _:
            return False


def _undeclared(lowering: Lowering, endpoint: Endpoint, name: str) -> Argument:
    lowering.report(
        "undeclared-path-parameter",
        Severity.WARNING,
        f"`{{{name}}}` is in `{endpoint.path}` but not among its parameters;"
        " it is taken as a string",
        endpoint.node,
    )
    return Argument(
        name=argument_name(name),
        wire_name=name,
        location=Location.PATH,
        type=Scalar(kind=ScalarKind.STRING),
        is_required=True,
        style=Style.SIMPLE,
        explode=False,
        origin=endpoint.node.origin(),
    )
