"""From a node of a source to a line and column, only when it is to be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from specweld.spec.json_text import scan_json
from specweld.spec.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.json_types import Pointer
    from specweld.source import NodePlace
    from specweld.spec.json_text import JsonNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A span of a file: 1-based lines and columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class _Mark(Protocol):
    line: int
    column: int


_Span: TypeAlias = tuple[int, int, int, int]
_Pairs: TypeAlias = "dict[str, tuple[Node, Node]]"


def locate(place: NodePlace) -> Position:
    """Find where a node stands in its file.

    A node that the text does not have (it was moved or made by a quirk) is found at the
    deepest part of its pointer that the text does have.
    """
    source = place.source
    tree = _tree(source.text)
    span = (1, 1, 1, 1)
    if tree is not None:
        span = tree.span(place.pointer, on_key=place.on_key)
    offset = source.first_line - 1
    return Position(
        line=span[0] + offset,
        column=span[1],
        end_line=span[2] + offset,
        end_column=span[3],
    )


class _Composer(yaml.CLoader):
    """Composes nodes with their marks and asks nothing about their types."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Leave every tag alone; only positions are wanted."""
        del kind, value, implicit
        return ""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: there is no path resolver."""

    def ascend_resolver(self) -> None:
        """Do nothing: there is no path resolver."""


@lru_cache(maxsize=8)
def _tree(text: str) -> _JsonTree | _YamlTree | None:
    if text.lstrip().startswith(("{", "[")):
        root = scan_json(text)
        if root is not None:
            return _JsonTree(text, root)
    try:
        node = _Composer(text).get_single_node()
    except yaml.YAMLError:
        return None
    return None if node is None else _YamlTree(node)


class _JsonTree:
    """The nodes of a JSON text."""

    def __init__(self, text: str, root: JsonNode) -> None:
        self._lines = lines_of(text)
        self._root = root
        self._spellings: dict[int, _Spelling] = {}

    def span(self, pointer: Pointer, *, on_key: bool) -> _Span:
        node = self._root
        for part in pointer:
            name = self._as_written(part, node)
            if name is None:
                break
            node = node.members[name]
        if not on_key:
            node = node.members.get("$ref", node)
        start, end = node.start, node.end
        if on_key and node.key is not None:
            start, end = node.key
        return (*self._lines.position(start), *self._lines.position(end))

    def _as_written(self, part: str, node: JsonNode) -> str | None:
        if part in node.members:
            return part
        spelling = self._spellings.get(node.start)
        if spelling is None:
            spelling = self._spellings[node.start] = _Spelling(node.members)
        return spelling.find(part)


class _YamlTree:
    """The nodes of a YAML text."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._pairs: dict[int, _Pairs] = {}
        self._spellings: dict[int, _Spelling] = {}

    def span(self, pointer: Pointer, *, on_key: bool) -> _Span:
        key: Node | None = None
        node = self._root
        for part in pointer:
            found = self._child(node, part)
            if found is None:
                break
            key, node = found
        if not on_key:
            # What a person looks for in a reference object is where it leads.
            key, node = self._child(node, "$ref") or (key, node)
        shown = key if on_key and key is not None else node
        if key is not None and isinstance(shown, MappingNode | SequenceNode):
            # A block collection ends at the start of whatever follows; its key says more.
            shown = key if not shown.flow_style else shown
        start = cast("_Mark", shown.start_mark)
        end = cast("_Mark", shown.end_mark)
        return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _child(self, node: Node, part: str) -> tuple[Node | None, Node] | None:
        if isinstance(node, SequenceNode):
            items = cast("list[Node]", node.value)
            if part.isdecimal() and int(part) < len(items):
                return None, items[int(part)]
            return None
        if not isinstance(node, MappingNode):
            return None
        pairs = self._pairs_of(node)
        name = part if part in pairs else self._spelling_of(node).find(part)
        if name is not None:
            return pairs[name]
        return self._merged_child(pairs["<<"][1], part) if "<<" in pairs else None

    def _pairs_of(self, node: MappingNode) -> _Pairs:
        """Return the entries of a mapping by key; the first of two equal keys."""
        pairs = self._pairs.get(id(node))
        if pairs is None:
            pairs = self._pairs[id(node)] = {
                cast("str", key.value): (key, value)
                for key, value in reversed(cast("list[tuple[Node, Node]]", node.value))
                if isinstance(key, ScalarNode)
            }
        return pairs

    def _spelling_of(self, node: MappingNode) -> _Spelling:
        spelling = self._spellings.get(id(node))
        if spelling is None:
            spelling = self._spellings[id(node)] = _Spelling(self._pairs_of(node))
        return spelling

    def _merged_child(self, merged: Node, part: str) -> tuple[Node | None, Node] | None:
        if isinstance(merged, SequenceNode):
            for each in cast("list[Node]", merged.value):
                found = self._child(each, part)
                if found is not None:
                    return found
            return None
        return self._child(merged, part)


class _Spelling:
    """Keys as the text spells them: `Voice` may be `type_:Voice` there.

    Positions are looked up after names were put right (quirks `type-prefix` and
    `component-name-characters`), in the text as it was.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._written: dict[str, str | None] = {}
        for key in keys:
            name = _UNUSUAL.sub("_", key.split(":")[-1])
            self._written[name] = None if name in self._written else key

    def find(self, part: str) -> str | None:
        """Return the one key that is meant by a name; None if there is none, or several."""
        return self._written.get(part)


_UNUSUAL = re.compile(r"[^A-Za-z0-9._\-]+")
