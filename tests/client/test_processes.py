"""Clients over forks, event loops, threads and credentials: what is shared, and what must not be."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sample
from driver import Driver
from sample import AsyncSample, Sample
from sample._core.errors import ClosedClientError
from server import Answer, RecordedRequest, ScriptedServer

VOICE = {"voice_id": "v1", "name": "Rachel"}


def echo(request: RecordedRequest) -> Answer:
    """Answer with the voice that was asked for."""
    name = request.path.rpartition("/")[2]
    body = b'{"voice_id": "%s", "name": null}' % name.encode()
    return Answer(body=body, headers={"content-type": "application/json"}, delay=0.002)


def run(script: str, server: ScriptedServer) -> str:
    """Run a script that uses the client in a process of its own; return what it prints."""
    folders = [str(Path(sample.__file__).parent.parent), *sys.path]
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", script, server.url],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


FORK = """
import os, sys
from sample import Sample

client = Sample("key", base_url=sys.argv[1])
client.voices.get("top")
children = []
for child in range(4):
    if not (pid := os.fork()):
        names = [f"c{child}n{number}" for number in range(25)]
        found = [client.voices.get(name).voice_id for name in names]
        client.close()
        os._exit(0 if found == names else 1)
    children.append(pid)
mine = [client.voices.get("top").voice_id for _ in range(25)]
codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
print(codes, set(mine), client.voices.get("top").voice_id)
"""


def test_forked_processes_have_connections_of_their_own(server: ScriptedServer) -> None:
    server.otherwise = echo
    assert run(FORK, server) == "[0, 0, 0, 0] {'top'} top\n"
    by_connection: dict[int, set[str]] = {}
    for request in server.requests:
        owner = request.path.rpartition("/")[2].partition("n")[0]
        by_connection.setdefault(request.connection, set()).add(owner)
    children = [owners for owners in by_connection.values() if owners != {"top"}]
    assert sorted(map(sorted, children)) == [["c0"], ["c1"], ["c2"], ["c3"]]


GIVEN = """
import os, sys
import httpx2
from sample import ClosedClientError, Sample

client = Sample("key", base_url=sys.argv[1], http_client=httpx2.Client())
client.voices.get("top")
if not (pid := os.fork()):
    try:
        client.voices.get("child")
    except ClosedClientError as error:
        print(error, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
"""


def test_a_callers_http_client_does_not_cross_a_fork(server: ScriptedServer) -> None:
    server.otherwise = echo
    assert run(GIVEN, server).startswith(
        "the HTTP client that was passed in is used by"
    )
    assert [request.path for request in server.requests] == ["/v1/voices/top"]


LOOPS = """
import asyncio, sys
from sample import AsyncSample

client = AsyncSample("key", base_url=sys.argv[1])

async def use(name):
    return [(await client.voices.get(name)).voice_id for _ in range(3)]

print(asyncio.run(use("a")), asyncio.run(use("b")))
"""


def test_each_event_loop_has_connections_of_its_own(server: ScriptedServer) -> None:
    server.otherwise = echo
    assert run(LOOPS, server) == "['a', 'a', 'a'] ['b', 'b', 'b']\n"
    assert len({request.connection for request in server.requests}) == 2


def test_cookies_do_not_follow(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(json=VOICE, headers={"set-cookie": "session=of-key; Path=/"})
    driver.call(lambda c: c.voices.get("v1"), client)
    driver.server.answer(json=VOICE)
    driver.call(lambda c: c.with_options(api_key="other").voices.get("v1"), client)
    second = driver.server.requests[1]
    assert second.headers["xi-api-key"] == "other"
    assert "cookie" not in second.headers


def test_a_closed_client_says_so(driver: Driver) -> None:
    client = driver.client()
    driver.wait(client.close())
    for use in (client, client.with_options(timeout=1)):
        with pytest.raises(ClosedClientError, match=r"^the client is closed$"):
            driver.call(lambda c: c.voices.get("v1"), use)
    assert driver.server.requests == []


def test_a_closed_http_client_says_so(driver: Driver) -> None:
    http: Any = httpx2.AsyncClient() if driver.is_async else httpx2.Client()
    client = driver.client(http_client=http)
    driver.wait(http.aclose() if driver.is_async else http.close())
    with pytest.raises(ClosedClientError, match="that was passed in is closed"):
        driver.call(lambda c: c.voices.get("v1"), client)


def test_async_answers_that_nobody_reads_give_their_connection_back(
    server: ScriptedServer,
) -> None:
    limits = httpx2.Limits(max_connections=2)

    async def use() -> None:
        async with (
            httpx2.AsyncClient(limits=limits, timeout=5) as http,
            AsyncSample("k", base_url=server.url, http_client=http) as client,
        ):
            for number in range(20):
                server.answer(chunks=[b"one", b"two"])
                call = client.voices.watch if number % 2 else client.voices.audio
                with pytest.warns(ResourceWarning, match="neither read to its end nor"):
                    await (call() if number % 2 else call("v1"))  # type: ignore[call-arg]  # one of two methods
                    gc.collect()
                await asyncio.sleep(0.001)

    asyncio.run(use())
    assert len(server.requests) == 20


def test_options_that_make_no_sense_are_refused_when_given(
    server: ScriptedServer,
) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"on_drift": "Raise"}, '`on_drift` is "log", "raise", "ignore" or a function'),
        ({"max_retries": None}, "`max_retries` is a number from 0 on, not None"),
        ({"max_retries": -1}, "`max_retries` is a number from 0 on, not -1"),
        ({"timeout": "5"}, "`timeout` is a number or None, not '5'"),
        ({"deadline": 0}, "`deadline` is positive or None, not 0"),
        ({"on_retry": 1}, "`on_retry` is a function, not 1"),
    ]
    client = Sample("k", base_url=server.url)
    for options, message in wrong:
        for give in (lambda o: Sample("k", **o), lambda o: client.with_options(**o)):
            with pytest.raises((TypeError, ValueError)) as caught:
                give(options)
            assert str(caught.value).startswith(message)
    with pytest.raises(TypeError, match="nonsense"):
        client.with_options(nonsense=1)  # type: ignore[call-arg]  # that is the test
