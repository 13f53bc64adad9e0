"""What tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from site_server import Site, serve_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A documentation site on loopback, without any page."""
    with serve_site() as served:
        yield served
