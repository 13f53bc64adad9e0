"""What a call may raise, apart from the mistakes that Python itself reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .drift import SchemaDrift

_T = TypeVar("_T")


def _rebuild(kind: type[ApiError], message: str, state: dict[str, object]) -> ApiError:
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error


class ApiError(Exception):
    """Anything that went wrong between the caller and the API."""

    def __reduce__(
        self,
    ) -> tuple[object, tuple[type[ApiError], str, dict[str, object]]]:
        """Survive pickling, whatever the constructor of the subclass asks for."""
        return _rebuild, (type(self), str(self), dict(self.__dict__))


class MissingCredentialsError(ApiError):
    """No credential was given, neither as an argument nor in the environment."""


class ClosedClientError(ApiError):
    """The client was closed, or its connections belong to another process."""


class PagingError(ApiError):
    """A list cannot go on, or never ends."""


class ApiConnectionError(ApiError):
    """No whole answer arrived: the connection failed or broke."""

    method: str
    path: str
    """The path template of the operation."""
    status_code: int | None
    """Set when the answer had begun."""
    request_id: str | None

    def __init__(
        self,
        message: str,
        *,
        method: str,
        path: str,
        status_code: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.status_code = status_code
        self.request_id = request_id


class ApiTimeoutError(ApiConnectionError):
    """The server took longer than the timeout or the deadline allows."""


class AnswerTooLargeError(ApiError):
    """The answer is larger than the client accepts."""


class DecodeError(ApiError):
    """The body is not valid JSON."""


class StreamError(ApiError):
    """The server reported an error in the middle of a stream."""

    body: object
    """What it sent: decoded JSON where it is JSON, else text."""
    method: str
    path: str
    """The path template of the operation."""
    request_id: str | None

    def __init__(
        self,
        message: str,
        *,
        body: object,
        method: str,
        path: str,
        request_id: str | None,
    ) -> None:
        super().__init__(message)
        self.body = body
        self.method = method
        self.path = path
        self.request_id = request_id


class SchemaDriftError(ApiError):
    """A value does not match the documented schema, and the caller asked to be stopped by that."""

    drifts: tuple[SchemaDrift, ...]

    def __init__(self, drifts: tuple[SchemaDrift, ...]) -> None:
        super().__init__("; ".join(str(drift) for drift in drifts))
        self.drifts = drifts


class ApiStatusError(ApiError):
    """The server answered with a status other than success."""

    status_code: int
    headers: Mapping[str, str]
    body: object
    """Decoded JSON where it is JSON, else text; None when empty."""
    request_id: str | None
    method: str
    path: str
    """The path template of the operation."""
    retry_after: float | None
    """Seconds that the server asks to wait."""
    _details: object
    _read: Callable[[], object] | None

    @property
    def details(self) -> object:
        """The body as the docs describe it for this status; where they do not, as it came."""
        if self._read is not None:
            self._details = self._read()
            self._read = None
        return self._details

    def details_as(self, kind: type[_T]) -> _T | None:
        """Return the details if they are of a class that the method's docs name."""
        details = self.details
        return details if isinstance(details, kind) else None

    @property
    def rate_limit(self) -> Mapping[str, str]:
        """The headers that tell about limits: `x-ratelimit-remaining`, `ratelimit-reset`."""
        return {
            name.lower(): value
            for name, value in self.headers.items()
            if "ratelimit" in name.lower().replace("-", "")
        }

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Mapping[str, str],
        body: object,
        request_id: str | None,
        method: str,
        path: str,
        retry_after: float | None = None,
        read: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.headers = headers
        self.body = body
        self.request_id = request_id
        self.method = method
        self.path = path
        self.retry_after = retry_after
        self._details = body
        self._read = read

    def __reduce__(
        self,
    ) -> tuple[object, tuple[type[ApiError], str, dict[str, object]]]:
        """Decode the details first: what reads them cannot be pickled."""
        _ = self.details
        return super().__reduce__()


class BadRequestError(ApiStatusError):
    """400: the request is malformed."""


class AuthenticationError(ApiStatusError):
    """401: the credential is missing or wrong."""


class PaymentRequiredError(ApiStatusError):
    """402: the plan or the balance does not cover the request."""


class PermissionDeniedError(ApiStatusError):
    """403: the credential does not allow the request."""


class NotFoundError(ApiStatusError):
    """404: there is nothing here."""


class RequestTimeoutError(ApiStatusError):
    """408: the server gave up waiting for the request."""


class ConflictError(ApiStatusError):
    """409: the request contradicts the present state."""


class PayloadTooLargeError(ApiStatusError):
    """413: the body is larger than the server accepts."""


class UnprocessableEntityError(ApiStatusError):
    """422: the request is well-formed, but its values are not accepted."""


class RateLimitError(ApiStatusError):
    """429: too many requests."""


class InternalServerError(ApiStatusError):
    """5xx: the server failed."""


STATUS_ERRORS: Mapping[int, type[ApiStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: RequestTimeoutError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error_class(status_code: int) -> type[ApiStatusError]:
    """Find the class of a status: its own, `InternalServerError` for 5xx, else the plain one."""
    if status_code >= 500:
        return InternalServerError
    return STATUS_ERRORS.get(status_code, ApiStatusError)
