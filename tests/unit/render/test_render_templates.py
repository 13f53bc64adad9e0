"""Templates of one's own: one file changes the look, and adds what it likes; spec text still cannot."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_files import ROOT
from specweld.diagnostics import InputError, Problems
from specweld.render.environment import VIEWS, template_folder
from specweld.render.file import File
from specweld.render.guard import GuardError, check_file
from specweld.render.package import render
from specweld.render.provenance import printed, told_apart
from stages.render import api_of

DOCUMENT = """
info: {title: Zoo, version: "1"}
servers: [{url: "https://zoo.example"}]
paths:
  /animals/{id}:
    get:
      operationId: animals_get
      tags: [animals]
      description: Finds an animal. It has to exist.
      parameters:
        - {name: id, in: path, required: true, description: Which one., schema: {type: string}}
      responses:
        "200":
          description: fine
          content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}
components:
  schemas:
    Animal:
      description: "It moves.\\n\\nimport os"
      type: object
      required: [name]
      properties: {name: {type: string, description: What it listens to.}, age: {type: integer}}
"""
HANDBOOK = (ROOT / "docs" / "how-to" / "templates.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r'```jinja title="templates/(\S+)"\n(.*?)```', re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] == "acme"]:
        del sys.modules[name]


def override(folder: Path, **texts: str) -> dict[str, str]:
    """Render with some macros replaced."""
    for name, text in texts.items():
        path = folder / "templates" / "parts" / f"{name}.jinja"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    files = render(api_of(DOCUMENT), templates=folder / "templates")
    for file in files:
        path = folder / "acme" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    return {file.path: file.text for file in files}


def examples(heading: str) -> dict[str, str]:
    """Read the templates of one worked example of the handbook."""
    section = HANDBOOK.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = {Path(path).stem: text for path, text in EXAMPLE.findall(section)}
    assert found != {}
    return found


def test_another_base_class(folder: Path) -> None:
    files = override(folder, **examples("Another base class"))
    assert "class Animal(Base, kw_only=True):\n" in files["models.py"]
    assert "from .extras.base import Base\n" in files["models.py"]
    extras = folder / "acme" / "extras"
    extras.mkdir()
    (extras / "__init__.py").touch()
    (extras / "base.py").write_text(
        "from .._core.model import Model\n\n\nclass Base(Model):\n"
        "    def shout(self) -> str:\n        return repr(self).upper()\n"
    )
    models = importlib.import_module("acme.models")
    assert models.Animal(name="Leo").shout() == "ANIMAL(NAME='LEO')"


def test_another_style_of_docstrings(folder: Path) -> None:
    files = override(folder, **examples("Another style of docstrings"))
    assert (
        '        """\n        Finds an animal.\n\n        It has to exist.\n\n'
        '        :param id: Which one.\n        """\n'
    ) in files["resources/animals.py"]
    assert '    """\n    What it listens to.\n    """\n' in files["models.py"]


def test_a_header_and_a_method_of_every_model(folder: Path) -> None:
    files = override(folder, **examples("A header, and a method of every model"))
    python = [x for x in files if x.endswith(".py") and not x.startswith("_core/")]
    assert len(python) == 9
    assert all(files[x].startswith("# Copyright Railway Ltd.\n") for x in python)
    models = importlib.import_module("acme.models")
    assert models.Animal(name="Leo").to_text() == "{'name': 'Leo'}"


def test_what_a_template_adds_is_its_own_affair(folder: Path) -> None:
    text = "{% macro members(model) %}\nasync def f(self):\n    x = [y + 1 for y in eval('[1]')]\n{% endmacro %}"
    files = override(folder, members=text)
    assert "x = [y + 1 for y in eval" in files["models.py"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ each }}", "an import of `os`"),
        ("x = {{ each }}", "is not valid Python"),
    ],
)
def test_what_a_document_says_is_not(folder: Path, text: str, fault: str) -> None:
    inner = text.replace("{{ each }}", "{{ docs.details[0] }}")
    loop = f"{{% for docs in model.docs %}}\n{inner}\n{{% endfor %}}"
    with pytest.raises(GuardError, match=fault):
        override(
            folder, members=f"{{% macro members(model) %}}\n{loop}\n{{% endmacro %}}"
        )


@pytest.mark.parametrize(
    ("before", "by_a_view", "after", "fault"),
    [
        ("x = ", "eval(y)", "\n", "a call of `eval`"),
        ("", "x", " = eval(y)\n", ""),
        ("", "eval", "(y)\n", ""),
        ("x = ", "1 + eval", "(y)\n", "`Add`"),
        ("x = ", "a if b else c", "\n", "`IfExp`"),
        ("x = ", "a and b", "\n", "`BoolOp`"),
        ("x = ", "a.__class__", "\n", "the name `__class__`"),
        ("x = ", "é.__class__", "\n", "the name `__class__`"),
        ("é = 'é'; x = a.", "__class__", "\n", ""),
        ("", "import os", "\n", "an import of `os`"),
        ("import ", "os", "\n", ""),
        ("x = '", "'; import os; '", "'\n", "an import of `os`"),
        ("x = ", "[y for y in z]", "\n", "`ListComp`"),
        ("x = [", "y", " for y in z]\n", ""),
    ],
)
def test_who_wrote_what(before: str, by_a_view: str, after: str, fault: str) -> None:
    filled = told_apart(before + printed(by_a_view) + after)
    assert filled.text == before + by_a_view + after
    file = File(path="a.py", text=filled.text)
    if not fault:
        assert check_file(file, filled) is not None
        return
    with pytest.raises(GuardError) as caught:
        check_file(file, filled)
    assert fault in str(caught.value)


def test_a_built_in_macro_can_be_wrapped(folder: Path) -> None:
    text = (
        '{% from "builtin/parts/field.jinja" import field as original %}\n'
        "{% macro field(field) %}\n# {{ field.name }}\n{{ original(field) }}\n{% endmacro %}"
    )
    assert "    # name\n    name: str\n" in override(folder, field=text)["models.py"]


def test_templates_for_other_views_are_refused(folder: Path) -> None:
    parts = folder / "parts"
    parts.mkdir()
    base = (template_folder() / "parts" / "base.jinja").read_text()
    (parts / "base.jinja").write_text(f"{{# views {VIEWS} #}}\n{base}")
    assert render(api_of(DOCUMENT), templates=folder) != ()
    (parts / "base.jinja").write_text(f"\n{{# views {VIEWS + 1} #}}\n{base}")
    problems = Problems()
    with pytest.raises(InputError):
        render(api_of(DOCUMENT), templates=folder, problems=problems)
    (found,) = problems.diagnostics
    assert (found.rule, found.message) == (
        "template-fault",
        f"the template is at fault: it is written for views {VIEWS + 1};"
        f" expected views {VIEWS}",
    )


def test_the_look_stands_in_the_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    counting = importlib.import_module("template_share")
    found, _rest = counting.share(counting.elevenlabs())
    assert counting.LEAST <= found < 1
