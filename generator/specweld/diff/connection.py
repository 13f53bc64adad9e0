"""Compares how two clients are made: class name, servers, credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from specweld.api.api import (
    Api,
    Auth,
    BasicAuth,
    CookieAuth,
    Environment,
    HeaderAuth,
    QueryAuth,
)
from specweld.diff.change import Bump, SubjectKind, SymbolChange
from specweld.diff.finding import Recognition

if TYPE_CHECKING:
    from specweld.json_types import Pointer

_SERVERS: Pointer = ("servers",)
_SECURITY: Pointer = ("components", "securitySchemes")


def compare_connection(old: Api, new: Api) -> Iterator[Recognition]:
    """Find what differs in how a client is made and where it connects."""
    yield from _client(old, new)
    yield from _servers(old, new)
    yield from _credentials(old, new)


def _client(old: Api, new: Api) -> Iterator[Recognition]:
    if old.client_name == new.client_name:
        return
    yield Recognition(
        rules=("client-renamed",),
        kind=SubjectKind.API,
        name="client",
        places=(("info",), ("info",)),
        message=f"the client class `{old.client_name}` is called `{new.client_name}`",
        old=old.client_name,
        new=new.client_name,
        symbols=(
            SymbolChange(old=old.client_name, new=new.client_name),
            SymbolChange(old=f"Async{old.client_name}", new=f"Async{new.client_name}"),
        ),
        python=Bump.MAJOR,
    )


def _servers(old: Api, new: Api) -> Iterator[Recognition]:
    before = {each.url: each for each in old.servers}
    after = {each.url: each for each in new.servers}
    if _has_other_default(old, new):
        former, default = old.servers[0].url, new.servers[0].url
        yield Recognition(
            rules=("default-server-changed",),
            kind=SubjectKind.SERVER,
            name="default server",
            places=(_SERVERS, _SERVERS),
            message=f"the default server is `{default}` instead of `{former}`",
            old=former,
            new=default,
            python=Bump.MINOR,
        )
        told = {former} - after.keys(), {default} - before.keys()
        before = {url: each for url, each in before.items() if url not in told[0]}
        after = {url: each for url, each in after.items() if url not in told[1]}
    known = ({each.url for each in old.servers}, {each.url for each in new.servers})
    added = [each for url, each in after.items() if url not in known[0]]
    removed = [each for url, each in before.items() if url not in known[1]]
    for each in added:
        names = _own_names(each, added, new, old)
        yield _server(each, names, is_added=True)
    for each in removed:
        names = _own_names(each, removed, old, new)
        yield _server(each, names, is_added=False)
    yield from _renamed(old, new)


def _has_other_default(old: Api, new: Api) -> bool:
    """Return whether the client connects elsewhere; pages list servers in any order."""
    if not old.servers or not new.servers:
        return False
    former, default = old.servers[0].url, new.servers[0].url
    if former == default:
        return False
    is_reordered = any(each.url == former for each in new.servers) and any(
        each.url == default for each in old.servers
    )
    return not is_reordered or not (_is_from_pages(old) or _is_from_pages(new))


def _own_names(
    server: Environment, moving: list[Environment], holder: Api, other: Api
) -> list[str]:
    """List the names of environments that come or go with a server.

    The first of several also brings those of the servers that both sides have: a single server
    needs no name until there are two.
    """
    names = {server.name}
    if server is moving[0] and not _environments(other):
        names |= _environments(holder) - {each.name for each in moving}
    return sorted((names & _environments(holder)) - _environments(other))


def _renamed(old: Api, new: Api) -> Iterator[Recognition]:
    """Report servers that both sides have and whose environments have other names."""
    if not _environments(old) or not _environments(new):
        return
    after = {each.url: each.name for each in new.servers}
    for server in old.servers:
        name = after.get(server.url, server.name)
        if name != server.name:
            yield Recognition(
                rules=("environment-renamed",),
                kind=SubjectKind.SERVER,
                name=server.url,
                message=f"the environment `{server.name}` is called `{name}`",
                old=server.name,
                new=name,
                symbols=(
                    SymbolChange(
                        old=f"environment.{server.name}", new=f"environment.{name}"
                    ),
                ),
                python=Bump.MAJOR,
            )


def _server(server: Environment, names: list[str], *, is_added: bool) -> Recognition:
    verb = "added" if is_added else "removed"
    symbols = tuple(
        SymbolChange(
            old="" if is_added else f"environment.{name}",
            new=f"environment.{name}" if is_added else "",
        )
        for name in names
    )
    lost = Bump.MAJOR if symbols else Bump.NONE
    return Recognition(
        rules=(f"server-{verb}",),
        kind=SubjectKind.SERVER,
        name=server.url,
        places=(_SERVERS, _SERVERS),
        message=f"the server `{server.url}` is {'new' if is_added else 'gone'}",
        old=None if is_added else server.url,
        new=server.url if is_added else None,
        symbols=symbols,
        python=Bump.MINOR if is_added else lost,
    )


def _environments(api: Api) -> set[str]:
    """List the names of the environments; a single server needs none."""
    return {each.name for each in api.servers} if len(api.servers) > 1 else set()


def _words(auth: Auth) -> str:
    """Say how a credential travels."""
    match auth:
        case HeaderAuth():
            return f"{auth.header}: {auth.prefix}KEY"
        case QueryAuth():
            return f"?{auth.parameter}=KEY"
        case CookieAuth():
            return f"Cookie: {auth.cookie}=KEY"
        case BasicAuth():
            return "Authorization: Basic"
        case _:
            assert_never(auth)


def _declared(api: Api) -> tuple[Auth, ...]:
    return tuple(
        each
        for each in api.auth
        if not isinstance(each, HeaderAuth) or each.is_declared
    )


def _credentials(old: Api, new: Api) -> Iterator[Recognition]:
    before, after = _declared(old), _declared(new)
    old_words = [_words(each) for each in before]
    new_words = [_words(each) for each in after]
    if not before or not after:
        if before or after:
            yield _documented(old_words, new_words)
        return
    lost = [each for each in before if _words(each) not in new_words]
    gained = [each for each in after if _words(each) not in old_words]
    if len(lost) == 1 and len(gained) == 1:
        yield _changed(lost[0], gained[0])
    else:
        for each in gained:
            yield _credential(each, is_added=True)
        for each in lost:
            yield _credential(each, is_added=False)
    yield from _variables(before, after)


def _documented(old: list[str], new: list[str]) -> Recognition:
    rule = "credential-documented" if new else "credential-undocumented"
    before, after = ", ".join(old) or None, ", ".join(new) or None
    return Recognition(
        rules=(rule,),
        kind=SubjectKind.AUTH,
        name="credential",
        places=(_SECURITY, _SECURITY),
        message=(
            f"the docs say that the credential travels as `{after}`; before they were silent"
            if after
            else f"the docs no longer say that the credential travels as `{before}`"
        ),
        old=before,
        new=after,
        python=Bump.PATCH,
    )


def _arguments(auth: Auth) -> str:
    """Name the constructor's arguments that hold a credential."""
    return "username, password" if isinstance(auth, BasicAuth) else "api_key"


