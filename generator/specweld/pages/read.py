"""Takes a Markdown file apart into the endpoint pages in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from specweld.diagnostics import Diagnostic, Severity
from specweld.pages.fences import Fence, Header, scan_fences
from specweld.pages.page import Page, Sample
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.diagnostics import Problems

_SPEC_LANGUAGES = frozenset({"yaml", "yml", "json"})
_SPEC_HEADING = re.compile(r"^##+[ \t]+(Open|Async)API\b[^\n]*$", re.MULTILINE)
_SPEC_START = re.compile(
    r"^(?:[ \t]*\{?[ \t]*\"(?:open|async)api\"|(?:open|async)api)[ \t]*:", re.MULTILINE
)
_WEBHOOKS = re.compile(r"^webhooks:", re.MULTILINE)
_PATHS = re.compile(r"^paths:(?![ \t]*(?:\{\}|null|~)?[ \t]*$)", re.MULTILINE)
_TITLE = re.compile(r"^\ufeff?#[ \t]+([^\n]+)$", re.MULTILINE)
_CONTENT_TYPE = re.compile(r"\n\s*?Content-Type:[ \t]*([^\n]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"^Reference:[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"\*\*([^*\n]+)\*\*\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A text with its fences and line starts."""

    path: str
    name: str
    text: str
    fences: tuple[Fence, ...]
    line_ends: tuple[int, ...]

    def line(self, offset: int) -> int:
        """Count lines up to an offset, from 1."""
        return bisect_left(self.line_ends, offset) + 1

    def place(self, offset: int) -> TextPlace:
        """Point at the line of an offset."""
        return TextPlace(path=self.path, text=self.text, line=self.line(offset))

    def fences_between(self, start: int, end: int) -> tuple[Fence, ...]:
        """Select the fences that open in a range."""
        first = bisect_left(self.fences, start, key=_fence_start)
        last = bisect_left(self.fences, end, key=_fence_start)
        return self.fences[first:last]


