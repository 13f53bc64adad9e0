"""Which file each model goes to: one `models.py`, or a package of small modules when there are many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import circles, model_references
from specweld.api.spelling import module_name, snake_case

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.types import ModelId

MOST_MODELS_IN_ONE_FILE = 100
"""Above this, importing one model must not mean building all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The module of each model."""

    modules: Mapping[ModelId, str]
    """Seen from the package's root: `.models`, `.models.voice`."""
    is_package: bool


def places(api: Api) -> Places:
    """Give each model its module; models that refer to each other in a circle share one."""
    if len(api.models) <= MOST_MODELS_IN_ONE_FILE:
        modules = dict.fromkeys(api.models, ".models")
        return Places(modules=modules, is_package=False)
    graph = {each: model_references(model) for each, model in api.models.items()}
    groups = [
        sorted((api.models[x] for x in circle), key=lambda each: each.name)
        for circle in circles(graph)
    ]
    names = _file_names(group[0].name for group in groups)
    modules = {
        model.id: f".models.{names[group[0].name]}"
        for group in groups
        for model in group
    }
    return Places(modules=modules, is_package=True)


def by_module(api: Api, found: Places) -> dict[str, list[Model]]:
    """Group the models by their module, in document order."""
    groups: dict[str, list[Model]] = {}
    for model in api.models.values():
        groups.setdefault(found.modules[model.id], []).append(model)
    return groups


def _file_names(class_names: Iterable[str]) -> dict[str, str]:
    """Turn class names into module names; of two that fall together the second gets underscores."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for class_name in sorted(class_names):
        name = module_name(snake_case(class_name))
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        names[class_name] = name
    return names
