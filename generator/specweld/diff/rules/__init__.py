"""Every kind of change that a comparison recognises, as one table."""

from collections.abc import Mapping

from specweld.diff.rules.answers import ANSWER_RULES
from specweld.diff.rules.client import CLIENT_RULES
from specweld.diff.rules.operations import OPERATION_RULES
from specweld.diff.rules.properties import PROPERTY_RULES
from specweld.diff.rules.rule import Rule
from specweld.diff.rules.types import TYPE_RULES

__all__ = ["RULES", "RULE_BY_ID", "Rule"]

RULES: tuple[Rule, ...] = (
    *OPERATION_RULES,
    *ANSWER_RULES,
    *PROPERTY_RULES,
    *TYPE_RULES,
    *CLIENT_RULES,
)
"""In the order in which a person would look for them."""

RULE_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
