"""Documents that are spread over files and URLs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from specweld.diagnostics import Problems
from specweld.pipeline import Access, read_sources
from specweld.printing.span import span_of
from specweld.spec.shapes import mapping_at

DOCUMENT = """\
openapi: 3.1.0
info: {{title: Case, version: 1.0.0}}
paths: {{}}
components: {{schemas: {{A: {{$ref: '{}'}}}}}}
"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A server of the files of the test's folder."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type] # the server's three

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_url_is_followed_if_allowed(tmp_path: Path, url: str) -> None:
    write(tmp_path, a=DOCUMENT.format(f"{url}/b.yaml#/Item"))
    write(tmp_path, b="Item: {$ref: 'c.yaml'}\n", c="type: integer\n")
    problems = Problems()
    access = Access(external_refs=True)
    (source,) = read_sources([str(tmp_path / "a.yaml")], problems, access=access)
    assert problems.diagnostics == []
    assert mapping_at(source.data, "components", "schemas") == {
        "A": {"$ref": "#/components/schemas/Item"},
        "Item": {"$ref": "#/components/schemas/c"},
        "c": {"type": "integer"},
    }


def test_a_url_is_not_followed_if_not_allowed(tmp_path: Path, url: str) -> None:
    write(tmp_path, a=DOCUMENT.format(f"{url}/b.yaml"), b="type: integer\n")
    problems = Problems()
    (source,) = read_sources([str(tmp_path / "a.yaml")], problems)
    assert [each.rule for each in problems.diagnostics] == ["external-ref"]
    assert mapping_at(source.data, "components", "schemas") == {"A": {}}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    write(tmp_path, secret="type: integer\n")
    (tmp_path / "api" / "b.yaml").symlink_to(tmp_path / "secret.yaml")
    write(tmp_path / "api", a=DOCUMENT.format("b.yaml"))
    problems = Problems()
    read_sources([str(tmp_path / "api" / "a.yaml")], problems)
    assert [each.rule for each in problems.diagnostics] == ["external-ref"]


def test_a_finding_is_placed_in_the_file_that_it_is_about(tmp_path: Path) -> None:
    write(tmp_path, a=DOCUMENT.format("b.yaml#/Item"))
    write(tmp_path, b="\nItem:\n  type: object\n  properties: {of: 3}\n")
    (source,) = read_sources([str(tmp_path / "a.yaml")], Problems())
    place = source.place("components", "schemas", "Item", "properties", "of")
    span = span_of(place)
    assert (Path(span.path).name, span.line, span.column) == ("b.yaml", 4, 20)


def test_a_document_that_only_lends_components_is_not_one_of_the_api(
    tmp_path: Path,
) -> None:
    shared = DOCUMENT.replace("A: {{$ref: '{}'}}", "Item: {{type: integer}}").format()
    write(tmp_path, a=DOCUMENT.format("b.yaml#/components/schemas/Item"), b=shared)
    problems = Problems()
    sources = read_sources([str(tmp_path)], problems)
    assert [Path(each.path).name for each in sources] == ["a.yaml"]
    assert problems.diagnostics == []
