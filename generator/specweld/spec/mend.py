"""A merged document made sound: what later stages read has the shape that OpenAPI gives it.

Whatever is broken is reported once, at its place, and becomes untyped, or is left out where
nothing can stand for it; the rest of the document is generated. Nothing is mended before the
overlays had their turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.spec.mend_refs import mend_refs
from specweld.spec.mend_shapes import mend_shapes
from specweld.spec.mend_wire import mend_wire

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.spec.document import Document


def mend(document: Document, problems: Problems, *, is_whole: bool = True) -> Document:
    """Report what is broken in a document and put something harmless in its place.

    Args:
        is_whole: False when some input could not be read: what is lacking may stand in there, and
            that it could not be read is said already.
    """
    document = mend_shapes(document, problems)
    document = mend_refs(document, problems, is_whole=is_whole)
    return mend_wire(document, problems)
