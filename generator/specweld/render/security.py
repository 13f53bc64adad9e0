"""Which credentials the operations of a client take, and where that has to be said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from specweld.render.code import Code, code
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Security


def usual_security(api: Api) -> Security:
    """Return what most operations take; what the others take is said with each of them."""
    counts = Counter(each.security for each in api.operations)
    return max(counts, key=lambda each: counts[each], default=any_credential(api))


def any_credential(api: Api) -> Security:
    """Return what goes without saying: any one of the credentials, and one is demanded."""
    return tuple((each.scheme,) for each in api.auth)


def names_schemes(api: Api) -> bool:
    """Return whether credentials are referred to by the names of their schemes."""
    usual = any_credential(api)
    return any(each.security != usual for each in api.operations)


def security(alternatives: Security) -> Code:
    """Write `(("key",), ())`."""
    return code(_tuple([_schemes(each) for each in alternatives]))


def _schemes(names: tuple[str, ...]) -> str:
    return _tuple([literal(name).text for name in names])


def _tuple(items: list[str]) -> str:
    comma = "," if len(items) == 1 else ""
    return f"({', '.join(items)}{comma})"
