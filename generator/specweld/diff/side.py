"""One side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.contract.nodes import Contract
    from specweld.diff.lifted import Lifted
    from specweld.json_types import JsonObject, Pointer
    from specweld.spec.document import Document


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
    """Parameters that normalising took for credentials; a package no longer has them."""

    @property
    def document(self) -> Document:
        """Return the merged document that the contract was read from: for places."""
        return self.contract.document
