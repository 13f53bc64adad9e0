"""How findings look: order, excerpts, counts, JSON; text from a spec cannot harm a terminal."""

from __future__ import annotations

import io

import pytest

from specweld.diagnostics import Diagnostic, Related, Severity
from specweld.printing.escape import (
    display_width,
    visible,
    visible_source,
    visible_text,
)
from specweld.printing.findings import findings_of
from specweld.printing.groups import grouped
from specweld.printing.json_report import findings_as_json
from specweld.printing.palette import Palette, palette_for
from specweld.printing.terminal import format_groups
from specweld.source import Source, TextPlace

PLAIN = Palette(is_on=False)


def diagnostic(
    path: str = "a.yaml",
    line: int = 1,
    column: int = 1,
    *,
    rule: str = "some-rule",
    message: str = "something is wrong",
    text: str = "",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    place = TextPlace(path=path, text=text, line=line, column=column)
    return Diagnostic(rule=rule, severity=severity, message=message, place=place)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("grün 声音", "grün 声音"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31mred", "\\x9b31mred"),
        ("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree"),
        ("abc\u202edef\u2066", "abc\\u202edef\\u2066"),
        ("\u2028", "\\u2028"),
        ("\x7f\x00", "\\x7f\\x00"),
        ("\ud800", "\\ud800"),
    ],
)
def test_visible(text: str, printed: str) -> None:
    assert visible(text) == printed


def test_a_source_line_keeps_its_columns() -> None:
    assert visible_source("\ta\x1bb\u202ec") == " a\ufffdb\ufffdc"


def test_a_text_keeps_its_lines_and_tabs() -> None:
    assert visible_text("a\tb\n\x1b[2J\r\n") == "a\tb\n\\x1b[2J\\r\n"


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("声音", 4), ("e\u0301", 1), ("", 0)]
)
def test_display_width(text: str, cells: int) -> None:
    assert display_width(text) == cells


def test_findings_are_sorted_and_told_once() -> None:
    findings = findings_of(
        [
            diagnostic("b.yaml", 2),
            diagnostic("a.yaml", 10),
            diagnostic("a.yaml", 9),
            diagnostic("a.yaml", 9, severity=Severity.NOTICE, rule="other"),
            diagnostic("b.yaml", 2),
            Diagnostic(rule="r", severity=Severity.ERROR, message="no place"),
        ]
    )
    assert [(each.span.label if each.span else "", each.rule) for each in findings] == [
        ("", "r"),
        ("a.yaml:9:1", "some-rule"),
        ("a.yaml:9:1", "other"),
        ("a.yaml:10:1", "some-rule"),
        ("b.yaml:2:1", "some-rule"),
    ]


def test_a_node_is_shown_with_its_line() -> None:
    text = (
        "components:\n  schemas:\n    Voice:\n      $ref: '#/components/schemas/Voic'\n"
    )
    source = Source(path="specs/voices.yaml", text=text, data={}, first_line=38)
    finding = Diagnostic(
        rule="dangling-ref",
        severity=Severity.ERROR,
        message="`#/components/schemas/Voic` is not defined; expected a component",
        place=source.place("components", "schemas", "Voice", "$ref"),
        help="did you mean `Voice`?",
        related=(
            Related(
                message="named here",
                place=source.place("components", "schemas", "Voice", on_key=True),
            ),
        ),
    )
    assert format_groups(grouped([finding]), PLAIN) == (
        "error[dangling-ref]: `#/components/schemas/Voic` is not defined; "
        "expected a component\n"
        "  --> specs/voices.yaml:41:13\n"
        "   |\n"
        "41 |       $ref: '#/components/schemas/Voic'\n"
        "   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  ::: specs/voices.yaml:40:5\n"
        "   |\n"
        "40 |     Voice:\n"
        "   |     ^^^^^ named here\n"
        "   = help: did you mean `Voice`?\n"
        "\n"
        "1 error\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "shown"),
    [
        ("a: b\n", 1, 4, ["1 | a: b", "  |    ^"]),
        ("a:\tb c\r\n", 1, 4, ["1 | a: b c", "  |    ^"]),
        ("声音: x\n", 1, 5, ["1 | 声音: x", "  |       ^"]),
        ("one\ntwo\n", 2, 0, ["2 | two"]),
        ("one\n", 9, 1, []),
        ("one\n", 0, 0, []),
        ("\n", 1, 1, []),
        ("abc\n", 1, 99, ["1 | abc", "  |    ^"]),
    ],
)
def test_excerpts(text: str, line: int, column: int, shown: list[str]) -> None:
    groups = grouped([diagnostic(line=line, column=column, text=text)])
    lines = format_groups(groups, PLAIN).splitlines()
    assert [each for each in lines[2:-2] if each != "  |"] == shown


def test_a_line_of_megabytes_is_cut_around_the_mark() -> None:
    text = "x" * 1_000_000 + " here " + "y" * 1_000_000
    groups = grouped([diagnostic(column=1_000_002, text=text)])
    line, marker = format_groups(groups, PLAIN).splitlines()[3:5]
    assert len(line) < 130
    start = marker.index("^")
    assert line[start : start + 4] == "here"
    assert marker.count("^") == 4


def test_json_has_the_same_facts() -> None:
    assert findings_as_json(findings_of([diagnostic(line=3, column=0)])) == [
        {
            "rule": "some-rule",
            "severity": "error",
            "message": "something is wrong",
            "place": {
                "path": "a.yaml",
                "line": 3,
                "column": None,
                "end_line": None,
                "end_column": None,
            },
            "pointer": None,
            "help": "",
            "accepted": None,
            "related": [],
        }
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "variables", "is_on"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colours(
    stream: io.StringIO,
    variables: dict[str, str],
    is_on: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    palette = palette_for(stream)
    assert palette.is_on == is_on
    assert ("\x1b[" in palette.paint("text", "red", bold=True)) == is_on
