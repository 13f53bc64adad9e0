"""Import blocks: isort's order, relative as seen from the module."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from specweld.render.code import Import
from specweld.render.environment import environment
from specweld.render.imports import import_order, imports, listing_order
from specweld.render.layout import laid_out

TEMPLATE = environment().from_string(
    '{% from "parts/imports.jinja" import imports %}{{ imports(module) }}'
)


def block(module: str, running: Iterable[Import], typing: Iterable[Import] = ()) -> str:
    view = SimpleNamespace(imports=imports(module, running, typing))
    return laid_out(TEMPLATE.render(module=view))


def test_a_block() -> None:
    running = [
        Import(module="._core.values", name="nullable"),
        Import(module="._core.values", name="UNSET"),
        Import(module="functools", name="cached_property"),
        Import(module="msgspec", name="field"),
        Import(module=".models.voice", name="Voice"),
        Import(module=".resources.voices", name="Voices"),
    ]
    typing = [
        Import(module="builtins"),
        Import(module=".models.voice", name="Voice"),
        Import(module=".resources.voices_samples", name="VoicesSamples"),
        Import(module="datetime", name="date", alias="date_"),
    ]
    assert block(".resources.voices", running, typing) == ("""\
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import field

from .._core.values import UNSET, nullable
from ..models.voice import Voice

if TYPE_CHECKING:
    import builtins
    from datetime import date as date_

    from .voices_samples import VoicesSamples""")


def test_a_long_line_is_broken() -> None:
    needed = Import(module=f".{'m' * 60}", name="N" * 30)
    assert block(".client", [needed]).endswith(
        f"from .{'m' * 60} import (\n    {'N' * 30},\n)"
    )


def test_orders() -> None:
    names = ["b", "V10", "V2", "ABC", "Ab", "aa"]
    assert sorted(names, key=import_order) == ["ABC", "V2", "V10", "Ab", "aa", "b"]
    assert sorted(["Ab", "AaB", "AAc"], key=listing_order) == ["AAc", "AaB", "Ab"]
