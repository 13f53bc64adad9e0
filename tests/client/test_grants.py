"""Client credentials as a document declares them, from the document to the token endpoint."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import pytest
from server import ScriptedServer
from test_tokens import Tokens

DOCUMENT = """
openapi: 3.1.0
info: {title: Granted, version: "1"}
servers: [{url: "SERVER/v1"}]
security: [{login: [read]}]
paths:
  /number:
    get:
      operationId: number
      responses:
        "200": {description: One, content: {application/json: {schema: {type: integer}}}}
    delete:
      operationId: drop
      security: [{login: [write]}]
      responses: {"204": {description: Gone}}
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: /token, scopes: {read: r, write: w, own: o}}}
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptedServer]:
    """A server, and a package `granted` whose document names it."""
    folder = tmp_path_factory.mktemp("granted")
    with ScriptedServer() as server, pytest.MonkeyPatch.context() as patch:
        text = DOCUMENT.replace("SERVER", server.url)
        (folder / "granted.yaml").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "specweld", "generate", "-q", "granted.yaml"]
        subprocess.run(
            [*command, "-p", "granted", "-o", "granted"], check=True, cwd=folder
        )
        patch.syspath_prepend(str(folder))
        yield server


def number(client: Any) -> Any:
    """Call with a client, and close it."""
    if not hasattr(client, "__aenter__"):
        with client:
            return client.number()

    async def waited() -> Any:
        async with client:
            return await client.number()

    return asyncio.run(waited())


@pytest.fixture(params=["Granted", "AsyncGranted"])
def make(
    request: pytest.FixtureRequest,
    served: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    for name in ("API_KEY", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"GRANTED_{name}", raising=False)
    return getattr(import_module("granted"), request.param)


def test_a_token_is_fetched_for_the_scopes_of_the_operations(
    make: Any, served: ScriptedServer
) -> None:
    tokens = Tokens(served)
    assert number(make(client_id="id", client_secret="s3cr3t")) == 1
    (request,) = tokens.requests
    assert request.headers["authorization"] == "Basic aWQ6czNjcjN0"
    assert parse_qs(request.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["read write"],
    }


def test_other_scopes_may_be_asked_for(make: Any, served: ScriptedServer) -> None:
    tokens = Tokens(served)
    number(make(client_id="id", client_secret="s3cr3t", scopes="own"))
    assert parse_qs(tokens.requests[0].body.decode())["scope"] == ["own"]


def test_the_environment_holds_id_and_secret(
    make: Any, served: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Tokens(served)
    monkeypatch.setenv("GRANTED_CLIENT_ID", "id")
    monkeypatch.setenv("GRANTED_CLIENT_SECRET", "s3cr3t")
    assert number(make()) == 1


def test_a_token_of_the_callers_own_goes_first(
    make: Any, served: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = Tokens(served)
    tokens.valid.add("own")
    assert number(make("own", client_id="id", client_secret="s3cr3t")) == 1
    monkeypatch.setenv("GRANTED_API_KEY", "own")
    assert number(make()) == 1
    assert tokens.requests == []
    assert number(make(client_id="id", client_secret="s3cr3t")) == 1
    assert len(tokens.requests) == 1


def test_without_any_the_way_out_is_told(make: Any) -> None:
    with pytest.raises(Exception, match="or `client_id` and `client_secret`") as caught:
        number(make())
    assert type(caught.value).__name__ == "MissingCredentialsError"


def test_a_fake_needs_none_of_it(served: ScriptedServer) -> None:
    with import_module("granted.testing").FakeGranted() as fake:
        assert fake.number() == 1
        assert fake.recorded[0].headers["authorization"] == "Bearer fake"
