"""What one call costs beside a bare call of its HTTP library: build, send to a transport in memory, decode a small answer.

Run by the benchmark in an interpreter of its own, with the name of what to call; prints the median microseconds of
the bare call and of the whole one, measured in turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

ROUNDS = 60
CALLS = 50
SETTINGS = b'{"stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "speed": 1.0}'
SETTINGS_PATH = "/v1/voices/21m00Tcm4TlvDq8ikWAM/settings"
MODEL = (
    b'{"id": "gpt-5", "object": "model", "created": 1686935002, "owned_by": "openai"}'
)
MODEL_PATH = "/v1/models/gpt-5"


def transport(library: Any, answer: bytes) -> Any:
    """Make a transport that answers at once."""
    headers = {"content-type": "application/json"}
    return library.MockTransport(
        lambda _: library.Response(
            200, stream=library.ByteStream(answer), headers=headers
        )
    )


def bare(library: Any, place: str, path: str, answer: bytes) -> Callable[[], object]:
    """Return a call that does what must be done anyway."""
    client = library.Client(transport=transport(library, answer), base_url=place)
    headers = {"xi-api-key": "key", "accept": "application/json"}
    return lambda: json.loads(client.get(path, headers=headers).content)


def specweld(http_client: Any) -> Callable[[], object]:
    """Return a call of the generated client."""
    from elevenlabs import ElevenLabs

    client = ElevenLabs(api_key="key", http_client=http_client, on_drift="raise")
    return lambda: client.voices.settings.get("21m00Tcm4TlvDq8ikWAM")


def fern(http_client: Any) -> Callable[[], object]:
    """Return the same call of the vendor's own client, which Fern makes."""
    client: Any = import_module("elevenlabs").ElevenLabs(
        api_key="key", httpx_client=http_client
    )
    return lambda: client.voices.settings.get("21m00Tcm4TlvDq8ikWAM")


def stainless(http_client: Any) -> Callable[[], object]:
    """Return a call of OpenAI's client, which Stainless makes."""
    client: Any = import_module("openai").OpenAI(api_key="key", http_client=http_client)
    return lambda: client.models.retrieve("gpt-5")


PLACES = {
    "specweld": ("https://api.elevenlabs.io", SETTINGS_PATH, SETTINGS, specweld),
    "fern": ("https://api.elevenlabs.io", SETTINGS_PATH, SETTINGS, fern),
    "stainless": ("https://api.openai.com", MODEL_PATH, MODEL, stainless),
}


def microseconds(call: Callable[[], object]) -> float:
    """Time some calls, and return what one took."""
    begun = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begun) / CALLS * 1e6


def main() -> None:
    """Measure both in turns, so that a busy machine slows them alike."""
    name, library = sys.argv[1], import_module(sys.argv[2])
    place, path, answer, make = PLACES[name]
    first = bare(library, place, path, answer)
    second = make(library.Client(transport=transport(library, answer)))
    first(), second()
    pairs = [(microseconds(first), microseconds(second)) for _ in range(ROUNDS)]
    theirs = statistics.median(pair[0] for pair in pairs)
    own = statistics.median(pair[1] for pair in pairs)
    print(theirs, own)


if __name__ == "__main__":
    main()
