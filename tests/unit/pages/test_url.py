from __future__ import annotations

from pathlib import Path

import pytest

from site_server import Reply, Site
from specweld.diagnostics import Problems
from specweld.pages.endpoints import endpoint_specs, page_sources
from specweld.pages.inputs import read_inputs
from specweld.pages.spec_folder import write_specs
from specweld.pages.web.fetch import FetchLimits
from specweld.pages.web.reader import WebReader
from specweld.pages.web.url import is_url, with_user_of, without_secrets
from specweld.spec.load import load_mapping

PAGE = """\
# Get a cat

GET https://api.example.com/cats/{id}

## OpenAPI Specification

```yaml
openapi: 3.1.1
info: {title: Cats, version: endpoint_cats.get}
paths:
  /cats/{id}:
    get:
      responses: {}
```
"""


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.com/a.md", "https://example.com/a.md"),
        ("https://u:p@example.com/a.md?token=x#y", "https://example.com/a.md"),
        ("https://u@example.com:8443/", "https://example.com:8443/"),
        ("https://example.com?key=x", "https://example.com"),
        ("https://u:p@[x/a?token=x", "[x/a"),
        ("https://u:p@ss@example.com/a", "https://example.com/a"),
    ],
)
def test_nothing_secret_is_written_down(url: str, written: str) -> None:
    assert is_url(url)
    assert without_secrets(url) == written


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.com/b.md", "https://u:p@example.com/b.md"),
        ("https://v:q@example.com/b.md", "https://v:q@example.com/b.md"),
        ("https://other.example.com/b.md", "https://other.example.com/b.md"),
        ("https://example.com:1/b.md", "https://example.com:1/b.md"),
    ],
)
def test_the_user_goes_to_the_same_host_only(url: str, sent: str) -> None:
    assert with_user_of(url, "https://u:p@example.com/llms.txt") == sent


def test_no_secret_of_a_url_reaches_a_file_or_a_message(
    site: Site, tmp_path: Path
) -> None:
    host = site.url.removeprefix("http://")
    absolute = (
        f"[a](/docs/a.md?token=hidden2) [b]({site.url}/docs/gone.md?token=hidden3)"
    )
    site.routes["/docs/llms.txt?token=hidden1"] = Reply(absolute.encode())
    site.routes["/docs/a.md?token=hidden2"] = Reply(
        PAGE.encode(), headers={"ETag": "1"}
    )
    problems = Problems()
    read_url = WebReader(
        lock_file=tmp_path / "specs" / "specweld.lock",
        cache_folder=tmp_path / "cache",
        limits=FetchLimits(attempts=1),
    )
    inputs = [
        f"http://anna:hidden4@{host}/docs/llms.txt?token=hidden1",
        f"http://anna:hidden4@{host}/docs/none.md?token=hidden1",
    ]
    pages = read_inputs(inputs, problems, read_url=read_url).pages
    write_specs(
        endpoint_specs(pages, load_mapping, problems),
        tmp_path / "specs",
        problems,
        keep_going=True,
    )
    (source,) = page_sources(pages, load_mapping, problems)
    written = [path for path in (tmp_path / "specs").iterdir() if path.is_file()]
    assert sorted(each.name for each in written) == ["cats.get.yaml", "specweld.lock"]
    assert [each.rule for each in problems.diagnostics] == ["page-not-found"] * 2
    texts = [*(each.read_text() for each in written), repr(problems), source.path]
    assert [each for each in texts if "hidden" in each or "anna" in each] == []
    sent = {headers.get("authorization", "") for _, headers in site.requests}
    assert len(sent) == 1
    assert sent.pop().startswith("Basic ")
