"""What an exchange asks of the outside: it decides, and a driver of either colour acts."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from inspect import isawaitable, iscoroutine
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import httpx2
from msgspec import Struct

from .answer import Intake, arriving, async_arriving

if TYPE_CHECKING:
    from .answer import Answer
    from .call import Call


_T = TypeVar("_T")


class Send(Struct, frozen=True):
    """Send a request; told the response, its body unread, or what failed."""

    call: Call
    timeout: float | httpx2.Timeout | None
    following: httpx2.Request | None = None
    """The request to which the one before was redirected; sent instead."""


class Receive(Struct, frozen=True):
    """Read the body of a response; told its bytes, or what failed."""

    response: httpx2.Response
    most: int | None
    """Bytes that are accepted; None for any number."""
    until: float | None
    """When to give up, by `time.monotonic`."""


class Discard(Struct, frozen=True):
    """Close a response, read or not."""

    response: httpx2.Response


class Sleep(Struct, frozen=True):
    """Wait."""

    seconds: float


class Ask(Struct, frozen=True):
    """Call a function of the user's, and wait for what it returns where that must be awaited."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()


Step: TypeAlias = Send | Receive | Discard | Sleep | Ask

Steps: TypeAlias = Generator[Step, Any, _T]
"""A conversation that ends in a result."""


def drive(steps: Steps[Answer], client: httpx2.Client) -> Answer:
    """Do what an exchange asks for until it ends, and return the successful answer."""
    move: Callable[[Any], Step] = steps.send
    told: Any = None
    while True:
        try:
            step = move(told)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        try:
            move, told = steps.send, _done(step, client)
        except BaseException as error:
            move, told = steps.throw, error


async def async_drive(steps: Steps[Answer], client: httpx2.AsyncClient) -> Answer:
    """Do what an exchange asks for until it ends, and return the successful answer."""
    move: Callable[[Any], Step] = steps.send
    told: Any = None
    while True:
        try:
            step = move(told)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        try:
            move, told = steps.send, await _async_done(step, client)
        except BaseException as error:
            move, told = steps.throw, error


def _done(step: Step, client: httpx2.Client) -> Any:
    """Do one step and return what the exchange is to be told."""
    match step:
        case Send():
            body = step.call.body
            request = _request(client, step, body.chunks() if body else None)
            try:
                return client.send(request, stream=True, follow_redirects=False)
            except httpx2.RequestError as error:
                return error
        case Receive():
            return _received(step)
        case Discard():
            return step.response.close()
        case Sleep():
            return pause(step.seconds)
        case Ask():
            return _told(step)


async def _async_done(step: Step, client: httpx2.AsyncClient) -> Any:
    """Do one step and return what the exchange is to be told."""
    match step:
        case Send():
            body = step.call.body
            request = _request(client, step, body.async_chunks() if body else None)
            try:
                return await client.send(request, stream=True, follow_redirects=False)
            except httpx2.RequestError as error:
                return error
        case Receive():
            return await _async_received(step)
        case Discard():
            return await step.response.aclose()
        case Sleep():
            return await async_pause(step.seconds)
        case Ask():
            return await _async_told(step)


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


async def async_pause(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


def _told(step: Ask) -> object:
    said = step.function(*step.arguments)
    if not isawaitable(said):
        return said
    if iscoroutine(said):
        said.close()  # or Python warns that nobody awaited it
    raise TypeError(f"{step.function!r} is async, and this client is not")


async def _async_told(step: Ask) -> object:
    said = step.function(*step.arguments)
    return await said if isawaitable(said) else said


def _received(step: Receive) -> bytes | httpx2.RequestError:
    """Read a body; close the response however that ends."""
    intake = Intake(step.most, step.until)
    try:
        for chunk in arriving(step.response):
            intake.add(chunk)
    except httpx2.RequestError as error:
        return error
    finally:
        step.response.close()
    return intake.content()


async def _async_received(step: Receive) -> bytes | httpx2.RequestError:
    """Read a body; close the response however that ends."""
    intake = Intake(step.most, step.until)
    try:
        async for chunk in async_arriving(step.response):
            intake.add(chunk)
    except httpx2.RequestError as error:
        return error
    finally:
        await step.response.aclose()
    return intake.content()


def _request(
    client: httpx2.Client | httpx2.AsyncClient, step: Send, content: Any
) -> httpx2.Request:
    """Make the request of one attempt."""
    if step.following is not None:
        return step.following
    call = step.call
    request = client.build_request(
        call.method,
        call.url,
        content=content,
        headers=list(call.headers),
        timeout=step.timeout,
        extensions={"call": call},  # a transport in a test sees what it is of
    )
    if client.params:  # the caller's own: httpx2 puts them in the place of ours
        separator = "&" if "?" in call.url else "?"
        request.url = httpx2.URL(f"{call.url}{separator}{client.params}")
    return request
