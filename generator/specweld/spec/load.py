"""Texts to sources: YAML or JSON read, and told apart by kind of description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from specweld.diagnostics import Severity
from specweld.regular import check_regular
from specweld.source import Source, TextPlace
from specweld.spec.difference import describe
from specweld.spec.downgrade import downgrade
from specweld.spec.fault import TextError
from specweld.spec.json_text import parse_json
from specweld.spec.mend_shapes import mend_outline
from specweld.spec.quote import quote
from specweld.spec.yaml12 import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject

MAXIMUM_CHARACTERS: Final = 64 * 1024 * 1024
"""The largest published description we know of has 13 million."""

SUPPORTED: Final = ("3.0", "3.1", "3.2")


def load_source(
    path: str, text: str, problems: Problems, *, first_line: int = 1
) -> Source | None:
    """Read one OpenAPI 3.0, 3.1 or 3.2 document; None when it is not one, with the reason reported.

    Args:
        path: As a person would type it; it stands in every message.
        text: YAML or JSON.
        problems: Takes what is wrong.
        first_line: Line of the file that `text` starts on (the YAML block of a page).
    """
    source = load_mapping(path, text, problems, first_line=first_line)
    if source is None or not _is_supported(source, problems):
        return None
    if str(source.data["openapi"]).startswith("3.2"):
        source = downgrade(source, problems)
    return mend_outline(source, problems)


def load_mapping(
    path: str, text: str, problems: Problems, *, first_line: int = 1
) -> Source | None:
    """Read any YAML or JSON text whose root is a mapping: an overlay, for one."""
    text = text.removeprefix("\ufeff")
    value: Json = None
    try:
        value, faults = _parse(path, text)
    except TextError as error:
        faults = (error,)
    for fault in faults:
        _report(fault, path, text, problems, first_line=first_line)
    if faults:
        return None
    if not isinstance(value, dict):
        shown = "empty" if value is None else describe(value)
        _report(
            TextError(
                "root-is-no-mapping",
                f"the document is {shown}; expected a mapping",
                line=1 if value is not None else 0,
            ),
            path,
            text,
            problems,
            first_line=first_line,
        )
        return None
    return Source(path=path, text=text, data=value, first_line=first_line)


def load_file(path: Path, problems: Problems) -> Source | None:
    """Read any YAML or JSON file whose root is a mapping, such as an overlay."""
    name = path.as_posix()
    try:
        check_regular(path)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        problems.report(
            "unreadable-file",
            Severity.ERROR,
            f"`{name}` cannot be read: {reason}; expected a file",
            TextPlace(path=name),
        )
        return None
    except UnicodeDecodeError:
        problems.report(
            "not-utf-8",
            Severity.ERROR,
            f"`{name}` is not UTF-8 text; expected YAML or JSON in UTF-8",
            TextPlace(path=name),
            help="save it as UTF-8",
        )
        return None
    return load_mapping(name, text, problems)


def _parse(path: str, text: str) -> tuple[Json, tuple[TextError, ...]]:
    if len(text) > MAXIMUM_CHARACTERS:
        raise TextError(
            "file-too-large",
            f"the file has {len(text)} characters; expected at most {MAXIMUM_CHARACTERS}",
        )
    if not text.lstrip().startswith(("{", "[")):
        return parse_yaml(text)
    try:
        value, faults = parse_json(text)
    except TextError as fault:
        if fault.rule != "json-syntax" or path.endswith(".json"):
            raise
        return _parse_flow(text, fault)
    # Only JSON can smuggle in half of a surrogate pair, as an escape.
    return (_whole(value) if "\\ud" in text or "\\uD" in text else value), faults


def _parse_flow(text: str, fault: TextError) -> tuple[Json, tuple[TextError, ...]]:
    """Read what starts with a brace and is not JSON as YAML's flow style."""
    try:
        return parse_yaml(text)
    except TextError:
        raise fault from None


def _whole(value: Json) -> Json:
    """Replace halves of surrogate pairs, which no file can hold, by U+FFFD."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {str(_whole(key)): _whole(each) for key, each in value.items()}
        case list():
            return [_whole(each) for each in value]
        case _:
            return value


def _report(
    fault: TextError, path: str, text: str, problems: Problems, *, first_line: int
) -> None:
    # Blank lines stand for the part of the page above the block, so that line numbers
    # and the excerpt agree.
    problems.report(
        fault.rule,
        Severity.ERROR,
        fault.message,
        TextPlace(
            path=path,
            text="\n" * (first_line - 1) + text,
            line=fault.line + first_line - 1 if fault.line else 0,
            column=fault.column,
        ),
        help=fault.help,
    )


def _is_supported(source: Source, problems: Problems) -> bool:
    document = source.data
    version = document.get("openapi")
    if isinstance(version, int | float) and not isinstance(version, bool):
        version = str(version)
    if isinstance(version, str) and version.startswith(SUPPORTED):
        return True
    if isinstance(version, str):
        return _refuse_version(source, version, problems)
    return _refuse_kind(source, document, problems)


def _refuse_version(source: Source, version: str, problems: Problems) -> bool:
    known = version.startswith("3.")
    problems.report(
        "unsupported-openapi-version",
        Severity.UNSUPPORTED if known else Severity.ERROR,
        f"this is OpenAPI {quote(version, limit=20)}; expected 3.0, 3.1 or 3.2",
        source.place("openapi"),
        help="publish it as OpenAPI 3.1, or lower `openapi` to 3.1.1 if it uses nothing newer",
    )
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _OtherKind:
    """A description that is not OpenAPI 3, known by its first key."""

    key: str
    rule: str
    name: str
    advice: str


_OTHER_KINDS = (
    _OtherKind(
        key="swagger",
        rule="swagger-document",
        name="Swagger",
        advice="convert it first: `npx swagger2openapi --patch --yaml --outfile openapi.yaml FILE`",
    ),
    _OtherKind(
        key="asyncapi",
        rule="asyncapi-document",
        name="AsyncAPI",
        advice="leave it out: it describes a message channel, not HTTP operations",
    ),
)


def _refuse_kind(source: Source, document: JsonObject, problems: Problems) -> bool:
    for each in _OTHER_KINDS:
        if each.key in document:
            version = quote(str(document[each.key]), limit=20)
            problems.report(
                each.rule,
                Severity.UNSUPPORTED,
                f"this is {each.name} {version}; expected OpenAPI 3.0 or 3.1",
                source.place(each.key),
                help=each.advice,
            )
            return False
    problems.report(
        "not-openapi",
        Severity.ERROR,
        "`openapi` is missing or not a version; expected `openapi: 3.1.0` or 3.0",
        source.place(*(("openapi",) if "openapi" in document else ())),
        help="if this is an OpenAPI document, say its version in the first line",
    )
    return False
