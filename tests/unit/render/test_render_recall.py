"""What was made of an equal view lies in the package already, and is not made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment

from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.pipeline import build, render_client
from specweld.render import package
from specweld.render.code import Import, code
from specweld.render.environment import fill
from specweld.render.file import File
from specweld.render.output import write_package
from specweld.render.provenance import Filled
from specweld.render.recall import recall, view_digest

PET = {"type": "object", "properties": {"name": {"type": "string"}}}


@dataclass
class Project:
    """A folder with a client, and a count of what was rendered for it."""

    folder: Path
    filled: list[str]

    def update(self, description: str) -> tuple[str, ...]:
        """Bring the client up to date; return the templates that were filled."""
        operation = {"responses": {"200": {"description": "OK"}}}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Acme", "version": "1"},
            "paths": {"/pets": {"get": {**operation, "description": description}}},
            "components": {"schemas": {"Pet": PET}},
        }
        source = self.folder / "acme.json"
        source.write_text(json.dumps(document), encoding="utf-8")
        client = ClientConfig(
            name="acme", specs=(), package="acme", output=self.folder / "acme"
        )
        built = build([str(source)], client, Problems())
        kept = recall(self.folder / "acme.views", client.output)
        self.filled.clear()
        files = render_client(built.api, client, Problems(), recall=kept)
        write_package(files, client.output, force=True, problems=Problems())
        kept.remember(files)
        return tuple(self.filled)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    found = Project(folder=tmp_path, filled=[])

    def counted(
        templates: Environment, name: str, views: Mapping[str, object]
    ) -> Filled:
        found.filled.append(name)
        return fill(templates, name, views)

    monkeypatch.setattr(package, "fill", counted)
    return found


def test_nothing_is_made_twice(project: Project) -> None:
    first = project.update("List pets.")
    assert {"client.py", "models.py", "resource", "README.md"} <= {*first}
    assert project.update("List pets.") == ()


def test_what_an_edit_reaches_is_made_again(project: Project) -> None:
    project.update("List pets.")
    assert project.update("List all pets.") == ("resource", "resource")


def test_what_was_edited_by_hand_or_is_gone_is_made_again(project: Project) -> None:
    project.update("List pets.")
    (project.folder / "acme" / "models.py").write_text("# mine\n", encoding="utf-8")
    (project.folder / "acme" / "client.py").unlink()
    assert project.update("List pets.") == ("client.py", "models.py")


@pytest.mark.parametrize(
    "damage", ["", "[]", "{}", '{"edition": "another", "files": {}}', '{"files": 1}']
)
def test_a_memory_that_is_damaged_knows_nothing(project: Project, damage: str) -> None:
    first = project.update("List pets.")
    (project.folder / "acme.views").write_text(damage, encoding="utf-8")
    assert project.update("List pets.") == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("ab",)),
        (("a", ("b",)), (("a", "b"),)),
        ((code("x"),), ("x",)),
        ((True,), (1,)),
        ((None,), ("None",)),
        (({"a": "b"},), (("a", "b"),)),
        ((File(path="a", text="b"),), (("a", "b"),)),
    ],
)
def test_different_views_have_different_digests(one: object, other: object) -> None:
    assert view_digest("t", {"view": one}) != view_digest("t", {"view": other})
    assert view_digest("t", {"view": one}) == view_digest("t", {"view": one})


def test_names_and_sets_count_without_their_order() -> None:
    found = [Import(module="typing", name=name) for name in "abc"]
    assert view_digest("t", {"view": frozenset(found)}) == view_digest(
        "t", {"view": frozenset(reversed(found))}
    )
    assert view_digest("t", {"view": 1}) != view_digest("u", {"view": 1})
    assert view_digest("t", {"view": 1}) != view_digest("t", {"other": 1})
