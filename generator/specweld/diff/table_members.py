"""Which edit of a property or of an alternative is which kind of change; first match wins."""

from __future__ import annotations

from functools import partial

from specweld.diff.edit import EditKind
from specweld.diff.sight import (
    Row,
    error_row,
    gains,
    is_added,
    is_needed,
    is_on,
    is_planned,
    row,
)
from specweld.diff.symbols import NAME, NEED, PRESENCE, TYPE

_member = partial(
    row, EditKind.MEMBER, None, is_directed=True, shows_types=True, facet=TYPE
)
_property = partial(row, EditKind.PROPERTY, is_directed=True)
_whole = partial(_property, "", shows_types=True, facet=PRESENCE)

MEMBER_ROWS: tuple[Row, ...] = (
    error_row(EditKind.MEMBER, TYPE),
    _member("union-member-added", "`{name}` may be {new} now", gains),
    _member("union-member-removed", "`{name}` may no longer be {old}"),
    error_row(EditKind.PROPERTY, PRESENCE),
    _whole("property-added-required", "`{name}` is new and required", is_needed),
    _whole("property-added-optional", "`{name}` is new{end}", is_added),
    _whole("property-retired", "`{name}` is gone, as announced", is_planned),
    _whole("property-removed", "`{name}` is gone"),
    _property(
        "required",
        "property-became-required",
        "`{name}` is required now",
        is_on,
        facet=NEED,
    ),
    _property(
        "required",
        "property-became-optional",
        "`{name}` may be left out now",
        facet=NEED,
    ),
    _property("name", "property-renamed", "`{name}` is called {new}", facet=NAME),
)
