"""What every model can do.

Keys that the documentation does not know are taken out before decoding, kept beside the model, and put back when it
is sent. Models refuse unknown keys while they are decoded, in C: only an answer that has any is taken apart, so
that one without them costs nothing.

A property that is not there and one that is null both read as None, but are kept apart: what is not there is held as
`UNSET`, which msgspec neither compares with anything while it decodes nor writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from inspect import Signature
from typing import TYPE_CHECKING, Any, Self

import msgspec
from msgspec import UNSET, Struct, StructMeta
from msgspec.structs import FieldInfo, fields

from .errors import SchemaDriftError
from .values import is_list, is_object, is_sequence


class _OrNone:
    """An attribute that reads as None where it is not set."""

    __slots__ = ("_get", "_set")

    def __init__(self, slot: Any) -> None:
        self._get = slot.__get__
        self._set = slot.__set__

    def __get__(self, model: object, kind: type | None = None) -> Any:
        found = self._get(model, kind)
        return None if found is UNSET else found

    def __set__(self, model: object, value: object) -> None:
        self._set(model, value)

    def __delete__(self, model: object) -> None:
        self._set(model, UNSET)


class ModelKind(StructMeta):
    """The class of models."""

    if not TYPE_CHECKING:  # checkers are to see what `Struct` tells them

        def __new__(mcls, name, bases, namespace, /, **config):
            """Hold what may be left out as `UNSET`, by the default None in its declaration."""
            own = {
                key
                for key, value in namespace.items()
                if value is None and not key.startswith("__")
            }
            namespace = {**namespace, **dict.fromkeys(own, UNSET)}
            made = super().__new__(mcls, name, bases, namespace, **config)
            for key in own:
                setattr(made, key, _OrNone(vars(made)[key]))
            inherited = (getattr(base, "__optional__", ()) for base in bases)
            made.__optional__ = frozenset(own).union(*inherited)
            return made

        def __call__(self, *arguments, **given):
            """Take None for what it is as a default: not set."""
            optional = self.__optional__
            for name, value in [*given.items()]:
                if value is None and name in optional:
                    del given[name]
            try:
                return super().__call__(*arguments, **given)
            except TypeError as error:  # msgspec does not say of which class
                raise TypeError(f"{self.__name__}(...): {error}") from None

        @property
        def __signature__(self):
            """Show the defaults as they are declared."""
            shown: Signature = super().__signature__
            return shown.replace(
                parameters=[
                    each.replace(default=None) if each.default is UNSET else each
                    for each in shown.parameters.values()
                ]
            )


def constructed(kind: type[Struct], values: Mapping[str, Any]) -> Any:
    """Make a model of the values of its attributes: None is a null here, and what is not set is `UNSET`."""
    return StructMeta.__call__(kind, **values)


class Model(
    msgspec.Struct,
    metaclass=ModelKind,
    omit_defaults=True,
    kw_only=True,
    repr_omit_defaults=True,
    forbid_unknown_fields=True,
    dict=True,
):
    """An object of the API.

    Attributes may be read and set; equality is by value; `repr` shows what is set. What may be left out is None where it
    is not set. The constructor takes None for that; a null that came, or was assigned, is one, and is sent back as one.
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

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show the same in consoles of `rich`."""
        shown = msgspec.Struct.__rich_repr__(self._masked())
        extra = self.__dict__.get(KEY)
        return [*shown, ("extra", extra)] if extra else shown

    def _masked(self) -> Self:
        """Put asterisks in the place of secrets, if there are any."""
        secrets = {
            name: "***" for name in _secrets(type(self)) if getattr(self, name, None)
        }
        return msgspec.structs.replace(self, **secrets) if secrets else self

    def __copy__(self) -> Self:
        return self.copy_with()

    if not TYPE_CHECKING:  # checkers know the attributes

        def __setattr__(self, name, value):
            """Refuse a name that would be kept, and not sent."""
            if not hasattr(type(self), name):
                raise AttributeError(
                    f"`{type(self).__name__}` has no attribute `{name}`;"
                    f" what the docs do not know goes into `extra`"
                )
            super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        names = self.__struct_fields__
        return all(getattr(self, x) == getattr(other, x) for x in names)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __reduce__(self) -> Any:
        """Survive pickling with nulls and unknown keys."""
        held = zip(self.__struct_fields__, msgspec.structs.astuple(self), strict=True)
        return _rebuilt, (type(self), dict(held), self.__dict__.get(KEY))

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists and scalars under the names of the API: nulls, but nothing that is not set."""
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


def _rebuilt(
    kind: type[Struct], values: Mapping[str, Any], extra: dict[str, Any] | None
) -> Any:
    model = constructed(kind, values)
    if extra:
        keep(model, extra)
    return model


KEY = "_extra"
"""Where a model keeps them."""

_met: set[type] = set()
"""Models that have met any: before the first one there is nothing to put back."""


@cache
def described(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    """Describe the properties of a model: slow, as it resolves annotations."""
    return fields(kind)


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
