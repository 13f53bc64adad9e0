"""Files on their way up: every form in which a caller may hold one, and again after a failure."""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from elevenlabs_driver import ElevenLabsDriver
from exchanges import text_part
from openapi_document import parts_of
from server import Part

from elevenlabs import ApiConnectionError, InternalServerError

CONTENT = b"RIFF\r\n--" + bytes(range(256)) * 1000
"""More than is read at once."""
ALIGNED: dict[str, Any] = {"characters": [], "words": [], "loss": 0.5}
SIMILAR: dict[str, Any] = {"voices": [], "has_more": False}
SOON = {"retry-after-ms": "1"}


@contextmanager
def opened(path: Path, *, at: int = 0) -> Iterator[Any]:
    with path.open("rb") as stream:
        stream.seek(at)
        yield stream


@contextmanager
def given(file: Any) -> Iterator[Any]:
    yield file


FORMS: dict[str, tuple[Callable[[Path], Any], tuple[str, str, bytes]]] = {
    "path": (given, ("speech.wav", "audio/x-wav", CONTENT)),
    "bytes": (
        lambda _: given(CONTENT),
        ("upload", "application/octet-stream", CONTENT),
    ),
    "open file": (opened, ("speech.wav", "audio/x-wav", CONTENT)),
    "open file, partly read": (
        partial(opened, at=9),
        ("speech.wav", "audio/x-wav", CONTENT[9:]),
    ),
    "stream in memory": (
        lambda _: given(io.BytesIO(CONTENT)),
        ("upload", "application/octet-stream", CONTENT),
    ),
    "named bytes": (
        lambda _: given(("a.mp3", CONTENT)),
        ("a.mp3", "audio/mpeg", CONTENT),
    ),
    "named and typed path": (
        lambda path: given(("b", path, "audio/own")),
        ("b", "audio/own", CONTENT),
    ),
    "named and typed stream": (
        lambda _: given(("c", io.BytesIO(CONTENT), None)),
        ("c", "application/octet-stream", CONTENT),
    ),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uploads") / "speech.wav"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_an_upload_is_sent_again_byte_by_byte(
    driver: ElevenLabsDriver, path: Path, form: str
) -> None:
    hold, (filename, content_type, content) = FORMS[form]
    driver.server.answer(status=503, headers=SOON)
    driver.server.answer(status=429, headers=SOON)
    driver.server.answer(json=ALIGNED)
    with hold(path) as file:
        driver.call(
            lambda client: client.forced_alignment.create(
                file=file, text="Grüße", enabled_spooled_file=True
            )
        )
    first, second, third = driver.server.requests
    assert first.body == second.body == third.body
    assert first.headers == second.headers == third.headers
    assert first.headers["content-length"] == str(len(first.body))
    assert parts_of(first) == [
        text_part("text", "Grüße"),
        text_part("enabled_spooled_file", "true"),
        Part(
            name="file",
            filename=filename,
            content_type=content_type,
            content=content,
        ),
    ]


class Pipe(io.RawIOBase):
    """Can be read once."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._rest.readinto(buffer)


def test_a_pipe_is_sent_once(driver: ElevenLabsDriver) -> None:
    driver.server.answer(json=SIMILAR)
    driver.call(lambda c: c.voices.find_similar_voices(audio_file=Pipe(CONTENT)))
    driver.server.answer(status=503, headers=SOON)
    with pytest.raises(InternalServerError):
        driver.call(lambda c: c.voices.find_similar_voices(audio_file=Pipe(CONTENT)))
    for request in driver.server.requests:
        assert request.headers["transfer-encoding"] == "chunked"
        assert "content-length" not in request.headers
        assert [part.content for part in parts_of(request)] == [CONTENT]
    assert len(driver.server.requests) == 2


def test_a_pipe_has_a_path_too(driver: ElevenLabsDriver, tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(CONTENT,))
    writer.start()
    driver.server.answer(status=503, headers=SOON)
    with pytest.raises(InternalServerError):
        driver.call(lambda c: c.voices.find_similar_voices(audio_file=path))
    writer.join()
    (request,) = driver.server.requests
    assert request.headers["transfer-encoding"] == "chunked"
    assert [part.content for part in parts_of(request)] == [CONTENT]


def test_a_folder_is_no_upload(driver: ElevenLabsDriver, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match=re.escape(str(tmp_path))):
        driver.call(lambda c: c.voices.find_similar_voices(audio_file=tmp_path))
    assert driver.server.requests == []


CHANGES = pytest.mark.parametrize(
    ("content", "message"),
    [
        (CONTENT + b"more", r"^`speech.wav` grew while it was sent$"),
        (CONTENT[:9], r"^`speech.wav` shrank while it was sent$"),
    ],
)


@CHANGES
def test_a_path_whose_file_changes(
    lone_driver: ElevenLabsDriver,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: bytes,
    message: str,
) -> None:
    path = tmp_path / "speech.wav"
    path.write_bytes(CONTENT)
    opens = Path.open

    def open_late(self: Path, mode: str = "r", **options: Any) -> Any:
        if self == path:
            with opens(self, "wb") as stream:
                stream.write(content)
        return opens(self, mode, **options)

    monkeypatch.setattr(Path, "open", open_late)
    with pytest.raises(OSError, match=message):
        lone_driver.call(lambda c: c.voices.find_similar_voices(audio_file=path))


@CHANGES
def test_an_open_file_that_changes(
    lone_driver: ElevenLabsDriver, content: bytes, message: str
) -> None:
    class Changing(io.BytesIO):
        name = "speech.wav"

        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            position = super().seek(offset, whence)
            return len(CONTENT) if whence == io.SEEK_END else position

    with pytest.raises(OSError, match=message):
        lone_driver.call(
            lambda c: c.voices.find_similar_voices(audio_file=Changing(content))
        )


def test_a_stream_that_breaks_is_the_callers_own_error(
    lone_driver: ElevenLabsDriver,
) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("disk on fire")

    with pytest.raises(OSError, match=r"^disk on fire$") as caught:
        lone_driver.call(
            lambda c: c.voices.find_similar_voices(audio_file=Broken(b"x")),
            max_retries=0,
        )
    assert not isinstance(caught.value, ApiConnectionError)


def test_a_path_as_text_is_refused(driver: ElevenLabsDriver) -> None:
    message = "`file`: expected bytes, an open binary file or a `Path`, but got `str`"
    with pytest.raises(TypeError, match=f"^{message}$"):
        driver.call(lambda client: client.forced_alignment.create(file="a.mp3"))
    assert driver.server.requests == []


def test_a_missing_upload_is_told_at_once(driver: ElevenLabsDriver) -> None:
    with pytest.raises(TypeError, match=r"missing 1 required .* argument: 'file'$"):
        driver.call(lambda client: client.forced_alignment.create(text="no file"))
    assert driver.server.requests == []


def test_no_two_uploads_share_a_boundary(driver: ElevenLabsDriver) -> None:
    for _ in range(2):
        driver.server.answer(json=SIMILAR)
        driver.call(lambda client: client.voices.find_similar_voices(top_k=1))
    types = [request.headers["content-type"] for request in driver.server.requests]
    assert types[0] != types[1]
