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
from specweld.api.operations import BodyKind
from specweld.api.types import FileType, ListType, Nullable, TypeRef
from specweld.diff.bodies import body_arguments
from specweld.diff.change import LayoutNote

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Field
    from specweld.api.operations import Argument, Body
    from specweld.diff.finding import Finding

_ENOUGH = 3
"""Fewer sightings than this may be a true edit of a small API..."""
_MANY = 10
"""... unless so many places of the side that shows nothing could show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
    """Something that a docs site shows everywhere or nowhere."""

    id: str
    message: str
    topics: frozenset[str]
    shows: Callable[[Api], Iterator[bool]]
    """Tells for every place of one side that could show it whether it does."""
    is_about: Callable[[Finding, frozenset[str]], bool] = lambda _finding, _forms: True
    """Tells whether a finding is one of its sightings, given the operations that send files."""
    is_lossy: bool = False
    """A page that lacks it lost it, whatever the API does: only many sightings count."""


def fold_layout(
    findings: tuple[Finding, ...], old: Api, new: Api
) -> tuple[tuple[Finding, ...], tuple[LayoutNote, ...]]:
    """Take out what the layout explains; return what is left, and a note for each trait."""
    if not is_from_pages(old) and not is_from_pages(new):
        return findings, ()
    forms = _senders_of_forms(old) | _senders_of_forms(new)
    left = findings
    notes: list[LayoutNote] = []
    for trait in _TRAITS:
        verb, folded = _sightings(trait, (old, new), left, forms)
        if folded:
            gone = {id(each) for each in folded}
            left = tuple(each for each in left if id(each) not in gone)
            message = f"{trait.message} {verb} throughout"
            note = LayoutNote(
                trait=f"{trait.id}-{verb}", message=message, count=len(folded)
            )
            notes.append(note)
    return left, tuple(notes)


def _sightings(
    trait: _Trait,
    sides: tuple[Api, Api],
    findings: tuple[Finding, ...],
    forms: frozenset[str],
) -> tuple[str, list[Finding]]:
    """Collect what one trait explains; nothing when it may as well be the API's doing."""
    before, after = (list(trait.shows(side)) for side in sides)
    verb = "appeared" if any(after) else "vanished"
    if any(before) == any(after):
        return verb, []
    silent = len(before if any(after) else after)
    found = [
        each
        for each in findings
        if each.topic.removesuffix("[]") in trait.topics
        and trait.is_about(each, forms)
        and not _loses_model(each)
    ]
    is_everywhere = silent >= _MANY and not trait.is_lossy
    return verb, found if is_everywhere or len(found) >= _ENOUGH else []


def _loses_model(finding: Finding) -> bool:
    """Tell whether an importable class goes with it, which somebody may miss."""
    return any(
        each.old.startswith("models.") and each.old.count(".") == 1 and not each.new
        for each in finding.symbols
    )


def is_from_pages(api: Api) -> bool:
    """Tell an API that was read from documentation pages."""
    return any(each.reference for each in api.operations)


_TEXTS = {
    "credential-flags": "operations declare the credential in other words",
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


def _fields(api: Api) -> Iterator[Field]:
    for model in api.models.values():
        if isinstance(model, ObjectModel):
            yield from model.fields


def _defaults(api: Api) -> Iterator[bool]:
    for argument in _arguments(api):
        yield argument.default is not None
    for field in _fields(api):
        yield field.default is not None


def _error_bodies(api: Api) -> Iterator[bool]:
    for operation in api.operations:
        for error in operation.errors:
            yield error.type is not None


def _forms(api: Api) -> Iterator[tuple[str, Body]]:
    for operation in api.operations:
        if operation.body is not None and operation.body.kind is BodyKind.MULTIPART:
            yield operation.id, operation.body


def _senders_of_forms(api: Api) -> frozenset[str]:
    return frozenset(operation for operation, _ in _forms(api))


def _uploads(api: Api) -> Iterator[bool]:
    for _, body in _forms(api):
        yield any(_is_upload(each.type) for each in body_arguments(body))


def _requirements(api: Api) -> Iterator[bool]:
    """Tell which forms require anything; files are known to be required from elsewhere."""
    for _, body in _forms(api):
        others = (each for each in body_arguments(body) if not _is_upload(each.type))
        yield any(each.is_required for each in others)


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


def _nulls(api: Api) -> Iterator[bool]:
    for argument in _arguments(api):
        yield isinstance(argument.type, Nullable)
    for field in _fields(api):
        yield isinstance(field.type, Nullable)


def _is_file(finding: Finding, forms: frozenset[str]) -> bool:
    return "File" in f"{finding.old}{finding.new}" and _is_in_form(finding, forms)


def _is_in_form(finding: Finding, forms: frozenset[str]) -> bool:
    operations = finding.spot.operations
    return bool(operations) and forms.issuperset(operations)


_TRAITS: tuple[_Trait, ...] = (
    _Trait(
        id="defaults",
        message="defaults",
        topics=frozenset({"default-added", "default-removed", "leaf default"}),
        shows=_defaults,
    ),
    _Trait(
        id="error-bodies",
        message="bodies of errors",
        topics=frozenset({"error-body-changed"}),
        shows=_error_bodies,
    ),
    _Trait(
        id="uploads",
        message="files of multipart bodies",
        topics=frozenset({"property-added", "property-removed"}),
        shows=_uploads,
        is_about=_is_file,
    ),
    _Trait(
        id="form-requirements",
        message="requirements of multipart bodies",
        topics=frozenset({"property-became-required", "property-became-optional"}),
        shows=_requirements,
        is_about=_is_in_form,
    ),
    _Trait(
        id="nulls",
        message="nulls",
        topics=frozenset({"became-nullable", "became-not-nullable"}),
        shows=_nulls,
        is_lossy=True,
    ),
)
