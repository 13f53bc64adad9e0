"""Names of methods against what the runtime's clients and their fakes have themselves."""

from __future__ import annotations

import pytest

from specweld.api.methods import CLIENT_MEMBERS
from specweld.runtime.testing import AsyncFake, Fake


@pytest.mark.parametrize("client", [Fake, AsyncFake])
def test_no_member_of_a_client_is_forgotten(client: type) -> None:
    members = {name for name in dir(client) if not name.startswith("_")}
    assert members == CLIENT_MEMBERS
