"""What a report shows of the paths of the machine that wrote it."""

from __future__ import annotations

import pytest

from comparisons import comparison_of
from specweld.diff.reports.page import html_report
from specweld.diff.reports.paths import shown_path

SIDES = {
    "old": {"label": "/srv/build/7/specs/old"},
    "new": {"label": "/srv/build/7/specs/new"},
    "callers": ["/srv/build/7/src"],
}


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/srv/build/7/specs/old/a.yaml", "old/a.yaml"),
        ("/srv/build/7/specs/new", "new"),
        ("/srv/build/7/src/app/main.py", "src/app/main.py"),
        ("/home/somebody/shared.yaml", "shared.yaml"),
        ("specs/old/a.yaml", "specs/old/a.yaml"),
        ("v1.4.0:specs/acme", "v1.4.0:specs/acme"),
        ("https://docs.example/openapi.json", "https://docs.example/openapi.json"),
    ],
)
def test_an_absolute_path_begins_where_the_sides_part(path: str, shown: str) -> None:
    assert shown_path(path, comparison_of(SIDES)) == shown


def test_one_side_with_an_absolute_path_begins_with_its_own_name() -> None:
    comparison = comparison_of({"old": {"label": "/srv/a/old.yaml"}})
    assert shown_path("/srv/a/old.yaml", comparison) == "old.yaml"
    assert shown_path("new.yaml", comparison) == "new.yaml"


def test_a_page_holds_no_absolute_path() -> None:
    change = {
        "wire": "breaking",
        "python": "major",
        "uses": [{"path": "/srv/build/7/src/app.py", "line": 3, "code": "x()"}],
    }
    page = html_report([("api", comparison_of({**SIDES, "changes": [change]}))])
    assert "src/app.py:3" in page
    assert "/srv" not in page
