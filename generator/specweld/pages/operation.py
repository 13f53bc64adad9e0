"""Finds the one operation that a page is about, and checks the page's header against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.grammar import METHODS
from specweld.pages.platform import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.diagnostics import Problems
    from specweld.json_types import JsonObject, Pointer
    from specweld.pages.page import Page
    from specweld.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOperation:
    """The operation of a page's YAML."""

    method: str
    """Upper case."""
    path: str
    """The key under `paths`."""
    base_url: str = ""
    """The header's URL without the path; empty when the header does not end in it."""
    pointer: Pointer
    fields: JsonObject = field(repr=False)


def find_operation(
    page: Page, source: Source, problems: Problems
) -> PageOperation | None:
    """Find the operation of a page; several are reported, the header's own is taken."""
    candidates = tuple(_operations(source.data))
    first = next(iter(candidates), None)
    if first is None:
        if page.platform is Platform.GITBOOK and "paths" not in source.data:
            return None  # a block that shows a schema
        if source.data.get("webhooks"):
            problems.report(
                "webhook-page",
                Severity.NOTICE,
                f"`{page.title}` documents a webhook, not an HTTP endpoint; it is left out",
                page.place(),
            )
            return None
        problems.report(
            "page-without-operation",
            Severity.WARNING,
            f"the specification of `{page.title}` has no operation; expected one under `paths`",
            page.place(),
        )
        return None
    if len(candidates) > 1:
        problems.report(
            "page-with-several-operations",
            Severity.WARNING,
            f"the specification of `{page.title}` has {len(candidates)} operations; expected one",
            page.place(),
            help="the facts of the page are taken for the operation in its header",
        )
    meant = next((each for each in candidates if _is_meant(each, page)), None)
    operation = first if meant is None else meant
    if meant is None:
        _report_mismatch(page, operation, problems)
    _check_content_type(page, operation, problems)
    return replace(operation, base_url=_base_url(page.url, operation.path))


def _operations(data: JsonObject) -> Iterator[PageOperation]:
    paths = data.get("paths")
    if not isinstance(paths, dict):
        return
    for path, item in paths.items():
        if not isinstance(item, dict):
            continue
        for method, fields in item.items():
            if method in METHODS and isinstance(fields, dict):
                yield PageOperation(
                    method=method.upper(),
                    path=path,
                    pointer=("paths", path, method),
                    fields=fields,
                )


def _is_meant(operation: PageOperation, page: Page) -> bool:
    return operation.method == page.method and page.url.endswith(operation.path)


def _base_url(url: str, path: str) -> str:
    """Take the path off a header's URL; a header may give the path alone."""
    if not url.endswith(path):
        return ""
    base = url.removesuffix(path).rstrip("/")
    return base if base.startswith(("https://", "http://")) else ""


def _report_mismatch(page: Page, operation: PageOperation, problems: Problems) -> None:
    """Report that the header is about another operation than the YAML, unless there is no header."""
    if not page.method:
        return
    problems.report(
        "header-mismatch",
        Severity.WARNING,
        f"the header says `{page.method} {page.url}`; expected it to end in "
        f"`{operation.method} {operation.path}` as in the YAML",
        page.place(),
        help="the YAML is taken",
    )


def _check_content_type(
    page: Page, operation: PageOperation, problems: Problems
) -> None:
    """Compare the header's content type with the YAML's: both come from one source."""
    body = operation.fields.get("requestBody")
    content = body.get("content") if isinstance(body, dict) else None
    if not page.content_type or not isinstance(content, dict):
        return
    if page.content_type not in content:
        problems.report(
            "content-type-mismatch",
            Severity.WARNING,
            f"the header says `Content-Type: {page.content_type}`; expected "
            + " or ".join(f"`{each}`" for each in content),
            page.place(),
            help="the YAML is taken",
        )
