"""References of a document, each led to where it means; those that lead nowhere are let go."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.grammar import Kind
from specweld.json_types import format_pointer
from specweld.spec.difference import describe
from specweld.spec.mend_shapes import REMEDY, replaced_entry, untyped
from specweld.spec.quote import quote
from specweld.spec.reach import Reach
from specweld.spec.shapes import mapping_at, with_value, without
from specweld.spec.walk import rewrite, walk

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.document import Document

SUGGESTIONS = 20
"""References for which something near is looked for: a document that lacks thousands has no slip."""


def mend_refs(
    document: Document, problems: Problems, *, is_whole: bool = True
) -> Document:
    """Write every reference as the pointer that it means; leave the place of a broken one untyped.

    Args:
        is_whole: False not to tell what is not defined, unless it is a slip.
    """
    mending = _Mending(document=document, problems=problems, is_whole=is_whole)
    for kind, pointer, node in walk(document.data):
        if "$ref" in node and kind is not Kind.COMPONENTS:
            mending.see_ref(kind, pointer, node["$ref"])
        if kind is Kind.SCHEMA:
            if "$dynamicRef" in node:
                mending.see_dynamic(pointer, node)
            if "discriminator" in node:
                mending.see_mapping(pointer, node)
    return mending.mended()


@dataclass(slots=True, kw_only=True)
class _Mending:
    """What is to be changed, found in one walk and done in another."""

    document: Document
    problems: Problems
    is_whole: bool
    reach: Reach = field(init=False)
    refs: dict[Pointer, str | None] = field(
        default_factory=dict["Pointer", "str | None"]
    )
    """References that are to be written otherwise; None where they are let go."""
    mappings: dict[Pointer, JsonObject] = field(
        default_factory=dict["Pointer", "JsonObject"]
    )
    """Mappings of discriminators, as they are to be."""
    lost: dict[Pointer, list[Pointer]] = field(
        default_factory=dict["Pointer", "list[Pointer]"]
    )
    """What nothing can stand for, by the node that holds it."""
    suggested: int = 0

    def __post_init__(self) -> None:
        self.reach = Reach(self.document.data)

    def see_ref(self, kind: Kind, at: Pointer, ref: Json) -> None:
        """Decide what becomes of one reference."""
        if not isinstance(ref, str):
            message = f"`$ref` is {describe(ref)}; expected a text"
            self._report("unexpected-shape", message, at)
        elif (target := self.reach.pointer_of(ref)) is None:
            self._report_lost(ref, at)
        elif not self._fits(kind, target):
            found = describe(self.reach.value_at(target))
            message = f"{quote(ref)} leads to {found}; expected a {kind.value}"
            self._report("dangling-ref", message, at)
        elif at in self.reach.circle(target):
            message = (
                f"{quote(ref)} leads back to itself; expected a definition at its end"
            )
            self._report("circular-ref", message, at)
        elif untyped(kind) is None and self.reach.is_lost(target):
            pass  # what it leads to is told of, and left out
        elif (settled := format_pointer(target)) != ref:
            self.refs[at] = settled
            return
        else:
            return
        self.refs[at] = None
        # The document itself and its sections stay, without their reference.
        if untyped(kind) is None and len(at) > 1:
            self.lost.setdefault(at[:-2], []).append(at)

    def see_dynamic(self, at: Pointer, node: JsonObject) -> None:
        """Take a dynamic reference for a plain one where there is only one thing it can mean."""
        ref = str(node["$dynamicRef"])
        targets = self.reach.dynamic_anchors(ref.removeprefix("#"))
        if len(targets) == 1 and "$ref" not in node:
            self.refs[at] = format_pointer(targets[0])
            return
        self._report(
            "dynamic-ref",
            f"{quote(ref)} means one of {len(targets)} schemas, by where it is reached from;"
            " expected a plain `$ref`",
            at,
        )

    def see_mapping(self, at: Pointer, node: JsonObject) -> None:
        """Let go of the values of a discriminator that name nothing."""
        mapping = mapping_at(node, "discriminator", "mapping")
        settled: JsonObject = {}
        for tag, ref in mapping.items():
            # A bare name is allowed there: it is a component, not a reference.
            if not isinstance(ref, str) or "#" not in ref:
                settled[tag] = ref
                continue
            target = self.reach.pointer_of(ref)
            if target is not None:
                settled[tag] = format_pointer(target)
                continue
            self.problems.report(
                "dangling-ref",
                Severity.WARNING,
                f"{quote(ref)} is not defined; expected a schema for the value {quote(tag)}",
                self.document.place((*at, "discriminator", "mapping", tag)),
                help=self._suggestion(ref),
            )
        if settled != mapping:
            self.mappings[at] = settled

    def _fits(self, kind: Kind, target: Pointer) -> bool:
        value = self.reach.value_at(target)
        return isinstance(value, dict) or (
            kind is Kind.SCHEMA and isinstance(value, bool)
        )

    def _report_lost(self, ref: str, at: Pointer) -> None:
        if not ref.startswith("#"):
            message = f"{quote(ref)} leaves this document; expected a reference that starts with `#/`"
            self._report("external-ref", message, at)
        elif ref != "#" and not ref.startswith("#/"):
            message = f"{quote(ref)} is not a JSON pointer; expected `#/components/...`"
            self._report("dangling-ref", message, at)
        else:
            message = f"{quote(ref)} is not defined; expected a node of this document"
            suggestion = self._suggestion(ref)
            if suggestion or self.is_whole:
                self._report("dangling-ref", message, at, help=suggestion)

    def _report(self, rule: str, message: str, at: Pointer, help: str = "") -> None:
        place = self.document.place(at)
        self.problems.report(
            rule, Severity.UNSUPPORTED, message, place, help=help or REMEDY
        )

    def _suggestion(self, ref: str) -> str:
        if self.suggested >= SUGGESTIONS or not ref.startswith("#/"):
            return ""
        self.suggested += 1
        *holder, name = ref.removeprefix("#/").split("/")
        siblings = mapping_at(self.document.data, *holder)
        near = difflib.get_close_matches(name, list(siblings), n=1)
        return f"did you mean {quote(near[0])}?" if near else ""

    def mended(self) -> Document:
        """Return the document with everything done; the same one if there is nothing to do."""
        if not self.refs and not self.mappings:
            return self.document
        return self.document.with_data(rewrite(self.document.data, self._change))

    def _change(self, kind: Kind, pointer: Pointer, node: JsonObject) -> JsonObject:
        if pointer in self.mappings:
            mapping = self.mappings[pointer]
            node = with_value(node, ("discriminator", "mapping"), mapping)
        # From the back, so that indices of a list stay right.
        for *_, key, name in reversed(self.lost.get(pointer, [])):
            node = {**node, key: replaced_entry(node[key], name, None)}
        if pointer not in self.refs:
            return node
        ref = self.refs[pointer]
        rest = without(node, "$ref", "$dynamicRef")
        if ref is not None:
            return {"$ref": ref, **rest}
        return {**rest, **(untyped(kind) or {})}
