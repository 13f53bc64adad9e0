"""Join the members of objects and arrays: which schema stands where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from specweld.contract.keywords import is_annotation
from specweld.contract.layers import adds_type
from specweld.contract.nodes import Property
from specweld.json_types import is_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.contract.layers import Layer
    from specweld.contract.nodes import SchemaId
    from specweld.contract.raw import Raw

_HOLDERS = frozenset(
    {
        "additionalProperties",
        "items",
        "patternProperties",
        "prefixItems",
        "properties",
        "required",
        "unevaluatedProperties",
    }
)
"""Every keyword that is read here: most schemas have none of them."""

Place: TypeAlias = Callable[[str, "tuple[Raw, ...]"], "SchemaId"]
"""Gives the nodes about one child an id, by where the child stands: `properties/name`."""


@dataclass(slots=True, kw_only=True)
class Members:
    """The children of an object or array."""

    properties: dict[str, Property] = field(default_factory=dict[str, Property])
    required: dict[str, None] = field(default_factory=dict[str, None])
    additional: SchemaId | bool | None = None
    patterns: dict[str, SchemaId] = field(default_factory=dict[str, "SchemaId"])
    items: SchemaId | bool | None = None
    prefix: tuple[SchemaId, ...] = ()

    @property
    def is_object(self) -> bool:
        """Return whether there is anything that only objects have."""
        return bool(self.properties or self.patterns) or self.additional is not None

    @property
    def is_array(self) -> bool:
        """Return whether there is anything that only arrays have."""
        return self.items is not None or bool(self.prefix)


def join_members(layers: Sequence[Layer], place: Place) -> Members:
    """Collect the children that all nodes speak of, each child once."""
    members = Members()
    raws = [layer.raw for layer in layers if layer.raw.has(*_HOLDERS)]
    for raw in raws:
        members.required.update(dict.fromkeys(raw.texts("required")))
    if not raws:
        return members
    for name, about in _by_name(raws, "properties").items():
        members.properties[name] = Property(
            schema=place(f"properties/{name}", about),
            is_required=name in members.required,
            pointer=about[-1].pointer,
        )
    for pattern, about in _by_name(raws, "patternProperties").items():
        members.patterns[pattern] = place(f"patternProperties/{pattern}", about)
    members.additional = _additional(raws, place)
    members.prefix = _prefix(raws, place)
    is_old = any(raw.elements("items") for raw in raws)
    members.items = _one(raws, "additionalItems" if is_old else "items", place)
    return members


def _prefix(raws: Sequence[Raw], place: Place) -> tuple[SchemaId, ...]:
    """Take the longest list of positions; before JSON Schema 2020-12 it stood in `items`."""
    keyword = "prefixItems"
    longest: list[Raw] = []
    for raw in raws:
        for word in ("prefixItems", "items"):
            listed = raw.elements(word)
            if len(listed) > len(longest):
                keyword, longest = word, listed
    return tuple(
        place(f"{keyword}/{index}", (each,)) for index, each in enumerate(longest)
    )


def _by_name(raws: Sequence[Raw], keyword: str) -> Mapping[str, tuple[Raw, ...]]:
    """Collect the nodes about each named child, in the order of first appearance.

    A node that says nothing of types (a description, an example) takes the place of none.
    """
    found: dict[str, tuple[Raw, ...]] = {}
    for raw in raws:
        for name, each in raw.entries(keyword):
            found[name] = _refined(found.get(name, ()), each)
    return found


def _refined(before: tuple[Raw, ...], each: Raw) -> tuple[Raw, ...]:
    if not before or not any(adds_type(known) for known in before):
        return (each,)
    others = tuple(known for known in before if not is_same(known.value, each.value))
    if len(others) < len(before):
        return (*others, each)
    if not adds_type(each) and not _narrows(each):
        return before
    return (*before, each)


def _narrows(each: Raw) -> bool:
    """Return whether a node without types still bounds values: `required`, `maximum`."""
    return any(not is_annotation(keyword) for keyword in each.mapping())


def _additional(raws: Sequence[Raw], place: Place) -> SchemaId | bool | None:
    """Find what is said of other keys: a schema before a yes or no, a later node before an earlier."""
    found: Raw | None = None
    for keyword in ("unevaluatedProperties", "additionalProperties"):
        for raw in raws:
            each = raw.get(keyword)
            if each is None:
                continue
            if found is None or _is_schema(each) or not _is_schema(found):
                found = each
    if found is None:
        return None
    if not _is_schema(found):
        return found.value if isinstance(found.value, bool) else None
    return place("additionalProperties", (found,))


def _is_schema(raw: Raw) -> bool:
    return isinstance(raw.value, dict)


def _one(raws: Sequence[Raw], keyword: str, place: Place) -> SchemaId | bool | None:
    about: tuple[Raw, ...] = ()
    flag: bool | None = None
    for raw in raws:
        each = raw.get(keyword)
        if each is None or isinstance(each.value, list):
            continue
        if isinstance(each.value, bool):
            flag = each.value
        else:
            about = _refined(about, each)
    return place(keyword, about) if about else flag
