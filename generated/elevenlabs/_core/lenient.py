"""Decoding that keeps going: what does not match stays raw and is noted."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any, Literal, TypeAlias, TypeGuard, get_args, get_origin

import msgspec
from msgspec import Struct

from .codec import resolve_marker
from .model import (
    EscapedModel,
    as_declared,
    as_sent,
    constructed,
    described,
    keep,
    with_sent_names,
)
from .values import UnionMarker, is_list, is_object, is_union, near

_MOST_SHOWN = 60
"""Characters of an unexpected value that a message shows."""


class Mismatch(Struct, frozen=True, kw_only=True):
    """One place of a value that is not of the expected type."""

    path: str
    place: str
    """`path` without list positions and map keys."""
    expected: str
    got: str


class _Spot(Struct, frozen=True, kw_only=True):
    path: str = "$"
    place: str = "$"

    def key(self, name: str) -> _Spot:
        sent = as_sent(name)
        return _Spot(path=f"{self.path}.{sent}", place=f"{self.place}.{sent}")

    def item(self, key: object) -> _Spot:
        return _Spot(path=f"{self.path}[{key!r}]", place=f"{self.place}[*]")


def convert_leniently(value: object, wanted: Any) -> tuple[Any, tuple[Mismatch, ...]]:
    """Convert decoded JSON; a missing required property becomes None, unknown ones are kept beside their model."""
    walk = _Walk()
    found: _Found = []
    converted = walk.convert(_taken_out(value, wanted, found), wanted, _Spot())
    _attach(converted, found)
    return converted, tuple(walk.mismatches)


class _Walk:
    """One pass over a value; gathers the mismatches in document order."""

    def __init__(self) -> None:
        self.mismatches: list[Mismatch] = []

    def convert(self, value: Any, wanted: Any, spot: _Spot) -> Any:
        """Convert strictly where that works, else part by part."""
        wanted = near(wanted)
        try:
            return msgspec.convert(
                value, wanted, dec_hook=resolve_marker, str_keys=True
            )
        except msgspec.ValidationError:
            pass
        if isinstance(wanted, UnionMarker):
            return self._marker(value, wanted, spot)
        if is_union(wanted):
            return self._union(value, wanted, spot)
        if is_object(value) and _is_model(wanted):
            return self._model(value, wanted, spot)
        if is_object(value) and get_origin(wanted) is dict:
            return self._map(value, wanted, spot)
        if is_list(value) and get_origin(wanted) is list:
            (item,) = get_args(wanted)
            return [self.convert(v, item, spot.item(i)) for i, v in enumerate(value)]
        if is_list(value) and get_origin(wanted) is tuple:
            return self._tuple(value, wanted, spot)
        if wanted is int and isinstance(value, float) and value.is_integer():
            return int(value)  # 7.0 is an integer, too (JSON Schema 2020-12 §6.1.1)
        return self._keep(value, wanted, spot)

    def _model(
        self, value: dict[str, Any], wanted: type[msgspec.Struct], spot: _Spot
    ) -> Any:
        arguments: dict[str, Any] = {}
        for field in described(wanted):
            name = field.encode_name
            if name in value:
                arguments[field.name] = self.convert(
                    value[name], field.type, spot.key(name)
                )
            elif field.required:
                arguments[field.name] = None
                self._note(spot.key(name), _described(field.type), "missing")
        return constructed(wanted, arguments)

    def _map(self, value: dict[str, Any], wanted: Any, spot: _Spot) -> Any:
        _, item = get_args(wanted)
        return {
            key: self.convert(entry, item, spot.item(key))
            for key, entry in value.items()
        }

    def _tuple(self, value: list[Any], wanted: Any, spot: _Spot) -> Any:
        items = get_args(wanted)
        if len(items) != len(value):
            return self._keep(value, wanted, spot)
        pairs = enumerate(zip(value, items, strict=True))
        return tuple(self.convert(v, item, spot.item(i)) for i, (v, item) in pairs)

    def _marker(self, value: Any, wanted: UnionMarker, spot: _Spot) -> Any:
        candidates = wanted.plan.candidates(value)
        if is_object(value):
            nearest = wanted.plan.nearest(value)
            candidates += () if nearest is None else (nearest,)
        for candidate in candidates:
            if _has_shape(value, candidate):
                return self.convert(value, candidate, spot)
        return self._keep_tagged(value, wanted, spot)

    def _union(self, value: Any, wanted: Any, spot: _Spot) -> Any:
        """Go on with the one member of the value's shape; several cannot be told apart."""
        members = [m for m in get_args(wanted) if m is not type(None)]
        shaped = [m for m in members if _has_shape(value, m)]
        if len(members) == 1 and value is not None:
            shaped = members
        if len(shaped) == 1:
            return self.convert(value, shaped[0], spot)
        return self._keep(value, wanted, spot)

    def _keep(self, value: Any, wanted: Any, spot: _Spot) -> Any:
        is_text = get_origin(wanted) is Literal or wanted in _FORMATTED
        self._note(spot, _described(wanted), _shown(value, is_text=is_text))
        return with_sent_names(value)

    def _keep_tagged(self, value: Any, wanted: UnionMarker, spot: _Spot) -> Any:
        tag = wanted.plan.discriminator
        if tag is not None and is_object(value) and tag in value:
            known = ", ".join(repr(t) for t in wanted.plan.tags)
            self._note(
                spot.key(tag), f"one of {known}", _shown(value[tag], is_text=True)
            )
            return with_sent_names(value)
        return self._keep(value, wanted, spot)

    def _note(self, spot: _Spot, expected: str, got: str) -> None:
        self.mismatches.append(
            Mismatch(path=spot.path, place=spot.place, expected=expected, got=got)
        )


