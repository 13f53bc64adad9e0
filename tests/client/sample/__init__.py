"""A client written by hand in the form that the generator writes."""

from typing import TYPE_CHECKING

from ._core.lazy import lazy_names

if TYPE_CHECKING:
    from .client import AsyncSample as AsyncSample
    from .client import Sample as Sample
    from .errors import ApiError as ApiError

__all__ = [
    "ApiError",
    "AsyncSample",
    "Sample",
]

if not TYPE_CHECKING:
    __getattr__ = lazy_names(
        __name__,
        {
            "ApiError": ".errors",
            "AsyncSample": ".client",
            "Sample": ".client",
        },
    )
