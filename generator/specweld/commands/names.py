"""`specweld names`: list the public names of a client, pin them, take those of an SDK over."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.diagnostics import Problems
from specweld.json_types import Json
from specweld.session.session import Session, output_options
from specweld.settings.package_name import is_python_name
from specweld.settings.table import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from specweld.adopt.calls import AdoptedCall
    from specweld.config import ClientConfig, Config
    from specweld.generation import Outcome
    from specweld.json_types import JsonObject
    from specweld.names.lock import NamesLock
    from specweld.names.takeover import Takeover

_EPILOG = """\b
Examples:
  specweld names                            list all names, and where each belongs
  specweld names list --ugliest 20          the worst, each with a ready pin
  specweld names pin "GET /v1/voices" voices.list
  specweld names pin "#/components/schemas/VoiceResponseModel" Voice
  specweld names unpin "GET /v1/voices"
  specweld names adopt openai               keep the calls of an installed SDK working
"""
_UGLY = 20
_UNIQUE = frozenset({"methods", "models"})
"""Kinds of names that no two places share."""


def _client_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in (
        click.option(
            "--config",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Use this file instead of the nearest specweld.toml.",
        ),
        click.option(
            "--client",
            "client_name",
            metavar="NAME",
            help="The client, when specweld.toml has several.",
        ),
    ):
        command = option(command)
    return command


class ListingGroup(click.Group):
    """A group that lists when it is told nothing else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before options that are not the group's own."""
        is_named = bool(args) and not args[0].startswith("-")
        if not is_named and args[:1] not in (["-h"], ["--help"]):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("names", cls=ListingGroup, epilog=_EPILOG)
def command() -> None:
    """List, pin and adopt the public names of a client; they are kept in names.lock."""


@command.command("list")
@_client_options
@click.option(
    "--ugliest",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the N worst, each with the command that changes it.",
)
@output_options
def list_names(
    session: Session,
    *,
    client_name: str | None,
    config: Path | None,
    ugliest: int | None,
) -> int:
    """List all names with the places they belong to, and the twenty ugliest."""
    from specweld.names.lock import kind_of
    from specweld.names.ugliness import ugliest as find_ugliest
    from specweld.printing.summary import counted

    client = _client(session.config(config), client_name)
    lock = _lock(session, client)
    kinds = Counter(kind_of(*each) for each in lock.known.items())
    counts = ", ".join(counted(count, kind[:-1]) for kind, count in kinds.items())
    if ugliest is None:
        session.say(f"{client.name}: {counts or 'no names'}, {len(lock.pins)} pinned")
        for place, name in lock.known.items():
            mark = "  (pinned)" if place in lock.pins else ""
            session.say(f"  {name}  {place}{mark}")
    worst = find_ugliest(lock.names, ugliest or _UGLY)
    if worst:
        session.say("The ugliest, with what pins a better one:")
    for each in worst:
        session.say(f"  {each.name}")
        better = each.better or "NAME"
        session.say(f'    specweld names pin "{each.place}" {better}')
    return session.close(
        {
            "client": client.name,
            "names": dict[str, Json](lock.known),
            "pinned": list[Json](sorted(lock.pins)),
            "ugliest": [
                dict[str, Json](place=each.place, name=each.name, better=each.better)
                for each in worst
            ],
        }
    )


@command.command("pin")
@_client_options
@click.argument("place", metavar="PLACE|OLD")
@click.argument("name", metavar="NEW")
@output_options
def pin_name(
    session: Session,
    *,
    place: str,
    name: str,
    client_name: str | None,
    config: Path | None,
) -> int:
    """Give an operation, a model, an argument or a field the name NEW, for good.

    PLACE is what `specweld names` lists: `GET /v1/voices`, `#/components/schemas/Voice`; or
    the name it has now.
    """
    settings = session.config(config)
    client = _client(settings, client_name)
    lock = _lock(session, client)
    place = _place(place, lock.known)
    name = name.removeprefix("client.")
    _check(place, name, lock.known)
    pins = {**lock.pins, place: name}
    outcome = _renew(session, settings, client, replace(lock, pins=pins))
    session.say(f"{place} is pinned to {name}")
    return _close(session, client, outcome, {"pins": {place: name}})


