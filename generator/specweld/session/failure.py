"""Runs that end before they come to their result: wrong use, the system's refusal, a fault of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from specweld.diagnostics import Severity
from specweld.json_types import format_pointer
from specweld.printing.escape import visible
from specweld.session.exit_codes import ExitCode
from specweld.session.session import Session
from specweld.source import NodePlace, Source, TextPlace

if TYPE_CHECKING:
    from types import FrameType

    from specweld.source import Place

_LONGEST = 300
_DEBUG = "run again with `--debug` and report what that prints, with the input"


def close_wrong_use(session: Session, error: click.ClickException) -> int:
    """Say what is wrong with the command line."""
    if not session.is_json:
        error.show()
        return ExitCode.WRONG_USE
    session.problems.report("wrong-use", Severity.ERROR, error.format_message())
    return session.close(code=ExitCode.WRONG_USE)


def close_failure(session: Session, error: Exception) -> int:
    """Say in one line what went wrong in the world, or with us, and where in the input."""
    if isinstance(error, OSError) and error.errno is not None:
        # Without a name it is a stream: a full disk behind `>`, a pipe whose reader is gone.
        name = "the output" if error.filename is None else str(error.filename)
        reason = error.strerror or type(error).__name__
        if not session.is_json:
            click.echo(f"error: {visible(name)}: {reason}", err=True)
            return ExitCode.UNREADABLE
        session.problems.report(
            "system-refused", Severity.ERROR, f"{name}: {reason}", TextPlace(path=name)
        )
        return session.close(code=ExitCode.UNREADABLE)
    message = f"{type(error).__name__}: {str(error)[:_LONGEST]}"
    place = place_of(error)
    if not session.is_json:
        where = f" (at {place_words(place)})" if place is not None else ""
        click.echo(
            f"internal error: {visible(message)}{visible(where)}; {_DEBUG}", err=True
        )
        return ExitCode.INTERNAL
    session.problems.report(
        "internal-error", Severity.ERROR, message, place, help=_DEBUG
    )
    return session.close(code=ExitCode.INTERNAL)


def place_of(error: Exception) -> Place | None:
    """Find which node of the input was being worked on: the nearest one to the fault.

    The stages pass nodes, places and sources to one another as arguments, so the frames of the
    traceback hold them; nothing has to be kept for the day of a fault.
    """
    for frame in _frames(error):
        found = [_place(each) for each in frame.f_locals.values()]
        places = [each for each in found if each is not None]
        if places:
            return max(places, key=_precision)
    return None


def place_words(place: Place) -> str:
    """Name a place by file and line, else by file and pointer: a fault may be one of the look-up."""
    from specweld.printing.span import span_of

    try:
        return span_of(place).label
    except Exception:  # as above
        pointer = place.pointer if isinstance(place, NodePlace) else ()
        path = place.source.path if isinstance(place, NodePlace) else place.path
        return path + format_pointer(pointer)


def _frames(error: Exception) -> Iterator[FrameType]:
    """Yield the frames of a traceback, the innermost first."""
    found: list[FrameType] = []
    step = error.__traceback__
    while step is not None:
        found.append(step.tb_frame)
        step = step.tb_next
    yield from reversed(found)


def _place(value: object) -> Place | None:
    if isinstance(value, Source):
        return value.place()
    if isinstance(value, NodePlace | TextPlace):
        return value
    with contextlib.suppress(Exception):  # a fault must not hide behind another one
        return _place_within(value)
    return None


def _place_within(value: object) -> Place | None:
    """Ask a node, a model or a page where it is."""
    for name in ("place", "origin"):
        found = getattr(value, name, None)
        found = found() if name == "place" and callable(found) else found
        for each in (found, getattr(found, "place", None)):
            if isinstance(each, NodePlace | TextPlace):
                return each
    path, line = getattr(value, "path", None), getattr(value, "line", None)
    if isinstance(path, str) and isinstance(line, int):
        return TextPlace(path=path, line=line)
    return None


def _precision(place: Place) -> int:
    return len(place.pointer) + 1 if isinstance(place, NodePlace) else place.line
