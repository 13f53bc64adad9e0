"""The programs that we compare against, each in a virtual environment of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A distribution from the package index, pinned to the version that was measured."""

    distribution: str
    version: str
    beside: tuple[str, ...] = ()
    """What it, or what it writes, needs and does not ask for."""

    @property
    def folder(self) -> Path:
        """Where its environment lives."""
        return CACHE / f"{self.distribution}-{self.version}"

    @property
    def python(self) -> str:
        """The interpreter of its environment."""
        return str(self.folder / "bin" / "python")

    def install(self) -> None:
        """Create the environment and install the peer, once."""
        if (self.folder / "installed").exists():
            return
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", self.folder], check=True
        )
        wanted = f"{self.distribution}=={self.version}", *self.beside
        subprocess.run([self.python, "-m", "pip", "install", "-q", *wanted], check=True)
        (self.folder / "installed").touch()


OPENAPI_PYTHON_CLIENT = Peer(
    distribution="openapi-python-client", version="0.29.1", beside=("python-dateutil",)
)
OPENAPI_GENERATOR = Peer(
    distribution="openapi-generator-cli",
    version="7.26.0",
    beside=("pydantic>=2", "python-dateutil", "urllib3"),
)
"""A program in Java: a runtime for it has to be there."""
PYOPENAPI_GEN = Peer(
    distribution="pyopenapi-gen",
    version="0.8.3",
    beside=("click<8.2", "mypy", "cattrs", "ruff"),
)
ELEVENLABS = Peer(distribution="elevenlabs", version="2.78.0")
OPENAI = Peer(distribution="openai", version="3.57.0")
