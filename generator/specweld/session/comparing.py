"""Compare two sides from end to end: read, match, mark what is accepted and what is used."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from specweld.config import ClientConfig
from specweld.diagnostics import InputError, Problems
from specweld.diff.change import Bump, Wire
from specweld.session.revision import parse_revision_path
from specweld.session.sides import LoadedSide, SideRequest, load_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from specweld.api.api import Api
    from specweld.config import Config
    from specweld.diff.change import Change, Comparison
    from specweld.diff.selection import Selector


class Threshold(enum.Enum):
    """From which change on the exit code is 1."""

    MAJOR = "major"
    MINOR = "minor"
    WIRE = "wire"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What is compared, and how the result is narrowed and enriched."""

    old: SideRequest
    new: SideRequest
    complete: bool = False
    """The new side is all there is, even where it consists of pages."""
    only: tuple[Selector, ...] = ()
    ignore: tuple[Selector, ...] = ()
    uses: tuple[Path, ...] = ()
    """Folders of the caller's own code."""
    today: date | None = None
    """Decides what went after its announced end; None for nothing."""
    grace_days: int | None = None
    """How long callers have at least, from the day when an end is announced; None as configured."""


class SelectionError(Exception):
    """A pattern of `--only` or `--ignore` is about nothing that either side has."""


def compare_all(
    comparing: Sequence[Comparing],
    problems: Problems,
    progress: Callable[[str], None],
    *,
    accepted: Path,
    today: date,
) -> tuple[Comparison, ...]:
    """Compare pairs of sides, and mark what somebody accepted of any of them.

    Args:
        comparing: What is compared.
        problems: Gets what is wrong with the sides.
        progress: Told each step.
        accepted: The file of accepted changes, which need not exist.
        today: Decides which acceptances have expired.

    Raises:
        InputError: a side cannot be read; both are tried, so that one run says all.
        SelectionError: a pattern can match nothing, whatever changed.
    """
    from specweld.diff.accept import apply_accepted, fingerprints, read_accepted
    from specweld.diff.selection import select

    found = [compare_requests(each, problems, progress) for each in comparing]
    entries = read_accepted(accepted, problems)
    known = {
        x for each in found for change in each.changes for x in fingerprints(change)
    }
    unknown = [each for each in entries if each.fingerprint not in known]
    result: list[Comparison] = []
    for request, comparison in zip(comparing, found, strict=True):
        own = {x for change in comparison.changes for x in fingerprints(change)}
        mine = [each for each in entries if each.fingerprint in own]
        # An entry that no comparison knows is reported once, not by each of them.
        told = mine if result else [*mine, *unknown]
        marked = apply_accepted(comparison, told, problems, today=today)
        result.append(select(marked, request.only, request.ignore))
    return tuple(result)


def compare_requests(
    comparing: Comparing, problems: Problems, progress: Callable[[str], None]
) -> Comparison:
    """Read both sides and compare them, before anything is accepted or left out.

    Raises:
        InputError: a side cannot be read; both are tried, so that one run says all.
        SelectionError: a pattern can match nothing, whatever changed.
    """
    from specweld.diff.compare import compare
    from specweld.diff.migrate import with_migrations
    from specweld.diff.uses import find_uses

    old, new = _load_sides(comparing, problems, progress)
    _check_selectors((*comparing.only, *comparing.ignore), (old.side.api, new.side.api))
    progress("Comparing")
    complete = (
        comparing.complete
        or new.is_whole
        or is_own_past(comparing.old.inputs, comparing.new.inputs)
    )
    grace = comparing.grace_days
    comparison = compare(
        old.side,
        new.side,
        complete=complete,
        today=comparing.today,
        grace_days=comparing.new.client.grace_days if grace is None else grace,
    )
    comparison = with_migrations(comparison, old.side.api, new.side.api)
    for folder in comparing.uses:
        progress(f"Searching {folder.as_posix()}")
        found = find_uses(folder, old.side.api, comparison.changes, problems)
        comparison = replace(comparison, changes=found)
    return replace(comparison, callers=tuple(x.as_posix() for x in comparing.uses))


