"""Values made up for a type: what a fake answers where the documentation has no example."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct, UnsetType

from .codec import resolve_marker
from .model import described, with_sent_names
from .values import UnionMarker, is_object, is_union

_DEEPEST = 2
"""Models inside one another down to which properties that may be missing hold models as well."""

_SCALARS: Mapping[type, object] = {
    bool: False,
    int: 1,
    float: 0.5,
    Decimal: "0.5",
    bytes: "",
    datetime.datetime: "2024-01-31T12:00:00Z",
    datetime.date: "2024-01-31",
    datetime.time: "12:00:00Z",
    datetime.timedelta: "PT1S",
    uuid.UUID: "00000000-0000-4000-8000-000000000000",
}
"""In JSON. False, since a promise of more pages would have to be kept."""


class _EndlessError(Exception):
    """A model holds itself, and cannot do without."""


def sample(wanted: Any, *, word: str = "text") -> Any:
    """Make plain JSON that decodes as a type: the same one every time.

    Args:
        wanted: The type.
        word: What a string is; inside of a model it is the name of the property.
    """
    try:
        return with_sent_names(_Maker().make(wanted, word))
    except _EndlessError:
        return None


class _Maker:
    """Makes one value; knows in the midst of which models it is."""

    def __init__(self) -> None:
        self._open: list[object] = []

    def make(self, wanted: Any, word: str) -> Any:
        """Make JSON of a type."""
        if isinstance(wanted, UnionMarker):
            return self._member(wanted, word)
        if is_union(wanted):
            return self._first(_told(wanted), word)
        origin, given = get_origin(wanted), get_args(wanted)
        if origin is Annotated:
            return self.make(given[0], word)
        if origin is Literal:
            return given[0]
        if origin in (list, tuple, dict):
            return self._container(origin, given, word)
        if isinstance(wanted, type) and issubclass(wanted, Struct):
            return self._model(wanted)
        return _scalar(wanted, word)

    def _container(self, kind: Any, given: tuple[Any, ...], word: str) -> Any:
        """Put one value into what may be empty, unless it had to hold itself."""
        if kind is tuple and given[1:] != (...,):
            return [self.make(each, word) for each in given]
        item = given[1] if kind is dict else given[0]
        try:
            made = self.make(item, word)
        except _EndlessError:
            return {} if kind is dict else []
        return {"key": made} if kind is dict else [made]

    def _model(self, kind: type[Struct]) -> dict[str, Any]:
        if kind in self._open:
            raise _EndlessError
        self._open.append(kind)
        try:
            return dict(self._properties(kind))
        finally:
            self._open.pop()

    def _properties(self, kind: type[Struct]) -> list[tuple[str, Any]]:
        made: list[tuple[str, Any]] = []
        for field in described(kind):
            if not field.required and self._is_deep(field.type):
                continue
            name = field.encode_name
            try:
                value = self.make(field.type, name)
            except _EndlessError:
                if field.required:
                    raise
                continue
            if field.required or value is not None:
                made.append((name, value))
        return made

    def _is_deep(self, wanted: Any) -> bool:
        return len(self._open) > _DEEPEST and holds_models(wanted)

    def _member(self, marker: UnionMarker, word: str) -> Any:
        """Make the first member of a union that is taken for what it is."""
        plan = marker.plan

        def tagged(member: Any) -> Any:
            made = self.make(member, word)
            tags = [tag for tag, each in plan.member_by_tag.items() if each is member]
            if tags and is_object(made) and plan.discriminator:
                made = {**made, plan.discriminator: tags[0]}
            msgspec.convert(made, marker, dec_hook=resolve_marker, str_keys=True)
            return made

        return self._first(plan.members, word, tagged)

    def _first(
        self,
        members: tuple[Any, ...],
        word: str,
        make: Callable[[Any], Any] | None = None,
    ) -> Any:
        """Make the first member that can be made."""
        for member in members:
            try:
                return self.make(member, word) if make is None else make(member)
            except (_EndlessError, msgspec.ValidationError):
                continue
        raise _EndlessError


def _told(wanted: Any) -> tuple[Any, ...]:
    """List the members of a union, those without a value last."""
    members = [each for each in get_args(wanted) if each is not UnsetType]
    return tuple(sorted(members, key=lambda each: each is type(None)))


def _scalar(wanted: Any, word: str) -> Any:
    return word if wanted is str else _SCALARS.get(wanted)


def holds_models(wanted: Any) -> bool:
    """Return whether values of a type may be or hold models."""
    if isinstance(wanted, UnionMarker):
        return True
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        return True
    return any(map(holds_models, get_args(wanted)))
