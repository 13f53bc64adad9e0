"""Compares how two clients are made: class name, servers, credentials."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from specweld.api.api import HeaderAuth
from specweld.diff.change import SubjectKind
from specweld.diff.finding import Recognition
from specweld.diff.surface import SCHEMES, Role, travels
from specweld.diff.symbols import NAME, PRESENCE, VARIABLE, least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.api.api import Api
    from specweld.diff.matched import Matched
    from specweld.diff.sighting import Join
    from specweld.diff.symbols import Shift
    from specweld.json_types import Json, Pointer

_INFO: Pointer = ("info",)
_SERVERS: Pointer = ("servers",)


def compare_connection(matched: Matched, join: Join) -> Iterator[Recognition]:
    """Find what differs in how a client is made and where it connects."""
    connection = _Connection(matched, join)
    yield from connection.client()
    yield from connection.servers()
    yield from connection.credentials()


class _Connection:
    def __init__(self, matched: Matched, join: Join) -> None:
        self._matched = matched
        self._join = join
        self._old, self._new = matched.old.side.api, matched.new.side.api

    def client(self) -> Iterator[Recognition]:
        """Report that the client itself has another name."""
        shifts = self._shifts(Role.CLIENT, NAME)
        before, after = self._old.client_name, self._new.client_name
        if before != after:
            yield self._finding(
                "client-renamed",
                SubjectKind.API,
                "client",
                f"the client class `{before}` is called `{after}`",
                (before, after),
                places=_INFO,
                facet=NAME,
                shifts=shifts,
            )

    def servers(self) -> Iterator[Recognition]:
        """Report servers and environments that come, go, or have other names."""
        old, new = _urls(self._old), _urls(self._new)
        told: tuple[str, ...] = ()
        if _has_other_default(self._old, self._new):
            told = former, default = old[0], new[0]
            yield self._finding(
                "default-server-changed",
                SubjectKind.SERVER,
                "default server",
                f"the default server is `{default}` instead of `{former}`",
                (former, default),
                places=_SERVERS,
            )
        shifts = self._shifts(Role.ENVIRONMENT, PRESENCE)
        yield from self._moving(
            [x for x in new if x not in old and x not in told[1:]],
            [each for each in shifts if each.old is None],
        )
        yield from self._moving(
            [x for x in old if x not in new and x not in told[:1]],
            [each for each in shifts if each.new is None],
        )
        for shift in self._shifts(Role.ENVIRONMENT, NAME):
            before, after = shift.old or shift.either, shift.either
            yield self._finding(
                "environment-renamed",
                SubjectKind.SERVER,
                before.key[0],
                f"the environment `{before.own}` is called `{after.own}`",
                (before.own, after.own),
                facet=NAME,
                shifts=[shift],
            )

    def _moving(self, urls: list[str], shifts: list[Shift]) -> Iterator[Recognition]:
        """Report servers that come, or that go, with the environments that do so with them.

        The first of several also brings the environments of servers that both sides have: a
        single server needs no name until there are two.
        """
        is_added = any(each in _urls(self._new) for each in urls)
        verb, said = ("added", "new") if is_added else ("removed", "gone")
        for url in urls:
            own = [
                each
                for each in shifts
                if each.either.key[0] == url
                or (url == urls[0] and each.either.key[0] not in urls)
            ]
            yield self._finding(
                f"server-{verb}",
                SubjectKind.SERVER,
                url,
                f"the server `{url}` is {said}",
                (None, url) if is_added else (url, None),
                places=_SERVERS,
                shifts=sorted(own, key=lambda each: each.either.own),
            )

    def credentials(self) -> Iterator[Recognition]:
        """Report what differs in how a client says who calls."""
        old, new = _declared(self._old), _declared(self._new)
        if not old or not new:
            if old or new:
                yield self._documented(old, new)
            return
        lost = [each for each in old if each not in new]
        gained = [each for each in new if each not in old]
        if len(lost) == 1 and len(gained) == 1:
            yield self._credential(
                "credential-changed",
                "credential",
                f"the credential travels as `{gained[0]}` instead of `{lost[0]}`",
                (lost[0], gained[0]),
            )
        else:
            for each in gained:
                said = f"the credential `{each}` is new"
                yield self._credential("credential-added", each, said, (None, each))
            for each in lost:
                said = f"the credential `{each}` is gone"
                yield self._credential("credential-removed", each, said, (each, None))
        yield from self._variables()

    def _documented(self, old: list[str], new: list[str]) -> Recognition:
        before, after = ", ".join(old) or None, ", ".join(new) or None
        return self._finding(
            "credential-documented" if after else "credential-undocumented",
            SubjectKind.AUTH,
            "credential",
            (
                f"the docs say that the credential travels as `{after}`; before they were silent"
                if after
                else f"the docs no longer say that the credential travels as `{before}`"
            ),
            (before, after),
            places=SCHEMES,
            shifts=self._shifts(Role.CREDENTIAL, PRESENCE),
        )

    def _credential(
        self, rule: str, name: str, message: str, values: tuple[Json, Json]
    ) -> Recognition:
        """Report a credential with the arguments that come or go with it."""
        return self._finding(
            rule,
            SubjectKind.AUTH,
            name,
            message,
            values,
            places=SCHEMES,
            shifts=[
                each
                for each in self._shifts(Role.CREDENTIAL, PRESENCE)
                if each.either.key[0] in values
            ],
        )

    def _variables(self) -> Iterator[Recognition]:
        shifts = self._shifts(Role.CREDENTIAL, VARIABLE)
        for _, group in groupby(shifts, key=lambda each: each.either.key[0]):
            renamed = list(group)
            before, after = (
                ", ".join(str(x.details[VARIABLE]) for x in symbols if x)
                for symbols in zip(*((x.old, x.new) for x in renamed), strict=True)
            )
            yield self._finding(
                "credential-variable-renamed",
                SubjectKind.AUTH,
                before,
                f"the environment variable `{before}` is called `{after}`",
                (before, after),
                places=_INFO,
                facet=VARIABLE,
                shifts=renamed,
            )

    def _shifts(self, role: Role, facet: str) -> list[Shift]:
        return [
            each
            for each in self._matched.shifts
            if each.role is role and facet in each.bumps
        ]

    def _finding(
        self,
        rule: str,
        kind: SubjectKind,
        name: str,
        message: str,
        values: tuple[Json, Json],
        *,
        places: Pointer | None = None,
        facet: str = PRESENCE,
        shifts: Sequence[Shift] = (),
    ) -> Recognition:
        self._join.explained.update((id(each), facet) for each in shifts)
        return Recognition(
            rules=(rule,),
            kind=kind,
            name=name,
            message=message,
            places=(places, places),
            old=values[0],
            new=values[1],
            symbols=tuple(
                each.change(facet) for each in shifts if facet in {NAME, PRESENCE}
            ),
            python=least(rule, *(each.bumps[facet] for each in shifts)),
        )


def _urls(api: Api) -> list[str]:
    return [each.url for each in api.servers]


def _has_other_default(old: Api, new: Api) -> bool:
    """Return whether the client connects elsewhere; pages list servers in any order."""
    before, after = _urls(old), _urls(new)
    if not before or not after or before[0] == after[0]:
        return False
    is_reordered = before[0] in after and after[0] in before
    return not is_reordered or not (_is_from_pages(old) or _is_from_pages(new))


def _declared(api: Api) -> list[str]:
    """Say how the credentials travel that the document names."""
    return [
        travels(each)
        for each in api.auth
        if not isinstance(each, HeaderAuth) or each.is_declared
    ]


def _is_from_pages(api: Api) -> bool:
    return any(each.reference for each in api.operations)
