"""One side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.diff.lifted import Lifted
    from specweld.spec.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A merged document and what it looks like from Python."""

    label: str
    """As the person typed it."""
    document: Document = field(repr=False)
    api: Api = field(repr=False)
    is_valid: bool = True
    """False when the validator had findings: compared all the same."""
    lifted: Lifted | None = None
    """Parameters that became credentials; None where the sources are not at hand."""
