from __future__ import annotations

from pathlib import Path

import pytest

from specweld.diagnostics import Problems
from specweld.json_types import Json
from specweld.pages.endpoints import endpoint_specs
from specweld.pages.page import Page
from specweld.pages.read import read_pages
from specweld.pages.spec_folder import FolderChanges, write_specs
from specweld.spec.load import load_source

SPEC = """\
openapi: 3.1.1
info:
  title: Cats
  version: endpoint_cats.{name}
paths:
  {path}:
    get:
      responses:
        '200':
          description: {description}
"""


def page(name: str, path: str = "", description: str = "OK", spec: str = SPEC) -> str:
    path = path or f"/cats/{name}"
    yaml = spec.format(name=name, path=path, description=description)
    return f"# Cats\n\nGET https://example.com{path}\n\n```yaml\n{yaml}```\n\n"


def run(
    texts: list[str], into: Path, *, prune: bool = False, keep_going: bool = False
) -> tuple[FolderChanges, list[str]]:
    problems = Problems()
    pages: list[Page] = []
    for number, text in enumerate(texts):
        pages += read_pages(f"{number}.md", text, problems)
    specs = endpoint_specs(pages, load_source, problems)
    ingested = write_specs(specs, into, problems, prune=prune, keep_going=keep_going)
    return ingested, [each.rule for each in problems.diagnostics]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    into = tmp_path / "specs" / "cats"
    names = ("cats.get.yaml", "cats.list.yaml")
    texts = [page("get") + page("list")]
    assert run(texts, into) == (FolderChanges(new=names), [])
    first = tree(into)
    stamps = [path.stat().st_mtime_ns for path in sorted(into.iterdir())]
    assert run(texts, into) == (FolderChanges(unchanged=names), [])
    assert tree(into) == first
    assert [path.stat().st_mtime_ns for path in sorted(into.iterdir())] == stamps
    assert tuple(sorted(first)) == names


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    run([page("get") + page("list")], tmp_path)
    ingested, rules = run([page("get") + page("list", description="Cats")], tmp_path)
    assert ingested == FolderChanges(
        changed=("cats.list.yaml",), unchanged=("cats.get.yaml",)
    )
    assert rules == []


def test_the_yaml_is_verbatim_and_the_file_loads_as_the_source(tmp_path: Path) -> None:
    run([page("get")], tmp_path)
    text = (tmp_path / "cats.get.yaml").read_text()
    yaml = SPEC.format(name="get", path="/cats/get", description="OK")
    assert text.startswith(yaml)
    source = load_source("x.yaml", text, Problems())
    assert source is not None
    assert source.data["x-specweld"] == {
        "platform": "fern",
        "title": "Cats",
        "base-url": "https://example.com",
        "endpoint": ["cats", "get"],
        "endpoint-from": "version",
        "page": "0.md",
    }


@pytest.mark.parametrize(
    "spec",
    [
        '{{"openapi": "3.1.0", "info": {{"title": "x", "version": "endpoint_cats.{name}"}},'
        '"paths": {{"{path}": {{"get": {{"responses": {{}} }} }} }} }}\n',
        "---\n" + SPEC,
        SPEC + "...\n",
        "# A comment\n\n" + SPEC,
        SPEC + "x-note: |+\n  kept blank lines\n\n",
        SPEC.replace(
            "description: {description}", "description: &d |-\n            x\n"
        )
        + "\n\n",
    ],
)
def test_any_layout_of_the_root_can_be_extended(tmp_path: Path, spec: str) -> None:
    ingested, rules = run([page("get", spec=spec)], tmp_path)
    assert (ingested.new, rules) == (("cats.get.yaml",), [])
    text = (tmp_path / "cats.get.yaml").read_text()
    yaml = spec.format(name="get", path="/cats/get", description="OK")
    problems = Problems()
    alone, extended = (load_source("x", each, problems) for each in (yaml, text))
    assert alone is not None and extended is not None
    data: dict[str, Json] = dict(extended.data)
    assert data.pop("x-specweld") is not None
    assert data == alone.data


