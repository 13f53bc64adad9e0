"""The server that a fake client talks to: what it is told to answer, and what it answers by itself."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import httpx2
from msgspec import Struct

from .codec import to_json_bytes, wanted_type
from .fake_answers import event_bytes, own_answer
from .fitting import misfits
from .received import path_values, received
from .replies import Events, Text, Undocumented

if TYPE_CHECKING:
    from .binary import AsyncBinaryResponse, BinaryResponse
    from .call import Call
    from .events import AsyncEventStream, EventStream
    from .fake_answers import Documented
    from .received import ReceivedCall
    from .replies import Reply

_T = TypeVar("_T")
_ItemT = TypeVar("_ItemT")

_Respond = Callable[[httpx2.Request], httpx2.Response]


class FakeError(AssertionError):
    """A test and the documentation do not agree on a call, or on an answer."""


class Target(Struct, frozen=True, kw_only=True):
    """The operation that a method of the client calls."""

    method: str
    template: str
    reply: Reply[Any, Any]
    parts: Mapping[str, Any]
    """What it sends if each of its arguments is `Given`."""
    function: Any
    """The method."""


class _Planned(Struct, kw_only=True):
    """An answer that a test has set."""

    respond: _Respond
    times: int | None
    """Calls that get it; None for any number."""
    given: int = 0

    @property
    def is_used(self) -> bool:
        """Whether as many calls have come as it was set for, or one where any number may."""
        return self.given >= (self.times or 1)


class FakeServer:
    """Answers calls in the place of the network, and keeps them."""

    def __init__(
        self,
        operations: Mapping[str, Documented],
        find: Callable[[str], Target],
        *,
        is_strict: bool,
    ) -> None:
        self._operations = operations
        self._find = find
        self.is_strict = is_strict
        self._names: dict[tuple[str, str], list[str]] = {}
        for name, operation in operations.items():
            self._names.setdefault(operation.key, []).append(name)
        self._planned: dict[str, list[_Planned]] = {}
        self._lock = threading.Lock()
        self.calls: list[ReceivedCall] = []

    def respond(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request whose body was read.

        Raises:
            FakeError: The documentation does not know it.
        """
        call: Call = request.extensions["call"]
        if call.reply is None:  # what is no operation of the API fetches a token
            return httpx2.Response(
                200, json={"access_token": "fake", "expires_in": 3600}
            )
        name, template = self._identified(call, request.url.path)
        documented = self._operations.get(name)
        reply = self._reply(call.reply, name)
        with self._lock:
            got = received(request, name, template)
            self.calls.append(got)
            planned = self._next(name or f"{call.method} {call.template}")
        if name and self.is_strict:
            self._check(name, got)
        if planned is not None:
            return planned.respond(request)
        if documented is None and self.is_strict:
            raise FakeError(
                f"{call.method} {call.template} is not an operation of the documentation;"
                f' set an answer by `on("{call.method} {call.template}")`'
            )
        return own_answer(reply, documented, got)

    def _check(self, name: str, got: ReceivedCall) -> None:
        """Stop what the documentation does not allow."""
        target = self._find(name)
        found = misfits(target.function, target.parts, got)
        if found:
            raise FakeError(
                f"`{name}` was called with what is not documented: {'; '.join(found)}"
            )

    def _reply(self, asked_for: Reply[Any, Any], name: str) -> Reply[Any, Any]:
        """Let a call that was written by hand have what the method would."""
        is_open = isinstance(asked_for, Undocumented)
        return self._find(name).reply if is_open and name else asked_for

    def _identified(self, call: Call, path: str) -> tuple[str, str]:
        """Find the documented name and template of a call; no name where there is none."""
        names = self._names.get((call.method, call.template))
        if names is None:
            return self._by_path(call, path)
        if len(names) > 1:
            names = [
                each for each in names if _is_same(self._find(each), call)
            ] or names
        return names[0], call.template

    def _by_path(self, call: Call, path: str) -> tuple[str, str]:
        """Find the operation of a call that was written by hand; the most literal template wins."""
        fitting = [
            (values, template, names[0])
            for (method, template), names in self._names.items()
            if method == call.method
            and (values := path_values(template, path)) is not None
        ]
        if not fitting:
            return "", call.template
        _, template, name = min(fitting, key=lambda each: len(each[0]))
        return name, template

    def _next(self, key: str) -> _Planned | None:
        """Take the answer that is next in turn."""
        for planned in self._planned.get(key, ()):
            if planned.times is None or planned.given < planned.times:
                planned.given += 1
                return planned
        return None

    def plan(self, key: str, respond: _Respond, times: int | None) -> None:
        """Keep an answer for the next calls."""
        if times is not None and times < 1:
            raise ValueError(f"`times` is a number from 1 on or None, not {times!r}")
        planned = _Planned(respond=respond, times=times)
        self._planned.setdefault(key, []).append(planned)

    def name_of(self, target: Target) -> str:
        """Return the path of the method that calls an operation."""
        names = self._names.get((target.method, target.template), ["?"])
        same = (
            each
            for each in names
            if each.rpartition(".")[2] == target.function.__name__
        )
        return next(same, names[0])

    def key_of(self, name: str) -> str:
        """Check the name of an operation: a method's path, or an HTTP method and a path.

        Raises:
            FakeError: There is none of that name.
        """
        method, _, path = name.partition(" ")
        if path.startswith("/"):
            return next(iter(self._names.get((method.upper(), path), ())), name)
        if name not in self._operations:
            near = get_close_matches(name, self._operations, n=3)
            hint = (
                f"; did you mean {' or '.join(f'`{x}`' for x in near)}?" if near else ""
            )
            raise FakeError(f"the client has no method `{name}`{hint}")
        return name

    def reply_of(self, key: str) -> Reply[Any, Any] | None:
        """Return what becomes of the answers of an operation; None for one that nobody documented."""
        return self._find(key).reply if key in self._operations else None

    def check_answers_used(self) -> None:
        """Find answers that were set in vain.

        Raises:
            FakeError: There are some.
        """
        left = [
            f"`{key}` ({planned.given} of {planned.times or 'any number of'} calls)"
            for key, every in self._planned.items()
            for planned in every
            if not planned.is_used
        ]
        if left:
            raise FakeError(
                f"answers were set that nobody asked for: {', '.join(left)}"
            )


