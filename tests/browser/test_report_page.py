"""The HTML report in a browser: what is seen first, details, filters, keyboard, a phone, print, hostile text."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from browser.chromium import Page, chromium
from case_files import CASES, load_stages
from comparisons import comparison_of
from specweld.diff.reports.page import html_report

ENTRIES = "[...document.querySelectorAll('details.entry')]"
LISTED = f"{ENTRIES}.filter(each => !each.hidden && each.checkVisibility()).length"
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
    one = comparison_of(case("html"))
    two = comparison_of({"changes": [{"message": "`Cat.name` is gone"}]})
    text = html_report([("voices", one), ("cats", two)])
    (folder / "several.html").write_text(text, encoding="utf-8")
    text = html_report([("large", comparison_of(large()))])
    (folder / "large.html").write_text(text, encoding="utf-8")
    return folder


def case(name: str) -> dict[str, Any]:
    return yaml.safe_load((CASES / "report" / f"{name}.yaml").read_text("utf-8"))


def large() -> dict[str, Any]:
    """400 changes of 20 resources, 60 of them met by the caller's code."""
    return {
        "callers": ["app"],
        "changes": [
            {
                "rule": "response-property-removed",
                "wire": "breaking" if number % 2 else "compatible",
                "python": "major" if number % 2 else "minor",
                "subject": {
                    "name": f"Model{number}.field",
                    "tags": [f"resource_{number % 20:02}"],
                },
                "message": f"`Model{number}.field_with_a_rather_long_name` "
                + ("is gone" if number % 2 else "is new"),
                "why": "Code that reads it fails",
                "operations": [f"GET /v1/things/{number}/{each}" for each in range(20)],
                "uses": [
                    {"path": "app/main.py", "line": number, "code": f"field({number})"}
                ]
                * (number % 2 and number < 120),
            }
            for number in range(400)
        ],
    }


@pytest.fixture
def page(browser: Page, reports: Path) -> Iterator[Page]:
    browser.resize(1280, 800)
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


def press(page: Page, key: str, code: int) -> None:
    """Press a key and let it go."""
    text = {"text": "\r"} if key == "Enter" else {}
    for kind in ("keyDown", "keyUp"):
        page.send(
            "Input.dispatchKeyEvent",
            type=kind,
            key=key,
            windowsVirtualKeyCode=code,
            **(text if kind == "keyDown" else {}),
        )


def bottom(page: Page, selector: str) -> float:
    box = f"document.querySelector('{selector}').getBoundingClientRect()"
    return float(page.run(f"{box}.bottom"))


def test_it_asks_for_nothing_and_complains_about_nothing(
    page: Page, reports: Path
) -> None:
    assert page.requests() == [url(reports)]
    assert page.complaints() == []


@pytest.mark.parametrize("name", ["html", "large"])
def test_what_matters_is_seen_without_scrolling(
    page: Page, reports: Path, name: str
) -> None:
    page.open(url(reports, name))
    for selector in (".verdict", ".used ol li:last-child", ".deciding", ".legend"):
        assert 0 < bottom(page, selector) <= 800, selector
    first = "document.querySelector('.group .entry').getBoundingClientRect().top"
    assert page.run(first) < 800
    assert page.run("scrollY") == 0


@pytest.mark.parametrize("name", ["html", "large"])
def test_a_change_is_one_line(page: Page, reports: Path, name: str) -> None:
    page.open(url(reports, name))
    lines = f"{ENTRIES}.filter(each => each.checkVisibility())"
    heights = page.run(f"{lines}.map(each => each.getBoundingClientRect().height)")
    assert heights
    assert max(heights) <= 32


def test_a_line_opens_to_its_details(page: Page) -> None:
    details = "document.querySelector('.deciding .details').checkVisibility()"
    assert page.run(details) is False
    page.run("document.querySelector('.deciding summary').click()")
    assert page.run(details) is True


def test_every_change_stands_there_once(page: Page) -> None:
    ids = page.run(f"{ENTRIES}.map(each => each.id)")
    assert len(ids) == len(set(ids)) == 5
    texts = page.run(
        f"{ENTRIES}.map(each => each.querySelector('.message').textContent)"
    )
    assert len(texts) == len(set(texts)) == 5


