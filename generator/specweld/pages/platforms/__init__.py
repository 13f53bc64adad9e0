"""One module per documentation platform: each finds the regions of its own pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from specweld.pages.markdown import Markdown
from specweld.pages.platform import Platform
from specweld.pages.platforms.apidog import find_apidog
from specweld.pages.platforms.docusaurus import find_docusaurus
from specweld.pages.platforms.fern import find_fern
from specweld.pages.platforms.gitbook import find_gitbook
from specweld.pages.platforms.mintlify import find_mintlify
from specweld.pages.platforms.readme import find_readme
from specweld.pages.region import Region

__all__ = ["PLATFORMS", "FindRegions"]

FindRegions: TypeAlias = Callable[[Markdown], Iterable[Region]]

PLATFORMS: Mapping[Platform, FindRegions] = {
    Platform.FERN: find_fern,
    Platform.MINTLIFY: find_mintlify,
    Platform.README: find_readme,
    Platform.APIDOG: find_apidog,
    Platform.GITBOOK: find_gitbook,
    Platform.DOCUSAURUS: find_docusaurus,
}
"""A specification that two of them see belongs to the first."""
