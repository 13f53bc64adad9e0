"""Models on their own."""

from __future__ import annotations

import datetime
from typing import Any, Literal

import pydantic
import pytest

from specweld.runtime.errors import DecodeError, SchemaDriftError
from specweld.runtime.model import Model
from specweld.runtime.values import Open


class Song(Model, kw_only=True, rename={"made_on": "made-on"}):
    title: str
    made_on: datetime.date | None = None
    mood: Open[Literal["sad", "merry"]] | None = None
    cover_of: Song | None = None


SONG = Song(title="a", made_on=datetime.date(2024, 2, 29), cover_of=Song(title="b"))
PLAIN = {"title": "a", "made-on": "2024-02-29", "cover_of": {"title": "b"}}


def test_representation_shows_what_is_set() -> None:
    assert repr(Song(title="a", mood="sad")) == "Song(title='a', mood='sad')"


def test_plain_form_and_back() -> None:
    assert SONG.to_dict() == PLAIN
    assert Song.from_dict(PLAIN) == SONG
    assert Song.from_json(SONG.to_json()) == SONG
    assert Song(title="a") != SONG


def test_copies() -> None:
    assert SONG.copy_with(title="c") == Song(
        title="c", made_on=SONG.made_on, cover_of=SONG.cover_of
    )
    assert SONG.title == "a"
    with pytest.raises(TypeError, match="nonsense"):
        SONG.copy_with(nonsense=1)


def test_what_does_not_match_is_refused_or_kept() -> None:
    drifted: dict[str, Any] = {"mood": "grim", "cover_of": {"title": 1}}
    with pytest.raises(SchemaDriftError) as caught:
        Song.from_dict(drifted)
    assert str(caught.value) == (
        "`$.title` should be `str`, but is missing;"
        " `$.mood` should be one of 'sad', 'merry', but is 'grim';"
        " `$.cover_of.title` should be `str`, but is an integer"
    )
    kept = Song.from_dict(drifted, strict=False)
    assert kept.to_dict() == {"title": None, **drifted}
    with pytest.raises(
        SchemaDriftError, match=r"^`\$` should be `Song`, but is a list$"
    ):
        Song.from_json("[]", strict=False)
    with pytest.raises(DecodeError):
        Song.from_json(b"{")


def test_a_field_of_a_pydantic_model() -> None:
    class Album(pydantic.BaseModel):
        songs: list[Song]

    album = Album.model_validate({"songs": [PLAIN, SONG]})
    assert album.songs == [SONG, SONG]
    assert album.model_dump() == {"songs": [PLAIN, PLAIN]}
    assert Album.model_validate_json(album.model_dump_json()) == album
    assert Album.model_json_schema()["properties"]["songs"]["items"] == {
        "type": "object",
        "title": "Song",
    }
    with pytest.raises(pydantic.ValidationError, match=r"`\$\.title` should be `str`"):
        Album.model_validate({"songs": [{}]})
    with pytest.raises(pydantic.ValidationError, match="expected `Song` or a dict"):
        Album.model_validate({"songs": [1]})
