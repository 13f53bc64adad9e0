"""Keywords that one side's documents never have: pages leave them out, whatever the API does."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from specweld.diff.change import LayoutNote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.diff.finding import Finding
    from specweld.json_types import Json, JsonObject

_ENOUGH = 3
"""Fewer sightings than this may be edits of the API."""
_LIMITS = frozenset(
    {
        *("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"),
        *("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"),
    }
)
_LEAF = "leaf "
_FORMAT = "format-changed"


def fold_keywords(
    findings: tuple[Finding, ...], old: JsonObject, new: JsonObject
) -> tuple[tuple[Finding, ...], tuple[LayoutNote, ...]]:
    """Take out what is due to keywords that one side has nowhere; return the rest, and a note each."""
    groups: dict[tuple[str, bool], list[Finding]] = defaultdict(list)
    for each in findings:
        kind = _kind(each)
        if kind and (each.old is None) != (each.new is None):
            groups[kind, each.old is None].append(each)
    folded: set[int] = set()
    counts: dict[str, int] = defaultdict(int)
    extensions = sum(len(each) for (kind, _), each in groups.items() if _is_ours(kind))
    shown = (frozenset(_kinds(old)), frozenset(_kinds(new)))
    for (kind, is_new), found in sorted(groups.items(), key=lambda item: item[0]):
        sightings = extensions if _is_ours(kind) else len(found)
        if sightings >= _ENOUGH and kind not in shown[0 if is_new else 1]:
            folded.update(map(id, found))
            word = "extensions" if _is_ours(kind) else kind
            counts[f"{word} {'appeared' if is_new else 'vanished'}"] += len(found)
    notes = tuple(_note(words, count) for words, count in counts.items())
    return tuple(each for each in findings if id(each) not in folded), notes


def _is_ours(kind: str) -> bool:
    """Tell an extension: what a vendor adds is one thing, by however many names."""
    return kind.startswith("x-")


def _note(words: str, count: int) -> LayoutNote:
    kind, _, verb = words.rpartition(" ")
    name = _WORDS.get(kind, f"`{kind}`")
    return LayoutNote(
        trait=words.lower().replace(" ", "-"),
        message=f"{name} {verb} throughout",
        count=count,
    )


_WORDS = {
    "limits": "limits of lengths, sizes and numbers",
    "extensions": "extensions (`x-...`)",
}


def _kind(finding: Finding) -> str:
    """Name what a finding is about: a keyword, a value of `format`; empty for anything else."""
    if finding.topic.startswith(_LEAF):
        keyword = finding.topic.removeprefix(_LEAF)
        value = finding.new if finding.old is None else finding.old
        return _of_keyword(keyword, value, is_unclassified=_is_unclassified(finding))
    if finding.topic.rstrip("[]{}") == _FORMAT and not finding.symbols:
        value = finding.new if finding.old is None else finding.old
        return f"format {value}"
    return ""


def _is_unclassified(finding: Finding) -> bool:
    return finding.rules == ("unclassified",)


def _of_keyword(keyword: str, value: Json, *, is_unclassified: bool) -> str:
    if keyword in _LIMITS:
        return "limits"
    if keyword.startswith("x-"):
        return keyword
    if keyword == "format":
        return f"format {value}"
    return keyword if is_unclassified or keyword == "pattern" else ""


def _kinds(document: JsonObject) -> Iterator[str]:
    """List what a document has anywhere, names of properties among it: those err on the safe side."""
    pending: list[Sequence[Json] | JsonObject] = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "x-specweld":
                    continue
                yield _of_keyword(key, value, is_unclassified=True)
                if isinstance(value, dict | list):
                    pending.append(value)
        else:
            pending.extend(each for each in node if isinstance(each, dict | list))
