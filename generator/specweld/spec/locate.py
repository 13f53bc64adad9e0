"""From a node of a source to a line and column, only when it is to be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from specweld.spec.fault import TextError
from specweld.spec.json_text import JsonNode, line_and_column, parse_json, scan_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from specweld.json_types import Pointer
    from specweld.source import NodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A span of a file: 1-based lines and columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    """The first line of the span, without its line break."""


class _Mark(Protocol):
    line: int
    column: int


_Span: TypeAlias = tuple[int, int, int, int]
_Tree: TypeAlias = "Node | JsonNode | None"


def locate(place: NodePlace) -> Position:
    """Find where a node stands in its file.

    A node that the text does not have (it was moved or made by a quirk) is found at the
    deepest part of its pointer that the text does have.
    """
    source = place.source
    tree = _tree(source.text)
    match tree:
        case JsonNode():
            span = _json_span(source.text, tree, place.pointer, on_key=place.on_key)
        case None:
            span = (1, 1, 1, 1)
        case _:
            span = _yaml_span(tree, place.pointer, on_key=place.on_key)
    line, column, end_line, end_column = span
    lines = _lines(source.text)
    offset = source.first_line - 1
    return Position(
        line=line + offset,
        column=column,
        end_line=end_line + offset,
        end_column=end_column,
        excerpt=lines[line - 1] if line <= len(lines) else "",
    )


@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip("\r") for line in text.split("\n"))


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
def _tree(text: str) -> _Tree:
    if text.lstrip().startswith(("{", "[")):
        try:
            parse_json(text)
        except TextError:
            pass  # YAML's flow style
        else:
            return scan_json(text)
    try:
        return _Composer(text).get_single_node()
    except yaml.YAMLError:
        return None


def _json_span(text: str, root: JsonNode, pointer: Pointer, *, on_key: bool) -> _Span:
    node = root
    for part in pointer:
        name = _as_written(part, node.members)
        if name is None:
            break
        node = node.members[name]
    if not on_key:
        node = node.members.get("$ref", node)
    start, end = node.start, node.end
    if on_key and node.key is not None:
        start, end = node.key
    return (*line_and_column(text, start), *line_and_column(text, end))


def _yaml_span(root: Node, pointer: Pointer, *, on_key: bool) -> _Span:
    key: Node | None = None
    node = root
    for part in pointer:
        found = _yaml_child(node, part)
        if found is None:
            break
        key, node = found
    if not on_key:
        # What a person looks for in a reference object is where it leads.
        key, node = _yaml_child(node, "$ref") or (key, node)
    shown = key if on_key and key is not None else node
    if key is not None and isinstance(shown, MappingNode | SequenceNode):
        # A block collection ends at the start of whatever follows; its key says more.
        shown = key if not shown.flow_style else shown
    start = cast("_Mark", shown.start_mark)
    end = cast("_Mark", shown.end_mark)
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _yaml_child(node: Node, part: str) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode):
        items = cast("list[Node]", node.value)
        if part.isdecimal() and int(part) < len(items):
            return None, items[int(part)]
        return None
    if not isinstance(node, MappingNode):
        return None
    pairs = {
        cast("str", key.value): (key, value)
        for key, value in reversed(cast("list[tuple[Node, Node]]", node.value))
        if isinstance(key, ScalarNode)
    }
    name = _as_written(part, pairs)
    if name is not None:
        return pairs[name]
    return _merged_child(pairs["<<"][1], part) if "<<" in pairs else None


def _merged_child(merged: Node, part: str) -> tuple[Node | None, Node] | None:
    if isinstance(merged, SequenceNode):
        for each in cast("list[Node]", merged.value):
            found = _yaml_child(each, part)
            if found is not None:
                return found
        return None
    return _yaml_child(merged, part)


def _as_written(part: str, keys: Collection[str]) -> str | None:
    """Find a key as the text spells it: `Voice` may be `type_:Voice` there.

    Positions are looked up after names were put right (quirks `type-prefix` and
    `component-name-characters`), in the text as it was.
    """
    if part in keys:
        return part
    spelled = [key for key in keys if _UNUSUAL.sub("_", key.split(":")[-1]) == part]
    return spelled[0] if len(spelled) == 1 else None


_UNUSUAL = re.compile(r"[^A-Za-z0-9._\-]+")
