"""What is known of an SDK: its calls, each with the method that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedCall:
    """A method of an SDK, and the request that it makes."""

    method: str
    """Upper case: `GET`."""
    path: str
    """`/v1/voices/{voice_id}`, as the SDK writes it; the names in braces are the SDK's."""
    name: tuple[str, ...]
    """From the client down: `("voices", "get")`."""
    parameters: tuple[str, ...] = ()
    """What a caller may give, in the order of the signature."""
    wire_names: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the API calls an argument -> what the SDK calls it, where the source says so."""
    query: str = ""
    """What is asked for in the path itself: `beta=true` of `/v1/messages?beta=true`."""
    hops: int = 0
    """How many functions lie between the method and the request."""

    is_deprecated: bool = False
    is_async: bool = False

    @property
    def dotted(self) -> str:
        """The name as one writes it: `voices.get`."""
        return ".".join(self.name)
