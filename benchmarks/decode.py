"""Decode one page of voices over and over and print the median seconds a time.

Run by the benchmark in two interpreters: ours (`specweld`, `json`) and the vendor's (`vendor`).
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path


def decoder(name: str) -> Callable[[bytes], object]:
    """Return what turns the bytes of a response into objects, as each package does it."""
    if name == "json":
        return json.loads
    if name == "specweld":
        from elevenlabs._core.codec import decode_json
        from elevenlabs.models import GetVoicesV2ResponseModel

        return lambda body: decode_json(body, GetVoicesV2ResponseModel)
    from elevenlabs.core.unchecked_base_model import construct_type
    from elevenlabs.types.get_voices_v_2_response import GetVoicesV2Response

    return lambda body: construct_type(
        type_=GetVoicesV2Response, object_=json.loads(body)
    )


def main() -> None:
    """Time the decoder named by the first argument on the file named by the second."""
    name, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    body = Path(path).read_bytes()
    decode = decoder(name)
    decode(body)
    seconds: list[float] = []
    for _ in range(times):
        started = time.perf_counter()
        decode(body)
        seconds.append(time.perf_counter() - started)
    print(statistics.median(seconds))


if __name__ == "__main__":
    main()
