"""The public names of a client, as an importer or caller writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.models import model_symbol

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.types import ModelId


def surface_names(
    api: Api,
    *,
    without: frozenset[str] = frozenset(),
    hidden: frozenset[ModelId] = frozenset(),
) -> set[str]:
    """List the names of the client class, methods, models and environments.

    Args:
        without: Ids of operations to leave out.
        hidden: Models to leave out.
    """
    names = {api.client_name, f"Async{api.client_name}"}
    names.update(
        f"client.{each.qualified_name}"
        for each in api.operations
        if each.id not in without
    )
    names.update(
        model_symbol(model)
        for model_id, model in api.models.items()
        if model_id not in hidden
    )
    if len(api.servers) > 1:
        names.update(f"environment.{each.name}" for each in api.servers)
    return names
