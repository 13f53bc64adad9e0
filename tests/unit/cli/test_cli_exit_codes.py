"""What becomes of exceptions, and how fast a run starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from specweld import cli
from specweld.commands import init
from specweld.diagnostics import Severity
from specweld.session.exit_codes import ExitCode
from specweld.session.session import Session


def raising(error: BaseException) -> click.Command:
    @click.command()
    @click.option("--debug", is_flag=True, expose_value=False)
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "\n"),
        (
            ValueError("a\x1b[2Jb"),
            4,
            "internal error: ValueError: a\\x1b[2Jb; run again with `--debug` "
            "and report what that prints, with the input\n",
        ),
        (RecursionError("deep"), 4, None),
        (
            PermissionError(13, "Permission denied", "out/x\n.py"),
            3,
            "error: out/x\\n.py: Permission denied\n",
        ),
        (
            OSError(28, "No space left on device"),
            3,
            "error: the output: No space left on device\n",
        ),
        (OSError("ours"), 4, None),
        (click.UsageError("no such thing"), 2, None),
    ],
)
def test_exceptions(
    error: BaseException,
    code: int,
    said: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(init, "command", raising(error))
    assert cli.run(["init"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    if said is not None:
        assert captured.err == said


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "command", raising(ValueError("ours")))
    with pytest.raises(ValueError, match="ours"):
        cli.run(["init", "--debug"])


@pytest.mark.parametrize(
    ("severities", "result", "code"),
    [
        ([], {}, ExitCode.FINE),
        ([Severity.NOTICE, Severity.WARNING], {}, ExitCode.FINE),
        ([], {"is_incomplete": True}, ExitCode.FINDINGS),
        ([Severity.UNSUPPORTED], {}, ExitCode.FINDINGS),
        ([Severity.UNSUPPORTED], {"is_stale": True}, ExitCode.STALE),
        ([Severity.ERROR], {"is_written": True}, ExitCode.FINDINGS),
        ([Severity.ERROR], {"is_written": True, "is_stale": True}, ExitCode.STALE),
        ([Severity.UNSUPPORTED, Severity.ERROR], {}, ExitCode.UNREADABLE),
        ([Severity.ERROR], {"is_stale": True}, ExitCode.UNREADABLE),
    ],
)
def test_exit_code_of_findings(
    severities: list[Severity], result: dict[str, bool], code: int
) -> None:
    session = Session(command="test")
    for each in severities:
        session.problems.report("some-rule", each, "something")
    assert session.close(**result) == code


def test_what_somebody_accepted_does_not_count() -> None:
    session = Session(command="test")
    for each in (Severity.UNSUPPORTED, Severity.ERROR):
        session.problems.report("some-rule", each, "something")
    session.problems.accept(lambda _: "we know")
    assert session.close() == ExitCode.FINE
    assert session.close(is_stale=True) == ExitCode.STALE


@pytest.mark.parametrize(
    ("least", "printed"),
    [(False, ["error", "warning", "notice"]), (True, ["error"])],
)
def test_quiet_prints_what_is_wrong_only(
    least: bool, printed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(command="test", is_quiet=least)
    for each in (Severity.NOTICE, Severity.WARNING, Severity.ERROR):
        session.problems.report("some-rule", each, "something")
    session.say("a result")
    session.close()
    captured = capsys.readouterr()
    assert captured.out == ("" if least else "a result\n")
    lines = captured.err.splitlines()
    assert [each.split("[")[0] for each in lines if "[" in each] == printed


def test_every_command_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.COMMANDS
    for name in cli.COMMANDS:
        assert cli.run([name, "--help"]) == 0
        assert f"  specweld {name}" in capsys.readouterr().out, name


def test_help_loads_no_stage() -> None:
    script = (
        "import sys; from specweld.cli import run; run(['--help']); run(['regenerate']);"
        "print(sorted({'black', 'jinja2', 'httpx2', 'rich', 'yaml', 'markdown_it',"
        "'msgspec', 'openapi_spec_validator', 'watchfiles', 'jsonpath'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(sys.prefix).anchor,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_fault() -> None:
    script = f"{sys.executable} -m specweld --help | head -c 1 > /dev/null"
    done = subprocess.run(
        ["sh", "-c", script], check=True, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr


def test_a_narrow_encoding_is_no_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "specweld", "explain", "声音\x1b"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        cwd=Path(sys.prefix).anchor,
    )
    assert done.returncode == ExitCode.WRONG_USE
    assert done.stderr.decode().startswith("error[config-not-found]")
