"""What a client's config, overlays and names were in a revision of git."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Problems
from specweld.render.manifest import MANIFEST, read_manifest
from specweld.session.revision import RevisionError, RevisionPath, extract
from specweld.settings.file import read_config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.config import ClientConfig, Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A client as a revision had it."""

    client: ClientConfig
    names: Mapping[str, str]
    """The public names that its package was written with."""


def past_client(
    client: ClientConfig, config: Config, *, revision: str, scratch: Path
) -> Past:
    """Read a client's table as it was; as it is now, where the revision has none.

    Args:
        client: The client as it is now.
        config: The file that it stands in.
        revision: What git calls it.
        scratch: A folder for what is taken out of git; it is needed as long as the result is.
    """
    folder = scratch / client.name
    folder.mkdir(parents=True, exist_ok=True)
    file = _taken(config.path, folder, revision)
    found = read_config(file, Problems()) if file is not None else None
    tables = found.clients if found is not None else ()
    old = next((each for each in tables if each.name == client.name), None)
    if old is None:
        return Past(client=client, names={})

    def there(path: Path) -> Path:
        """Undo that the paths of a config are relative to where the file lies: that is `scratch` now."""
        return config.path.parent / os.path.relpath(path, folder)

    overlays = [
        _taken(there(each), folder / f"overlay-{index}", revision)
        for index, each in enumerate(old.overlays)
    ]
    manifest = _taken(there(old.output) / MANIFEST, folder, revision)
    past = replace(
        old,
        specs=tuple(there(each) for each in old.specs),
        overlays=tuple(each for each in overlays if each is not None),
        output=there(old.output),
        templates=None,
    )
    return Past(
        client=past, names={} if manifest is None else read_manifest(folder).names
    )


def _taken(path: Path, folder: Path, revision: str) -> Path | None:
    """Take one file out of a revision; None where it is not."""
    folder.mkdir(parents=True, exist_ok=True)
    place = RevisionPath(revision=revision, path=f"./{path.as_posix()}")
    try:
        return extract(place, folder)
    except RevisionError:
        return None
