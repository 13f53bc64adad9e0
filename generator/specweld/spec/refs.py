"""References within a document: what they name, and those that name nothing."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from specweld.diagnostics import Severity
from specweld.json_types import format_pointer, parse_pointer, resolve_pointer
from specweld.spec.quote import quote
from specweld.spec.shapes import mapping_at
from specweld.spec.walk import Kind, rewrite, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.document import Document

SCHEMAS = "#/components/schemas/"


def pointer_of(ref: str) -> Pointer | None:
    """Return what a `$ref` points to in its own document; None if it leaves it.

    A fragment is a JSON pointer in percent encoding (RFC 6901, section 6).
    """
    if not ref.startswith("#"):
        return None
    try:
        return parse_pointer(unquote(ref))
    except ValueError:
        return None


def ref_to(*pointer: str) -> str:
    """Write a `$ref` to a node of the same document."""
    return format_pointer(pointer)


def resolve(document: JsonObject, node: Json) -> tuple[Json, tuple[Pointer, ...]]:
    """Follow `$ref`s until something else is there.

    Returns:
        The node, and the pointers that were followed; the node is None where a reference
        leads nowhere, out of the document, or around in a circle.
    """
    followed: list[Pointer] = []
    while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str):
        pointer = pointer_of(ref)
        if pointer is None or pointer in followed:
            return None, tuple(followed)
        followed.append(pointer)
        try:
            node = resolve_pointer(document, pointer)
        except KeyError:
            return None, tuple(followed)
    return node, tuple(followed)


def resolved_mapping(document: JsonObject, node: Json) -> JsonObject:
    """Follow `$ref`s to a mapping; an empty one where they lead to none."""
    found, _ = resolve(document, node)
    return found if isinstance(found, dict) else {}


def schema_name(node: Json) -> str | None:
    """Return the component that a node is a plain reference to."""
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith(SCHEMAS):
            pointer = pointer_of(ref)
            if pointer is not None and len(pointer) == 3:
                return pointer[2]
    return None


def walk_refs(document: JsonObject) -> Iterator[tuple[Pointer, str, Kind]]:
    """Yield the place and text of every reference, those of discriminators included."""
    for kind, pointer, node in walk(document):
        ref = node.get("$ref")
        if isinstance(ref, str) and kind is not Kind.COMPONENTS:
            yield (*pointer, "$ref"), ref, kind
        if kind is Kind.SCHEMA and "discriminator" in node:
            for tag, target in mapping_at(node, "discriminator", "mapping").items():
                # A bare name is allowed there: it is a component, not a reference.
                if isinstance(target, str) and "#" in target:
                    yield (*pointer, "discriminator", "mapping", tag), target, kind


def rename_schemas(document: JsonObject, names: Mapping[str, str]) -> JsonObject:
    """Give component schemas other names and follow with every reference to them."""
    if not names:
        return document
    refs = {ref_to("components", "schemas", old): new for old, new in names.items()}
    refs = {ref: ref_to("components", "schemas", new) for ref, new in refs.items()}
    changed = rewrite(document, lambda _, __, node: _retarget(node, refs, names))
    schemas = mapping_at(changed, "components", "schemas")
    if not schemas:
        return changed
    renamed: JsonObject = {
        names.get(name, name): schema for name, schema in schemas.items()
    }
    components: JsonObject = {**mapping_at(changed, "components"), "schemas": renamed}
    return {**changed, "components": components}


def _retarget(
    node: JsonObject, refs: Mapping[str, str], names: Mapping[str, str]
) -> JsonObject:
    ref = node.get("$ref")
    if isinstance(ref, str):
        new = refs.get(ref) or refs.get(unquote(ref))
        if new is not None:
            node = {**node, "$ref": new}
    if "discriminator" in node:
        mapping = mapping_at(node, "discriminator", "mapping")
        targets: JsonObject = {
            tag: (
                (refs.get(target) or names.get(target) or target)
                if isinstance(target, str)
                else target
            )
            for tag, target in mapping.items()
        }
        if targets != mapping:
            discriminator: JsonObject = {
                **mapping_at(node, "discriminator"),
                "mapping": targets,
            }
            node = {**node, "discriminator": discriminator}
    return node


def check_refs(document: Document, problems: Problems) -> None:
    """Report references that lead nowhere, in a circle, or out of the document."""
    for pointer, ref, _ in walk_refs(document.data):
        # The place is the reference object, which is located at its `$ref`.
        at = pointer[:-1] if pointer[-1] == "$ref" else pointer
        _check_ref(document, at, ref, problems)


def _check_ref(document: Document, at: Pointer, ref: str, problems: Problems) -> None:
    target = pointer_of(ref)
    place = document.place(at)
    if not ref.startswith("#"):
        problems.report(
            "external-ref",
            Severity.UNSUPPORTED,
            f"{quote(ref)} leaves this document; expected a reference that starts with `#/`",
            place,
            help="bundle the document into one file first",
        )
    elif target is None:
        problems.report(
            "dangling-ref",
            Severity.ERROR,
            f"{quote(ref)} is no JSON pointer; expected `#/components/...`",
            place,
        )
    elif not _exists(document.data, target):
        problems.report(
            "dangling-ref",
            Severity.ERROR,
            f"{quote(ref)} is not defined; expected a component of this document",
            place,
            help=_suggestion(document.data, target),
        )
    elif at in _followed_in_vain(document.data, ref):
        problems.report(
            "circular-ref",
            Severity.ERROR,
            f"{quote(ref)} leads back to itself; expected a definition at its end",
            place,
        )


def _exists(document: JsonObject, target: Pointer) -> bool:
    try:
        resolve_pointer(document, target)
    except KeyError:
        return False
    return True


def _followed_in_vain(document: JsonObject, ref: str) -> tuple[Pointer, ...]:
    node, followed = resolve(document, {"$ref": ref})
    return followed if node is None else ()


def _suggestion(document: JsonObject, target: Pointer) -> str:
    siblings = mapping_at(document, *target[:-1])
    if not target:
        return ""
    near = difflib.get_close_matches(target[-1], list(siblings), n=1)
    return f"did you mean {quote(near[0])}?" if near else ""
