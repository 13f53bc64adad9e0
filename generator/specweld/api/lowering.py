"""What one run of lowering gathers: models found so far and findings already reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.types import ModelId
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from specweld.api.models import Model
    from specweld.api.node import Node
    from specweld.diagnostics import Problems
    from specweld.json_types import Pointer


@dataclass(slots=True, kw_only=True)
class Lowering:
    """The state of one run: it lives as long as `lower` does."""

    problems: Problems
    previous: Mapping[str, str]
    """Names of the last run by place (see `names.public_names`): they are kept."""
    models: dict[ModelId, Model] = field(default_factory=dict["ModelId", "Model"])
    """By id, without names yet; every union is a `UnionModel` until `unions.settle`."""
    started: set[ModelId] = field(default_factory=set["ModelId"])
    """Models that are being lowered: a reference to one of them is already good."""
    followed: set[Pointer] = field(default_factory=set["Pointer"])
    """References to unnamed schemas on the way from the root to here."""
    depth: int = 0
    """Schemas around the present one."""
    _order: dict[ModelId, None] = field(default_factory=dict["ModelId", None])
    _reported: set[tuple[str, Pointer]] = field(
        default_factory=set["tuple[str, Pointer]"]
    )

    def begin(self, id: str) -> ModelId:
        """Note that a model starts here: models keep the order in which they started."""
        self._order.setdefault(ModelId(id))
        return ModelId(id)

    def forget_since(self, known: Collection[ModelId]) -> None:
        """Drop the models that started after others were known: nothing refers to them."""
        for model_id in [each for each in self._order if each not in known]:
            del self._order[model_id]
            self.models.pop(model_id, None)
            self.started.discard(model_id)

    def known(self) -> frozenset[ModelId]:
        """List the models that have started so far."""
        return frozenset(self._order)

    def ordered(self) -> dict[ModelId, Model]:
        """Return all models, those around others first."""
        return {
            model_id: self.models[model_id]
            for model_id in self._order
            if model_id in self.models
        }

    def report(
        self,
        rule: str,
        severity: Severity,
        message: str,
        node: Node,
        *,
        help: str = "",
    ) -> None:
        """Report a finding at a node, once, however often the node is read."""
        if (rule, node.pointer) in self._reported:
            return
        self._reported.add((rule, node.pointer))
        self.problems.report(rule, severity, message, node.place(), help=help)

    def unsupported(self, construct: str, message: str, node: Node) -> None:
        """Report something that is right and that we leave out."""
        self.report(f"unsupported-{construct}", Severity.UNSUPPORTED, message, node)

    def malformed(self, what: str, expected: str, node: Node) -> None:
        """Report a node of the wrong shape, unless an earlier stage has done so.

        Null, a key without a value in YAML, is taken for an empty part.
        """
        if node.value is None or self._is_known(node, {"unexpected-shape"}):
            return
        self.report(
            "unexpected-shape",
            Severity.ERROR,
            f"{_kind(node)} in place of the {what}; expected {expected}",
            node,
        )

    def dangling(self, node: Node) -> None:
        """Report a `$ref` that names nothing, unless an earlier stage has done so."""
        if self._is_known(node, {"dangling-ref", "external-ref"}):
            return
        reference = node.text("$ref")
        self.report(
            "dangling-ref",
            Severity.ERROR,
            f"`{reference}` is not defined; expected a node of this document",
            node,
        )

    def _is_known(self, node: Node, rules: set[str]) -> bool:
        place = node.place()
        return any(
            each.rule in rules and each.place == place
            for each in self.problems.diagnostics
        )


def _kind(node: Node) -> str:
    match node.value:
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
