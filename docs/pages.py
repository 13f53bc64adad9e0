"""The pages of the handbook that are written from the code, whenever the site is built.

MkDocs calls `on_files` (mkdocs.yml, `hooks`). Nothing of it is committed, so nothing of it can be stale.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import io
import itertools
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator" / "specweld"
CLIENT = ROOT / "generated" / "elevenlabs"

_MORE_VIEWS = frozenset(
    {
        *(
            "ArgumentDocs",
            "CallEntry",
            "CallMapping",
            "CallPart",
            "Constructor",
            "ClientFact",
        ),
        *("Docs", "FromImport", "ImportSection", "ImportedName", "Imports"),
        *("OtherColour", "Parameter", "PublicModule", "PublicName", "Renamed"),
    }
)
"""What views are made of."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to those of the folder."""
    from mkdocs.structure.files import File

    for name, write in PAGES.items():
        files.append(File.generated(config, name, content=write()))
    return files


def commands() -> str:
    """Write what `--help` says of every command."""
    from specweld.cli import COMMANDS, specweld

    parts = ["# Commands\n", f"{specweld.help}\n"]
    for name in COMMANDS:
        module = importlib.import_module(f"specweld.commands.{name}")
        command: click.Command = module.command
        context = click.Context(command, info_name=f"specweld {name}")
        parts += [f"## specweld {name}\n", f"{inspect.cleandoc(command.help or '')}\n"]
        parts += ["```text", command.get_usage(context), "```\n"]
        parts += ["| option | meaning |", "| --- | --- |"]
        parts += [
            _option(each, context)
            for each in command.params
            if isinstance(each, click.Option)
        ]
        examples = (command.epilog or "").replace("\b\n", "").strip()
        parts += ["", "```text", examples, "```\n"]
    return _page(parts)


def _option(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context) or ("", "")
    names, meaning = (each.replace("|", "\\|") for each in record)
    return f"| `{names}` | {meaning} |"


def exit_codes() -> str:
    """Write what each exit code means, and what `--json` prints."""
    codes = _enum(PACKAGE / "session" / "exit_codes.py", "ExitCode")
    rows = [f"| {value} | {meaning} |" for _name, value, meaning in codes]
    return _page(
        [
            "# Exit codes and JSON\n",
            "| exit code | meaning |\n| --- | --- |",
            *rows,
            "",
            "Where several apply, 3 comes before 1, and 1 before 5.",
            "",
            "Under `--json` every command prints one object, whatever becomes of the run;",
            "[its schema](../output-schema.json) is a promise. The report of `specweld diff -f json`",
            "has [a schema of its own](../diff-schema.json).",
        ]
    )


def config() -> str:
    """Write the settings, as `specweld init` explains them."""
    text = (PACKAGE / "scaffold" / "specweld.toml").read_text(encoding="utf-8")
    words = {"SPECS": '"specs/acme"', "MARK": "", "CLASS": "Acme", "ENV": "ACME"}
    filled = re.sub("@([A-Z]+)@", lambda found: words.get(found[1], "acme"), text)
    return _page(
        [
            "# specweld.toml\n",
            "One table per client, `[clients.NAME]`; in a pyproject.toml it is",
            "`[tool.specweld.clients.NAME]`. Paths are relative to the file. Only `specs` is needed:",
            "this is every setting there is, with what it is without you.",
            "",
            "```toml",
            filled.rstrip(),
            "```",
        ]
    )


def findings() -> str:
    """Write the rules of findings, each with its remedy."""
    from specweld.explain.findings import FINDINGS
    from specweld.explain.remedies import remedy_of

    rows = [
        f"| `{rule}` | {_cell(FINDINGS[rule])} | {_cell(remedy_of(rule))} |"
        for rule in sorted(FINDINGS)
    ]
    return _page(
        [
            "# Findings\n",
            "`specweld explain RULE` says the same, and where the rule fired.\n",
            "| rule | means | what to do |\n| --- | --- | --- |",
            *rows,
        ]
    )


def quirks() -> str:
    """Write the habits of docs generators that are put right."""
    from specweld.explain.quirks_page import quirks_page
    from specweld.spec.quirks import QUIRKS

    return quirks_page(QUIRKS)


def client() -> str:
    """Write what every generated client has, from one that is committed."""
    core = CLIENT / "_core"
    parts = [
        "# The generated client\n",
        "What every client can do, whatever its API is. The methods of yours are in the `api.md` of its folder.\n",
        "## Constructor\n",
        _constructor(CLIENT / "client.py", "ElevenLabs", core / "client.py"),
        "## Every client\n",
        *_methods(core / "client.py", "SyncClient"),
    ]
    options = (each for path in sorted(core.glob("*.py")) for each in _classes(path))
    for node in [each for each in options if each.name.endswith("Options")]:
        parts += [f"## {node.name}\n", f"{ast.get_docstring(node)}\n"]
        parts += ["| option | type | meaning |", "| --- | --- | --- |"]
        parts += [*_attributes(node), ""]
    for title, file, name in (
        ("Streams of events", "events.py", "EventStream"),
        ("Binary responses", "binary.py", "BinaryResponse"),
        ("Raw responses", "raw_response.py", "RawResponse"),
        ("Models", "model.py", "Model"),
    ):
        methods = list(_methods(core / file, name))
        if any(methods):
            parts += [f"## {title}\n", *methods]
    parts += ["## Errors\n", "```text", _module_docstring(CLIENT / "errors.py"), "```"]
    return _page(parts)


