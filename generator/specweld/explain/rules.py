"""The rules that a run can name: quirks that are put right, and findings that are reported."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.explain.answer import Explanation
from specweld.explain.findings import FINDINGS
from specweld.explain.remedies import remedy_of
from specweld.pages.platform import Platform
from specweld.printing.span import span_of

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import JsonObject
    from specweld.spec.quirks.quirk import Quirk


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRule:
    """A quirk, a kind of finding, or a kind of change between two versions."""

    id: str
    meaning: str
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fires: bool = True
    """False for changes: those fire between two versions of an API, not within one."""

    def answer(self, problems: Problems) -> Explanation:
        """Say what the rule is, and where it fired."""
        if not self.fires:
            return Explanation(headline=self.id, facts=self.facts)
        places = [each.place for each in problems.firings if each.quirk == self.id]
        places += [
            each.place
            for each in problems.diagnostics
            if each.rule == self.id and each.place is not None
        ]
        labels = tuple(dict.fromkeys(span_of(each).label for each in places))
        fired = (f"{len(labels)} times" if len(labels) != 1 else "once",)
        return Explanation(
            headline=self.id,
            facts=(
                *(self.facts or (("means", (self.meaning,)),)),
                ("fired", fired if labels else ("nowhere here",)),
                ("at", labels),
            ),
        )

    def as_json(self) -> JsonObject:
        """Write the rule as an object."""
        return {"id": self.id, "meaning": self.meaning}


def all_rules() -> tuple[KnownRule, ...]:
    """List every rule: the quirks in their order, then the findings by id."""
    from specweld.spec.quirks import QUIRKS

    quirks = (_rule_of(each) for each in QUIRKS)
    findings = (_rule_of_finding(each) for each in sorted(FINDINGS))
    return (*quirks, *findings)


def _rule_of_finding(rule: str) -> KnownRule:
    meaning = FINDINGS[rule]
    facts = (("means", (meaning,)), ("remedy", (remedy_of(rule),)))
    return KnownRule(id=rule, meaning=meaning, facts=facts)


def change_rules() -> tuple[KnownRule, ...]:
    """List the kinds of changes that `specweld diff` recognises."""
    from specweld.diff.rules import RULES

    return tuple(
        KnownRule(
            id=each.id,
            meaning=each.what,
            facts=(
                ("means", (each.what,)),
                ("why", (each.why,)),
                ("example", (each.example,)),
                ("on the wire", (each.wire.value,)),
                ("in Python", ("computed for each client",)),
                ("undone by", (each.mirror or f"nothing: {each.waiver}",)),
            ),
            fires=False,
        )
        for each in RULES
    )


def find_rule(id: str) -> KnownRule | None:
    """Find a rule by its id."""
    rules = (*all_rules(), *change_rules())
    return next((each for each in rules if each.id == id), None)


def near_rules(word: str) -> list[str]:
    """Find the rules that a person may have meant, the nearest first."""
    rules = (*all_rules(), *change_rules())
    return difflib.get_close_matches(word, [each.id for each in rules], n=3)


_QUIRK_REMEDY = (
    "Nothing: it was put right. Where that is wrong, switch it off: "
    '`quirks-off = ["{}"]` in specweld.toml.'
)


def platform_words(quirk: Quirk) -> str:
    """Say whose pages a quirk is put right in: it is applied to no other."""
    if quirk.platforms == frozenset(Platform):
        return "all, and whole documents"
    return ", ".join(each for each in Platform if each in quirk.platforms)


def _rule_of(quirk: Quirk) -> KnownRule:
    return KnownRule(
        id=quirk.id,
        meaning=f"{quirk.wrote} -> {quirk.made}",
        facts=(
            ("wrote", (quirk.wrote,)),
            ("made", (quirk.made,)),
            ("seen", (quirk.seen,)),
            ("remedy", (_QUIRK_REMEDY.format(quirk.id),)),
            ("platforms", (platform_words(quirk),)),
        ),
    )
