"""Name the client class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.names import RESERVED, USED_BY_CLIENTS
from specweld.api.spelling import class_identifier, is_class_name, pascal_case
from specweld.diagnostics import Severity
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from specweld.api.input import Input


def name_client(source: Input, *, chosen: str, package: str) -> str:
    """Name the client: as the config says, as the docs' samples do, else after the package."""
    if chosen:
        return _chosen_name(source, chosen)
    counts: dict[str, int] = {}
    for operation in source.contract.operations:
        name = text_at(operation.page, "client", "name")
        if is_class_name(name) and not name.startswith("Async"):
            counts[name] = counts.get(name, 0) + 1
    if counts:
        return _free(max(counts, key=lambda name: counts[name]))
    title = text_at(source.contract.info, "title")
    return _free(
        _spelled_in(title, package)
        or class_identifier(pascal_case(package), fallback="Client")
    )


def _chosen_name(source: Input, name: str) -> str:
    """Take the config's name for the client; one that its own module needs is refused."""
    free = _free(name)
    if free != name:
        source.reporter.problems.report(
            "client-name-taken",
            Severity.ERROR,
            f"`{name}` is the name of something that the client itself uses; expected another",
            help=f"call it `{free}`: `--client`, or `client` in the config",
        )
    return free


def _free(name: str) -> str:
    """Set a client's name apart from what its module uses and from errors: `SettingsClient`."""
    is_used = name in RESERVED or name in USED_BY_CLIENTS or name.endswith("Error")
    return f"{name}Client" if is_used else name


def _spelled_in(title: str, package: str) -> str:
    """Find the package's name in the title, where it has its capitals: `OpenRouter API`."""
    plain = package.replace("_", "")
    for word in title.split():
        if word.lower() == plain and is_class_name(word):
            return word
    return ""
