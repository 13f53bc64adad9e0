"""The tables `[clients.NAME]`: from what a person wrote to `ClientConfig`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.config import AcceptedFinding, ClientConfig, DedupeMode, MergePolicy
from specweld.diagnostics import Related, Severity
from specweld.settings.names_lock import with_own_locks
from specweld.settings.package_name import (
    SHADOW_REMEDY,
    is_python_name,
    shadowed_words,
)
from specweld.settings.paths import shown_path
from specweld.settings.table import did_you_mean
from specweld.source import TextPlace

if TYPE_CHECKING:
    from pathlib import Path

    from specweld.diagnostics import Problems
    from specweld.settings.table import Table

_KEYS = (
    "specs",
    "package",
    "output",
    "client",
    "overlays",
    "templates",
    "api",
    "conflicts",
    "dedupe",
    "env-prefix",
    "external-refs",
    "grace-days",
    "strict",
    "names",
    "quirks-off",
    "accept",
    "names-lock",
)
_ACCEPT_KEYS = ("rule", "place", "reason", "expires")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIds:
    """The ids that a setting may name, each looked up only when one does."""

    quirks: Callable[[], Collection[str]] = tuple
    rules: Callable[[], Collection[str]] = tuple
    """Of findings."""


def read_clients(
    table: Table,
    folder: Path,
    problems: Problems,
    *,
    known: KnownIds,
) -> tuple[ClientConfig, ...]:
    """Read all clients; those with a fault are reported and left out."""
    table.report_unknown(("clients",), problems)
    if "clients" not in table.values:
        problems.report(
            "config-missing-key",
            Severity.ERROR,
            f"`{table.file}` names no client; expected a table `[clients.NAME]`",
            table.place(),
            help="`specweld init` in a folder without the file writes one with comments",
        )
        return ()
    if not isinstance(table.values["clients"], dict):
        table.report_type("clients", "a table", problems)
    read = (
        _read_client(name, client, folder, problems, known=known)
        for name, client in table.child("clients").children(problems)
    )
    clients = tuple(each for each in read if each is not None)
    _report_shared_outputs(table.child("clients"), clients, problems)
    return with_own_locks(clients)


def _read_client(
    name: str,
    table: Table,
    folder: Path,
    problems: Problems,
    *,
    known: KnownIds,
) -> ClientConfig | None:
    with problems.scope() as scope:
        client = _client(name, table, folder, scope, known=known)
    return None if scope.diagnostics else client


def _client(
    name: str,
    table: Table,
    folder: Path,
    problems: Problems,
    *,
    known: KnownIds,
) -> ClientConfig:
    table.report_unknown(_KEYS, problems)
    package = _package(name, table, problems)
    output = table.string("output", problems, default=f"generated/{package}")
    _report_shadow(package, shown_path(folder, output), table, problems)
    templates = table.string("templates", problems)
    lock = table.string("names-lock", problems)
    return ClientConfig(
        name=name,
        specs=_specs(name, table, folder, problems),
        package=package,
        output=shown_path(folder, output),
        client_name=_identifier("client", table, problems),
        overlays=tuple(
            shown_path(folder, each) for each in table.strings("overlays", problems)
        ),
        names=_names(table, problems),
        name_places=_name_places(table),
        quirks_off=_quirks_off(table, problems, known),
        templates=shown_path(folder, templates) if templates else None,
        api=table.string("api", problems),
        conflicts=MergePolicy(
            table.choice("conflicts", [each.value for each in MergePolicy], problems)
            or MergePolicy.ERROR
        ),
        dedupe=DedupeMode(
            table.choice("dedupe", [each.value for each in DedupeMode], problems)
            or DedupeMode.ALIASES
        ),
        env_prefix=_identifier("env-prefix", table, problems),
        external_refs=table.boolean("external-refs", problems),
        grace_days=table.count("grace-days", problems),
        strict=table.boolean("strict", problems),
        accept=tuple(
            _accepted(each, problems, known)
            for each in table.tables("accept", problems)
        ),
        lock=shown_path(folder, lock) if lock else None,
    )


def _specs(
    name: str, table: Table, folder: Path, problems: Problems
) -> tuple[Path, ...]:
    specs = table.strings("specs", problems)
    if "specs" not in table.values or table.values["specs"] in ("", []):
        problems.report(
            "config-missing-key",
            Severity.ERROR,
            f"`[{'.'.join(table.path)}]` has no `specs`; "
            "expected the files and folders to read",
            table.place("specs"),
            help=f'add `specs = "specs/{name}"`',
        )
    return tuple(shown_path(folder, each) for each in specs)


def _package(name: str, table: Table, problems: Problems) -> str:
    """Read the import name: the table's own name when it is none of its own."""
    if "package" in table.values:
        return _identifier("package", table, problems)
    if is_python_name(name):
        return name
    problems.report(
        "config-missing-key",
        Severity.ERROR,
        f"`{name}` cannot be imported and `[{'.'.join(table.path)}]` has no `package`; "
        "expected a Python name",
        table.place(),
        help='add `package = "..."`',
    )
    return ""


