"""Fetches from a documentation site on loopback, which answers as the case says.

routes:           by path; all others are 404
  /docs/a.md: a text, or {body, gzip, status, headers, length, silent, drips}, or a list: in turn
read: what is fetched, one after another; `{site}` stands for the site, `{elsewhere}` for another
    name of the same machine
limits: those of `FetchLimits` that are not the usual ones
lock: the text of the lock file; without this key nothing is remembered
"""

from __future__ import annotations

import gzip
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import yaml

from site_server import Answer, Reply, Site, in_turn, serve_site
from specweld.diagnostics import Diagnostic, Problems
from specweld.pages.inputs import read_inputs
from specweld.pages.web.fetch import FetchLimits
from specweld.pages.web.reader import WebReader

_HASTE: dict[str, Any] = {"first_wait": 0.01, "attempts": 2}


def run_site(path: Path) -> str:
    """Read each URL; print what was found, what was said, and what the site was asked for."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with serve_site() as site, tempfile.TemporaryDirectory() as name:
        names = {"site": site.url, "elsewhere": _elsewhere(site)}
        for route, answer in case.get("routes", {}).items():
            site.routes[route] = _answer(answer, names)
        read_url = WebReader(
            lock_file=_lock(Path(name), case),
            cache_folder=Path(name) / "cache",
            limits=FetchLimits(**{**_HASTE, **case.get("limits", {})}),
        )
        text = "\n".join(
            "".join(f"{line}\n" for line in _read(each, names, read_url))
            for each in case["read"]
        )
        asked = "".join(f"  {each}\n" for each in site.paths())
        text = f"{text}\nasked for\n{asked or '  nothing'}"
        for word, found in {**names, "folder": name}.items():
            text = text.replace(found, f"{{{word}}}")
    return text.rstrip("\n") + "\n"


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {"site": (run_site, ".txt")}


def _elsewhere(site: Site) -> str:
    return site.url.replace("127.0.0.1", "localhost")


def _lock(folder: Path, case: Mapping[str, Any]) -> Path | None:
    if "lock" not in case:
        return None
    lock = folder / "specweld.lock"
    lock.write_text(case["lock"], encoding="utf-8")
    return lock


def _read(url: str, names: Mapping[str, str], read_url: WebReader) -> Iterator[str]:
    problems = Problems()
    found = read_inputs([url.format(**names)], problems, read_url=read_url)
    yield f"read {url}"
    yield from (f"  page: {each.title}" for each in found.pages)
    yield from (f"  document: {each.path}" for each in found.documents)
    for each in problems.diagnostics:
        yield from _told(each)


def _told(diagnostic: Diagnostic) -> Iterator[str]:
    where = getattr(diagnostic.place, "path", "")
    yield f"  {diagnostic.severity.name.lower()}[{diagnostic.rule}] {where}".rstrip()
    yield f"    {diagnostic.message}"
    if diagnostic.help:
        yield f"    help: {diagnostic.help}"


def _answer(answer: Any, names: Mapping[str, str]) -> Answer:
    match answer:
        case str():
            return Reply(answer.format(**names).encode())
        case [*several]:
            return in_turn(*(_answer(each, names) for each in several))
        case {"silent": seconds}:
            return lambda _handler: _late(seconds)
        case {"drips": count}:
            return lambda handler: _dripping(handler, count)
        case _:
            return _reply(answer, names)


def _reply(answer: Mapping[str, Any], names: Mapping[str, str]) -> Reply:
    body = answer.get("body", "").encode("latin-1")
    headers = {
        key: str(value).format(**names)
        for key, value in answer.get("headers", {}).items()
    }
    if answer.get("gzip"):
        body = gzip.compress(body)
        headers["Content-Encoding"] = "gzip"
    return Reply(
        body=body * answer.get("times", 1),
        status=answer.get("status", 200),
        headers=headers,
        length=answer.get("length"),
    )


def _late(seconds: float) -> Reply:
    time.sleep(seconds)
    return Reply(b"late")


def _dripping(handler: BaseHTTPRequestHandler, count: int) -> None:
    handler.send_response_only(200)
    handler.end_headers()
    try:
        for _ in range(count):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:  # the client has gone
        return
