"""The tree of resources: which file and which class stands for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.spelling import module_name
from specweld.render.colour import Colour
from specweld.render.identifier import identifier

if TYPE_CHECKING:
    from specweld.api.api import Api


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All resources by their path from the client down."""

    modules: Mapping[tuple[str, ...], str]
    """Flat file names, the same in both colours: `voices_settings`."""
    class_names: Mapping[tuple[str, ...], str]
    below: Mapping[tuple[str, ...], tuple[str, ...]]
    """Class names of the resources right below."""

    def classes_in(self, path: tuple[str, ...]) -> frozenset[str]:
        """Collect the classes that the module of a resource defines or names, models apart."""
        names = (self.class_names[path], *self.below.get(path, ()))
        return frozenset(colour.own(name) for name in names for colour in Colour)


def resource_tree(api: Api) -> Tree:
    """Name the file of each resource.

    `a.b` and `a_b` fall together; the one that sorts later gets another underscore.
    """
    modules: dict[tuple[str, ...], str] = {}
    below: dict[tuple[str, ...], tuple[str, ...]] = {}
    taken: set[str] = set()
    for resource in sorted(api.resources, key=lambda each: each.path):
        name = module_name("_".join(identifier(part).text for part in resource.path))
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        modules[resource.path] = name
        if resource.path:
            parent = resource.path[:-1]
            below[parent] = (*below.get(parent, ()), resource.class_name)
    class_names = {each.path: each.class_name for each in api.resources}
    return Tree(modules=modules, class_names=class_names, below=below)
