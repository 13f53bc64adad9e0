"""The rules of the house, each a small test: see CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_files import ROOT, TESTS, case_names

PACKAGE = ROOT / "generator" / "specweld"
TEMPLATES = ROOT / "templates"

LAYERS = (
    "json_types",
    "regular",
    "source",
    "grammar",
    "diagnostics",
    "adopt",
    "config",
    "settings",
    "pages",
    "spec",
    "contract",
    "api",
    "names",
    "printing",
    "render",
    "callers",
    "diff",
    "acceptance",
    "stamp",
    "destination",
    "soundness",
    "pipeline",
    "generation",
    "explain",
    "setup",
    "session",
    "commands",
    "cli",
    "__main__",
)
"""Lowest first. A module imports from its own layer and from those below."""

APART = {"runtime", "scaffold"}
"""What nobody imports: it is copied."""

MODULE_LINES = 400
FUNCTION_LINES = 60
RULE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_layers(tree: ast.Module) -> Iterator[str]:
    """Yield the layer of each import of ours, the ones inside functions included."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "specweld" and len(parts) > 1:
                yield parts[1]


def test_every_module_belongs_to_a_layer() -> None:
    known = {*LAYERS, *APART, "__init__"}
    assert sorted({layer_of(path) for path in modules()} - known) == []


def test_imports_go_down_only() -> None:
    upward = [
        f"{path.relative_to(PACKAGE)} imports specweld.{layer}"
        for path in modules()
        if layer_of(path) in LAYERS
        for layer in imported_layers(ast.parse(path.read_text(encoding="utf-8")))
        if layer in LAYERS and LAYERS.index(layer) > LAYERS.index(layer_of(path))
    ]
    assert upward == []


def test_the_runtime_imports_nothing_of_the_tool() -> None:
    files = sorted((PACKAGE / "runtime").glob("*.py"))
    assert files
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert list(imported_layers(tree)) == [], path.name
        upward = [
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.level > 1
        ]
        assert upward == [], path.name


def test_modules_are_short() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_bytes().splitlines())
        for folder in (PACKAGE, TESTS, ROOT / "benchmarks")
        for path in sorted(folder.rglob("*.py"))
    }
    assert {name: n for name, n in lines.items() if n > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    long = {
        f"{path.relative_to(PACKAGE)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


def test_the_order_of_the_stages_stands_once() -> None:
    first_steps = {"specweld.spec.merge", "specweld.api.lower"}
    callers = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if layer_of(path) not in {"spec", "api"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in first_steps
    }
    assert callers == {"pipeline.py"}


def test_names_say_what_a_module_owns() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert [str(path) for path in modules() if path.stem in vague] == []


def test_escapes_from_the_checkers_name_their_rule() -> None:
    bare = re.compile(r"#\s*(?:type:\s*ignore(?!\[)|noqa(?!: [A-Z]))")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_templates_print_and_loop() -> None:
    allowed = {"for", "endfor", "macro", "endmacro", "import", "from", "include"}
    allowed |= {"call", "endcall", "else", "extends", "block", "endblock"}
    allowed |= {"with", "endwith"}
    allowed |= {"items", "enditems", "indented", "endindented"}
    logic = {
        f"{path.relative_to(TEMPLATES)}: {tag}"
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
        for tag in re.findall(r"\{%-?\+?\s*(\w+)", path.read_text(encoding="utf-8"))
        if tag not in allowed
    }
    assert logic == set()
    branches = [
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
        and re.search(r"\{\{[^}]*\bif\b[^}]*\}\}", path.read_text(encoding="utf-8"))
    ]
    assert branches == []


def test_every_command_has_a_module_and_its_own_help() -> None:
    from specweld.cli import COMMANDS

    stems = {each.stem for each in (PACKAGE / "commands").glob("*.py")}
    assert sorted(stems - {"__init__"}) == sorted(COMMANDS)


def test_every_quirk_has_a_case() -> None:
    from specweld.spec.quirks import QUIRKS

    assert sorted({each.id for each in QUIRKS} - case_names()) == []


def reported_rules() -> set[str]:
    """Collect the rules that stages report: by `report`, as a fault, or as `unsupported`."""
    return {
        rule
        for path in modules()
        if layer_of(path) != "runtime"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for rule in rules_of_call(node)
    }


def rules_of_call(call: ast.Call) -> Iterator[str]:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            pass
        case _:
            return
    named = [each.value for each in call.keywords if each.arg == "rule"]
    for value in (*call.args[:2], *named):
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            continue
        if name == "unsupported":
            yield f"unsupported-{value.value}"
            return
        if RULE_ID.fullmatch(value.value) and (
            value in named or re.search("report|(?<!de)fault|error", name.lower())
        ):
            yield value.value


def test_every_reported_rule_is_explained() -> None:
    from specweld.diff.rules import RULE_BY_ID
    from specweld.explain.findings import FINDINGS

    changes = RULE_BY_ID.keys()  # `specweld rules` explains those
    assert sorted(reported_rules() - FINDINGS.keys() - changes) == []


def test_every_rule_has_a_remedy() -> None:
    from specweld.explain.findings import FINDINGS
    from specweld.explain.remedies import REMEDIES, remedy_of

    assert [each for each in FINDINGS if not remedy_of(each)] == []
    assert sorted(REMEDIES.keys() - FINDINGS.keys()) == []


def test_every_explained_rule_is_reported() -> None:
    from specweld.explain.findings import FINDINGS

    assert sorted(FINDINGS.keys() - reported_rules()) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet"),
            *("--no-deps", "--no-build-isolation", "--disable-pip-version-check"),
            *("--wheel-dir", str(folder), str(ROOT)),
        ],
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_has_all_that_is_copied(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {
        f"specweld/templates/{path.relative_to(TEMPLATES).as_posix()}"
        for path in TEMPLATES.rglob("*")
        if path.is_file()
    }
    copied = {
        f"specweld/{path.relative_to(PACKAGE).as_posix()}"
        for folder in sorted(APART)
        for path in (PACKAGE / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert templates != set()
    assert sorted((templates | copied | {"specweld/py.typed"}) - names) == []
    assert [each for each in names if "__pycache__" in each] == []


def test_the_wheel_finds_its_templates(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    where = "from specweld.render.environment import template_folder as f; print(f())"
    # -P -S: nothing of this tree; the dependencies come from where they are installed.
    found = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            f"import sys; sys.path.insert(0, '{tmp_path}'); {where}",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(found.stdout.strip()) == tmp_path / "specweld" / "templates"


def test_an_editable_install_finds_the_templates() -> None:
    from specweld.render.environment import template_folder

    assert template_folder() == TEMPLATES
