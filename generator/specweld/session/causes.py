"""What brought a change about: the specs are not all that a client is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diagnostics import InputError, Problems
from specweld.diff.change import Cause
from specweld.names.lock import read_lock
from specweld.session.comparing import compare_requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from specweld.config import ClientConfig
    from specweld.diff.change import Comparison
    from specweld.session.comparing import Comparing


_SETTINGS = (
    "package",
    "client_name",
    "quirks_off",
    "conflicts",
    "dedupe",
    "env_prefix",
)


def with_causes(
    comparing: Comparing, comparison: Comparison, progress: Callable[[str], None]
) -> Comparison:
    """Say of each change what brought it about.

    Each thing that differs is put back to what it was, one at a time: the changes that are gone then
    were its doing. What none of them takes away took several.
    """
    variants = dict(_variants(comparing))
    # Where a single thing differs, it is the cause of everything.
    left = (
        {cause: _fingerprints(each, progress) for cause, each in variants.items()}
        if len(variants) > 1
        else {}
    )
    changes = tuple(
        replace(each, causes=_causes(each.fingerprint, left) or tuple(variants))
        for each in comparison.changes
    )
    return replace(comparison, changes=changes)


def _causes(
    fingerprint: str, left: Mapping[Cause, frozenset[str]]
) -> tuple[Cause, ...]:
    return tuple(cause for cause, prints in left.items() if fingerprint not in prints)


def _fingerprints(
    comparing: Comparing, progress: Callable[[str], None]
) -> frozenset[str]:
    try:
        comparison = compare_requests(comparing, Problems(), progress)
    except InputError:
        return frozenset()  # old and new do not go together: each of them is needed
    return frozenset(each.fingerprint for each in comparison.changes)


def _variants(comparing: Comparing) -> Iterator[tuple[Cause, Comparing]]:
    """Yield the comparison with each thing that differs put back."""
    comparing = replace(comparing, uses=())
    old, new = comparing.old.client, comparing.new.client
    specs = replace(comparing.new, inputs=comparing.old.inputs, may_be_missing=True)
    yield Cause.SPECS, replace(comparing, new=specs)
    if _texts(old.overlays) != _texts(new.overlays):
        yield Cause.OVERLAYS, _with(comparing, replace(new, overlays=old.overlays))
    if _pins(old) != _pins(new):
        unpinned = replace(new, names=old.names, lock=old.lock)
        yield Cause.NAMES, _with(comparing, unpinned)
    settings = {key: getattr(old, key) for key in _SETTINGS}
    if any(getattr(new, key) != value for key, value in settings.items()):
        yield Cause.SETTINGS, _with(comparing, replace(new, **settings))


def _with(comparing: Comparing, client: ClientConfig) -> Comparing:
    return replace(comparing, new=replace(comparing.new, client=client))


def _pins(client: ClientConfig) -> dict[str, str]:
    return {**read_lock(client.lock, Problems()).pins, **client.names}


def _texts(paths: tuple[Path, ...]) -> list[bytes]:
    return [each.read_bytes() if each.is_file() else b"" for each in paths]