def templates() -> str:
    """Write the views that templates get: their contract."""
    from specweld.render.environment import VIEWS

    parts = [
        "# Templates and views\n",
        "A folder given as `templates` replaces built-in templates by name. A template prints and loops;",
        "what it prints are views. A class below lists what a view holds. This is version"
        f" {VIEWS} of them; [how to use them](../how-to/templates.md).\n",
    ]
    names = sorted(
        each.relative_to(ROOT / "templates").as_posix()
        for each in (ROOT / "templates").rglob("*.jinja")
    )
    parts += ["Built-in templates: " + ", ".join(f"`{each}`" for each in names) + ".\n"]
    for path in sorted((PACKAGE / "render").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and (
                node.name.endswith("View") or node.name in _MORE_VIEWS
            ):
                parts += [f"## {node.name}\n", f"{ast.get_docstring(node)}\n"]
                parts += ["| attribute | type | meaning |", "| --- | --- | --- |"]
                parts += [*_attributes(node), ""]
    return _page(parts)


def decisions() -> str:
    """List the decisions."""
    rows = []
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        rows.append(f"* [{title}]({path.name})")
    return _page(
        [
            "# Decisions\n",
            "Choices that would surprise a reader, each with its reasons and what was not chosen.\n",
            *rows,
        ]
    )


class _Terminal(io.StringIO):
    """Takes colours, as a terminal does."""

    def isatty(self) -> bool:
        """Say that somebody is looking."""
        return True


def terminal() -> str:
    """Draw a session at a terminal: a finding, and what is asked about it."""
    from rich.console import Console
    from rich.text import Text

    from specweld.cli import run

    text = (ROOT / "docs" / "examples" / "bookings.yaml").read_text(encoding="utf-8")
    text = text.replace("platform: {type: integer}", "platform: {type: track}")
    console = Console(record=True, width=100, file=io.StringIO())
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        Path("bookings.yaml").write_text(text, encoding="utf-8")
        for command in (
            "init -q",
            "regenerate -q",
            "explain client.bookings.get",
        ):
            output = _Terminal()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                run(shlex.split(command))
            console.print(Text(f"$ specweld {command}", style="bold"))
            console.print(Text.from_ansi(output.getvalue()))
    drawn = console.export_svg(title="specweld")
    # The drawing names a font of another server; the site is whole without a network.
    return re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/exit-codes.md": exit_codes,
    "reference/config.md": config,
    "reference/findings.md": findings,
    "reference/quirks.md": quirks,
    "reference/client.md": client,
    "reference/templates.md": templates,
    "decisions/index.md": decisions,
    "examples/terminal.svg": terminal,
}


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _constructor(path: Path, name: str, runtime: Path) -> str:
    """Show how a client is made: the constructor itself is that of its base class."""
    node = _class(path, name)
    base = _class(runtime, ast.unparse(node.bases[0]))
    signature = next(
        ast.unparse(each.args)
        for each in base.body
        if isinstance(each, ast.FunctionDef) and each.name == "__init__"
    )
    text = ast.get_docstring(node) or ""
    return f"```python\n{name}({signature.removeprefix('self, ')})\n```\n\n```text\n{text}\n```\n"


def _module_docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _methods(path: Path, name: str) -> Iterator[str]:
    """List the public methods of a class, those that it inherits in its file included."""
    node = next((x for x in _classes(path) if x.name == name), None)
    if node is None:
        return
    bases = [each.id for each in node.bases if isinstance(each, ast.Name)]
    own = [_class(path, each) for each in bases if each.startswith("_")]
    members = [member for owner in (*own, node) for member in owner.body]
    for each in members:
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            text = ast.get_docstring(each) or ""
            if not text:
                continue  # an overload
            first = " ".join(text.partition("\n\n")[0].split())
            arguments = ast.unparse(each.args).removeprefix("self").removeprefix(", ")
            yield f"* `{each.name}({arguments})`: {first}"
    yield ""


def _class(path: Path, name: str) -> ast.ClassDef:
    return next(each for each in _classes(path) if each.name == name)


def _classes(path: Path) -> list[ast.ClassDef]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [each for each in body if isinstance(each, ast.ClassDef)]


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    body = [*node.body, ast.Pass()]
    for each, after in itertools.pairwise(body):
        if isinstance(each, ast.AnnAssign):
            name, kind = ast.unparse(each.target), ast.unparse(each.annotation)
            yield f"| `{name}` | `{_cell(kind)}` | {_cell(_text(after))} |"


def _text(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            return ""


def _enum(path: Path, name: str) -> Iterator[tuple[str, Any, str]]:
    body = [*_class(path, name).body, ast.Pass()]
    for each, after in itertools.pairwise(body):
        match each:
            case ast.Assign(
                targets=[ast.Name(id=member)], value=ast.Constant(value=value)
            ):
                yield member, value, _cell(_text(after))
            case _:
                continue
