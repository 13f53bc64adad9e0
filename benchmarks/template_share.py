"""How much of the generated code that is not the API's own stands in the templates.

    python benchmarks/template_share.py

Words of `generated/elevenlabs` are counted. A word comes from a template, or a view printed it. Of those that views print,
words of the API (its names, its types, its texts) do not count; what is left is text of ours that no template holds: modules
that are imported, sentences about the client.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from specweld.api.api import Api
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.pipeline import build_api, build_document, read_sources
from specweld.render import core, package
from specweld.render.environment import fill
from specweld.render.provenance import Filled

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.6
"""Below this the look can no longer be changed by editing templates."""
TYPES = frozenset(
    {
        *("Any", "Literal", "Mapping", "None", "Sequence", "bool", "bytes", "date"),
        *("datetime", "dict", "float", "int", "list", "str"),
    }
)
"""What types are written with: a type says what the document says."""
OURS = frozenset({*keyword.kwlist, *dir(builtins), *core.NAMES}) - TYPES
"""Words that are not the API's own where they are code, though its texts may have them."""
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def elevenlabs() -> Api:
    """Build the language model of the client in this repository."""
    client = ClientConfig(
        name="elevenlabs",
        package="elevenlabs",
        specs=(),
        output=ROOT / "generated" / "elevenlabs",
    )
    problems = Problems()
    sources = read_sources([str(ROOT / "specs" / "elevenlabs")], problems)
    return build_api(build_document(sources, client, problems), client, problems)


def fillings(api: Api) -> Iterator[tuple[str, Filled]]:
    """Render a client, and tell in each file what views printed."""
    found: list[tuple[str, Filled]] = []

    def remember(templates: object, name: str, views: Mapping[str, object]) -> Filled:
        filled = fill(templates, name, views)  # type: ignore[arg-type]  # passed on
        found.append((name, filled))
        return filled

    with TemporaryDirectory() as empty, mock.patch.object(package, "fill", remember):
        package.render(api, templates=Path(empty))
    yield from found


def words(filled: Filled) -> Iterator[tuple[str, bool, bool]]:
    """Yield the words of a file; whether a view printed them, and whether they are code."""
    texts = tokenize.generate_tokens(io.StringIO(filled.text).readline)
    inside = [x for x in texts if x.type in (tokenize.STRING, tokenize.COMMENT)]
    for number, line in enumerate(filled.text.split("\n"), 1):
        for match in WORD.finditer(line):
            column = len(line[: match.start()].encode())
            place = (number, match.start())
            is_code = not any(x.start <= place < x.end for x in inside)
            yield match[0], filled.is_printed(number, column), is_code


def share(api: Api) -> tuple[float, Counter[str]]:
    """Return the templates' share, and the words of ours that views print."""
    own = set(WORD.findall(repr(api)))
    in_templates = 0
    in_views: Counter[str] = Counter()
    for name, filled in fillings(api):
        if name.endswith(".md"):
            continue
        for word, is_printed, is_code in words(filled):
            if not is_printed:
                in_templates += 1
            elif word not in own | TYPES or (is_code and word in OURS):
                in_views[word] += 1
    return in_templates / (in_templates + in_views.total()), in_views


def main() -> int:
    """Print the share, and what the rest is."""
    found, in_views = share(elevenlabs())
    print(f"{found:.0%} of the static text stands in templates")
    print("views print:", ", ".join(f"{x} {n}" for x, n in in_views.most_common(25)))
    return 0 if found >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
