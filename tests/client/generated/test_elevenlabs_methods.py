"""Every method of the generated client: the request to the byte, and what the answer becomes."""

from __future__ import annotations

import inspect
from functools import reduce
from importlib import import_module
from typing import Any

import pytest
from documented_answers import full_answer, minimal_answer
from elevenlabs_driver import ElevenLabsDriver
from exchanges import EXCHANGES, Exchange
from openapi_document import Document, parts_of
from server import RecordedRequest

TRANSPORT_HEADERS = {"host", "accept-encoding", "connection", "user-agent"}


def test_all_operations_are_called_minimally_and_fully(document: Document) -> None:
    documented = {operation["operationId"] for _, _, operation in document.operations()}
    assert len(documented) == 11
    assert {exchange.operation_id for exchange in EXCHANGES} == documented
    assert {e.operation_id for e in EXCHANGES if e.named} == documented - {
        "voices_settings_get_default"  # takes nothing
    }


@pytest.mark.parametrize("exchange", EXCHANGES, ids=str)
@pytest.mark.parametrize("answer_of", [full_answer, minimal_answer])
def test_exchanges(
    driver: ElevenLabsDriver, document: Document, exchange: Exchange, answer_of: Any
) -> None:
    answer = answer_of(document, exchange.operation_id)
    assert document.errors(answer, document.answer_schema(exchange.operation_id)) == []
    driver.server.answer(json=answer)
    result = driver.call(exchange.made_with)
    (request,) = driver.server.requests
    assert f"{request.method} {request.target}" == exchange.sends
    assert own_headers(request) == expected_headers(exchange, request)
    if exchange.parts is not None:
        assert parts_of(request) == exchange.parts
    elif exchange.json is not None:
        assert request.json == exchange.json
    else:
        assert request.body == b""
    if not exchange.returns:
        assert result == answer
        return
    assert type(result) is result_type(exchange, driver.colour)
    assert result.to_dict() == answer


def own_headers(request: RecordedRequest) -> dict[str, str]:
    return {k: v for k, v in request.headers.items() if k not in TRANSPORT_HEADERS}


def expected_headers(exchange: Exchange, request: RecordedRequest) -> dict[str, str]:
    headers = {
        "accept": "application/json" if exchange.returns else "*/*",
        "xi-api-key": "key",
    }
    if exchange.parts is not None:
        boundary = request.body.splitlines()[0].strip(b"-").decode()
        headers["content-type"] = f"multipart/form-data; boundary={boundary}"
    if exchange.json is not None:
        headers["content-type"] = "application/json"
    if "content-type" in headers or request.method == "POST":
        # RFC 9110 section 8.6: a POST says that it has no body
        headers["content-length"] = str(len(request.body))
    return headers


def result_type(exchange: Exchange, colour: str) -> object:
    module, _, name = exchange.returns.rpartition(".")
    own = "Async" if module and colour == "aio" else ""
    return getattr(import_module(f"elevenlabs.{module or 'models'}"), own + name)


@pytest.mark.parametrize("call", sorted({exchange.call for exchange in EXCHANGES}))
def test_arguments_are_those_of_the_document(
    driver: ElevenLabsDriver, document: Document, call: str
) -> None:
    method = reduce(getattr, call.split("."), driver.client())
    operation = document.operation(call.replace(".", "_"))
    in_path, others = [], {}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            in_path.append(parameter["name"])
        else:
            others[parameter["name"]] = parameter["required"]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = document.resolved(media["schema"])
        for name in schema["properties"]:
            others[name] = name in schema.get("required", [])
    found = inspect.signature(method).parameters.values()
    assert inspect.iscoroutinefunction(method) is driver.is_async
    assert [p.name for p in found if p.kind is p.POSITIONAL_OR_KEYWORD] == in_path
    assert {
        p.name: p.default is p.empty for p in found if p.kind is p.KEYWORD_ONLY
    } == others
    passed = {name for each in EXCHANGES if each.call == call for name in each.named}
    assert passed == {*in_path, *others}
