"""Credentials that were documented as ordinary header parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.source import EXTENSION
from specweld.spec.quirks.quirk import (
    EVERYWHERE,
    Changed,
    DocumentRule,
    NodeRule,
    Quirk,
)
from specweld.spec.refs import resolved_mapping
from specweld.spec.shapes import list_at, mapping_at, text_at, with_value
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.facts import PageFacts

_KEY_HEADER = re.compile(
    r"authorization|(?:.+-)?api-?(?:subscription-)?key|x-(?:auth|access)-token"
)
_FORM = re.compile(r"of the form\s+`(?P<prefix>[^`<]*?)\s*<")
_LINE = re.compile(
    r"Authorization:\s+(?P<prefix>[A-Za-z][\w-]*)\s+[<{\[$]", re.IGNORECASE
)
_EXAMPLE = re.compile(r"`(?P<prefix>[A-Za-z]+) +[<{\[%$]")


def _is_credential(parameter: JsonObject) -> bool:
    return (
        text_at(parameter, "in") == "header"
        and _KEY_HEADER.fullmatch(text_at(parameter, "name").lower()) is not None
    )


def _lift(document: JsonObject, _: PageFacts | None) -> Changed | None:
    if "security" in document:
        return None
    places: list[Pointer] = []
    changed = document
    for pointer, operation in walk_operations(document):
        if "security" in operation:
            continue
        schemes: dict[str, JsonObject] = {}
        kept: list[Json] = []
        for index, entry in enumerate(list_at(operation, "parameters")):
            parameter = resolved_mapping(document, entry)
            if not _is_credential(parameter):
                kept.append(entry)
                continue
            places.append((*pointer, "parameters", str(index)))
            name, scheme = _scheme(parameter)
            schemes[name] = scheme
        if schemes:
            changed = _secured(changed, pointer, kept, schemes)
    return Changed(document=changed, places=tuple(places)) if places else None


def _secured(
    document: JsonObject,
    pointer: Pointer,
    parameters: list[Json],
    schemes: dict[str, JsonObject],
) -> JsonObject:
    operation: JsonObject = {
        **mapping_at(document, *pointer),
        "parameters": parameters,
        "security": [{name: []} for name in schemes],
    }
    if not parameters:
        del operation["parameters"]
    document = with_value(document, pointer, operation)
    for name, scheme in schemes.items():
        document = with_value(document, ("components", "securitySchemes", name), scheme)
    return document


def _scheme(parameter: JsonObject) -> tuple[str, JsonObject]:
    """Choose the scheme and a name for it that says the same thing."""
    header = text_at(parameter, "name")
    description = text_at(parameter, "description")
    prefix = _prefix(header, description)
    scheme_name = prefix.lower()
    if scheme_name in {"bearer", "basic"} and header.lower() == "authorization":
        return scheme_name, {"type": "http", "scheme": scheme_name}
    name = re.sub(r"[^A-Za-z0-9._\-]", "_", header)
    scheme: JsonObject = {"type": "apiKey", "in": "header", "name": header}
    if prefix:
        scheme[EXTENSION] = {"prefix": prefix + " "}
        name += "-" + re.sub(r"[^A-Za-z0-9._\-]", "_", prefix)
    return name, scheme


def _prefix(header: str, description: str) -> str:
    """Find the word before the token; only the description of the parameter has it."""
    form = _FORM.search(description) or _EXAMPLE.search(description)
    if form is not None:
        # The docs generator prints `undefined` where the vendor named no prefix.
        prefix = form.group("prefix").strip()
        return "" if prefix == "undefined" else prefix
    return "Bearer" if header.lower() == "authorization" else ""


def _with_described_prefix(scheme: JsonObject) -> JsonObject | None:
    is_key = text_at(scheme, "type") == "apiKey" and text_at(scheme, "in") == "header"
    if not is_key or text_at(scheme, "name").lower() != "authorization":
        return None
    if mapping_at(scheme, EXTENSION):
        return None
    description = text_at(scheme, "description")
    form = _FORM.search(description) or _LINE.search(description)
    prefix = form["prefix"].strip() if form else ""
    return {**scheme, EXTENSION: {"prefix": prefix + " "}} if prefix else None


DESCRIBED_PREFIX = Quirk(
    id="described-prefix",
    wrote="`type: apiKey` in the header `Authorization`; that a word stands before the key is in"
    " the description only: `Use Authorization: Bearer <key>`.",
    made="The word is sent before the key, and kept in `x-specweld.prefix`.",
    seen="LANraragi, and descriptions that people wrote for a form.",
    platforms=EVERYWHERE,
    rule=(
        NodeRule(
            kind=Kind.SECURITY_SCHEME, trigger="type", change=_with_described_prefix
        ),
    ),
)

AUTH_HEADER_PARAMETER = Quirk(
    id="auth-header-parameter",
    wrote="`xi-api-key` or `Authorization` as a header parameter of every operation; the word"
    " before the token (`Bearer`, `Token`) is in its description only.",
    made="A security scheme, required by the operation; whether the parameter was `required`"
    " makes no difference. A scheme with another word than Bearer keeps it in"
    " `x-specweld.prefix`.",
    seen="606 of 607 pages, and descriptions that FastAPI writes.",
    platforms=EVERYWHERE,
    rule=DocumentRule(change=_lift),
)
