"""The models."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ._core.model import Model
from ._core.open import Open, OpenInt
from ._core.union import union

VoiceCategory: TypeAlias = Literal[
    "generated",
    "cloned",
]


class TextContent(Model, kw_only=True):
    """Words."""

    type: Literal["text"] = "text"
    text: str


class ImageContent(Model, kw_only=True):
    """A picture."""

    type: Literal["image"] = "image"
    url: str
    width: int | None = None


class Circle(Model, kw_only=True):
    """Known by its keys only."""

    radius: float


class Box(Model, kw_only=True):
    """Known by its keys only."""

    width: float
    height: float
    parts: list[Shape] | None = None


if TYPE_CHECKING:
    Content: TypeAlias = TextContent | ImageContent
    Shape: TypeAlias = Circle | Box | str | int | float
else:
    Content = union(
        "Content",
        lambda: (
            TextContent,
            ImageContent,
        ),
        discriminator="type",
        mapping=lambda: {
            "text": TextContent,
            "image": ImageContent,
        },
    )
    Shape = union(
        "Shape",
        lambda: (
            Circle,
            Box,
            str,
            float,
            int,
        ),
    )


class Voice(Model, kw_only=True, rename={"api_key": "api-key"}):
    """A voice."""

    voice_id: str
    name: str | None
    category: Open[VoiceCategory] | None = None
    quality: OpenInt[Literal[1, 2]] | None = None
    labels: dict[str, str] | None = None
    created: datetime.datetime | None = None
    content: Content | None = None
    shapes: list[Shape] | None = None
    parent: Voice | None = None
    api_key: str | None = None
    anything: Any = None


class VoiceList(Model, kw_only=True):
    """A page of voices."""

    voices: list[Voice]
    has_more: bool | None = None
    next_page_token: str | None = None
