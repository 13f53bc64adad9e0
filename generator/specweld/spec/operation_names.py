"""Names of operations that neither a page nor an `operationId` with a tag gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.pages.page import Sample
from specweld.pages.sdk_call import read_sdk_call
from specweld.pages.web.url import split_url
from specweld.source import EXTENSION
from specweld.spec.shapes import (
    list_at,
    mapping_at,
    mappings_in,
    text_at,
    with_value,
    without,
)
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.json_types import JsonObject, Pointer
    from specweld.pages.sdk_call import SdkCall

_KEYS = ("x-codeSamples", "x-code-samples")
_ORIGIN = "operation-sample"
_WORD = re.compile(r"[a-z0-9]+")
_OF_ANY_API = frozenset(
    [
        "api",
        "apis",
        "app",
        "client",
        "cloud",
        "com",
        "dev",
        "docs",
        "documentation",
        "endpoints",
        "http",
        "net",
        "official",
        "open",
        "openapi",
        "org",
        "platform",
        "public",
        "reference",
        "rest",
        "sdk",
        "service",
        "swagger",
        "the",
        "web",
        "www",
    ]
)


def with_sdk_names(document: JsonObject) -> JsonObject:
    """Name operations after the calls in their own samples, unless their page named them."""
    brands = frozenset(_brands(document))
    calls = {
        pointer: (call.segments, *call.later)
        for pointer, operation in walk_operations(document)
        if not list_at(operation, EXTENSION, "endpoint")
        and (call := read_sdk_call(_samples(operation))) is not None
        and _is_own(call, brands)
    }
    return _named(document, calls)


def with_settled_names(document: JsonObject) -> JsonObject:
    """Settle the names from samples among the operations of all pages, as in a whole document."""
    calls = {
        pointer: (call.segments, *call.later)
        for pointer, operation in walk_operations(document)
        if text_at(operation, EXTENSION, "endpoint-from") == _ORIGIN
        and (call := read_sdk_call(_samples(operation))) is not None
    }
    return _named(document, calls)


def _named(
    document: JsonObject, calls: Mapping[Pointer, tuple[tuple[str, ...], ...]]
) -> JsonObject:
    """Write the names down; operations that get none keep none."""
    if not calls:
        return document
    settled = _settled(calls)
    paths: JsonObject = {"paths": document.get("paths")}
    for pointer in calls:
        facts = mapping_at(paths, *pointer, EXTENSION)
        if pointer in settled:
            name: JsonObject = {
                "endpoint": [*settled[pointer]],
                "endpoint-from": _ORIGIN,
            }
            paths = with_value(paths, (*pointer, EXTENSION), {**facts, **name})
        elif "endpoint" in facts:
            plain = without(facts, "endpoint", "endpoint-from")
            paths = with_value(paths, (*pointer, EXTENSION), plain)
    return {**document, **paths}


def _settled(
    shown: Mapping[Pointer, tuple[tuple[str, ...], ...]],
) -> dict[Pointer, tuple[str, ...]]:
    """Choose one call of each sample, and none for two: the first that is not another's only one.

    A sample that deletes something may list it first: the call that lists has a sample of its own.
    """
    calls = dict(shown)
    while True:
        owned = {each[0] for each in calls.values() if len(each) == 1}
        left = {
            pointer: tuple(path for path in each if path not in owned) or each[:1]
            for pointer, each in calls.items()
            if len(each) > 1
        }
        if all(calls[pointer] == each for pointer, each in left.items()):
            break
        calls |= left
    # By path, not as they come: pages have no order of their own.
    ordered = sorted(calls, key=_by_path)
    first = {calls[each][0]: each for each in reversed(ordered)}
    return {pointer: path for path, pointer in reversed(first.items())}


def _by_path(pointer: Pointer) -> tuple[int, Pointer]:
    return pointer[1].count("/"), pointer


def _samples(operation: JsonObject) -> tuple[Sample, ...]:
    """Read the samples that ReDoc, ReadMe and OpenAI show beside an operation."""
    written = [*list_at(operation, "x-readme", "code-samples")]
    written += _requests(operation)
    for key in _KEYS:
        written += list_at(operation, key)
    return tuple(
        Sample(
            language=_language(text_at(each, "lang") or text_at(each, "language")),
            name=text_at(each, "label") or text_at(each, "name"),
            code=text_at(each, "source") or text_at(each, "code"),
        )
        for each in mappings_in(written)
    )


def _requests(operation: JsonObject) -> Iterator[JsonObject]:
    """Read examples that show one request in several languages, as `python: code`."""
    meta = mapping_at(operation, "x-oaiMeta")
    for example in mappings_in([*list_at(meta, "examples"), meta.get("examples")]):
        for language, code in mapping_at(example, "request").items():
            yield {"lang": language, "source": code}


def _language(name: str) -> str:
    name = name.lower()
    return "javascript" if name.startswith("node") else name


def _brands(document: JsonObject) -> Iterator[str]:
    """List the words that tell a vendor: those of the title, and the name of its domain."""
    for word in _WORD.findall(text_at(document, "info", "title").lower()):
        if len(word) > 2 and word not in _OF_ANY_API:
            yield word
    for server in list_at(document, "servers"):
        labels = (split_url(text_at(server, "url")).hostname or "").split(".")
        yield from (
            each for each in labels[-2:-1] if len(each) > 2 and each not in _OF_ANY_API
        )


def _is_own(call: SdkCall, brands: frozenset[str]) -> bool:
    """Return whether a call goes through the vendor's SDK: many show somebody else's."""
    used = "".join(_WORD.findall(f"{call.module} {call.client}".lower()))
    return any(brand in used for brand in brands)
