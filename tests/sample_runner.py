"""Run documentation samples verbatim in a process of their own, with only the network replaced.

Usage: python sample_runner.py FOLDER [PATH] < samples.json > outcomes.json

FOLDER holds the generated packages. `samples.json` is a list of source texts. Every request that a
sample makes is recorded and answered with an empty JSON object; a request for PATH
is answered with a sound.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import httpx2


def main() -> None:
    """Run all samples and print what became of each."""
    sys.path.insert(0, sys.argv[1])
    logging.disable()
    print(json.dumps([run(code) for code in json.load(sys.stdin)]))


def run(code: str) -> dict[str, Any]:
    """Run one sample; return its requests and the exception that ended it, if any."""
    requests: list[dict[str, Any]] = []

    def record(_transport: object, request: httpx2.Request) -> httpx2.Response:
        if not isinstance(request.stream, httpx2.AsyncByteStream):
            request.read()
        requests.append(
            {
                "method": request.method,
                "url": str(request.url),
                "headers": dict(request.headers),
            }
        )
        is_sound = request.url.path in sys.argv[2:]
        return httpx2.Response(
            200,
            content=b"sound" if is_sound else b"{}",
            headers={
                "x-recorded": "yes",
                "content-type": "audio/mpeg" if is_sound else "application/json",
            },
            request=request,
        )

    async def record_later(
        transport: object, request: httpx2.Request
    ) -> httpx2.Response:
        await request.aread()
        return record(transport, request)

    transports: Any = httpx2
    transports.HTTPTransport.handle_request = record
    transports.AsyncHTTPTransport.handle_async_request = record_later
    try:
        exec(compile(code, "sample", "exec"), {"__name__": "__main__"})
    except Exception as error:
        return {"requests": requests, "error": f"{type(error).__name__}: {error}"}
    return {"requests": requests, "error": None}


if __name__ == "__main__":
    main()
