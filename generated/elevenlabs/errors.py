"""What a call may raise.

ApiError                      Anything that went wrong between the caller and the API
  MissingCredentialsError     No credential was given, neither as an argument nor in the
                              environment
  ClosedClientError           The client was closed, or its connections belong to
                              another process
  PagingError                 A list cannot go on, or never ends
  ApiConnectionError          No whole answer arrived: the connection failed or broke
    ApiTimeoutError           The server took longer than the timeout or the deadline
                              allows
  AnswerTooLargeError         The answer is larger than the client accepts
  DecodeError                 The body is not valid JSON
  StreamError                 The server reported an error in the middle of a stream
  SchemaDriftError            A value does not match the documented schema, and the
                              caller asked to be stopped by that
  ApiStatusError              The server answered with a status other than success
    BadRequestError           400: the request is malformed
    AuthenticationError       401: the credential is missing or wrong
    PaymentRequiredError      402: the plan or the balance does not cover the request
    PermissionDeniedError     403: the credential does not allow the request
    NotFoundError             404: there is nothing here
    RequestTimeoutError       408: the server gave up waiting for the request
    ConflictError             409: the request contradicts the present state
    PayloadTooLargeError      413: the body is larger than the server accepts
    UnprocessableEntityError  422: the request is well-formed, but its values are not
                              accepted
    RateLimitError            429: too many requests
    InternalServerError       5xx: the server failed
"""

from __future__ import annotations

from ._core.errors import (
    AnswerTooLargeError,
    ApiConnectionError,
    ApiError,
    ApiStatusError,
    ApiTimeoutError,
    AuthenticationError,
    BadRequestError,
    ClosedClientError,
    ConflictError,
    DecodeError,
    InternalServerError,
    MissingCredentialsError,
    NotFoundError,
    PagingError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    SchemaDriftError,
    StreamError,
    UnprocessableEntityError,
)

__all__ = [
    "AnswerTooLargeError",
    "ApiConnectionError",
    "ApiError",
    "ApiStatusError",
    "ApiTimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ClosedClientError",
    "ConflictError",
    "DecodeError",
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
