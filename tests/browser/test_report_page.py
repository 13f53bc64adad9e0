"""The HTML report in a browser: filters, links, a phone, print, no script, hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.chromium import Page, chromium
from case_files import CASES, load_stages

SHOWN = "[...document.querySelectorAll('article.entry')].filter(each => each.checkVisibility()).length"
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    run, _ = load_stages()["report"]
    for name in ("html", "html-hostile", "html-nothing"):
        text = run(CASES / "report" / f"{name}.yaml")
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Page, reports: Path) -> Iterator[Page]:
    browser.resize(1200, 900)
    browser.open(url(reports))
    yield browser
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    browser.send("Emulation.setEmulatedMedia", media="")


def url(folder: Path, name: str = "html", fragment: str = "") -> str:
    return f"{(folder / f'{name}.html').as_uri()}{fragment}"


def check(page: Page, name: str, value: str, *, is_on: bool) -> None:
    """Click a check box into a state."""
    box = f"document.querySelector('[name={name}][value=\"{value}\"]')"
    page.run(f"{box}.checked === {str(is_on).lower()} || {box}.click()")


def fill(page: Page, name: str, value: str) -> None:
    """Type into a field or choose an option."""
    field = f"document.querySelector('[name={name}]')"
    page.run(f"{field}.value = '{value}'")
    page.run(f"{field}.dispatchEvent(new Event('input', {{bubbles: true}}))")


def test_it_asks_for_nothing_and_complains_about_nothing(
    page: Page, reports: Path
) -> None:
    assert page.requests() == [url(reports)]
    assert page.complaints() == []


def test_it_opens_with_what_is_pressing(page: Page) -> None:
    assert page.run(SHOWN) == 3
    assert page.run("document.querySelector('output').value") == "5 of 5 shown"


def test_it_filters_by_verdict(page: Page) -> None:
    for section in ("breaking", "wire", "unknown", "accepted"):
        check(page, "section", section, is_on=False)
    assert page.run(SHOWN) == 1
    assert page.run("location.hash") == "#section=minor"
    check(page, "section", "breaking", is_on=True)
    assert page.run(SHOWN) == 2


def test_it_filters_by_resource(page: Page) -> None:
    fill(page, "resource", "text_to_speech")
    assert page.run(SHOWN) == 1
    assert page.run("document.querySelector('output').value") == "1 of 5 shown"


def test_it_filters_by_text_and_by_use(page: Page) -> None:
    fill(page, "text", "voice")
    assert page.run(SHOWN) == 5
    page.run("document.querySelector('[name=used]').click()")
    assert page.run(SHOWN) == 1


def test_a_filtered_page_can_be_linked_to(page: Page, reports: Path) -> None:
    page.open(url(reports, fragment="#section=minor,accepted&resource=voices"))
    assert page.run(SHOWN) == 2
    assert page.run("document.querySelector('[name=resource]').value") == "voices"


def test_the_deciding_changes_are_links(page: Page) -> None:
    page.run("document.querySelector('.deciding a').click()")
    target = "document.querySelector('article:target h3').textContent"
    assert page.run(target) == "GET /v1/voices lost its query parameter sort"


def test_a_link_unfolds_its_section(page: Page, reports: Path) -> None:
    anchor = page.run("document.querySelector('article.minor').id")
    page.open(url(reports, fragment=f"#{anchor}"))
    assert page.run(f"document.getElementById('{anchor}').checkVisibility()") is True


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_is_wider_than_the_screen(
    page: Page, reports: Path, width: int
) -> None:
    page.resize(width, 844, mobile=width < 600)
    page.open(url(reports))
    assert page.run(WIDTH) == width


@pytest.mark.parametrize(("width", "columns"), [(390, 1), (1200, 2)])
def test_a_phone_stacks_the_sides(
    page: Page, reports: Path, width: int, columns: int
) -> None:
    page.resize(width, 844, mobile=width < 600)
    page.open(url(reports))
    style = "getComputedStyle(document.querySelector('.pair')).gridTemplateColumns"
    assert len(str(page.run(style)).split()) == columns


def test_print_shows_everything_but_the_filters(page: Page) -> None:
    page.send("Emulation.setEmulatedMedia", media="print")
    form = "getComputedStyle(document.querySelector('form')).display"
    assert page.run(form) == "none"
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(SHOWN) == 5
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('details.section[open]').length") == 3


def test_it_reads_without_script(page: Page, reports: Path) -> None:
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    page.open(url(reports))
    assert page.run(SHOWN) == 3
    assert page.run("document.querySelector('form').checkVisibility()") is False
    assert page.run("document.querySelectorAll('article.entry').length") == 5


def test_hostile_text_stays_text(page: Page, reports: Path) -> None:
    page.open(url(reports, "html-hostile"))
    assert page.complaints() == []
    assert page.run("document.querySelectorAll('script, img, svg, b, i').length") == 1
    assert page.run(SHOWN) == 1
    fill(page, "resource", "</article>")
    assert page.run(SHOWN) == 1


def test_a_comparison_without_changes_has_no_filters(page: Page, reports: Path) -> None:
    page.open(url(reports, "html-nothing"))
    assert page.complaints() == []
    assert page.run("document.querySelectorAll('form, article').length") == 0
    assert page.run("document.querySelector('.verdict').textContent") == (
        "Nothing changed"
    )
