from __future__ import annotations

from pathlib import Path

import pytest

from site_reading import page, read
from site_server import DATE, Answer, Reply, Site
from specweld.diagnostics import Problems
from specweld.pages.inputs import read_inputs
from specweld.pages.web.fetch import FetchLimits
from specweld.pages.web.reader import WebReader

HTML = Reply(b"<!doctype html><p>", headers={"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("url", "routes", "titles", "diagnostics", "asked"),
    [
        (
            "/docs/a.md",
            {"/docs/a.md": page("a")},
            ["Cat a"],
            [],
            ["/docs/a.md"],
        ),
        (
            "/docs/a?x=1",
            {"/docs/a.md?x=1": page("a"), "/docs/a?x=1": HTML},
            ["Cat a"],
            [],
            ["/docs/a.md?x=1"],
        ),
        (
            "/docs/a",
            {"/docs/a": page("a")},
            ["Cat a"],
            [],
            ["/docs/a", "/docs/a.md"],
        ),
        (
            "/docs/a/",
            {"/docs/a.md": HTML, "/docs/a/": HTML},
            [],
            ["ERROR page-is-html /docs/a/"],
            ["/docs/a.md", "/docs/a/"],
        ),
        (
            "/docs/a",
            {},
            [],
            ["ERROR page-not-found /docs/a"],
            ["/docs/a", "/docs/a.md"],
        ),
        (
            "/docs/llms-full.txt",
            {"/docs/llms-full.txt": Reply(page("a").body + b"\n" + page("b").body)},
            ["Cat a", "Cat b"],
            [],
            ["/docs/llms-full.txt"],
        ),
        (
            "/docs/guide.md",
            {"/docs/guide.md": Reply(b"# Guide\n\nProse.\n")},
            [],
            ["ERROR no-endpoints /docs/guide.md"],
            ["/docs/guide.md"],
        ),
    ],
)
def test_what_a_url_stands_for(
    site: Site,
    url: str,
    routes: dict[str, Answer],
    titles: list[str],
    diagnostics: list[str],
    asked: list[str],
) -> None:
    site.routes.update(routes)
    assert read(site.url + url) == (titles, [], diagnostics)
    assert site.paths() == asked


def test_a_document_behind_a_url_is_one(site: Site) -> None:
    site.routes["/docs/openapi.json"] = Reply(b'{"openapi": "3.1.0"}')
    assert read(f"{site.url}/docs/openapi.json") == ([], ["/docs/openapi.json"], [])


INDEX = b"""\
# Cats

- [Cat b](/docs/b.md): second letter first
- [Cat a](a.md)
- [Cat a again](a.md#top)
- [Guide](/docs/guide)
- [Logo](/docs/logo.png)
- [Elsewhere](https://192.0.2.1/docs/c.md)
- [Mail](mailto:cats@example.com)
- [All in one](/docs/llms-full.txt)
- [OpenAPI](/docs/openapi.json)
- [Schema](/docs/package.json)
- [More cats](/docs/more/llms.txt)
"""


def test_an_index_is_followed_on_its_host(site: Site) -> None:
    site.routes.update(
        {
            "/docs/llms.txt": Reply(INDEX),
            "/docs/more/llms.txt": Reply(b"[Cat d](d.md) [Up](/docs/llms.txt)"),
            "/docs/a.md": page("a"),
            "/docs/b.md": page("b"),
            "/docs/more/d.md": page("d"),
            "/docs/guide.md": Reply(b"# Guide\n"),
        }
    )
    assert read(f"{site.url}/docs/llms.txt") == (
        ["Cat b", "Cat a", "Cat d"],
        [],
        [
            "NOTICE openapi-document-linked /docs/llms.txt",
            "WARNING pages-elsewhere /docs/llms.txt",
        ],
    )
    assert site.paths() == [
        "/docs/a.md",
        "/docs/b.md",
        "/docs/guide.md",
        "/docs/llms.txt",
        "/docs/more/d.md",
        "/docs/more/llms.txt",
    ]


def test_an_index_of_too_many_pages_is_not_fetched(site: Site) -> None:
    links = " ".join(f"[{number}]({number}.md)" for number in range(5))
    site.routes["/docs/llms.txt"] = Reply(links.encode())
    assert read(f"{site.url}/docs/llms.txt") == (
        [],
        [],
        ["ERROR too-many-pages /docs/llms.txt"],
    )
    assert site.paths() == ["/docs/llms.txt"]


def test_a_missing_index_is_an_error(site: Site) -> None:
    assert read(f"{site.url}/docs/llms.txt") == (
        [],
        [],
        ["ERROR page-not-found /docs/llms.txt"],
    )


def test_the_end_of_the_budget_is_said_once(site: Site) -> None:
    limits = FetchLimits(total_seconds=0)
    problems = Problems()
    read_inputs(
        [f"{site.url}/docs/llms.txt"], problems, read_url=WebReader(limits=limits)
    )
    assert [each.rule for each in problems.diagnostics] == ["fetch-budget"]


def test_progress_counts_the_pages_of_an_index(site: Site) -> None:
    site.routes["/docs/llms.txt"] = Reply(b"[a](a.md) [b](b.md)")
    site.routes["/docs/a.md"] = site.routes["/docs/b.md"] = page("a")
    seen: list[tuple[int, int]] = []
    read_url = WebReader(progress=lambda done, total: seen.append((done, total)))
    read_inputs([f"{site.url}/docs/llms.txt"], Problems(), read_url=read_url)
    assert seen == [(1, 2), (2, 2)]


def test_a_rerun_fetches_only_what_changed(site: Site, tmp_path: Path) -> None:
    lock = tmp_path / "specweld.lock"
    site.routes.update(
        {
            "/docs/llms.txt": Reply(b"[a](a.md) [b](b.md)"),
            "/docs/a.md": page("a", ETag='"1"'),
            "/docs/b.md": page("b", **{"Last-Modified": DATE}),
        }
    )
    first = read(f"{site.url}/docs/llms.txt", lock=lock)
    locked = lock.read_text()
    assert [each for each in locked.split('"') if each.startswith("http")] == [
        f"{site.url}/docs/a.md",
        f"{site.url}/docs/b.md",
        f"{site.url}/docs/llms.txt",
    ]
    site.requests.clear()
    site.routes["/docs/a.md"] = site.routes["/docs/b.md"] = Reply(status=304)
    assert read(f"{site.url}/docs/llms.txt", lock=lock) == first
    assert lock.read_text() == locked
    conditions = {
        path: (headers.get("if-none-match"), headers.get("if-modified-since"))
        for path, headers in site.requests
    }
    assert conditions == {
        "/docs/llms.txt": (None, None),
        "/docs/a.md": ('"1"', None),
        "/docs/b.md": (None, DATE),
    }
    site.routes["/docs/a.md"] = page("new", ETag='"2"')
    titles, _, diagnostics = read(f"{site.url}/docs/llms.txt", lock=lock)
    assert (titles, diagnostics) == (["Cat new", "Cat b"], [])
    assert '"\\"2\\""' in lock.read_text()


def test_without_the_cached_text_a_page_is_fetched_in_full(
    site: Site, tmp_path: Path
) -> None:
    lock = tmp_path / "specweld.lock"
    site.routes["/docs/a.md"] = page("a", ETag='"1"')
    read(f"{site.url}/docs/a.md", lock=lock)
    for cached in (tmp_path / "cache").iterdir():
        cached.write_text("damaged")
    site.requests.clear()
    assert read(f"{site.url}/docs/a.md", lock=lock)[0] == ["Cat a"]
    assert "if-none-match" not in site.requests[0][1]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 2, "pages": {}}', '{"format": 1}', "\xff"]
)
def test_a_broken_lock_file_is_reported_and_written_anew(
    site: Site, tmp_path: Path, text: str
) -> None:
    lock = tmp_path / "specweld.lock"
    lock.write_bytes(text.encode("latin-1"))
    site.routes["/docs/a.md"] = page("a")
    assert read(f"{site.url}/docs/a.md", lock=lock) == (
        ["Cat a"],
        [],
        [f"WARNING lock-unreadable {lock}"],
    )
    assert read(f"{site.url}/docs/a.md", lock=lock)[2] == []


