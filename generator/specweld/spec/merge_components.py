"""Components of several sources under one roof: equal ones once, others by policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Severity
from specweld.grammar import Kind
from specweld.spec.difference import is_same
from specweld.spec.merge_conflicts import Content, Part, StalePages, add_part, choose
from specweld.spec.quote import quote
from specweld.spec.refs import rename_components, schema_name
from specweld.spec.shapes import mapping_at
from specweld.spec.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.config import MergePolicy
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source


Ranked: TypeAlias = "tuple[tuple[int, Source], ...]"
"""Sources in the order of reading, each with when it was given."""

Renamed: TypeAlias = dict[tuple[int, str, str], str]
"""Old names of components, by the rank of their source, their kind and their new name."""


@dataclass(slots=True, kw_only=True)
class Merged:
    """What sources say of each part; filled by the merge, then settled."""

    contents: dict[Pointer, list[Content]] = field(
        default_factory=dict["Pointer", "list[Content]"]
    )
    _nouns: dict[Pointer, str] = field(default_factory=dict["Pointer", str])

    def add(self, pointer: Pointer, part: Part, *, noun: str) -> None:
        """Add what one source says."""
        add_part(self.contents.setdefault(pointer, []), part)
        self._nouns.setdefault(pointer, noun)

    def settle(
        self, problems: Problems, stale: StalePages, policy: MergePolicy
    ) -> dict[Pointer, Part]:
        """Decide on one content for each part."""
        return {
            pointer: choose(
                contents,
                problems,
                stale,
                subject=f"{self._nouns[pointer]} {quote(pointer[-1])}",
                policy=policy,
            )
            for pointer, contents in self.contents.items()
        }

    def places(self) -> dict[Pointer, tuple[NodePlace, ...]]:
        """List every place that declares a part, in order of reading."""
        return {
            pointer: tuple(part.place for each in contents for part in each.parts)
            for pointer, contents in self.contents.items()
        }


def merge_components(
    sources: Ranked,
    renamed: Renamed,
    merged: Merged,
) -> None:
    """Add the components of all sources, kind by kind.

    Args:
        renamed: What got another name; places keep the first one.
    """
    for rank, source in sources:
        for kind, components in mapping_at(source.data, "components").items():
            if not isinstance(components, dict):
                part = Part(
                    value=components, place=source.place("components", kind), rank=rank
                )
                merged.add(("components", kind), part, noun="the part")
                continue
            for name, component in components.items():
                pointer = ("components", kind, name)
                original = renamed.get((rank, kind, name), name)
                place = source.place("components", kind, original)
                part = Part(value=component, place=place, rank=rank)
                merged.add(pointer, part, noun=_NOUNS.get(kind, kind))


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


def rename_conflicts(sources: Ranked, problems: Problems) -> tuple[Ranked, Renamed]:
    """Give schemas that other sources describe differently a name with a number.

    A schema that refers to a renamed one is renamed, too: its text is the same and its
    meaning is not.

    Returns:
        The sources, and what was renamed.
    """
    originals: Renamed = {}
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
            originals[rank, "schemas", new] = old
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
        candidate = rename_components(
            document, {("schemas", old): new for old, new in mapping.items()}
        )
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
