"""Which credential is sent."""

from __future__ import annotations

import pytest

from specweld.runtime.auth import (
    AllOf,
    BasicCredentials,
    CookieKey,
    Credential,
    HeaderKey,
    Proof,
    QueryKey,
    either,
    prove,
)
from specweld.runtime.errors import MissingCredentialsError

BEARER = HeaderKey(header="Authorization", prefix="Bearer ", value="t")
NO_HEADER = HeaderKey(header="X-Key", env_var="NO_KEY")
QUERY = QueryKey(parameter="key", value="q")
COOKIE = CookieKey(cookie="sid", value="c")
BASIC = BasicCredentials(username="u", password="p")
NO_BASIC = BasicCredentials(username_env_var="NO_USER", password_env_var="NO_PASSWORD")


@pytest.mark.parametrize(
    ("credentials", "given", "proof"),
    [
        ((), (), Proof()),
        ((BEARER,), (), Proof(headers=(("Authorization", "Bearer t"),))),
        ((BEARER,), ("authorization",), Proof()),
        ((NO_HEADER, BEARER), (), Proof(headers=(("Authorization", "Bearer t"),))),
        ((NO_HEADER,), ("x-key",), Proof()),
        ((NO_HEADER,), ("authorization",), Proof()),
        ((QUERY,), (), Proof(query=(("key", "q"),))),
        ((COOKIE,), (), Proof(cookies=(("sid", "c"),))),
        ((BASIC,), (), Proof(headers=(("Authorization", "Basic dTpw"),))),
        (
            (BasicCredentials(username="u"),),
            (),
            Proof(headers=(("Authorization", "Basic dTo="),)),
        ),
        (
            (AllOf(credentials=(BEARER, QUERY, COOKIE)),),
            (),
            Proof(
                headers=(("Authorization", "Bearer t"),),
                query=(("key", "q"),),
                cookies=(("sid", "c"),),
            ),
        ),
        (
            (AllOf(credentials=(BEARER, NO_HEADER)), QUERY),
            (),
            Proof(query=(("key", "q"),)),
        ),
    ],
)
def test_the_first_with_a_value(
    credentials: tuple[Credential, ...], given: tuple[str, ...], proof: Proof
) -> None:
    assert prove(credentials, client="C", given_headers=given) == proof


@pytest.mark.parametrize(
    ("credential", "advice"),
    [
        (
            NO_HEADER,
            "no credential: pass `api_key` to `C(...)`,"
            " or set the environment variable `NO_KEY`",
        ),
        (
            NO_BASIC,
            "no credential: pass `username` and `password` to `C(...)`,"
            " or set the environment variable `NO_USER` and `NO_PASSWORD`",
        ),
        (
            AllOf(credentials=(BEARER, HeaderKey(header="X-App", argument="app_key"))),
            "no credential: pass `api_key` and `app_key` to `C(...)`",
        ),
    ],
)
def test_advice(credential: Credential, advice: str) -> None:
    with pytest.raises(MissingCredentialsError) as caught:
        prove((credential,), client="C", given_headers=())
    assert str(caught.value) == advice


def test_nothing_is_demanded() -> None:
    assert prove(
        (NO_HEADER,), client="C", given_headers=(), is_demanded=False
    ) == Proof(headers=())
    assert prove((BEARER,), client="C", given_headers=(), is_demanded=False) == Proof(
        headers=(("Authorization", "Bearer t"),)
    )


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_KEY", " e\n")
    assert prove((NO_HEADER,), client="C", given_headers=()) == Proof(
        headers=(("X-Key", "e"),)
    )
    monkeypatch.setenv("NO_KEY", "")
    with pytest.raises(MissingCredentialsError):
        prove((NO_HEADER,), client="C", given_headers=())


def test_secrets_stay_out_of_representations() -> None:
    shown = repr((BEARER, QUERY, COOKIE, BASIC))
    assert [secret for secret in ("'t'", "'q'", "'c'", "'p'") if secret in shown] == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"api_key": None, "token": None}, None),
        ({"api_key": "a", "token": None}, "a"),
        ({"api_key": None, "token": "b"}, "b"),
        ({"api_key": None, "token": ""}, ""),
    ],
)
def test_two_names_for_one_credential(
    values: dict[str, str | None], expected: str | None
) -> None:
    assert either(**values) == expected


def test_both_names_at_once() -> None:
    with pytest.raises(
        TypeError,
        match=r"^`api_key` and `token` are the same credential; expected one of them$",
    ):
        either(api_key="a", token="a")
