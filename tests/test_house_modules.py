"""The rules of the house about modules that import one another and names that stand for things."""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest

from case_files import ROOT
from specweld.api.api import Auth
from specweld.api.operations import BodyKind, Location, PagingKind, ResponseKind
from specweld.pages.platform import Platform

PACKAGE = ROOT / "generator" / "specweld"
APART = {"runtime", "scaffold"}
"""What is copied into clients and repositories: it has a vocabulary of its own."""


def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in APART
    }


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules of ours that a module imports, for checkers alone included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.removeprefix("specweld").removeprefix(".")
            names = [module, *(f"{module}.{each.name}" for each in node.names)]
            yield from (each.lstrip(".") for each in names if each.lstrip(".") in known)


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the folders that two modules have in common."""
    pairs = zip(one, other, strict=False)
    return len([*itertools.takewhile(lambda each: each[0] == each[1], pairs)])


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Find modules that import one another in a circle; empty where there are none."""
    left = dict(graph)
    while True:
        free = [each for each, below in left.items() if not below & left.keys()]
        if not free:
            return sorted(left)
        for each in free:
            del left[each]


def test_no_modules_import_one_another_in_a_circle() -> None:
    known = modules()
    graph = {name: {*imported(path, known)} - {name} for name, path in known.items()}
    assert sum(map(len, graph.values())) > len(graph)
    assert circle(graph) == []


def test_no_folders_import_one_another_in_a_circle() -> None:
    """Whatever stands in one folder, a module or a folder, counts as one."""
    known = modules()
    found: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for name, path in known.items():
        for above in imported(path, known):
            one, other = name.split("."), above.split(".")
            depth = shared(one, other)
            if depth < min(len(one), len(other)):
                graph = found.setdefault((*one[:depth],), defaultdict(set))
                graph[one[depth]].add(other[depth])
    assert {"", "diff", "pages", "spec"} <= {".".join(each) for each in found}
    assert {each: circle(graph) for each, graph in found.items() if circle(graph)} == {}


def test_the_search_for_circles_finds_one() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set[str]()}
    assert circle(graph) == ["a", "b", "c"]


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    assert places
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


ROWS: tuple[str, ...] = (
    "TupleType",  # of the kinds of type the one that came last
    *(each.__name__ for each in get_args(Auth)),
    *(
        f"{kinds.__name__}.{each.name}"
        for kinds in (BodyKind, Location, PagingKind, Platform, ResponseKind)
        for each in kinds
    ),
)
"""What there may be more kinds of: a further one is a row in a few modules."""

MOST_MODULES = 10


@pytest.mark.parametrize("kind", ROWS)
def test_one_kind_of_a_thing_is_known_to_few_modules(kind: str) -> None:
    word = re.compile(rf"\b{re.escape(kind)}\b")
    knowing = [
        name
        for name, path in modules().items()
        if word.search(path.read_text(encoding="utf-8"))
    ]
    assert 0 < len(knowing) <= MOST_MODULES, knowing
