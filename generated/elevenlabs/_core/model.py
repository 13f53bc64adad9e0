"""What every model can do.

Keys that the documentation does not know are taken out before decoding, kept beside the model, and put back when it
is sent. Models refuse unknown keys while they are decoded, in C: only an answer that has any is taken apart here, so
that one without them costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Self, TypeAlias, TypeGuard, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from .errors import SchemaDriftError
from .values import UnionMarker, is_list, is_object, is_sequence, is_union, near


class Model(
    msgspec.Struct,
    omit_defaults=True,
    kw_only=True,
    repr_omit_defaults=True,
    forbid_unknown_fields=True,
    dict=True,
):
    """An object of the API.

    Attributes may be read and set; equality is by value; `repr` shows what is set.
    """

    @property
    def extra(self) -> dict[str, Any]:
        """What came under names that the documentation does not know; sent back with the rest."""
        return extra_of(self)

    def __repr__(self) -> str:
        shown = msgspec.Struct.__repr__(self._masked())
        extra = self.__dict__.get(KEY)
        if not extra:
            return shown
        comma = "" if shown.endswith("()") else ", "
        return f"{shown[:-1]}{comma}extra={extra!r})"

    def _masked(self) -> Self:
        """Put asterisks in the place of secrets, if there are any."""
        secrets = {
            name: "***" for name in _secrets(type(self)) if getattr(self, name, None)
        }
        return msgspec.structs.replace(self, **secrets) if secrets else self

    def __copy__(self) -> Self:
        return self.copy_with()

    def __reduce__(self) -> Any:
        """Survive pickling with unknown keys."""
        made: Any = super().__reduce__()
        extra = self.__dict__.get(KEY)
        return (_rebuilt, (*made[:2], extra)) if extra else made

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists and scalars under the names of the API, without what is not set."""
        from .codec import to_builtins

        plain: dict[str, Any] = to_builtins(self)
        return put_back(self, plain) if are_there() else plain

    def to_json(self) -> bytes:
        """Return `to_dict` as JSON."""
        from .codec import to_json_bytes

        return to_json_bytes(self)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any], *, strict: bool = True) -> Self:
        """Make a model of plain dicts and lists, as `to_dict` returns them.

        Args:
            value: Under the names of the API; unknown names are kept in `extra`.
            strict: False keeps raw values where they do not match, as a response does.

        Raises:
            SchemaDriftError: The value does not match, and `strict` is on.
        """
        from .codec import convert_value
        from .drift import drifts_of

        converted, mismatches = convert_value(dict(value), cls)
        if strict and mismatches:
            raise SchemaDriftError(drifts_of(mismatches))
        return converted

    @classmethod
    def from_json(cls, content: bytes | str, *, strict: bool = True) -> Self:
        """Make a model of JSON, as `to_json` returns it.

        Raises:
            DecodeError: It is not valid JSON.
            SchemaDriftError: The value does not match, and `strict` is on; or it is no object.
        """
        from .codec import decode_json
        from .drift import drifts_of

        raw = content.encode() if isinstance(content, str) else content
        converted, mismatches = decode_json(raw, cls)
        is_object = isinstance(converted, cls)
        if mismatches and (strict or not is_object):
            raise SchemaDriftError(drifts_of(mismatches))
        return converted

    def copy_with(self, **changes: Any) -> Self:
        """Return a copy with some attributes changed.

        Raises:
            TypeError: There is no such attribute.
        """
        other = msgspec.structs.replace(self, **changes)
        if extra := self.__dict__.get(KEY):
            keep(other, dict(extra))
        return other

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Be usable as a field of a pydantic model: from a dict or a model, to a dict."""
        core_schema = import_module("pydantic_core.core_schema")

        def validate(value: object) -> object:
            if isinstance(value, cls):
                return value
            if not is_object(value):
                raise ValueError(f"expected `{cls.__name__}` or a dict")
            try:
                return cls.from_dict(value)
            except SchemaDriftError as error:
                raise ValueError(str(error)) from error

        return core_schema.no_info_plain_validator_function(
            validate,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_dict),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Describe the field in pydantic's JSON Schema as an object of this name."""
        return {"type": "object", "title": cls.__name__}


@cache
def _secrets(kind: type) -> tuple[str, ...]:
    """Name the attributes that `repr` does not show: their annotations say so, as text."""
    return tuple(
        name
        for each in kind.__mro__
        for name, annotation in vars(each).get("__annotations__", {}).items()
        if "Hidden[" in str(annotation)
    )


class EscapedModel(Model):
    """An object with properties whose names JSON must escape, which msgspec takes for no field.

    They are declared with characters of Unicode's private area in place of those that are escaped.
    """


_STAND_INS = {code: 0xE000 + code for code in (*range(0x20), ord('"'), ord("\\"))}
_STOOD_FOR = {stand_in: code for code, stand_in in _STAND_INS.items()}


def as_declared(value: Mapping[str, Any]) -> dict[str, Any]:
    """Spell the keys of an object as an `EscapedModel` declares them."""
    return {key.translate(_STAND_INS): item for key, item in value.items()}


def as_sent(name: str) -> str:
    """Spell the name of a property as the API does."""
    return name.translate(_STOOD_FOR)


def with_sent_names(value: Any) -> Any:
    """Spell all keys as the API does, in what was made or cleaned for models and is none."""
    if not EscapedModel.__subclasses__():
        return value
    if is_object(value):
        return {as_sent(key): with_sent_names(item) for key, item in value.items()}
    return [with_sent_names(item) for item in value] if is_list(value) else value