def _is_same(target: Target, call: Call) -> bool:
    """Return whether a method and a call that share a place expect the same."""
    ours, its = target.reply, call.reply
    return type(ours) is type(its) and (
        getattr(ours, "into", None) == getattr(its, "into", None)
    )


class FakeOperation(Generic[_T]):
    """What one operation answers, and the calls of it. `_T` is what its method returns."""

    def __init__(self, server: FakeServer, key: str) -> None:
        self._server = server
        self._key = key

    @property
    def calls(self) -> tuple[ReceivedCall, ...]:
        """The calls of this operation so far."""
        key = self._key
        return tuple(
            each
            for each in self._server.calls
            if key in (each.name, f"{each.method} {each.template}")
        )

    @overload
    def answer(
        self: FakeOperation[BinaryResponse] | FakeOperation[AsyncBinaryResponse],
        value: bytes,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
    ) -> None: ...

    @overload
    def answer(
        self,
        value: _T | Mapping[str, Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
    ) -> None: ...

    def answer(
        self,
        value: Any,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer the next call; further answers are for the calls after it.

        Args:
            value: What the method returns, or plain JSON that it is made of; bytes are sent as they are.
            status: Any success.
            headers: Of the answer.
            times: How many calls get it; None for all that follow.
        """
        content, kind = _encoded(value, self._server.reply_of(self._key))
        self._plan(_responding(status, content, kind, headers), times)

    def fail(
        self,
        status: int,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer the next call with an error.

        Args:
            status: From 300 on.
            body: Sent as JSON; text and bytes as they are; None for none.
            headers: Of the answer, such as `retry-after`.
            times: How many calls get it; None for all that follow.
        """
        content, kind = (b"", "") if body is None else _encoded(body, Text())
        self._plan(_responding(status, content, kind, headers), times)

    def disconnect(self, *, times: int | None = 1) -> None:
        """Let the next call find nobody: `ApiConnectionError`."""
        self._plan(_raising(httpx2.ConnectError, "nobody listens"), times)

    def time_out(self, *, times: int | None = 1) -> None:
        """Let the next call wait in vain: `ApiTimeoutError`."""
        self._plan(_raising(httpx2.ReadTimeout, "the server is silent"), times)

    @overload
    def stream(
        self: FakeOperation[EventStream[_ItemT]],
        items: Iterable[_ItemT],
        *,
        breaks_off: bool = False,
        times: int | None = 1,
    ) -> None: ...

    @overload
    def stream(
        self: FakeOperation[AsyncEventStream[_ItemT]],
        items: Iterable[_ItemT],
        *,
        breaks_off: bool = False,
        times: int | None = 1,
    ) -> None: ...

    def stream(
        self: FakeOperation[Any],
        items: Iterable[Any],
        *,
        breaks_off: bool = False,
        times: int | None = 1,
    ) -> None:
        """Answer the next call with a stream of events.

        Args:
            items: What the stream yields.
            breaks_off: Whether the connection breaks after them.
            times: How many calls get it; None for all that follow.
        """
        reply = self._server.reply_of(self._key)
        wanted = wanted_type(reply.into) if isinstance(reply, Events) else Any
        events = [event_bytes(each, wanted) for each in items]

        def respond(_request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(
                200,
                headers={"content-type": "text/event-stream"},
                stream=_Events(events, breaks_off=breaks_off),
            )

        self._plan(respond, times)

    def _plan(self, respond: _Respond, times: int | None) -> None:
        self._server.plan(self._key, respond, times)


class _Events(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The bytes of a stream, which may break off."""

    def __init__(self, chunks: list[bytes], *, breaks_off: bool) -> None:
        self._chunks = chunks
        self._breaks_off = breaks_off

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        if self._breaks_off:
            raise httpx2.ReadError("the connection broke")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self:
            yield each


def _responding(
    status: int, content: bytes, kind: str, headers: Mapping[str, str] | None
) -> _Respond:
    shown = {**({"content-type": kind} if kind else {}), **(headers or {})}
    return lambda _request: httpx2.Response(status, headers=shown, content=content)


def _raising(kind: type[httpx2.RequestError], words: str) -> _Respond:
    def respond(request: httpx2.Request) -> httpx2.Response:
        raise kind(words, request=request)

    return respond


def _encoded(value: object, reply: Reply[Any, Any] | None) -> tuple[bytes, str]:
    """Write a value as a server would, and name its media type."""
    if isinstance(value, bytes):
        return value, "application/octet-stream"
    if isinstance(value, str) and isinstance(reply, Text):
        return value.encode(), "text/plain; charset=utf-8"
    return to_json_bytes(value), "application/json"
