"""`--accept-all`: write what was found into the config file, as findings that a team lives with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.acceptance import written_acceptances
from specweld.diagnostics import Severity
from specweld.pages.atomic import write_atomically
from specweld.settings.file import PROJECT_FILE
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from specweld.diagnostics import Diagnostic, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why findings are accepted, and until when."""

    text: str
    expires: date | None


def accept_all(
    path: Path,
    found: Mapping[str, Sequence[Diagnostic]],
    reason: Reason,
    problems: Problems,
) -> int:
    """Append `[[accept]]` tables for all findings to the config file; return how many there are.

    Args:
        path: The config file; what it says already is kept as it is.
        found: What counts, by the client's name.
        reason: Is written beside each.
        problems: Told when the file is laid out in a way that nothing can be appended to.
    """
    if not any(found.values()):
        return 0
    root = ("tool", "specweld") if path.name == PROJECT_FILE else ()
    blocks = [
        written_acceptances(
            (*root, "clients", name),
            findings,
            reason=reason.text,
            expires=reason.expires,
        )
        for name, findings in found.items()
        if findings
    ]
    addition = "\n".join(blocks)
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + addition
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        problems.report(
            "config-not-extensible",
            Severity.ERROR,
            f"nothing can be appended to `{path.as_posix()}`, which writes a client as an inline table; "
            "expected a table `[clients.NAME]`",
            TextPlace(path=path.as_posix()),
            help=f"write the client as a table of its own, or add by hand:\n{addition}",
        )
        return 0
    write_atomically(path, text)
    accepted = {each for findings in found.values() for each in findings}
    problems.accept(lambda each: reason.text if each in accepted else "")
    return len(accepted)
