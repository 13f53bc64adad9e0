"""Where a package may be written, and that one run at a time does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from specweld.destination import report_refusal, writing_alone
from specweld.diagnostics import Problems
from specweld.session.session import Session

HOLDER = """
import sys
from pathlib import Path
from specweld.destination import writing_alone
with writing_alone(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
print("yours", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    import fcntl
    import os

    package = tmp_path / "made" / "package"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, package],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "mine\n"
        above = os.open(tmp_path / "made", os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(above, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(above)
        holder.stdin.close()
        with writing_alone(package):
            assert [each.name for each in tmp_path.rglob("*")] == ["made"]
        assert holder.stdout.readline() == "yours\n"


def test_a_refusal_to_write_is_a_finding(tmp_path: Path) -> None:
    problems = Problems()
    error = PermissionError(13, "Permission denied", str(tmp_path / "x"))
    report_refusal(error, tmp_path, problems)
    assert [(each.rule, each.message) for each in problems.diagnostics] == [
        (
            "cannot-write",
            "the package cannot be written: Permission denied; "
            "expected a folder that can be written to",
        )
    ]


def test_what_the_system_refuses_does_not_hide_other_findings() -> None:
    session = Session(command="test", is_quiet=True)
    with session.part("one"):
        raise PermissionError(13, "Permission denied", "report.md")
    with pytest.raises(OSError, match="ours"), session.part("two"):
        raise OSError("ours")
    assert [(each.rule, each.message) for each in session.problems.diagnostics] == [
        (
            "system-refused",
            "`report.md` cannot be used: Permission denied; expected access to it",
        )
    ]
