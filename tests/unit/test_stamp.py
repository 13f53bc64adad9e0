"""What counts as a change of a folder."""

from __future__ import annotations

from pathlib import Path

from specweld.stamp import state_of


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    before = state_of("", [tmp_path])
    (tmp_path / "dangling.md").symlink_to("nowhere.md")
    (tmp_path / "circle").symlink_to(".")
    (tmp_path / "itself").symlink_to("itself")
    after = state_of("", [tmp_path])
    assert after == state_of("", [tmp_path]) != before


def test_a_changed_target_of_a_link_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "specs" / "a.md").symlink_to("../a.md")
    before = state_of("", [tmp_path / "specs"])
    (tmp_path / "a.md").write_text("longer")
    assert state_of("", [tmp_path / "specs"]) != before
