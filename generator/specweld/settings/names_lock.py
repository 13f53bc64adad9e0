"""Where the lock of a client's names lies: beside its specs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from specweld.config import ClientConfig

_NAME = "names.lock"


def with_own_locks(clients: Sequence[ClientConfig]) -> tuple[ClientConfig, ...]:
    """Give each client that names no lock one beside its specs, and no two the same."""
    usual = [_usual_lock(each.specs) for each in clients]
    counts = Counter(usual)
    return tuple(
        each if each.lock or not lock else replace(each, lock=_own(each, lock, counts))
        for each, lock in zip(clients, usual, strict=True)
    )


def _own(client: ClientConfig, lock: Path, counts: Counter[Path | None]) -> Path:
    return lock if counts[lock] == 1 else lock.with_name(f"{client.name}.{_NAME}")


def _usual_lock(specs: Sequence[Path]) -> Path | None:
    """Return `specs/acme/names.lock` for a folder, `specs/acme.names.lock` for a file."""
    if not specs:
        return None
    first = specs[0]
    if first.is_dir() or not first.suffix:
        return first / _NAME
    return first.with_name(f"{first.stem}.{_NAME}")
