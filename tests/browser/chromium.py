"""A headless Chromium, driven over its debugging pipe: no driver program and no library."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str:
    """Find the browser's program.

    Raises:
        FileNotFoundError: there is none; the message says how to get one.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(
        f"none of {', '.join(NAMES)} is installed: `apt-get install chromium`"
    )


class Page:
    """One tab."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader = os.fdopen(reader, "rb", buffering=0)
        self._writer = os.fdopen(writer, "wb", buffering=0)
        self._pending = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        """Everything that the browser told since the last `open`."""

    def attach(self) -> None:
        """Open an empty tab and listen to it."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        answer = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = answer["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._writer.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url: str) -> None:
        """Load a page and wait until it is there."""
        # A change of the fragment alone loads nothing: begin with an empty page.
        self._load("about:blank")
        self.events.clear()
        self._load(url)

    def _load(self, url: str) -> None:
        seen = len(self.events)
        self.send("Page.navigate", url=url)
        while not any(
            each.get("method") == "Page.loadEventFired" for each in self.events[seen:]
        ):
            self.events.append(self._receive())

    def run(self, script: str) -> Any:
        """Evaluate an expression in the page and return its value."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def resize(self, width: int, height: int, *, mobile: bool = False) -> None:
        """Give the page a size in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if mobile else 1,
            mobile=mobile,
        )

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """Save what the page looks like as PNG."""
        answer = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def requests(self) -> list[str]:
        """List the URLs that the page asked for since it was opened."""
        return [
            each["params"]["request"]["url"]
            for each in self.events
            if each.get("method") == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """List what the browser's console says: errors, refused scripts."""
        found = [
            each["params"]["entry"]["text"]
            for each in self.events
            if each.get("method") == "Log.entryAdded"
        ]
        found += [
            json.dumps(each["params"])
            for each in self.events
            if each.get("method")
            in {"Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
        ]
        return found

    def close(self) -> None:
        """Ask the browser to end."""
        self._session = ""
        with contextlib.suppress(OSError, EOFError):
            self.send("Browser.close")
        self._reader.close()
        self._writer.close()

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            chunk = self._reader.read(1 << 16)
            if not chunk:
                raise EOFError("the browser ended")
            self._pending += chunk
        message, _, self._pending = self._pending.partition(b"\0")
        return json.loads(message)


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Page]:
    """Start a browser with an empty profile and end it afterwards."""
    browser_in, our_out = os.pipe()
    our_in, browser_out = os.pipe()
    process = subprocess.Popen(
        [
            # The pipe's ends have to be descriptors 3 and 4 in the browser.
            *("bash", "-c", f'exec "$0" "$@" 3<&{browser_in} 4>&{browser_out}'),
            find_chromium(),
            "--headless=new",
            "--remote-debugging-pipe",
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(browser_in, browser_out),
    )
    os.close(browser_in)
    os.close(browser_out)
    page = Page(our_in, our_out)
    try:
        page.attach()
        yield page
    finally:
        page.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
