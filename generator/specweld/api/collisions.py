"""Give each of several wire names a Python name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.spelling import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MODEL_MEMBERS = frozenset(
    {"copy_with", "extra", "from_dict", "from_json", "to_dict", "to_json"}
)
"""What every model class has: a field of such a name gets an underscore."""

PAGE_MEMBERS = frozenset(
    {"has_next_page", "next_arguments", "next_page", "pages", "paging"}
)
"""What the page of a list has besides."""


def field_names(
    wire_names: Iterable[str],
    *,
    previous: Callable[[str], str | None],
    taken: frozenset[str] = MODEL_MEMBERS,
) -> dict[str, str]:
    """Name the fields of one class.

    A name of the last run stays; then a wire name that is its own Python name takes it
    before one that has to be respelled (`meta` before `_meta`); then document order.

    Args:
        wire_names: in document order.
        previous: the name that a wire name had in the last run.
        taken: members of the class that are not fields.
    """
    wanted = {wire: _field_name(wire, taken) for wire in wire_names}
    kept = {
        wire: name
        for wire in wanted
        if (name := previous(wire)) is not None and _is_allowed(name, taken)
    }
    return settle_names(wanted, kept)


def settle_names(
    wanted: Mapping[str, str], kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Resolve collisions: who was there first, then who is spelled so, then who comes first.

    Args:
        wanted: the name that each key would like, keys in document order.
        kept: names that stay as they are; a name twice in here stays with the first.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in (kept or {}).items():
        if name not in taken:
            names[key] = name
            taken.add(name)
    order = sorted(wanted, key=lambda key: wanted[key] != key)
    for key in order:
        if key not in names:
            names[key] = free_name(wanted[key], taken)
            taken.add(names[key])
    return {key: names[key] for key in wanted}


def free_name(wanted: str, taken: set[str]) -> str:
    """Find the first free name: `meta`, `meta_`, `meta_2`, `meta_3`."""
    if wanted not in taken:
        return wanted
    stem = wanted.rstrip("_")
    name = f"{stem}_"
    number = 2
    while name in taken:
        name = f"{stem}_{number}"
        number += 1
    return name


def _field_name(wire_name: str, taken: frozenset[str]) -> str:
    name = identifier(wire_name, fallback="field")
    return f"{name}_" if name in taken else name


def _is_allowed(name: str, taken: frozenset[str]) -> bool:
    return name.isidentifier() and not name.startswith("_") and name not in taken
