"""Tells a docs site that changed its layout from an API that changed: one table.

What never means anything by itself is layout wherever it occurs. What may mean something is
layout only where one side has none of it anywhere, at least one side comes from pages, and there
is evidence: then the site began to show it, or ceased to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import LayoutNote
from specweld.diff.edit import Edit, EditKind
from specweld.diff.sight import LIMITS
from specweld.diff.sunset import SUNSET
from specweld.diff.surface import Role
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.contract.nodes import Contract, Media, Operation, Schema
    from specweld.diff.matched import Matched
    from specweld.diff.sighting import Sighting

_ENOUGH = 3
"""Fewer sightings than this may be a true edit of a small API..."""
_MANY = 10
"""... unless so many places of the side that shows nothing could show it."""
_DOCUMENTATION = frozenset(
    {"description", "summary", "example", "examples", "externalDocs", "$comment", "xml"}
)
"""Keywords that become docstrings at most."""

CREDENTIAL = "credential"
"""Keyword of an edit of a parameter that normalising takes for the credential."""

_IDLE: Mapping[tuple[EditKind, str], tuple[str, str]] = {
    (EditKind.SCHEMA, "title"): ("titles", "titles of schemas differ"),
    (EditKind.OPERATION, "tags"): ("tags", "tags of operations differ"),
    (EditKind.DOCUMENT, "tags"): ("tags", "tags of operations differ"),
    (EditKind.ANSWER, "links"): ("links", "links from answers differ"),
    (EditKind.OPERATION, "operationId"): ("operation-ids", "operation ids differ"),
    (EditKind.OPERATION, CREDENTIAL): (
        "credential-flags",
        "operations declare the credential in other words",
    ),
    (EditKind.DOCUMENT, "openapi"): (
        "openapi-version",
        "the version of OpenAPI differs",
    ),
    (EditKind.DOCUMENT, "server-order"): (
        "server-order",
        "servers come in another order",
    ),
}
"""What never means anything by itself."""
_EXTENSIONS = "extensions", "extensions (`x-...`)"


def is_documentation(edit: Edit) -> bool:
    """Return whether an edit changes a docstring at most."""
    return edit.keyword in _DOCUMENTATION or edit.keyword == EXTENSION


def idle_trait(edit: Edit) -> tuple[str, str] | None:
    """Return the trait of what never means anything by itself, and its words."""
    return _IDLE.get((edit.kind, edit.keyword))


def is_extension(edit: Edit) -> bool:
    """Return whether an edit is of a keyword that a vendor made up."""
    return edit.keyword.startswith("x-") and edit.keyword not in _MEANINGFUL


_MEANINGFUL = frozenset({SUNSET, EXTENSION})
"""Extensions that say something: they are told by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
    """Something that a docs site shows everywhere or nowhere."""

    id: str
    message: str
    topics: frozenset[str]
    shows: Callable[[Contract], Iterator[bool]]
    """Yields for every place of one side that could show it whether it does."""
    is_about: Callable[[Sighting], bool] = lambda _sighting: True
    is_lossy: bool = False
    """A page that lacks it lost it, whatever the API does: only many sightings count."""


def is_from_pages(contract: Contract) -> bool:
    """Return whether a contract was read from documentation pages."""
    return any(each.page.get("reference") for each in contract.operations)


def fold_layout(
    sightings: Sequence[Sighting], matched: Matched, idle: Sequence[Edit]
) -> tuple[tuple[Sighting, ...], tuple[LayoutNote, ...]]:
    """Take out what the layout explains; return what is left, and a note per trait."""
    old, new = matched.old.side.contract, matched.new.side.contract
    left = tuple(sightings)
    notes: list[LayoutNote] = []
    if is_from_pages(old) or is_from_pages(new):
        for trait in _TRAITS:
            verb, folded = _seen(trait, (old, new), left)
            left = _without(left, folded)
            if folded:
                words = f"{trait.message} {verb} throughout"
                notes.append(_note(f"{trait.id}-{verb}", words, len(folded)))
        left, more = _fold_keywords(left, old, new)
        notes.extend(more)
    return left, (*notes, *_idle_notes(idle))


def _note(trait: str, message: str, count: int) -> LayoutNote:
    return LayoutNote(trait=trait, message=message, count=count)


def _without(
    sightings: tuple[Sighting, ...], folded: Sequence[Sighting]
) -> tuple[Sighting, ...]:
    gone = set(map(id, folded))
    return tuple(each for each in sightings if id(each) not in gone)


def _idle_notes(edits: Sequence[Edit]) -> Iterator[LayoutNote]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    extensions = [each for each in edits if is_extension(each)]
    if extensions:
        verb = {each.verb for each in extensions}
        words = {"added": "appeared throughout", "removed": "vanished throughout"}
        said = words.get(verb.pop(), "differ") if len(verb) == 1 else "differ"
        suffix = f"-{said.split()[0]}" if said != "differ" else ""
        counts[f"extensions{suffix}", f"{_EXTENSIONS[1]} {said}"] = len(extensions)
    for each in edits:
        trait = idle_trait(each)
        if trait is not None:
            counts[trait] += 1
    for (trait_id, message), count in sorted(counts.items()):
        yield _note(trait_id, message, count)


