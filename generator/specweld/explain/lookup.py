"""From a Python name, as a caller writes it, to what it stands for."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.api import Resource
from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import Operation

if TYPE_CHECKING:
    from specweld.api.api import Api

Named: TypeAlias = Operation | Resource | ObjectModel | UnionModel | AliasModel
"""What a person can ask about."""


def find_named(api: Api, name: str) -> Named | None:
    """Find an operation, a resource or a model.

    Args:
        api: Where to look.
        name: `client.voices.get`, `voices.get`, `VoiceResponseModel`, `elevenlabs.models.Voice`.
    """
    known = _named(api)
    prefixes = {"client", "models", api.package}
    first, rest = "", name.removesuffix("()")
    while rest and rest not in known and (not first or first in prefixes):
        first, _, rest = rest.partition(".")
    return known.get(rest) if not first or first in prefixes else None


def near_names(api: Api, name: str) -> list[str]:
    """Find names that a person may have meant, the nearest first."""
    return difflib.get_close_matches(
        name.removeprefix("client."), list(_named(api)), n=3
    )


def _named(api: Api) -> dict[str, Named]:
    resources: dict[str, Named] = {
        ".".join(each.path): each for each in api.resources if each.path
    }
    operations: dict[str, Named] = {
        each.qualified_name: each for each in api.operations
    }
    models: dict[str, Named] = {each.name: each for each in api.models.values()}
    return {**models, **resources, **operations}
