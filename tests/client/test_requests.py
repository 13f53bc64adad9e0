"""What goes over the wire."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pydantic
import pytest
from driver import Driver
from sample.models import TextContent
from server import Part, ScriptedServer


class Theirs(pydantic.BaseModel):
    """A model of the caller's own."""

    text: str


VOICE = {"voice_id": "v1", "name": "Rachel"}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("v1", "/v1/voices/v1"),
        ("a/b", "/v1/voices/a%2Fb"),
        ("../x", "/v1/voices/..%2Fx"),
        ("a b?c#d%", "/v1/voices/a%20b%3Fc%23d%25"),
        ("Ä~-._", "/v1/voices/%C3%84~-._"),
    ],
)
def test_path_values_stay_in_their_segment(
    driver: Driver, value: str, path: str
) -> None:
    driver.server.answer(json=VOICE)
    driver.call(lambda client: client.voices.get(value))
    assert driver.server.requests[0].target == path


@pytest.mark.parametrize(
    ("value", "error"), [("", ValueError), ("..", ValueError), (None, TypeError)]
)
def test_path_values_that_cannot_be_sent(
    driver: Driver, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        driver.call(lambda client: client.voices.get(value))
    assert driver.server.requests == []


def test_parameters(driver: Driver) -> None:
    driver.server.answer(json=None)
    driver.call(
        lambda client: client.voices.find(
            ids=["a,b", "c"],
            where={"size": {"min": 1}, "on": datetime.date(2024, 2, 29), "no": None},
            x_trace=["a,b", "c"],
            session="a b",
        ),
        on_drift="raise",
    )
    request = driver.server.requests[0]
    assert request.target == (
        "/v1/voices/find?version=2&ids=a%2Cb,c&where%5Bsize%5D%5Bmin%5D=1"
        "&where%5Bon%5D=2024-02-29"
    )
    assert request.headers["x-trace"] == "a,b,c"
    assert request.headers["cookie"] == "session=a%20b"


def test_headers(driver: Driver) -> None:
    driver.server.answer(json=VOICE)
    driver.call(
        lambda client: client.with_options(headers={"X-More": "2"}).voices.get("v1"),
        headers={"X-Mine": "ä"},
    )
    headers = driver.server.requests[0].headers
    assert headers["xi-api-key"] == "key"
    assert headers["x-mine"] == "ä".encode().decode("latin-1")
    assert headers["x-more"] == "2"
    assert headers["accept"] == "application/json"
    assert "content-type" not in headers


def test_a_line_break_in_a_header_is_refused_without_showing_it(driver: Driver) -> None:
    with pytest.raises(
        ValueError, match=r"^header `X-Mine` holds a line break"
    ) as caught:
        driver.call(
            lambda client: client.voices.get("v1"), headers={"X-Mine": "secret\r\nA: b"}
        )
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ({}, {}),
        ({"name": None}, {}),
        ({"name": "x"}, {"name": "x"}),
        ({"description": None}, {"description": None}),
        (
            {"content": TextContent(text="t")},
            {"content": {"type": "text", "text": "t"}},
        ),
        ({"content": {"text": None}}, {"content": {"text": None}}),
        ({"content": Theirs(text="t")}, {"content": {"text": "t"}}),
    ],
)
def test_json_bodies(
    driver: Driver, arguments: dict[str, Any], body: dict[str, Any]
) -> None:
    driver.server.answer(json=VOICE)
    driver.call(lambda client: client.voices.edit("v1", **arguments))
    request = driver.server.requests[0]
    assert request.json == body
    assert request.headers["content-type"] == "application/json"
    assert request.method == "PATCH"


@pytest.mark.parametrize(
    ("value", "body"),
    [({"a": None}, b'{"a":null}'), ([1, None], b"[1,null]"), (False, b"false")],
)
def test_whole_bodies_are_sent_as_they_are(
    driver: Driver, value: object, body: bytes
) -> None:
    driver.server.answer(status=204)
    driver.call(lambda client: client.voices.replace(request=value))
    assert driver.server.requests[0].body == body


def test_no_body(driver: Driver) -> None:
    driver.server.answer(status=204)
    assert driver.call(lambda client: client.voices.replace(request=None)) is None
    request = driver.server.requests[0]
    assert (request.body, request.headers["content-length"]) == (b"", "0")