def _check_selectors(selectors: Sequence[Selector], sides: Sequence[Api]) -> None:
    """Refuse a pattern with a slip in it: it would hide, or show, everything.

    Raises:
        SelectionError: it matches no path, resource or rule.
    """
    from specweld.diff.rules import RULE_BY_ID
    from specweld.diff.selection import SelectorKind, is_selected

    known = {
        SelectorKind.RULE: set(RULE_BY_ID),
        SelectorKind.PATH: {each.path for api in sides for each in api.operations},
        SelectorKind.TAG: {
            ".".join(each.path) for api in sides for each in api.resources
        },
    }
    for each in selectors:
        if not any(is_selected(each, name) for name in known[each.kind]):
            near = difflib.get_close_matches(
                each.pattern, sorted(known[each.kind] | set(RULE_BY_ID)), n=1
            )
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise SelectionError(
                f"`{each.pattern}` matches no {_KIND_WORDS[each.kind.value]}.{hint}"
            )


_KIND_WORDS = {"path": "path", "tag": "rule and no resource", "rule": "rule"}


def _load_sides(
    comparing: Comparing, problems: Problems, progress: Callable[[str], None]
) -> tuple[LoadedSide, LoadedSide]:
    """Read both sides, with the names of the client that was written, if there is one."""
    from specweld.api.names import public_names
    from specweld.render.manifest import read_manifest

    progress("Reading the old side")
    written = comparing.old.names
    if written is None:
        written = read_manifest(comparing.old.client.output).names
    try:
        old = load_side(comparing.old, problems, previous=written)
    except InputError:
        with suppress(InputError):
            load_side(comparing.new, problems)
        raise
    progress("Reading the new side")
    names = _kept_names(old.names or written, public_names(old.side.api))
    client = old.package or comparing.new.client
    request = replace(comparing.new, client=client)
    new = load_side(request, problems, previous=names)
    if new.package is not None and old.package is None:
        # Only now is it known what the client is called: faults were reported the first time.
        request = replace(comparing.old, client=new.package)
        old = load_side(request, Problems(), previous=new.names)
    return old, new


def _kept_names(
    written: Mapping[str, str], compared: Mapping[str, str]
) -> dict[str, str]:
    """Choose the names of the old side that the new side keeps.

    A client that was written keeps all of its names, so a regeneration renames nothing. Without
    one only models and fields keep theirs, where the docs give none; the names of methods are
    the docs' own, and a new one is a change.
    """
    if written:
        return {**compared, **written}
    return {key: name for key, name in compared.items() if key.startswith("#/")}


def configured_requests(
    client: ClientConfig, config: Config, *, revision: str, scratch: Path
) -> tuple[SideRequest, SideRequest]:
    """Compare what a client was made of in a revision with what the working tree has.

    Its settings, overlays and names are those of each side. A client that the revision does not have yet
    is all new.
    """
    from specweld.session.past import past_client

    past = past_client(client, config, revision=revision, scratch=scratch)
    old = tuple(f"{revision}:./{each.as_posix()}" for each in past.client.specs)
    return (
        SideRequest(
            name="old",
            inputs=old,
            client=past.client,
            config=config,
            names=past.names or None,
            may_be_missing=True,
        ),
        SideRequest(
            name="new",
            inputs=tuple(each.as_posix() for each in client.specs),
            client=client,
            config=config,
        ),
    )


def is_own_past(old: Sequence[str], new: Sequence[str]) -> bool:
    """Return whether both sides are the same files at different times: what is missing is gone."""
    return _plain_paths(old) == _plain_paths(new) and list(old) != list(new)


def _plain_paths(inputs: Sequence[str]) -> list[str]:
    places = ((each, parse_revision_path(each)) for each in inputs)
    return [
        PurePosixPath(
            each if place is None or Path(each).exists() else place.path
        ).as_posix()
        for each, place in places
    ]


def client_of(inputs: Sequence[str], config: Config | None) -> ClientConfig | None:
    """Find the client whose specs or package some inputs are, or are part of."""
    for client in config.clients if config else ():
        folders = [each.resolve() for each in (*client.specs, client.output)]
        for each in inputs:
            place = parse_revision_path(each)
            path = Path(each if place is None else place.path).resolve()
            if any(path.is_relative_to(folder) for folder in folders):
                return client
    return None


def reaches(change: Change, threshold: Threshold, *, strict: bool) -> bool:
    """Return whether a change that nobody accepted counts at a threshold.

    Args:
        strict: What cannot be judged on the wire counts as breaking there.
    """
    if change.accepted:
        return False
    match threshold:
        case Threshold.NONE:
            return False
        case Threshold.ANY:
            return True
        case Threshold.MAJOR:
            return change.python is Bump.MAJOR
        case Threshold.MINOR:
            return change.python in {Bump.MAJOR, Bump.MINOR}
        case Threshold.WIRE:
            is_unknown = change.wire is Wire.UNKNOWN
            return change.wire is Wire.BREAKING or (strict and is_unknown)