@command.command("unpin")
@_client_options
@click.argument("places", nargs=-1, metavar="PLACE|NAME...")
@click.option("--all", "is_all", is_flag=True, help="Take all pins out.")
@output_options
def unpin_names(
    session: Session,
    *,
    places: tuple[str, ...],
    is_all: bool,
    client_name: str | None,
    config: Path | None,
) -> int:
    """Let a pinned name be what it would be by itself."""
    settings = session.config(config)
    client = _client(settings, client_name)
    lock = _lock(session, client)
    if bool(places) == is_all:
        raise click.UsageError("Name what to unpin, or say `--all`.")
    out = {_place(each, lock.pins) for each in places} or set(lock.pins)
    # The arguments of a method that was taken over go with it.
    out |= {key for key in lock.pins for each in out if key.startswith(f"{each} ")}
    pins = {key: name for key, name in lock.pins.items() if key not in out}
    outcome = _renew(session, settings, client, replace(lock, pins=pins))
    names = _written_names(client)
    for place in sorted(out):
        session.say(f"{place} is {names.get(place, 'called as the API calls it')}")
    return _close(session, client, outcome, {"unpinned": list[Json](sorted(out))})


@command.command("adopt")
@_client_options
@click.argument("package")
@click.option(
    "--class",
    "class_name",
    default="",
    metavar="CLASS",
    help="The client class to begin from; else the one that reaches most.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken over.")
@output_options
def adopt_names(
    session: Session,
    *,
    package: str,
    class_name: str,
    dry_run: bool,
    client_name: str | None,
    config: Path | None,
) -> int:
    """Take over the method and argument names of an SDK, so that calls to it keep working.

    PACKAGE is the import name of an installed package, or the folder of one. Its source is
    read; nothing of it is run.
    """
    from specweld.printing.summary import counted

    settings = session.config(config)
    client = _client(settings, client_name)
    lock = _lock(session, client, may_be_missing=True)
    calls = _calls(package, class_name)
    takeover = _takeover(session, client, calls)
    session.say(
        f"{package}: it has {counted(len(takeover.methods), 'operation')} of {client.name}, "
        f"and other names for {counted(len(takeover.arguments), 'argument')}"
    )
    if not takeover.methods:
        raise click.UsageError(
            f"`{package}` makes none of the calls of `{client.name}`."
        )
    if dry_run:
        for place, name in takeover.pins.items():
            session.say(f"  {name}  {place}")
        return session.close(
            {"client": client.name, "pins": dict[str, Json](takeover.pins)}
        )
    pins = {**lock.pins, **takeover.pins}
    outcome = _renew(session, settings, client, replace(lock, pins=pins))
    names = _written_names(client)
    held = sum(names.get(key) == name for key, name in takeover.methods.items())
    session.say(f"{held} of {len(takeover.methods)} methods are called as in {package}")
    return _close(
        session, client, outcome, {"pins": dict[str, Json](takeover.pins), "held": held}
    )


def _client(config: Config, name: str | None) -> ClientConfig:
    if name is None and len(config.clients) == 1:
        return config.clients[0]
    names = [each.name for each in config.clients]
    if name is None:
        raise click.UsageError(f"There are several clients: `--client {names[0]}`?")
    if name not in names:
        raise click.UsageError(f"There is no client `{name}`{_hint(name, names)}.")
    return config.clients[names.index(name)]


def _hint(given: str, known: Sequence[str]) -> str:
    hint = did_you_mean(given, known)
    return f"; {hint}" if hint else ""


