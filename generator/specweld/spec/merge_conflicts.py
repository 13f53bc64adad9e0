"""Parts that sources describe differently: which content is taken, and what is said of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.config import MergePolicy
from specweld.diagnostics import Related, Severity
from specweld.pages.platform import Platform
from specweld.pages.version import version_of, version_text
from specweld.source import EXTENSION
from specweld.spec.difference import first_difference
from specweld.spec.facts import platform_of
from specweld.spec.meaning import Told, has_same_meaning
from specweld.spec.quote import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, Pointer
    from specweld.source import NodePlace, Source

_OUTVOTED = 10
"""So many times as many pages must agree before the others count as mistaken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of one source, with its place there."""

    value: Json
    place: NodePlace
    rank: int
    """When its source was given, for the policy `newest`."""

    @property
    def told(self) -> Told:
        """The part as something to compare."""
        return Told(value=self.value, document=self.place.source.data)

    @property
    def is_page(self) -> bool:
        """Whether it comes from a page, which may be older than its neighbours."""
        return EXTENSION in self.place.source.data

    @property
    def version(self) -> tuple[int, ...]:
        """The version of the API that its page shows."""
        return version_of(self.place.source.data) if self.is_page else ()


@dataclass(slots=True, kw_only=True)
class Content:
    """What several sources say of one part, in words of their own."""

    parts: list[Part]

    def accepts(self, part: Part) -> bool:
        """Return whether a part says the same."""
        return has_same_meaning(self.parts[0].told, part.told)

    @property
    def newest(self) -> Part:
        """The part to take: wordings of a newer version first, then in order of reading."""
        if all(each.value is self.parts[0].value for each in self.parts):
            return self.parts[0]
        version = self.version
        return next(each for each in self.parts if each.version == version)

    @property
    def version(self) -> tuple[int, ...]:
        """The newest version that says so."""
        return max(each.version for each in self.parts)

    @property
    def rank(self) -> int:
        """When it was given last."""
        return max(each.rank for each in self.parts)


def add_part(contents: list[Content], part: Part) -> None:
    """Put a part to the content that it agrees with."""
    for content in contents:
        if content.accepts(part):
            content.parts.append(part)
            return
    contents.append(Content(parts=[part]))


@dataclass(slots=True)
class StalePages:
    """Pages whose parts others correct; each is named once, whatever number of its parts."""

    _older: dict[tuple[str, int], list[tuple[Part, str, Part]]] = field(
        default_factory=dict[tuple[str, int], "list[tuple[Part, str, Part]]"]
    )

    def add(self, part: Part, subject: str, winner: Part) -> None:
        """Remember that a page of an older version says something else of a part."""
        source = part.place.source
        key = source.path, source.first_line
        self._older.setdefault(key, []).append((part, subject, winner))

    def report(self, sources: Iterable[Source], problems: Problems) -> None:
        """Name each page, with what is taken from elsewhere; then those that contradict nobody."""
        self._report_corrected(problems)
        newest: dict[str, Source] = {}
        pages = [each for each in sources if EXTENSION in each.data]
        for source in pages:
            known = newest.setdefault(_api(source), source)
            if version_of(source.data) > version_of(known.data):
                newest[_api(source)] = source
        for source in pages:
            newer = newest[_api(source)]
            is_known = (source.path, source.first_line) in self._older
            if not is_known and version_of(source.data) < version_of(newer.data):
                problems.report(
                    "stale-page",
                    Severity.NOTICE,
                    f"this page is of version {version_text(source.data)}, others are of version "
                    f"{version_text(newer.data)}; nothing in it contradicts them",
                    source.place(),
                    help="fetch the page again, or leave it out",
                )

    def _report_corrected(self, problems: Problems) -> None:
        for found in self._older.values():
            part, subject, winner = found[0]
            more = len({each[1] for each in found}) - 1
            others = f" and {more} other part{'s' * (more > 1)}" if more else ""
            problems.report(
                "stale-page",
                Severity.WARNING,
                f"this page is of version {version_text(part.place.source.data)}; {subject}{others} "
                f"{'are' if more else 'is'} taken from pages of version "
                f"{version_text(winner.place.source.data)}",
                part.place,
                help="fetch the page again, or leave it out",
                related=(Related(message="the newer page", place=winner.place),),
            )


def choose(
    contents: list[Content],
    problems: Problems,
    stale: StalePages,
    *,
    subject: str,
    policy: MergePolicy,
) -> Part:
    """Decide which of several contents a part has, and say what becomes of the others."""
    if len(contents) == 1:
        return contents[0].newest
    first, second = contents[0].parts[0], contents[1].parts[0]
    if policy is not MergePolicy.ERROR:
        report_conflict(first, second, problems, subject=subject, policy=policy)
        return max(contents, key=lambda each: (each.version, each.rank)).newest
    newest = max(each.version for each in contents)
    current = [each for each in contents if each.version == newest]
    winner = _winner(current)
    if winner is None:
        first, second = current[0].parts[0], current[1].parts[0]
        report_conflict(first, second, problems, subject=subject, policy=policy)
        return first
    for content in contents:
        for part in content.parts if content is not winner else ():
            if part.version < newest:
                stale.add(part, subject, winner.newest)
            else:
                _report_outvoted(part, winner, problems, subject=subject)
    return winner.newest


def _winner(contents: list[Content]) -> Content | None:
    """Choose the only content, or the one that nearly all pages have."""
    largest = max(contents, key=lambda each: len(each.parts))
    others = sum(len(each.parts) for each in contents if each is not largest)
    if not others:
        return largest
    # Fern's pages change their layout every few months: there, the few are the newer ones.
    may_vote = all(
        each.is_page and platform_of(each.place.source.data) is not Platform.FERN
        for content in contents
        for each in content.parts
    )
    return largest if may_vote and len(largest.parts) >= others * _OUTVOTED else None


def _api(source: Source) -> str:
    facts = source.data.get(EXTENSION)
    return str(facts.get("api", "")) if isinstance(facts, dict) else ""


def _report_outvoted(
    part: Part, winner: Content, problems: Problems, *, subject: str
) -> None:
    found = first_difference(winner.newest.value, part.value)
    if found is None:
        return
    problems.report(
        "stale-page",
        Severity.WARNING,
        f"{subject} is another one on {len(winner.parts)} pages: {_where(found.pointer)} is "
        f"{found.other} here and {found.one} there; theirs is taken",
        _below(part.place, found.pointer),
        help='leave the page out, or keep both with `conflicts = "rename"`',
        related=(
            Related(
                message="one of the other pages",
                place=_below(winner.newest.place, found.pointer),
            ),
        ),
    )


def report_conflict(
    first: Part,
    second: Part,
    problems: Problems,
    *,
    subject: str,
    policy: MergePolicy,
) -> None:
    """Say that two sources disagree, where, and about what."""
    found = first_difference(first.value, second.value)
    if found is None:
        return
    is_error = policy is MergePolicy.ERROR
    problems.report(
        "merge-conflict",
        Severity.ERROR if is_error else Severity.WARNING,
        f"{subject} has two contents: {_where(found.pointer)} is {found.other} here and "
        f"{found.one} in the other; expected one content"
        + ("" if is_error else ", the newest is taken"),
        _below(second.place, found.pointer),
        help=(
            "are these pages of two dates, or of two APIs? Ingest them again together,"
            ' or set `conflicts = "newest"` or `"rename"`'
            if is_error
            else ""
        ),
        related=(
            Related(
                message=f"the other content: {found.one}",
                place=_below(first.place, found.pointer),
            ),
        ),
    )


def _where(pointer: Pointer) -> str:
    return quote("/".join(pointer)) if pointer else "it"


def _below(place: NodePlace, pointer: Pointer) -> NodePlace:
    return place.source.place(*place.pointer, *pointer)
