"""What of one side is what of the other: by what things are, never by where they stand."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from specweld.contract.nodes import is_component
from specweld.diff.schemas import Schemas, alternatives, view

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from specweld.contract.nodes import Alternative, Schema, SchemaId

Item = TypeVar("Item")

_DEPTH = 6
_SIMILAR = 0.5
_SPELLED_ALIKE = 0.6


def match(
    old: Sequence[Item],
    new: Sequence[Item],
    *keys: tuple[Callable[[Item], Hashable], Callable[[Item], Hashable]],
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair items by one key after the other; a key that several items have pairs none of them.

    Args:
        keys: What the items of the old and of the new side are called; None is not a name.

    Returns:
        The pairs in the order of the new side, and what only the old and only the new side has.
    """
    left, right = list(old), list(new)
    partner: dict[int, Item] = {}
    for old_key, new_key in keys:
        before, after = _by_key(left, old_key), _by_key(right, new_key)
        gone: set[int] = set()
        for key, items in after.items():
            found = before.get(key, [])
            if len(items) == len(found) == 1:
                partner[id(items[0])] = found[0]
                gone.update((id(items[0]), id(found[0])))
        left = [each for each in left if id(each) not in gone]
        right = [each for each in right if id(each) not in gone]
    pairs = [(partner[id(each)], each) for each in new if id(each) in partner]
    return pairs, left, right


def _by_key(
    items: Iterable[Item], key: Callable[[Item], Hashable]
) -> Mapping[Hashable, list[Item]]:
    found: dict[Hashable, list[Item]] = defaultdict(list)
    for each in items:
        name = key(each)
        if name is not None:
            found[name].append(each)
    return found


def likest(
    old: Sequence[Item],
    new: Sequence[Item],
    likeness: Callable[[Item, Item], float],
    *,
    least: float = _SIMILAR,
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair what is most alike first, as long as it is alike at all."""
    ranked = sorted(
        (-likeness(before, after), left, right)
        for left, before in enumerate(old)
        for right, after in enumerate(new)
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for rank, left, right in ranked:
        if -rank >= least and left not in taken and right not in partner:
            partner[right] = left
            taken.add(left)
    pairs = [(old[partner[index]], new[index]) for index in sorted(partner)]
    rest = [each for index, each in enumerate(old) if index not in taken]
    return pairs, rest, [each for i, each in enumerate(new) if i not in partner]


def are_spelled_alike(old: str, new: str) -> bool:
    """Return whether a name may be another one put in other words: `passenger_name`, `passenger`."""
    before, after = old.lower(), new.lower()
    if before in after or after in before:
        return min(len(before), len(after)) > 1
    return SequenceMatcher(None, before, after).ratio() >= _SPELLED_ALIKE


Side: TypeAlias = "tuple[Schemas, Sequence[Alternative]]"


def match_members(
    old: Side, new: Side
) -> tuple[list[tuple[Alternative, Alternative]], list[Alternative], list[Alternative]]:
    """Pair the alternatives of two unions: by tag, title, reference, else by likeness."""
    before, after = old[0], new[0]
    keys = (_reference, _tag, _title, _signature)
    pairs, left, right = match(
        old[1],
        new[1],
        *((partial(each, before), partial(each, after)) for each in keys),
    )
    similar, left, right = likest(
        left, right, lambda one, other: member_likeness(before, one, after, other)
    )
    return [*pairs, *similar], left, right


def _reference(_schemas: Schemas, each: Alternative) -> str | None:
    return each.member if is_component(each.member) else None


def _tag(schemas: Schemas, each: Alternative) -> tuple[tuple[str, str], ...] | None:
    return tuple(sorted(constants(schemas, each.schema).items())) or None


def constants(schemas: Schemas, id: SchemaId) -> dict[str, str]:
    """Return what tells an object from its neighbours: the properties of one value only."""
    found: dict[str, str] = {}
    for name, each in view(schemas, id).schema.properties.items():
        values = view(schemas, each.schema).schema.values
        if values is not None and len(values) == 1:
            found[name] = repr(values[0])
    return found


def _title(schemas: Schemas, each: Alternative) -> str | None:
    title = view(schemas, each.schema).facts.get("title")
    return title if isinstance(title, str) else None


def _signature(schemas: Schemas, each: Alternative) -> str:
    return signature(schemas, each.schema)


def member_likeness(
    before: Schemas, old: Alternative, after: Schemas, new: Alternative
) -> float:
    """Say how alike two alternatives are: of one type, and then by their properties."""
    one, other = view(before, old.schema).schema, view(after, new.schema).schema
    if old.member == new.member:
        return 1.0
    are_named = is_component(old.member) and is_component(new.member)
    if are_named and (_is_alias(before, new, one) or _is_alias(after, old, other)):
        return 1.0
    if are_named and (new.member in before or old.member in after):
        return 0.0  # either is on both sides, and another one
    if one.properties or other.properties:
        agree = _tags_agree(before, old.schema, after, new.schema)
        return likeness(one, other) if agree else 0.0
    return 1.0 if one.types == other.types else 0.0


def _is_alias(schemas: Schemas, member: Alternative, target: Schema) -> bool:
    """Return whether a side calls one thing by the name of the other side's member as well."""
    return member.member in schemas and view(schemas, member.member).schema is target


def _tags_agree(before: Schemas, old: SchemaId, after: Schemas, new: SchemaId) -> bool:
    """Return whether no constant says that two objects are different ones."""
    one, other = constants(before, old), constants(after, new)
    return all(one[name] == other[name] for name in one.keys() & other.keys())


def likeness(old: Schema, new: Schema) -> float:
    """Return the part of the properties, or of the values, that two schemas share."""
    before: set[str] = set(old.properties) or set(map(repr, old.values or ()))
    after: set[str] = set(new.properties) or set(map(repr, new.values or ()))
    if not before and not after:
        same = (old.types, bool(old.alternatives)) == (
            new.types,
            bool(new.alternatives),
        )
        return 1.0 if same else 0.0
    return len(before & after) / max(len(before), len(after))


def signature(schemas: Schemas, id: SchemaId, depth: int = 0) -> str:
    """Write down what a schema allows, other components by name, so that equals can be found."""
    if id not in schemas or depth > _DEPTH:
        return "..."
    found = view(schemas, id)
    schema = found.schema
    if depth and schema.is_component:
        return f"{schema.id}{'?' if found.is_nullable else ''}"
    inner = depth + 1
    named = (
        f"{name}{'' if each.is_required else '?'}: {signature(schemas, each.schema, inner)}"
        for name, each in sorted(schema.properties.items())
    )
    parts = [
        "|".join(schema.types),
        "null" if found.is_nullable else "",
        repr(sorted(map(repr, schema.values))) if schema.values is not None else "",
        "{" + ", ".join(named) + "}",
    ]
    parts.extend(
        signature(schemas, child, inner) if isinstance(child, str) else repr(child)
        for child in (schema.items, schema.additional)
    )
    if schema.alternatives:
        members = alternatives(schemas, schema.id)
        parts.append(
            repr(sorted(signature(schemas, each.schema, inner) for each in members))
        )
    return " ".join(each for each in parts if each)
