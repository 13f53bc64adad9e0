"""The pull-request comment: safe and bounded whatever the input."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from comparisons import comparison_of
from specweld.diff.reports.markdown import LIMIT, markdown_report, marker

OURS = {"<br>", "</details>", "<details>", "<details open>"}
LIVE = re.compile(r"@\w|#\d|\bGH-\d|https?://|www\.", re.IGNORECASE)

HOSTILE = st.lists(
    st.sampled_from(
        [
            *"`~<>[]()!@#&|\\*_-+=\"'\n\r\t /:.\u202e\x1b a1",
            "```",
            "``",
            "</details>",
            "</summary>",
            "@me",
            "www.x.y",
            "https://x.y",
            "<!--",
            "-->",
            "<script>",
            "](x)",
            "#12",
            "GH-1",
        ]
    ),
    max_size=12,
).map("".join)


def tokens(text: str) -> list[Token]:
    parsed = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return [each for token in parsed for each in [token, *(token.children or ())]]


def running_text(inline: Token) -> str:
    """Join the text of a paragraph, everything that is no text as a gap."""
    return "".join(
        each.content if each.type in {"text", "text_special"} else "\0"
        for each in inline.children or ()
    )


def comment(text: str) -> dict[str, Any]:
    return {
        "old": {"title": text, "version": text, "label": text},
        "changes": [
            {
                "rule": "operation-removed",
                "wire": "breaking",
                "python": "major",
                "subject": {"name": text, "tags": [text]},
                "message": text,
                "why": text,
                "old": {text: text},
                "operations": [text, text],
                "uses": [{"path": text, "line": 1, "code": text}],
            },
            {
                "rule": "field-removed",
                "python": "major",
                "subject": {"name": "Voice.name"},
                "message": f"`{text}` is gone",
                "migration": {"before": text, "after": text},
                "accepted": f"yes {text}",
            },
        ],
        "layout": [{"trait": "x", "message": text, "count": 1}],
        "pages_missing": [text],
    }


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_no_text_comes_alive(text: str) -> None:
    report = markdown_report(comparison_of(comment(text)), name="x")
    found = tokens(report)
    kinds = {each.type for each in found}
    assert not kinds & {"link_open", "image", "table_open", "hr"}
    html = [
        each.content for each in found if each.type in {"html_inline", "html_block"}
    ]
    tags = {tag for each in html for tag in re.findall(r"<[^>]*>", each)}
    summaries = {
        each for each in tags if each in {"<summary>", "</summary>", "<b>", "</b>"}
    }
    assert tags - summaries - OURS <= {marker("x")}
    prose = "\n".join(running_text(each) for each in found if each.type == "inline")
    assert LIVE.findall(prose) == []


@settings(max_examples=50, deadline=None)
@given(HOSTILE)
def test_the_frame_stands(text: str) -> None:
    report = markdown_report(comparison_of(comment(text)), name="x")
    found = [each.content for each in tokens(report) if each.type == "html_block"]
    frame = "".join(found)
    assert frame.count("<details") == frame.count("</details>") == 2


@pytest.mark.parametrize("count", [0, 1, 150, 3000])
def test_it_fits_into_a_comment(count: int) -> None:
    change = {
        "rule": "operation-removed",
        "wire": "breaking",
        "python": "major",
        "message": "`GET /\U0001f600` is gone " + "x" * 700,
    }
    changes = [change | {"subject": {"name": str(index)}} for index in range(count)]
    report = markdown_report(comparison_of({"changes": changes}), name="x")
    assert len(report.encode("utf-16-le")) // 2 <= LIMIT
    shown = report.count("\n- `GET") + sum(
        map(int, re.findall(r"and (\d+) more", report))
    )
    assert shown == count


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("acme", "<!-- specweld-report:acme -->"),
        ("a --> <b>", "<!-- specweld-report:a-b- -->"),
        ("", "<!-- specweld-report: -->"),
    ],
)
def test_the_marker_is_one_comment(name: str, line: str) -> None:
    assert marker(name) == line
