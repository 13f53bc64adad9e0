"""Reports of one comparison or of several, in the form that was asked for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, assert_never

import click

from specweld.diff.reports.document import report_document
from specweld.diff.reports.report import ReportFormat, format_of, write_report
from specweld.printing.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from specweld.config import ClientConfig
    from specweld.diff.change import Change, Comparison
    from specweld.diff.reports.text import TextStyle
    from specweld.json_types import Json, JsonObject
    from specweld.session.causes import Cause

_COMMENT = 65_000
"""UTF-16 units of a comment on a pull request: GitHub refuses more than 65,536."""
_BODY = re.compile(r"(?s)(.*<body[^>]*>)(.*)(</body>.*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCRIPT = re.compile(r"(?s)<script>.*?</script>\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientComparison:
    """What changed for one client."""

    client: ClientConfig
    comparison: Comparison
    causes: Mapping[str, tuple[Cause, ...]] = field(
        default_factory=dict[str, tuple["Cause", ...]]
    )
    """Of each change, by its fingerprint; empty for two sides that are not a client's."""


def report_format(path: Path | None, name: str | None, *, option: str) -> ReportFormat:
    """Choose the form of a report: what was asked for by name, else what the file's name promises.

    Raises:
        click.BadParameter: it promises a form that there is not.
    """
    if name is not None:
        return ReportFormat(name)
    if path is None or (path.exists() and not path.is_file()):
        return ReportFormat.TEXT  # a terminal, a pipe, a device
    found = format_of(path)
    if found is None:
        raise click.BadParameter(
            f"There is no report as `{path.suffix}`; "
            "expected `.md`, `.html`, `.json` or `.txt`.",
            param_hint=option,
        )
    return found


def write_reports(
    compared: Sequence[ClientComparison], format: ReportFormat, style: TextStyle
) -> str:
    """Print comparisons: one as it is, several as sections of one report."""
    parts = [
        (
            visible(each.client.name),
            _write(each, format, style),
        )
        for each in compared
    ]
    if len(parts) == 1:
        return parts[0][1]
    match format:
        case ReportFormat.TEXT:
            return "\n".join(
                f"{name}\n{'=' * len(name)}\n{text}" for name, text in parts
            )
        case ReportFormat.GITHUB:
            return "".join(text for _name, text in parts)
        case ReportFormat.MARKDOWN:
            return _one_comment(parts)
        case ReportFormat.JSON:
            entries = ",\n".join(f'"{name}": {text.strip()}' for name, text in parts)
            return f'{{"format": 1, "clients": {{\n{entries}\n}}}}\n'
        case ReportFormat.HTML:
            return _one_page(parts)
        case _:
            assert_never(format)


def with_causes(
    document: JsonObject, causes: Mapping[str, tuple[Cause, ...]]
) -> JsonObject:
    """Add to each change of a report what caused it."""
    changes = document["changes"]
    for change in changes if isinstance(changes, list) else []:
        if isinstance(change, dict) and causes:
            found = causes.get(str(change["fingerprint"]), ())
            words: list[Json] = [each.name.lower() for each in found]
            change["causes"] = words
    return document


def _write(compared: ClientComparison, format: ReportFormat, style: TextStyle) -> str:
    """Print one comparison, with a section about causes unless the specs are the only one."""
    if format is ReportFormat.JSON and compared.causes:
        document = with_causes(report_document(compared.comparison), compared.causes)
        text = json.dumps(document, ensure_ascii=False, indent=2)
        # Half a surrogate pair is legal in the input, and not UTF-8: it goes out as JSON's own escape.
        return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"
    text = write_report(
        compared.comparison, format, name=compared.client.package, style=style
    )
    lines = list(_cause_lines(compared))
    if not lines:
        return text
    match format:
        case ReportFormat.TEXT:
            told = "".join(f"  {visible(each)}\n" for each in lines)
            return f"{text}\nnot from the specs alone\n{told}"
        case ReportFormat.MARKDOWN:
            told = "".join(f"* {_plain(each)}\n" for each in lines)
            return f"{text}\n#### Not from the specs alone\n\n{told}"
        case ReportFormat.HTML:
            told = "".join(f"<li>{escape(visible(each))}</li>\n" for each in lines)
            section = (
                f'<section class="notes"><h2>Not from the specs alone</h2>\n'
                f"<ul>\n{told}</ul></section>\n"
            )
            return text.replace("</main>", f"{section}</main>", 1)
        case ReportFormat.GITHUB | ReportFormat.JSON:
            return text
        case _:
            assert_never(format)


def _cause_lines(compared: ClientComparison) -> Iterator[str]:
    """Say of each change that something besides the specs caused, what that was."""
    for change in compared.comparison.changes:
        causes = compared.causes.get(change.fingerprint, ())
        words = [each.value for each in causes]
        if words and words != ["the specs"]:
            yield f"{_subject(change)} ({change.rule}): {' and '.join(words)}"


def _subject(change: Change) -> str:
    return next((each.new or each.old for each in change.symbols), change.subject.name)


def _plain(text: str) -> str:
    """Keep a sentence from being markup: what it names stems from a document."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&@:])", r"\\\1", visible(text))


def _one_comment(parts: Sequence[tuple[str, str]]) -> str:
    """Put reports under headings; those that no comment has room for are named only."""
    text = "<!-- specweld-report:all -->\n"
    for name, report in parts:
        _marker, _, body = report.partition("\n")
        section = f"## {name}\n\n{body}\n"
        rest = sum(len(other) + 120 for other, _text in parts)
        if _units(text) + _units(section) + rest > _COMMENT:
            section = f"## {name}\n\nIts report is too long for this comment.\n\n"
        text += section
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _one_page(parts: Sequence[tuple[str, str]]) -> str:
    """Put the pages' bodies below one another; they are readable without their scripts."""
    pages = [(name, _BODY.fullmatch(_SCRIPT.sub("", text))) for name, text in parts]
    bodies = [
        f'<section class="client" aria-label="{escape(name)}">\n'
        f"<h1>{escape(name)}</h1>\n{page[2].strip()}\n</section>\n"
        for name, page in pages
        if page is not None
    ]
    first = pages[0][1]
    if first is None:
        raise ValueError("a page without a body")
    return f"{first[1]}\n{''.join(bodies)}{first[3]}"