def test_changes_are_grouped_by_resource(page: Page) -> None:
    titles = "[...document.querySelectorAll('.group h2')].map(each => each.textContent)"
    assert page.run(titles) == [
        "voices 1 above",
        "Shared by several resources",
        "Outside all resources",
    ]


def test_what_breaks_nothing_is_folded(page: Page) -> None:
    assert page.run(LISTED) == 3
    fold = "document.querySelector('details.quiet summary')"
    assert page.run(f"{fold}.textContent") == "2 that break nothing"
    page.run(f"{fold}.click()")
    assert page.run(LISTED) == 5
    assert page.run("document.querySelector('output').value") == "5 of 5 shown"


def test_it_filters_by_verdict(page: Page) -> None:
    for section in ("breaking", "wire", "unknown", "accepted"):
        check(page, "section", section, is_on=False)
    assert page.run(LISTED) == 1
    assert page.run("location.hash") == "#section=minor"
    check(page, "section", "breaking", is_on=True)
    assert page.run(LISTED) == 2


def test_it_filters_by_resource(page: Page) -> None:
    fill(page, "resource", "text_to_speech")
    assert page.run(LISTED) == 1
    assert page.run("document.querySelector('output').value") == "1 of 5 shown"
    groups = "[...document.querySelectorAll('.block')].filter(x => !x.hidden).length"
    assert page.run(groups) == 1


def test_it_filters_by_text_and_by_use(page: Page) -> None:
    fill(page, "text", "voice")
    assert page.run(LISTED) == 5
    page.run("document.querySelector('[name=used]').click()")
    assert page.run(LISTED) == 1


def test_a_filtered_page_can_be_linked_to(page: Page, reports: Path) -> None:
    page.open(url(reports, fragment="#section=minor,accepted&resource=voices"))
    assert page.run(LISTED) == 2
    assert page.run("document.querySelector('[name=resource]').value") == "voices"


def test_all_opens_and_closes_at_once(page: Page) -> None:
    opened = "document.querySelectorAll('details.entry[open]').length"
    page.run("document.querySelector('[name=unfold]').click()")
    assert page.run(opened) == 5
    page.run("document.querySelector('[name=unfold]').click()")
    assert page.run(opened) == 0


def test_lines_of_code_lead_to_what_breaks_them(page: Page) -> None:
    lines = (
        "[...document.querySelectorAll('.used ol > li')].map(each => each.innerText)"
    )
    first, second = page.run(lines)
    assert first.splitlines() == [
        "app/tts.py:12",
        "voices = client.voices.search(sort='name')",
        "GET /v1/voices lost its query parameter sort",
    ]
    assert "perhaps" in second
    page.run("document.querySelector('.used a').click()")
    opened = "document.querySelector('details.entry:target').open"
    assert page.run(opened) is True


def test_a_link_unfolds_what_it_leads_to(page: Page, reports: Path) -> None:
    anchor = page.run("document.querySelector('.entry.good').id")
    page.open(url(reports, fragment=f"#{anchor}"))
    details = f"document.querySelector('#{anchor} .details').checkVisibility()"
    assert page.run(details) is True


def test_the_keyboard_is_enough(page: Page) -> None:
    press(page, "Tab", 9)
    assert page.run("document.activeElement.textContent") == "Skip to the changes"
    for _ in range(3):  # two lines of code, then the deciding change
        press(page, "Tab", 9)
    assert page.run("document.activeElement.tagName") == "SUMMARY"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.run(outline) == "solid"
    press(page, "Enter", 13)
    assert page.run("document.activeElement.parentElement.open") is True
    press(page, "Enter", 13)
    assert page.run("document.activeElement.parentElement.open") is False


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("name", ["html", "html-hostile", "several", "large"])
def test_nothing_is_wider_than_the_screen(
    page: Page, reports: Path, name: str, width: int
) -> None:
    page.resize(width, 812, mobile=width < 600)
    page.open(url(reports, name))
    page.run(f"{ENTRIES}.slice(0, 20).forEach(each => each.open = true)")
    assert page.run(WIDTH) == width


