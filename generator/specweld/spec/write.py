"""Documents to YAML text that every YAML 1.2 and 1.1 reader reads alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.json_types import Json
    from specweld.spec.document import Document


def dump_document(document: Document) -> str:
    """Write a document as block-style YAML, keys in the document's own order."""
    return dump_yaml(document.data)


def dump_yaml(value: Json) -> str:
    """Write any JSON value as block-style YAML.

    Strings that some YAML reader would take for another type are quoted; text of several
    lines is a literal block where that is exact.
    """
    return yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 # PyYAML's signature
        """Write shared values out each time: readers may refuse aliases."""
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    is_block = "\n" in text and not _NOT_IN_BLOCK.search(text)
    return dumper.represent_scalar(  # pyright: ignore[reportUnknownMemberType] # untyped value in the stubs
        "tag:yaml.org,2002:str", text, style="|" if is_block else None
    )


# libyaml writes these into a block without complaint and does not read them back alike.
_NOT_IN_BLOCK = re.compile(r"\A[ \n]|[\r\x85\u2028\u2029\ufeff\t]|[ ]\n|[ ]\Z")

_Dumper.add_representer(str, _represent_text)
_add_resolver = cast(
    "Callable[[str, re.Pattern[str], list[str]], None]",
    _Dumper.add_implicit_resolver,  # pyright: ignore[reportUnknownMemberType] # untyped in the stubs
)
# PyYAML quotes most of what YAML 1.1 would misread, but not `y` and `n`, nor what only
# YAML 1.2 takes for a number.
_add_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"),
    list("-+.0123456789"),
)
_add_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]\Z"), list("yYnN"))
_add_resolver("tag:yaml.org,2002:int", re.compile(r"0o[0-7]+\Z"), ["0"])
