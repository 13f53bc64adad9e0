"""Several specifications on one site: a component is known by its API and its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Severity
from specweld.pages.version import version_of
from specweld.pages.words import snake_case
from specweld.source import EXTENSION
from specweld.spec.facts import api_of
from specweld.spec.meaning import Told, has_same_meaning
from specweld.spec.quote import quote
from specweld.spec.refs import COMPONENTS, pointer_of, rename_components
from specweld.spec.shapes import list_at, mapping_at, text_at, with_value
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import Source
    from specweld.spec.merge_components import Ranked, Renamed

ComponentKey: TypeAlias = tuple[str, str]
"""Kind and name: `("schemas", "Error")`."""

_OF_ANY_API = frozenset(
    [
        "api",
        "apis",
        "definition",
        "docs",
        "document",
        "json",
        "oas",
        "openapi",
        "reference",
        "rest",
        "schema",
        "spec",
        "specification",
        "swagger",
        "yaml",
        "yml",
    ]
)
_VERSION = re.compile(r"v?\d+")


def api_words(api: str) -> tuple[str, ...]:
    """List the words that tell an API from its neighbours: `perps` of `perps_openapi.yaml`.

    The site's main specification is often called after nothing but the format: it has none.
    """
    words = snake_case(re.sub(r"^\w+://[^/]*|\{[^{}]*\}", "", api)).split("_")
    return tuple(
        word
        for word in words
        if word and word not in _OF_ANY_API and not _VERSION.fullmatch(word)
    )


def select_api(
    sources: Sequence[Source], name: str, problems: Problems
) -> tuple[Source, ...]:
    """Keep the pages of one API of a site; a name that no API has is reported.

    Args:
        name: What the site calls its specification, or the word that tells it from the others.
    """
    apis = sorted({api_of(source.data) for source in sources})
    chosen = {api for api in apis if is_called(api, name)}
    if not chosen:
        known = " or ".join(
            quote(api) if api else "the one without a name" for api in apis
        )
        problems.report(
            "api-not-found",
            Severity.ERROR,
            f"no page belongs to the API {quote(name)}; expected {known}",
        )
    return tuple(source for source in sources if api_of(source.data) in chosen)


def is_called(api: str, name: str) -> bool:
    """Return whether a person means an API by a name."""
    wanted = name.lstrip("/").lower()
    return wanted in {api.lower(), "_".join(api_words(api)), api.lower().split(".")[0]}


def separate_apis(sources: Ranked) -> tuple[Ranked, Renamed]:
    """Give components that two APIs describe differently the name of their API for a prefix.

    An API without a word of its own keeps the plain names. What refers to a component with two
    contents means two things itself, however equal its text.
    """
    by_api: dict[str, list[tuple[int, Source]]] = {}
    for rank, source in sources:
        by_api.setdefault(text_at(source.data, EXTENSION, "api"), []).append(
            (rank, source)
        )
    if len(by_api) < 2:
        return sources, {}
    known = {api: _components(found) for api, found in by_api.items()}
    clashing = _clashing(known)
    renamed: Renamed = {}
    changed: dict[int, Source] = {}
    for api, found in by_api.items():
        names = _prefixed(api, clashing, known)
        for rank, source in found:
            changed[rank] = _renamed(source, names)
            for (kind, old), new in names.items():
                renamed[rank, kind, new] = old
    _tell_operations_apart(by_api, changed)
    return tuple((rank, changed[rank]) for rank, _ in sources), renamed


def _components(sources: list[tuple[int, Source]]) -> dict[ComponentKey, Told]:
    """Take what the newest pages of an API say of each component."""
    found: dict[ComponentKey, tuple[tuple[int, ...], Told]] = {}
    for _, source in sources:
        version = version_of(source.data)
        for kind, components in mapping_at(source.data, "components").items():
            for name, value in mapping_at(components).items():
                known = found.get((kind, name))
                if known is None or known[0] < version:
                    told = Told(value=value, document=source.data)
                    found[kind, name] = (version, told)
    return {key: told for key, (_, told) in found.items()}


def _clashing(known: Mapping[str, Mapping[ComponentKey, Told]]) -> set[ComponentKey]:
    """Find what two APIs describe differently, and what refers to that in two APIs."""
    first: dict[ComponentKey, Told] = {}
    shared: set[ComponentKey] = set()
    clashing: set[ComponentKey] = set()
    users: dict[ComponentKey, set[ComponentKey]] = {}
    for components in known.values():
        for key, told in components.items():
            for target in _targets(told.value):
                users.setdefault(target, set()).add(key)
            if key in first:
                shared.add(key)
                if not has_same_meaning(first[key], told):
                    clashing.add(key)
            else:
                first[key] = told
    pending = list(clashing)
    while pending:
        for user in users.get(pending.pop(), ()):
            if user in shared and user not in clashing:
                clashing.add(user)
                pending.append(user)
    return clashing


def _targets(node: Json) -> Iterator[ComponentKey]:
    match node:
        case dict():
            for value in node.values():
                yield from _targets(value)
        case list():
            for value in node:
                yield from _targets(value)
        case str() if node.startswith(COMPONENTS):
            pointer = pointer_of(node)
            if pointer is not None and len(pointer) > 2:
                yield pointer[1], pointer[2]
        case _:
            return


def _prefixed(
    api: str,
    clashing: set[ComponentKey],
    known: Mapping[str, Mapping[ComponentKey, Told]],
) -> dict[ComponentKey, str]:
    prefix = "".join(word.capitalize() for word in api_words(api))
    if not prefix:
        return {}
    taken = {key for components in known.values() for key in components}
    names: dict[ComponentKey, str] = {}
    for kind, name in sorted(clashing & known[api].keys()):
        wanted = f"{prefix}{name[:1].upper()}{name[1:]}"
        names[kind, name] = _free(kind, wanted, taken)
        taken.add((kind, names[kind, name]))
    return names


def _free(kind: str, wanted: str, taken: set[ComponentKey]) -> str:
    number, name = 2, wanted
    while (kind, name) in taken:
        name = f"{wanted}{number}"
        number += 1
    return name


def _renamed(source: Source, names: Mapping[ComponentKey, str]) -> Source:
    if not names:
        return source
    document = rename_components(source.data, names)
    schemes = {old: new for (kind, old), new in names.items() if kind == _SCHEMES}
    return source.with_data(_with_schemes(document, schemes) if schemes else document)


_SCHEMES = "securitySchemes"


def _with_schemes(document: JsonObject, names: Mapping[str, str]) -> JsonObject:
    """Rename schemes where they are required: not by reference, but by name."""
    holders = [((), document), *walk_operations(document)]
    for pointer, holder in holders:
        if list_at(holder, "security"):
            required: list[Json] = [
                (
                    {names.get(name, name): scopes for name, scopes in each.items()}
                    if isinstance(each, dict)
                    else each
                )
                for each in list_at(holder, "security")
            ]
            document = with_value(document, (*pointer, "security"), required)
    return document


def _tell_operations_apart(
    by_api: Mapping[str, list[tuple[int, Source]]], changed: dict[int, Source]
) -> None:
    """Put the name of the API before an `operationId` that another API has for another operation."""
    places: dict[str, set[tuple[str, Pointer]]] = {}
    for api, found in by_api.items():
        for _, source in found:
            for pointer, operation in walk_operations(source.data):
                named = text_at(operation, "operationId")
                places.setdefault(named, set()).add((api, pointer))
    for api, found in by_api.items():
        prefix = "_".join(api_words(api))
        for rank, _ in found if prefix else ():
            document = changed[rank].data
            for pointer, operation in walk_operations(document):
                named = text_at(operation, "operationId")
                is_shared = any(
                    other != api and place != pointer
                    for other, place in places.get(named, ())
                )
                if named and is_shared:
                    at = (*pointer, "operationId")
                    document = with_value(document, at, f"{prefix}_{named}")
            changed[rank] = changed[rank].with_data(document)
