"""Marks what the API advises against, for type checkers and at run time (PEP 702)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import deprecated
elif sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    import inspect
    from functools import wraps
    from warnings import warn

    def _unmarked(function):
        return function

    _marked = getattr(inspect, "markcoroutinefunction", _unmarked)  # new in 3.12

    def deprecated(message):
        """Warn whenever the decorated function is called."""

        def decorate(function):
            @wraps(function)
            def warning(*arguments, **keywords):
                warn(message, DeprecationWarning, stacklevel=2)
                return function(*arguments, **keywords)

            warning.__deprecated__ = message
            is_async = inspect.iscoroutinefunction(function)
            return _marked(warning) if is_async else warning

        return decorate


__all__ = ["deprecated"]
