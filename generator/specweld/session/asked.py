"""What a command line asks to compare: two sides, or the clients of a config at two times."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.config import ClientConfig
from specweld.session.comparing import client_of, configured_requests
from specweld.session.sides import SideRequest

if TYPE_CHECKING:
    from specweld.config import Config
    from specweld.session.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is compared, as the command line says it."""

    sides: tuple[str, ...]
    revision: str
    client: str | None
    package: str

    def requests(
        self, session: Session, config_path: Path | None
    ) -> list[tuple[SideRequest, SideRequest]]:
        """Pair up old and new; configured clients are taken where there are no sides.

        Raises:
            UsageError: that cannot be compared.
        """
        sides, package = self.sides, self.package
        if len(sides) not in {0, 2}:
            raise click.UsageError("Expected two sides, OLD and NEW, or none.")
        config = _config(session, config_path, is_needed=not sides or bool(self.client))
        client = _named_client(config, self.client) or client_of(sides, config)
        if not sides:
            assert config is not None  # noqa: S101 - it was needed
            clients = config.clients if client is None else (client,)
            scratch = click.get_current_context().with_resource(
                tempfile.TemporaryDirectory(prefix="specweld-")
            )
            return [
                configured_requests(
                    each, config, revision=self.revision, scratch=Path(scratch)
                )
                for each in clients
            ]
        settings = client or ClientConfig(
            name="api", specs=(), package=package or "client", output=Path("client")
        )
        if package:
            settings = replace(settings, package=package)
        old, new = (
            SideRequest(name=name, inputs=(each,), client=settings, config=config)
            for name, each in zip(("old", "new"), sides, strict=True)
        )
        return [(old, new)]


def _config(session: Session, path: Path | None, *, is_needed: bool) -> Config | None:
    from specweld.settings.file import find_config

    found = path or find_config(Path.cwd())
    return session.config(found) if found is not None or is_needed else None


def _named_client(config: Config | None, name: str | None) -> ClientConfig | None:
    if name is None or config is None:
        return None
    by_name = {each.name: each for each in config.clients}
    if name not in by_name:
        known = ", ".join(f"`{each}`" for each in by_name)
        raise click.BadParameter(
            f"There is no client `{name}`; expected one of {known}.",
            param_hint="--client",
        )
    return by_name[name]
