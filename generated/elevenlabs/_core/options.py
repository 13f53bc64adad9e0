"""Changing the settings of a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from .drift import DriftReporter
from .unset import UNSET, UnsetType

if TYPE_CHECKING:
    import httpx2

    from .drift import OnDrift
    from .settings import Settings


def changed(
    settings: Settings,
    *,
    timeout: float | httpx2.Timeout | UnsetType | None,
    max_retries: int | UnsetType,
    headers: Mapping[str, str] | UnsetType,
    base_url: str | UnsetType,
    on_drift: OnDrift | UnsetType,
) -> Settings:
    """Replace what is set; headers are added to those that are there."""
    own = settings.headers or {}
    return replace(
        settings,
        timeout=settings.timeout if timeout is UNSET else timeout,
        max_retries=settings.max_retries if max_retries is UNSET else max_retries,
        headers=own if headers is UNSET else {**own, **headers},
        base_url=settings.base_url if base_url is UNSET else base_url,
        on_drift=settings.on_drift if on_drift is UNSET else on_drift,
    )


def reporter_for(
    settings: Settings, old: Settings, reporter: DriftReporter
) -> DriftReporter:
    """Keep the reporter, and what it has logged, unless another one is asked for."""
    if settings.on_drift == old.on_drift:
        return reporter
    return DriftReporter(settings.on_drift)
