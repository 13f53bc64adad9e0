"""One endpoint's documentation page, taken apart but not yet understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from specweld.pages.platform import Platform
from specweld.source import TextPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One code fence below the specification."""

    language: str
    """Lower case, as the fence says: `python`, `typescript`, `go`."""
    name: str
    """What tells samples of one language apart: `Sync`, `Async`; empty for the only one."""
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One endpoint as the site's renderer wrote it: a header, prose, YAML, samples."""

    path: str
    """File or URL, as a person would type it; several pages may share it."""
    name: str
    """The path from the folder that was read, or the URL: the same on every machine."""
    text: str = field(repr=False)
    """The whole file, for excerpts."""
    line: int
    """1-based line of the title."""
    platform: Platform
    api: str
    """The specification that it was cut from, as the site calls it; empty when it has one only."""
    title: str
    """The title in the site's navigation; it may differ from `info.title` in the YAML."""
    method: str
    """Upper case; empty when the page has no `METHOD url` line."""
    url: str
    """As in the header, base URL included; empty when the header gives none."""
    content_type: str
    """Of the request body; empty when the header names none."""
    description: str = field(repr=False)
    """Markdown, possibly with headings and MDX tags in it."""
    reference: str
    """URL of the page on the site, or empty."""
    spec_text: str = field(repr=False)
    """The YAML between the fences, verbatim, line ends as `\\n`."""
    spec_line: int
    """1-based line of the first YAML line in the file."""
    spec_path: str = ""
    """What the lines of the specification are lines of, where it was packed; else the file."""
    samples: tuple[Sample, ...] = field(repr=False)
    notices: tuple[str, ...] = ()
    """The `>` lines above the title, without the mark."""

    def place(self) -> TextPlace:
        """Point at the title."""
        return TextPlace(path=self.path, text=self.text, line=self.line)
