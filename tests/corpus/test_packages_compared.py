"""A generated package is, to a comparison, what it was generated from."""

from __future__ import annotations

import json

import pytest

from corpus_clients import Generated
from specweld.cli import run
from specweld.render.snapshot import SNAPSHOT


def test_a_package_is_its_sources(
    client: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    package = client.folder / client.package
    for sides in ((package, client.inputs), (client.inputs, package)):
        capsys.readouterr()
        assert run(["diff", *map(str, sides), "--json"]) == 0
        found = json.loads(capsys.readouterr().out)["clients"][0]["comparison"]
        assert (found["bump"], found["changes"], found["layout"]) == ("none", [], [])


def test_what_it_keeps_is_small(client: Generated) -> None:
    package = client.folder / client.package
    sizes = {each: each.stat().st_size for each in package.rglob("*") if each.is_file()}
    assert sizes[package / SNAPSHOT] < 0.15 * sum(sizes.values())
