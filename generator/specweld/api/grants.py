"""Find where a document says that programs get tokens: OAuth2 client credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.api import TokenGrant
from specweld.pages.web.url import join_url, split_url
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from specweld.api.api import Environment
    from specweld.api.input import Input
    from specweld.contract.nodes import Scheme


def find_grant(
    source: Input,
    scheme: Scheme,
    env_prefix: str,
    servers: tuple[Environment, ...],
) -> TokenGrant | None:
    """Read the flow of client credentials; None without one that can be asked for tokens."""
    declared = text_at(scheme.facts, "flows", "clientCredentials", "tokenUrl").strip()
    if not declared:
        return None
    url = join_url(f"{servers[0].url}/" if servers else "", declared)
    parts = split_url(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return TokenGrant(
        token_url=url,
        scopes=_scopes(source, scheme.name),
        id_env_var=f"{env_prefix}_CLIENT_ID",
        secret_env_var=f"{env_prefix}_CLIENT_SECRET",
    )


def _scopes(source: Input, name: str) -> tuple[str, ...]:
    """List the scopes that calls need, in the order of the document."""
    contract = source.contract
    declared = [contract.security, *(each.security for each in contract.operations)]
    return tuple(
        dict.fromkeys(
            scope
            for security in declared
            if security is not None
            for schemes in security.alternatives
            for scope in schemes.get(name, ())
        )
    )
