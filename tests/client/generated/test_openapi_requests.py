"""Whatever a caller passes, the request is one that the document allows, and it says just that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from documented_answers import minimal_answer
from elevenlabs_driver import ElevenLabsDriver
from exchanges import EXCHANGES, Exchange, text_part
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_document import Document, NotAllowedError, ReadRequest
from server import Part, RecordedRequest

_TEXT = st.text(max_size=20)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
_FILES = st.tuples(
    st.from_regex(r"[^\"\x00-\x1f\x7f]{1,20}", fullmatch=True),
    st.binary(max_size=200),
    st.just("audio/mpeg"),
)
_VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(),
    "number": _NUMBERS,
    "string": _TEXT,
}
_JSON_KINDS = {"number": st.one_of(_NUMBERS, st.integers(-(2**53), 2**53))}


@pytest.mark.parametrize("exchange", EXCHANGES, ids=str)
def test_chosen_calls(
    driver: ElevenLabsDriver, document: Document, exchange: Exchange
) -> None:
    driver.server.answer(json=minimal_answer(document, exchange.operation_id))
    driver.call(exchange.made_with)
    read = document.read(driver.server.requests[0])
    assert read.operation_id == exchange.operation_id


@pytest.mark.parametrize("call", sorted({each.call for each in EXCHANGES}))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_call(
    driver: ElevenLabsDriver, document: Document, call: str, data: st.DataObject
) -> None:
    operation = document.operation(call.replace(".", "_"))
    arguments = data.draw(arguments_of(document, operation))
    exchange = Exchange(call=call, named=arguments, sends="")
    driver.server.requests.clear()
    driver.server.answer(json=minimal_answer(document, exchange.operation_id))
    driver.call(exchange.made_with)
    (request,) = driver.server.requests
    read = document.read(request)
    assert read.operation_id == exchange.operation_id
    assert said_by(read) == meant_by(arguments, takes_null="JSON" in body_kind(request))


def arguments_of(
    document: Document, operation: dict[str, Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the required arguments and any of the others."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for parameter in operation.get("parameters", []):
        values = values_of(document, parameter["schema"])
        if parameter["in"] == "path":
            values = values.filter(lambda text: text not in ("", ".", ".."))
        (required if parameter["required"] else optional)[parameter["name"]] = values
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = document.resolved(content["schema"])
        for name, each in schema["properties"].items():
            values = values_of(document, each, is_json=media == "application/json")
            is_required = name in schema.get("required", [])
            (required if is_required else optional)[name] = values
    return st.fixed_dictionaries(required, optional=optional)


def values_of(
    document: Document, schema: dict[str, Any], *, is_json: bool = False
) -> st.SearchStrategy[Any]:
    """Draw values of a schema; null, or None, where it may be left out or null."""
    resolved = document.resolved(schema)
    if "enum" in resolved:
        return st.sampled_from(resolved["enum"])
    if resolved.get("format") == "binary":
        return _FILES
    kind = document.json_type(resolved)
    if kind == "array":
        return st.lists(values_of(document, resolved["items"]), max_size=4)
    values = {**_VALUES, **(_JSON_KINDS if is_json else {})}[kind]
    return st.one_of(values, st.none()) if "null" in resolved["type"] else values


def body_kind(request: RecordedRequest) -> str:
    return "JSON" if "json" in request.headers.get("content-type", "") else "other"


def said_by(read: ReadRequest) -> dict[str, object]:
    body = read.body if isinstance(read.body, dict) else {}
    return {**read.path, **read.query, **body}


def meant_by(arguments: dict[str, Any], *, takes_null: bool) -> dict[str, object]:
    """Say what a server must understand: None is an explicit null in JSON, else nothing, like an empty list."""
    meant: dict[str, object] = {}
    for name, value in arguments.items():
        if isinstance(value, tuple):
            filename, content, content_type = value
            meant[name] = Part(
                name=name,
                filename=filename,
                content_type=content_type,
                content=content,
            )
        elif value != [] and (takes_null or value is not None):
            meant[name] = value
    return meant


SEARCH = RecordedRequest(
    method="GET",
    target="/v2/voices?page_size=1",
    headers={"xi-api-key": "key"},
    body=b"",
)


def target(text: str) -> RecordedRequest:
    return replace(SEARCH, target=text)


def upload(*parts: Part, path: str = "/v1/similar-voices") -> RecordedRequest:
    body = b""
    for part in parts:
        body += f'--b\r\nContent-Disposition: form-data; name="{part.name}"'.encode()
        body += b"\r\n\r\n" + part.content + b"\r\n"
    return RecordedRequest(
        method="POST",
        target=path,
        headers={
            "xi-api-key": "key",
            "content-type": "multipart/form-data; boundary=b",
        },
        body=body + b"--b--\r\n",
    )


@pytest.mark.parametrize(
    ("request_", "complaint"),
    [
        (replace(SEARCH, method="POST"), "no operation is POST /v2/voices"),
        (replace(SEARCH, headers={}), "header xi-api-key is missing"),
        (target("/v2/voices?page=1"), "['page'] is nowhere in the document"),
        (target("/v2/voices?page_size=x"), "'x' is no such value"),
        (target("/v2/voices?include_total_count=True"), "'True' is no such value"),
        (target("/v2/voices?sort=a&sort=b"), "sort is sent 2 times"),
        (
            target("/v1/history?sort_direction=up"),
            "$: 'up' is not valid under any of the given schemas",
        ),
        (replace(SEARCH, body=b"{}"), "there must be no body"),
        (
            upload(path="/v1/forced-alignment"),
            "$: 'file' is a required property",
        ),
        (
            upload(text_part("top_k", "3"), text_part("top_k", "4")),
            "top_k is sent twice",
        ),
        (upload(text_part("top_k", "1.5")), "'1.5' is no such value"),
        (upload(text_part("audio_file", "a")), "audio_file: a file, or not a file?"),
        (upload(text_part("other", "a")), "['other'] is nowhere in the document"),
        (replace(upload(), body=b"--b\r\n"), "the parts are not well framed"),
    ],
)
def test_the_reading_finds_faults(
    document: Document, request_: RecordedRequest, complaint: str
) -> None:
    with pytest.raises(NotAllowedError, match=f"^{re.escape(complaint)}$"):
        document.read(request_)