def _seen(
    trait: _Trait, sides: tuple[Contract, Contract], left: tuple[Sighting, ...]
) -> tuple[str, list[Sighting]]:
    """Collect what one trait explains; nothing when it may as well be the API's doing."""
    before, after = (list(trait.shows(side)) for side in sides)
    verb = "appeared" if any(after) else "vanished"
    if any(before) == any(after):
        return verb, []
    silent = len(before if any(after) else after)
    found = [
        each
        for each in left
        if each.row.topic in trait.topics
        and trait.is_about(each)
        and not _loses_model(each)
    ]
    is_everywhere = silent >= _MANY and not trait.is_lossy
    return verb, found if is_everywhere or len(found) >= _ENOUGH else []


def _loses_model(sighting: Sighting) -> bool:
    """Return whether an importable class goes with it, which somebody may miss."""
    return any(each.role is Role.MODEL and not each.new for each in sighting.shifts)


def _fold_keywords(
    sightings: tuple[Sighting, ...], old: Contract, new: Contract
) -> tuple[tuple[Sighting, ...], list[LayoutNote]]:
    """Take out keywords that one side has nowhere: pages leave out what their renderer does not show."""
    groups: dict[tuple[str, bool], list[Sighting]] = defaultdict(list)
    for each in sightings:
        kind = _kind(each)
        if kind and (each.old is None) != (each.new is None):
            groups[kind, each.old is None].append(each)
    shown = frozenset(_kinds(old)), frozenset(_kinds(new))
    notes: list[LayoutNote] = []
    for (kind, is_new), found in sorted(groups.items(), key=lambda item: item[0]):
        if len(found) < _ENOUGH or kind in shown[0 if is_new else 1]:
            continue
        sightings = _without(sightings, found)
        verb = "appeared" if is_new else "vanished"
        words = _WORDS.get(kind, f"`{kind}`")
        trait = f"{kind} {verb}".lower().replace(" ", "-")
        notes.append(_note(trait, f"{words} {verb} throughout", len(found)))
    return sightings, notes


_WORDS = {"limits": "limits of lengths, sizes and numbers"}


def _kind(sighting: Sighting) -> str:
    """Name what a sighting is about: a keyword, a value of `format`; empty for anything else."""
    keyword = sighting.edit.keyword
    if (
        sighting.edit.kind is not EditKind.SCHEMA
        and sighting.row.topic != "unclassified"
    ):
        return ""
    if sighting.row.topic.startswith("format-"):
        return f"format {sighting.edit.after or sighting.edit.before}"
    if keyword in LIMITS:
        return "limits"
    is_unknown = sighting.row.topic == "unclassified"
    return keyword if is_unknown or keyword == "pattern" else ""


def _kinds(contract: Contract) -> Iterator[str]:
    for schema in contract.schemas.values():
        for keyword, value in schema.facts.items():
            if keyword in LIMITS:
                yield "limits"
            elif keyword == "format":
                yield f"format {value}"
            else:
                yield keyword
    for operation in contract.operations:
        yield from operation.facts
        for parameter in operation.parameters:
            yield from parameter.facts


def _schemas(contract: Contract) -> Iterator[Schema]:
    yield from contract.schemas.values()


def _defaults(contract: Contract) -> Iterator[bool]:
    for schema in _schemas(contract):
        yield "default" in schema.facts


def _nulls(contract: Contract) -> Iterator[bool]:
    for schema in _schemas(contract):
        yield schema.is_nullable


def _error_bodies(contract: Contract) -> Iterator[bool]:
    for operation in contract.operations:
        for answer in operation.answers:
            if not answer.status.startswith("2"):
                yield bool(answer.media)


def _forms(contract: Contract) -> Iterator[tuple[Operation, Media]]:
    for operation in contract.operations:
        for media in operation.body.media.values() if operation.body else ():
            if media.content_type.startswith("multipart/"):
                yield operation, media


def _is_upload(contract: Contract, id: object) -> bool:
    schema = contract.schemas.get(id)  # type: ignore[call-overload]
    if schema is None:
        return False
    if schema.facts.get("format") == "binary":
        return True
    return isinstance(schema.items, str) and _is_upload(contract, schema.items)


def _form_schemas(contract: Contract) -> Iterator[Schema]:
    for _, media in _forms(contract):
        schema = contract.schemas.get(media.schema) if media.schema else None
        while schema is not None and schema.target is not None:
            schema = contract.schemas.get(schema.target)
        if schema is not None:
            yield schema


def _uploads(contract: Contract) -> Iterator[bool]:
    for schema in _form_schemas(contract):
        yield any(
            _is_upload(contract, each.schema) for each in schema.properties.values()
        )


def _requirements(contract: Contract) -> Iterator[bool]:
    """Yield which forms require anything; files are known to be required from elsewhere."""
    for schema in _form_schemas(contract):
        yield any(
            each.is_required and not _is_upload(contract, each.schema)
            for each in schema.properties.values()
        )


def _is_file(sighting: Sighting) -> bool:
    return "bytes" in f"{sighting.old}{sighting.new}" and _is_in_form(sighting)


def _is_in_form(sighting: Sighting) -> bool:
    pointer = sighting.edit.new or sighting.edit.old or ()
    return any(each.startswith("multipart/") for each in pointer)


_TRAITS: tuple[_Trait, ...] = (
    _Trait(
        id="defaults",
        message="defaults",
        topics=frozenset(
            {
                *("default-added", "default-removed"),
                *(
                    "request-parameter-default-added",
                    "request-parameter-default-removed",
                    "request-parameter-default-unused",
                ),
            }
        ),
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
        topics=frozenset(
            {"property-added-required", "property-added-optional", "property-removed"}
        ),
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
