"""Clients: credentials, options, raw answers, connections."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import httpx2
import pytest
from driver import Driver
from sample import AsyncSample, Sample
from sample._core.errors import ClosedClientError, MissingCredentialsError
from sample.models import Voice
from server import ScriptedServer

VOICE = {"voice_id": "v1", "name": "Rachel"}


def test_a_missing_key_is_told_before_the_network(driver: Driver) -> None:
    name = "AsyncSample" if driver.is_async else "Sample"
    with pytest.raises(MissingCredentialsError) as caught:
        driver.call(lambda client: client.voices.get("v1"), api_key=None)
    assert str(caught.value) == (
        f"no credential: pass `api_key` to `{name}(...)`,"
        " or set the environment variable `SAMPLE_API_KEY`"
    )
    assert driver.server.requests == []


def test_the_key_may_come_from_elsewhere(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = driver.client(api_key=None)
    monkeypatch.setenv("SAMPLE_API_KEY", "from env\n")
    driver.server.answer(json=VOICE)
    driver.call(lambda client: client.voices.get("v1"), client)
    driver.server.answer(json=VOICE)
    own = {"XI-API-Key": "own"}
    driver.call(lambda c: c.with_options(headers=own).voices.get("v1"), client)
    sent = [request.headers["xi-api-key"] for request in driver.server.requests]
    assert sent == ["from env", "own"]
    assert "key" not in repr(client).replace("api_key", "")


def test_options_are_of_the_copy_only(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(status=503)
    driver.server.answer(json=VOICE)
    driver.server.answer(json=VOICE)
    patient = client.with_options(max_retries=1, timeout=None, headers={"x-a": "1"})
    assert type(patient) is type(client)
    driver.call(lambda c: c.voices.get("v1"), patient)
    driver.call(lambda c: c.voices.get("v1"), client)
    assert ["x-a" in request.headers for request in driver.server.requests] == [
        True,
        True,
        False,
    ]
    with ScriptedServer() as other:
        other.answer(json=VOICE)
        driver.call(
            lambda c: c.with_options(base_url=other.url).voices.get("v"), client
        )
        assert len(other.requests) == 1


def test_raw_answers(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(json=VOICE, headers={"request-id": "r"})
    raw = driver.call(lambda c: c.with_raw_response.voices.get("v1"), client)
    assert (raw.status_code, raw.request_id, raw.http_version) == (200, "r", "HTTP/1.1")
    assert raw.content == b'{"voice_id": "v1", "name": "Rachel"}'
    assert raw.headers["Content-Type"] == "application/json"
    assert raw.elapsed.total_seconds() > 0
    assert raw.parse() == Voice(voice_id="v1", name="Rachel")


def test_raw_streams_and_pages(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(content=b"sound")
    raw = driver.call(lambda c: c.with_raw_response.voices.audio("v1"), client)
    assert driver.wait(raw.parse().read()) == b"sound"
    driver.server.answer(json={"voices": [VOICE], "next_page_token": "t"})
    driver.server.answer(json={"voices": [VOICE]})
    raw = driver.call(lambda c: c.with_raw_response.voices.search(), client)
    assert len(driver.gather(raw.parse())) == 2
    driver.server.answer(status=204)
    raw = driver.call(lambda c: c.with_raw_response.voices.delete("v1"), client)
    assert raw.parse() is None
    with pytest.raises(AttributeError, match=r"no attribute 'nothing'"):
        client.with_raw_response.voices.nothing()


@pytest.mark.parametrize("is_async", [False, True])
def test_a_callers_http_client_is_used_as_it_is(
    server: ScriptedServer, is_async: bool
) -> None:
    driver = Driver(server, is_async=is_async)
    make: Any = httpx2.AsyncClient if is_async else httpx2.Client
    http_client = make(
        base_url=f"{server.url}/mine",
        headers={"xi-api-key": "theirs", "x-own": "1"},
        params={"all": "1"},
        cookies={"c": "d"},
        timeout=7,
    )
    client = (AsyncSample if is_async else Sample)(http_client=http_client)
    server.answer(json=VOICE)
    driver.call(lambda c: c.voices.get("v1", with_settings=True), client)
    driver.wait(client.close())
    assert not http_client.is_closed
    driver.wait(http_client.aclose() if is_async else http_client.close())
    request = server.requests[0]
    assert request.target == "/mine/v1/voices/v1?with_settings=true&all=1"
    assert request.headers["xi-api-key"] == "theirs"
    assert (request.headers["x-own"], request.headers["cookie"]) == ("1", "c=d")
    driver.close()


def test_threads_share_one_client(server: ScriptedServer) -> None:
    found: list[str] = []
    for _ in range(20):
        server.answer(json=VOICE)
    with Sample("key", base_url=server.url) as client:

        def work() -> None:
            found.append(client.voices.get("v1").voice_id)

        threads = [threading.Thread(target=work) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["v1"] * 20


def test_a_with_block_closes(driver: Driver) -> None:
    driver.server.answer(json=VOICE)
    client = driver.client()

    async def use() -> None:
        async with client:
            await client.voices.get("v1")

    if driver.is_async:
        driver.wait(use())
    else:
        with client:
            client.voices.get("v1")
    with pytest.raises(ClosedClientError, match=r"^the client is closed$"):
        driver.call(lambda client: client.voices.get("v1"), client)


def modules_after(code: str) -> set[str]:
    """Run code in a new interpreter and return what it has imported."""
    script = (
        f"import sys; sys.path.insert(0, {sys.path[0]!r})\n{code}\nprint(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_no_library() -> None:
    loaded = modules_after("import sample; sample.ApiError")
    assert loaded & {"httpx2", "msgspec", "sample.client", "sample.models"} == set()


def test_the_sync_client_loads_nothing_async() -> None:
    code = "import sample; sample.Sample('k').voices"
    bare = modules_after("import httpx2, msgspec")
    loaded = modules_after(code) - bare
    theirs = {name for name in loaded if not name.startswith(("sample", "specweld"))}
    assert theirs == set()
    assert {name for name in loaded if "async" in name} == set()


def test_names_that_are_not_there() -> None:
    import sample

    with pytest.raises(AttributeError, match=r"^module 'sample' has no attribute 'x'$"):
        sample.x  # type: ignore[attr-defined]  # noqa: B018 - that is the test
