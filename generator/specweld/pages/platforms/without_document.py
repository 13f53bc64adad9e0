"""Pages that show an endpoint without the document that it was made from: what to give instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diagnostics import Diagnostic, Severity
from specweld.grammar import METHODS
from specweld.pages.markdown import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.fences import Fence
    from specweld.pages.markdown import Markdown

_METHOD = f"(?:{'|'.join(METHODS)})"
_FULL_TEXT = re.compile(
    rf"^Source: (?P<url>https?://\S+)\n\s*?\n(?:{_METHOD}) /\S*[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_GITBOOK = re.compile(
    r"^[ \t]*\{% (?:openapi-operation|openapi|swagger) [^\n]*?(?:path|src)="
    r"[^\n]*%\}(?:\n[^\n]*\((?P<url>https?://[^\s()]+)\))?",
    re.MULTILINE,
)
_MDX = re.compile(
    rf"^openapi:[ \t]*['\"]?(?:(?P<document>\S+)[ \t]+)?{_METHOD}[ \t]+/\S*?['\"]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_FUMADOCS = re.compile(r"^_openapi:[ \t]*$", re.MULTILINE)
_SCALAR = re.compile(r"^- \*\*OpenAPI Version:\*\*", re.MULTILINE)
_WHOLE = re.compile(
    r"\s*(?:\{\s*)?+\"?(?P<key>openapi|swagger)\"?[ \t]*:[ \t]*[\"']?(?P<version>\d(?:\.\d)?)"
)
_PATHS = re.compile(
    r"^[ \t]*\"?paths\"?[ \t]*:|[{,][ \t]*\"paths\"[ \t]*:", re.MULTILINE
)
_TREE = re.compile(r"\s*paths:\n[ \t]+path:[ \t]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What somebody gave us, and what we can read."""

    offset: int
    message: str
    help: str


def is_tree(markdown: Markdown, fence: Fence) -> bool:
    """Return whether a fence holds the tree that Mintlify wrote until the end of 2025."""
    return _TREE.match(markdown.text, fence.body_start, fence.body_end) is not None


def find_without_document(markdown: Markdown) -> Iterator[Diagnostic]:
    """Say of a text without any specification what it is, and what to give instead."""
    for find in (_full_text, _gitbook_source, _mdx_source, _scalar):
        seen = find(markdown)
        if seen is not None:
            yield Diagnostic(
                rule="page-without-document",
                severity=Severity.UNSUPPORTED,
                message=seen.message,
                place=markdown.place(seen.offset),
                help=seen.help,
            )
            return


def find_unread(markdown: Markdown) -> Iterator[Diagnostic]:
    """Name the documents in code blocks of a text in which no platform was recognised."""
    for fence in markdown.fences:
        found = _WHOLE.match(markdown.text, fence.body_start, fence.body_end)
        has_paths = _PATHS.search(markdown.text, fence.body_start, fence.body_end)
        if not found or not has_paths or markdown.is_in_comment(fence.start):
            continue
        kind = "Swagger" if found["key"] == "swagger" else "OpenAPI"
        yield Diagnostic(
            rule="unread-document",
            severity=Severity.WARNING,
            message=f"a code block holds a document of {kind} {found['version']}, but not as a "
            "platform publishes one; it is left out",
            place=markdown.place(fence.start),
            help="if it documents endpoints, save it as a file of its own, and give that",
        )


def _full_text(markdown: Markdown) -> _Seen | None:
    found = [
        each
        for each in _FULL_TEXT.finditer(markdown.text)
        if not markdown.is_in_fence(each.start())
    ]
    if not found:
        return None
    site = "/".join(found[0]["url"].split("/")[:3])
    return _Seen(
        offset=found[0].start(),
        message=f"Mintlify's `llms-full.txt` names {_counted(len(found), 'endpoint')} without a "
        "specification; expected the pages themselves",
        help=f"give `{site}/llms.txt`: the pages that it links carry the specifications",
    )


def _gitbook_source(markdown: Markdown) -> _Seen | None:
    found = [
        each
        for each in _GITBOOK.finditer(markdown.text)
        if not markdown.is_in_fence(each.start())
    ]
    if not found:
        return None
    url = next((each["url"] for each in found if each["url"]), "")
    return _Seen(
        offset=found[0].start(),
        message=f"the source of a GitBook page names {_counted(len(found), 'operation')} of a "
        "document; expected the page as GitBook publishes it, or the document",
        help=f"give `{url}`" if url else "give the page's URL with `.md` at its end",
    )


def _mdx_source(markdown: Markdown) -> _Seen | None:
    start, text = front_matter(markdown.text)
    found = _MDX.search(text) or _FUMADOCS.search(text)
    if start < 0 or found is None:
        return None
    document = found.groupdict().get("document") or ""
    return _Seen(
        offset=start + found.start(),
        message="the source of a page names an operation of a document; expected the page as "
        "the site publishes it, or the document",
        help=(f"give `{document}`, or " if document else "give ")
        + "the `llms.txt` of the site",
    )


def _scalar(markdown: Markdown) -> _Seen | None:
    found = _SCALAR.search(markdown.text)
    if found is None or markdown.is_in_fence(found.start()):
        return None
    return _Seen(
        offset=found.start(),
        message="Scalar shows a whole document in prose; expected the document",
        help="give the URL of the OpenAPI document that the site offers for download",
    )


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
