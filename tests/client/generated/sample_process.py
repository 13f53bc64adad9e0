"""Run documentation samples verbatim, with only the network redirected to a server on loopback.

Usage: python sample_process.py FOLDER HOST PORT < samples.json > outcomes.json

FOLDER holds the generated package, `samples.json` is a list of source texts. Requests to the real
host go to the server instead, over a real connection; all others are refused.
"""

from __future__ import annotations

import json
import sys

import httpx2

REAL_HOST = "api.elevenlabs.io"


def redirect(host: str, port: int) -> None:
    """Send what is meant for the real host to another one."""
    send = httpx2.HTTPTransport.handle_request

    def handle(
        transport: httpx2.HTTPTransport, request: httpx2.Request
    ) -> httpx2.Response:
        if request.url.scheme != "https" or request.url.host != REAL_HOST:
            raise AssertionError(f"{request.url} is not the documented place")
        request.url = request.url.copy_with(scheme="http", host=host, port=port)
        return send(transport, request)

    httpx2.HTTPTransport.handle_request = handle  # type: ignore[method-assign]


def run(code: str) -> str | None:
    """Run one sample; return what ended it, or None."""
    try:
        exec(compile(code, "sample", "exec"), {"__name__": "__main__"})
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def main() -> None:
    """Run all samples and print what became of each."""
    folder, host, port = sys.argv[1:]
    sys.path.insert(0, folder)
    redirect(host, int(port))
    print(json.dumps([run(code) for code in json.load(sys.stdin)]))


if __name__ == "__main__":
    main()
