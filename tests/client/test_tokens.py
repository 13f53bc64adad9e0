"""Credentials that change: functions, and tokens that are fetched."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from driver import Driver
from sample import Sample
from sample._core.client import AsyncClient, SyncClient
from sample._core.credentials import ClientCredentials, HeaderKey
from sample._core.errors import AuthenticationError, MissingCredentialsError
from sample._core.settings import Settings
from server import Answer, RecordedRequest, ScriptedServer

JSON = {"content-type": "application/json"}


class Tokens:
    """A token endpoint and an API that takes its tokens."""

    def __init__(self, server: ScriptedServer, *, life: float = 3600) -> None:
        self.issued = 0
        self.valid: set[str] = set()
        self.requests: list[RecordedRequest] = []
        self._life = life
        self._lock = threading.Lock()
        server.otherwise = self.answer

    def answer(self, request: RecordedRequest) -> Answer:
        if request.path == "/token":
            self.requests.append(request)
            with self._lock:
                self.issued += 1
                token = f"t{self.issued}"
                self.valid.add(token)
            body = b'{"access_token": "%s", "expires_in": %g}'
            return Answer(
                body=body % (token.encode(), self._life), headers=JSON, delay=0.05
            )
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return Answer(
            status=200 if given in self.valid else 401, body=b"1", headers=JSON
        )


def client_of(driver: Driver, **more: Any) -> Any:
    """Make a client with client credentials."""
    credentials = ClientCredentials(
        token_url=f"{driver.server.url}/token",
        scopes=("read", "write"),
        **{"client_id": "id", "client_secret": "s3cr3t", **more},
    )
    kind: Any = AsyncClient if driver.is_async else SyncClient
    settings = Settings(client="C", base_url=driver.server.url, auth=(credentials,))
    client = kind(settings)
    driver._opened.append(client)
    return client


def test_a_token_is_fetched_once(driver: Driver) -> None:
    tokens = Tokens(driver.server)
    client = client_of(driver)
    for _ in range(3):
        assert driver.wait(client.request("GET", "/x")) == 1
    assert driver.wait(client.with_options(timeout=9).request("GET", "/x")) == 1
    (request,) = tokens.requests
    assert request.form == {
        "grant_type": ["client_credentials"],
        "scope": ["read write"],
    }
    assert request.headers["authorization"] == "Basic aWQ6czNjcjN0"


def test_a_token_is_fetched_anew_before_it_ends(driver: Driver) -> None:
    tokens = Tokens(driver.server, life=0.0)
    client = client_of(driver)
    for _ in range(2):
        driver.wait(client.request("GET", "/x"))
    assert tokens.issued == 2


def test_a_token_that_is_refused_is_fetched_anew_once(driver: Driver) -> None:
    tokens = Tokens(driver.server)
    client = client_of(driver)
    driver.wait(client.request("GET", "/x"))
    tokens.valid.clear()
    assert driver.wait(client.request("POST", "/x", json={"a": 1})) == 1
    assert tokens.issued == 2
    tokens.valid = set()
    driver.server.answer(status=401)
    driver.server.answer(json={"access_token": "never valid"})
    with pytest.raises(AuthenticationError):
        driver.wait(client.request("GET", "/x"))
    assert tokens.issued == 2


def test_one_of_many_threads_fetches_the_token(server: ScriptedServer) -> None:
    tokens = Tokens(server)
    driver = Driver(server, is_async=False)
    client = client_of(driver)
    threads = [
        threading.Thread(target=lambda: client.request("GET", "/x")) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    driver.close()
    assert (tokens.issued, len(server.requests)) == (1, 9)


def test_one_of_many_tasks_fetches_the_token(server: ScriptedServer) -> None:
    tokens = Tokens(server)
    driver = Driver(server, is_async=True)
    client = client_of(driver)

    async def use() -> None:
        await asyncio.gather(*(client.request("GET", "/x") for _ in range(8)))

    driver.wait(use())
    driver.close()
    assert (tokens.issued, len(server.requests)) == (1, 9)


def test_a_token_endpoint_that_refuses(driver: Driver) -> None:
    driver.server.answer(status=401, json={"error": "invalid_client"})
    with pytest.raises(AuthenticationError, match="invalid_client") as caught:
        driver.wait(client_of(driver).request("GET", "/x"))
    assert "s3cr3t" not in str(caught.value)
    assert len(driver.server.requests) == 1


def test_credentials_that_are_missing(driver: Driver) -> None:
    client = client_of(driver, client_secret=None, secret_env_var="NO_SECRET")
    with pytest.raises(
        MissingCredentialsError, match="`client_id` and `client_secret`"
    ):
        driver.wait(client.request("GET", "/x"))


def test_a_function_gives_the_present_key(driver: Driver) -> None:
    keys = iter(["first", "second", "third"])

    def key() -> str:
        return next(keys)

    async def async_key() -> str:
        return next(keys)

    client = driver.client(api_key=async_key if driver.is_async else key)
    voice = {"voice_id": "v", "name": None}
    driver.server.answer(json=voice)
    driver.server.answer(status=401)
    driver.server.answer(json=voice)
    for _ in range(2):
        driver.call(lambda c: c.voices.get("v"), client)
    sent = [request.headers["xi-api-key"] for request in driver.server.requests]
    assert sent == ["first", "second", "third"]


def test_a_key_may_be_what_fetches_tokens(driver: Driver) -> None:
    tokens = Tokens(driver.server)
    credentials = ClientCredentials(
        token_url=f"{driver.server.url}/token", client_id="id", client_secret="s"
    )
    settings = Settings(
        client="C",
        base_url=driver.server.url,
        auth=(HeaderKey(header="Authorization", prefix="Bearer ", value=credentials),),
    )
    kind: Any = AsyncClient if driver.is_async else SyncClient
    client = kind(settings)
    driver._opened.append(client)
    assert driver.wait(client.request("GET", "/x")) == 1
    tokens.valid.clear()
    assert driver.wait(client.request("GET", "/x")) == 1
    assert tokens.issued == 2


def test_a_key_that_does_not_change_is_not_tried_again(driver: Driver) -> None:
    driver.server.answer(status=401)
    with pytest.raises(AuthenticationError):
        driver.call(lambda c: c.voices.get("v"))
    assert len(driver.server.requests) == 1


def test_operations_get_only_what_they_ask_for(server: ScriptedServer) -> None:
    settings = Settings(
        client="C",
        base_url=server.url,
        auth=(
            HeaderKey(header="X-One", value="1", scheme="one"),
            HeaderKey(header="X-Two", value="2", scheme="two"),
        ),
    )
    expected: dict[Any, dict[str, str]] = {
        (): {},
        ((),): {},
        (("two",),): {"x-two": "2"},
        (("one", "two"),): {"x-one": "1", "x-two": "2"},
        (("missing",), ("one",)): {"x-one": "1"},
    }
    with SyncClient(settings) as client:
        for security, headers in expected.items():
            server.answer(json=1)
            client.request("GET", "/x", security=security)
            sent = server.requests[-1].headers
            assert {n: sent[n] for n in ("x-one", "x-two") if n in sent} == headers


def test_a_key_may_change_for_one_call(server: ScriptedServer) -> None:
    with Sample("mine", base_url=server.url) as client:
        for each in (client.with_options(api_key="theirs"), client):
            server.answer(json={"voice_id": "v", "name": None})
            each.voices.get("v")
    assert [r.headers["xi-api-key"] for r in server.requests] == ["theirs", "mine"]
