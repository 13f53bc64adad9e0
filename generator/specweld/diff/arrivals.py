"""Models that only one side has: which come and go with an operation, which by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.diff.assign import worst
from specweld.diff.change import Bump, SymbolChange
from specweld.diff.finding import Finding
from specweld.diff.models import model_spot, model_symbol
from specweld.diff.pair import is_component

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.api.models import Model
    from specweld.diff.reach import Reach
    from specweld.json_types import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """The models that one side has alone, and the operations that it has alone."""

    models: tuple[Model, ...]
    operations: frozenset[str]
    reach: Reach
    is_added: bool
    names_elsewhere: frozenset[str]
    """Names of models on the other side: a name that is there is not lost."""


def settle_models(findings: tuple[Finding, ...], moving: Moving) -> tuple[Finding, ...]:
    """Hang lone models on what brought or took them; report the others by themselves.

    A model that only a new operation uses is no news of its own, nor is one that was written
    in place where a type changed.
    """
    by_operation = _lone_operations(findings, is_added=moving.is_added)
    by_pointer = {
        pointer: index
        for index, each in enumerate(findings)
        if (pointer := each.spot.new if moving.is_added else each.spot.old) is not None
    }
    settled = list(findings)
    for model in moving.models:
        users = moving.reach.operations(model.id)
        index = None
        if users and moving.operations.issuperset(users):
            index = by_operation.get(users[0])
        elif not is_component(model.id):
            index = _nearest(by_pointer, model.origin.pointer)
        if index is None:
            settled.append(_finding(model, moving))
        else:
            settled[index] = _with_model(settled[index], model, moving)
    return tuple(settled)


def _lone_operations(
    findings: Iterable[Finding], *, is_added: bool
) -> Mapping[str, int]:
    topic = "operation-added" if is_added else "operation-removed"
    return {
        each.spot.operations[0]: index
        for index, each in enumerate(findings)
        if each.topic == topic
    }


def _nearest(by_pointer: Mapping[Pointer, int], pointer: Pointer) -> int | None:
    for length in range(len(pointer), 0, -1):
        index = by_pointer.get(pointer[:length])
        if index is not None:
            return index
    return None


def _symbol(model: Model, moving: Moving) -> SymbolChange:
    name = model_symbol(model)
    return SymbolChange(
        old="" if moving.is_added else name, new=name if moving.is_added else ""
    )


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
            None if moving.is_added else model, model if moving.is_added else None
        ),
        message=f"the model `{model.name}` is {'new' if moving.is_added else 'gone'}",
        old=None if moving.is_added else model.name,
        new=model.name if moving.is_added else None,
        symbols=(_symbol(model, moving),) if bump is not Bump.NONE else (),
        python=bump,
    )
