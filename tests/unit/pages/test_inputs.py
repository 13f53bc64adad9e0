from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from specweld.diagnostics import Problems, Severity
from specweld.pages.inputs import Inputs, read_inputs

PAGE = "# {}\n\nGET https://api.example.com/x\n\n```yaml\nopenapi: 3.1.1\npaths: {{}}\n```\n"


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def read(*inputs: str) -> tuple[Inputs, list[tuple[str, str]]]:
    problems = Problems()
    found = read_inputs(inputs, problems)
    return found, [
        (each.rule, getattr(each.place, "path", "")) for each in problems.diagnostics
    ]


def test_a_folder_is_read_in_order_of_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        tmp_path,
        {
            "docs/b.md": PAGE.format("b"),
            "docs/A.MDX": PAGE.format("A"),
            "docs/sub/c.txt": PAGE.format("c"),
            "docs/.hidden.md": PAGE.format("hidden"),
            "docs/.git/d.md": PAGE.format("git"),
            "docs/README.md": "# No endpoint\n\n```yaml\nopenapi: 3.1.0\n```\n",
            "docs/logo.png": b"\x89PNG",
            "docs/spec.yaml": "# ours\nopenapi: 3.1.0\n",
            "docs/spec.json": '{\n  "info": {},\n  "openapi": "3.0.0"}',
            "docs/package.json": "{}",
            "docs/mkdocs.yml": "site_name: x\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    found, diagnostics = read("docs")
    assert [(page.title, page.path, page.name) for page in found.pages] == [
        ("A", "docs/A.MDX", "A.MDX"),
        ("b", "docs/b.md", "b.md"),
        ("c", "docs/sub/c.txt", "sub/c.txt"),
    ]
    assert [each.path for each in found.documents] == [
        "docs/spec.json",
        "docs/spec.yaml",
    ]
    assert diagnostics == [("no-openapi-document", "docs/mkdocs.yml")]


def test_a_path_is_shown_as_seen_from_here_and_named_without_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"docs/a.md": PAGE.format("a")})
    monkeypatch.chdir(tmp_path)
    (page,) = read(str(tmp_path / "docs/a.md"))[0].pages
    assert (page.path, page.name) == ("docs/a.md", "a.md")
    monkeypatch.chdir(tmp_path / "docs")
    (page,) = read("../docs")[0].pages
    assert (page.name, page.title) == ("a.md", "a")


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": PAGE.format("a"), "b.md": PAGE.format("b")})
    found, diagnostics = read(str(tmp_path / "b.md"), str(tmp_path))
    assert [page.title for page in found.pages] == ["b", "a"]
    assert diagnostics == []


@pytest.mark.parametrize(
    ("name", "content", "is_document"),
    [
        ("x.yaml", "info: {}\nopenapi: 3.1.0\n", True),
        ("x.yaml", "swagger: '2.0'\n", True),
        ("x.json", '{"info": {}, "openapi": "3.1.0"}', True),
        ("x", "openapi: 3.1.0\n", True),
        ("x.txt", '\n{"openapi": "3.1.0"}', True),
        ("x.md", "# A comment\n---\n'openapi': 3.1.0\n", True),
        ("x.yaml", "overlay: 1.0.0\n", False),
        ("x.json", '{"openapi-ish": 1}', False),
        ("x.md", "# Title\n\n```yaml\nopenapi: 3.1.0\n```\n", False),
    ],
)
def test_documents_are_known_by_suffix_then_by_content(
    tmp_path: Path, name: str, content: str, is_document: bool
) -> None:
    put(tmp_path, {name: content})
    found, _ = read(str(tmp_path / name))
    assert bool(found.documents) is is_document
    assert found.pages == ()


def test_all_that_cannot_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        tmp_path,
        {
            "bad.md": b"# Title\n\nGr\xfc\xdfe\n",
            "empty.md": "",
            "prose/a.md": "# Prose\n",
            "llms.txt": "- [a](https://example.com/a.md)\n",
            "docs/a.md": PAGE.format("a"),
        },
    )
    (tmp_path / "docs/broken.md").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)
    problems = Problems()
    inputs = ["gone", "bad.md", "empty.md", "prose", "llms.txt", "docs"]
    assert len(read_inputs(inputs, problems).pages) == 1
    assert [
        (each.rule, getattr(each.place, "path", ""), getattr(each.place, "line", 0))
        for each in problems.diagnostics
    ] == [
        ("input-not-found", "gone", 0),
        ("wrong-charset", "bad.md", 3),
        ("input-unreadable", "docs/broken.md", 0),
        ("no-endpoints", "empty.md", 0),
        ("no-endpoints", "prose", 0),
        ("no-endpoints", "llms.txt", 0),
    ]
    assert [each.severity.name for each in problems.diagnostics[3:]] == [
        *("NOTICE", "ERROR", "NOTICE"),
    ]
    assert problems.diagnostics[5].help == "an index is followed when its URL is given"


