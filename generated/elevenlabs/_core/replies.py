"""What a call brings: each kind of answer knows what it asks for and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from .errors import DecodeError

if TYPE_CHECKING:
    import httpx2

    from .answer import Answer
    from .binary import AsyncBinaryResponse, BinaryResponse
    from .drift import DriftReporter
    from .events import AsyncEventStream, EventStream
    from .paging import Paging
    from .values import As

_T = TypeVar("_T")
_OtherT = TypeVar("_OtherT")
_AsyncOtherT = TypeVar("_AsyncOtherT")
_SyncT_co = TypeVar("_SyncT_co", covariant=True)
_AsyncT_co = TypeVar("_AsyncT_co", covariant=True)


def never(_response: httpx2.Response) -> bool:
    """Read every answer at once."""
    return False


def asks(body: Any, name: str) -> bool:
    """Return whether a body that is sent as a whole, a mapping or a model, has a property that is true."""
    sent_as: Sequence[str] | None = getattr(body, "__struct_encode_fields__", None)
    if sent_as is None:
        return hasattr(body, "get") and body.get(name) is True
    attributes: Sequence[str] = body.__struct_fields__
    attribute = dict(zip(sent_as, attributes, strict=True)).get(name, "")
    return getattr(body, attribute, None) is True


class Reply(Generic[_SyncT_co, _AsyncT_co]):
    """A kind of answer: what it becomes for sync calls, and for async ones."""

    __slots__ = ("accept",)

    usual = "application/json"
    """The media types to ask for where the operation does not name its own."""
    further = ""
    """What is taken besides those that it names."""

    keeps: Callable[[httpx2.Response], bool] = staticmethod(never)
    """Whether a successful answer is left to be streamed."""

    def __init__(self, *, accept: str = "") -> None:
        self.accept = f"{accept}{self.further}" if accept else self.usual

    def unless(
        self, condition: object, other: Reply[_OtherT, _AsyncOtherT], /
    ) -> Reply[_SyncT_co | _OtherT, _AsyncT_co | _AsyncOtherT]:
        """Take another kind of answer where a condition holds."""
        return other if condition else self

    def at(
        self, status: int | str, other: Reply[_OtherT, _AsyncOtherT], /
    ) -> Reply[_SyncT_co | _OtherT, _AsyncT_co | _AsyncOtherT]:
        """Take another kind of answer for a status, or a range of them such as `2XX`."""
        return _AtStatus(self, status, other)

    def of_status(self, _status: int) -> Reply[Any, Any]:
        """Return the kind of answer that comes with a status."""
        return self

    def read(self, answer: Answer, reporter: DriftReporter, /) -> _SyncT_co:
        """Return what a sync call returns."""
        raise NotImplementedError

    def async_read(self, answer: Answer, reporter: DriftReporter, /) -> _AsyncT_co:
        """Return what an async call returns."""
        raise NotImplementedError


class _AtStatus(Reply[Any, Any]):
    """Two kinds of answers, told apart by status."""

    __slots__ = ("_other", "_status", "_usual")

    def __init__(
        self, usual: Reply[Any, Any], status: int | str, other: Reply[Any, Any]
    ) -> None:
        parts = f"{usual.accept}, {other.accept}".split(", ")
        super().__init__(accept=", ".join(dict.fromkeys(parts)))
        self._usual = usual
        self._status = status
        self._other = other

    def keeps(self, response: httpx2.Response) -> bool:
        """Do as the kind of the answer's status does."""
        return self.of_status(response.status_code).keeps(response)

    def of_status(self, status: int) -> Reply[Any, Any]:
        """Return the kind of answer that comes with a status."""
        is_other = self._status in (status, f"{status // 100}XX")
        return (self._other if is_other else self._usual).of_status(status)

    def read(self, answer: Answer, reporter: DriftReporter, /) -> Any:
        """Read what came as what its status says."""
        return self.of_status(answer.status_code).read(answer, reporter)

    def async_read(self, answer: Answer, reporter: DriftReporter, /) -> Any:
        """Read what came as what its status says."""
        return self.of_status(answer.status_code).async_read(answer, reporter)


class _Value(Reply[_T, _T]):
    """A kind of answer that is read at once: the same for both colours."""

    __slots__ = ()

    def async_read(self, answer: Answer, reporter: DriftReporter, /) -> _T:
        """Return what a sync call returns as well."""
        return self.read(answer, reporter)


class Json(_Value[_T]):
    """A JSON value."""

    __slots__ = ("into",)

    @overload
    def __init__(self, into: type[As[_T]], *, accept: str = "") -> None: ...

    @overload
    def __init__(self, into: type[_T], *, accept: str = "") -> None: ...

    def __init__(self, into: Any, *, accept: str = "") -> None:
        super().__init__(accept=accept)
        self.into = into

    def read(self, answer: Answer, reporter: DriftReporter, /) -> _T:
        """Decode the body.

        Raises:
            DecodeError: It is not valid JSON.
            SchemaDriftError: It does not match, and the caller wants to know it this way.
        """
        from .codec import convert_value, decode_json

        content = answer.content
        try:
            if content:
                value, mismatches = decode_json(content, self.into)
            else:
                value, mismatches = convert_value(None, self.into)
        except DecodeError as error:
            value, mismatches = _otherwise(answer, self.into, error)
        found: _T = value
        if mismatches:
            from .drift import drifts_of

            call = answer.call
            reporter.report(
                drifts_of(mismatches, method=call.method, template=call.template)
            )
        return found