def _lock(
    session: Session, client: ClientConfig, *, may_be_missing: bool = False
) -> NamesLock:
    """Read the lock of a client.

    Raises:
        InputError: it is broken.
    """
    from specweld.names.lock import read_lock

    path = client.lock
    if not may_be_missing and (path is None or not path.is_file()):
        raise click.UsageError(
            f"`{client.name}` has no names yet: run `specweld regenerate` first."
        )
    lock = read_lock(path, session.problems)
    session.problems.checkpoint(keep_going=False)
    return lock


def _place(given: str, known: Mapping[str, str]) -> str:
    """Find a place by itself, or by the name that it has."""
    if given in known:
        return given
    name = given.removeprefix("client.")
    places = [key for key, each in known.items() if each == name]
    if len(places) == 1:
        return places[0]
    hint = _hint(given, [*known, *known.values()])
    raise click.UsageError(f"`{given}` is neither a place nor the name of one{hint}.")


def _check(place: str, name: str, known: Mapping[str, str]) -> None:
    from specweld.names.lock import kind_of

    kind = kind_of(place, known[place])
    if kind == "resources":
        raise click.UsageError(
            "A resource is called after its methods: pin one of those instead."
        )
    parts = name.split(".") if kind == "methods" else [name]
    if not all(is_python_name(each) and not each.startswith("_") for each in parts):
        expected = {"methods": "names joined by dots", "models": "a class name"}
        words = expected.get(kind, "a Python name")
        raise click.UsageError(f"`{name}` cannot be a name here; expected {words}.")
    owner = next(
        (key for key, each in known.items() if each == name and key != place), None
    )
    if owner is not None and kind in _UNIQUE:
        raise click.UsageError(f"`{name}` is the name of `{owner}` already.")


def _calls(package: str, class_name: str) -> tuple[AdoptedCall, ...]:
    from specweld.adopt.locate import locate_package
    from specweld.adopt.read import read_sdk

    folder = locate_package(package)
    if folder is None:
        raise click.UsageError(
            f"`{package}` is neither installed nor a folder; expected an SDK, "
            "such as `.venv/lib/python3.12/site-packages/openai`."
        )
    calls = read_sdk(folder, class_name)
    if not calls:
        raise click.UsageError(
            f"No request was found in `{package}`; expected the package of an SDK."
        )
    return calls


def _takeover(
    session: Session, client: ClientConfig, calls: tuple[AdoptedCall, ...]
) -> Takeover:
    """Read the client's input and choose names; its findings are told when it is regenerated.

    Raises:
        InputError: the input cannot be read.
    """
    from specweld.names.takeover import take_over
    from specweld.pipeline import build

    with session.progress() as progress:
        inputs = [str(each) for each in client.specs]
        api = build(inputs, client, Problems(), progress=progress).api
    return take_over(api, calls)


def _renew(
    session: Session, settings: Config, client: ClientConfig, lock: NamesLock
) -> Outcome:
    """Write the lock and regenerate; when that fails, the old lock is put back.

    Raises:
        InputError: the client cannot be generated.
    """
    from specweld.generation import RunOptions, regenerate
    from specweld.names.keeping import restored_on_failure

    today = datetime.now().astimezone().date()
    with restored_on_failure(client.lock, lock), session.progress() as progress:
        return regenerate(
            client,
            session.problems,
            RunOptions(today=today),
            config=settings.path,
            progress=progress,
        )


def _written_names(client: ClientConfig) -> Mapping[str, str]:
    from specweld.render.output import previous_names

    return previous_names(client.output)


def _close(
    session: Session, client: ClientConfig, outcome: Outcome, result: JsonObject
) -> int:
    from specweld.session.outcome import is_incomplete, outcome_as_json, outcome_words

    for line in outcome_words(client, outcome, remedy="run `specweld regenerate`"):
        session.say(line)
    return session.close(
        {
            "client": client.name,
            **result,
            "clients": [outcome_as_json(client, outcome)],
        },
        is_incomplete=is_incomplete(outcome),
    )
