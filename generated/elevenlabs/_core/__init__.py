"""What every generated client needs at run time: nothing here knows a particular API."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def lazy_names(
    package: str, modules: Mapping[str, Sequence[str]]
) -> Callable[[str], object]:
    """Make the `__getattr__` of a package whose public names live in other modules (PEP 562).

    Args:
        package: Its `__name__`.
        modules: Relative name of a module to the public names that it defines.
    """

    names = vars(sys.modules[package])
    places = {name: module for module, found in modules.items() for name in found}

    def find(name: str) -> object:
        if name == "__all__":
            return sorted(places)
        place = places.get(name)
        if place is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(place, package), name)
        names[name] = value  # the next look-up is a plain one
        return value

    names["__dir__"] = lambda: sorted({*names, *places})  # for completion in a shell
    return find
