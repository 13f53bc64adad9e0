"""Which credential is sent."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from specweld.runtime.credentials import (
    AllOf,
    BasicCredentials,
    CookieKey,
    Credential,
    HeaderKey,
    QueryKey,
    Security,
    either,
    with_key,
)
from specweld.runtime.errors import MissingCredentialsError
from specweld.runtime.proof import Proof, Wanted, prove

BEARER = HeaderKey(header="Authorization", prefix="Bearer ", value="t")
NO_HEADER = HeaderKey(header="X-Key", env_var="NO_KEY")
QUERY = QueryKey(parameter="key", value="q")
COOKIE = CookieKey(cookie="sid", value="c")
BASIC = BasicCredentials(username="u", password="p")
NO_BASIC = BasicCredentials(username_env_var="NO_USER", password_env_var="NO_PASSWORD")


def proof_of(
    credentials: tuple[Credential, ...],
    given: Collection[str] = (),
    security: Security | None = None,
) -> Proof:
    """Prove without asking anybody."""
    wanted = Wanted(
        credentials=credentials, security=security, client="C", given_headers=given
    )
    steps = prove(wanted)
    try:
        asked = next(steps)
    except StopIteration as end:
        proof: Proof = end.value
        return proof
    raise AssertionError(f"nobody is there to answer {asked}")


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
    assert proof_of(credentials, given) == proof


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
        proof_of((credential,))
    assert str(caught.value) == advice


FIRST = HeaderKey(header="X-One", value="1", scheme="one")
SECOND = QueryKey(parameter="two", value="2", scheme="two")
ABSENT = HeaderKey(header="X-Three", env_var="NO_KEY", scheme="three")


@pytest.mark.parametrize(
    ("security", "proof"),
    [
        (None, Proof(headers=(("X-One", "1"),))),
        ((), Proof()),
        (((),), Proof()),
        ((("two",),), Proof(query=(("two", "2"),))),
        ((("two",), ("one",)), Proof(query=(("two", "2"),))),
        ((("three",), ("one",)), Proof(headers=(("X-One", "1"),))),
        ((("three",), ()), Proof()),
        (((), ("one",)), Proof(headers=(("X-One", "1"),))),
        ((("one", "three"), ("two",)), Proof(query=(("two", "2"),))),
        (
            (("one", "two"),),
            Proof(headers=(("X-One", "1"),), query=(("two", "2"),)),
        ),
        ((("unknown",), ("one",)), Proof(headers=(("X-One", "1"),))),
    ],
)
def test_what_an_operation_takes(security: Security | None, proof: Proof) -> None:
    assert proof_of((FIRST, SECOND, ABSENT), security=security) == proof


def test_what_an_operation_demands() -> None:
    with pytest.raises(MissingCredentialsError, match=r"`NO_KEY`$"):
        proof_of((FIRST, ABSENT), security=(("one", "three"),))


def test_another_key() -> None:
    changed, other = with_key((FIRST, BASIC), "new")
    assert proof_of((changed,)) == Proof(headers=(("X-One", "new"),))
    assert other is BASIC
    with pytest.raises(TypeError, match="no credential of this client is called"):
        with_key((BASIC,), "new")


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_KEY", " e\n")
    assert proof_of((NO_HEADER,)) == Proof(headers=(("X-Key", "e"),))
    monkeypatch.setenv("NO_KEY", "")
    with pytest.raises(MissingCredentialsError):
        proof_of((NO_HEADER,))


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
