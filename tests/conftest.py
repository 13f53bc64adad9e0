"""Options and paths that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from specweld.spec import validate

# How long an example or the validator takes says how busy the machine is, not whether it holds.
validate.PATIENCE = 300
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write the expected output of tests/cases anew; read what changed",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-cases") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--update-cases is refused under CI: run it at home, read the result, commit"
        )


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether the expected output is to be written anew."""
    return bool(request.config.getoption("--update-cases"))
