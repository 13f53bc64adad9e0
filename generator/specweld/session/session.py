"""What every command has in common: its options for output, its findings, its exit code."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from specweld.diagnostics import InputError, Problems, Severity
from specweld.printing.escape import visible, visible_text
from specweld.session.exit_codes import ExitCode
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator
    from typing import TextIO

    from specweld.config import Config
    from specweld.json_types import JsonObject
    from specweld.printing.palette import Palette
    from specweld.printing.progress import ProgressLine

Arguments = ParamSpec("Arguments")


_READERS = frozenset({"diff", "explain", "rules"})
"""Commands that write nothing of their own: that nothing was written says nothing there."""


_FORMAT = 1
"""Raised when a key of the JSON output changes its meaning or goes; new keys may come at any time."""


class ConfigError(Exception):
    """Raised when specweld.toml is wrong; the session's problems say how."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One run of a command: collects what it finds, prints it, decides the exit code."""

    command: str
    is_quiet: bool = False
    is_json: bool = False
    is_verbose: bool = False
    problems: Problems = field(default_factory=Problems)

    def say(self, text: str) -> None:
        """Print a result for a person, one line; text from a spec is made harmless."""
        if not self.is_quiet and not self.is_json:
            click.echo(visible(text), color=self._palette(sys.stdout).is_on)

    def show(self, text: str) -> None:
        """Print a result that is asked for by name, `--quiet` or not: a diff, a document.

        Into a file or a pipe it goes as it is: what reads it wants the text, not a picture of it.
        """
        if not self.is_json:
            click.echo(visible_text(text) if sys.stdout.isatty() else text, nl=False)

    def progress(self) -> ProgressLine:
        """Open the line that shows the current step."""
        from specweld.printing.progress import ProgressLine

        is_on = not self.is_quiet and not self.is_json and sys.stderr.isatty()
        return ProgressLine(is_on=is_on)

    @contextlib.contextmanager
    def part(self, name: str) -> Generator[Problems, None, None]:
        """Collect the findings of one part of the run, which must not stop the other parts."""
        problems = Problems()
        try:
            yield problems
        except InputError:
            self.say(f"{name}: nothing was written")
        except OSError as error:
            _report_refusal(error, problems)
        finally:
            self.problems.take(problems)

    def config(self, path: Path | None) -> Config:
        """Read the config file.

        Args:
            path: The file; None to search for it from the working directory upwards.

        Raises:
            ConfigError: there is none, or something in it is wrong.
        """
        from specweld.settings.clients import KnownIds
        from specweld.settings.file import find_config, read_config

        path = path or find_config(Path.cwd())
        if path is None:
            self.problems.report(
                "config-not-found",
                Severity.ERROR,
                "there is no `specweld.toml` here or above; expected one, "
                "or `[tool.specweld]` in a pyproject.toml",
                help="`specweld init` writes one; `specweld generate` needs none",
            )
            raise ConfigError
        known = KnownIds(quirks=_quirk_ids, rules=_finding_ids)
        config = read_config(path, self.problems, known=known)
        if config is None or self.problems.has(Severity.ERROR):
            raise ConfigError
        return config

    def close(
        self,
        result: JsonObject | None = None,
        *,
        is_stale: bool = False,
        is_incomplete: bool = False,
        is_written: bool = False,
        code: ExitCode | None = None,
    ) -> int:
        """Print all findings and return the exit code.

        Args:
            result: What the command has to say under `--json`.
            is_stale: What is there is not what the input gives.
            is_incomplete: Something of the input is not in the result, whatever the findings are.
            is_written: Where the input is wrong, the rest was written all the same.
            code: The exit code, when it does not follow from the above.
        """
        if code is None:
            is_refused = self.problems.has(Severity.ERROR) and not is_written
            has_findings = is_incomplete or self.problems.has(Severity.UNSUPPORTED)
            code = _code(is_refused, is_stale, has_findings)
        if self.is_json:
            self._print_json(result or {}, code)
        else:
            self.print_findings()
        return code

    def print_findings(self) -> None:
        """Print what was found; under `--quiet` only what keeps the exit code from being 0."""
        if not self.problems.diagnostics:
            return
        from specweld.printing.groups import grouped
        from specweld.printing.terminal import format_groups

        least = Severity.UNSUPPORTED if self.is_quiet else Severity.NOTICE
        counting = (
            each
            for each in self.problems.diagnostics
            if each.severity >= least and not each.accepted
        )
        palette = self._palette(sys.stderr)
        text = format_groups(grouped(counting, is_verbose=self.is_verbose), palette)
        if text:
            click.echo(text, err=True, nl=False, color=palette.is_on)

    def _print_json(self, result: JsonObject, code: ExitCode) -> None:
        from specweld.printing.findings import findings_of
        from specweld.printing.json_report import findings_as_json

        report = {
            "format": _FORMAT,
            "command": self.command,
            "exit_code": int(code),
            **result,
            "findings": findings_as_json(findings_of(self.problems.diagnostics)),
            "quirks": dict(sorted(self.problems.counts().items())),
        }
        click.echo(json.dumps(report, indent=2))

    def _palette(self, stream: TextIO) -> Palette:
        from specweld.printing.palette import palette_for

        return palette_for(stream)


def output_options(
    command: Callable[Concatenate[Session, Arguments], int],
) -> Callable[Arguments, int]:
    """Give a command its session, and the options that say how it prints."""

    @click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
    @click.option(
        "-v",
        "--verbose",
        "is_verbose",
        is_flag=True,
        help="Show all of what was found.",
    )
    @click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
    @click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        help="Show the traceback of an internal error.",
    )
    @functools.wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> int:
        session = Session(
            command=_command_name(click.get_current_context()),
            is_quiet=bool(kwargs.pop("quiet")),
            is_json=bool(kwargs.pop("is_json")),
            is_verbose=bool(kwargs.pop("is_verbose")),
        )
        try:
            return command(session, *args, **kwargs)
        except ConfigError:
            return session.close(code=ExitCode.WRONG_USE)
        except OSError as error:
            _report_refusal(error, session.problems)
            return session.close()
        except InputError:
            code = session.close()
            is_heard = not session.is_quiet and not session.is_json
            if is_heard and session.command not in _READERS:
                click.echo("nothing was written", err=True)
            return code

    return run


def _command_name(context: click.Context) -> str:
    """Name the command, also from inside a command of it."""
    while context.parent is not None and context.parent.parent is not None:
        context = context.parent
    return context.info_name or ""


def _code(is_refused: bool, is_stale: bool, has_findings: bool) -> ExitCode:
    if is_refused:
        return ExitCode.UNREADABLE
    if is_stale:
        return ExitCode.STALE
    return ExitCode.FINDINGS if has_findings else ExitCode.FINE


def _report_refusal(error: OSError, problems: Problems) -> None:
    """Report what the system does not let us do to a file.

    Raises:
        OSError: it is about no file, so it is a fault of ours.
    """
    if error.filename is None:
        raise error
    path = str(error.filename)
    reason = error.strerror or type(error).__name__
    problems.report(
        "system-refused",
        Severity.ERROR,
        f"`{path}` cannot be used: {reason}; expected access to it",
        TextPlace(path=path),
    )


def _quirk_ids() -> Collection[str]:
    from specweld.spec.quirks import QUIRKS

    return [each.id for each in QUIRKS]


def _finding_ids() -> Collection[str]:
    from specweld.explain.findings import FINDINGS

    return FINDINGS.keys()
