"""What `specweld.toml` says, checked: every setting of one client."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from specweld.source import TextPlace


class MergePolicy(enum.Enum):
    """What to do when two pages describe one component differently."""

    ERROR = "error"
    NEWEST = "newest"
    RENAME = "rename"


class DedupeMode(enum.Enum):
    """Which equal components become aliases of one definition."""

    ALIASES = "aliases"
    """Enums, unions and scalars; objects keep a class each."""
    STRUCTURAL = "structural"
    """Objects too."""
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFinding:
    """One table `[[clients.NAME.accept]]`: a finding that a team lives with, and why."""

    rule: str
    places: tuple[str, ...]
    """Globs on a pointer (`/components/schemas/Pet*`), an operation (`GET /pets`) or a file; empty for all."""
    reason: str
    expires: date | None
    """The last day on which it counts; None for always."""
    position: TextPlace = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """One table `[clients.NAME]` of specweld.toml, paths resolved against the file."""

    name: str
    specs: tuple[Path, ...]
    """Files and folders that are read: endpoint specs, pages, OpenAPI documents."""
    package: str
    """Import name of the client."""
    output: Path
    """The package folder that is written: `generated/elevenlabs`."""
    client_name: str = ""
    """Class name; empty to take it from the docs' samples, else from the package name."""
    overlays: tuple[Path, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Pinned names: `GET /v1/x` -> `voices.search`, `#/components/schemas/X` -> `Y`."""
    name_places: Mapping[str, TextPlace] = field(
        default_factory=dict[str, TextPlace], repr=False, compare=False
    )
    """Where each pinned name stands in the file."""
    quirks_off: frozenset[str] = frozenset()
    templates: Path | None = None
    api: str = ""
    """Which of a site's specifications its pages belong to; empty for all of them."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that fetching may go to besides that of a URL."""
    conflicts: MergePolicy = MergePolicy.ERROR
    dedupe: DedupeMode = DedupeMode.ALIASES
    env_prefix: str = ""
    """`ELEVENLABS` for `ELEVENLABS_API_KEY`; empty to derive it from the package name."""
    external_refs: bool = False
    """References may lead to URLs, and to files outside of the folders of `specs`."""
    grace_days: int = 0
    """How long callers have at least, from the day when an end is announced until it comes."""
    strict: bool = False
    """Findings of the validator are errors instead of warnings."""
    accept: tuple[AcceptedFinding, ...] = ()
    lock: Path | None = None
    """Where all public names are kept; None to keep none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All clients of one specweld.toml (or `[tool.specweld]` of a pyproject.toml)."""

    path: Path
    clients: tuple[ClientConfig, ...]
