"""One side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.api import Api
    from specweld.contract.nodes import Contract
    from specweld.json_types import JsonObject, Pointer
    from specweld.spec.document import Document

Lifted: TypeAlias = "Mapping[tuple[Pointer, str], JsonObject]"
"""Parameters that normalising took for credentials, by place of operation and by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A contract and what it looks like from Python."""

    label: str
    """As the person typed it."""
    contract: Contract = field(repr=False)
    api: Api = field(repr=False)
    is_valid: bool = True
    """False when the validator had findings: compared all the same."""

    lifted: Lifted = field(
        default_factory=dict[tuple["Pointer", str], "JsonObject"], repr=False
    )
    """A package no longer has them."""

    @property
    def document(self) -> Document:
        """Return the merged document that the contract was read from: for places."""
        return self.contract.document
