from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specweld.pages.fences import scan_fences

PAGE = "# Cats\n\nGET https://example.com/cats\n"


@pytest.mark.parametrize(
    ("text", "fences"),
    [
        ("```python Sync\na\n```\n", [("python", "Sync", "a\n", True)]),
        ("~~~yaml\n```\n~~~\n", [("yaml", "", "```\n", True)]),
        ("````md\n```\na\n```\n````\n", [("md", "", "```\na\n```\n", True)]),
        ("```a\n```b\n```\n", [("a", "", "```b\n", True)]),
        ("   ```\na\n   ```", [("", "", "a\n", True)]),
        ("    ```\na\n", []),
        ("``` inline ``` code\n", []),
        ("```\na\n    ```\n", [("", "", "a\n    ```\n", False)]),
        ("```yaml\na: 1\n", [("yaml", "", "a: 1\n", False)]),
        ("```yaml", [("yaml", "", "", False)]),
        (
            "```yaml\na: 1\n\n```python\nb\n```\n",
            [("yaml", "", "a: 1\n\n", False), ("python", "", "b\n", True)],
        ),
        (f"```go\na\n{PAGE}", [("go", "", "a\n", False)]),
        (f"```go\na\n{PAGE}```\n", [("go", "", f"a\n{PAGE}", True)]),
        (
            f"```go\na\n{PAGE}```yaml\nb\n```\n",
            [("go", "", "a\n", False), ("yaml", "", "b\n", True)],
        ),
    ],
)
def test_fences(text: str, fences: list[tuple[str, str, str, bool]]) -> None:
    found, _ = scan_fences(text)
    assert [
        (
            each.language,
            each.name,
            text[each.body_start : each.body_end],
            each.is_closed,
        )
        for each in found
    ] == fences


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (PAGE, [("Cats", "GET", "https://example.com/cats")]),
        ("# A\nPOST /v1/a  \n", [("A", "POST", "/v1/a")]),
        ("# A\n\n\nPOST \n", [("A", "POST", "")]),
        ("# A\n\nGET the cats\n", []),
        ("# A\n\nprose\n\nGET https://example.com\n", []),
        ("## A\n\nGET https://example.com\n", []),
        ("#A\n\nGET https://example.com\n", []),
        (f"# Source: x\n\n{PAGE}", [("Cats", "GET", "https://example.com/cats")]),
        (f"```\n{PAGE}```\n", []),
        ("# A\n\nget https://example.com\n", []),
    ],
)
def test_headers(text: str, headers: list[tuple[str, str, str]]) -> None:
    _, found = scan_fences(text)
    assert [(each.title, each.method, each.url) for each in found] == headers


LINES = st.sampled_from(
    ["```\n", "```yaml\n", "~~~\n", "~~~~ x\n", "````\n", PAGE, "text\n", "# A\n", "\n"]
)


@given(st.lists(LINES, max_size=30).map("".join))
def test_fences_and_headers_never_overlap(text: str) -> None:
    fences, headers = scan_fences(text)
    spans = [(each.start, each.body_end) for each in fences]
    spans += [(each.start, each.end) for each in headers]
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(
        each.start <= each.body_start <= each.body_end <= len(text) for each in fences
    )


@pytest.mark.parametrize(
    "text",
    [
        "# " + " " * 500_000 + "x",
        "`" * 500_000,
        "# x\n\n" * 100_000,
        "```a\n" * 100_000,
    ],
    ids=["blanks", "backticks", "titles", "fences"],
)
def test_hostile_lines_take_no_longer_than_others(text: str) -> None:
    _, headers = scan_fences(text)
    assert headers == ()
