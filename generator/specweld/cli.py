"""The command line: which commands there are, and what becomes of an exception."""

from __future__ import annotations

import gc
import importlib
import io
import sys
from typing import TYPE_CHECKING

import click

from specweld.session.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.session.session import Session

COMMANDS = {
    "ingest": "Turn documentation pages into one spec per endpoint.",
    "regenerate": "Bring the clients of specweld.toml up to date, or check that they are.",
    "generate": "Generate one client from pages, spec folders or OpenAPI documents.",
    "names": "List, pin and adopt the public names of a client.",
    "merge": "Write the merged, normalised OpenAPI 3.1 document.",
    "diff": "Compare two versions of an API: what changed, and whom it breaks.",
    "explain": "Say what a rule means, or where a Python name comes from.",
    "rules": "List the rules of diff, each with its reason.",
    "init": "Set this folder up: specweld.toml, a CI workflow, a pre-commit hook.",
}
"""Name and one line of help. The module `specweld.commands.NAME` is loaded when it is needed:
a run with nothing to do should not pay for the commands that it is not."""

_EPILOG = """\b
Examples:
  specweld generate https://docs.example.com/llms.txt -p example
  specweld ingest docs/pages --into specs/example
  specweld regenerate --check
  specweld diff v1.4.0:specs/example specs/example

\b
Exit codes: 0 fine, and nothing was left out that nobody accepted; 1 stale, or a
change at or over --fail-on; 2 wrong use; 3 the input cannot be read; 4 a fault of
specweld itself; 5 written, with findings that nobody accepted; 130 interrupted.
"""


class LazyGroup(click.Group):
    """A group that loads a command when it is run, and lists them without loading any."""

    def list_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # the signature is click's
    ) -> list[str]:
        """Name the commands in the order of use."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # the signature is click's
        cmd_name: str,
    ) -> click.Command | None:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"specweld.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; suggest one when there is none."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            ctx.fail(f"There is no command `{args[0]}`.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # the signature is click's
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="specweld", message="%(prog)s %(version)s")
def specweld() -> None:
    """Typed Python clients from API documentation pages and OpenAPI documents."""


def main() -> None:
    """Run the command line of this process."""
    # A run holds millions of objects and drops few in circles: looking for those every 700
    # objects, as Python does, costs more than half of composing a large YAML for its positions.
    gc.set_threshold(100_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is not a reason to fail; a file gets UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code instead of leaving."""
    is_debugging = "--debug" in arguments
    try:
        result: object = specweld.main(
            list(arguments), prog_name="specweld", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else str(error))
        return ExitCode.WRONG_USE
    except click.ClickException as error:
        from specweld.session.failure import close_wrong_use

        return close_wrong_use(_session(arguments), error)
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except Exception as error:
        if is_debugging:
            raise
        from specweld.session.failure import close_failure

        return close_failure(_session(arguments), error)
    return result if isinstance(result, int) else ExitCode.FINE


def _session(arguments: Sequence[str]) -> Session:
    """Open the session that the command would have opened."""
    from specweld.session.session import Session

    command = next((each for each in arguments if each in COMMANDS), "")
    return Session(command=command, is_json="--json" in arguments)
