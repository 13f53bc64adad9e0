"""Findings about a node, each once, however often the node is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.contract.raw import Raw
    from specweld.diagnostics import Problems
    from specweld.json_types import Pointer
    from specweld.source import Place
    from specweld.spec.document import Document


class Placed(Protocol):
    """Whatever stands somewhere in the merged document."""

    @property
    def pointer(self) -> Pointer:
        """Where it stands."""
        ...


@dataclass(slots=True, kw_only=True)
class Reporter:
    """Reports on nodes of one document."""

    document: Document
    problems: Problems
    _reported: set[tuple[str, Pointer]] = field(
        default_factory=set["tuple[str, Pointer]"]
    )
    _known: set[tuple[str, Place | None]] = field(
        default_factory=set["tuple[str, Place | None]"]
    )

    def __post_init__(self) -> None:
        """Remember what earlier stages have said."""
        self._known.update(
            (each.rule, each.place) for each in self.problems.diagnostics
        )

    def report(
        self,
        rule: str,
        severity: Severity,
        message: str,
        node: Placed,
        *,
        help: str = "",
    ) -> None:
        """Report a finding at a node, unless it is known."""
        self.report_at(rule, severity, message, node.pointer, help=help)

    def report_at(
        self,
        rule: str,
        severity: Severity,
        message: str,
        pointer: Pointer,
        *,
        help: str = "",
    ) -> None:
        """Report a finding at a place of the merged document, unless it is known."""
        if (rule, pointer) in self._reported:
            return
        self._reported.add((rule, pointer))
        place = self.document.place(pointer)
        if (rule, place) not in self._known:
            self.problems.report(rule, severity, message, place, help=help)

    def unsupported(self, construct: str, message: str, node: Placed) -> None:
        """Report something that is right and that we leave out."""
        self.report(f"unsupported-{construct}", Severity.UNSUPPORTED, message, node)

    def malformed(self, what: str, expected: str, raw: Raw) -> None:
        """Report a node of the wrong shape.

        Null, a key without a value in YAML, is taken for an empty part.
        """
        if raw.value is None:
            return
        self.report(
            "unexpected-shape",
            Severity.UNSUPPORTED,
            f"{_kind(raw)} in place of the {what}; expected {expected}",
            raw,
        )

    def dangling(self, raw: Raw) -> None:
        """Report a `$ref` that names nothing or leaves the document."""
        place = self.document.place(raw.pointer)
        if ("external-ref", place) in self._known:
            return
        self.report(
            "dangling-ref",
            Severity.UNSUPPORTED,
            f"`{raw.text('$ref')}` is not defined; expected a node of this document",
            raw,
        )


def _kind(raw: Raw) -> str:
    match raw.value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "a mapping"
