"""What generated methods send, over a real transport of httpx2."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from specweld.render.package import render
from stages.render import api_of

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture
def package(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Import the package of a case."""
    for file in render(api_of((CASES / request.param).read_text(encoding="utf-8"))):
        path = tmp_path / "acme" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("ACME_API_KEY", raising=False)
    yield importlib.import_module("acme")
    for name in [name for name in sys.modules if name.split(".")[0] == "acme"]:
        del sys.modules[name]


def sent(
    package: Any, method: str, *, api_key: str | None = None, **arguments: object
) -> list[httpx2.Request]:
    """Call a method and collect what it sends."""
    requests: list[httpx2.Request] = []
    exchanged(package, method, requests, api_key=api_key, **arguments)
    return requests


def exchanged(
    package: Any,
    method: str,
    requests: list[httpx2.Request],
    *,
    api_key: str | None = None,
    body: bytes = b"",
    **arguments: object,
) -> Any:
    """Call a method, collect what it sends, and return what it makes of the answer."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        kind = {"content-type": "application/json"}
        return httpx2.Response(200 if body else 204, content=body, headers=kind)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = package.Acme(base_url="https://x", api_key=api_key, http_client=http)
        called = client
        for name in method.split("."):
            called = getattr(called, name)
        return called(**arguments)


@pytest.mark.parametrize("package", ["render/json-parameters.yaml"], indirect=True)
def test_parameters_as_json(package: Any) -> None:
    (request,) = sent(
        package,
        "voices.find",
        where=["a b", "c/d"],
        filter={"size": 5, "name": "a b"},
        x_order=["x", "y"],
        text="a,b",
    )
    assert request.url.raw_path == (
        b"/voices/%5B%22a%20b%22%2C%22c%2Fd%22%5D"
        b"?filter=%7B%22size%22%3A5%2C%22name%22%3A%22a%20b%22%7D&text=a%2Cb"
    )
    assert request.headers["x-order"] == '["x","y"]'


@pytest.mark.parametrize("package", ["api/security-nowhere.yaml"], indirect=True)
@pytest.mark.parametrize("key", [None, "k"])
def test_a_credential_that_nothing_asks_for(package: Any, key: str | None) -> None:
    (request,) = sent(package, "read", api_key=key)
    assert request.headers.get("x-key") == key


@pytest.mark.parametrize("package", ["render/optional-credentials.yaml"], indirect=True)
@pytest.mark.parametrize("key", [None, "k"])
def test_a_credential_that_one_alternative_asks_for(
    package: Any, key: str | None
) -> None:
    (request,) = sent(package, "either", api_key=key)
    assert request.headers.get("x-key") == key


@pytest.mark.parametrize("package", ["render/optional-credentials.yaml"], indirect=True)
def test_a_credential_that_is_demanded(package: Any) -> None:
    missing = importlib.import_module("acme").MissingCredentialsError
    with pytest.raises(missing):
        sent(package, "private")
    assert len(sent(package, "private", api_key="k")) == 1
    assert len(sent(package, "public")) == 1


@pytest.mark.parametrize("package", ["render/tuples.yaml"], indirect=True)
@pytest.mark.parametrize(
    ("body", "received"),
    [
        (b'[1.5,"fast"]', (1.5, "fast")),
        (b'[1.5,"newer"]', (1.5, "newer")),
        (b"[1.5]", [1.5]),
    ],
)
def test_tuples(package: Any, body: bytes, received: object) -> None:
    requests: list[httpx2.Request] = []
    route = [(0.5, "slow"), [1, "fast"]]
    place = {"at": (2.5, "slow")}
    moved = exchanged(
        package, "points.move", requests, body=body, route=route, label=("a", place)
    )
    assert moved == received
    assert requests[0].content == (
        b'{"route":[[0.5,"slow"],[1,"fast"]],"label":["a",{"at":[2.5,"slow"]}]}'
    )


@pytest.mark.parametrize("package", ["render/key-in-a-cookie.yaml"], indirect=True)
def test_a_key_in_a_cookie(package: Any) -> None:
    (request,) = sent(package, "one", api_key="c d")
    assert request.headers["cookie"] == "sid=c%20d"
    with pytest.raises(importlib.import_module("acme").MissingCredentialsError):
        sent(package, "both", api_key="c")


@pytest.mark.parametrize("package", ["api/discriminator-base.yaml"], indirect=True)
def test_a_base_stands_for_its_children(package: Any) -> None:
    models = importlib.import_module("acme.models")
    body = b'[{"kind":"d","bark":true},{"kind":"c","friend":{"kind":"Puppy","age":1}}]'
    dog, cat = exchanged(package, "read", [], body=body)
    assert dog == models.Dog(kind="d", bark=True)
    assert cat == models.Cat(friend=models.Puppy(kind="Puppy", age=1))
    (request,) = sent(package, "add", request=dog)
    assert request.content == b'{"kind":"d","bark":true}'


@pytest.mark.parametrize("package", ["api/directions.yaml"], indirect=True)
def test_members_of_one_direction(package: Any) -> None:
    models = importlib.import_module("acme.models")
    both = models.Both(name="n", secret="s")
    received = exchanged(
        package, "exchange", [], body=b'{"id":"i","name":"n"}', request=[both]
    )
    assert (received.id, received.secret) == ("i", None)


@pytest.mark.parametrize("package", ["render/encodings.yaml"], indirect=True)
def test_encodings_of_forms(package: Any) -> None:
    fields = {"plain": ["a", "b"], "joined": ["a", "b"]}
    (request,) = sent(
        package, "send_form", **fields, deep={"a": "b"}, json={"a": "b c"}
    )
    assert request.content == (
        b"plain=a&plain=b&joined=a,b&deep%5Ba%5D=b&json=%7B%22a%22%3A%22b%20c%22%7D"
    )


@pytest.mark.parametrize("package", ["render/encodings.yaml"], indirect=True)
def test_encodings_of_parts(package: Any) -> None:
    (request,) = sent(
        package, "send_parts", image=b"\x89PNG", note="# a", tags=["a", "b"]
    )
    parts = request.read().split(b"\r\n--")
    assert [part for part in parts if b"text/markdown" in part and b"# a" in part] != []
    assert [part for part in parts if b"image/png" in part and b"PNG" in part] != []
    assert [part for part in parts if b'"tags"' in part and b"a b" in part] != []


ESCAPED = "render/names-that-json-escapes.yaml"


@pytest.mark.parametrize("package", [ESCAPED], indirect=True)
def test_names_that_json_escapes(package: Any) -> None:
    body = {
        'say "hi"': "a",
        "back\\slash": 1,
        "line\nend": [{'say "hi"': "b", "plain": "q", 'new "one"': [2]}],
        "plain": "p",
    }
    requests: list[httpx2.Request] = []
    raw = json.dumps(body, separators=(",", ":")).encode()
    arguments = {"say_hi": "a", "back_slash": 1, "plain": "p"}
    voice = exchanged(package, "copy", requests, body=raw, **arguments)
    assert json.loads(requests[0].content) == {
        'say "hi"': "a",
        "back\\slash": 1,
        "plain": "p",
    }
    assert (voice.say_hi, voice.back_slash, voice.plain) == ("a", 1, "p")
    assert voice.line_end[0].extra == {'new "one"': [2]}
    assert voice.to_dict() == body
    assert json.loads(voice.to_json()) == body
    assert type(voice).from_json(raw) == voice
    sent(package, "copy", line_end=voice.line_end, say_hi="a", plain="p")


@pytest.mark.parametrize("package", [ESCAPED], indirect=True)
def test_tags_that_json_escapes(package: Any) -> None:
    models = importlib.import_module("acme.models")
    dog = {'a"kind': "dog", "voice": {'say "hi"': "woof", "plain": "p"}}
    body = [dog, {'a"kind': "cat", "lives": 7}]
    requests: list[httpx2.Request] = []
    pets = exchanged(
        package, "swap", requests, body=json.dumps(body).encode(), request=[dog]
    )
    assert json.loads(requests[0].content) == [dog]
    assert pets == [
        models.Dog(voice=models.Voice(say_hi="woof", plain="p")),
        models.Cat(lives=7),
    ]
    (request,) = sent(package, "swap", request=pets)
    assert json.loads(request.content) == body


@pytest.mark.parametrize("package", [ESCAPED], indirect=True)
def test_drift_below_names_that_json_escapes(package: Any) -> None:
    drift = importlib.import_module("acme.errors").SchemaDriftError
    voice = importlib.import_module("acme.models").Voice
    unknown = {'say "hi"': {'a "key"': 1}, "plain": "p"}
    with pytest.raises(drift, match='say "hi"'):
        voice.from_dict(unknown)
    kept = voice.from_dict(unknown, strict=False)
    assert kept.say_hi == {'a "key"': 1}
    assert kept.to_dict() == unknown


@pytest.mark.parametrize("package", ["render/null-as-body.yaml"], indirect=True)
def test_null_is_a_body_where_the_docs_allow_it(package: Any) -> None:
    assert [each.content for each in sent(package, "replace", request=None)] == [
        b"null"
    ]
    assert [each.content for each in sent(package, "replace")] == [b""]
    assert [each.content for each in sent(package, "reset", request=None)] == [b"null"]