def _changed(old: Auth, new: Auth) -> Recognition:
    before, after = _arguments(old), _arguments(new)
    symbols = (
        ()
        if before == after
        else (SymbolChange(old=f"client.{before}", new=f"client.{after}"),)
    )
    return Recognition(
        rules=("credential-changed",),
        kind=SubjectKind.AUTH,
        name="credential",
        places=(_SECURITY, _SECURITY),
        message=f"the credential travels as `{_words(new)}` instead of `{_words(old)}`",
        old=_words(old),
        new=_words(new),
        symbols=symbols,
        python=Bump.MAJOR if symbols else Bump.PATCH,
    )


def _credential(auth: Auth, *, is_added: bool) -> Recognition:
    verb = "added" if is_added else "removed"
    words = _words(auth)
    return Recognition(
        rules=(f"credential-{verb}",),
        kind=SubjectKind.AUTH,
        name=words,
        places=(_SECURITY, _SECURITY),
        message=f"the credential `{words}` is {'new' if is_added else 'gone'}",
        old=None if is_added else words,
        new=words if is_added else None,
        python=Bump.MINOR if is_added else Bump.MAJOR,
    )


def _variables(old: tuple[Auth, ...], new: tuple[Auth, ...]) -> Iterator[Recognition]:
    after = {_words(each): _variable(each) for each in new}
    for each in old:
        before = _variable(each)
        renamed = after.get(_words(each), before)
        if renamed != before:
            yield Recognition(
                rules=("credential-variable-renamed",),
                kind=SubjectKind.AUTH,
                name=before,
                places=(("info",), ("info",)),
                message=f"the environment variable `{before}` is called `{renamed}`",
                old=before,
                new=renamed,
                python=Bump.MAJOR,
            )


def _variable(auth: Auth) -> str:
    if isinstance(auth, BasicAuth):
        return f"{auth.username_env_var}, {auth.password_env_var}"
    return auth.env_var


def _is_from_pages(api: Api) -> bool:
    return any(each.reference for each in api.operations)
