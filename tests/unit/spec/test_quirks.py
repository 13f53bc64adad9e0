from __future__ import annotations

import pytest
import yaml

from case_files import CASES, ROOT
from specweld.diagnostics import Problems
from specweld.explain.quirks_page import quirks_page
from specweld.json_types import JsonObject
from specweld.pages.platform import Platform
from specweld.source import EXTENSION, Source
from specweld.spec.quirks import QUIRKS, Quirk


def fired(quirk: Quirk, platform: Platform) -> bool:
    """Normalise the case of a quirk as if a page of a platform had brought it."""
    from specweld.spec.normalise import normalise

    text = (CASES / "normalise" / f"{quirk.id}.yaml").read_text(encoding="utf-8")
    data: JsonObject = yaml.load(text, yaml.CSafeLoader)
    data = {"openapi": "3.1.0", "info": {"title": "Case", "version": "1"}, **data}
    extension = data.get(EXTENSION)
    facts = extension if isinstance(extension, dict) else {}
    data[EXTENSION] = {**facts, "platform": platform.value}
    problems = Problems()
    normalise(Source(path="case.yaml", text="", data=data), problems)
    return quirk.id in problems.counts()


@pytest.mark.parametrize("quirk", [pytest.param(each, id=each.id) for each in QUIRKS])
def test_a_quirk_is_put_right_for_its_own_platforms_only(quirk: Quirk) -> None:
    assert quirk.platforms
    assert {each for each in Platform if fired(quirk, each)} == quirk.platforms


def test_the_handbook_lists_every_quirk() -> None:
    page = ROOT / "docs" / "quirks.md"
    assert page.read_text(encoding="utf-8") == quirks_page(
        QUIRKS
    ), "docs/quirks.md is out of date: run `specweld explain --markdown > docs/quirks.md`"
