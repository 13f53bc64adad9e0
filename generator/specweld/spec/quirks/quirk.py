"""What a quirk is: something that docs generators write, and what we make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from specweld.grammar import Kind
from specweld.json_types import JsonObject, Pointer
from specweld.pages.platform import Platform
from specweld.spec.facts import PageFacts

FERN = frozenset({Platform.FERN})
APIDOG = frozenset({Platform.APIDOG})
README = frozenset({Platform.README})
EVERYWHERE = frozenset(Platform)
"""For one spelling of what vendors and frameworks spell in several, whoever passes it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRule:
    """Puts one node right, looking at nothing but the node."""

    kind: Kind
    trigger: str
    """The key without which the node is not even looked at."""
    change: Callable[[JsonObject], JsonObject | None]
    """Gives the node as it should be; None where it is right as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A document put right, and the places where something was wrong."""

    document: JsonObject
    places: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """Puts a whole document right: the nodes concerned depend on one another."""

    change: Callable[[JsonObject, PageFacts | None], Changed | None]
    """Gives the document as it should be; None where nothing is wrong with it."""


Rule: TypeAlias = tuple[NodeRule, ...] | DocumentRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """One habit of a docs generator, with its cure."""

    id: str
    """Kebab case; what `quirks-off` takes and `explain` lists."""
    wrote: str
    """What the vendor wrote."""
    made: str
    """What we make of it."""
    seen: str
    """Where it was met."""
    platforms: frozenset[Platform]
    """Who writes it: pages and documents of others are left as they are."""
    rule: Rule