def test_forms(driver: Driver) -> None:
    driver.server.answer(status=204)
    driver.call(
        lambda client: client.voices.post_form(
            name="a&b", tags=["x", "y"], meta={"deep": {"er": True}}
        )
    )
    assert driver.server.requests[0].form == {
        "name": ["a&b"],
        "tags": ["x", "y"],
        "meta[deep][er]": ["true"],
    }


def test_multipart(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / 'say "hi".mp3'
    path.write_bytes(b"from disk")
    driver.server.answer(json=VOICE)
    opened = path.open("rb")
    opened.seek(5)
    with opened:
        driver.call(
            lambda client: client.voices.add(
                name="Zoë\r\n",
                remove_noise=False,
                labels={"lang": "de"},
                tags=["a", "b"],
                files=[
                    path,
                    b"bytes",
                    io.BytesIO(b"memory"),
                    opened,
                    ("n.wav", b"named"),
                    ("n.bin", b"typed", "audio/x"),
                ],
            )
        )
    request = driver.server.requests[0]
    assert request.headers["content-length"] == str(len(request.body))
    assert request.parts == [
        Part(name="name", filename=None, content_type=None, content="Zoë\r\n".encode()),
        _text("remove_noise", b"false"),
        Part(
            name="labels",
            filename=None,
            content_type="application/json",
            content=b'{"lang":"de"}',
        ),
        _text("tags", b"a"),
        _text("tags", b"b"),
        _file("say %22hi%22.mp3", "audio/mpeg", b"from disk"),
        _file("upload", "application/octet-stream", b"bytes"),
        _file("upload", "application/octet-stream", b"memory"),
        _file("say %22hi%22.mp3", "audio/mpeg", b"disk"),
        _file("n.wav", "audio/x-wav", b"named"),
        _file("n.bin", "audio/x", b"typed"),
    ]


def test_a_list_of_objects_is_one_json_part(driver: Driver) -> None:
    driver.server.answer(json=VOICE)
    tags: Any = [{"format": "srt"}, "plain"]
    driver.call(lambda client: client.voices.add(name="v", tags=tags, files=[b""]))
    part = driver.server.requests[0].parts[1]
    assert (part.name, part.content_type) == ("tags", "application/json")
    assert part.content == b'[{"format":"srt"},"plain"]'


def _text(name: str, content: bytes) -> Part:
    return Part(name=name, filename=None, content_type=None, content=content)


def _file(filename: str, content_type: str, content: bytes) -> Part:
    return Part(
        name="files", filename=filename, content_type=content_type, content=content
    )


@pytest.mark.parametrize(
    ("file", "error", "message"),
    [
        (
            "a.mp3",
            TypeError,
            "`files`: expected bytes, an open binary file or a `Path`",
        ),
        (io.StringIO("x"), TypeError, "`files`: open the file in binary mode"),
        (("n", b"x", "a", "b"), TypeError, r"`files`: expected \(file name, content"),
        (Path("/does/not/exist"), FileNotFoundError, "No such file"),
    ],
)
def test_what_is_no_file(
    driver: Driver, file: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        driver.call(lambda client: client.voices.add(name="x", files=[file]))
    assert driver.server.requests == []


class Unseekable(io.RawIOBase):
    """A pipe."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def test_a_pipe_is_sent_in_chunks(driver: Driver) -> None:
    driver.server.answer(status=204)
    driver.call(lambda client: client.voices.upload(request=Unseekable(b"x" * 200_000)))
    request = driver.server.requests[0]
    assert request.body == b"x" * 200_000
    assert request.headers["transfer-encoding"] == "chunked"
    assert request.headers["content-type"] == "audio/mpeg"


def test_raw_bodies(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"y" * 200_000)
    for content, body in [
        (b"b", b"b"),
        ("ü", "ü".encode()),
        (path, b"y" * 200_000),
        (io.BytesIO(b"z"), b"z"),
    ]:
        driver.server.answer(status=204)
        driver.call(
            lambda client, content=content: client.voices.upload(request=content)
        )
        request = driver.server.requests[-1]
        assert request.body == body
        assert request.headers["content-length"] == str(len(body))


def test_base_urls(server: ScriptedServer) -> None:
    from sample import Sample

    server.answer(json=VOICE)
    with Sample("key", base_url=f"{server.url}/deep/er/") as client:
        client.voices.get("v1")
    assert server.requests[0].path == "/deep/er/v1/voices/v1"
    with pytest.raises(ValueError, match="`base_url` of `Sample` must start with"):
        Sample("key", base_url="api.example.com").voices.get("v1")
