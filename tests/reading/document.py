"""The operations of an OpenAPI document as it writes them, independent of the generator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from reading.schemas import Node, Schemas, escaped

_OF_PATHS = "/%:@!$&'()*+,;=~"
"""What RFC 3986 allows in a path."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A node and where it stands."""

    node: Node
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation with all that holds for it."""

    method: str
    template: str
    node: Node
    pointer: str
    parameters: tuple[Declared, ...]
    security: tuple[Mapping[str, Node], ...] | None
    """None where neither the operation nor the document says anything."""

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the paths that the template allows, one group a placeholder."""
        return _pattern(self.path)

    @property
    def path(self) -> str:
        """The template without what stands behind the path."""
        return self.template.partition("?")[0].partition("#")[0]

    @property
    def placeholders(self) -> list[str]:
        """The names in the path, in order."""
        return re.findall(r"\{([^{}]+)\}", self.template.partition("?")[0])

    @property
    def templated(self) -> int:
        """How many segments of the path have a placeholder."""
        return sum("{" in each for each in self.path.split("/"))

    @property
    def fixed_query(self) -> str:
        """What stands behind a `?` of the template itself."""
        return self.template.partition("#")[0].partition("?")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenApi:
    """One document, with its schemas in both directions."""

    tree: Node
    requests: Schemas
    answers: Schemas
    operations: tuple[Operation, ...] = field(default=())
    by_size: Mapping[tuple[str, int], tuple[Operation, ...]] = field(
        default_factory=dict[tuple[str, int], tuple[Operation, ...]]
    )
    """Operations by method and number of segments."""

    @classmethod
    def read(cls, tree: Node) -> OpenApi:
        """Read a document that has been parsed."""
        requests = Schemas(tree, "request")
        operations = tuple(_operations(requests))
        by_size: dict[tuple[str, int], tuple[Operation, ...]] = {}
        for each in operations:
            size = each.method, each.path.count("/")
            by_size[size] = (*by_size.get(size, ()), each)
        return cls(
            tree=requests.tree,
            requests=requests,
            answers=Schemas(tree, "answer"),
            operations=operations,
            by_size=by_size,
        )

    @property
    def schemes(self) -> Mapping[str, Node]:
        """The security schemes, by name."""
        found = (self.tree.get("components") or {}).get("securitySchemes") or {}
        return {
            name: self.requests.target(each) if "$ref" in each else each
            for name, each in found.items()
        }

    def body(self, operation: Operation) -> Declared | None:
        """Return the body that an operation takes."""
        if "requestBody" not in operation.node:
            return None
        pointer = f"{operation.pointer}/requestBody"
        return settled(self.requests, operation.node["requestBody"], pointer)

    def success(self, operation: Operation) -> tuple[int, Declared] | None:
        """Return the status and the answer that a call hopes for."""
        answers = operation.node.get("responses") or {}
        statuses = sorted(each for each in answers if re.fullmatch("2[0-9X]{2}", each))
        chosen = next(iter(statuses), "default" if "default" in answers else None)
        if chosen is None:
            return None
        pointer = f"{operation.pointer}/responses/{chosen}"
        status = 200 if chosen in ("default", "2XX") else int(chosen)
        return status, settled(self.answers, self.answers.at(pointer), pointer)

    def routed(self, method: str, path: str) -> list[Operation]:
        """Find the operations of a path: concrete segments go before templated ones (3.1 section 4.8.8)."""
        found = [
            each
            for each in self.by_size.get((method, path.count("/")), ())
            if each.pattern.fullmatch(path)
        ]
        fewest = min((each.templated for each in found), default=0)
        return [each for each in found if each.templated == fewest]


def settled(schemas: Schemas, node: Node, pointer: str) -> Declared:
    """Follow the references of an object that is no schema."""
    while "$ref" in node:
        pointer = node["$ref"]
        node = schemas.at(pointer)
    return Declared(node=node, pointer=pointer)


def media(content: Node, pointer: str) -> Mapping[str, Declared]:
    """Return what a `content` holds, by media type without parameters."""
    return {
        key.partition(";")[0]
        .strip()
        .lower(): Declared(node=each, pointer=f"{pointer}/content/{escaped(key)}")
        for key, each in content.items()
    }


@cache
def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"\{[^{}]+\}", path)
    quoted = (quote(each, safe=_OF_PATHS) for each in pieces)
    return re.compile("([^/?]+?)".join(map(re.escape, quoted)))


def _operations(schemas: Schemas) -> Iterator[Operation]:
    tree = schemas.tree
    for template, item in (tree.get("paths") or {}).items():
        here = f"#/paths/{escaped(template)}"
        path_item = settled(schemas, item, here)
        for method in METHODS:
            if method not in path_item.node:
                continue
            node = path_item.node[method]
            pointer = f"{path_item.pointer}/{method}"
            shared = _parameters(schemas, path_item.node, path_item.pointer)
            own = _parameters(schemas, node, pointer)
            yield Operation(
                method=method.upper(),
                template=template,
                node=node,
                pointer=pointer,
                parameters=tuple({**shared, **own}.values()),
                security=node.get("security", tree.get("security")),
            )


def _parameters(
    schemas: Schemas, node: Node, pointer: str
) -> dict[tuple[str, str], Declared]:
    found = [
        settled(schemas, each, f"{pointer}/parameters/{index}")
        for index, each in enumerate(node.get("parameters") or ())
    ]
    return {(each.node["in"], each.node["name"]): each for each in found}
