"""What one call costs beside a bare call of httpx2: build, send to a transport in memory, decode a small answer.

Run by the benchmark in an interpreter of its own; prints the median microseconds of each, measured in turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

import httpx2

ROUNDS = 60
CALLS = 50
ANSWER = b'{"stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "speed": 1.0}'
PATH = "/v1/voices/21m00Tcm4TlvDq8ikWAM/settings"


def transport() -> httpx2.MockTransport:
    """Make a transport that answers at once."""
    headers = {"content-type": "application/json"}
    return httpx2.MockTransport(
        lambda _: httpx2.Response(
            200, stream=httpx2.ByteStream(ANSWER), headers=headers
        )
    )


def bare() -> Callable[[], object]:
    """Return a call of httpx2 that does what must be done anyway."""
    client = httpx2.Client(transport=transport(), base_url="https://api.elevenlabs.io")
    headers = {"xi-api-key": "key", "accept": "application/json"}
    return lambda: json.loads(client.get(PATH, headers=headers).content)


def ours() -> Callable[[], object]:
    """Return the same call of the generated client."""
    from elevenlabs import ElevenLabs

    http_client = httpx2.Client(transport=transport())
    client = ElevenLabs(api_key="key", http_client=http_client, on_drift="raise")
    return lambda: client.voices.settings.get("21m00Tcm4TlvDq8ikWAM")


def microseconds(call: Callable[[], object]) -> float:
    """Time some calls, and return what one took."""
    begun = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begun) / CALLS * 1e6


def main() -> None:
    """Measure both in turns, so that a busy machine slows them alike."""
    sys.path.insert(0, sys.argv[1])
    first, second = bare(), ours()
    first(), second()
    pairs = [(microseconds(first), microseconds(second)) for _ in range(ROUNDS)]
    theirs = statistics.median(pair[0] for pair in pairs)
    own = statistics.median(pair[1] for pair in pairs)
    print(theirs, own)


if __name__ == "__main__":
    main()
