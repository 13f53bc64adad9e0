"""Lower security schemes to what the client's constructor asks for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.api import Auth, BasicAuth, CookieAuth, HeaderAuth, QueryAuth
from specweld.api.grants import find_grant
from specweld.api.header_names import is_sendable
from specweld.api.spelling import KEYWORDS, constant_case
from specweld.contract.nodes import In
from specweld.diagnostics import Severity
from specweld.source import EXTENSION
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.api import Environment
    from specweld.api.input import Input
    from specweld.api.operations import Security
    from specweld.contract import nodes
    from specweld.contract.nodes import Operation, Parameter, Scheme

_BEARER = "Bearer "
_KEY_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COMPUTED = frozenset(
    {
        "concealed",
        "digest",
        "dpop",
        "gnap",
        "hoba",
        "mutual",
        "negotiate",
        "ntlm",
        "oauth",
        "privatetoken",
        "scram-sha-1",
        "scram-sha-256",
        "signature",
        "vapid",
    }
)
"""Schemes of the IANA registry, and near ones, whose credentials are computed for each request; behind the word of any other stands a key."""
_ALIAS = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """All ways to authenticate, the preferred one first."""

    auth: tuple[Auth, ...]
    default: Security
    """Of operations that say nothing themselves."""
    names: Mapping[str, str]
    """By scheme: which scheme's credential stands for it, where two put the same thing in one place."""

    def security_of(self, operation: Operation) -> Security:
        """Read which credentials an operation takes."""
        declared = _declared(operation.security, self.names) if self.names else None
        return self.default if declared is None else declared

    def covers(self, parameter: Parameter) -> bool:
        """Return whether a parameter is a credential that the client sends by itself."""
        name = parameter.name
        is_header = parameter.location is In.HEADER
        is_query = parameter.location is In.QUERY
        is_cookie = parameter.location is In.COOKIE
        for each in self.auth:
            match each:
                case HeaderAuth(header=header):
                    found = is_header and name.lower() == header.lower()
                case QueryAuth():
                    found = is_query and name == each.parameter
                case CookieAuth():
                    found = is_cookie and name == each.cookie
                case BasicAuth():
                    found = False
            if found:
                return True
        return False


def lower_auth(
    source: Input, *, env_prefix: str, servers: tuple[Environment, ...]
) -> Credentials:
    """Lower the schemes that are asked for; a bearer token when the document is silent."""
    found: list[Auth] = []
    stands_for: dict[str, str] = {}
    for name in _scheme_names(source):
        scheme = source.contract.schemes.get(name)
        if scheme is None:
            _report_unknown(source, name)
            continue
        env_var = f"{env_prefix}_API_KEY"
        if any(not isinstance(each, BasicAuth) for each in found):
            env_var = f"{env_prefix}_{constant_case(name, fallback='key')}"
        auth = _lower_scheme(source, scheme, env_prefix, env_var)
        if auth is None:
            continue
        if isinstance(auth, HeaderAuth):
            grant = find_grant(source, scheme, env_prefix, servers)
            auth = replace(auth, grant=grant)
        same = next((each for each in found if _is_same(auth, each)), None)
        stands_for[name] = name if same is None else same.scheme
        if same is None:
            found.append(auth)
        else:
            found[found.index(same)] = _joined(same, auth)
    _report_clashes(source, found, stands_for)
    if not found:
        found.append(_undeclared(env_prefix))
    first, *others = found
    if isinstance(first, HeaderAuth):
        first = replace(first, alias=_alias(source))
    optional = (*((each.scheme,) for each in found), ())
    declared = _declared(source.contract.security, stands_for) if stands_for else None
    return Credentials(
        auth=(first, *others),
        default=optional if declared is None else declared,
        names=stands_for,
    )


def _declared(
    security: nodes.Security | None, names: Mapping[str, str]
) -> Security | None:
    """Read `security`, leaving out what is not sent; None where nothing is said of it."""
    if security is None:
        return None
    return tuple(
        dict.fromkeys(
            tuple(dict.fromkeys(names[each] for each in schemes if each in names))
            for schemes in security.alternatives
        )
    )


def _report_clashes(source: Input, found: list[Auth], names: Mapping[str, str]) -> None:
    """Report what asks for two credentials in one header, and for nothing else instead."""
    in_header = {each.scheme for each in found if _is_authorization(each)}
    operations = (each.security for each in source.contract.operations)
    for security in (source.contract.security, *operations):
        if security is None or not security.alternatives:
            continue
        asked = [
            sorted({names.get(each, "") for each in schemes} & in_header)
            for schemes in security.alternatives
        ]
        if all(len(each) > 1 for each in asked):
            words = " and ".join(f"`{each}`" for each in asked[0])
            source.reporter.report_at(
                "unsupported-security",
                Severity.UNSUPPORTED,
                f"{words} both go into `Authorization`, which holds one; the last is sent",
                security.pointer,
            )


