"""What must hold between the stages, so that a run ends with words and not with a useless client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diagnostics import InputError, Problems, Severity
from specweld.source import TextPlace

if TYPE_CHECKING:
    from pathlib import Path

    from specweld.api.api import Api
    from specweld.config import ClientConfig
    from specweld.diagnostics import Diagnostic
    from specweld.spec.document import Document


def as_error(diagnostic: Diagnostic) -> Diagnostic:
    """Take what is unsupported for an error: there is nothing else to go on with."""
    is_left_out = diagnostic.severity is Severity.UNSUPPORTED
    return replace(diagnostic, severity=Severity.ERROR) if is_left_out else diagnostic


def check_templates(client: ClientConfig, problems: Problems) -> None:
    """Report a missing folder of templates together with what else is missing."""
    if client.templates is not None and not client.templates.is_dir():
        shown = client.templates.as_posix()
        problems.report(
            "input-not-found",
            Severity.ERROR,
            f"`{shown}` does not exist; expected a folder of templates",
            TextPlace(path=shown),
        )


def check_pins(api: Api, client: ClientConfig, problems: Problems) -> None:
    """Warn of names that are pinned to what is not there, or not there any more."""
    from specweld.api.names import public_names
    from specweld.names.lock import kind_of, read_lock
    from specweld.settings.table import did_you_mean

    lock = read_lock(client.lock, Problems())
    known = public_names(api) if client.names or lock.pins else {}
    for key in {**client.names, **lock.pins}:
        # Arguments and fields that are spelled as the API spells them are not listed.
        is_listed = kind_of(key, "Name") in {"methods", "models"}
        if key not in known and is_listed:
            problems.report(
                "pin-without-match",
                Severity.WARNING,
                f"`{key}` is not in the input; expected an operation or a schema to name",
                client.name_places.get(key) or _place(client.lock),
                help=did_you_mean(key, known),
            )


def _place(lock: Path | None) -> TextPlace | None:
    return None if lock is None else TextPlace(path=lock.as_posix())


def check_operations(api: Api, document: Document, problems: Problems) -> None:
    """Refuse to write a client without anything in it, in the place of one that may have had some.

    A document of webhooks or components only is complete (OpenAPI 3.1, section 4.8.1): its models
    are what the package consists of.

    Raises:
        InputError: nothing is left to generate, whatever else is wanted.
    """
    if api.coverage.operations_found:
        return
    place = document.place(("paths",)) or document.place(())
    if api.models and not problems.has(Severity.ERROR):
        problems.report(
            "models-only",
            Severity.NOTICE,
            "there is no operation in the input; the package consists of its models",
            place,
        )
        return
    if not problems.has(Severity.ERROR):
        problems.report(
            "no-operations",
            Severity.ERROR,
            "there is no operation in the input; expected `paths` with at least one",
            place,
            help="give the pages or the document that describe the API's operations",
        )
    raise InputError
