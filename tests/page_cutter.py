"""Cuts a whole document into pages, one per operation, as each documentation platform publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from specweld.json_types import Json, JsonObject

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OF_EVERY_PAGE = ("openapi", "info", "servers", "security", "tags")
Node = Any
"""A part of a document that is known to be sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One operation with all that it needs, as a document of its own."""

    number: int
    method: str
    path: str
    document: Node

    @property
    def operation(self) -> Node:
        return self.document["paths"][self.path][self.method]

    @property
    def title(self) -> str:
        return str(
            self.operation.get("summary") or f"{self.method.upper()} {self.path}"
        )

    @property
    def slug(self) -> str:
        words = f"{self.method} {self.path} {self.number}".lower()
        return re.sub(r"[^a-z0-9]+", "-", words)

    @property
    def tag(self) -> str:
        return str(next(iter(self.operation.get("tags") or ()), ""))


def cut(document: JsonObject) -> Iterator[Piece]:
    """Yield one document per operation, with the components that it needs."""
    found: Node = document
    shared = {key: found[key] for key in _OF_EVERY_PAGE if key in found}
    number = 0
    for path, item in found["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            others = {key: item[key] for key in item if key not in METHODS}
            paths = {path: {**others, method: item[method]}}
            components = needed_components(found, paths)
            cutting = {**shared, "paths": paths}
            if components:
                cutting["components"] = components
            number += 1
            yield Piece(number=number, method=method, path=path, document=cutting)


def needed_components(document: Node, part: Node) -> dict[str, dict[str, Node]]:
    """Collect what a part refers to, directly or not, in the order of the document."""
    components = document.get("components") or {}
    needed: set[tuple[str, str]] = set()
    pending = [part]
    while pending:
        for kind, name in _references(pending.pop()):
            if (kind, name) not in needed and name in components.get(kind, {}):
                needed.add((kind, name))
                pending.append(components[kind][name])
    schemes = components.get("securitySchemes") or {}
    needed |= {("securitySchemes", name) for name in schemes}
    return {
        kind: own
        for kind, entries in components.items()
        if (own := {name: entries[name] for name in entries if (kind, name) in needed})
    }


def _references(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case dict():
            for value in node.values():
                yield from _references(value)
        case list():
            for value in node:
                yield from _references(value)
        case str() if node.startswith("#/components/"):
            kind, _, rest = node.removeprefix("#/components/").partition("/")
            name = rest.split("/")[0].replace("~1", "/").replace("~0", "~")
            yield kind, name
        case _:
            return


def shown(document: JsonObject) -> JsonObject:
    """Leave out of a document what no page of an operation can show: webhooks, what nobody uses."""
    found: Node = document
    kept = {key: found[key] for key in (*_OF_EVERY_PAGE, "paths") if key in found}
    if "components" in found:
        kept["components"] = needed_components(found, kept["paths"])
    return kept


def mintlify(pieces: list[Piece]) -> dict[str, str]:
    """Write `## OpenAPI` and a fence of four backticks that says what is in it."""
    return {
        f"api-reference/{each.slug}.md": _lines(
            "> ## Documentation Index",
            "> Fetch the complete documentation index at: https://docs.example.com/llms.txt",
            "",
            f"# {each.title}",
            "",
            *_quote(str(each.operation.get("description", ""))),
            "",
            "## OpenAPI",
            "",
            f"````yaml /openapi.yaml {each.method} {each.path}",
            _yaml(each.document) + "````",
        )
        for each in pieces
    }


def readme(pieces: list[Piece]) -> dict[str, str]:
    """Write prose and the heading `# OpenAPI definition`; no newline at the end."""
    return {
        f"reference/{each.slug}.md": _lines(
            f"# {each.title}",
            "",
            str(each.operation.get("description", "")).replace("```", "'''"),
            "",
            "# OpenAPI definition",
            "```json",
            json.dumps({**each.document, "_id": "1"}, indent=2, ensure_ascii=False),
            "```",
        ).rstrip("\n")
        for each in pieces
    }


def gitbook(pieces: list[Piece]) -> dict[str, str]:
    """Write the operations of a tag on one page, each in one line of JSON."""
    pages: dict[str, list[str]] = {}
    for each in pieces:
        text = json.dumps(each.document, separators=(",", ":"), ensure_ascii=False)
        marks = "````" if "```" in text else "```"
        name = re.sub(r"[^a-z0-9]+", "-", each.tag.lower()) or "api"
        lines = pages.setdefault(f"{name}.md", [f"# {each.tag or 'API'}"])
        description = str(each.operation.get("description", ""))
        lines += ["", f"## {each.title}", "", *_quote(description), ""]
        lines += [f"{marks}json", text, marks]
    return {name: _lines(*lines) for name, lines in pages.items()}


def apidog(pieces: list[Piece]) -> dict[str, str]:
    """Write `## OpenAPI Specification`, with the settings of the editor all over the document."""
    return {
        f"{each.slug}.md": _lines(
            f"# {each.title}",
            "",
            "## OpenAPI Specification",
            "",
            "```yaml",
            _yaml(_edited(each)),
            "```",
        ).rstrip("\n")
        for each in pieces
    }


PLATFORMS: Mapping[str, Callable[[list[Piece]], dict[str, str]]] = {
    "mintlify": mintlify,
    "readme": readme,
    "gitbook": gitbook,
    "apidog": apidog,
}


def _edited(piece: Piece) -> Node:
    """Add what Apidog adds: a folder, a link to the operation, keys in requirements and schemas."""
    document = json.loads(json.dumps(piece.document))
    operation = document["paths"][piece.path][piece.method]
    if "tags" in operation:
        operation["tags"] = [*operation["tags"], *operation["tags"]]
    operation["x-apidog-folder"] = piece.tag
    operation["x-apidog-status"] = "released"
    operation["x-run-in-apidog"] = (
        f"https://app.apidog.com/web/project/1/apis/api-{piece.number}-run"
    )
    for holder in (document, operation):
        for requirement in holder.get("security") or ():
            if requirement:
                requirement["x-apidog"] = {"required": True, "use": {"id": 1}}
    components = document.get("components") or {}
    for schema in (components.get("schemas") or {}).values():
        if isinstance(schema, dict) and "properties" in schema:
            schema["x-apidog-orders"] = list(schema["properties"])
            schema["x-apidog-folder"] = ""
    for scheme in (components.get("securitySchemes") or {}).values():
        if scheme.get("type") == "http" and scheme.get("scheme") == "bearer":
            scheme["type"] = "bearer"
    return document


def _quote(text: str) -> list[str]:
    return [f"> {line}".rstrip() for line in text.replace("```", "'''").split("\n")]


class _Dumper(yaml.CSafeDumper):
    """Writes every use of a part anew, as platforms do."""

    def ignore_aliases(self, data: object) -> bool:
        return True


# PyYAML would leave `0.16e0` without quotes: in YAML 1.1, but not in 1.2, that is a string.
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$"),
    list("-+.0123456789"),
)


def _yaml(document: Json) -> str:
    text = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=80
    )
    assert isinstance(text, str)
    return text


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"