def read_pages(
    path: str, text: str, problems: Problems, *, name: str | None = None
) -> tuple[Page, ...]:
    """Split a file into its endpoint pages; what is no HTTP endpoint is reported and left out.

    Args:
        path: For diagnostics.
        text: Any mix of pages, navigation lines, front matter and prose.
        problems: Where broken pages go.
        name: What the pages are called in specs; `path` by default.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    fences, headers = scan_fences(text)
    line_ends = tuple(each.start() for each in re.finditer("\n", text))
    file = _File(
        path=path,
        name=path if name is None else name,
        text=text,
        fences=fences,
        line_ends=line_ends,
    )
    pages = (
        _read_page(file, header, end, problems) for header, end in _spans(file, headers)
    )
    return tuple(page for page in pages if page is not None)


def _spans(file: _File, headers: Sequence[Header]) -> Iterator[tuple[Header, int]]:
    """Pair each header with the end of its page."""
    starts = [header.start for header in headers] + [len(file.text)]
    orphan = _headless(file, starts[0])
    if orphan is not None:
        yield orphan, starts[0]
    for header, (_, end) in zip(headers, pairwise(starts), strict=True):
        yield header, end


def _headless(file: _File, end: int) -> Header | None:
    """Stand in for the header of a page that has a specification but no `METHOD url` line."""
    fences = file.fences_between(0, end)
    spec = next((each for each in fences if _is_headed(file, each)), None)
    if spec is None:
        return None
    titles = _TITLE.finditer(file.text, 0, spec.start)
    title = next((each for each in titles if not _in_fence(each.start(), fences)), None)
    start = title.start() if title else spec.start
    return Header(
        start=start,
        end=title.end() if title else start,
        title=title[1].strip() if title else "",
        method="",
        url="",
    )


def _read_page(
    file: _File, header: Header, end: int, problems: Problems
) -> Page | None:
    fences = file.fences_between(header.start, end)
    spec = _find_spec(file, fences)
    obstacle = _find_obstacle(file, header, end, spec)
    if obstacle is not None:
        problems.add(obstacle)
    if obstacle is not None or spec is None:
        return None
    content_type, intro_start = _read_content_type(file.text, header.end)
    description, reference = _read_intro(file, intro_start, spec.start)
    return Page(
        path=file.path,
        name=file.name,
        text=file.text,
        line=file.line(header.start),
        title=header.title,
        method=header.method,
        url=header.url,
        content_type=content_type,
        description=description,
        reference=reference,
        spec_text=file.text[spec.body_start : spec.body_end],
        spec_line=file.line(spec.body_start),
        samples=_read_samples(file.text, [f for f in fences if f.start > spec.start]),
        notices=_read_notices(file.text, header.start),
    )


def _find_spec(file: _File, fences: tuple[Fence, ...]) -> Fence | None:
    """Find the specification; a description may hold YAML of its own before it."""
    headed = [fence for fence in fences if _is_headed(file, fence)]
    for fence in (*headed, *fences):
        if fence.language in _SPEC_LANGUAGES and _SPEC_START.search(
            file.text, fence.body_start, fence.body_end
        ):
            return fence
    return headed[0] if headed else None


def _is_headed(file: _File, fence: Fence) -> bool:
    """Tell whether a fence stands right under the heading of the specification."""
    if fence.language not in _SPEC_LANGUAGES:
        return False
    above = file.text[max(0, fence.start - 200) : fence.start].rstrip()
    return _SPEC_HEADING.match(above, above.rfind("\n") + 1) is not None


def _find_obstacle(
    file: _File, header: Header, end: int, spec: Fence | None
) -> Diagnostic | None:
    """Say why a page is no HTTP endpoint or cannot be read; None when it can."""
    title, place = header.title, file.place(header.start)
    if _is_asyncapi(file, header, end, spec):
        return Diagnostic(
            rule="asyncapi-page",
            severity=Severity.NOTICE,
            message=f"`{title}` documents a WebSocket channel, not an HTTP endpoint; it is left out",
            place=place,
        )
    if spec is None:
        return Diagnostic(
            rule="page-without-spec",
            severity=Severity.UNSUPPORTED,
            message=f"`{title}` has no specification and is left out; expected a YAML code block under `## OpenAPI Specification`",
            place=place,
            help="download the page as Markdown again, or leave it out",
        )
    if not spec.is_closed:
        return Diagnostic(
            rule="unclosed-fence",
            severity=Severity.ERROR,
            message=f"the specification of `{title}` is cut off; expected a closing code fence",
            place=file.place(spec.start),
            help="download the page again",
        )
    if _is_webhook(file.text[spec.body_start : spec.body_end]):
        return Diagnostic(
            rule="webhook-page",
            severity=Severity.NOTICE,
            message=f"`{title}` documents a webhook, not an HTTP endpoint; it is left out",
            place=place,
        )
    return None


def _is_asyncapi(file: _File, header: Header, end: int, spec: Fence | None) -> bool:
    if header.method in {"WS", "WSS"} or header.url.startswith(("ws://", "wss://")):
        return True
    if spec is None:
        headings = _SPEC_HEADING.finditer(file.text, header.end, end)
        return any(heading[1] == "Async" for heading in headings)
    start = _SPEC_START.search(file.text, spec.body_start, spec.body_end)
    return start is not None and "asyncapi" in start[0]


def _is_webhook(spec_text: str) -> bool:
    return bool(_WEBHOOKS.search(spec_text)) and not _PATHS.search(spec_text)


def _read_content_type(text: str, start: int) -> tuple[str, int]:
    match = _CONTENT_TYPE.match(text, start)
    return (match[1].strip(), match.end()) if match else ("", start)


def _read_intro(file: _File, start: int, end: int) -> tuple[str, str]:
    """Read description and reference from between header and specification.

    Headings and code in the description are part of it: only the heading right above the
    specification ends it.
    """
    fences = file.fences_between(start, end)
    headings = [
        each
        for each in _SPEC_HEADING.finditer(file.text, start, end)
        if not _in_fence(each.start(), fences)
    ]
    stop = headings[-1].start() if headings else end
    reference = None
    for each in _REFERENCE.finditer(file.text, start, stop):
        if not _in_fence(each.start(), fences):
            reference = each
    if reference is None:
        return file.text[start:stop].strip(), ""
    return file.text[start : reference.start()].strip(), reference[1]


def _read_samples(text: str, fences: Sequence[Fence]) -> tuple[Sample, ...]:
    return tuple(
        Sample(
            language=fence.language,
            name=fence.name or _label(text, fence),
            code=text[fence.body_start : fence.body_end],
        )
        for fence in fences
        if fence.language
    )


def _label(text: str, fence: Fence) -> str:
    """Name a JSON sample after the bold line above it: `Request` or `Response`."""
    if fence.language != "json":
        return ""
    match = _LABEL.search(text, max(0, fence.start - 100), fence.start)
    return match[1].strip() if match else ""


def _read_notices(text: str, start: int) -> tuple[str, ...]:
    """Collect the quoted lines right above a title, skipping blank ones."""
    notices: list[str] = []
    while start > 0:
        line_start = text.rfind("\n", 0, start - 1) + 1
        line = text[line_start : start - 1].strip()
        if line.startswith(">"):
            notices.append(line.removeprefix(">").strip())
        elif line:
            break
        start = line_start
    return tuple(reversed(notices))


def _in_fence(offset: int, fences: tuple[Fence, ...]) -> bool:
    index = bisect_right(fences, offset, key=_fence_start) - 1
    return index >= 0 and offset < fences[index].body_end


def _fence_start(fence: Fence) -> int:
    return fence.start
