"""What every model can do."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Self

import msgspec

from . import extras
from .decoding import convert_value, decode_json
from .drift import drifts_of
from .encoding import to_builtins, to_json_bytes
from .errors import SchemaDriftError
from .json_shape import is_object


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
        return extras.extra_of(self)

    def __repr__(self) -> str:
        shown = super().__repr__()
        extra = self.__dict__.get(extras.KEY)
        if not extra:
            return shown
        comma = "" if shown.endswith("()") else ", "
        return f"{shown[:-1]}{comma}extra={extra!r})"

    def __copy__(self) -> Self:
        return self.copy_with()

    def __reduce__(self) -> Any:
        """Survive pickling with unknown keys."""
        made: Any = super().__reduce__()
        extra = self.__dict__.get(extras.KEY)
        return (_rebuilt, (*made[:2], extra)) if extra else made

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists and scalars under the names of the API, without what is not set."""
        plain: dict[str, Any] = to_builtins(self)
        return extras.put_back(self, plain) if extras.are_there() else plain

    def to_json(self) -> bytes:
        """Return `to_dict` as JSON."""
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
        if extra := self.__dict__.get(extras.KEY):
            extras.keep(other, dict(extra))
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


def _rebuilt(make: Any, arguments: Any, extra: dict[str, Any]) -> Any:
    model = make(*arguments)
    extras.keep(model, extra)
    return model
