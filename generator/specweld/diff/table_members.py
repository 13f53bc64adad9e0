"""Which edit of a property or of an alternative is which kind of change; first match wins."""

from __future__ import annotations

from specweld.diff.edit import EditKind
from specweld.diff.sight import (
    Row,
    error_row,
    gains,
    is_added,
    is_needed,
    is_on,
    is_planned,
    words,
)
from specweld.diff.symbols import NAME, NEED, PRESENCE, TYPE

MEMBER_ROWS: tuple[Row, ...] = (
    error_row(EditKind.MEMBER, TYPE),
    Row(
        kind=EditKind.MEMBER,
        when=gains,
        topic="union-member-added",
        says="`{name}` may be {new} now",
        is_directed=True,
        shows_types=True,
        facet=TYPE,
    ),
    Row(
        kind=EditKind.MEMBER,
        topic="union-member-removed",
        says="`{name}` may no longer be {old}",
        is_directed=True,
        shows_types=True,
        facet=TYPE,
    ),
    error_row(EditKind.PROPERTY, PRESENCE),
    Row(
        kind=EditKind.PROPERTY,
        keywords=frozenset({""}),
        when=is_needed,
        topic="property-added-required",
        says="`{name}` is new and required",
        is_directed=True,
        shows_types=True,
        facet=PRESENCE,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=frozenset({""}),
        when=is_added,
        topic="property-added-optional",
        says="`{name}` is new{end}",
        is_directed=True,
        shows_types=True,
        facet=PRESENCE,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=frozenset({""}),
        when=is_planned,
        topic="property-retired",
        says="`{name}` is gone, as announced",
        is_directed=True,
        shows_types=True,
        facet=PRESENCE,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=frozenset({""}),
        topic="property-removed",
        says="`{name}` is gone",
        is_directed=True,
        shows_types=True,
        facet=PRESENCE,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=words("required"),
        when=is_on,
        topic="property-became-required",
        says="`{name}` is required now",
        is_directed=True,
        facet=NEED,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=words("required"),
        topic="property-became-optional",
        says="`{name}` may be left out now",
        is_directed=True,
        facet=NEED,
    ),
    Row(
        kind=EditKind.PROPERTY,
        keywords=words("name"),
        topic="property-renamed",
        says="`{name}` is called {new}",
        is_directed=True,
        facet=NAME,
    ),
)
