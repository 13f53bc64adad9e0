"""From the command line to the import: no text makes a run fail on us, and what it writes works."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_files import TESTS
from specweld.cli import run

WORDS = (
    '"""',
    "'''",
    "\\",
    "a\nb",
    "\r",
    "{{ 7 * 7 }}{% raw %}",
    "../../x",
    "__import__('os').system('id')",
    "\x00",
    "\x1b[31m",
    "\u202e\u2066\u2028\x85",
    "a" * 3000,
    "\U0001f600",
    "__class__",
    "__init__",
    "self",
    "None",
    "class",
    "models",
    "client",
    "errors",
    "resources",
    "_core",
    "Settings",
    "Model",
    "list",
    "request",
    "-",
    "",
    "#/components/schemas/Animal",
    "~1%2F",
    "ﬁ",
)
PAGE_LINES = (
    *("```", "```yaml", "````", "~~~", "---", "# Title", "## OpenAPI Specification"),
    *(
        "GET https://api.example.com/v1/{a}",
        "GET http://[::1",
        "POST /x",
        "WSS wss://x",
    ),
    *("Content-Type: multipart/form-data", "Reference: x y", "> note", "paths:"),
    *("x-specweld: 1", "a: *b", "a: &b [*b]", "!!python/object/apply:os.system [id]"),
    *("? [a]", "<<: *x", "%YAML 1.1", "\t\tx: 1", "..."),
)
PAGES = tuple(
    path.read_text(encoding="utf-8")
    for path in sorted((TESTS / "cases" / "pages").glob("*.md"))
)
DOCUMENT = (Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8")
PLACES = DOCUMENT.count("@")


@pytest.fixture(autouse=True)
def no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)


def quoted(word: str) -> str:
    """Write a word as a YAML scalar in double quotes."""
    return '"' + "".join(f"\\U{ord(each):08x}" for each in word) + '"'


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [each for each in sys.modules if each.split(".")[0] == "hostile"]:
            del sys.modules[name]
        importlib.invalidate_caches()


def generate(name: str, text: str) -> int:
    """Generate a client of a text, check what must hold of any, and import all of it."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = folder / name
        source.write_bytes(text.encode("utf-8", "replace"))
        arguments = [str(source), "-p", "hostile", "-o", str(folder), "--debug"]
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = run(["generate", *arguments])
        written = sorted(path.name for path in folder.iterdir())
        if code == 3:
            assert "error[" in output.getvalue()
            assert written == [name]
            return code
        assert code in (0, 5)
        assert written == sorted([name, "hostile"])
        with importable(folder):
            for path in sorted((folder / "hostile").rglob("*.py")):
                module = path.relative_to(folder).with_suffix("")
                importlib.import_module(".".join(module.parts))
        return code


def test_the_document_itself_is_fine() -> None:
    words = iter(f"word{number}" for number in range(PLACES))
    text = "".join(next(words) if each == "@" else each for each in DOCUMENT)
    assert generate("hostile.yaml", text) == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=PLACES, max_size=PLACES))
def test_any_words_in_a_document(words: list[str]) -> None:
    text = iter(words)
    parts = (quoted(next(text)) if each == "@" else each for each in DOCUMENT)
    assert generate("hostile.yaml", "".join(parts)) in (0, 3, 5)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_lines_in_a_page(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(PAGES)).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(lines)))
        end = data.draw(st.integers(start, min(len(lines), start + 8)))
        new = st.lists(st.sampled_from(WORDS + PAGE_LINES), max_size=2)
        lines[start:end] = data.draw(new)
    assert generate("page.md", "\n".join(lines)) in (0, 3, 5)
