"""Takes a text apart into the endpoint pages in it, whatever platform wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diagnostics import Diagnostic, Severity
from specweld.pages.markdown import Markdown, read_markdown
from specweld.pages.page import Page
from specweld.pages.platform import Platform
from specweld.pages.platforms import PLATFORMS
from specweld.pages.platforms.without_document import (
    find_unread,
    find_without_document,
    is_tree,
)
from specweld.pages.spec_text import is_asyncapi, is_of_fern, is_webhook

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.pages.fences import Fence
    from specweld.pages.region import Region


def read_pages(
    path: str, text: str, problems: Problems, *, name: str | None = None
) -> tuple[Page, ...]:
    """Split a text into its endpoint pages; what is not an HTTP endpoint is reported and left out.

    Args:
        path: For diagnostics.
        text: Any mix of pages, navigation lines, front matter and prose.
        problems: Where broken pages go.
        name: What the pages are called in specs; `path` by default.
    """
    markdown = read_markdown(path, text, name=name)
    regions = find_regions(markdown)
    if not regions:
        for finding in (*find_without_document(markdown), *find_unread(markdown)):
            problems.add(finding)
    pages = (_read_page(markdown, region, problems) for region in regions)
    return tuple(page for page in pages if page is not None)


def find_regions(markdown: Markdown) -> tuple[Region, ...]:
    """Ask every platform, in their order, for its regions; a specification belongs to the first."""
    regions: list[Region] = []
    claimed: set[Fence] = set()
    for find in PLATFORMS.values():
        regions += [each for each in find(markdown) if each.spec not in claimed]
        claimed.update(each.spec for each in regions if each.spec)
    return tuple(sorted(regions, key=lambda each: each.start))


def _read_page(markdown: Markdown, region: Region, problems: Problems) -> Page | None:
    obstacle = _find_obstacle(markdown, region)
    if obstacle is not None:
        problems.add(obstacle)
        return None
    spec = region.spec
    return Page(
        path=markdown.path,
        name=markdown.name,
        text=markdown.text,
        line=markdown.line(region.start),
        platform=_platform(markdown, region),
        api=region.api,
        title=region.title,
        method=region.method,
        url=region.url,
        content_type=region.content_type,
        description=region.description,
        reference=region.reference,
        spec_text=markdown.body(spec) if spec else region.unpacked,
        spec_line=markdown.line(spec.body_start) if spec else 1,
        spec_path="" if spec else f"{markdown.path} (unpacked)",
        samples=region.samples,
        notices=region.notices,
    )


def _platform(markdown: Markdown, region: Region) -> Platform:
    """Recognise a page of Fern by its specification, too: somebody may have cut its header off."""
    is_fern = region.spec is not None and is_of_fern(markdown, region.spec)
    return Platform.FERN if is_fern else region.platform


def _find_obstacle(markdown: Markdown, region: Region) -> Diagnostic | None:
    """Say why a region is not an HTTP endpoint or cannot be read; None when it can."""
    spec, title = region.spec, region.title
    place = markdown.place(region.start)
    if spec is not None and markdown.is_in_comment(spec.start):
        return Diagnostic(
            rule="hidden-page",
            severity=Severity.NOTICE,
            message="this specification is commented out of the page; it is left out",
            place=markdown.place(spec.start),
        )
    if region.is_channel or (spec is not None and is_asyncapi(markdown, spec)):
        return Diagnostic(
            rule="asyncapi-page",
            severity=Severity.NOTICE,
            message=f"`{title}` documents a WebSocket channel, not an HTTP endpoint; it is left out",
            place=place,
        )
    if spec is None and not region.unpacked:
        return Diagnostic(
            rule="page-without-spec",
            severity=Severity.UNSUPPORTED,
            message=f"`{title}` has no specification and is left out; expected {region.missing}",
            place=place,
            help="download the page as Markdown again, or leave it out",
        )
    if spec is not None and not spec.is_closed:
        return Diagnostic(
            rule="unclosed-fence",
            severity=Severity.ERROR,
            message=f"the specification of `{title}` is cut off; expected a closing code fence",
            place=markdown.place(spec.start),
            help="download the page again",
        )
    if spec is not None and is_tree(markdown, spec):
        return Diagnostic(
            rule="page-without-document",
            severity=Severity.UNSUPPORTED,
            message=f"`{title}` carries the tree that Mintlify wrote until 2025, not OpenAPI; "
            "it is left out",
            place=place,
            help="fetch the page again from the site"
            + (f", or give its document `{region.api}`" if region.api else ""),
        )
    if region.is_webhook or (spec and is_webhook(markdown.body(spec))):
        return Diagnostic(
            rule="webhook-page",
            severity=Severity.NOTICE,
            message=f"`{title}` documents a webhook, not an HTTP endpoint; it is left out",
            place=place,
        )
    return None
