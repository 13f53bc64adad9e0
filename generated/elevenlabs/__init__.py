"""A typed client for ElevenLabs API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._core.lazy import lazy_names

if TYPE_CHECKING:
    from .aio import AsyncElevenLabs as AsyncElevenLabs
    from .client import ElevenLabs as ElevenLabs
    from .errors import AnswerTooLargeError as AnswerTooLargeError
    from .errors import ApiConnectionError as ApiConnectionError
    from .errors import ApiError as ApiError
    from .errors import ApiStatusError as ApiStatusError
    from .errors import ApiTimeoutError as ApiTimeoutError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import BadRequestError as BadRequestError
    from .errors import ClosedClientError as ClosedClientError
    from .errors import ConflictError as ConflictError
    from .errors import DecodeError as DecodeError
    from .errors import InternalServerError as InternalServerError
    from .errors import MissingCredentialsError as MissingCredentialsError
    from .errors import NotFoundError as NotFoundError
    from .errors import PagingError as PagingError
    from .errors import PayloadTooLargeError as PayloadTooLargeError
    from .errors import PaymentRequiredError as PaymentRequiredError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import RateLimitError as RateLimitError
    from .errors import RequestTimeoutError as RequestTimeoutError
    from .errors import SchemaDriftError as SchemaDriftError
    from .errors import StreamError as StreamError
    from .errors import UnprocessableEntityError as UnprocessableEntityError

__all__ = [
    "AnswerTooLargeError",
    "ApiConnectionError",
    "ApiError",
    "ApiStatusError",
    "ApiTimeoutError",
    "AsyncElevenLabs",
    "AuthenticationError",
    "BadRequestError",
    "ClosedClientError",
    "ConflictError",
    "DecodeError",
    "ElevenLabs",
    "InternalServerError",
    "MissingCredentialsError",
    "NotFoundError",
    "PagingError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestTimeoutError",
    "SchemaDriftError",
    "StreamError",
    "UnprocessableEntityError",
]

__getattr__ = lazy_names(
    __name__,
    {
        "AnswerTooLargeError": ".errors",
        "ApiConnectionError": ".errors",
        "ApiError": ".errors",
        "ApiStatusError": ".errors",
        "ApiTimeoutError": ".errors",
        "AsyncElevenLabs": ".aio",
        "AuthenticationError": ".errors",
        "BadRequestError": ".errors",
        "ClosedClientError": ".errors",
        "ConflictError": ".errors",
        "DecodeError": ".errors",
        "ElevenLabs": ".client",
        "InternalServerError": ".errors",
        "MissingCredentialsError": ".errors",
        "NotFoundError": ".errors",
        "PagingError": ".errors",
        "PayloadTooLargeError": ".errors",
        "PaymentRequiredError": ".errors",
        "PermissionDeniedError": ".errors",
        "RateLimitError": ".errors",
        "RequestTimeoutError": ".errors",
        "SchemaDriftError": ".errors",
        "StreamError": ".errors",
        "UnprocessableEntityError": ".errors",
    },
)
