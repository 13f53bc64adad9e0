"""A progress bar for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds of silence before the bar appears."""


class ProgressBar:
    """Shows how far a run is. Called with the stage, and how many of how many items are done."""

    def __init__(self, *, is_on: bool | None = None) -> None:
        self._is_on = sys.stderr.isatty() if is_on is None else is_on
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Start waiting."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage is; `total` is 0 while it is not known."""
        if not self._is_on or time.monotonic() - self._started < PATIENCE:
            return
        bar = self._bar or self._start()
        if stage not in self._tasks:
            self._tasks[stage] = bar.add_task(stage, total=None)
        bar.update(self._tasks[stage], completed=done, total=total or None)

    def _start(self) -> Progress:
        # rich takes longer to load than an up-to-date run takes altogether.
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        return self._bar