def test_entries_that_are_none_are_forgotten(site: Site, tmp_path: Path) -> None:
    lock = tmp_path / "specweld.lock"
    url = f"{site.url}/docs/a.md"
    lock.write_text(
        f'{{"format": 1, "pages": {{"{url}": {{"sha256": "../x"}}, "b": 1}}}}'
    )
    site.routes["/docs/a.md"] = page("a")
    assert read(url, lock=lock) == (["Cat a"], [], [])
    assert '"b"' not in lock.read_text()


def test_a_lock_file_that_cannot_be_written_is_an_error(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    lock = tmp_path / "file" / "specweld.lock"
    site.routes["/docs/a.md"] = page("a")
    titles, _, diagnostics = read(f"{site.url}/docs/a.md", lock=lock)
    assert titles == ["Cat a"]
    assert diagnostics == [
        f"WARNING lock-unreadable {lock}",
        f"ERROR cannot-write {lock}",
    ]


def test_a_run_that_was_stopped_goes_on_where_it_was(
    site: Site, tmp_path: Path
) -> None:
    lock = tmp_path / "specweld.lock"
    site.routes["/docs/llms.txt"] = Reply(b"[a](a.md) [b](b.md)")
    site.routes["/docs/a.md"] = page("a", ETag='"1"')
    site.routes["/docs/b.md"] = page("b")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    read_url = WebReader(lock_file=lock, cache_folder=tmp_path / "cache", progress=stop)
    with pytest.raises(KeyboardInterrupt):
        read_url(f"{site.url}/docs/llms.txt", Problems())
    site.requests.clear()
    site.routes["/docs/a.md"] = Reply(status=304)
    assert read(f"{site.url}/docs/llms.txt", lock=lock)[0] == ["Cat a", "Cat b"]
    asked = dict(site.requests)
    assert asked["/docs/a.md"]["if-none-match"] == '"1"'


def test_pages_on_other_hosts_are_counted(site: Site) -> None:
    site.routes["/docs/llms.txt"] = Reply(
        b"[a](a.md) [x](https://api.example.com/x.md) [y](https://api.example.com/y.md)"
        b" [blog](https://example.com/blog) [z](https://other.example.com/z.md)"
    )
    site.routes["/docs/a.md"] = page("a")
    problems = Problems()
    read_inputs([f"{site.url}/docs/llms.txt"], problems, read_url=WebReader())
    assert [(each.rule, each.message, each.help) for each in problems.diagnostics] == [
        (
            "pages-elsewhere",
            "the index links 2 pages on `api.example.com`, left out; "
            "expected them on its own host",
            "`--allow-host api.example.com` follows them",
        ),
        (
            "pages-elsewhere",
            "the index links 1 page on `other.example.com`, left out; "
            "expected them on its own host",
            "`--allow-host other.example.com` follows them",
        ),
    ]
