"""Writing a package: all or nothing, hand edits kept, nothing touched that is not ours."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from specweld.diagnostics import Problems
from specweld.render.file import File
from specweld.render.manifest import MANIFEST, content_hash
from specweld.render.output import (
    Written,
    check_package,
    previous_names,
    write_package,
)


def package(names: dict[str, str] | None = None, **texts: str) -> tuple[File, ...]:
    files = [
        File(path=path.replace("__", "/") + ".py", text=text)
        for path, text in texts.items()
    ]
    hashes = ", ".join(f'"{each.path}": "{content_hash(each.text)}"' for each in files)
    known = ", ".join(f'"{key}": "{name}"' for key, name in (names or {}).items())
    manifest = f'{{"names": {{{known}}}, "files": {{{hashes}}}}}\n'
    return (*files, File(path=MANIFEST, text=manifest))


def write(
    files: Sequence[File], folder: Path, *, force: bool = False
) -> tuple[Written, list[tuple[str, str]]]:
    problems = Problems()
    written = write_package(files, folder, force=force, problems=problems)
    return written, [(x.rule, x.message) for x in problems.diagnostics]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def test_a_new_package(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "acme"
    written, found = write(package(client="a\n", aio__x="b\n"), folder)
    assert found == []
    assert written == Written(changed=(MANIFEST, "aio/x.py", "client.py"))
    assert contents(folder) == {"aio/x.py": "b\n", "client.py": "a\n"}
    assert [each.name for each in folder.parent.iterdir()] == ["acme"]


def test_only_changed_files_are_touched(tmp_path: Path) -> None:
    write(package(a="1\n", b="1\n"), tmp_path / "acme")
    os.utime(tmp_path / "acme/a.py", (1, 1))
    written, _found = write(package(a="1\n", b="2\n"), tmp_path / "acme")
    assert written == Written(changed=(MANIFEST, "b.py"), unchanged=1)
    assert (tmp_path / "acme/a.py").stat().st_mtime == 1


def test_nothing_to_do(tmp_path: Path) -> None:
    write(package(a="1\n"), tmp_path / "acme")
    inode = (tmp_path / "acme").stat().st_ino
    written, _found = write(package(a="1\n"), tmp_path / "acme")
    assert written == Written(unchanged=2)
    assert (tmp_path / "acme").stat().st_ino == inode


def test_stale_files_go_and_foreign_ones_stay(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n", aio__old="1\n", aio__deep__old="1\n"), folder)
    (folder / "extras").mkdir()
    (folder / "extras/mine.py").write_text("mine\n")
    (folder / "notes.txt").write_text("mine\n")
    (folder / "link").symlink_to("notes.txt")
    written, found = write(package(a="1\n"), folder)
    assert found == []
    assert written.deleted == ("aio/deep/old.py", "aio/old.py")
    assert contents(folder) == {
        "a.py": "1\n",
        "extras/mine.py": "mine\n",
        "link": "mine\n",
        "notes.txt": "mine\n",
    }
    assert (folder / "link").is_symlink()
    assert not (folder / "aio").exists()


def test_hand_edited_files_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n", b="1\n", gone="1\n"), folder)
    for name in ("a", "gone"):
        (folder / f"{name}.py").write_text("edited\n")
    before = contents(folder)
    _written, found = write(package(a="2\n", b="2\n"), folder)
    expected = "was edited by hand; expected it as it was generated"
    assert found == [
        ("hand-edited-file", f"`acme/a.py` {expected}"),
        ("hand-edited-file", f"`acme/gone.py` {expected}"),
    ]
    assert contents(folder) == before
    _written, found = write(package(a="2\n", b="2\n"), folder, force=True)
    assert found == []
    assert contents(folder) == {"a.py": "2\n", "b.py": "2\n"}


def test_an_edit_that_equals_the_new_text_is_none(tmp_path: Path) -> None:
    write(package(a="1\n"), tmp_path / "acme")
    (tmp_path / "acme/a.py").write_text("2\n")
    _written, found = write(package(a="2\n"), tmp_path / "acme")
    assert found == []


def test_a_deleted_file_comes_back(tmp_path: Path) -> None:
    write(package(a="1\n", b="1\n"), tmp_path / "acme")
    (tmp_path / "acme/a.py").unlink()
    written, found = write(package(a="1\n", b="1\n"), tmp_path / "acme")
    assert (written.changed, found) == (("a.py",), [])


def test_a_folder_of_someone_else(tmp_path: Path) -> None:
    (tmp_path / "acme/b.py").mkdir(parents=True)
    (tmp_path / "acme/a.py").write_text("mine\n")
    _written, found = write(package(a="1\n", b="1\n"), tmp_path / "acme")
    expected = (
        "was not written by specweld; expected no file in the place of a generated one"
    )
    assert found == [
        ("foreign-file", f"`acme/a.py` {expected}"),
        ("foreign-file", f"`acme/b.py` {expected}"),
    ]
    assert contents(tmp_path / "acme") == {"a.py": "mine\n"}


@pytest.mark.parametrize("path", ["../victim.py", "/etc/x", "extras/mine.py"])
def test_a_manifest_that_names_other_files(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n"), folder)
    (folder / "extras").mkdir()
    (folder / "extras/mine.py").write_text("x")
    (tmp_path / "victim.py").write_text("x")
    text = f'{{"files": {{"{path}": "{content_hash("x")}"}}}}'
    (folder / MANIFEST).write_text(text)
    written, _found = write(package(a="1\n"), folder)
    assert written.deleted == ()
    assert (tmp_path / "victim.py").exists()
    assert (folder / "extras/mine.py").exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"files": 3}', "[" * 100000])
def test_a_damaged_manifest(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n"), folder)
    (folder / MANIFEST).write_text(text)
    written, found = write(package(a="1\n"), folder)
    assert (written.changed, found) == ((MANIFEST,), [])


def test_links_are_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "acme").symlink_to("real")
    (tmp_path / "secret").write_text("secret\n")
    write(package(a="1\n"), tmp_path / "acme")
    assert (tmp_path / "acme").is_symlink()
    assert contents(tmp_path / "real") == {"a.py": "1\n"}
    (tmp_path / "real/a.py").unlink()
    (tmp_path / "real/a.py").symlink_to(tmp_path / "secret")
    write(package(a="2\n"), tmp_path / "acme", force=True)
    assert (tmp_path / "secret").read_text() == "secret\n"
    assert not (tmp_path / "real/a.py").is_symlink()


def test_names_of_the_last_run(tmp_path: Path) -> None:
    assert previous_names(tmp_path / "acme") == {}
    write(package({"GET /x": "x.get"}, a="1\n"), tmp_path / "acme")
    assert previous_names(tmp_path / "acme") == {"GET /x": "x.get"}


def test_check(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n", b="1\n"), folder)
    before = contents(folder)
    new = [each for each in package(a="2\n", c="3") if each.path != MANIFEST]
    checked = check_package(new, folder)
    assert checked.diff == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-1\n+2\n"
        "--- /dev/null\n+++ b/c.py\n@@ -0,0 +1 @@\n+3\n\\ No newline at end of file\n"
        "--- a/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n"
    )
    assert (checked.changed, checked.deleted) == (("a.py", "c.py"), ("b.py",))
    assert contents(folder) == before


def test_a_lost_folder_comes_back(tmp_path: Path) -> None:
    write(package(a="1\n"), tmp_path / "acme")
    (tmp_path / "acme").rename(tmp_path / ".acme.specweld-old")
    (tmp_path / ".acme.specweld-new").mkdir()
    written, _found = write(package(a="1\n"), tmp_path / "acme")
    assert written == Written(unchanged=2)
    assert [each.name for each in tmp_path.iterdir()] == ["acme"]


_WRITER = """
import sys
from pathlib import Path
from specweld.diagnostics import Problems
from specweld.render.file import File
from specweld.render.manifest import manifest_file
from specweld.render.output import write_package
class Api: package = client_name = "acme"
def package(text):
    files = [File(path=f"m{n}.py", text=text) for n in range(60)]
    return (*files, manifest_file(files, Api, names={}, options={}))