CHANNEL = """\
# Listen

GET wss://example.com/listen

## AsyncAPI Specification

```yaml
asyncapi: 2.6.0
```
"""


def test_files_named_one_by_one_are_read_like_their_folder(tmp_path: Path) -> None:
    files = {"a.md": PAGE.format("a"), "b.md": CHANNEL, "c.md": "# Prose\n"}
    put(tmp_path, files)
    problems, one_by_one = Problems(), Problems()
    whole = read_inputs([str(tmp_path)], problems)
    single = read_inputs([str(tmp_path / name) for name in files], one_by_one)
    assert [each.title for each in single.pages] == [each.title for each in whole.pages]
    assert [(each.rule, each.severity) for each in problems.diagnostics] == [
        ("asyncapi-page", Severity.NOTICE)
    ]
    assert [(each.rule, each.severity) for each in one_by_one.diagnostics] == [
        ("asyncapi-page", Severity.NOTICE),
        ("no-endpoints", Severity.NOTICE),
    ]
    alone = Problems()
    assert read_inputs([str(tmp_path / "b.md")], alone) == Inputs()
    assert [each.rule for each in alone.diagnostics] == ["asyncapi-page"]


@pytest.mark.parametrize(
    ("name", "text", "is_document"),
    [
        ("hint.md", "{% hint %}\nopenapi: 3.1.0\n{% endhint %}\n", False),
        (
            "block.md",
            '{ "a": 1 }\n\n# Page\n\n```json\n{"openapi": "3.1.0"}\n```\n',
            False,
        ),
        ("source.mdx", '---\nopenapi: "api.json GET /cats"\n---\n', False),
        ("whole.md", '{"openapi": "3.1.0", "paths": {}}', True),
        ("whole.txt", '{"info": {}, "openapi": "3.1.0", "paths": {}}', True),
        ("yaml.txt", "# Comment\n---\nopenapi: 3.1.0\n", True),
        ("quoted.txt", "'openapi': '3.1.0'\n", True),
    ],
)
def test_a_page_is_no_document_because_of_how_it_starts(
    tmp_path: Path, name: str, text: str, is_document: bool
) -> None:
    put(tmp_path, {name: text})
    found = read_inputs([str(tmp_path / name)], Problems())
    assert bool(found.documents) == is_document


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    found, diagnostics = read(str(tmp_path / "huge.md"))
    assert found == Inputs()
    assert diagnostics == [("input-too-large", str(tmp_path / "huge.md"))]


def test_a_generated_package_is_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        tmp_path,
        {
            "a.md": PAGE.format("a"),
            "client/.specweld.json": "{}",
            "client/api.md": PAGE.format("b"),
            "client/deep/c.md": PAGE.format("c"),
        },
    )
    monkeypatch.chdir(tmp_path)
    found, diagnostics = read(".")
    assert [page.title for page in found.pages] == ["a"]
    assert diagnostics == []


def test_a_file_is_read_to_the_limit_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"large.yaml": "#" * 1001})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("specweld.pages.inputs._LARGEST", 1000)
    _, diagnostics = read("large.yaml")
    assert diagnostics == [("input-too-large", "large.yaml")]


def test_what_has_no_end_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"specs/a.md": PAGE.format("a")})
    monkeypatch.chdir(tmp_path)
    os.mkfifo("specs/pipe.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("specs/socket.json")
        found, diagnostics = read("specs", "/dev/zero")
    assert [page.title for page in found.pages] == ["a"]
    assert diagnostics == [
        ("input-unreadable", "specs/pipe.yaml"),
        ("input-unreadable", "specs/socket.json"),
        ("input-unreadable", "/dev/zero"),
    ]


def test_what_the_shell_pipes_in_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"openapi: 3.1.0\n")
    os.close(writer)
    found, diagnostics = read(f"/dev/fd/{reader}")
    os.close(reader)
    assert [each.text for each in found.documents] == ["openapi: 3.1.0\n"]
    assert diagnostics == []


def test_an_input_that_is_named_twice_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"docs/a.md": PAGE.format("a"), "docs/no.md": "# No"})
    monkeypatch.chdir(tmp_path)
    found, diagnostics = read("docs", "docs/a.md", "./docs")
    assert [page.title for page in found.pages] == ["a"]
    assert diagnostics == []
