"""What Python has no type for: unset and null, enums that grow, unions of several objects.

Enums to which a server may add values: to a type checker `Open[Literal["a", "b"]]` is `Literal["a", "b"] | str`,
so code that handles only the known values does not pass as complete. At run time it is the bare `Literal`, so that
decoding notices a value that nobody documented; the raw value is kept and reported as drift. `OpenInt` is the same
for integers; one around the other allows both.

Unions that msgspec does not decode by itself, of several objects or of objects beside scalars: to a type checker
such a union is a plain `A | B`. At run time it is a marker class that every value is an instance of; decoding meets
the marker and asks its plan what the value really is.

`Far[Voice | str]` is a `Voice | str` that need not be there. msgspec prepares all models below one that it is to decode; in an API
where everything leads to everything it must not go on from here before a value asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Generic,
    Literal,
    TypeAlias,
    TypeGuard,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from msgspec import UNSET as UNSET
from msgspec import Struct
from msgspec import UnsetType as UnsetType
from msgspec.structs import fields

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


class As(Generic[_T_co]):
    """A way to pass what is no `type[T]`: `into=As[Voice | None]` yields `Voice | None`."""


class Null:
    """A JSON null that has to be sent."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "null"


NULL: Final = Null()


def is_absent(value: object) -> bool:
    """Return whether a value stands for "not sent"."""
    return value is None or value is UNSET


if TYPE_CHECKING:
    Open: TypeAlias = _T | str
    OpenInt: TypeAlias = _T | int
    Hidden: TypeAlias = _T
else:

    class Hidden:
        """A secret: what `repr` does not show."""

        def __class_getitem__(cls, kind: object) -> object:
            return kind

    class Open:
        """A `Literal` of strings that may grow."""

        def __class_getitem__(cls, known: object) -> object:
            return known

    class OpenInt:
        """A `Literal` of integers that may grow."""

        def __class_getitem__(cls, known: object) -> object:
            return known


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether decoded JSON is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether decoded JSON is a list."""
    return isinstance(value, list)


def is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Return whether a caller's value is a list or a tuple."""
    return isinstance(value, list | tuple)


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a caller's value is a tuple."""
    return isinstance(value, tuple)


class UnionMarker(type):
    """The class of markers."""

    plan: UnionPlan

    def __instancecheck__(cls, instance: object) -> bool:
        """Accept everything: the value was chosen before msgspec asks."""
        return True


def union(
    name: str,
    members: Callable[[], tuple[object, ...]],
    *,
    discriminator: str | None = None,
    mapping: Callable[[], Mapping[str, object]] | None = None,
    is_nullable: bool = False,
) -> Any:
    """Make the marker of a union.

    Args:
        name: Of the alias that it stands for.
        members: Called at first use, so that members may be defined later, or be the union itself.
        discriminator: Wire name of the property that tells the members apart.
        mapping: The property's value to the member. Without it the members' own `Literal` decides.
        is_nullable: Whether the alias stands for null as well.
    """
    marker = UnionMarker(name, (), {})
    marker.plan = UnionPlan(members, discriminator, mapping)
    return marker | None if is_nullable else marker


class Shape(Struct, frozen=True, kw_only=True):
    """What tells one object type from its siblings."""

    required: frozenset[str]
    known: frozenset[str]
    literals: Mapping[str, tuple[object, ...]]
    """Wire name to the only values it may have."""
    choices: Mapping[str, tuple[object, ...]]
    """Wire name to the values that it has where it is there, as far as they are known."""
    constants: frozenset[str]
    """Wire names that objects of this type always have, with a value that is filled in where it is missing."""

    def matches(self, value: Mapping[str, object]) -> bool:
        """Return whether the required keys are there and the constants are right."""
        return self.required <= value.keys() and not self.contradicts(value)

    def contradicts(self, value: Mapping[str, object]) -> bool:
        """Return whether a constant has another value."""
        return any(
            name in value and value[name] not in allowed
            for name, allowed in self.literals.items()
        )

    def overlap(self, value: Mapping[str, object]) -> tuple[int, int]:
        """Measure how well the keys fit: known ones, then required ones that are there."""
        return len(self.known & value.keys()), -len(self.required - value.keys())

    def likeness(self, value: Mapping[str, object]) -> tuple[int, int, int]:
        """Measure how well an object fits that matches: a constant that is missing counts against it."""
        return (-len(self.constants - value.keys()), *self.overlap(value))


