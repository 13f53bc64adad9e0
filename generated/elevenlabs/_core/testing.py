"""Fakes of clients: building, sending and decoding are real, and no request leaves the process."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Awaitable, Callable
from copy import copy
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, cast, overload

import httpx2
import msgspec
from msgspec.structs import replace

from .client import AsyncClient, SyncClient
from .credentials import AllOf, BasicCredentials, ClientCredentials
from .drift import DriftReporter
from .fake_answers import Documented
from .fakes import FakeOperation, FakeServer, Target
from .fitting import Given
from .settings import CallOptions, changed
from .transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from types import TracebackType

    from .credentials import Credential
    from .received import ReceivedCall
    from .settings import Settings

_T = TypeVar("_T")

_PACKAGE = (__package__ or "").rpartition(".")[0]
_KEY = "fake"
"""Every credential: a test has none."""
_PLACE = "https://fake.invalid"
"""Where an API answers whose documentation does not say."""


class _Wire(httpx2.BaseTransport):
    """Takes requests to the fake server."""

    def __init__(self, server: FakeServer) -> None:
        self._backend = server

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request."""
        request.read()
        return self._backend.respond(request)


class _AsyncWire(httpx2.AsyncBaseTransport):
    """Takes requests to the fake server."""

    def __init__(self, server: FakeServer) -> None:
        self._backend = server

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request."""
        await request.aread()
        return self._backend.respond(request)


class _AnyFake:
    """What both colours share."""

    _backend: FakeServer

    def _begin(self, *, strict: bool, options: CallOptions) -> Settings:
        """Make the server, and return the settings of a client that talks to it."""
        construct: Any = super().__init__
        construct(base_url=options.get("base_url") or _place(construct))
        self._backend = FakeServer(
            _operations(), lambda name: target_of(self._method(name)), is_strict=strict
        )
        own: Settings = cast(Any, self)._transport.settings
        usual = CallOptions(max_retries=0, on_drift="raise")
        own = replace(own, auth=tuple(map(_with_fake_key, own.auth)))
        return changed(own, {**usual, **options})

    def _method(self, name: str) -> Any:
        found: Any = self
        for part in name.split("."):
            found = getattr(found, part)
        return found

    def _operation(self, method: Callable[..., Any] | str) -> FakeOperation[Any]:
        if isinstance(method, str):
            key = self._backend.key_of(method)
        else:
            key = self._backend.name_of(target_of(method))
        return FakeOperation(self._backend, key)

    def _on(self, kind: Any, settings: Settings) -> Self:
        parent: Any = super()
        other: Self = parent._on(kind, settings)
        other._backend = self._backend
        return other

    @property
    def recorded(self) -> tuple[ReceivedCall, ...]:
        """All calls so far, the oldest first."""
        return tuple(self._backend.calls)

    def check_answers_used(self) -> None:
        """Find answers that were set in vain; leaving the `with` block does it as well.

        Raises:
            FakeError: There are some.
        """
        self._backend.check_answers_used()


class Fake(_AnyFake, SyncClient):
    """A client that answers by itself.

    Without more it answers each operation with the documentation's example, or with a value made for
    the type: always the same. `on` sets other answers, `recorded` lists what was called.
    """

    def __init__(self, *, strict: bool = True, **options: Unpack[CallOptions]) -> None:
        """Make a client without a network.

        Args:
            strict: Whether calls of what is not documented, and answers that nobody asked for, are errors.
            options: What `with_options` takes. Unless told otherwise nothing is tried again, and an answer
                that does not match the documentation is an error.
        """
        settings = self._begin(strict=strict, options=options)
        pool = self._pool(_Wire(self._backend))
        self._transport = Transport(settings, pool, DriftReporter(settings.on_drift))

    @overload
    def on(self, method: str, /) -> FakeOperation[Any]: ...

    @overload
    def on(self, method: Callable[..., _T], /) -> FakeOperation[_T]: ...

    def on(self, method: Callable[..., Any] | str, /) -> FakeOperation[Any]:
        """Choose an operation, to set what it answers or to see its calls.

        Args:
            method: A method of this client, or its path: `client.voices.get` or `"voices.get"`. The first is
                checked by type checkers. `"GET /v1/new"` for what is not documented.

        Raises:
            FakeError: There is no such operation.
        """
        return self._operation(method)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, traceback)
        if error is None and self._backend.is_strict:
            self._backend.check_answers_used()


class AsyncFake(_AnyFake, AsyncClient):
    """A client that answers by itself.

    Without more it answers each operation with the documentation's example, or with a value made for
    the type: always the same. `on` sets other answers, `recorded` lists what was called.
    """

    def __init__(self, *, strict: bool = True, **options: Unpack[CallOptions]) -> None:
        """Make a client without a network.

        Args:
            strict: Whether calls of what is not documented, and answers that nobody asked for, are errors.
            options: What `with_options` takes. Unless told otherwise nothing is tried again, and an answer
                that does not match the documentation is an error.
        """
        settings = self._begin(strict=strict, options=options)
        pool = self._pool(_AsyncWire(self._backend))
        self._transport = AsyncTransport(
            settings, pool, DriftReporter(settings.on_drift)
        )

    @overload
    def on(self, method: str, /) -> FakeOperation[Any]: ...

    @overload
    def on(self, method: Callable[..., Awaitable[_T]], /) -> FakeOperation[_T]: ...

    def on(self, method: Callable[..., Any] | str, /) -> FakeOperation[Any]:
        """Choose an operation, to set what it answers or to see its calls.

        Args:
            method: A method of this client, or its path: `client.voices.get` or `"voices.get"`. The first is
                checked by type checkers. `"GET /v1/new"` for what is not documented.

        Raises:
            FakeError: There is no such operation.
        """
        return self._operation(method)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await super().__aexit__(kind, error, traceback)
        if error is None and self._backend.is_strict:
            self._backend.check_answers_used()


@cache
def _operations() -> dict[str, Documented]:
    content = files(_PACKAGE).joinpath("testing.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, Documented])


def _place(construct: Callable[..., Any]) -> str | None:
    """Invent a place for an API whose documentation names none."""
    base_url = inspect.signature(construct).parameters["base_url"]
    return _PLACE if base_url.default is inspect.Parameter.empty else None


def _with_fake_key(credential: Credential) -> Credential:
    """Give a credential a value, so that none is taken from the environment."""
    match credential:
        case AllOf():
            parts = tuple(map(_with_fake_key, credential.credentials))
            return replace(credential, credentials=parts)
        case BasicCredentials():
            return replace(credential, username=_KEY, password=_KEY)
        case ClientCredentials():
            return replace(credential, client_id=_KEY, client_secret=_KEY)
        case _:
            return replace(credential, value=_KEY)


class _ReachedError(Exception):
    """A method has come to its call."""

    def __init__(
        self, method: str, template: str, reply: Any, parts: dict[str, Any]
    ) -> None:
        super().__init__(method, template)
        self.method = method
        self.template = template
        self.reply = reply
        self.parts = parts


class _Probe:
    """Stands for a transport, to see what a method would call."""

    def request(
        self, method: str, template: str, /, *, reply: Any, **parts: Any
    ) -> Any:
        """Stop there."""
        raise _ReachedError(method, template, reply, parts)


def target_of(method: Any) -> Target:
    """Find the operation that a method calls: the method itself is asked.

    Raises:
        TypeError: It is not a method of a client.
    """
    owner: Any = getattr(method, "__self__", None)
    if not hasattr(owner, "_transport"):
        raise TypeError(f"{method!r} is not a method of a client")
    probing: Any = copy(owner)
    probing.__dict__.clear()
    probing._transport = _Probe()
    bound = getattr(probing, method.__name__)
    reached = _reached(bound, is_whole=False)
    whole = _reached(bound, is_whole=True)
    if reached is None or whole is None:
        raise TypeError(f"{method!r} is not an operation of the API")
    return Target(
        method=reached.method,
        template=reached.template,
        reply=reached.reply,
        parts=whole.parts,
        function=method,
    )


def _reached(bound: Any, *, is_whole: bool) -> _ReachedError | None:
    """Call a method up to its request, with all arguments or with those that it demands."""
    positional: list[Given] = []
    named: dict[str, Given] = {}
    for each in inspect.signature(bound).parameters.values():
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            continue
        if each.kind is each.KEYWORD_ONLY:
            if is_whole or each.default is each.empty:
                named[each.name] = Given(each.name)
        elif is_whole or each.default is each.empty:
            positional.append(Given(each.name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # nothing is called
            begun = bound(*positional, **named)
            begun.send(None)  # a coroutine begins at its first step
    except _ReachedError as reached:
        return reached
    except AttributeError:  # whatever it wants of a transport, it is not a call
        return None
    return None
