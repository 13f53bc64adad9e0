"""The part of a text that is about one endpoint, before anybody looked into its specification."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.pages.fences import Fence
    from specweld.pages.page import Sample
    from specweld.pages.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a platform's module finds: platforms differ in nothing else."""

    platform: Platform
    start: int
    """Offset of the title, or of the specification where there is no title."""
    title: str
    spec: Fence | None
    """The code block with the specification; None when there is none, or a packed one."""
    unpacked: str = field(default="", repr=False)
    """The specification where it does not stand in the text as it is, but packed."""
    missing: str = "a YAML code block under `## OpenAPI Specification`"
    """What was expected where `spec` is None."""
    method: str = ""
    """Upper case; empty when nothing beside the specification names it."""
    url: str = ""
    """Path or whole URL; empty when nothing beside the specification names it."""
    api: str = ""
    """The specification that it was cut from, as the site calls it; empty when it has one only."""
    is_channel: bool = False
    """It documents a WebSocket channel, as something beside the specification says."""
    is_webhook: bool = False
    content_type: str = ""
    description: str = field(default="", repr=False)
    reference: str = ""
    samples: tuple[Sample, ...] = field(default=(), repr=False)
    notices: tuple[str, ...] = ()
