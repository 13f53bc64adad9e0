"""Group the methods into resources: one class and one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.api import Resource
from specweld.api.spelling import identifier, pascal_case
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.api.operations import Method
    from specweld.contract.nodes import Tag


def build_resources(
    operations: Sequence[Method],
    *,
    client_name: str,
    class_names: Mapping[tuple[str, ...], str],
    descriptions: Mapping[str, str],
) -> tuple[Resource, ...]:
    """Make the tree: the root first, parents before children, siblings sorted."""
    paths = resource_paths(each.resource for each in operations)
    return tuple(
        Resource(
            path=path,
            class_name=class_names[path] if path else client_name,
            description=descriptions.get(".".join(path), ""),
            operations=tuple(each for each in operations if each.resource == path),
            children=tuple(each[-1] for each in paths if each and each[:-1] == path),
        )
        for path in paths
    )


def resource_paths(used: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """List all resources, the root and those without methods of their own included."""
    paths: set[tuple[str, ...]] = {()}
    for each in used:
        paths.update(each[:length] for length in range(1, len(each) + 1))
    return sorted(paths)


def resource_class(path: tuple[str, ...]) -> str:
    """Spell the class of a resource: `VoicesSettings`."""
    return "".join(pascal_case(each) for each in path)


def tag_descriptions(tags: Iterable[Tag]) -> dict[str, str]:
    """Read the descriptions of tags, by the resource name that a tag becomes."""
    return {
        identifier(each.name, fallback="call"): text_at(each.facts, "description")
        for each in tags
    }
