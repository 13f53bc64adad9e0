"""Models that only one side has: which come and go with another change, which by themselves."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.api.models import ObjectModel
from specweld.diff.assign import worst
from specweld.diff.bodies import body_arguments
from specweld.diff.change import Bump, SymbolChange
from specweld.diff.finding import Finding
from specweld.diff.models import model_spot, model_symbol
from specweld.diff.pair import is_component
from specweld.diff.reach import model_references, operation_references, type_references

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.operations import Operation
    from specweld.api.types import ModelId
    from specweld.diff.titles import Titles
    from specweld.json_types import Pointer

_BUMPS = tuple(Bump)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """The models that one side has alone."""

    api: Api
    titles: Titles
    models: tuple[ModelId, ...]
    is_added: bool
    homes: Callable[[ModelId], frozenset[str]]
    """The operations that a model is described with."""
    names_elsewhere: frozenset[str]
    """Names of models on the other side: a name that is there is not lost."""
    successors: Mapping[ModelId, str] = field(default_factory=dict["ModelId", str])
    """Names of what stands in the place of models that are gone."""


def settle_models(findings: tuple[Finding, ...], moving: Moving) -> tuple[Finding, ...]:
    """Hang lone models on what brought or took them; report the others by themselves.

    A model that only a new operation uses is no news of its own, nor is one that came with a
    changed type: a reader wants the change, and the names that it brought.
    """
    anchors = _anchors(findings, moving)
    settled = list(findings)
    by_pointer = {
        pointer: index
        for index, each in enumerate(findings)
        if (pointer := each.spot.new if moving.is_added else each.spot.old) is not None
    }
    topic = "operation-added" if moving.is_added else "operation-removed"
    lone_operations = {
        each.spot.operations[0]: index
        for index, each in enumerate(findings)
        if each.topic == topic
    }
    for model_id in moving.models:
        model = moving.api.models[model_id]
        index = anchors.get(model_id)
        if index is None and not is_component(model_id):
            index = _nearest(by_pointer, model.origin.pointer)
        if index is None:
            index = _at_home(lone_operations, moving.homes(model_id))
        if index is None:
            settled.append(_finding(model, moving))
        else:
            settled[index] = _with_model(settled[index], model, moving)
    return tuple(settled)


def _at_home(lone: Mapping[str, int], homes: frozenset[str]) -> int | None:
    """Find the operation whose page alone describes a model that nothing refers to."""
    if not homes or not homes <= lone.keys():
        return None
    return lone[min(homes)]


def _nearest(by_pointer: Mapping[Pointer, int], pointer: Pointer) -> int | None:
    """Find the change that a model is written in."""
    for length in range(len(pointer), 0, -1):
        index = by_pointer.get(pointer[:length])
        if index is not None:
            return index
    return None


def _anchors(findings: tuple[Finding, ...], moving: Moving) -> dict[ModelId, int]:
    """Find for each lone model the first change that leads to it."""
    lone = set(moving.models)
    references = _references(moving.api)
    anchors: dict[ModelId, int] = {}
    pending: deque[tuple[int, ModelId]] = deque()
    order = sorted(
        range(len(findings)), key=lambda index: _BUMPS.index(findings[index].python)
    )
    for index in order:
        each = findings[index]
        pointer = each.spot.new if moving.is_added else each.spot.old
        if pointer is None or each.keyword not in {"", "content"}:
            continue
        found = references.get(pointer, ())
        pending.extend((index, target) for target in found)
    while pending:
        index, model_id = pending.popleft()
        if model_id in lone and model_id not in anchors:
            anchors[model_id] = index
            targets = model_references(moving.api.models[model_id])
            pending.extend((index, target) for target in targets)
    return anchors


def _references(api: Api) -> dict[Pointer, tuple[ModelId, ...]]:
    """List by node which models the thing that it describes refers to."""
    found: dict[Pointer, tuple[ModelId, ...]] = {}
    for model in api.models.values():
        found[model.origin.pointer] = tuple(model_references(model))
        if isinstance(model, ObjectModel):
            for field in model.fields:
                found[field.origin.pointer] = tuple(type_references(field.type))
    for operation in api.operations:
        found[operation.origin.pointer] = tuple(operation_references(operation))
        _add_parts(found, operation)
    return found


def _add_parts(found: dict[Pointer, tuple[ModelId, ...]], operation: Operation) -> None:
    arguments = list(operation.arguments)
    if operation.body is not None:
        body = operation.body
        arguments.extend(body_arguments(body))
        found[body.origin.pointer] = tuple(
            reference
            for each in body_arguments(body)
            for reference in type_references(each.type)
        )
    for argument in arguments:
        found.setdefault(argument.origin.pointer, tuple(type_references(argument.type)))
    response = operation.response
    if response.type is not None:
        pointer = response.origin.pointer
        references = tuple(type_references(response.type))
        for below in ((), ("content",), ("content", response.content_type, "schema")):
            found[(*pointer, *below)] = references
    for error in operation.errors:
        if error.type is not None:
            found[error.origin.pointer] = tuple(type_references(error.type))


def _symbol(model: Model, moving: Moving) -> SymbolChange:
    name = model_symbol(model)
    if moving.is_added:
        return SymbolChange(old="", new=name)
    successor = moving.successors.get(model.id, "")
    return SymbolChange(old=name, new=successor and f"models.{successor}")


def _bump(model: Model, moving: Moving) -> Bump:
    if model.name in moving.names_elsewhere:
        return Bump.NONE
    return Bump.MINOR if moving.is_added else Bump.MAJOR


def _with_model(finding: Finding, model: Model, moving: Moving) -> Finding:
    bump = _bump(model, moving)
    if bump is Bump.NONE:
        return finding
    return replace(
        finding,
        symbols=(*finding.symbols, _symbol(model, moving)),
        python=worst(finding.python, bump),
    )


def _finding(model: Model, moving: Moving) -> Finding:
    verb = "added" if moving.is_added else "removed"
    bump = _bump(model, moving)
    return Finding(
        topic=f"model-{verb}",
        rules=(f"model-{verb}",),
        spot=model_spot(
            None if moving.is_added else model,
            model if moving.is_added else None,
            moving.titles,
        ),
        message=_message(model, moving),
        old=None if moving.is_added else model.name,
        new=model.name if moving.is_added else None,
        symbols=(_symbol(model, moving),) if bump is not Bump.NONE else (),
        python=bump,
    )


def _message(model: Model, moving: Moving) -> str:
    if moving.is_added:
        return f"the model `{model.name}` is new"
    successor = moving.successors.get(model.id)
    instead = f", `{successor}` takes its place" if successor else ""
    return f"the model `{model.name}` is gone{instead}"
