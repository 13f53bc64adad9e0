"""Streams of typed values."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import httpx2

from . import failures
from .answer import Answer, Head, arriving, async_arriving
from .binary import Closer, warn_of_dropped
from .call import Call, resuming
from .codec import convert_value, decode_any_json, decode_json, wanted_type
from .drift import DriftReporter, drifts_of
from .errors import DecodeError, StreamError
from .event_reader import EventReader, RawEvent
from .failures import server_message, shortened, stream_error
from .steps import async_pause, pause
from .values import UnionMarker, is_object, known_names

if TYPE_CHECKING:
    from types import TracebackType

    from .answer import Resumption

_T = TypeVar("_T")
_MOST_SHOWN = 200
_PINGS = frozenset({"ping", "heartbeat", "keepalive", "keep-alive"})
_ENVELOPE = frozenset({"data", "event", "id", "retry"})


class _Skipped:
    """What stands for no value: a stream that shows it is alive."""


SKIPPED = _Skipped()


class Progress:
    """Where in a stream its reader is."""

    def __init__(self) -> None:
        self.event = RawEvent("")


class EventDecoder:
    """Makes values of events."""

    def __init__(self, answer: Answer, into: Any, reporter: DriftReporter) -> None:
        self._answer = answer
        self._into = into
        self._reporter = reporter
        wanted = wanted_type(into)
        self._known = known_names(wanted)
        self._is_enveloped = is_enveloped(wanted)
        self._tag, self._tags = _tags(wanted)
        self.progress = Progress()

    def __call__(self, event: RawEvent) -> Any:
        """Decode one event.

        Raises:
            StreamError: It reports an error.
            DecodeError: It is not valid JSON.
            SchemaDriftError: It does not match, and the caller wants to know it this way.
        """
        self.progress.event = event
        if event.name == "error":
            raise self._error(event)
        if event.name in _PINGS and event.name not in self._tags:
            return SKIPPED
        if self._is_enveloped:
            value, mismatches = self._enveloped(event)
        else:
            if '"error"' in event.data and "error" not in self._known:
                self._check(event)
            value, mismatches = self._decoded(event)
        if mismatches:
            call = self._answer.call
            self._reporter.report(
                drifts_of(mismatches, method=call.method, template=call.template)
            )
        return value

    def _enveloped(self, event: RawEvent) -> tuple[Any, Any]:
        """Put an event together again, with its data as JSON or, where that does not match, as text."""
        named = {"event": event.name, "id": event.id}
        whole: dict[str, object] = {name: text for name, text in named.items() if text}
        with suppress(DecodeError):
            data = decode_any_json(event.data.encode())
            found = convert_value({**whole, "data": data}, self._into)
            if not found[1]:
                return found
            as_text = convert_value({**whole, "data": event.data}, self._into)
            return found if as_text[1] else as_text
        return convert_value({**whole, "data": event.data}, self._into)

    def _decoded(self, event: RawEvent) -> tuple[Any, Any]:
        """Decode the data of an event; its name is the tag where the data has none."""
        if event.name in self._tags:
            with suppress(DecodeError):
                data = decode_any_json(event.data.encode())
                if is_object(data) and self._tag not in data:
                    return convert_value({self._tag: event.name, **data}, self._into)
        try:
            return decode_json(event.data.encode(), self._into)
        except DecodeError as error:
            if self._into is str:
                return event.data, ()
            call = self._answer.call
            raise DecodeError(
                f"{call.method} {call.template} sent an event that is not valid JSON"
                f" ({error}): {event.data[:_MOST_SHOWN]!r}"
            ) from error

    def _check(self, event: RawEvent) -> None:
        """Raise what a server reports in the place of a value, where no value has such a property."""
        with suppress(DecodeError):
            body = decode_any_json(event.data.encode())
            if is_object(body) and body.get("error"):
                raise self._error(event)

    def _error(self, event: RawEvent) -> StreamError:
        body: object = event.data
        with suppress(DecodeError):
            body = decode_any_json(event.data.encode())
        call = self._answer.call
        words = shortened(server_message(body))
        return StreamError(
            f"{call.method} {call.template} reported an error in its stream"
            + (f": {words}" if words else ""),
            body=body,
            method=call.method,
            path=call.template,
            request_id=self._answer.request_id,
        )


def is_enveloped(wanted: Any) -> bool:
    """Return whether a type describes whole events, their names and ids beside their data."""
    return {"data"} < known_names(wanted) <= _ENVELOPE


def event_decoder(answer: Answer, into: Any, reporter: DriftReporter) -> EventDecoder:
    """Make the function that decodes the events of one stream."""
    return EventDecoder(answer, into, reporter)


def _tags(wanted: Any) -> tuple[str, frozenset[object]]:
    """Find the member by which a documented union tells its members apart, and its words."""
    if isinstance(wanted, UnionMarker) and wanted.plan.discriminator is not None:
        return wanted.plan.discriminator, frozenset(wanted.plan.tags)
    return "", frozenset()


class _AnyStream(Head):
    """What both colours know of a stream."""

    def __init__(self, answer: Answer, decode: EventDecoder) -> None:
        super().__init__(answer)
        self._progress = decode.progress

    @property
    def event_name(self) -> str:
        """The type of the last event; empty when it has none."""
        return self._progress.event.name

    @property
    def last_event_id(self) -> str:
        """The id of the last event: with the option `resume_streams` a stream that breaks off goes on after it."""
        return self._progress.event.id


class EventStream(_AnyStream, Generic[_T]):
    """Values that arrive one by one; iterate once.

    It closes itself at the end; leave earlier with `close` or a `with` block.
    """

    def __init__(self, answer: Answer, decode: EventDecoder) -> None:
        super().__init__(answer, decode)
        self._values: Iterator[_T] = _values(answer, decode)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _T:
        """Wait for the next value.

        Raises:
            ApiConnectionError: The connection broke.
            StreamError: The server reports an error.
            DecodeError: An event is not valid JSON.
        """
        return next(self._values)

    def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        self._answer.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Give back the connection of an answer that nobody wanted."""
        with suppress(Exception):  # the interpreter may be shutting down
            warn_of_dropped(self)
            self._answer.response.close()


