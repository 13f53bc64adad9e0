"""Operations of several sources: duplicates dropped, variants of one kept side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.grammar import METHODS
from specweld.pages.words import snake_case
from specweld.source import EXTENSION
from specweld.spec.difference import is_same
from specweld.spec.meaning import has_same_meaning
from specweld.spec.merge_apis import api_words
from specweld.spec.merge_conflicts import Content, Part, StalePages, add_part, choose
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, mapping_at, text_at, without

if TYPE_CHECKING:
    from specweld.config import MergePolicy
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One operation as one source has it, made independent of that source's root."""

    operation: JsonObject
    place: NodePlace
    rank: int
    is_page: bool
    """It comes from a page, which may be one of several for the same place."""
    api: str = ""
    """The specification that its page was cut from."""
    endpoint_of_api: tuple[str, ...] = ()
    """What tells it apart from an operation of another API at the same place."""

    @property
    def endpoint(self) -> tuple[str, ...]:
        """What the docs tell it apart by; empty when it comes from no page.

        One page says `textToSpeech`, the same page of a later date `text_to_speech`. Sites
        whose pages have no such name give each its own `operationId`, or at least a title.
        """
        if self.endpoint_of_api:
            return self.endpoint_of_api
        parts = list_at(self.operation, EXTENSION, "endpoint")
        if parts or not self.is_page:
            return tuple(snake_case(part) for part in parts if isinstance(part, str))
        tags = list_at(self.operation, "tags")[:1]
        name = (
            text_at(self.operation, "operationId")
            or text_at(self.operation, "summary")
            or text_at(self.operation, EXTENSION, "title")
        )
        tag = snake_case(tags[0]) if tags and isinstance(tags[0], str) else ""
        word = snake_case(name)
        return tuple(filter(None, (tag, word.removeprefix(f"{tag}_"))))

    def named(self) -> JsonObject:
        """Return the operation with what tells it apart from others at the same place."""
        facts = mapping_at(self.operation, EXTENSION)
        is_named = list_at(facts, "endpoint") and not self.endpoint_of_api
        if is_named or not self.endpoint:
            return self.operation
        named: JsonObject = {**facts, "endpoint": list(self.endpoint)}
        return {**self.operation, EXTENSION: named}


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedOperation:
    """One operation of the merged document."""

    operation: JsonObject
    places: tuple[NodePlace, ...]
    """Every place that documents it, the first one included."""
    origins: tuple[tuple[Pointer, NodePlace], ...]
    """Parts below it that come from another place than the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Where conflicts go, and what to do about them."""

    problems: Problems
    stale: StalePages
    policy: MergePolicy


def merge_entries(name: str, entries: list[Entry], merging: Merging) -> MergedOperation:
    """Make one operation of all that is documented at one (METHOD, path)."""
    variants = {
        endpoint: _chosen(name, found, merging)
        for endpoint, found in _told_apart(entries).items()
    }
    places = tuple(entry.place for entry in entries)
    methods = [variants[endpoint] for endpoint in sorted(variants)]
    if len(methods) == 1:
        return MergedOperation(
            operation=methods[0].operation, places=places, origins=()
        )
    origins = tuple(
        ((EXTENSION, "methods", str(index)), method.place)
        for index, method in enumerate(methods)
    )
    combined = _side_by_side([method.named() for method in methods])
    return MergedOperation(operation=combined, places=places, origins=origins)


