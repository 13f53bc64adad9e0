"""Stages of the spec package: each prints its result, then what it had to say.

A case may leave out `openapi`, `info` and `paths`; they are put below its own text, so that
lines stay those of the file. Several documents in one file are split at `---`. A merge case may
name its policy in a comment, `# conflicts: newest`; a dedupe case its mode, `# dedupe: structural`;
a normalise case quirks that are off, `# quirks-off: nested-tags`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from specweld.config import ClientConfig, DedupeMode, MergePolicy
from specweld.diagnostics import Diagnostic, Problems
from specweld.json_types import format_pointer
from specweld.pipeline import merge_sources
from specweld.source import NodePlace, Place, Source, TextPlace
from specweld.spec.dedupe import dedupe
from specweld.spec.document import Document
from specweld.spec.load import load_mapping, load_source
from specweld.spec.locate import locate
from specweld.spec.mend import mend
from specweld.spec.normalise import normalise
from specweld.spec.overlay import apply_overlay
from specweld.spec.validate import check
from specweld.spec.write import dump_document, dump_yaml

_REQUIRED = {
    "openapi": "openapi: 3.1.0",
    "info": "info: {title: Case, version: 1.0.0}",
    "paths": "paths: {}",
}


def run_load(case: Path) -> str:
    problems = Problems()
    text = case.read_bytes().decode("utf-8")
    source = load_source(case.name, text, problems)
    return _printed("" if source is None else dump_yaml(source.data), problems)


def run_normalise(case: Path) -> str:
    problems = Problems()
    off = frozenset(_setting(case, "quirks-off").split())
    (source,) = _sources(case, problems)
    return _printed(dump_yaml(normalise(source, problems, off=off).data), problems)


def run_merge(case: Path) -> str:
    problems = Problems()
    policy = MergePolicy(_setting(case, "conflicts") or "error")
    document = _merged(_sources(case, problems), problems, policy)
    return _printed(dump_document(document) + _declared(document), problems)


def run_dedupe(case: Path) -> str:
    problems = Problems()
    mode = DedupeMode(_setting(case, "dedupe") or "aliases")
    document, twins = dedupe(_merged(_sources(case, problems), problems), mode=mode)
    lines = [
        f"# {'aliases' if each.is_aliased else 'twins'}: {', '.join(each.names)}\n"
        for each in twins
    ]
    return _printed(dump_document(document) + "".join(lines), problems)


def run_overlay(case: Path) -> str:
    problems = Problems()
    text, line = _parts(case)[-1]
    overlay = load_mapping(case.name, text, problems, first_line=line)
    document = _merged(_sources(case, problems, slice(None, -1)), problems)
    if overlay is not None:
        document = apply_overlay(document, overlay, problems)
    return _printed(dump_document(document), problems)


def run_mend(case: Path) -> str:
    problems = Problems()
    document = mend(_merged(_sources(case, problems), problems), problems)
    return _printed(dump_document(document), problems)


def run_validate(case: Path) -> str:
    problems = Problems()
    document = mend(_merged(_sources(case, problems), problems), Problems())
    check(document, problems, strict=True)
    return _printed("", problems)


def _merged(
    sources: list[Source],
    problems: Problems,
    policy: MergePolicy = MergePolicy.ERROR,
) -> Document:
    found = Problems()  # a merge case is not about quirks
    client = ClientConfig(
        name="case", specs=(), package="case", output=Path(), conflicts=policy
    )
    try:
        return merge_sources(sources, client, found)
    finally:
        problems.forward(found, lambda each: each)


def _setting(case: Path, name: str) -> str:
    found = re.search(rf"^# {name}: (.+)$", case.read_text("utf-8"), re.MULTILINE)
    return found.group(1) if found else ""


def _parts(case: Path) -> list[tuple[str, int]]:
    """Split a case at its `---` lines; each part with the line that it starts on."""
    parts: list[tuple[str, int]] = []
    line = 1
    for text in re.split(r"^---\n", case.read_text("utf-8"), flags=re.MULTILINE):
        parts.append((text, line))
        line += text.count("\n") + 1
    return parts


def _sources(
    case: Path, problems: Problems, which: slice = slice(None)
) -> list[Source]:
    sources = (
        load_source(case.name, _completed(text), problems, first_line=line)
        for text, line in _parts(case)[which]
    )
    return [source for source in sources if source is not None]


def _completed(text: str) -> str:
    missing = [
        line + "\n"
        for key, line in _REQUIRED.items()
        if not re.search(rf"^{key}:", text, re.MULTILINE)
    ]
    return text + "".join(missing)


def _declared(document: Document) -> str:
    """List what more than one place declares."""
    return "".join(
        f"# declared at {', '.join(map(_label, places))}: {format_pointer(pointer)}\n"
        for pointer, places in document.pages.items()
        if len(places) > 1
    )


def _printed(text: str, problems: Problems) -> str:
    lines = [
        f"# fired {each.quirk} at {_label(each.place)}" for each in problems.firings
    ]
    for each in problems.diagnostics:
        lines += _told(each)
    return text + "".join(f"{line}\n" for line in lines)


def _told(diagnostic: Diagnostic) -> list[str]:
    where = _label(diagnostic.place) if diagnostic.place else "-"
    severity = diagnostic.severity.name.lower()
    lines = [f"# {severity}[{diagnostic.rule}] {where}: {diagnostic.message}"]
    lines += [
        f"#   {_label(each.place)}: {each.message}" for each in diagnostic.related
    ]
    if diagnostic.help:
        lines.append(f"#   help: {diagnostic.help}")
    return lines


def _label(place: Place) -> str:
    match place:
        case TextPlace():
            return f"{place.line}:{place.column}"
        case NodePlace():
            position = locate(place)
            return f"{position.line}:{position.column}"


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {
    "load": (run_load, ".yaml"),
    "normalise": (run_normalise, ".yaml"),
    "merge": (run_merge, ".yaml"),
    "dedupe": (run_dedupe, ".yaml"),
    "overlay": (run_overlay, ".yaml"),
    "mend": (run_mend, ".yaml"),
    "validate": (run_validate, ".txt"),
}
