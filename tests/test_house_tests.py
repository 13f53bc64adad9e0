"""The rules of the house about its own tests: they cover all there is, and none can pass on nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence, Set

import pytest

from case_files import CASES, TESTS, case_files, expected_files
from specweld.explain.findings import FINDINGS
from specweld.render.core import NAMES
from stages.render import files_of


def test_every_finding_is_provoked_by_a_case() -> None:
    """Not merely mentioned: it stands in what a case is expected to say."""
    said = {
        word
        for path in expected_files()
        for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", path.read_text("utf-8"))
    }
    assert len(FINDINGS) > 100
    assert sorted(FINDINGS.keys() - said) == []


@pytest.fixture(scope="module")
def emitted() -> str:
    """What all cases of rendering make together, the runtime left out."""
    return "\n".join(
        file.text
        for case in case_files()
        if case.parent == CASES / "render"
        for file in files_of(case)
        if file.path.endswith(".py") and not file.path.startswith("_core/")
    )


def test_every_name_of_the_runtime_is_emitted_by_a_case(emitted: str) -> None:
    assert NAMES
    assert sorted(NAMES - set(re.findall(r"\w+", emitted))) == []


def all_tests() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{path.relative_to(TESTS)}:{node.name}", node


def test_no_test_passes_on_an_empty_set() -> None:
    """A loop over what was found asserts nothing where nothing was found."""
    found = list(all_tests())
    assert len(found) > 800
    assert [name for name, test in found if asserts_in_loops_only(test)] == []


@pytest.mark.parametrize(
    ("body", "is_empty"),
    [
        ("for x in found(): assert x", True),
        ("for x in found():\n  if x:\n    assert x", True),
        ("for x in (1, 2): assert x", False),
        ("assert found()\nfor x in found(): assert x", False),
        ("all = {1: 2}\nfor x in all.items(): assert x", False),
        ("check(found())", False),
    ],
)
def test_a_loop_over_what_was_found_is_seen(body: str, is_empty: bool) -> None:
    test = ast.parse("def test_it():\n " + body.replace("\n", "\n ")).body[0]
    assert isinstance(test, ast.FunctionDef)
    assert asserts_in_loops_only(test) is is_empty


def asserts_in_loops_only(test: ast.FunctionDef) -> bool:
    written = {
        name.id
        for node in ast.walk(test)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, WRITTEN)
        for name in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(name, ast.Name)
    }
    asserted = [*assertions(test.body, written, is_sure=True)]
    return bool(asserted) and not any(asserted)


WRITTEN = (ast.Tuple, ast.List, ast.Dict)
"""What stands in the test itself, for everybody to see that it is not empty."""


def assertions(
    body: Sequence[ast.stmt], written: Set[str], *, is_sure: bool
) -> Iterator[bool]:
    """Yield for each assertion whether it is made whatever was found."""
    for node in body:
        match node:
            case ast.Assert():
                yield is_sure
            case ast.For(iter=over):
                is_full = isinstance(over, WRITTEN) or not written.isdisjoint(
                    each.id for each in ast.walk(over) if isinstance(each, ast.Name)
                )
                yield from assertions(node.body, written, is_sure=is_sure and is_full)
            case ast.With() if "pytest.raises" in ast.unparse(node.items[0]):
                yield is_sure
            case ast.With() | ast.If() | ast.While() | ast.Try():
                yield from assertions(node.body, written, is_sure=is_sure)
            case _:
                pass