class UnionPlan:
    """The members of a union, found at first use."""

    def __init__(
        self,
        members: Callable[[], tuple[object, ...]],
        discriminator: str | None,
        mapping: Callable[[], Mapping[str, object]] | None,
    ) -> None:
        self._members = members
        self._mapping = mapping
        self.discriminator = discriminator

    @cached_property
    def members(self) -> tuple[object, ...]:
        """All members in order, with nested unions laid flat."""
        found: list[object] = []
        _flatten(self, found, set())
        return tuple(found)

    def own_members(self) -> tuple[object, ...]:
        """The members as declared."""
        return self._members()

    @cached_property
    def shapes(self) -> Mapping[type[Struct], Shape]:
        """The members that are objects."""
        return {member: _shape(member) for member in self.members if _is_model(member)}

    @cached_property
    def _maps(self) -> tuple[object, ...]:
        """The members that are objects with any keys."""
        return tuple(member for member in self.members if _origin(member) is dict)

    @cached_property
    def member_by_tag(self) -> Mapping[object, object]:
        """What the discriminator's values stand for."""
        if self._mapping is not None:
            return dict(self._mapping().items())
        return {
            tag: member
            for member, shape in self.shapes.items()
            for tag in shape.literals.get(self.discriminator or "", ())
        }

    @cached_property
    def tags(self) -> tuple[object, ...]:
        """All known values of the discriminator."""
        shared = (
            tag
            for shape in self.shapes.values()
            for tag in shape.choices.get(self.discriminator or "", ())
        )
        return tuple(dict.fromkeys([*self.member_by_tag, *shared]))

    def _shapes_with(self, tag: object) -> Mapping[type[Struct], Shape]:
        """Find what else has a value of the discriminator: the other keys decide between them."""
        name = self.discriminator or ""
        mapped = self.member_by_tag.values()
        return {
            kind: shape
            for kind, shape in self.shapes.items()
            if tag in shape.choices.get(name, ()) and kind not in mapped
        }

    def candidates(self, value: object, /) -> tuple[object, ...]:
        """List the members that a decoded value may be, the likeliest first.

        A discriminator with a known value leaves one; one with an unknown value leaves none.
        """
        if not is_object(value):
            return self._plain_candidates(value)
        shapes = self.shapes
        if self.discriminator is not None and self.discriminator in value:
            tag = value[self.discriminator]
            if self.member_by_tag:
                hashable = isinstance(tag, str | int)
                member = self.member_by_tag.get(tag) if hashable else None
                if member is not None:
                    return (member,)
                shapes = self._shapes_with(tag)
                if not shapes:
                    return ()
        likely = [kind for kind, shape in shapes.items() if shape.matches(value)]
        if len(likely) > 1:
            likely.sort(
                key=lambda kind: self.shapes[kind].likeness(value), reverse=True
            )
        return (*likely, *self._maps)

    def nearest(self, value: Mapping[str, object]) -> type[Struct] | None:
        """Find the object type that fits an object best although none fits it wholly."""
        shapes = self.shapes
        if self.discriminator is not None and self.discriminator in value:
            # Where its value is unknown, a guess would hide that.
            shapes = self._shapes_with(value[self.discriminator])
        fitting = [
            (shape.overlap(value), kind)
            for kind, shape in shapes.items()
            if not shape.contradicts(value)
        ]
        overlap, kind = max(fitting, key=lambda pair: pair[0], default=((0, 0), None))
        return kind if overlap[0] > 0 else None

    def _plain_candidates(self, value: object) -> tuple[object, ...]:
        """Put the member of exactly the value's type first: 1 is an int before it is a float."""
        plain = [member for member in self.members if not _is_model(member)]
        return tuple(
            sorted(plain, key=lambda member: _origin(member) is not type(value))
        )


_far: dict[object, UnionMarker] = {}
_near: dict[UnionMarker, object] = {}


if TYPE_CHECKING:
    Far: TypeAlias = Annotated[_T, "far"]
else:

    class Far:
        """A type that is prepared for decoding when the first value of it comes."""

        def __class_getitem__(cls, wanted: object) -> UnionMarker:
            if wanted not in _far:
                marker = UnionMarker(getattr(wanted, "__name__", "Far"), (), {})
                marker.plan = _FarPlan(lambda: (wanted,), None, None)
                _near[marker] = wanted
                _far[wanted] = marker
            return _far[wanted]


class _FarPlan(UnionPlan):
    """What is behind `Far`: the type as it was written."""

    def candidates(self, _value: object, /) -> tuple[object, ...]:
        """Take the type, whatever the value is: the mismatches are its own."""
        return self.own_members()


def near(wanted: Any) -> Any:
    """Return the type that a `Far` stands for, any other type as it is."""
    return _near.get(wanted, wanted) if isinstance(wanted, UnionMarker) else wanted


def _is_model(member: object) -> TypeGuard[type[Struct]]:
    return isinstance(member, type) and issubclass(member, Struct)


def _flatten(plan: UnionPlan, found: list[object], visited: set[UnionPlan]) -> None:
    """Gather members; a union may contain itself."""
    visited.add(plan)
    for member in _alternatives(plan.own_members()):
        if isinstance(member, UnionMarker):
            if member.plan not in visited:
                _flatten(member.plan, found, visited)
        elif member not in found:
            found.append(member)


def _alternatives(members: tuple[object, ...]) -> list[object]:
    """Lay `A | B` members flat."""
    flat: list[object] = []
    for member in members:
        flat += get_args(member) if is_union(member) else (member,)
    return flat


def is_union(annotation: object) -> bool:
    """Return whether an annotation is `X | Y` or `Optional[X]`."""
    origin = get_origin(annotation)
    return origin is Union or getattr(origin, "__name__", "") == "UnionType"


def _origin(member: object) -> object:
    return get_origin(member) or member


def _shape(kind: type[Struct]) -> Shape:
    described = fields(kind)
    return Shape(
        required=frozenset(f.encode_name for f in described if f.required),
        known=frozenset(f.encode_name for f in described),
        literals={
            f.encode_name: get_args(f.type)
            for f in described
            if get_origin(f.type) is Literal
        },
        choices={f.encode_name: _choices(f.type) for f in described},
        constants=frozenset(
            f.encode_name
            for f in described
            if not f.required and get_origin(f.type) is Literal
        ),
    )


def _choices(annotation: object) -> tuple[object, ...]:
    alternatives = get_args(annotation) if is_union(annotation) else (annotation,)
    literals = (each for each in alternatives if get_origin(each) is Literal)
    return tuple(value for each in literals for value in get_args(each))


def known_names(wanted: object) -> frozenset[str]:
    """List the properties that objects of a type have, those of all members of a union."""
    if isinstance(wanted, UnionMarker):
        shapes = wanted.plan.shapes.values()
        return frozenset(name for shape in shapes for name in shape.known)
    if _is_model(wanted):
        return _shape(wanted).known
    return frozenset()