def _told_apart(entries: list[Entry]) -> dict[tuple[str, ...], list[Entry]]:
    """Group entries by endpoint; what two APIs say differently at one place is two."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.endpoint, []).append(entry)
    apart: dict[tuple[str, ...], list[Entry]] = {}
    for endpoint, group in found.items():
        apis = {entry.api for entry in group}
        first, *others = map(_compared, group)
        if len(apis) < 2 or all(
            has_same_meaning(first.told, each.told) for each in others
        ):
            apart[endpoint] = group
            continue
        for entry in group:
            own = (*api_words(entry.api), *endpoint)
            apart.setdefault(own, []).append(replace(entry, endpoint_of_api=own))
    return apart


def _chosen(name: str, entries: list[Entry], merging: Merging) -> Entry:
    by_place = {id(each.place): each for each in entries}
    contents: list[Content] = []
    for entry in entries:
        add_part(contents, _compared(entry))
    part = choose(
        contents,
        merging.problems,
        merging.stale,
        subject=f"the operation {quote(name)}",
        policy=merging.policy,
    )
    return by_place[id(part.place)]


def _compared(entry: Entry) -> Part:
    """Leave out what the page says of itself: one endpoint may have several pages."""
    return Part(
        value=without(entry.operation, EXTENSION), place=entry.place, rank=entry.rank
    )


def _side_by_side(operations: list[JsonObject]) -> JsonObject:
    """Combine variants into one operation that allows what any of them allows."""
    combined = without(operations[0], EXTENSION)
    for operation in operations[1:]:
        combined = _combined(combined, operation)
    methods: list[Json] = list(operations)
    facts = without(mapping_at(operations[0], EXTENSION), "sample")
    combined[EXTENSION] = {**facts, "methods": methods}
    return combined


def _combined(one: JsonObject, other: JsonObject) -> JsonObject:
    combined = dict(one)
    parameters = _with_parameters(one, other)
    if parameters:
        combined["parameters"] = parameters
    bodies = [mapping_at(each, "requestBody") for each in (one, other)]
    if any(bodies):
        body: JsonObject = {**bodies[1], **bodies[0]}
        body["content"] = _with_content(
            mapping_at(bodies[0], "content"), mapping_at(bodies[1], "content")
        )
        body.pop("required", None)
        if all(each.get("required") is True for each in bodies):
            body["required"] = True
        combined["requestBody"] = body
    responses = dict(mapping_at(one, "responses"))
    for status, response in mapping_at(other, "responses").items():
        known = responses.setdefault(status, response)
        if isinstance(known, dict) and isinstance(response, dict):
            responses[status] = _with_response(known, response)
    combined["responses"] = responses
    return combined


def _with_parameters(one: JsonObject, other: JsonObject) -> list[Json]:
    """Join the parameters; one that only a variant has is not required of all."""
    mine, theirs = list_at(one, "parameters"), list_at(other, "parameters")
    names = {_parameter_key(each) for each in mine}
    shared = names & {_parameter_key(each) for each in theirs}
    joined = [*mine, *(each for each in theirs if _parameter_key(each) not in names)]
    return [
        (
            {**each, "required": False}
            if isinstance(each, dict)
            and each.get("required") is True
            and text_at(each, "in") != "path"
            and _parameter_key(each) not in shared
            else each
        )
        for each in joined
    ]


def _parameter_key(parameter: Json) -> tuple[str, str, str]:
    return (
        text_at(parameter, "in"),
        text_at(parameter, "name"),
        text_at(parameter, "$ref"),
    )


def _with_response(one: JsonObject, other: JsonObject) -> JsonObject:
    if "$ref" in one or "$ref" in other:
        return one
    content = _with_content(mapping_at(one, "content"), mapping_at(other, "content"))
    return {**one, "content": content} if content else one


def _with_content(one: JsonObject, other: JsonObject) -> JsonObject:
    """Join media types; one that both have becomes a union of the two schemas."""
    joined = dict(one)
    for name, media in other.items():
        known = joined.setdefault(name, media)
        mine, theirs = mapping_at(known, "schema"), mapping_at(media, "schema")
        if not is_same(mine, theirs) and isinstance(known, dict):
            union: JsonObject = {"anyOf": [*_members(mine), theirs]}
            joined[name] = {**known, "schema": union}
    return joined


def _members(schema: JsonObject) -> list[Json]:
    return list_at(schema, "anyOf") if set(schema) == {"anyOf"} else [schema]


def push_down(
    operation: JsonObject, item: JsonObject, *, security: Json, servers: Json
) -> JsonObject:
    """Give an operation what its path item, or the root of its source, said for it."""
    own = list_at(operation, "parameters")
    names = {_parameter_key(each) for each in own}
    inherited = [
        each
        for each in list_at(item, "parameters")
        if _parameter_key(each) not in names
    ]
    if inherited:
        operation = {**operation, "parameters": [*inherited, *own]}
    if servers is not None and "servers" not in operation:
        operation = {**operation, "servers": servers}
    if security is not None and "security" not in operation:
        operation = {**operation, "security": security}
    return operation


def split_item(item: JsonObject) -> tuple[JsonObject, dict[str, Json]]:
    """Split a path item into what it says for all methods, and its methods."""
    methods = {key: value for key, value in item.items() if key in METHODS}
    return without(item, *METHODS), methods
