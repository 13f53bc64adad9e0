"""`--only` and `--ignore`."""

from __future__ import annotations

import pytest

from comparisons import comparison_of
from specweld.diff.selection import Selector, SelectorKind, parse_selector, select

RULES = ("operation-removed", "request-property-added-required")
COMPARISON = comparison_of(
    {
        "changes": [
            {
                "rule": "operation-removed",
                "subject": {"name": "a", "tags": ["voices"]},
                "operations": ["GET /v1/voices#voices.list"],
            },
            {
                "rule": "request-property-added-required",
                "subject": {"name": "b", "tags": ["voices.settings", "models"]},
                "operations": ["GET /v1/voices", "POST /v1/models"],
            },
            {"rule": "server-removed", "subject": {"name": "c"}},
        ]
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/v1/*", (SelectorKind.PATH, "/v1/*")),
        ("voices", (SelectorKind.TAG, "voices")),
        ("request-*", (SelectorKind.RULE, "request-*")),
        ("operation-removed", (SelectorKind.RULE, "operation-removed")),
        ("tag=request-*", (SelectorKind.TAG, "request-*")),
        ("rule=x=y", (SelectorKind.RULE, "x=y")),
        ("path=", None),
        ("place=x", None),
        ("", None),
    ],
)
def test_patterns_are_told_apart(
    text: str, expected: tuple[SelectorKind, str] | None
) -> None:
    found = parse_selector(text, RULES)
    assert (found and (found.kind, found.pattern)) == expected


@pytest.mark.parametrize(
    ("only", "ignore", "left"),
    [
        ([], [], "abc"),
        (["/v1/voices"], [], "ab"),
        (["/v1/models"], [], "b"),
        (["voices"], [], "ab"),
        (["voices.settings"], [], "b"),
        (["voice"], [], ""),
        (["rule=server-*"], [], "c"),
        (["models", "rule=server-*"], [], "bc"),
        ([], ["/v1/voices"], "bc"),
        ([], ["/v1/*"], "c"),
        ([], ["voices"], "bc"),
        ([], ["operation-removed"], "bc"),
        (["voices"], ["operation-removed"], "b"),
    ],
)
def test_changes_are_kept_or_left_out(
    only: list[str], ignore: list[str], left: str
) -> None:
    result = select(COMPARISON, selectors(only), selectors(ignore))
    assert "".join(each.subject.name for each in result.changes) == left


def selectors(texts: list[str]) -> list[Selector]:
    found = [parse_selector(each, RULES) for each in texts]
    return [each for each in found if each is not None]
