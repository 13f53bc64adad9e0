"""What models are called in reports: by their component, else by where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.owners import Owners
from specweld.diff.pair import is_component

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Model


class Titles:
    """Gives a model a name in the words of the document.

    The Python name of a model that is written in place is put together from its surroundings
    and long; `POST /embeddings body provider` says the same and survives another spelling.
    """

    def __init__(self, old: Api, new: Api) -> None:
        self._old, self._new = old, new
        self._owners = (Owners(old), Owners(new))

    def of(self, model: Model) -> str:
        """Return what a model of either side is called."""
        if is_component(model.id):
            return model.name
        is_old = self._old.models.get(model.id) is model
        owners = self._owners[0] if is_old else self._owners[1]
        above = owners.owner(model.origin.pointer[:-1])
        own = owners.owner(model.origin.pointer)
        if own is not None and own[0].model != model.id and not own[1]:
            return own[0].name  # an argument or field whose type it is
        if above is None:
            return model.name
        owner, rest = above
        steps = [_STEPS.get(each, each) for each in (*rest, model.origin.pointer[-1])]
        path = "".join(step if step in _MARKS else f".{step}" for step in steps if step)
        name = model.name if owner.model == model.id else owner.name
        return f"{name}{path}" if owner.model else f"{name} {path.lstrip('.')}".strip()


_STEPS = {
    "content": "",
    "application/json": "",
    "schema": "",
    "properties": "",
    "items": "[]",
    "additionalProperties": "{}",
    "anyOf": "",
    "oneOf": "",
    "allOf": "",
}
_MARKS = frozenset({"[]", "{}"})
