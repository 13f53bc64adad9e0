"""The whole of an API, ready to be rendered or compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model, Origin
    from specweld.api.operations import Method
    from specweld.api.types import ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A base URL that the API answers at."""

    name: str
    """The Python name of the environment: `PRODUCTION_EU`."""
    url: str
    """Without a trailing slash."""
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenGrant:
    """Tokens for programs: OAuth2 client credentials (RFC 6749 §4.4)."""

    token_url: str
    scopes: tuple[str, ...]
    """What the operations ask for."""
    id_env_var: str
    secret_env_var: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderAuth:
    """One credential in a header: an API key or a bearer token, both called `api_key`."""

    header: str
    """`xi-api-key`, `Authorization`"""
    prefix: str
    """Written before the key, with its space: `Bearer `; may be empty."""
    env_var: str
    """`ELEVENLABS_API_KEY`"""
    is_declared: bool
    """False when the document says nothing of security and we offer a bearer token all the same."""
    scheme: str = field(default="", compare=False)
    """The document's name of it, by which operations ask for it."""
    alias: str = ""
    """What the docs' samples call the argument, `access_token`; empty when that is `api_key` or unknown."""
    grant: TokenGrant | None = None
    """Where tokens can be had for the id and the secret of a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAuth:
    """An API key in the query string."""

    parameter: str
    env_var: str
    scheme: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieAuth:
    """An API key in a cookie."""

    cookie: str
    env_var: str
    scheme: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicAuth:
    """A user name and a password (RFC 7617)."""

    username_env_var: str
    password_env_var: str
    scheme: str = field(default="", compare=False)


Auth = HeaderAuth | QueryAuth | CookieAuth | BasicAuth


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A group of methods: one class, one file."""

    path: tuple[str, ...]
    """Python names from the client down; empty for the client itself."""
    class_name: str
    """`VoicesSettings`; the client's own name for the root."""
    description: str
    operations: tuple[Method, ...]
    children: tuple[str, ...]
    """Python names of the resources right below, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the input is in the output: what the summary line says."""

    operations: int
    operations_found: int
    schemas: int
    schemas_found: int
    untyped_bodies: int
    """Request and response bodies that have a schema which we could not type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API in Python's terms: every name decided, nothing rendered."""

    title: str
    version: str
    description: str
    client_name: str
    """`ElevenLabs`; the asynchronous one is `Async` + this."""
    package: str
    """Import name: `elevenlabs`."""
    servers: tuple[Environment, ...]
    """The first is the default; empty when the documents name none."""
    auth: tuple[Auth, ...]
    """The first is the one that `api_key` stands for."""
    resources: tuple[Resource, ...]
    """The root first, then parents before children, siblings sorted by name."""
    models: Mapping[ModelId, Model]
    """In document order."""
    coverage: Coverage
    origin: Origin

    @property
    def operations(self) -> tuple[Method, ...]:
        """All operations, resource by resource."""
        return tuple(
            each for resource in self.resources for each in resource.operations
        )

    @property
    def demands_credential(self) -> bool:
        """Whether any operation does."""
        return any(each.demands_credential for each in self.operations)
