"""Faults of custom templates are reported with their place; ours are raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from specweld.diagnostics import InputError, Problems
from specweld.render import package
from specweld.render.file import File
from specweld.render.guard import GuardError
from specweld.render.package import render
from specweld.source import TextPlace
from stages.render import api_of

DOCUMENT = """
paths:
  /a: {get: {operationId: a, tags: [one], responses: {"204": {description: done}}}}
  /b: {get: {operationId: b, tags: [two], responses: {"204": {description: done}}}}
"""


def faults(folder: Path) -> list[tuple[str, int, str]]:
    """Render with custom templates and list their faults: file, line and message."""
    problems = Problems()
    with pytest.raises(InputError):
        render(api_of(DOCUMENT), templates=folder, problems=problems)
    found: list[tuple[str, int, str]] = []
    for each in problems.diagnostics:
        assert each.rule == "template-fault"
        assert isinstance(each.place, TextPlace)
        name = Path(each.place.path).relative_to(folder).as_posix()
        message = each.message.removeprefix("the template is at fault: ")
        found.append((name, each.place.line, message))
    return found


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("errors.py", b"\n{{ ''.join(5) }}", 2, "can only join an iterable"),
        ("errors.py", b"{{ 5 | docstring }}", 1, "argument of type 'int'"),
        ("errors.py", b"{{ module.docs() }}", 1, "'Docs' object is not callable"),
        ("errors.py", b"\n{% include 'x' %}", 2, "there is no template `x`"),
        ("errors.py", b"\xff", 0, "'utf-8' codec can't decode byte 0xff"),
        ("errors.py", b"{% include 'errors.py.jinja' %}", 1, "maximum recursion"),
        (
            "errors.py",
            b"x = (",
            0,
            "`errors.py` is not valid Python: '(' was never closed",
        ),
        ("client.py", b"x = {{ client.name.text }}", 1, "a template prints str"),
        ("parts/child.jinja", b"\n{% if x %}", 2, "Unexpected end of template"),
    ],
)
def test_a_fault(
    tmp_path: Path, name: str, text: bytes, line: int, message: str
) -> None:
    name = name if name.endswith(".jinja") else f"{name}.jinja"
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(text)
    found = faults(tmp_path)
    assert [(each[0], each[1]) for each in found] == [(name, line)]
    assert found[0][2].startswith(message)


def test_all_faults_are_shown(tmp_path: Path) -> None:
    (tmp_path / "errors.py.jinja").write_text("import os = 1\n")
    (tmp_path / "resource.jinja").write_text("\n{{ 'x' }}\n")
    assert [each[:2] for each in faults(tmp_path)] == [
        ("errors.py.jinja", 0),
        ("resource.jinja", 2),
    ]


def test_a_fault_of_ours_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: File, _filled: object) -> None:
        raise GuardError(file.path)

    monkeypatch.setattr(package, "check_file", refuse)
    (tmp_path / "client.py.jinja").write_text("")
    with pytest.raises(GuardError, match=r"^errors.py$"):
        render(api_of(DOCUMENT), templates=tmp_path, problems=Problems())
