"""A spinner for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from specweld.printing.escape import visible

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.status import Status

PATIENCE = 1.0
"""Seconds of silence before the spinner appears."""


class ProgressLine:
    """Shows the step that a run is at; called with its name as it begins."""

    def __init__(self, *, is_on: bool, patience: float = PATIENCE) -> None:
        self._lock = threading.Lock()
        self._step = "Starting"
        self._status: Status | None = None
        self._is_over = False
        self._timer = threading.Timer(patience, self._show) if is_on else None

    def __enter__(self) -> Self:
        """Start waiting."""
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the spinner away, so that what is printed next has the line for itself."""
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._status is not None:
                self._status.stop()

    def __call__(self, step: str) -> None:
        """Name the step that begins."""
        with self._lock:
            self._step = step
            if self._status is not None:
                self._status.update(self._text())

    def _show(self) -> None:
        # rich takes longer to load than an up-to-date run takes altogether.
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if self._is_over:
                return
            console = Console(file=sys.stderr, markup=False, highlight=False)
            self._status = Status(self._text(), console=console)
            self._status.start()

    def _text(self) -> str:
        return f"{visible(self._step)} …"
