"""What names mean where an annotation stands: which module, and what shadows what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.render.code import Import, code
from specweld.render.core import core
from specweld.render.expression import Name
from specweld.render.identifier import identifier

if TYPE_CHECKING:
    from specweld.api.models import Model
    from specweld.api.operations import Security
    from specweld.api.types import ModelId

MODELS = ".models"
"""The module of all models, or the package that imports them when they are first used."""

PARAMS = ".params"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The names that an annotation can use.

    A class body that defines `list` hides the builtin from every later annotation of that class, for type
    checkers and, in a model, at run time as well.
    """

    models: Mapping[ModelId, Model]
    modules: Mapping[ModelId, str]
    """The module that defines each model: `.models`, or `.models.voice`."""
    params: Mapping[ModelId, str]
    """Names of the models' sent forms in `.params`; only models that have one."""
    module: str
    """The module that is being written: its own names are not imported."""
    security: Security = ()
    """What the operations of the client take; calls of those that take something else say so."""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    """The classes of errors by status (`404`) or range (`5XX`); any other is an `ApiStatusError`."""
    shadows: frozenset[str] = field(default=frozenset())
    """Names that mean something else here."""
    model_names: frozenset[str] = field(default=frozenset())
    """A kind of answer that a model is called like is imported by another name."""
    taken: frozenset[str] = field(default=frozenset())
    """Other names of the module that is being written; an equal model is imported by another one."""

    pages: Mapping[str, Import] = field(default_factory=dict[str, Import])
    """The page classes of the synchronous client, by operation."""
    far: frozenset[ModelId] = field(default=frozenset())
    """Models that are prepared for decoding only when a value of them comes."""

    def entering(
        self,
        module: str,
        *,
        taken: frozenset[str] = frozenset(),
        far: frozenset[ModelId] = frozenset(),
    ) -> Scope:
        """Enter a module that defines classes of its own."""
        return replace(self, module=module, shadows=frozenset(), taken=taken, far=far)

    def within(self, names: frozenset[str]) -> Scope:
        """Enter a class or a function that defines names."""
        return replace(self, shadows=names)

    def near(self) -> Scope:
        """Enter what is decoded at once."""
        return replace(self, far=frozenset())

    def builtin(self, name: str) -> Name:
        """Name a builtin type."""
        if name not in self.shadows:
            return Name(code=code(name))
        module = Import(module="builtins", alias=self._alias("builtins"))
        return Name(code=code(f"{module.alias or module.module}.{name}", module))

    def imported(self, needed: Import) -> Name:
        """Name something imported, by another name where its own is taken."""
        if needed.module == self.module:
            return Name(code=identifier(needed.name))
        is_ours = needed.module.startswith(".models")
        is_taken = needed.name in self.taken or (
            not is_ours and needed.name in self.model_names
        )
        alias = self._alias(needed.name, is_taken=is_taken)
        return Name(code=code(alias or needed.name, replace(needed, alias=alias)))

    def _alias(self, name: str, *, is_taken: bool = False) -> str:
        """Find another name for what is shadowed or taken; empty when its own will do."""
        if name not in self.shadows and not is_taken:
            return ""
        alias = f"{name}_"
        while alias in self.shadows:
            alias += "_"
        return alias

    def core(self, name: str) -> Name:
        """Name something of the runtime."""
        return self.imported(core(name))

    def typing(self, name: str) -> Name:
        """Name something of `typing`."""
        return self.imported(Import(module="typing", name=name))

    def model(self, id: ModelId) -> Name:
        """Name a model: by itself, or by the package that imports it when it is first used."""
        name = identifier(self.models[id].name).text
        module = self.modules[id]
        if module in (MODELS, self.module):
            return self.imported(Import(module=module, name=name))
        return self._member(MODELS, name)

    def param(self, id: ModelId) -> Name:
        """Name the sent form of a model."""
        name = self.params[id]
        if self.modules[id] == MODELS or self.module == PARAMS:
            return self.imported(Import(module=PARAMS, name=name))
        return self._member(PARAMS, name)

    def _member(self, module: str, name: str) -> Name:
        """Name what a module of the package holds, by way of that module."""
        owner = self.imported(Import(module=".", name=module.removeprefix("."))).code
        return Name(code=code(f"{owner.text}.{name}", *owner.imports))
