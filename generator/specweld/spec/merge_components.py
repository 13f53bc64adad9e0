"""Components of several sources under one roof: equal ones once, others by policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.config import MergePolicy
from specweld.diagnostics import Related, Severity
from specweld.grammar import Kind
from specweld.spec.difference import first_difference, is_same
from specweld.spec.quote import quote
from specweld.spec.refs import rename_schemas, schema_name
from specweld.spec.shapes import mapping_at
from specweld.spec.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of one source, with its place there."""

    value: Json
    place: NodePlace
    rank: int
    """When its source was given, for the policy `newest`."""


@dataclass(slots=True, kw_only=True)
class Merged:
    """What has been merged so far; filled by the merge, then frozen into a `Document`."""

    parts: dict[Pointer, Part] = field(default_factory=dict["Pointer", Part])
    pages: dict[Pointer, list[NodePlace]] = field(
        default_factory=dict["Pointer", "list[NodePlace]"]
    )
    _reported: set[Pointer] = field(default_factory=set["Pointer"])

    def add(
        self,
        pointer: Pointer,
        part: Part,
        problems: Problems,
        policy: MergePolicy,
        *,
        noun: str,
    ) -> None:
        """Add a part; an equal one is noted only, a different one is a conflict."""
        first = self.parts.setdefault(pointer, part)
        self.pages.setdefault(pointer, []).append(part.place)
        if first is part or is_same(first.value, part.value):
            return
        wins = policy is not MergePolicy.ERROR and part.rank > first.rank
        if pointer not in self._reported:
            self._reported.add(pointer)
            subject = f"{noun} {quote(pointer[-1])}"
            report_conflict(first, part, problems, subject=subject, policy=policy)
        if wins:
            self.parts[pointer] = part


def report_conflict(
    first: Part,
    second: Part,
    problems: Problems,
    *,
    subject: str,
    policy: MergePolicy,
) -> None:
    """Say that two sources disagree, where, and about what."""
    found = first_difference(first.value, second.value)
    if found is None:
        return
    where = quote("/".join(found.pointer)) if found.pointer else "it"
    is_error = policy is MergePolicy.ERROR
    problems.report(
        "merge-conflict",
        Severity.ERROR if is_error else Severity.WARNING,
        f"{subject} has two contents: {where} is {found.other} here and {found.one}"
        f" in the other; expected one content"
        + ("" if is_error else ", the newest is taken"),
        _below(second.place, found.pointer),
        help=(
            "are these pages of two dates, or of two APIs? Ingest them again together,"
            ' or set `conflicts = "newest"` or `"rename"`'
            if is_error
            else ""
        ),
        related=(
            Related(
                message=f"the other content: {found.one}",
                place=_below(first.place, found.pointer),
            ),
        ),
    )


def _below(place: NodePlace, pointer: Pointer) -> NodePlace:
    return place.source.place(*place.pointer, *pointer)


def merge_components(
    sources: tuple[tuple[int, Source], ...],
    renamed: Mapping[tuple[int, str], str],
    merged: Merged,
    problems: Problems,
    *,
    policy: MergePolicy,
) -> None:
    """Add the components of all sources, kind by kind.

    Args:
        renamed: What `rename_conflicts` gave another name; places keep the first one.
    """
    for rank, source in sources:
        for kind, components in mapping_at(source.data, "components").items():
            if not isinstance(components, dict):
                part = Part(
                    value=components, place=source.place("components", kind), rank=rank
                )
                merged.add(
                    ("components", kind), part, problems, policy, noun="the part"
                )
                continue
            for name, component in components.items():
                pointer = ("components", kind, name)
                original = (
                    renamed.get((rank, name), name) if kind == "schemas" else name
                )
                place = source.place("components", kind, original)
                part = Part(value=component, place=place, rank=rank)
                merged.add(pointer, part, problems, policy, noun=_NOUNS.get(kind, kind))


_NOUNS = {
    "callbacks": "the callback",
    "examples": "the example",
    "headers": "the header",
    "links": "the link",
    "parameters": "the parameter",
    "pathItems": "the path item",
    "requestBodies": "the request body",
    "responses": "the response",
    "schemas": "the schema",
    "securitySchemes": "the security scheme",
}


def rename_conflicts(
    sources: tuple[tuple[int, Source], ...], problems: Problems
) -> tuple[tuple[tuple[int, Source], ...], dict[tuple[int, str], str]]:
    """Give schemas that other sources describe differently a name with a number.

    A schema that refers to a renamed one is renamed, too: its text is the same and its
    meaning is not.

    Returns:
        The sources, and the old names by rank of the source and new name.
    """
    originals: dict[tuple[int, str], str] = {}
    known: dict[str, Json] = {}
    renamed: list[tuple[int, Source]] = []
    for rank, source in sources:
        schemas = mapping_at(source.data, "components", "schemas")
        clashing = {
            name
            for name, schema in schemas.items()
            if name in known and not is_same(known[name], schema)
        }
        dirty = _referring_to(schemas, clashing)
        document, names = _renamed(source.data, dirty & set(known), known)
        for old, new in names.items():
            originals[rank, new] = old
            problems.report(
                "merge-renamed",
                Severity.NOTICE,
                f"the schema {quote(old)} has another content here;"
                f" it is called {quote(new)}",
                source.place("components", "schemas", old, on_key=True),
            )
        for name, schema in mapping_at(document, "components", "schemas").items():
            known.setdefault(name, schema)
        renamed.append((rank, source.with_data(document)))
    return tuple(renamed), originals


def _renamed(
    document: JsonObject, names: set[str], known: Mapping[str, Json]
) -> tuple[JsonObject, dict[str, str]]:
    """Use the smallest number under which nothing else, or the same thing, is known."""
    if not names:
        return document, {}
    number = 2
    own = mapping_at(document, "components", "schemas")
    while True:
        mapping = {name: f"{name}{number}" for name in sorted(names)}
        candidate = rename_schemas(document, mapping)
        schemas = mapping_at(candidate, "components", "schemas")
        if all(
            new not in own and (new not in known or is_same(known[new], schemas[new]))
            for new in mapping.values()
        ):
            return candidate, mapping
        number += 1


def _referring_to(schemas: JsonObject, names: set[str]) -> set[str]:
    users: dict[str, set[str]] = {}
    for name, schema in schemas.items():
        for target in _targets(schema):
            users.setdefault(target, set()).add(name)
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(users.get(name, ()))
    return found


def _targets(schema: Json) -> Iterator[str]:
    for _, _, node in walk(schema, Kind.SCHEMA):
        name = schema_name(node)
        if name is not None:
            yield name
