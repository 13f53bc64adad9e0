"""Lower security schemes to what the client's constructor asks for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.api import Auth, BasicAuth, HeaderAuth, QueryAuth
from specweld.api.header_names import is_sendable
from specweld.api.operations import Argument, Location
from specweld.api.words import KEYWORDS, constant_case
from specweld.diagnostics import Severity
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specweld.api.endpoints import Endpoint
    from specweld.api.lowering import Lowering
    from specweld.api.node import Node
    from specweld.api.operations import Security

_BEARER = "Bearer "
_ALIAS = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """All ways to authenticate, the preferred one first."""

    auth: tuple[Auth, ...]
    default: Security
    """Of operations that say nothing themselves."""
    names: Mapping[str, str]
    """By scheme: which scheme's credential stands for it, where two put the same thing in one place."""

    def security_of(self, node: Node) -> Security:
        """Read which credentials an operation takes."""
        declared = _declared(node, self.names)
        return self.default if declared is None else declared

    def covers(self, argument: Argument) -> bool:
        """Tell whether a parameter is a credential that the client sends by itself."""
        name = argument.wire_name
        is_header = argument.location is Location.HEADER
        is_query = argument.location is Location.QUERY
        for each in self.auth:
            match each:
                case HeaderAuth(header=header):
                    found = is_header and name.lower() == header.lower()
                case QueryAuth(parameter=parameter):
                    found = is_query and name == parameter
                case BasicAuth():
                    found = False
            if found:
                return True
        return False


def lower_auth(
    lowering: Lowering,
    root: Node,
    endpoints: Sequence[Endpoint],
    *,
    env_prefix: str,
) -> Credentials:
    """Lower the schemes that are asked for; a bearer token when the document is silent."""
    names = _scheme_names(lowering, root, endpoints)
    found: list[Auth] = []
    stands_for: dict[str, str] = {}
    for name in names:
        scheme = root.get("components", "securitySchemes", name)
        scheme = scheme.resolved() if scheme else None
        if scheme is None:
            _report_unknown(lowering, root, name)
            continue
        env_var = f"{env_prefix}_API_KEY"
        if any(isinstance(each, HeaderAuth | QueryAuth) for each in found):
            env_var = f"{env_prefix}_{constant_case(name, fallback='key')}"
        auth = _lower_scheme(lowering, name, scheme, env_prefix, env_var)
        if auth is None:
            continue
        same = next((each for each in found if _is_same(auth, each)), None)
        stands_for[name] = name if same is None else same.scheme
        if same is None:
            found.append(auth)
    if not found:
        found.append(_undeclared(env_prefix))
    first, *others = found
    if isinstance(first, HeaderAuth):
        first = replace(first, alias=_alias(endpoints))
    optional = (*((each.scheme,) for each in found), ())
    declared = _declared(root, stands_for) if stands_for else None
    return Credentials(
        auth=(first, *others),
        default=optional if declared is None else declared,
        names=stands_for,
    )


def _declared(node: Node, names: Mapping[str, str]) -> Security | None:
    """Read `security`, leaving out what is not sent; None when a node says nothing of it."""
    if not node.has("security"):
        return None
    return tuple(
        dict.fromkeys(
            tuple(dict.fromkeys(names[each] for each in schemes if each in names))
            for schemes in (each.mapping() for each in node.elements("security"))
        )
    )


def _alias(endpoints: Sequence[Endpoint]) -> str:
    """Find what most samples of the docs call the client's argument for its key."""
    names = (each.node.text(EXTENSION, "client", "credential") for each in endpoints)
    counts = Counter(each for each in names if _ALIAS.fullmatch(each))
    name = max(counts, key=lambda each: counts[each], default="")
    return "" if name in KEYWORDS or name == "api_key" else name


def _undeclared(env_prefix: str) -> HeaderAuth:
    return HeaderAuth(
        header="Authorization",
        prefix=_BEARER,
        env_var=f"{env_prefix}_API_KEY",
        is_declared=False,
        scheme="bearer",
    )


def _is_same(auth: Auth, other: Auth) -> bool:
    """Tell whether two schemes put the same thing in the same place."""
    match auth, other:
        case HeaderAuth(), HeaderAuth():
            same_header = auth.header.lower() == other.header.lower()
            return same_header and auth.prefix == other.prefix
        case QueryAuth(), QueryAuth():
            return auth.parameter == other.parameter
        case _:
            return type(auth) is type(other)


def _scheme_names(
    lowering: Lowering, root: Node, endpoints: Sequence[Endpoint]
) -> list[str]:
    """List the schemes in use: the document's own first, then those of operations."""
    holders = [root, *(each.node for each in endpoints)]
    names: dict[str, None] = {}
    for holder in holders:
        for requirement in holder.elements("security"):
            schemes = requirement.mapping()
            if len(schemes) > 1:
                message = "several credentials are required at once; one is sent"
                lowering.unsupported("combined-security", message, requirement)
            names.update(dict.fromkeys(schemes))
    is_silent = not any(each.has("security") for each in holders)
    if is_silent:
        names.update(
            (name, None) for name, _ in root.entries("components", "securitySchemes")
        )
    return list(names)


def _lower_scheme(
    lowering: Lowering, name: str, node: Node, env_prefix: str, env_var: str
) -> Auth | None:
    kind = node.text("type")
    if kind == "apiKey":
        return _lower_key(lowering, name, node, env_var)
    if kind == "http" and node.text("scheme").lower() == "basic":
        return BasicAuth(
            username_env_var=f"{env_prefix}_USERNAME",
            password_env_var=f"{env_prefix}_PASSWORD",
            scheme=name,
        )
    is_bearer = kind == "http" and node.text("scheme").lower() == "bearer"
    if is_bearer or kind in {"oauth2", "openIdConnect"}:
        return HeaderAuth(
            header="Authorization",
            prefix=_BEARER,
            env_var=env_var,
            is_declared=True,
            scheme=name,
        )
    scheme = node.text("scheme") or kind
    lowering.unsupported(
        "security-scheme", f"the security scheme `{scheme}` is not sent", node
    )
    return None


def _lower_key(
    lowering: Lowering, scheme: str, node: Node, env_var: str
) -> Auth | None:
    name = node.text("name")
    if node.text("in") == "header" and name:
        if not is_sendable(lowering, node, name):
            return None
        prefix = node.fact("prefix")
        return HeaderAuth(
            header=name,
            prefix=prefix.value if prefix and isinstance(prefix.value, str) else "",
            env_var=env_var,
            is_declared=True,
            scheme=scheme,
        )
    if node.text("in") == "query" and name:
        return QueryAuth(parameter=name, env_var=env_var, scheme=scheme)
    message = "an API key in a cookie is not sent; expected a header or the query"
    lowering.unsupported("security-scheme", message, node)
    return None


def _report_unknown(lowering: Lowering, root: Node, name: str) -> None:
    lowering.report(
        "unknown-security-scheme",
        Severity.WARNING,
        f"`{name}` is required but not among the security schemes",
        root.get("security") or root,
    )