def _otherwise(answer: Answer, into: Any, error: DecodeError) -> Any:
    """Read what is no JSON in UTF-8: in the character set that it declares, or a string without quotes."""
    from .codec import convert_value, decode_json

    if answer.charset not in ("", "utf-8"):
        try:
            return decode_json(answer.text.encode(), into)
        except DecodeError:
            pass
    if into is str and answer.content_type.startswith("text/"):
        return convert_value(answer.text, into)
    raise answer.described(str(error)) from error


class Paged(Json[_T]):
    """One page of a list, which knows the way to the next."""

    __slots__ = ()

    @property
    def paging(self) -> Paging:
        """How to get there."""
        paging: Paging = self.into.paging
        return paging


class Nothing(_Value[None]):
    """No value, whatever the body holds."""

    __slots__ = ()

    def read(self, answer: Answer, _reporter: DriftReporter, /) -> None:
        """Return None."""


class Text(_Value[str]):
    """Text."""

    __slots__ = ()
    usual = "text/plain, */*;q=0.5"
    further = ", */*;q=0.5"

    def read(self, answer: Answer, _reporter: DriftReporter, /) -> str:
        """Decode the body in the character set that it declares, else UTF-8."""
        return answer.text


class Bytes(Reply["BinaryResponse", "AsyncBinaryResponse"]):
    """Bytes that are streamed."""

    __slots__ = ()
    usual = "*/*"
    further = ", */*;q=0.5"

    @staticmethod
    def keeps(_response: httpx2.Response) -> bool:
        """Keep every answer open."""
        return True

    def read(self, answer: Answer, _reporter: DriftReporter, /) -> BinaryResponse:
        """Hand over the stream."""
        from .binary import BinaryResponse

        return BinaryResponse(answer)

    def async_read(
        self, answer: Answer, _reporter: DriftReporter, /
    ) -> AsyncBinaryResponse:
        """Hand over the stream."""
        from .binary import AsyncBinaryResponse

        return AsyncBinaryResponse(answer)


class Events(Reply["EventStream[_T]", "AsyncEventStream[_T]"], Generic[_T]):
    """A stream of JSON values: server-sent events or JSON lines."""

    __slots__ = ("into",)
    usual = "text/event-stream, application/x-ndjson, */*;q=0.5"
    further = ", */*;q=0.5"

    @overload
    def __init__(self, into: type[As[_T]], *, accept: str = "") -> None: ...

    @overload
    def __init__(self, into: type[_T], *, accept: str = "") -> None: ...

    def __init__(self, into: Any, *, accept: str = "") -> None:
        super().__init__(accept=accept)
        self.into = into

    @staticmethod
    def keeps(_response: httpx2.Response) -> bool:
        """Keep every answer open."""
        return True

    def read(self, answer: Answer, reporter: DriftReporter, /) -> EventStream[_T]:
        """Hand over the stream."""
        from .events import EventStream, event_decoder

        return EventStream(answer, event_decoder(answer, self.into, reporter))

    def async_read(
        self, answer: Answer, reporter: DriftReporter, /
    ) -> AsyncEventStream[_T]:
        """Hand over the stream."""
        from .events import AsyncEventStream, event_decoder

        return AsyncEventStream(answer, event_decoder(answer, self.into, reporter))


def is_binary(response: httpx2.Response) -> bool:
    """Return whether an undocumented answer is to be streamed: neither empty nor JSON nor text."""
    if response.status_code == 204 or response.headers.get("content-length") == "0":
        return False
    from .answer import content_type_of

    content_type = content_type_of(response)
    return not content_type.endswith(("/json", "+json")) and (
        not content_type.startswith("text/")
    )


class Undocumented(Reply[Any, Any]):
    """What nobody documented: None when empty, decoded JSON, text, or a stream of bytes."""

    __slots__ = ()
    usual = "*/*"
    keeps = staticmethod(is_binary)

    def read(self, answer: Answer, reporter: DriftReporter, /) -> Any:
        """Decide by what came."""
        if is_binary(answer.response):
            return Bytes().read(answer, reporter)
        return _decided(answer)

    def async_read(self, answer: Answer, reporter: DriftReporter, /) -> Any:
        """Decide by what came."""
        if is_binary(answer.response):
            return Bytes().async_read(answer, reporter)
        return _decided(answer)


def _decided(answer: Answer) -> object:
    if answer.status_code == 204 or not answer.content:
        return None
    try:
        return answer.json()
    except DecodeError as error:
        if answer.is_json:
            raise answer.described(str(error)) from error
        return answer.text
