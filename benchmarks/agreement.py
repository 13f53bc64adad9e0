"""How far the verdicts on the wire agree with those of another comparer, oasdiff."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.diff.change import Comparison, Wire
from specweld.session.comparing import Comparing, compare_requests
from specweld.session.sides import SideRequest

HERE = Path(__file__).resolve().parent
CASES = ("agreement-schemas.yaml", "agreement-operations.yaml")
CLIENT = ClientConfig(name="api", specs=(), package="api", output=Path("api"))
ANSWERS = {
    Wire.BREAKING: "breaks",
    Wire.UNKNOWN: "may break",
    Wire.COMPATIBLE: "holds",
    Wire.NONE: "holds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What two comparers say of one edit."""

    theme: str
    what: str
    theirs: str
    ours: str
    rules: tuple[str, ...]

    @property
    def is_agreed(self) -> bool:
        """Return whether both say that the wire holds, or both that it breaks or may."""
        return (self.theirs == "holds") == (self.ours == "holds")


def answers() -> Iterator[Answer]:
    """Compare both sides of every case."""
    with tempfile.TemporaryDirectory() as folder:
        for name in CASES:
            themes = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
            for theme, cases in themes.items():
                for case in cases:
                    yield answer(theme, case, Path(folder))


def answer(theme: str, case: Mapping[str, Any], folder: Path) -> Answer:
    """Compare the two sides of one case."""
    requests: list[SideRequest] = []
    for side in ("old", "new"):
        path = folder / f"{side}.json"
        path.write_text(json.dumps(document(case["at"], case[side])), encoding="utf-8")
        request = SideRequest(
            name=side, inputs=(str(path),), client=CLIENT, config=None
        )
        requests.append(request)
    old, new = requests
    comparing = Comparing(old=old, new=new, complete=True, today=date(2026, 1, 1))
    comparison = compare_requests(comparing, Problems(), lambda _step: None)
    return Answer(
        theme=theme,
        what=f"{case['at']}: {case['what']}",
        theirs=case["says"],
        ours=verdict(comparison),
        rules=tuple(sorted({each.rule for each in comparison.changes})),
    )


def verdict(comparison: Comparison) -> str:
    """Name the worst of the changes on the wire."""
    found = {ANSWERS[each.wire] for each in comparison.changes}
    return next((x for x in ("breaks", "may break") if x in found), "holds")


def document(at: str, node: Any) -> dict[str, Any]:
    """Put what differs where it belongs in a document."""
    operation: dict[str, Any] = {"responses": {"200": {"description": "Fine"}}}
    item: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    match at.split():
        case ["paths"]:
            whole = {"paths": node}
        case ["document"]:
            whole = node
        case ["path"]:
            item = node
        case ["operation"]:
            operation |= node
        case ["secured"]:
            operation |= node
            whole = SECURED
        case ["body"]:
            operation["requestBody"] = media(node)
            whole = ANIMALS
        case ["answer"]:
            operation["responses"]["200"] |= media(node)
            whole = ANIMALS
        case ["request", "parameter"]:
            operation["parameters"] = [{"name": "q", "in": "query", "schema": node}]
        case ["request", "header"]:
            operation["parameters"] = [{"name": "X-Q", "in": "header", "schema": node}]
        case ["request", "body"]:
            operation["requestBody"] = {**media({"schema": node}), "required": True}
        case ["request", "property"]:
            operation["requestBody"] = {**media(holding(node)), "required": True}
        case ["response", "header"]:
            operation["responses"]["200"]["headers"] = {"X-A": {"schema": node}}
        case ["response", "body"]:
            operation["responses"]["200"] |= media({"schema": node})
        case ["response", "property"]:
            operation["responses"]["200"] |= media(holding(node))
        case _:
            raise ValueError(at)
    paths = {"/a": {"post": operation, **item}, **whole.get("paths", {})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Case", "version": "1"},
        **whole,
        "paths": paths,
    }


def media(content: Any) -> dict[str, Any]:
    """Wrap a media type object."""
    return {"content": {"application/json": content}}


def holding(node: Any) -> dict[str, Any]:
    """Wrap a schema as a property of an object."""
    return {"schema": {"type": "object", "properties": {"field": node}}}


SECURED = {
    "components": {
        "securitySchemes": {
            "a": {"type": "http", "scheme": "bearer"},
            "b": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://a.example/t",
                        "scopes": {"read": "R", "write": "W"},
                    }
                },
            },
        }
    }
}


def animal(kind: str) -> dict[str, Any]:
    """Describe an alternative."""
    return {
        "type": "object",
        "required": ["kind", "sort"],
        "properties": {"kind": {"const": kind}, "sort": {"const": kind}},
    }


ANIMALS = {"components": {"schemas": {"Cat": animal("Cat"), "Dog": animal("Dog")}}}


def main() -> None:
    """Print a table by theme, then every edit that is judged otherwise."""
    found = list(answers())
    print("| theme | cases | agreed | |\n| --- | ---: | ---: | ---: |")
    for theme in dict.fromkeys(each.theme for each in found):
        print(row(theme, [each for each in found if each.theme == theme]))
    print(row("**all**", found))
    exact = sum(each.theirs == each.ours for each in found)
    print(
        f"\nin all three answers: {exact} of {len(found)}, {exact / len(found):.1%}\n"
    )
    kinds = Counter(
        (each.theme, each.theirs, each.ours, each.what, ", ".join(each.rules))
        for each in found
        if not each.is_agreed
    )
    for theme, theirs, ours, what, rules in kinds:
        print(f"* {theme}: {what}: {theirs} -> {ours} ({rules})")


def row(theme: str, found: list[Answer]) -> str:
    """Write one row of the table."""
    agreed = sum(each.is_agreed for each in found)
    return f"| {theme} | {len(found)} | {agreed} | {agreed / len(found):.0%} |"


if __name__ == "__main__":
    main()