def _rebuilt(make: Any, arguments: Any, extra: dict[str, Any]) -> Any:
    model = make(*arguments)
    keep(model, extra)
    return model


KEY = "_extra"
"""Where a model keeps them."""

Path: TypeAlias = tuple[str | int, ...]
"""Attributes, positions and keys of maps from the top down to a model."""

Found: TypeAlias = list[tuple[Path, dict[str, Any]]]

_met: set[type] = set()
"""Models that have met any: before the first one there is nothing to put back."""


def taken_out(value: Any, wanted: Any, found: Found, path: Path = ()) -> Any:
    """Return decoded JSON without unknown keys, which go to `found`."""
    wanted = near(wanted)
    if is_object(value):
        if _is_model(wanted):
            return _of_model(value, wanted, found, path)
        if isinstance(wanted, UnionMarker):
            return _of_marker(value, wanted, found, path)
        if get_origin(wanted) is dict:
            item = get_args(wanted)[1]
            return {k: taken_out(v, item, found, (*path, k)) for k, v in value.items()}
    elif is_list(value) and get_origin(wanted) in (list, tuple):
        kinds = _kinds(wanted, len(value))
        pairs = enumerate(zip(value, kinds, strict=False))
        return [taken_out(v, kind, found, (*path, i)) for i, (v, kind) in pairs]
    if is_union(wanted) and (is_object(value) or is_list(value)):
        return _of_union(value, wanted, found, path)
    return value


def _kinds(wanted: Any, count: int) -> list[Any]:
    """List the types of a list's items, or of a tuple's; what a tuple does not describe may be anything."""
    given = get_args(wanted)
    if get_origin(wanted) is list or given[1:] == (...,):
        return [given[0]] * count
    return [*given, *([Any] * (count - len(given)))]


def _is_model(wanted: Any) -> TypeGuard[type[Struct]]:
    return isinstance(wanted, type) and issubclass(wanted, Struct)


def _of_model(
    value: dict[str, Any], wanted: type[Struct], found: Found, path: Path
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
            cleaned = taken_out(inner, kind, found, (*path, attribute))
            if cleaned is not inner:
                kept = {**kept, name: cleaned}
    return kept


def _of_marker(
    value: dict[str, Any], wanted: UnionMarker, found: Found, path: Path
) -> Any:
    """Take the first member that fits once unknown keys are out."""
    from .codec import resolve_marker

    is_escaped = any(issubclass(each, EscapedModel) for each in wanted.plan.shapes)
    seen = as_declared(value) if is_escaped else value
    for candidate in wanted.plan.candidates(seen):
        inside: Found = []
        cleaned = taken_out(value, candidate, inside, path)
        try:
            msgspec.convert(cleaned, candidate, dec_hook=resolve_marker, str_keys=True)
        except msgspec.ValidationError:
            continue
        found += inside
        return cleaned
    nearest = wanted.plan.nearest(seen)
    return value if nearest is None else taken_out(value, nearest, found, path)


def _of_union(value: Any, wanted: Any, found: Found, path: Path) -> Any:
    """Take the one member of the value's shape."""
    kinds = (dict,) if is_object(value) else (list, tuple)
    shaped = [
        member
        for member in get_args(wanted)
        if (get_origin(member) or member) in kinds
        or isinstance(member, UnionMarker)
        or (dict in kinds and _is_model(member))
    ]
    return taken_out(value, shaped[0], found, path) if len(shaped) == 1 else value


@cache
def described(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    """Describe the properties of a model: slow, as it resolves annotations."""
    return fields(kind)


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


def attach(value: Any, found: Found) -> None:
    """Give each model its unknown keys; what stayed raw after drift gets them back as well."""
    for path, extra in found:
        here: Any = value
        for step in path:
            is_model = isinstance(here, Struct)
            here = getattr(here, str(step)) if is_model else here[step]
        keep(here, extra)


def keep(model: Any, extra: dict[str, Any]) -> None:
    """Put unknown keys beside a model, or back into a mapping."""
    if is_object(model):
        model.update(extra)
    elif isinstance(model, Struct):
        _met.add(type(model))
        _beside(model)[KEY] = extra


def extra_of(model: Struct) -> dict[str, Any]:
    """Return the unknown keys of a model, to be read and changed."""
    _met.add(type(model))
    extra: dict[str, Any] = _beside(model).setdefault(KEY, {})
    return extra


def _beside(model: Any) -> dict[str, Any]:
    """Return what a model holds besides its fields."""
    beside: dict[str, Any] = model.__dict__
    return beside


def are_there() -> bool:
    """Return whether any model has ever had unknown keys, or may have escaped ones."""
    return bool(_met or EscapedModel.__subclasses__())


def put_back(value: Any, plain: Any) -> Any:
    """Put the unknown keys of models into what they were turned into, and escaped ones right."""
    if isinstance(value, Struct) and is_object(plain):
        for field in described(type(value)):
            if field.encode_name in plain:
                put_back(getattr(value, field.name), plain[field.encode_name])
        if isinstance(value, EscapedModel):
            renamed = {as_sent(key): item for key, item in plain.items()}
            plain.clear()
            plain.update(renamed)
        plain.update(getattr(value, "__dict__", {}).get(KEY, {}))
    elif is_object(value) and is_object(plain):
        for key, item in value.items():
            put_back(item, plain.get(str(key)))
    elif is_sequence(value) and is_sequence(plain):
        for item, inner in zip(value, plain, strict=True):
            put_back(item, inner)
    return plain
