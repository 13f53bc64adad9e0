"""Compares paired models: fields, members, tags, and the names of their classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, Field, Model, ObjectModel, UnionModel
from specweld.api.types import ModelRef, Nullable, TypeRef, UnionType
from specweld.diff.change import Bump, SubjectKind, SymbolChange
from specweld.diff.finding import Finding, Spot
from specweld.diff.flow import Flow
from specweld.diff.properties import (
    Pair,
    compare_named,
    form_of,
    show,
    type_finding,
)
from specweld.diff.type_edits import TypeEdit, Types, is_transparent

if TYPE_CHECKING:
    from specweld.api.types import ModelId
    from specweld.diff.titles import Titles


def compare_models(types: Types) -> Iterator[Finding]:
    """Compare every pair of models, in the order of the new side."""
    for model_id, new in types.pairs.new.items():
        old_id = types.pairs.old_by_new.get(model_id)
        if old_id is not None:
            yield from _compare(types.pairs.old[old_id], new, types)


def model_symbol(model: Model) -> str:
    """Write the dotted name of a model in its package."""
    return f"models.{model.name}"


def model_spot(old: Model | None, new: Model | None, titles: Titles) -> Spot:
    """Say where a model is, on either side."""
    named = old or new
    if named is None:
        raise ValueError("a model is on one side at least")
    return Spot(
        kind=SubjectKind.MODEL,
        name=titles.of(named),
        old=old.origin.pointer if old else None,
        new=new.origin.pointer if new else None,
        old_model=old.id if old else None,
        new_model=new.id if new else None,
    )


def _compare(old: Model, new: Model, types: Types) -> Iterator[Finding]:
    spot = model_spot(old, new, types.titles)
    flow = types.flow(old, new)
    if old.name != new.name:
        yield Finding(
            topic="model-renamed",
            rules=("model-renamed",),
            spot=spot,
            message=f"the model `{old.name}` is called `{new.name}`",
            direction=flow.direction,
            old=old.name,
            new=new.name,
            symbols=(SymbolChange(old=model_symbol(old), new=model_symbol(new)),),
            python=Bump.MAJOR,
            keyword="x-name",
        )
    left, right = _object(old, types, is_old=True), _object(new, types, is_old=False)
    if left is not None and right is not None:
        yield from _objects(left, right, spot, types)
        return
    if is_transparent(old.id, types.pairs.old) and is_transparent(
        new.id, types.pairs.new
    ):
        return  # compared where it is written
    yield from _type(old, new, spot, types)
    match old, new:
        case UnionModel(), UnionModel():
            yield from _discriminators(old, new, spot, types)
        case _:
            return


def _object(model: Model, types: Types, *, is_old: bool) -> ObjectModel | None:
    """Return the object that a model is, itself or as another name of it."""
    models = types.pairs.old if is_old else types.pairs.new
    seen: set[str] = set()
    while isinstance(model, AliasModel) and isinstance(model.target, ModelRef):
        if model.target.id in seen or model.target.id not in models:
            return None
        seen.add(model.target.id)
        model = models[model.target.id]
    return model if isinstance(model, ObjectModel) else None


def _type(old: Model, new: Model, spot: Spot, types: Types) -> Iterator[Finding]:
    flow = types.flow(old, new)
    symbols = (
        SymbolChange(
            old=model_symbol(old),
            new=model_symbol(new),
            old_form=types.old_text.meaning(_target(old)),
            new_form=types.new_text.meaning(_target(new)),
        ),
    )
    for edit in types.edits(_target(old), _target(new)):
        yield type_finding(
            _with_class(edit, old, new),
            spot,
            flow,
            symbols=symbols if edit.old or edit.new else (),
            python=flow.bump(sent=edit.sent, received=edit.received),
        )


def _with_class(edit: TypeEdit, old: Model, new: Model) -> TypeEdit:
    """Say that a model is a class now, or was one, where its name alone says nothing."""
    if edit.path:
        return edit
    return replace(
        edit,
        old=f"class {old.name}" if edit.old == old.name else edit.old,
        new=f"class {new.name}" if edit.new == new.name else edit.new,
    )


def _target(model: Model) -> TypeRef:
    """Return a type that stands for what is inside a model, not for the model by name."""
    match model:
        case AliasModel():
            return model.target
        case UnionModel():
            union = UnionType(members=model.members)
            return Nullable(item=union) if model.is_nullable else union
        case ObjectModel():
            return ModelRef(id=model.id)


def _objects(
    old: ObjectModel, new: ObjectModel, spot: Spot, types: Types
) -> Iterator[Finding]:
    flow = types.flow(old, new)
    before = {each.wire_name: each for each in old.fields}
    after = {each.wire_name: each for each in new.fields}
    for name, field in after.items():
        if name not in before:
            yield field_added(new, field, flow, types)
            continue
        pair = Pair(
            old=before[name],
            new=field,
            old_symbol=f"{model_symbol(old)}.{before[name].name}",
            new_symbol=f"{model_symbol(new)}.{field.name}",
            flow=flow,
            spot=field_spot((old, before[name]), (new, field), types.titles),
            word="property",
        )
        yield from compare_named(pair, types)
        yield from _access(pair)
    for name, field in before.items():
        if name not in after:
            yield field_removed(old, field, flow, types)
    yield from _additional(old, new, spot, types)


def field_spot(
    old: tuple[ObjectModel, Field] | None,
    new: tuple[ObjectModel, Field] | None,
    titles: Titles,
) -> Spot:
    """Say where a field is, on either side."""
    named = old or new
    if named is None:
        raise ValueError("a field is on one side at least")
    return Spot(
        kind=SubjectKind.FIELD,
        name=f"{titles.of(named[0])}.{named[1].wire_name}",
        old=old[1].origin.pointer if old else None,
        new=new[1].origin.pointer if new else None,
        old_model=old[0].id if old else None,
        new_model=new[0].id if new else None,
    )


def field_added(model: ObjectModel, field: Field, flow: Flow, types: Types) -> Finding:
    """Report a new field; a required one breaks whoever builds the model to send it."""
    rules: list[str] = []
    if flow.is_sent:
        word = "required" if field.is_required else "optional"
        rules.append(f"request-property-added-{word}")
    if flow.is_received or not flow.is_sent:
        rules.append("response-property-added")
    needed = field.is_required and field.constant is None
    spot = field_spot(None, (model, field), types.titles)
    form = form_of(field, types, is_old=False)
    return Finding(
        topic="property-added",
        rules=tuple(rules),
        spot=spot,
        message=f"`{spot.name}` is new"
        + (" and required" if field.is_required else ""),
        direction=flow.direction,
        new=types.new_text.of(field.type),
        symbols=(
            SymbolChange(
                old="", new=f"{model_symbol(model)}.{field.name}", new_form=form
            ),
        ),
        python=flow.bump(
            sent=Bump.MAJOR if needed else Bump.MINOR, received=Bump.MINOR
        ),
    )


def field_removed(
    model: ObjectModel, field: Field, flow: Flow, types: Types
) -> Finding:
    """Report a field that is gone."""
    spot = field_spot((model, field), None, types.titles)
    form = form_of(field, types, is_old=True)
    return Finding(
        topic="property-removed",
        rules=flow.rules("property-removed"),
        spot=spot,
        message=f"`{spot.name}` is gone",
        direction=flow.direction,
        old=types.old_text.of(field.type),
        symbols=(
            SymbolChange(
                old=f"{model_symbol(model)}.{field.name}", new="", old_form=form
            ),
        ),
        python=Bump.MAJOR,
    )


def _access(pair: Pair) -> Iterator[Finding]:
    old, new = pair.old, pair.new
    if not isinstance(old, Field) or not isinstance(new, Field):
        return
    flags = (
        ("read-only", old.is_read_only, new.is_read_only),
        ("write-only", old.is_write_only, new.is_write_only),
    )
    for flag, before, after in flags:
        if before == after:
            continue
        topic = f"property-{'became' if after else 'lost'}-{flag}"
        text = f"is {flag} now" if after else f"is no longer {flag}"
        yield Finding(
            topic=topic,
            rules=pair.flow.rules(topic),
            spot=pair.spot,
            message=f"`{pair.spot.name}` {text}",
            direction=pair.flow.direction,
            old=before,
            new=after,
            python=Bump.PATCH,
            keyword="readOnly" if flag == "read-only" else "writeOnly",
        )


def _additional(
    old: ObjectModel, new: ObjectModel, spot: Spot, types: Types
) -> Iterator[Finding]:
    if old.additional is None or new.additional is None:
        return
    flow = types.flow(old, new)
    for edit in types.edits(old.additional, new.additional, "{}"):
        yield type_finding(
            edit,
            spot,
            flow,
            symbols=(),
            python=flow.bump(sent=edit.sent, received=edit.received),
        )


def _discriminators(
    old: UnionModel, new: UnionModel, spot: Spot, types: Types
) -> Iterator[Finding]:
    at = (spot, types.flow(old, new))
    if old.discriminator != new.discriminator:
        verb = "renamed"
        if not old.discriminator or not new.discriminator:
            verb = "added" if new.discriminator else "removed"
        yield _tag_finding(
            f"discriminator-{verb}",
            at,
            (old.discriminator or None, new.discriminator or None),
            Bump.MINOR,
        )
        return
    yield from _tags(old, new, at, types)


def _tags(
    old: UnionModel, new: UnionModel, at: tuple[Spot, Flow], types: Types
) -> Iterator[Finding]:
    """Compare the tags of members that both sides have; the others come with their members."""
    partner = types.pairs.new_by_old
    before = {repr(tag): (tag, partner.get(target)) for tag, target in old.mapping}
    after = {repr(tag): (tag, target) for tag, target in new.mapping}
    shared = {partner.get(each) for each in _members(old)} & set(_members(new))
    for key, (tag, target) in before.items():
        if key not in after:
            if target in shared:
                rule = "discriminator-value-removed"
                yield _tag_finding(rule, at, (tag, None), Bump.MINOR)
        elif target != after[key][1] and not _is_equal(old, tag, after[key][1], types):
            yield from _redirected(old, tag, after[key][1], at, types)
    for key, (tag, target) in after.items():
        if key not in before and target in shared:
            rule = "discriminator-value-added"
            yield _tag_finding(rule, at, (None, tag), Bump.MINOR)


def _redirected(
    old: UnionModel,
    tag: str | int | bool,
    target: ModelId,
    at: tuple[Spot, Flow],
    types: Types,
) -> Iterator[Finding]:
    """Report a tag value that leads to another class than before."""
    spot, flow = at
    former = next(each for key, each in old.mapping if repr(key) == repr(tag))
    before = types.old_text.of(ModelRef(id=former))
    after = types.new_text.of(ModelRef(id=target))
    if before != after:
        yield Finding(
            topic="discriminator-value-changed",
            rules=("discriminator-value-changed",),
            spot=spot,
            message=f"the tag value {show(tag)} of `{spot.name}` stands for `{after}` "
            f"instead of `{before}`",
            direction=flow.direction,
            old={str(tag): before},
            new={str(tag): after},
            python=Bump.MAJOR,
            keyword="discriminator",
        )


def _is_equal(
    old: UnionModel, tag: str | int | bool, new: ModelId, types: Types
) -> bool:
    """Tell whether a tag leads to another class of the same content."""
    return any(
        types.equality.models(target, new)
        for each, target in old.mapping
        if repr(each) == repr(tag)
    )


def _members(union: UnionModel) -> list[ModelId]:
    return [each.id for each in union.members if isinstance(each, ModelRef)]


def _tag_finding(
    rule: str,
    at: tuple[Spot, Flow],
    values: tuple[str | int | bool | None, str | int | bool | None],
    python: Bump,
) -> Finding:
    old, new = values
    spot, flow = at
    word = (
        "put in place of another"
        if rule.endswith("renamed")
        else rule.rpartition("-")[2]
    )
    what = "the tag value" if "value" in rule else "the tag property"
    return Finding(
        topic=rule,
        rules=(rule,),
        spot=spot,
        message=f"{what} {show(old if new is None else new)} of `{spot.name}` was {word}",
        direction=flow.direction,
        old=old,
        new=new,
        python=python,
        keyword="discriminator",
    )