@pytest.mark.parametrize(("width", "columns"), [(375, 1), (1280, 2)])
def test_a_phone_stacks_the_sides(
    page: Page, reports: Path, width: int, columns: int
) -> None:
    page.resize(width, 812, mobile=width < 600)
    page.open(url(reports))
    page.run("document.querySelector('.deciding summary').click()")
    style = "getComputedStyle(document.querySelector('.pair')).gridTemplateColumns"
    assert len(str(page.run(style)).split()) == columns


CONTRAST = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => {
    const [r, g, b] = rgb(text).map((x) => (x /= 255) <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const seen = [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility()
    && [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim()) && node.tagName !== "OPTION");
  return Math.min(...seen.map((node) => {
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
  }));
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(
    page: Page, reports: Path, scheme: str
) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.send("Emulation.setEmulatedMedia", features=features)
    page.open(url(reports))
    page.run("document.querySelector('[name=unfold]').click()")
    dark = page.run("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(255, 255, 255)") is (scheme == "light")
    assert page.run(CONTRAST) >= 4.5  # WCAG AA


def test_print_shows_every_line_and_no_filter(page: Page) -> None:
    page.send("Emulation.setEmulatedMedia", media="print")
    narrow = "getComputedStyle(document.querySelector('.narrow')).display"
    assert page.run(narrow) == "none"
    heights = f"{ENTRIES}.map(each => each.getBoundingClientRect().height)"
    assert min(page.run(heights)) > 10


def test_a_large_report_is_quick_and_prints_on_a_few_sheets(
    page: Page, reports: Path
) -> None:
    began = time.monotonic()
    page.open(url(reports, "large"))
    assert page.run(LISTED) == 200
    fill(page, "text", "model399.")
    assert page.run(LISTED) == 1
    assert time.monotonic() - began < 5
    fill(page, "text", "")
    sheet = page.send("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    pages = base64.b64decode(sheet["data"]).count(b"/Type /Page\n")
    assert 4 <= pages <= 16


def test_several_clients_share_their_filters(page: Page, reports: Path) -> None:
    page.open(url(reports, "several"))
    assert page.complaints() == []
    rows = "[...document.querySelectorAll('.clients tr')].map(x => x.innerText)"
    assert [each.split("\t") for each in page.run(rows)] == [
        ["voices", "Recommended: a major version"],
        ["cats", "Recommended: a patch version"],
    ]
    assert page.run("document.querySelectorAll('form').length") == 1
    assert page.run("document.querySelector('output').value") == "6 of 6 shown"
    fill(page, "client", "c2")
    assert page.run(LISTED) == 1
    shown = "[...document.querySelectorAll('.client')].filter(x => !x.hidden).map(x => x.ariaLabel)"
    assert page.run(shown) == ["cats"]
    page.open(url(reports, "several", "#client=c1&section=breaking"))
    assert page.run(LISTED) == 1


def test_it_reads_without_script(page: Page, reports: Path) -> None:
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    page.open(url(reports))
    assert page.run(f"{ENTRIES}.length") == 5
    assert page.run(LISTED) == 3
    assert page.run("document.querySelector('.narrow').checkVisibility()") is False
    assert page.run("document.querySelector('.legend').checkVisibility()") is True


def test_hostile_text_stays_text(page: Page, reports: Path) -> None:
    page.open(url(reports, "html-hostile"))
    assert page.complaints() == []
    assert page.run("document.querySelectorAll('script, img, svg, b, i').length") == 1
    assert page.run(f"{ENTRIES}.length") == 1
    fill(page, "resource", "</article>")
    assert page.run(f"{ENTRIES}.filter(each => !each.hidden).length") == 1


def test_a_comparison_without_changes_has_no_filters(page: Page, reports: Path) -> None:
    page.open(url(reports, "html-nothing"))
    assert page.complaints() == []
    assert page.run("document.querySelectorAll('form, details').length") == 0
    assert page.run("document.querySelector('.verdict').textContent") == (
        "Nothing changed"
    )
