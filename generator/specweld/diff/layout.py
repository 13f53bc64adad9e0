"""Tells a docs site that changed its layout from an API that changed.

A trait that no page of one side has and many pages of the other do is the site's, not the
API's: it began to show defaults, error bodies, file fields or nulls, or ceased to. Two documents
that are no pages have no layout: there, the same difference is the API's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.models import ObjectModel
from specweld.api.types import FileType, ListType, Nullable, TypeRef
from specweld.diff.bodies import body_arguments
from specweld.diff.change import LayoutNote

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Argument
    from specweld.diff.finding import Finding

_ENOUGH = 3
"""Fewer sightings than this may be a true edit of a small API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
    """Something that a docs site shows everywhere or nowhere."""

    id: str
    message: str
    topics: frozenset[str]
    has: Callable[[Api], bool]
    """Tells whether one side shows it at all."""
    is_about: Callable[[Finding], bool] = lambda _finding: True


def fold_layout(
    findings: tuple[Finding, ...], old: Api, new: Api
) -> tuple[tuple[Finding, ...], tuple[LayoutNote, ...]]:
    """Take out what the layout explains; return what is left, and a note for each trait."""
    if not _are_pages(old) and not _are_pages(new):
        return findings, ()
    left = findings
    notes: list[LayoutNote] = []
    for trait in _TRAITS:
        if trait.has(old) == trait.has(new):
            continue
        verb = "appeared" if trait.has(new) else "vanished"
        folded = [
            each
            for each in left
            if each.topic.removesuffix("[]") in trait.topics and trait.is_about(each)
        ]
        if len(folded) < _ENOUGH:
            continue
        gone = {id(each) for each in folded}
        left = tuple(each for each in left if id(each) not in gone)
        notes.append(
            LayoutNote(
                trait=f"{trait.id}-{verb}",
                message=f"{trait.message} {verb} throughout",
                count=len(folded),
            )
        )
    return left, tuple(notes)


def _are_pages(api: Api) -> bool:
    return any(each.reference for each in api.operations)


_TEXTS = {
    "titles": "titles of schemas differ",
    "tags": "tags of operations differ",
    "operation-ids": "operation ids differ",
    "openapi-version": "the version of OpenAPI differs",
    "server-order": "servers come in another order",
    "quirks": "the spelling of the pages differs",
}


def layout_note(trait: str, count: int) -> LayoutNote:
    """Word a trait that never means anything by itself."""
    return LayoutNote(trait=trait, message=_TEXTS[trait], count=count)


def _arguments(api: Api) -> Iterator[Argument]:
    for operation in api.operations:
        yield from operation.arguments
        if operation.body is not None:
            yield from body_arguments(operation.body)


def _has_defaults(api: Api) -> bool:
    return any(each.default for each in _arguments(api)) or any(
        field.default
        for model in api.models.values()
        if isinstance(model, ObjectModel)
        for field in model.fields
    )


def _has_error_bodies(api: Api) -> bool:
    return any(
        error.type is not None
        for operation in api.operations
        for error in operation.errors
    )


def _has_uploads(api: Api) -> bool:
    return any(_is_upload(each.type) for each in _arguments(api))


def _is_upload(type_: TypeRef) -> bool:
    match type_:
        case FileType():
            return True
        case ListType():
            return _is_upload(type_.item)
        case Nullable():
            return _is_upload(type_.item)
        case _:
            return False


def _has_nulls(api: Api) -> bool:
    return any(isinstance(each.type, Nullable) for each in _arguments(api)) or any(
        isinstance(field.type, Nullable)
        for model in api.models.values()
        if isinstance(model, ObjectModel)
        for field in model.fields
    )


def _is_file(finding: Finding) -> bool:
    return "File" in str(finding.old) + str(finding.new)


_TRAITS: tuple[_Trait, ...] = (
    _Trait(
        id="defaults",
        message="defaults",
        topics=frozenset({"default-added", "default-removed", "leaf default"}),
        has=_has_defaults,
    ),
    _Trait(
        id="error-bodies",
        message="bodies of errors",
        topics=frozenset({"error-body-changed"}),
        has=_has_error_bodies,
    ),
    _Trait(
        id="uploads",
        message="files of multipart bodies",
        topics=frozenset({"property-added", "property-removed"}),
        has=_has_uploads,
        is_about=_is_file,
    ),
    _Trait(
        id="nulls",
        message="nulls",
        topics=frozenset({"became-nullable", "became-not-nullable"}),
        has=_has_nulls,
    ),
)
