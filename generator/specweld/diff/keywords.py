"""Recognises what comparers of the language model do not see: bounds, patterns, headers, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind
from specweld.diff.finding import Finding, Spot
from specweld.diff.flow import Flow
from specweld.diff.properties import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diff.leaves import Leaf
    from specweld.diff.owners import Owner, Owners
    from specweld.json_types import Json, Pointer

_UPPER = frozenset(
    {
        "maximum",
        "exclusiveMaximum",
        "maxLength",
        "maxItems",
        "maxProperties",
        "maxContains",
    }
)
_LOWER = frozenset(
    {
        "minimum",
        "exclusiveMinimum",
        "minLength",
        "minItems",
        "minProperties",
        "minContains",
    }
)
_CONDITIONS = frozenset(
    {
        "not",
        "if",
        "then",
        "else",
        "contains",
        "dependentRequired",
        "dependentSchemas",
        "propertyNames",
        "patternProperties",
        "prefixItems",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentSchema",
        "contentMediaType",
        "contentEncoding",
        "multipleOf",
    }
)


def leaf_findings(
    leaves: Iterable[Leaf], old: Owners, new: Owners
) -> Iterator[Finding]:
    """Turn every leaf into a finding: by its keyword, by where it is, else unclassified."""
    found = [_Seen(leaf, old, new).finding() for leaf in leaves]
    yield from (each for each in found if each.topic != "security")
    yield from _fold_security([each for each in found if each.topic == "security"])


def _fold_security(found: list[Finding]) -> Iterator[Finding]:
    """Take what says the same of the same scopes as one edit: schemes, the document, operations."""
    groups: list[tuple[set[str], list[Finding]]] = []
    for each in found:
        words = _words(each.old) ^ _words(each.new)
        for known, members in groups:
            if known & words:
                known |= words
                members.append(each)
                break
        else:
            groups.append((words, [each]))
    for _, members in groups:
        last = max(members, key=lambda each: len(_words(each.old) | _words(each.new)))
        operations = {name for each in members for name in each.spot.operations}
        spot = replace(last.spot, operations=tuple(sorted(operations)))
        yield replace(last, spot=spot)


def _words(value: Json) -> set[str]:
    """List the texts that a value holds, keys included."""
    match value:
        case dict():
            return set(value).union(*map(_words, value.values()))
        case list():
            return set[str]().union(*map(_words, value))
        case str():
            return {value}
        case _:
            return set()


class _Seen:
    """A leaf together with what it belongs to."""

    def __init__(self, leaf: Leaf, old: Owners, new: Owners) -> None:
        self.leaf = leaf
        self.pointer: Pointer = leaf.new_pointer or leaf.old_pointer or ()
        found = new.owner(leaf.new_pointer) if leaf.new_pointer else None
        if found is None and leaf.old_pointer:
            found = old.owner(leaf.old_pointer)
        self.owner: Owner | None = found[0] if found else None
        self.rest: Pointer = found[1] if found else self.pointer

    def finding(self) -> Finding:
        """Choose the rule and word the message."""
        leaf = self.leaf
        flow = self.owner.flow if self.owner else Flow(is_sent=False, is_received=False)
        topic = self._topic()
        rules = (self._rule(),) if topic is None else flow.rules(topic)
        if rules == ("security-details-changed",):
            return self._security()
        direction = flow.direction if topic is not None else Direction.NEITHER
        return Finding(
            topic=f"leaf {leaf.keyword}",
            rules=rules,
            spot=self._spot(is_unknown=rules == ("unclassified",)),
            message=self._message(),
            direction=direction,
            old=leaf.old,
            new=leaf.new,
            python=_PYTHON.get(topic or "", Bump.NONE),
            keyword=leaf.keyword,
        )

    def _message(self) -> str:
        leaf = self.leaf
        if leaf.keyword in _WHOLES and (leaf.old is None or leaf.new is None):
            verb = "is new" if leaf.old is None else "is gone"
            return f"`{self._name()}` {verb}"
        return f"`{leaf.keyword}` of `{self._name()}` is {_short(leaf.new)} instead of {_short(leaf.old)}"

    def _security(self) -> Finding:
        """Say once what the operations have in common."""
        leaf = self.leaf
        owner = self.owner
        return Finding(
            topic="security",
            rules=("security-details-changed",),
            spot=Spot(
                kind=SubjectKind.AUTH,
                name="security",
                operations=owner.operations if owner else (),
            ),
            message=f"the security section says {_short(leaf.new)} instead of {_short(leaf.old)}",
            old=leaf.old,
            new=leaf.new,
        )

    def _name(self) -> str:
        if self.owner is None:
            return "/".join(self.pointer) or "the document"
        steps = [each for each in self.rest if each not in _SILENT]
        return " ".join((self.owner.name, "/".join(steps))).strip()

    def _spot(self, *, is_unknown: bool) -> Spot:
        owner = self.owner
        kind = owner.kind if owner else SubjectKind.API
        name = self._name()
        if is_unknown or owner is None:
            kind, name = SubjectKind.LEAF, f"{name} {self.leaf.keyword}"
        return Spot(
            kind=kind,
            name=name,
            old=self.leaf.old_pointer,
            new=self.leaf.new_pointer,
            operations=owner.operations if owner else (),
            old_model=owner.model if owner else None,
            new_model=owner.model if owner else None,
        )

    def _topic(self) -> str | None:
        """Return the topic of a rule that has one form for each direction."""
        if not self._is_schema():
            return None
        leaf = self.leaf
        match leaf.keyword:
            case each if each in _UPPER or each in _LOWER:
                return _limit(leaf.old, leaf.new, is_upper=each in _UPPER)
            case "uniqueItems":
                return "limit-tightened" if leaf.new is True else "limit-loosened"
            case "pattern" | "default":
                return f"{leaf.keyword}-{_verb(leaf.old, leaf.new)}"
            case "format":
                return "format-changed"
            case "additionalProperties" if leaf.new is False:
                return "extra-properties-refused"
            case "additionalProperties" if leaf.old is False:
                return "extra-properties-allowed"
            case each if each in _CONDITIONS:
                return "condition-changed"
            case _:
                return None

    def _is_schema(self) -> bool:
        """Tell a schema of a body, parameter or model from all else that has keywords."""
        if "headers" in self.pointer:
            return False
        kind = self.owner.kind if self.owner else SubjectKind.OPERATION
        return kind is not SubjectKind.OPERATION or "schema" in self.pointer

    def _rule(self) -> str:
        """Return the rule for what has no direction, by where it is."""
        leaf = self.leaf
        parts = self.pointer
        verb = _verb(leaf.old, leaf.new)
        if "headers" in parts and "responses" in parts:
            is_whole = leaf.keyword == "headers"
            return f"response-header-{verb if is_whole else 'changed'}"
        if leaf.keyword == "content" and "content" in parts and verb != "changed":
            side = (
                "request"
                if "requestBody" in parts or "requestBodies" in parts
                else "response"
            )
            return f"{side}-media-type-{verb}"
        if parts[:1] == ("webhooks",):
            return f"webhook-{verb}"
        if leaf.keyword == "security" or parts[:2] == ("components", "securitySchemes"):
            return "security-details-changed"
        if leaf.keyword == "deprecated":
            return (
                "property-deprecated" if leaf.new is True else "property-undeprecated"
            )
        return "unclassified"


_WHOLES = frozenset(
    {"headers", "content", "webhooks", "properties", "schemas", "anyOf", "responses"}
)
"""Keywords under which one side has an entry that the other lacks."""

_SILENT = frozenset({"content", "schema", "properties"})
_PYTHON: Mapping[str, Bump] = {
    "default-added": Bump.PATCH,
    "default-removed": Bump.PATCH,
    "default-changed": Bump.PATCH,
}
_MAX_SHOWN = 80


def _verb(old: Json, new: Json) -> str:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _limit(old: Json, new: Json, *, is_upper: bool) -> str:
    if old is None or new is None:
        return "limit-tightened" if old is None else "limit-loosened"
    if isinstance(old, int | float) and isinstance(new, int | float):
        return "limit-tightened" if (new < old) == is_upper else "limit-loosened"
    return "condition-changed"


def _short(value: Json) -> str:
    text = show(value) if not isinstance(value, dict) else f"`{value!r}`"
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 4]}...`"