def _report_shadow(
    package: str, output: Path, table: Table, problems: Problems
) -> None:
    words = shadowed_words(package, output)
    if words:
        problems.report(
            "package-shadows-module",
            Severity.ERROR,
            words,
            table.place("package", on_value=True),
            help=SHADOW_REMEDY,
        )


def _identifier(key: str, table: Table, problems: Problems) -> str:
    value = table.string(key, problems)
    if isinstance(table.values.get(key), str) and not is_python_name(value):
        problems.report(
            "config-no-python-name",
            Severity.ERROR,
            f"`{value}` cannot be used as `{key}`; expected a Python name",
            table.place(key, on_value=True),
        )
    return value


def _names(table: Table, problems: Problems) -> dict[str, str]:
    if not isinstance(table.values.get("names", {}), dict):
        table.report_type("names", "a table", problems)
    names = table.child("names")
    pinned = {key: names.string(key, problems) for key in names.values}
    for key, name in pinned.items():
        is_model = key.startswith("#/")
        parts = (name,) if is_model else name.removeprefix("client.").split(".")
        if isinstance(names.values[key], str) and not all(map(_is_public, parts)):
            expected = "a class name" if is_model else "names joined by dots"
            problems.report(
                "config-no-python-name",
                Severity.ERROR,
                f"`{name}` cannot be a name in the client; expected {expected}",
                names.place(key, on_value=True),
            )
    _report_shared_names(names, pinned, problems)
    return pinned


def _report_shared_names(
    names: Table, pinned: Mapping[str, str], problems: Problems
) -> None:
    """Report two operations, or two schemas, that are to have one name."""
    seen: dict[tuple[bool, str], str] = {}
    for key, name in pinned.items():
        kind = key.startswith("#/")
        plain = name if kind else name.removeprefix("client.")
        first = seen.setdefault((kind, plain), key)
        if first != key and plain:
            problems.report(
                "config-shared-name",
                Severity.ERROR,
                f"`{key}` and `{first}` are both named `{name}`; "
                "expected a name for each",
                names.place(key, on_value=True),
                related=(Related(message="the other one", place=names.place(first)),),
            )


def _is_public(name: str) -> bool:
    return is_python_name(name) and not name.startswith("_")


def _name_places(table: Table) -> dict[str, TextPlace]:
    names = table.child("names")
    return {key: names.place(key) for key in names.values}


def _quirks_off(table: Table, problems: Problems, known: KnownIds) -> frozenset[str]:
    off = table.strings("quirks-off", problems)
    quirks = sorted(known.quirks()) if off else []
    for index, each in enumerate(off):
        if each not in quirks:
            problems.report(
                "config-unknown-value",
                Severity.ERROR,
                f"`{each}` is not a quirk; expected an id that `specweld explain` lists",
                table.place("quirks-off", str(index), on_value=True),
                help=did_you_mean(each, quirks),
            )
    return frozenset(off)


def _accepted(table: Table, problems: Problems, known: KnownIds) -> AcceptedFinding:
    table.report_unknown(_ACCEPT_KEYS, problems)
    texts = {key: table.string(key, problems) for key in ("rule", "reason")}
    for key, text in texts.items():
        if not text.strip() and isinstance(table.values.get(key, ""), str):
            problems.report(
                "accepted-incomplete",
                Severity.ERROR,
                f"an accepted finding has no `{key}`; expected one",
                table.place(key),
            )
    rules = sorted(known.rules())
    if texts["rule"] and rules and texts["rule"] not in rules:
        problems.report(
            "config-unknown-value",
            Severity.ERROR,
            f"`{texts['rule']}` is not a finding; "
            "expected a rule that `specweld explain` lists",
            table.place("rule", on_value=True),
            help=did_you_mean(texts["rule"], rules),
        )
    return AcceptedFinding(
        rule=texts["rule"],
        places=table.strings("place", problems),
        reason=texts["reason"],
        expires=table.day("expires", problems),
        position=table.place(),
    )


def _report_shared_outputs(
    table: Table, clients: tuple[ClientConfig, ...], problems: Problems
) -> None:
    """Report clients that would overwrite one another."""
    seen: dict[Path, str] = {}
    for client in clients:
        first = seen.setdefault(client.output, client.name)
        if first != client.name:
            problems.report(
                "config-shared-output",
                Severity.ERROR,
                f"`{client.name}` and `{first}` are both written to "
                f"`{client.output.as_posix()}`; expected a folder for each",
                table.place(client.name, "output"),
                related=(
                    Related(
                        message="the other one", place=table.place(first, "output")
                    ),
                ),
            )