class AsyncEventStream(_AnyStream, Generic[_T]):
    """Values that arrive one by one; iterate once, with `async for`.

    It closes itself at the end; leave earlier with `close` or an `async with` block.
    """

    def __init__(self, answer: Answer, decode: EventDecoder) -> None:
        super().__init__(answer, decode)
        self._values: AsyncIterator[_T] = _async_values(answer, decode)
        self._closer = Closer(answer)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _T:
        """Wait for the next value.

        Raises:
            ApiConnectionError: The connection broke.
            StreamError: The server reports an error.
            DecodeError: An event is not valid JSON.
        """
        return await anext(self._values)

    async def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        await self._answer.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __del__(self) -> None:
        """Give back the connection of an answer that nobody wanted."""
        with suppress(Exception):  # the interpreter may be shutting down
            warn_of_dropped(self)
            self._closer.close()


def _values(answer: Answer, decode: EventDecoder) -> Iterator[Any]:
    """Yield the values and close; knows nothing of its owner, so that the owner can be freed."""
    while True:
        reader = EventReader(answer.most, decode.progress.event.id)
        try:
            for chunk in arriving(answer.response):
                for event in reader.feed(chunk):
                    if (value := decode(event)) is not SKIPPED:
                        yield value
                if reader.is_done:
                    return
            for event in reader.finish():
                if (value := decode(event)) is not SKIPPED:
                    yield value
            return
        except httpx2.RequestError as error:
            resumption, call = _resumption(error, answer, decode)
        finally:
            answer.response.close()
        pause(failures.FIRST_PAUSE if reader.pause is None else reader.pause)
        answer.response = resumption.send(call).response


async def _async_values(answer: Answer, decode: EventDecoder) -> AsyncIterator[Any]:
    """Yield the values and close; knows nothing of its owner, so that the owner can be freed."""
    while True:
        reader = EventReader(answer.most, decode.progress.event.id)
        try:
            async for chunk in async_arriving(answer.response):
                for event in reader.feed(chunk):
                    if (value := decode(event)) is not SKIPPED:
                        yield value
                if reader.is_done:
                    return
            for event in reader.finish():
                if (value := decode(event)) is not SKIPPED:
                    yield value
            return
        except httpx2.RequestError as error:
            resumption, call = _resumption(error, answer, decode)
        finally:
            await answer.response.aclose()
        await async_pause(
            failures.FIRST_PAUSE if reader.pause is None else reader.pause
        )
        answer.response = (await resumption.send(call)).response


def _resumption(
    error: httpx2.RequestError, answer: Answer, decode: EventDecoder
) -> tuple[Resumption, Call]:
    """Say by which call a stream that broke off goes on.

    Raises:
        ApiConnectionError: It does not: nobody asked for that, or its events have no ids.
    """
    found = answer.resumption
    last_id = decode.progress.event.id
    if found is None or not found.left or not last_id:
        raise stream_error(error, answer) from error
    found.left -= 1
    return found, resuming(answer.call, last_id)
