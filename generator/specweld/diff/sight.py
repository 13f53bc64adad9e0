"""Which edit is which kind of change: one table, first match wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.diff.change import Bump, SubjectKind
from specweld.diff.edit import Edit, EditKind
from specweld.diff.media import is_kind
from specweld.diff.sunset import sunset

if TYPE_CHECKING:
    from datetime import date

    from specweld.diff.places import Place

UPPER = frozenset(
    {
        *("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"),
        "maxContains",
    }
)
LOWER = frozenset(
    {
        *("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"),
        "minContains",
    }
)
LIMITS = UPPER | LOWER

VALUE = "`{name}` is {new} instead of {old}"
KEYWORD = "`{keyword}` of `{name}` is {new} instead of {old}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An edit, where it is, and what the types around it are called."""

    edit: Edit
    place: Place
    old_words: str
    new_words: str
    earliest_end: date | None = None
    """Ends that are announced for a day before this one leave callers too little time."""


When: TypeAlias = Callable[[Sight], bool]


def always(_sight: Sight) -> bool:
    """Return True: the kind and the keyword say enough."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of edit."""

    kind: EditKind
    keywords: frozenset[str] | None = None
    """None for any."""
    when: When = always
    topic: str
    """The rule, without its direction where it has one."""
    says: str
    is_directed: bool = False
    """There is a rule for what is sent and one for what is received."""
    shows_types: bool = False
    """Old and new are told as annotations, not as the keyword's values."""
    facet: str = ""
    """What of a public name the edit explains."""
    floor: Bump = Bump.NONE
    """The least that it means for generated code."""
    is_folded: bool = False
    """However much of the node differs, it is told once."""


def row(
    kind: EditKind,
    keywords: str | None,
    topic: str,
    says: str = KEYWORD,
    when: When = always,
    *,
    is_directed: bool = False,
    shows_types: bool = False,
    facet: str = "",
    floor: Bump = Bump.NONE,
) -> Row:
    """Make a row.

    Args:
        keywords: None for any; empty where the whole node comes or goes.
    """
    return Row(
        kind=kind,
        keywords=None if keywords is None else frozenset(keywords.split() or [""]),
        when=when,
        topic=topic,
        says=says,
        is_directed=is_directed,
        shows_types=shows_types,
        facet=facet,
        floor=floor,
    )


def error_row(kind: EditKind, facet: str, when: When | None = None) -> Row:
    """Make the row for whatever differs in the body of an error: it is told once."""
    return Row(
        kind=kind,
        when=when or is_error,
        topic="error-body-changed",
        says="the body of the error `{status}` of `{operation}` is described differently",
        facet=facet,
        floor=Bump.PATCH,
        is_folded=True,
    )


def is_added(sight: Sight) -> bool:
    """Return whether the node is new."""
    return sight.edit.is_added


def is_needed(sight: Sight) -> bool:
    """Return whether the node is new and must be given."""
    return sight.edit.is_added and sight.edit.is_required


def gains(sight: Sight) -> bool:
    """Return whether nothing was said before."""
    return sight.edit.before is None


def loses(sight: Sight) -> bool:
    """Return whether nothing is said any more."""
    return sight.edit.after is None


def is_planned(sight: Sight) -> bool:
    """Return whether it went after its announced end."""
    return sight.edit.is_planned


def is_earlier(sight: Sight) -> bool:
    """Return whether an announced end comes sooner than it was to."""
    before, after = sunset(sight.edit.before), sunset(sight.edit.after)
    return before is not None and after is not None and after < before


def is_too_soon(sight: Sight) -> bool:
    """Return whether an end is announced that leaves callers too little time."""
    after, earliest = sunset(sight.edit.after), sight.earliest_end
    is_early = after is not None and earliest is not None and after < earliest
    return gains(sight) and is_early


def is_on(sight: Sight) -> bool:
    """Return whether a flag is set now."""
    return sight.edit.after is True


def tightens(sight: Sight) -> bool:
    """Return whether fewer values keep a bound than did."""
    before, after = sight.edit.before, sight.edit.after
    if before is None or after is None:
        return before is None
    if isinstance(before, int | float) and isinstance(after, int | float):
        return (after < before) == (sight.edit.keyword in UPPER)
    return False


def is_bound(sight: Sight) -> bool:
    """Return whether both sides are numbers, or one of them is none."""
    values = sight.edit.before, sight.edit.after
    return all(
        each is None or (isinstance(each, int | float) and not isinstance(each, bool))
        for each in values
    )


def _types(sight: Sight) -> tuple[set[str], set[str]]:
    old, new = sight.edit.before, sight.edit.after
    return (
        set(map(str, old)) if isinstance(old, list) else set(),
        set(map(str, new)) if isinstance(new, list) else set(),
    )


def gains_types(sight: Sight) -> bool:
    """Return whether there are more types than before."""
    old, new = _types(sight)
    return bool(old) and old < new


def loses_types(sight: Sight) -> bool:
    """Return whether there are fewer types than before."""
    old, new = _types(sight)
    return bool(new) and new < old


def widens(sight: Sight) -> bool:
    """Return whether a type takes in what it was."""
    if sight.edit.after is None:
        return True
    return _types(sight) == ({"integer"}, {"number"})


def narrows(sight: Sight) -> bool:
    """Return whether a type is a part of what it was."""
    if sight.edit.before is None:
        return True
    return _types(sight) == ({"number"}, {"integer"})


def is_narrower(sight: Sight) -> bool:
    """Return whether fewer values than before are possible, whatever the keyword is."""
    match sight.edit.keyword:
        case "type":
            return narrows(sight) or loses_types(sight)
        case "nullable":
            return not is_on(sight)
        case "enum":
            return loses(sight)
        case "values" | "const" | "format" | "pattern":
            return gains(sight)
        case keyword if keyword in LIMITS:
            return is_bound(sight) and tightens(sight)
        case _:
            return False


def is_needless(sight: Sight) -> bool:
    """Return whether a default stands where a value has to be given anyway."""
    return sight.place.is_required


def retypes(sight: Sight) -> bool:
    """Return whether a format makes another Python type of a string."""
    return sight.old_words != sight.new_words


def is_error(sight: Sight) -> bool:
    """Return whether it is in the body of an error."""
    return sight.place.is_error


def is_path(sight: Sight) -> bool:
    """Return whether it is about a parameter of the path."""
    return " path " in sight.place.name


def in_header(sight: Sight) -> bool:
    """Return whether it is about a header of an answer."""
    return " headers/" in sight.place.name


def is_parameter(sight: Sight) -> bool:
    """Return whether it is about a parameter, not about a part of a body."""
    name = sight.place.name
    is_sent_whole = sight.place.kind is SubjectKind.ARGUMENT
    return is_sent_whole and " body" not in name and not name.endswith(("]", "}"))


def both(one: When, other: When) -> When:
    """Join two conditions."""
    return lambda sight: one(sight) and other(sight)


def is_kind_of(sight: Sight) -> bool:
    """Return whether whoever reads the former media type reads the new one."""
    return is_kind(of=str(sight.edit.before), media_type=str(sight.edit.after))


def must_be_given(sight: Sight) -> bool:
    """Return whether it stands where a value has to be given now."""
    return sight.edit.is_required


def is_sent(sight: Sight) -> bool:
    """Return whether it travels in requests."""
    return sight.place.flow.is_sent
