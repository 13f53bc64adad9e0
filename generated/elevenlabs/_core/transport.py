"""Sends calls and hands back what they return: twice the same, in two colours."""

from __future__ import annotations

import time
from collections.abc import Callable
from inspect import isawaitable, iscoroutine
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

import httpx2

from .arrival import Intake, arriving, async_arriving
from .call import RequestParts, build_call
from .exchange import exchange
from .replies import Paged
from .steps import Ask, Discard, Receive, Send, Sleep

if TYPE_CHECKING:
    from .answer import Answer
    from .call import Call
    from .drift import DriftReporter
    from .paging import Walk
    from .pool import Pool
    from .replies import Reply
    from .settings import Settings
    from .steps import Step, Steps

_T = TypeVar("_T")


class _AnyTransport:
    """What both colours know."""

    def __init__(
        self, settings: Settings, pool: Pool[Any], reporter: DriftReporter
    ) -> None:
        self.settings = settings
        self.pool = pool
        self.reporter = reporter

    def call(
        self, method: str, template: str, parts: RequestParts, reply: Reply[Any, Any]
    ) -> Call:
        """Encode a call with the settings of this client."""
        given = self.pool.given_headers()
        return build_call(
            method, template, parts, self.settings, given, accept=reply.accept
        )

    def exchange(self, call: Call, reply: Reply[Any, Any]) -> Steps[Answer]:
        """Begin to send a call."""
        timeout = self.pool.timeout(self.settings)
        return exchange(call, self.settings, timeout=timeout, keep=reply.keeps)


class Transport(_AnyTransport):
    """What resources call; knows the settings, the credentials and the connections."""

    pool: Pool[httpx2.Client]

    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        reply: Reply[_T, object],
        **parts: Unpack[RequestParts],
    ) -> _T:
        """Send a call and return what it brings."""
        if isinstance(reply, Paged):
            page: _T = self._page(method, template, reply, parts)
            return page
        call = self.call(method, template, parts, reply)
        return self.perform(
            call, reply, lambda answer: reply.read(answer, self.reporter)
        )

    def _page(
        self, method: str, template: str, reply: Paged[Any], parts: RequestParts
    ) -> Any:
        from .paging import first_walk

        return self.walk(method, template, reply, first_walk(parts, reply.paging))

    def walk(self, method: str, template: str, reply: Paged[_T], walk: Walk) -> _T:
        """Fetch the page at which a walk stands."""
        from .paging import attach

        plain = self.plain()

        def fetch(further: Walk) -> _T:
            return plain.walk(method, template, reply, further)

        def interpret(answer: Answer) -> _T:
            return attach(reply.read(answer, self.reporter), walk, answer, fetch)

        return self.perform(
            self.call(method, template, walk.parts, reply), reply, interpret
        )

    def plain(self) -> Transport:
        """Return the transport whose calls return values."""
        return self

    def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and make a result of its answer."""
        return interpret(self.send(call, reply))

    def send(self, call: Call, reply: Reply[Any, Any]) -> Answer:
        """Do what an exchange asks for until it ends, and return the successful answer."""
        client = self.pool.client()
        steps = self.exchange(call, reply)
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


class AsyncTransport(_AnyTransport):
    """What resources call; knows the settings, the credentials and the connections."""

    pool: Pool[httpx2.AsyncClient]

    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        reply: Reply[object, _T],
        **parts: Unpack[RequestParts],
    ) -> _T:
        """Send a call and return what it brings."""
        if isinstance(reply, Paged):
            page: _T = await self._page(method, template, reply, parts)
            return page
        call = self.call(method, template, parts, reply)
        return await self.perform(
            call, reply, lambda answer: reply.async_read(answer, self.reporter)
        )

    async def _page(
        self, method: str, template: str, reply: Paged[Any], parts: RequestParts
    ) -> Any:
        from .paging import first_walk

        return await self.walk(method, template, reply, first_walk(parts, reply.paging))

    async def walk(
        self, method: str, template: str, reply: Paged[_T], walk: Walk
    ) -> _T:
        """Fetch the page at which a walk stands."""
        from .paging import attach

        plain = self.plain()

        async def fetch(further: Walk) -> _T:
            return await plain.walk(method, template, reply, further)

        def interpret(answer: Answer) -> _T:
            return attach(reply.async_read(answer, self.reporter), walk, answer, fetch)

        return await self.perform(
            self.call(method, template, walk.parts, reply), reply, interpret
        )

    def plain(self) -> AsyncTransport:
        """Return the transport whose calls return values."""
        return self

    async def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and make a result of its answer."""
        return interpret(await self.send(call, reply))

    async def send(self, call: Call, reply: Reply[Any, Any]) -> Answer:
        """Do what an exchange asks for until it ends, and return the successful answer."""
        client = self.pool.client()
        steps = self.exchange(call, reply)
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
            return _sleep(step.seconds)
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
            return await _async_sleep(step.seconds)
        case Ask():
            return await _async_told(step)


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


async def _async_sleep(seconds: float) -> None:
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
    )
    if client.params:  # the caller's own: httpx2 puts them in the place of ours
        separator = "&" if "?" in call.url else "?"
        request.url = httpx2.URL(f"{call.url}{separator}{client.params}")
    return request