first, second = package("old\\n"), package("new\\n")
print("ready", flush=True)
while True:
    for files in (first, second):
        write_package(files, Path(sys.argv[1]), force=False, problems=Problems())
"""


@pytest.mark.parametrize("milliseconds", [3, 7, 11, 16, 23, 31])
def test_a_kill_leaves_the_old_package_or_the_new(
    tmp_path: Path, milliseconds: int
) -> None:
    folder = tmp_path / "acme"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while not folder.exists():
            time.sleep(0.001)
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGKILL)
    texts = set(contents(folder).values())
    assert texts in ({"old\n"}, {"new\n"})
    assert len(contents(folder)) == 60


def test_folders_that_are_not_ours_keep_their_modes_and_times(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    write(package(a="1\n"), folder)
    modes = {"extras": 0o750, "extras/private": 0o700, "extras/private/kept": 0o555}
    for name in modes:
        (folder / name).mkdir()
    (folder / "extras/private/kept/mine.py").write_text("mine\n")
    for name, mode in reversed(modes.items()):
        (folder / name).chmod(mode)
        os.utime(folder / name, (1_000_000_000, 1_000_000_000))
    written, _found = write(package(a="2\n", b="2\n"), folder)
    assert written.changed == (MANIFEST, "a.py", "b.py")
    for name, mode in modes.items():
        status = (folder / name).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_mtime) == (mode, 1_000_000_000)
    assert [each.name for each in tmp_path.iterdir()] == ["acme"]
    assert folder.stat().st_mtime > 1_000_000_000