def test_a_vanished_page_is_reported_and_deleted_on_demand(tmp_path: Path) -> None:
    run([page("get") + page("list")], tmp_path)
    (tmp_path / "own.yaml").write_text("openapi: 3.1.0\n")
    gone = ("cats.get.yaml",)
    kept = ("cats.list.yaml",)
    assert run([page("list")], tmp_path) == (
        FolderChanges(unchanged=kept, gone=gone),
        ["page-vanished"],
    )
    assert sorted(tree(tmp_path)) == ["cats.get.yaml", "cats.list.yaml", "own.yaml"]
    assert run([page("list")], tmp_path, prune=True) == (
        FolderChanges(unchanged=kept, gone=gone, deleted=gone),
        [],
    )
    assert sorted(tree(tmp_path)) == ["cats.list.yaml", "own.yaml"]


BROKEN = page("broken").replace("openapi: 3.1.1", "openapi: [")


def test_nothing_is_written_when_a_page_is_broken(tmp_path: Path) -> None:
    into = tmp_path / "specs"
    assert run([page("get"), BROKEN], into) == (FolderChanges(), ["yaml-syntax"])
    assert not into.exists()


def test_the_sound_pages_are_written_on_demand_and_nothing_is_pruned(
    tmp_path: Path,
) -> None:
    run([page("old")], tmp_path)
    ingested, rules = run([page("get"), BROKEN], tmp_path, keep_going=True, prune=True)
    assert ingested == FolderChanges(new=("cats.get.yaml",))
    assert rules == ["yaml-syntax"]
    assert sorted(tree(tmp_path)) == ["cats.get.yaml", "cats.old.yaml"]


def test_two_contents_of_one_endpoint_are_an_error(tmp_path: Path) -> None:
    ingested, rules = run([page("get"), page("get", description="No")], tmp_path)
    assert (ingested, rules) == (FolderChanges(), ["page-conflict"])


def test_of_two_versions_of_a_page_the_newer_is_taken(tmp_path: Path) -> None:
    older = page("get").replace("version: endpoint_cats.get", "version: 1.9.0")
    newer = page("get", description="Cats").replace(
        "version: endpoint_cats.get", "version: 1.10.0"
    )
    changes, rules = run([newer, older], tmp_path)
    assert (changes.new, rules) == (("get.cats.get.yaml",), ["stale-page"])
    assert "description: Cats" in (tmp_path / "get.cats.get.yaml").read_text()


def test_two_apis_may_have_one_operation(tmp_path: Path) -> None:
    text = "# Cats\n\n## OpenAPI\n\n````yaml {api} get /cats/get\n{spec}````\n"
    texts = [
        text.format(
            api=api, spec=SPEC.format(name="x", path="/cats/get", description=api)
        )
        for api in ("openapi.yaml", "wild_openapi.yaml")
    ]
    texts = [each.replace("endpoint_cats.x", "1.0.0") for each in texts]
    changes, rules = run(texts, tmp_path)
    assert rules == []
    assert changes.new == ("cats-wild_openapi_yaml.yaml", "cats.yaml")


def test_the_same_content_laid_out_otherwise_is_no_conflict(tmp_path: Path) -> None:
    again = page("get").replace("description: OK", "description: 'OK' # fine")
    ingested, rules = run([page("get"), again], tmp_path)
    assert (ingested.new, rules) == (("cats.get.yaml",), [])


def test_two_endpoints_of_one_name_are_both_written(tmp_path: Path) -> None:
    ingested, rules = run([page("get", "/cats"), page("get", "/dogs")], tmp_path)
    assert ingested.new == ("cats.get-get.dogs.yaml", "cats.get.yaml")
    assert rules == ["page-conflict"]


def test_a_folder_that_cannot_be_written_to_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ingested, rules = run([page("get")], tmp_path / "file")
    assert (ingested, rules) == (FolderChanges(), ["cannot-write"])


def test_the_vanished_are_named_up_to_five(tmp_path: Path) -> None:
    run(["".join(page(f"m{number}") for number in range(8))], tmp_path)
    problems = Problems()
    pages = read_pages("x.md", page("m0"), problems)
    write_specs(endpoint_specs(pages, load_source, problems), tmp_path, problems)
    (diagnostic,) = problems.diagnostics
    assert diagnostic.message.startswith(
        "no page documents `cats.m1`, `cats.m2`, `cats.m3`, `cats.m4`, `cats.m5` and 2 more;"
    )
