"""One client on the page: the verdict, whose lines break, what decides, and every change by resource."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, SubjectKind
from specweld.diff.reports.entries import (
    PageWords,
    entry_view,
    use_place,
    words,
)
from specweld.diff.reports.outline import (
    by_resource,
    callers_note,
    headline,
    is_pressing,
    reason,
    resource_of,
    sections,
    side_notes,
)
from specweld.diff.reports.paths import shown_path
from specweld.diff.reports.words import clip
from specweld.printing.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.diff.change import Comparison, SideInfo, Use
    from specweld.diff.reports.entries import EntryView, Sentence

_ROWS = 8
"""How much of the caller's code is shown at once; more is folded."""
_MET = 2
"""Changes that are named beside a line of the caller's code."""
_BUMP_TONES = {Bump.MAJOR: "bad", Bump.MINOR: "good"}
_WHOLE = frozenset({SubjectKind.API, SubjectKind.SERVER, SubjectKind.AUTH})


# A template only loops: what may be missing is a tuple of one or none.


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedLine:
    """A line of the caller's code, and the changes that it meets."""

    place: str
    code: str
    remarks: tuple[str, ...]
    changes: tuple[EntryView, ...]
    more: tuple[str, ...]
    """How many of them are not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedLines:
    """The caller's lines that break."""

    title: str
    shown: tuple[UsedLine, ...]
    folded: tuple[tuple[UsedLine, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryList:
    """Changes below a heading."""

    words: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGroup:
    """The changes of one resource that do not stand above already."""

    title: Sentence
    above: tuple[str, ...]
    """How many of its changes do."""
    entries: tuple[EntryView, ...]
    quiet: tuple[EntryList, ...]
    """What breaks nothing, folded beside what does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side in the heading."""

    label: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """What changed for one client."""

    id: str
    name: str
    names: tuple[str, ...]
    """Where there are several clients whose APIs are called otherwise."""
    title: str
    headline: str
    reasons: tuple[str, ...]
    tone: str
    old: SideView
    new: SideView
    used: tuple[UsedLines, ...]
    callers: tuple[Sentence, ...]
    """Said where searched code uses nothing that breaks."""
    deciding: tuple[EntryList, ...]
    groups: tuple[ResourceGroup, ...]
    notes: tuple[tuple[Sentence, ...], ...]


def client_page(name: str, comparison: Comparison, *, id: str) -> ClientPage:
    """Decide everything that the page shows of one client.

    Args:
        id: Tells its changes from those of other clients: `c` where there is but one.
    """
    entries = _entries(comparison, id)
    title = visible(comparison.new.title or comparison.old.title or "API")
    why, callers = reason(comparison), callers_note(comparison)
    remarks = tuple(words(each) for each in side_notes(comparison))
    return ClientPage(
        id=id,
        name=visible(name),
        names=(visible(name),) if id != "c" and name != title else (),
        title=title,
        headline=headline(comparison),
        reasons=(why,) if why else (),
        tone=_BUMP_TONES.get(comparison.bump, "plain"),
        old=_side(comparison.old, comparison),
        new=_side(comparison.new, comparison),
        used=tuple(_used(comparison, entries)),
        callers=(words(callers),) if callers else (),
        deciding=tuple(_deciding(comparison, entries)),
        groups=tuple(_groups(comparison, entries)),
        notes=(remarks,) if remarks else (),
    )


def _deciding(
    comparison: Comparison, entries: Mapping[int, EntryView]
) -> Iterator[EntryList]:
    shown = tuple(entries[id(each)] for each in comparison.deciding)
    pending = (each for each in comparison.changes if not each.accepted)
    alike = sum(each.python is comparison.bump for each in pending)
    rest = f" {alike} changes, these among them" if alike > len(shown) else ""
    if shown:
        yield EntryList(words=f"Decided by{rest}", entries=shown)


def _entries(comparison: Comparison, prefix: str) -> Mapping[int, EntryView]:
    seen: Counter[str] = Counter()
    found: dict[int, EntryView] = {}
    for section in sections(comparison):
        for change in section.changes:
            seen[change.fingerprint] += 1
            repeat = seen[change.fingerprint]
            found[id(change)] = entry_view(
                change,
                comparison,
                anchor=f"{prefix}-{change.fingerprint}"
                + (f"-{repeat}" if repeat > 1 else ""),
                section=section.id,
                resource=resource_of(change),
            )
    return found


def _groups(
    comparison: Comparison, entries: Mapping[int, EntryView]
) -> Iterator[ResourceGroup]:
    """Group the changes: those of the whole API first, those of no resource last."""
    ordered = [each for x in sections(comparison) for each in x.changes]
    whole = [each for each in ordered if each.subject.kind in _WHOLE]
    rest = [each for each in ordered if each.subject.kind not in _WHOLE]
    shared = [each for each in rest if len(each.subject.tags) > 1]
    own = [each for each in rest if len(each.subject.tags) == 1]
    outside = [each for each in rest if not each.subject.tags]
    groups = [
        (words("The API as a whole"), whole),
        *((_name(resource), changes) for resource, changes in by_resource(own)),
        (words("Shared by several resources"), shared),
        (words("Outside all resources"), outside),
    ]
    above = {id(each) for each in comparison.deciding}
    folds = any(map(is_pressing, comparison.changes))
    for title, changes in groups:
        left = [each for each in changes if id(each) not in above]
        hidden = len(changes) - len(left)
        loud = [each for each in left if is_pressing(each) or not folds]
        quiet = tuple(entries[id(x)] for x in left if folds and not is_pressing(x))
        verb = "breaks" if len(quiet) == 1 else "break"
        if left:
            yield ResourceGroup(
                title=title,
                above=(f"{hidden} above",) if hidden else (),
                entries=tuple(entries[id(each)] for each in loud),
                quiet=(
                    (EntryList(words=f"that {verb} nothing", entries=quiet),)
                    if quiet
                    else ()
                ),
            )


def _name(text: str) -> Sentence:
    return (PageWords(text=visible(text), tag="code"),)


def _used(
    comparison: Comparison, entries: Mapping[int, EntryView]
) -> Iterator[UsedLines]:
    """Turn the changes' uses around: each line once, certain ones first, with all that it meets."""
    found: dict[tuple[bool, str, int], list[tuple[Use, EntryView]]] = {}
    for change in comparison.changes:
        for use in change.uses if is_pressing(change) else ():
            key = (use.is_guess, use.path, use.line)
            found.setdefault(key, []).append((use, entries[id(change)]))
    lines = [
        _line([met for _, met in places], places[0][0], comparison)
        for _, places in sorted(found.items(), key=lambda item: item[0])
    ]
    if lines:
        is_sure = any(
            entry.section != "unknown"
            for each in lines
            if not each.remarks
            for entry in each.changes
        )
        verb = "break" if is_sure else "may break"
        ends = accumulate(len(each.changes) + bool(each.more) for each in lines)
        count = max(1, sum(end <= _ROWS for end in ends))
        yield UsedLines(
            title=f"Lines of your code that {verb}",
            shown=tuple(lines[:count]),
            folded=(tuple(lines[count:]),) if lines[count:] else (),
        )


def _line(met: Sequence[EntryView], use: Use, comparison: Comparison) -> UsedLine:
    """Show one line of the caller's code; changes that read the same are named once."""
    told = tuple({each.message: each for each in reversed(met)}.values())[::-1]
    rest = len(told) - _MET
    return UsedLine(
        place=use_place(use, comparison),
        code=visible(use.code.strip()),
        remarks=("perhaps",) if use.is_guess else (),
        changes=told[:_MET],
        more=(f"and {rest} more",) if rest > 0 else (),
    )


def _side(side: SideInfo, comparison: Comparison) -> SideView:
    title = "" if side.title == comparison.new.title else side.title
    name = " ".join(each for each in (title, side.version) if each)
    counts = f"{side.operations} operations, {side.models} models"
    facts = f"{visible(clip(name, 120))}: {counts}" if name else counts
    label = ", ".join(shown_path(x, comparison) for x in side.label.split(", "))
    return SideView(label=visible(label), facts=facts)
