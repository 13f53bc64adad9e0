"""Files are replaced as a whole, and only files are replaced."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from specweld.pages.atomic import write_atomically


def test_missing_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.txt", "text\n")
    write_atomically(tmp_path / "a" / "b.txt", "other\n")
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["b.txt"]
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"other\n"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write_atomically(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "text"


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=write_atomically, args=(pipe, "text"))
    writer.start()
    assert pipe.read_text() == "text"
    writer.join()
    assert pipe.is_fifo()


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(OSError, match="exists"):
        write_atomically(tmp_path / "file" / "below", "text")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
