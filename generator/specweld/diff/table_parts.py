"""Which edit of an operation, of what it carries, or of the rest is which kind of change."""

from __future__ import annotations

from collections.abc import Iterator

from specweld.diff.change import Bump
from specweld.diff.edit import EditKind
from specweld.diff.sight import (
    KEYWORD,
    Row,
    Sight,
    When,
    always,
    both,
    error_row,
    gains,
    is_added,
    is_earlier,
    is_kind_of,
    is_needed,
    is_on,
    is_path,
    is_planned,
    is_sent,
    is_too_soon,
    loses,
    row,
)
from specweld.diff.sunset import SUNSET
from specweld.diff.surface import STREAM
from specweld.diff.symbols import NAME, NEED, PRESENCE, TYPE


def _whole(
    kind: EditKind,
    topic: str,
    says: str,
    when: When = always,
    *,
    facet: str = PRESENCE,
    floor: Bump = Bump.NONE,
) -> Row:
    """Make a row for a node that comes or goes."""
    return row(
        kind,
        "",
        topic,
        says,
        when,
        facet=facet,
        floor=floor,
        shows_types=kind is EditKind.PARAMETER,
    )


def _deprecation(kind: EditKind, topic: str) -> Iterator[Row]:
    says = "`{name}` is deprecated", "`{name}` is no longer deprecated"
    facet = "deprecated"
    yield row(kind, facet, f"{topic}-deprecated", says[0], is_on, facet=facet)
    yield row(kind, facet, f"{topic}-undeprecated", says[1], facet=facet)


def _is_success(sight: Sight) -> bool:
    return not sight.place.is_error


def _is_new_and_sent(sight: Sight) -> bool:
    return is_added(sight) and is_sent(sight)


def _is_gone(sight: Sight) -> bool:
    return sight.edit.is_removed


_NEW, _GONE = "`{name}` is new", "`{name}` is gone"
_RETIRED = "`{name}` is gone, as announced"
_ENDS = "`{name}` is announced to end on {new} instead of {old}"

