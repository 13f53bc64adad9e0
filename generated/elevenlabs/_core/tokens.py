"""OAuth2 client credentials (RFC 6749 §4.4): a token that is fetched, kept, and fetched anew in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from .auth import Proof, basic, value_of
from .body import form_body
from .errors import DecodeError
from .steps import Sleep
from .styles import write_header

if TYPE_CHECKING:
    from .steps import Steps

_EARLY = 0.1
"""The part of a token's life that is not used, lest it ends on the way; at most a minute."""
_POLL = 0.01
"""Seconds between two looks at a token that somebody else is fetching."""


class _Granted(Struct):
    """What the token endpoint answers."""

    access_token: str
    expires_in: float | None = None


class TokenStore:
    """The present token; one for all clients that derive from one, whatever thread or task asks."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._token = ""
        self._ends = 0.0

    def fresh(self) -> str:
        """Return the token; empty when there is none, or none for much longer."""
        return self._token if time.monotonic() < self._ends else ""

    def keep(self, granted: _Granted) -> str:
        """Keep a token for as long as it lives."""
        life = 3600.0 if granted.expires_in is None else granted.expires_in
        self._ends = time.monotonic() + life - min(life * _EARLY, 60.0)
        self._token = granted.access_token
        return self._token

    def forget(self, token: str) -> None:
        """Drop a token that the server refused, unless another one has come meanwhile."""
        if self._token == token:
            self._ends = 0.0


class ClientCredentials(Struct, frozen=True, kw_only=True):
    """An id and a secret for which a token endpoint gives tokens."""

    token_url: str
    scopes: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = None
    id_env_var: str | None = None
    secret_env_var: str | None = None
    scheme: str = ""
    store: TokenStore = msgspec.field(default_factory=TokenStore)

    def __repr__(self) -> str:
        return "<ClientCredentials>"

    def proof(self) -> Steps[Proof | None]:
        """Return a token as the credential that it is."""
        token = yield from self.token()
        if token is None:
            return None
        header = ("Authorization", f"Bearer {token}")
        return Proof(headers=(header,), renew=(self.forgetting(token),))

    def token(self) -> Steps[str | None]:
        """Return a token, fetched if need be: by one of many that ask at once."""
        client_id = value_of(self.client_id, self.id_env_var)
        secret = value_of(self.client_secret, self.secret_env_var)
        if client_id is None or secret is None:
            return None
        return self.store.fresh() or (yield from self._fetched(client_id, secret))

    def forgetting(self, token: str | None) -> Callable[[], None]:
        """Return what drops a token that the server refused."""
        return lambda: self.store.forget(token or "")

    def _fetched(self, client_id: str, secret: str) -> Steps[str]:
        while not self.store.lock.acquire(blocking=False):
            yield Sleep(_POLL)
        try:
            if token := self.store.fresh():
                return token
            return self.store.keep((yield from self._granted(client_id, secret)))
        finally:
            self.store.lock.release()

    def _granted(self, client_id: str, secret: str) -> Steps[_Granted]:
        from .call import Call
        from .exchange import exchange
        from .settings import Settings, shown_place

        fields = {"grant_type": "client_credentials", "scope": " ".join(self.scopes)}
        body = form_body({name: text for name, text in fields.items() if text})
        headers = [("Accept", "application/json"), basic(client_id, secret)]
        call = Call(
            method="POST",
            template=shown_place(self.token_url),
            url=self.token_url,
            headers=(*(write_header(*each) for each in headers), *body.headers),
            body=body,
        )
        # a token that nobody received is no harm, so this may be asked for again
        answer = yield from exchange(
            call, Settings(client="", deadline=60.0, retry_unsafe=True)
        )
        try:
            return msgspec.json.decode(answer.content, type=_Granted)
        except msgspec.DecodeError as error:
            raise DecodeError(f"`{call.template}` gave no token: {error}") from error
