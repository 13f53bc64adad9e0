"""Names of a package that are imported when first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """Make the `__getattr__` of a package whose public names live in other modules (PEP 562).

    Args:
        package: Its `__name__`.
        places: Public name to the relative name of the module that defines it.
    """

    names = vars(sys.modules[package])

    def find(name: str) -> object:
        place = places.get(name)
        if place is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(place, package), name)
        names[name] = value  # the next look-up is a plain one
        return value

    names["__dir__"] = lambda: sorted({*names, *places})  # for completion in a shell
    return find