PART_ROWS: tuple[Row, ...] = (
    *(
        row(kind, SUNSET, f"sunset-{verb}", _ENDS, when)
        for kind in (EditKind.OPERATION, EditKind.PARAMETER, EditKind.SCHEMA)
        for verb, when in (
            ("too-soon", is_too_soon),
            ("set", gains),
            ("dropped", loses),
            ("moved-earlier", is_earlier),
            ("moved-later", always),
        )
    ),
    _whole(EditKind.OPERATION, "operation-added", _NEW, is_added),
    _whole(EditKind.OPERATION, "operation-retired", _RETIRED, is_planned),
    _whole(EditKind.OPERATION, "operation-removed", _GONE),
    row(
        EditKind.OPERATION,
        "path",
        "operation-moved",
        "{old} is {new} now",
        facet="path",
    ),
    row(
        EditKind.OPERATION,
        "servers",
        "operation-server-changed",
        "`{name}` is at {new} instead of {old}",
        facet="servers",
    ),
    *_deprecation(EditKind.OPERATION, "operation"),
    _whole(
        EditKind.PARAMETER,
        "request-parameter-added-required",
        "`{name}` is new and required",
        is_needed,
    ),
    _whole(
        EditKind.PARAMETER,
        "request-parameter-added-optional",
        "`{name}` is new and optional",
        is_added,
    ),
    _whole(EditKind.PARAMETER, "request-parameter-retired", _RETIRED, is_planned),
    _whole(EditKind.PARAMETER, "request-parameter-removed", _GONE),
    row(
        EditKind.PARAMETER,
        "required",
        "request-parameter-became-required",
        "`{name}` is required now",
        is_on,
        facet=NEED,
    ),
    row(
        EditKind.PARAMETER,
        "required",
        "request-parameter-became-optional",
        "`{name}` may be left out now",
        facet=NEED,
    ),
    row(
        EditKind.PARAMETER,
        "name",
        "path-parameter-renamed",
        "`{name}` is called {new}",
        is_path,
        facet=NAME,
        floor=Bump.PATCH,
    ),
    row(
        EditKind.PARAMETER,
        "name",
        "request-parameter-renamed",
        "`{name}` is called {new}",
        facet=NAME,
        floor=Bump.PATCH,
    ),
    row(
        EditKind.PARAMETER,
        "in",
        "request-parameter-location-changed",
        "`{own}` travels in the {bare_new} instead of the {bare_old}",
        facet="in",
    ),
    row(
        EditKind.PARAMETER,
        "style allowReserved allowEmptyValue content",
        "request-parameter-style-changed",
        "`{name}` is written in the style {new} instead of {old}",
        facet="style",
    ),
    *_deprecation(EditKind.PARAMETER, "request-parameter"),
    _whole(
        EditKind.BODY,
        "request-body-added-required",
        "`{operation}` takes a body now, which is required",
        is_needed,
    ),
    _whole(
        EditKind.BODY,
        "request-body-added-optional",
        "`{operation}` takes a body now, which is optional",
        is_added,
    ),
    _whole(
        EditKind.BODY, "request-body-removed", "`{operation}` no longer takes a body"
    ),
    row(
        EditKind.BODY,
        "required",
        "request-body-became-required",
        "the body of `{operation}` became required",
        is_on,
        facet=NEED,
    ),
    row(
        EditKind.BODY,
        "required",
        "request-body-became-optional",
        "the body of `{operation}` became optional",
        facet=NEED,
    ),
    row(
        EditKind.MEDIA,
        "content-type",
        "request-body-encoding-changed",
        "the body of `{operation}` is sent as {new} instead of {old}",
        is_sent,
        facet="content-type",
        floor=Bump.PATCH,
    ),
    error_row(EditKind.MEDIA, PRESENCE),
    row(
        EditKind.MEDIA,
        "content-type",
        "response-content-type-narrowed",
        "the answer of `{operation}` is {new}, a kind of {old}",
        is_kind_of,
        facet="content-type",
        floor=Bump.PATCH,
    ),
    row(
        EditKind.MEDIA,
        "content-type",
        "response-content-type-changed",
        "the answer of `{operation}` is {new} instead of {old}",
        facet="content-type",
        floor=Bump.PATCH,
    ),
    *(
        row(
            EditKind.MEDIA,
            "schema",
            f"{subject}-schema-{verb}",
            f"the docs {said} what {{name}} looks like",
            both(when, direction),
            facet=TYPE,
        )
        for verb, said, when in (
            ("added", "say now", gains),
            ("removed", "no longer say", loses),
        )
        for subject, direction in (("request-body", is_sent), ("response-body", always))
    ),
    _whole(EditKind.MEDIA, "request-media-type-added", _NEW, _is_new_and_sent),
    _whole(EditKind.MEDIA, "request-media-type-removed", _GONE, is_sent),
    _whole(EditKind.MEDIA, "response-media-type-added", _NEW, is_added, facet=STREAM),
    _whole(EditKind.MEDIA, "response-media-type-removed", _GONE, facet=STREAM),
    _whole(
        EditKind.ANSWER,
        "response-success-status-added",
        "`{operation}` may answer with `{status}`",
        lambda sight: is_added(sight) and _is_success(sight),
    ),
    _whole(
        EditKind.ANSWER,
        "response-success-status-removed",
        "`{operation}` no longer answers with `{status}`",
        _is_success,
    ),
    _whole(
        EditKind.ANSWER,
        "error-status-added",
        "the error `{status}` of `{operation}` is new",
        is_added,
        floor=Bump.PATCH,
    ),
    _whole(
        EditKind.ANSWER,
        "error-status-removed",
        "the error `{status}` of `{operation}` is gone",
        floor=Bump.PATCH,
    ),
    _whole(EditKind.HEADER, "response-header-added", _NEW, is_added),
    _whole(EditKind.HEADER, "response-header-removed", _GONE),
    row(
        EditKind.HEADER,
        "required",
        "response-header-became-required",
        "`{name}` is always there now",
        is_on,
    ),
    row(
        EditKind.HEADER,
        "required",
        "response-header-became-optional",
        "`{name}` may be left out now",
    ),
    Row(kind=EditKind.HEADER, topic="response-header-changed", says=KEYWORD),
    Row(
        kind=EditKind.SCHEME,
        topic="security-details-changed",
        says="the security scheme `{own}` is described differently",
        is_folded=True,
    ),
    *(
        _whole(
            kind, f"{kind.value}-{verb}", f"the {kind.value} `{{own}}` is {said}", when
        )
        for kind in (EditKind.WEBHOOK, EditKind.CALLBACK)
        for verb, said, when in (
            ("added", "new", is_added),
            ("removed", "gone", _is_gone),
            ("changed", "described differently", always),
        )
    ),
)