def _is_authorization(auth: Auth) -> bool:
    match auth:
        case BasicAuth():
            return True
        case HeaderAuth(header=header):
            return header.lower() == "authorization"
        case _:
            return False


def _alias(source: Input) -> str:
    """Find what most samples of the docs call the client's argument for its key."""
    pages = (each.page for each in source.contract.operations)
    names = (text_at(each, "client", "credential") for each in pages)
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
    """Return whether two schemes put the same thing in the same place."""
    match auth, other:
        case HeaderAuth(), HeaderAuth():
            same_header = auth.header.lower() == other.header.lower()
            return same_header and auth.prefix == other.prefix
        case QueryAuth(), QueryAuth():
            return auth.parameter == other.parameter
        case CookieAuth(), CookieAuth():
            return auth.cookie == other.cookie
        case _:
            return type(auth) is type(other)


def _joined(auth: Auth, other: Auth) -> Auth:
    """Let one credential stand for two schemes; where one of them grants tokens, both do."""
    match auth, other:
        case HeaderAuth(grant=None), HeaderAuth(grant=grant):
            return replace(auth, grant=grant)
        case _:
            return auth


def _scheme_names(source: Input) -> list[str]:
    """List the schemes in use: the document's own first, then those of operations."""
    contract = source.contract
    declared = [contract.security, *(each.security for each in contract.operations)]
    names: dict[str, None] = {}
    uses: Counter[str] = Counter()
    for security in declared:
        for schemes in security.alternatives if security else ():
            names.update(dict.fromkeys(schemes))
            uses.update(schemes.keys())
    if all(each is None for each in declared):
        names.update(dict.fromkeys(contract.schemes))
    if contract.security is not None:
        return list(names)
    # Pages come in no order of their own: what most operations ask for is the first.
    return sorted(names, key=lambda name: -uses[name])


def _lower_scheme(
    source: Input, scheme: Scheme, env_prefix: str, env_var: str
) -> Auth | None:
    kind = text_at(scheme.facts, "type")
    http = text_at(scheme.facts, "scheme").lower() if kind == "http" else ""
    if kind == "apiKey":
        return _lower_key(source, scheme, env_var)
    if http == "basic":
        return BasicAuth(
            username_env_var=f"{env_prefix}_USERNAME",
            password_env_var=f"{env_prefix}_PASSWORD",
            scheme=scheme.name,
        )
    if http == "bearer" or kind in {"oauth2", "openIdConnect"}:
        return HeaderAuth(
            header="Authorization",
            prefix=_BEARER,
            env_var=env_var,
            is_declared=True,
            scheme=scheme.name,
        )
    if kind == "mutualTLS":
        source.reporter.report(
            "certificate-of-the-connection",
            Severity.NOTICE,
            "`mutualTLS` is proven by the connection, not by what is sent",
            scheme,
        )
        return None
    word = text_at(scheme.facts, "scheme")
    if _KEY_WORD.fullmatch(word) and http not in _COMPUTED:
        return HeaderAuth(
            header="Authorization",
            prefix=f"{word} ",
            env_var=env_var,
            is_declared=True,
            scheme=scheme.name,
        )
    source.reporter.unsupported(
        "security-scheme", f"the security scheme `{word or kind}` is not sent", scheme
    )
    return None


def _lower_key(source: Input, scheme: Scheme, env_var: str) -> Auth | None:
    name = text_at(scheme.facts, "name")
    where = text_at(scheme.facts, "in")
    if where == "header" and name:
        if not is_sendable(source, scheme, name):
            return None
        return HeaderAuth(
            header=name,
            prefix=text_at(scheme.facts, EXTENSION, "prefix"),
            env_var=env_var,
            is_declared=True,
            scheme=scheme.name,
        )
    if where == "query" and name:
        return QueryAuth(parameter=name, env_var=env_var, scheme=scheme.name)
    if where == "cookie" and name:
        if not is_sendable(source, scheme, name):
            return None
        return CookieAuth(cookie=name, env_var=env_var, scheme=scheme.name)
    message = "the API key is not sent; expected one with a name, `in` header, query or cookie"
    source.reporter.unsupported("security-scheme", message, scheme)
    return None


def _report_unknown(source: Input, name: str) -> None:
    security = source.contract.security
    source.reporter.report_at(
        "unknown-security-scheme",
        Severity.WARNING,
        f"`{name}` is required but not among the security schemes",
        security.pointer if security else (),
    )
