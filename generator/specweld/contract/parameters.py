"""Resolve the parameters in effect for an operation, and how each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.contract.nodes import In, Parameter

if TYPE_CHECKING:
    from specweld.contract.media import MediaResolver
    from specweld.contract.raw import Raw

_LOCATIONS = {each.value: each for each in In}
_DEFAULT_STYLES = {
    In.PATH: "simple",
    In.HEADER: "simple",
    In.QUERY: "form",
    In.COOKIE: "form",
}
"""OpenAPI 3.1 §4.8.12.2."""

_CHILDREN = ("content", "explode", "in", "name", "required", "schema", "style")


def resolve_parameters(
    item: Raw, operation: Raw, media: MediaResolver
) -> tuple[Parameter, ...]:
    """Resolve the parameters of a path and of an operation; the latter replace equal ones."""
    found: dict[tuple[str, str], Parameter] = {}
    for holder in (item, operation):
        listed = holder.get("parameters")
        if listed is not None and not isinstance(listed.value, list):
            media.reporter.malformed("parameters", "a list", listed)
        for each in holder.elements("parameters"):
            raw = each.resolved()
            if raw is None:
                media.reporter.dangling(each)
            elif not raw.text("name") or raw.text("in") not in _LOCATIONS:
                expected = (
                    "a mapping with `name` and `in`: path, query, header or cookie"
                )
                media.reporter.malformed("parameter", expected, raw)
            else:
                is_shared = holder is item or raw.pointer != each.pointer
                parameter = _parameter(raw, media, is_shared=is_shared)
                found[parameter.key] = parameter
    return tuple(found.values())


def _parameter(raw: Raw, media: MediaResolver, *, is_shared: bool) -> Parameter:
    location = _LOCATIONS[raw.text("in")]
    content = media.content(raw)
    described = next(iter(content.values()), None)
    style = "" if described else raw.text("style") or _DEFAULT_STYLES[location]
    explode = raw.mapping().get("explode")
    if not isinstance(explode, bool):
        explode = style == "form"
    facts = raw.facts(*_CHILDREN)
    if location is not In.PATH and raw.is_true("required"):
        facts["required"] = True
    if style and (style, explode) != _default(location):
        facts |= {"style": style, "explode": explode}
    return Parameter(
        pointer=raw.pointer,
        facts=facts,
        name=raw.text("name"),
        location=location,
        is_required=location is In.PATH or raw.is_true("required"),
        schema=media.schema(raw),
        media=described,
        style=style,
        explode=explode,
        is_reserved=raw.is_true("allowReserved"),
        is_shared=is_shared,
    )


def _default(location: In) -> tuple[str, bool]:
    style = _DEFAULT_STYLES[location]
    return style, style == "form"