_FORMATTED = (datetime.datetime, datetime.date)


def _is_model(wanted: Any) -> TypeGuard[type[Struct]]:
    return isinstance(wanted, type) and issubclass(wanted, Struct)


def _has_shape(value: object, wanted: Any) -> bool:
    """Return whether a value is an object, a list or a scalar like the type is."""
    origin = get_origin(wanted) or wanted
    if isinstance(wanted, UnionMarker):
        return isinstance(value, dict | list)
    if is_object(value):
        return origin is dict or _is_model(origin)
    if is_list(value):
        return origin in (list, tuple)
    return False


def _described(wanted: Any) -> str:
    wanted = near(wanted)
    if isinstance(wanted, type) and get_origin(wanted) is None:
        return "null" if wanted is type(None) else f"`{wanted.__name__}`"
    if get_origin(wanted) is Literal:
        return "one of " + ", ".join(repr(value) for value in get_args(wanted))
    if is_union(wanted):
        return " or ".join(_described(member) for member in get_args(wanted))
    if get_origin(wanted) in (list, dict):
        inner = _described(get_args(wanted)[-1])
        return f"a {'list' if get_origin(wanted) is list else 'map'} of {inner}"
    return str(wanted)


def _shown(value: object, *, is_text: bool) -> str:
    """Name the JSON type; show a value only where it is a word or a date, not content."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str() if is_text:
            text = value if len(value) <= _MOST_SHOWN else value[:_MOST_SHOWN] + "..."
            return repr(text)
        case int() | float() if is_text:
            return repr(value)
        case str():
            return "a string"
        case int():
            return "an integer"
        case float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"`{type(value).__name__}`"


_Path: TypeAlias = tuple[str | int, ...]
"""Attributes, positions and keys of maps from the top down to a model."""

_Found: TypeAlias = list[tuple[_Path, dict[str, Any]]]


def _taken_out(value: Any, wanted: Any, found: _Found, path: _Path = ()) -> Any:
    """Return decoded JSON without unknown keys, which go to `found`."""
    wanted = near(wanted)
    if is_object(value):
        if _is_model(wanted):
            return _of_model(value, wanted, found, path)
        if isinstance(wanted, UnionMarker):
            return _of_marker(value, wanted, found, path)
        if get_origin(wanted) is dict:
            item = get_args(wanted)[1]
            return {k: _taken_out(v, item, found, (*path, k)) for k, v in value.items()}
    elif is_list(value) and get_origin(wanted) in (list, tuple):
        kinds = _kinds(wanted, len(value))
        pairs = enumerate(zip(value, kinds, strict=False))
        return [_taken_out(v, kind, found, (*path, i)) for i, (v, kind) in pairs]
    if is_union(wanted) and (is_object(value) or is_list(value)):
        return _of_union(value, wanted, found, path)
    return value


def _kinds(wanted: Any, count: int) -> list[Any]:
    """List the types of a list's items, or of a tuple's; what a tuple does not describe may be anything."""
    given = get_args(wanted)
    if get_origin(wanted) is list or given[1:] == (...,):
        return [given[0]] * count
    return [*given, *([Any] * (count - len(given)))]


def _of_model(
    value: dict[str, Any], wanted: type[Struct], found: _Found, path: _Path
) -> dict[str, Any]:
    known, nested = _plan(wanted)
    kept = as_declared(value) if issubclass(wanted, EscapedModel) else value
    if not kept.keys() <= known:
        extra = {k: v for k, v in kept.items() if k not in known}
        if kept is not value:
            extra = {as_sent(k): v for k, v in extra.items()}
        found.append((path, extra))
        kept = {k: v for k, v in kept.items() if k in known}
    for name, attribute, kind in nested:
        inner = kept.get(name)
        if inner:
            cleaned = _taken_out(inner, kind, found, (*path, attribute))
            if cleaned is not inner:
                kept = {**kept, name: cleaned}
    return kept


def _of_marker(
    value: dict[str, Any], wanted: UnionMarker, found: _Found, path: _Path
) -> Any:
    """Take the first member that fits once unknown keys are out."""
    is_escaped = any(issubclass(each, EscapedModel) for each in wanted.plan.shapes)
    seen = as_declared(value) if is_escaped else value
    for candidate in wanted.plan.candidates(seen):
        inside: _Found = []
        cleaned = _taken_out(value, candidate, inside, path)
        try:
            msgspec.convert(cleaned, candidate, dec_hook=resolve_marker, str_keys=True)
        except msgspec.ValidationError:
            continue
        found += inside
        return cleaned
    nearest = wanted.plan.nearest(seen)
    return value if nearest is None else _taken_out(value, nearest, found, path)


def _of_union(value: Any, wanted: Any, found: _Found, path: _Path) -> Any:
    """Take the one member of the value's shape."""
    kinds = (dict,) if is_object(value) else (list, tuple)
    shaped = [
        member
        for member in get_args(wanted)
        if (get_origin(member) or member) in kinds
        or isinstance(member, UnionMarker)
        or (dict in kinds and _is_model(member))
    ]
    return _taken_out(value, shaped[0], found, path) if len(shaped) == 1 else value


@cache
def _plan(
    kind: type[Struct],
) -> tuple[frozenset[str], tuple[tuple[str, str, Any], ...]]:
    """List the names that a model knows, and those below which there may be other models."""
    every = described(kind)
    nested = tuple(
        (field.encode_name, field.name, field.type)
        for field in every
        if _may_hold_models(field.type)
    )
    return frozenset(field.encode_name for field in every), nested


def _may_hold_models(wanted: Any) -> bool:
    if isinstance(wanted, UnionMarker):
        return True
    if is_union(wanted) or get_origin(wanted) in (list, dict, tuple):
        return any(map(_may_hold_models, get_args(wanted)))
    return isinstance(wanted, type) and issubclass(wanted, Struct)


def _attach(value: Any, found: _Found) -> None:
    """Give each model its unknown keys; what stayed raw after drift gets them back as well."""
    for path, extra in found:
        here: Any = value
        for step in path:
            is_model = isinstance(here, Struct)
            here = getattr(here, str(step)) if is_model else here[step]
        keep(here, extra)
