"""What a client shows of itself and of passwords."""

from __future__ import annotations

import pytest
from driver import Driver
from sample._core import settings
from sample._core.model import Model
from sample._core.values import Hidden


class Login(Model, kw_only=True):
    user: str
    password: Hidden[str]
    hint: Hidden[str] | None = None


class Page(Login, kw_only=True):
    inner: Login | None = None


def test_no_repr_shows_a_password() -> None:
    login = Login(user="ada", password="s3cr3t")
    assert repr(login) == "Login(user='ada', password='***')"
    page = Page(user="bo", password="s3cr3t", hint="cat", inner=login)
    assert "s3cr3t" not in repr(page) and "cat" not in repr(page)
    shown = dict(page.__rich_repr__())  # what consoles of `rich` show
    assert (shown["password"], shown["hint"]) == ("***", "***")
    assert page.to_dict()["inner"] == {"user": "ada", "password": "s3cr3t"}


def test_what_is_not_known_is_shown_beside_it() -> None:
    login = Login.from_dict({"user": "ada", "password": "s3cr3t", "new": 1})
    assert repr(login) == "Login(user='ada', password='***', extra={'new': 1})"


def test_a_client_says_which_it_is(driver: Driver) -> None:
    for options in ({}, {"headers": {"User-Agent": "mine"}}):
        driver.server.answer(json={"voice_id": "v1", "name": None})
        driver.call(lambda client: client.voices.get("v1"), **options)
    first, second = driver.server.requests
    assert first.headers["user-agent"] == "sample-python/1 specweld"
    assert second.headers["user-agent"] == "mine"


def test_no_version_can_break_a_header(monkeypatch: pytest.MonkeyPatch) -> None:
    import sample

    monkeypatch.setattr(sample, "__version__", "2.0 (\r\nX: y) \u00e9")
    assert settings.user_agent() == "sample-python/2.0-X-y- specweld"
