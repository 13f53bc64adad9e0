"""Facts that the docs got wrong, put right by an OpenAPI Overlay 1.0 document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Severity
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, text_at, without

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source
    from specweld.spec.document import Document

Change: TypeAlias = "Callable[[Json], Json]"


def apply_overlay(document: Document, overlay: Source, problems: Problems) -> Document:
    """Apply the actions of an overlay, in order (Overlay Specification 1.0.0).

    An action that matches nothing is an error: the docs may have been mended since, or
    the path has a slip.
    """
    version = text_at(overlay.data, "overlay")
    if not version.startswith("1."):
        problems.report(
            "overlay-shape",
            Severity.ERROR,
            (
                f"this is Overlay {quote(version, limit=20)}"
                if version
                else "`overlay` is missing or no version"
            )
            + "; expected `overlay: 1.0.0`",
            overlay.place(*(("overlay",) if "overlay" in overlay.data else ())),
        )
        return document
    if not list_at(overlay.data, "actions"):
        problems.report(
            "overlay-shape",
            Severity.ERROR,
            "`actions` is missing or empty; expected a list of actions",
            overlay.place(*(("actions",) if "actions" in overlay.data else ())),
        )
    changed = document.data
    for index, action in enumerate(list_at(overlay.data, "actions")):
        place = overlay.place("actions", str(index))
        changed = _apply(changed, action, place, problems)
    return document.with_data(changed)


def _apply(
    document: JsonObject, action: Json, place: NodePlace, problems: Problems
) -> JsonObject:
    target = text_at(action, "target")
    has_effect = isinstance(action, dict) and (
        action.get("remove") is True or "update" in action
    )
    if not isinstance(action, dict) or not target.startswith("$") or not has_effect:
        problems.report(
            "overlay-shape",
            Severity.ERROR,
            "the action does nothing; expected a `target` that starts with `$`,"
            " and `update` or `remove: true`",
            place,
        )
        return document
    at_target = place.source.place(*place.pointer, "target")
    matches = _matches(document, target, at_target, problems)
    if matches is None:
        return document
    if not matches:
        problems.report(
            "overlay-no-match",
            Severity.ERROR,
            f"{quote(target)} matches nothing; expected at least one node",
            at_target,
            help="delete the action if the docs have been mended",
        )
    if action.get("remove") is True:
        # From the back, so that indices of a list stay right.
        for pointer in sorted(matches, key=_by_position, reverse=True):
            document = _removed(document, pointer, at_target, problems)
        return document
    for pointer in matches:
        document = _updated(
            document, pointer, action["update"], place=at_target, problems=problems
        )
    return document


def _by_position(pointer: Pointer) -> tuple[tuple[int, str], ...]:
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part) for part in pointer
    )


def _matches(
    document: JsonObject, target: str, place: NodePlace, problems: Problems
) -> list[Pointer] | None:
    from jsonpath import JSONPathEnvironment, JSONPathError

    class Environment(JSONPathEnvironment):
        max_recursion_depth = 1000

    try:
        return [
            tuple(str(part) for part in match.parts)
            for match in Environment().finditer(target, document)
        ]
    except (JSONPathError, RecursionError) as error:
        reason = str(error).strip().split("\n", maxsplit=1)[0]
        problems.report(
            "overlay-target",
            Severity.ERROR,
            f"{quote(target)} cannot be read: {reason}; expected a JSONPath (RFC 9535)",
            place,
        )
        return None


def _updated(
    node: JsonObject,
    pointer: Pointer,
    update: Json,
    *,
    place: NodePlace,
    problems: Problems,
) -> JsonObject:
    def change(value: Json) -> Json:
        if isinstance(value, list):
            return [*value, update]
        if isinstance(value, dict) and isinstance(update, dict):
            return _merged(value, update)
        problems.report(
            "overlay-target",
            Severity.ERROR,
            "the target and `update` do not go together; expected a mapping for a mapping,"
            " or anything for a list",
            place,
            help="name the parent of the value and give the value in `update`",
        )
        return value

    changed = _changed(node, pointer, change)
    return changed if isinstance(changed, dict) else node


def _merged(value: JsonObject, update: JsonObject) -> JsonObject:
    """Merge as the specification says: mappings deeply, lists joined, the rest replaced."""
    merged = dict(value)
    for key, new in update.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            merged[key] = _merged(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            merged[key] = [*old, *new]
        else:
            merged[key] = new
    return merged


def _removed(
    node: JsonObject, pointer: Pointer, place: NodePlace, problems: Problems
) -> JsonObject:
    if not pointer:
        problems.report(
            "overlay-target",
            Severity.ERROR,
            "`remove` names the whole document; expected a part of it",
            place,
        )
        return node
    last = pointer[-1]

    def change(holder: Json) -> Json:
        if isinstance(holder, list) and last.isdecimal():
            return [*holder[: int(last)], *holder[int(last) + 1 :]]
        return without(holder, last) if isinstance(holder, dict) else holder

    changed = _changed(node, pointer[:-1], change)
    return changed if isinstance(changed, dict) else node


def _changed(node: Json, pointer: Pointer, change: Change) -> Json:
    """Change one node, copying what leads to it; a node that is gone is left."""
    if not pointer:
        return change(node)
    key, rest = pointer[0], pointer[1:]
    if isinstance(node, dict) and key in node:
        return {**node, key: _changed(node[key], rest, change)}
    if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
        items = list(node)
        items[int(key)] = _changed(items[int(key)], rest, change)
        return items
    return node
