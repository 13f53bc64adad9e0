"""What of the old side is what of the new side: operations and models, by place, shape and use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import (
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    TypeRef,
    UnionType,
)

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Operation

_PARAMETER = re.compile(r"\{[^{}]*\}")
_COMPONENT = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPairs:
    """The operations of two sides, matched."""

    both: tuple[tuple[Operation, Operation], ...]
    """In the order of the new side."""
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def pair_operations(
    old: Sequence[Operation], new: Sequence[Operation]
) -> OperationPairs:
    """Match operations by place, then by the shape of the path, then by their Python name.

    A key that stands for several operations on either side matches none of them: a wrong
    match would hide a removal.
    """
    left, right = list(old), list(new)
    partner: dict[str, Operation] = {}
    for key in (_by_id, _by_place, _by_shape, _by_name):
        left, right = _match(left, right, partner, key=key)
    both = tuple(
        (partner[each.id], each) for each in _listed(new, right) if each.id in partner
    )
    return OperationPairs(both=both, removed=tuple(left), added=tuple(right))


def _listed(new: Sequence[Operation], unmatched: list[Operation]) -> list[Operation]:
    gone = {each.id for each in unmatched}
    return [each for each in new if each.id not in gone]


def _by_id(operation: Operation) -> str:
    return operation.id


def _by_place(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _by_shape(operation: Operation) -> str:
    return f"{operation.method} {_PARAMETER.sub('{}', operation.path)}"


def _by_name(operation: Operation) -> str:
    return operation.qualified_name


def _match(
    left: list[Operation],
    right: list[Operation],
    partner: dict[str, Operation],
    *,
    key: Callable[[Operation], str],
) -> tuple[list[Operation], list[Operation]]:
    by_key: dict[str, list[Operation]] = defaultdict(list)
    for each in left:
        by_key[key(each)].append(each)
    claims: dict[str, int] = defaultdict(int)
    for each in right:
        claims[key(each)] += 1
    taken: set[str] = set()
    rest: list[Operation] = []
    for each in right:
        found = by_key.get(key(each), [])
        if len(found) == 1 and claims[key(each)] == 1:
            partner[each.id] = found[0]
            taken.add(found[0].id)
        else:
            rest.append(each)
    return [each for each in left if each.id not in taken], rest


@dataclass(slots=True)
class ModelPairs:
    """The models of two sides, matched one to one; grows while the types are walked."""

    old: Mapping[ModelId, Model]
    new: Mapping[ModelId, Model]
    new_by_old: dict[ModelId, ModelId] = field(default_factory=dict[ModelId, ModelId])
    old_by_new: dict[ModelId, ModelId] = field(default_factory=dict[ModelId, ModelId])
    queue: list[tuple[ModelId, ModelId]] = field(
        default_factory=list[tuple[ModelId, ModelId]]
    )

    successors: dict[ModelId, ModelId] = field(default_factory=dict[ModelId, ModelId])
    """What stands in the place of an old model, if it turns out to have no partner."""

    def are_paired(self, old: ModelId, new: ModelId) -> bool:
        """Tell whether two models are the same one."""
        return self.new_by_old.get(old) == new

    def add(self, old: ModelId, new: ModelId) -> None:
        """Match two models for good."""
        self.new_by_old[old] = new
        self.old_by_new[new] = old
        self.queue.append((old, new))

    def meet(self, old: ModelId, new: ModelId) -> None:
        """Match two models that stand in the same place, when both are free and alike."""
        if old in self.new_by_old or old not in self.old or new not in self.new:
            return
        if new not in self.old_by_new and _are_alike(self.old[old], self.new[new]):
            self.add(old, new)
        elif _are_alike(_behind(old, self.old), _behind(new, self.new)):
            self.successors.setdefault(old, new)


def _behind(model_id: ModelId, models: Mapping[ModelId, Model]) -> Model:
    """Follow an alias of an alias."""
    seen: set[ModelId] = set()
    model = models[model_id]
    while isinstance(model, AliasModel) and isinstance(model.target, ModelRef):
        seen.add(model_id)
        model_id = model.target.id
        if model_id in seen or model_id not in models:
            break
        model = models[model_id]
    return model


def pair_models(
    old: Api,
    new: Api,
    operations: OperationPairs,
    *,
    hidden: frozenset[ModelId] = frozenset(),
) -> ModelPairs:
    """Match models by id, then by standing in the same place, then by equal content.

    Args:
        hidden: Models of the old side that the new side may merely not show: what looks like
            one of them is no successor of it.
    """
    pairs = ModelPairs(old=old.models, new=new.models)
    for model_id in old.models:
        if model_id in new.models:
            pairs.add(model_id, model_id)
    for before, after in operations.both:
        _meet_all(pairs, _operation_types(before), _operation_types(after))
    _walk_queue(pairs)
    _pair_equal(pairs, hidden)
    _walk_queue(pairs)
    return pairs


def is_component(model_id: ModelId) -> bool:
    """Tell a named component schema from one that is written where it is used."""
    name = model_id.removeprefix(_COMPONENT)
    return name != model_id and "/" not in name


def _walk_queue(pairs: ModelPairs) -> None:
    while pairs.queue:
        old_id, new_id = pairs.queue.pop()
        old, new = pairs.old[old_id], pairs.new[new_id]
        match old, new:
            case UnionModel(), UnionModel():
                _meet_tags(pairs, old, new)
            case _:
                pass
        _meet_all(pairs, _model_types(old), _model_types(new))


def _meet_tags(pairs: ModelPairs, old: UnionModel, new: UnionModel) -> None:
    """Match members by their tag, which says more than what they look like."""
    after = {repr(tag): target for tag, target in new.mapping}
    for tag, target in old.mapping:
        partner = after.get(repr(tag))
        if partner is None or target in pairs.new_by_old:
            continue
        is_known = target in pairs.old and partner in pairs.new
        if is_known and partner not in pairs.old_by_new:
            pairs.add(target, partner)


def _meet_all(
    pairs: ModelPairs, old: Mapping[str, TypeRef], new: Mapping[str, TypeRef]
) -> None:
    for key, type_ in old.items():
        if key in new:
            _meet(pairs, type_, new[key])


def _meet(pairs: ModelPairs, old: TypeRef, new: TypeRef) -> None:
    match old, new:
        case Nullable(), _:
            _meet(pairs, old.item, new)
        case _, Nullable():
            _meet(pairs, old, new.item)
        case ModelRef(), ModelRef():
            pairs.meet(old.id, new.id)
        case ListType(), ListType():
            _meet(pairs, old.item, new.item)
        case MapType(), MapType():
            _meet(pairs, old.value, new.value)
        case UnionType(), UnionType():
            _meet_members(pairs, old.members, new.members)
        case _:
            return


def _meet_members(
    pairs: ModelPairs, old: tuple[TypeRef, ...], new: tuple[TypeRef, ...]
) -> None:
    """Match models that are most alike; meet everything else in order."""
    for before in old:
        match before:
            case ModelRef():
                candidates = [each.id for each in new if isinstance(each, ModelRef)]
                for after_id in _most_alike(pairs, before.id, candidates):
                    pairs.meet(before.id, after_id)
            case _:
                for after in new:
                    _meet(pairs, before, after)


def _most_alike(
    pairs: ModelPairs, old: ModelId, candidates: list[ModelId]
) -> list[ModelId]:
    return sorted(candidates, key=lambda each: -_likeness(pairs, old, each))


def _likeness(pairs: ModelPairs, old: ModelId, new: ModelId) -> float:
    match pairs.old.get(old), pairs.new.get(new):
        case ObjectModel() as before, ObjectModel() as after:
            left = {each.wire_name for each in before.fields}
            right = {each.wire_name for each in after.fields}
            return len(left & right) / (len(left | right) or 1)
        case _:
            return 0.0


def _operation_types(operation: Operation) -> dict[str, TypeRef]:
    types: dict[str, TypeRef] = {
        f"{each.location.value} {each.wire_name}": each.type
        for each in operation.arguments
    }
    if operation.body is not None:
        for each in operation.body.arguments:
            types[f"body {each.wire_name}"] = each.type
        if operation.body.argument is not None:
            types["body"] = operation.body.argument.type
    if operation.response.type is not None:
        types["response"] = operation.response.type
    for error in operation.errors:
        if error.type is not None:
            types[f"error {error.status}"] = error.type
    return types


def _model_types(model: Model) -> dict[str, TypeRef]:
    match model:
        case ObjectModel():
            types = {each.wire_name: each.type for each in model.fields}
            if model.additional is not None:
                types["*"] = model.additional
            return types
        case AliasModel():
            return {"target": model.target}
        case UnionModel():
            if len(model.members) < 2:
                return {"0": model.members[0]} if model.members else {}
            return {"members": UnionType(members=model.members)}


def _are_alike(old: Model, new: Model) -> bool:
    match old, new:
        case ObjectModel(), ObjectModel():
            return _overlap(
                (each.wire_name for each in old.fields),
                (each.wire_name for each in new.fields),
            )
        case AliasModel(target=LiteralType() as before), AliasModel(
            target=LiteralType() as after
        ):
            return _overlap(map(repr, before.values), map(repr, after.values))
        case AliasModel(), AliasModel():
            return type(old.target) is type(new.target)
        case UnionModel(), UnionModel():
            return True
        case _:
            return False


def _overlap(old: Iterable[str], new: Iterable[str]) -> bool:
    before, after = set(old), set(new)
    return 2 * len(before & after) >= max(len(before), len(after))


def _pair_equal(pairs: ModelPairs, hidden: frozenset[ModelId]) -> None:
    """Match the components that nothing led to, when exactly one of each side looks the same."""
    left = [each for each in _free(pairs.old, pairs.new_by_old) if each not in hidden]
    right = _free(pairs.new, pairs.old_by_new)
    by_shape: dict[str, list[ModelId]] = defaultdict(list)
    for model_id in right:
        by_shape[_shape(pairs.new[model_id], pairs.old_by_new)].append(model_id)
    claims: dict[str, list[ModelId]] = defaultdict(list)
    for model_id in left:
        claims[_shape(pairs.old[model_id], {})].append(model_id)
    for shape, candidates in claims.items():
        found = by_shape.get(shape, [])
        if len(found) == 1 and len(candidates) == 1:
            pairs.add(candidates[0], found[0])


def _free(
    models: Mapping[ModelId, Model], taken: Mapping[ModelId, ModelId]
) -> Iterator[ModelId]:
    return (each for each in models if each not in taken and is_component(each))


def _shape(model: Model, old_by_new: Mapping[ModelId, ModelId]) -> str:
    """Write down what a model holds, in the ids of the old side."""
    types = sorted(_model_types(model).items())
    text = repr([(key, _translate(type_, old_by_new)) for key, type_ in types])
    return f"{type(model).__name__} {text}"


def _translate(type_: TypeRef, ids: Mapping[ModelId, ModelId]) -> TypeRef:
    match type_:
        case ModelRef():
            return ModelRef(id=ids.get(type_.id, type_.id))
        case Nullable():
            return Nullable(item=_translate(type_.item, ids))
        case ListType():
            return ListType(item=_translate(type_.item, ids))
        case MapType():
            return MapType(value=_translate(type_.value, ids))
        case UnionType():
            return UnionType(
                members=tuple(_translate(each, ids) for each in type_.members)
            )
        case _:
            return type_
