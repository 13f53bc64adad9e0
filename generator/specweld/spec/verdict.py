"""What openapi-spec-validator says about a document, as plain data.

Run as a module this is the other end of `validate.start_validation`: it reads a document
from one file and writes the findings to another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from specweld.spec.difference import describe
from specweld.spec.finding_place import FindingPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.json_types import Json, JsonObject, Pointer


class Violation(Protocol):
    """What we read of a `jsonschema.ValidationError`, which has no types of its own."""

    message: str
    instance: Json
    validator: object
    validator_value: Json
    context: Sequence[Violation]
    absolute_path: Sequence[str | int]


Finding: TypeAlias = "tuple[Pointer, str]"
"""A pointer into the document, and what is wrong there."""

BACKEND = "OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"
"""The validator's own setting. Its backend in Rust is twice as fast and finds the same, but only
the one in Python tells what a finding is about."""

MAXIMUM_FINDINGS = 200
"""A document that is wrong in one habit can be wrong in ten thousand places."""


def judge(document: JsonObject) -> list[Finding]:
    """Validate a document against OpenAPI 3.1; nothing is fetched, nothing escapes."""
    found: dict[Finding, None] = {}
    places = FindingPlaces(document)
    try:
        for error in _errors(document):
            found.setdefault(_finding(error, places))
            if len(found) >= MAXIMUM_FINDINGS:
                break
    except RecursionError:
        found.setdefault(((), "the document nests too deep for the validator"))
    except (
        Exception
    ) as error:  # noqa: BLE001, RUF100  # a validator's bug is no reason to fail
        found.setdefault(
            ((), f"the validator failed on this document ({type(error).__name__})")
        )
    return list(found)


def _errors(document: JsonObject) -> Iterator[Violation]:
    import warnings

    os.environ.setdefault(BACKEND, "jsonschema")  # read when the validator is imported
    from openapi_spec_validator import OpenAPIV31SpecValidator

    # No reader of files or URLs.
    offline = type("Offline", (OpenAPIV31SpecValidator,), {"resolver_handlers": {}})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from cast("Iterator[Violation]", offline(document).iter_errors())


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
            return "a key is not allowed here: " + _short(error.message)
        case str() as keyword:
            return f"{found} does not satisfy `{keyword}` of the OpenAPI schema"
        case _:
            return _short(error.message)


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 160 else line[:159] + "…"


def main() -> None:
    """Judge the document in the file of the first argument; write to the second.

    Most documents are valid, which the fast backend tells; only a fault is looked at again.
    """
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    is_first = BACKEND not in os.environ
    os.environ.setdefault(BACKEND, "jsonschema-rs")
    document: JsonObject = json.loads(source.read_text(encoding="utf-8"))
    findings = judge(document)
    if findings and is_first:
        command = [sys.executable, "-P", "-m", "specweld.spec.verdict", *sys.argv[1:]]
        environment = {**os.environ, BACKEND: "jsonschema"}
        subprocess.run(command, env=environment, check=False)  # noqa: S603  # ourselves
        return
    target.write_text(json.dumps(findings), encoding="utf-8")


if __name__ == "__main__":
    main()
