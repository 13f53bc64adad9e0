"""Which file each model goes to: one `models.py`, or a package of modules when there are many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import circles, references
from specweld.api.models import AliasModel
from specweld.api.spelling import module_name, snake_case
from specweld.api.types import LiteralType
from specweld.render.scope import MODELS

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.types import ModelId
    from specweld.json_types import Pointer

MOST_MODELS_IN_ONE_FILE = 100
"""Above this, importing one model must not mean building all."""

_ENUMS = ("enums",)
"""The home of enums that are components: each is one line, and a module each would cost more than all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The module of each model."""

    modules: Mapping[ModelId, str]
    """Seen from the package's root: `.models`, `.models.voice`."""
    is_package: bool


def places(api: Api) -> Places:
    """Give each model its module: that of the component or the operation in which it is described."""
    if len(api.models) <= MOST_MODELS_IN_ONE_FILE:
        modules = dict.fromkeys(api.models, MODELS)
        return Places(modules=modules, is_package=False)
    homes = {each: _home(model) for each, model in api.models.items()}
    groups: dict[tuple[Pointer, ...], list[Model]] = {}
    together = _together(api.models, homes)
    for each, home in homes.items():
        groups.setdefault(together[home], []).append(api.models[each])
    names = _file_names(groups)
    modules = {
        each: f"{MODELS}.{names[together[home]]}" for each, home in homes.items()
    }
    return Places(modules=modules, is_package=True)


def by_module(api: Api, found: Places) -> dict[str, list[Model]]:
    """Group the models by their module, in document order."""
    groups: dict[str, list[Model]] = {}
    for model in api.models.values():
        groups.setdefault(found.modules[model.id], []).append(model)
    return groups


def _home(model: Model) -> Pointer:
    """Find the component or the operation that describes a model."""
    pointer = model.origin.pointer
    is_component = len(pointer) <= 3
    if is_component and _is_enum(model):
        return _ENUMS
    return pointer[:3]


def _is_enum(model: Model) -> bool:
    return isinstance(model, AliasModel) and isinstance(model.target, LiteralType)


def _together(
    models: Mapping[ModelId, Model], homes: Mapping[ModelId, Pointer]
) -> dict[Pointer, tuple[Pointer, ...]]:
    """Unite homes that need one another while they are imported.

    Annotations of classes and members of unions are evaluated at first use, so only other aliases need
    what they name.
    """
    needed: dict[Pointer, dict[Pointer, None]] = {home: {} for home in homes.values()}
    for each, model in models.items():
        if isinstance(model, AliasModel):
            for other in references(model.target):
                needed[homes[each]][homes[other]] = None
    graph = {home: tuple(others) for home, others in needed.items()}
    return {home: circle for circle in circles(graph) for home in circle}


def _file_names(
    groups: Mapping[tuple[Pointer, ...], Iterable[Model]],
) -> dict[tuple[Pointer, ...], str]:
    """Name the modules; of two that fall together the second gets underscores."""
    names: dict[tuple[Pointer, ...], str] = {(_ENUMS,): _ENUMS[0]}
    taken = {_ENUMS[0]}
    outermost = {key: _outermost(models).name for key, models in groups.items()}
    for key in sorted(groups.keys() - names.keys(), key=lambda each: outermost[each]):
        name = module_name(snake_case(outermost[key]))
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        names[key] = name
    return names


def _outermost(models: Iterable[Model]) -> Model:
    """Choose the model after which a module is called."""
    return min(models, key=lambda each: (len(each.origin.pointer), each.name))
