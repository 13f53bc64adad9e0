"""Which models are so far-reaching that they are prepared for decoding only when a value of them comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.models import Model, ObjectModel
from specweld.api.types import ModelId, ModelRef, Nullable, TypeRef, children

if TYPE_CHECKING:
    from specweld.api.models import Field

MOST_PREPARED = 25
"""Classes that one class may bring along; preparing one takes a tenth to a third of a millisecond."""


def far_models(models: Mapping[ModelId, Model]) -> frozenset[ModelId]:
    """Find the classes that bring along too many others."""
    following = {
        each: tuple(dict.fromkeys(_below(model, models)))
        for each, model in models.items()
        if isinstance(model, ObjectModel)
    }
    return frozenset(each for each in following if _brings_many(each, following))


def may_be_far(field: Field) -> bool:
    """Return whether a value need not be there: what must be there is decoded at once."""
    return not field.is_required or isinstance(field.type, Nullable)


def _below(model: ObjectModel, models: Mapping[ModelId, Model]) -> Iterator[ModelId]:
    for field in model.fields:
        yield from prepared_with(field.type, models)


def prepared_with(type: TypeRef, models: Mapping[ModelId, Model]) -> Iterator[ModelId]:
    """Yield the classes that msgspec prepares with a type; unions that we decode ourselves come later."""
    found = followed(type, models)
    if isinstance(found, ModelRef):
        if isinstance(models[found.id], ObjectModel):
            yield found.id
        return
    for each in children(found):
        yield from prepared_with(each, models)


def _brings_many(
    start: ModelId, following: Mapping[ModelId, tuple[ModelId, ...]]
) -> bool:
    found = {start}
    waiting = [start]
    while waiting and len(found) <= MOST_PREPARED:
        for each in following[waiting.pop()]:
            if each not in found:
                found.add(each)
                waiting.append(each)
    return len(found) > MOST_PREPARED
