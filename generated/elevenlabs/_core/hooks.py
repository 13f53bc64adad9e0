"""What a client tells those who watch it: requests, answers and retries, without any secret."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

LOGGER_NAME = (__package__ or "").rpartition(".")[0]
"""The name of the client's package: what to configure in `logging`."""


class SentRequest(Struct, frozen=True, kw_only=True):
    """One attempt that is about to be sent."""

    method: str
    path: str
    """The path template of the operation."""
    attempt: int
    """1 for the first one."""


class ReceivedAnswer(Struct, frozen=True, kw_only=True):
    """The answer to one attempt, whatever its status."""

    method: str
    path: str
    attempt: int
    status_code: int
    headers: Mapping[str, str]
    request_id: str | None
    seconds: float
    """From sending the request to the head of the answer, or to the end of one that is read at once."""


class PlannedRetry(Struct, frozen=True, kw_only=True):
    """An attempt that failed and is made again."""

    method: str
    path: str
    attempt: int
    """The one that failed."""
    pause: float
    """Seconds until the next one."""
    reason: str
    """Such as `503` or `ConnectError`."""


OnRequest: TypeAlias = Callable[
    [SentRequest], Mapping[str, str] | Awaitable[Mapping[str, str] | None] | None
]
"""Called before each attempt; the headers that it returns, if any, are sent along."""
OnResponse: TypeAlias = Callable[[ReceivedAnswer], Awaitable[None] | None]
OnRetry: TypeAlias = Callable[[PlannedRetry], Awaitable[None] | None]

logger = logging.getLogger(LOGGER_NAME)


_secret_parameters: set[str] = set()


class _Redaction(logging.Filter):
    """Takes secrets out of the line that httpx2 logs for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_secrets, record.args))
        return True


def _without_secrets(argument: object) -> object:
    import httpx2

    if not isinstance(argument, httpx2.URL):
        return argument
    for name in _secret_parameters.intersection(argument.params):
        argument = argument.copy_set_param(name, "...")
    return argument.copy_with(userinfo=b"") if argument.userinfo else argument


_redaction = _Redaction()


def redact_http_log(parameters: Iterable[str]) -> None:
    """Keep these parameters of queries, and passwords in URLs, out of the log of httpx2 from now on."""
    _secret_parameters.update(parameters)
    logging.getLogger("httpx2").addFilter(_redaction)
