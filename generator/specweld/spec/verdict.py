"""What openapi-spec-validator says about a document, as plain data.

Run as a module this is the other end of `validate.start_validation`: it reads a document
from one file and writes the findings to another.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from specweld.spec.difference import describe
from specweld.spec.finding_place import FindingPlaces
from specweld.spec.validator import Violation, violations

if TYPE_CHECKING:

    from specweld.json_types import JsonObject, Pointer


Finding: TypeAlias = "tuple[Pointer, str]"
"""A pointer into the document, and what is wrong there."""

TIME_LIMIT = 300
"""Seconds."""

MAXIMUM_FINDINGS = 200
"""A document that is wrong in one habit can be wrong in ten thousand places."""


def judge(document: JsonObject, *, is_fast: bool = True) -> list[Finding]:
    """Validate a document against OpenAPI 3.1; nothing is fetched, nothing escapes."""
    found: dict[Finding, None] = {}
    places = FindingPlaces(document)
    try:
        for error in violations(document, is_fast=is_fast):
            found.setdefault(_finding(error, places))
            if len(found) >= MAXIMUM_FINDINGS:
                break
    except RecursionError:
        found.setdefault(((), "the document nests too deep for the validator"))
    except (
        Exception
    ) as error:  # noqa: BLE001, RUF100  # a validator's bug is not a reason to fail
        found.setdefault(
            ((), f"the validator failed on this document ({type(error).__name__})")
        )
    return list(found)


def _finding(error: Violation, places: FindingPlaces) -> Finding:
    best = _best(error)
    pointer = tuple(str(part) for part in best.absolute_path)
    return places.find(pointer, best.message, best.instance), _message(best)


def _best(error: Violation) -> Violation:
    """Descend to the deepest cause: that no alternative fits says little by itself."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _message(error: Violation) -> str:
    """Put a finding in words without printing the value that it is about."""
    found = describe(error.instance)
    expected = error.validator_value
    match error.validator:
        case "required":
            return error.message.replace("'", "`")
        case "type":
            return f"{found} is of another type; expected `{expected}`"
        case "enum" if isinstance(expected, list):
            names = ", ".join(f"`{each}`" for each in expected[:12])
            return f"{found} is not allowed; expected one of {names}"
        case "const":
            return f"{found} is not allowed; expected `{expected}`"
        case "pattern":
            return f"{found} does not match; expected `{expected}`"
        case "additionalProperties" | "unevaluatedProperties":
            return _surplus(error)
        case str() as keyword:
            return f"{found} does not satisfy `{keyword}` of the OpenAPI schema"
        case _:
            return _short(error.message)


def _surplus(error: Violation) -> str:
    """Name the keys that do not belong there, with the one that was meant if it is a slip."""
    listed = error.message.rpartition("(")[2]
    names: list[str] = re.findall(r"'((?:[^'\\]|\\.)*)'", listed)
    schema = error.schema
    properties = schema.get("properties") if isinstance(schema, dict) else None
    known = properties if isinstance(properties, dict) else {}
    meant: list[str] = []
    if len(names) == 1:
        meant = get_close_matches(names[0], known, n=1)
    keys = ", ".join(f"`{_short(each)}`" for each in names[:5]) or "a key"
    verb = "is" if len(names) < 2 else "are"
    return f"{keys} {verb} not allowed here; expected " + (
        f"`{meant[0]}`" if meant else "what OpenAPI knows, or a name with `x-`"
    )


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 160 else line[:159] + "…"


def main() -> None:
    """Judge the document in the file of the first argument; write to the second.

    The run that asked may be over by then: the file is deleted here as soon as it is read, and
    nothing runs for ever.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(TIME_LIMIT)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    document: JsonObject = json.loads(source.read_text(encoding="utf-8"))
    shutil.rmtree(source.parent, ignore_errors=True)
    findings = judge(document)
    scratch = target.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(findings), encoding="utf-8")
    scratch.replace(target)


if __name__ == "__main__":
    main()
