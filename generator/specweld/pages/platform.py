"""The documentation platforms whose pages are read."""

from __future__ import annotations

import enum


class Platform(enum.StrEnum):
    """What published a specification: quirks are put right where their platform wrote them."""

    FERN = "fern"
    MINTLIFY = "mintlify"
    README = "readme"
    GITBOOK = "gitbook"
    APIDOG = "apidog"
    """Apifox, too: the same product under another name."""
    DOCUSAURUS = "docusaurus"
    """The plugin `docusaurus-openapi-docs`."""
    DOCUMENT = "document"
    """No platform: a whole document, as a vendor or a framework wrote it."""
