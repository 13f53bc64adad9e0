"""Which findings an entry of the config accepts, and what is written for all of them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from specweld.acceptance import accept_findings, written_acceptances
from specweld.config import AcceptedFinding, ClientConfig
from specweld.diagnostics import Problems, Severity
from specweld.session.accepting import Reason, accept_all
from specweld.source import Source, TextPlace

POINTER = ("paths", "/pets/{id}", "get", "responses", "200")
TODAY = date(2030, 1, 15)
REASON = Reason(text='a "reason"', expires=date(2030, 1, 31))


def problems_at(*pointers: tuple[str, ...]) -> Problems:
    source = Source(path="specs/pets.yaml", text="", data={})
    problems = Problems()
    for each in pointers:
        problems.report("rule-a", Severity.UNSUPPORTED, "x", source.place(*each))
    return problems


def client(
    *places: str, rule: str = "rule-a", expires: date | None = None
) -> ClientConfig:
    entry = AcceptedFinding(
        rule=rule,
        places=places,
        reason="known",
        expires=expires,
        position=TextPlace(path="specweld.toml"),
    )
    return ClientConfig(
        name="pets", specs=(), package="pets", output=Path("pets"), accept=(entry,)
    )


@pytest.mark.parametrize(
    ("place", "is_accepted"),
    [
        ("", True),
        ("*", True),
        ("GET /pets/{id}", True),
        ("GET /pets/*", True),
        ("* /pets/{id}", True),
        ("get /pets/{id}", False),
        ("POST /pets/{id}", False),
        ("/paths/~1pets~1{id}/get/responses/200", True),
        ("#/paths/~1pets~1{id}/get/responses/200", True),
        ("/paths/~1pets~1{id}/get", False),
        ("/paths/*/get/*", True),
        ("specs/pets.yaml", True),
        ("specs/*", True),
        ("other.yaml", False),
    ],
)
def test_places(place: str, is_accepted: bool) -> None:
    problems = problems_at(POINTER)
    accept_findings(client(*([place] if place else [])), problems, today=TODAY)
    assert [each.accepted for each in problems.diagnostics] == [
        "known" if is_accepted else ""
    ]
    assert bool(problems.counting()) is not is_accepted


@pytest.mark.parametrize(
    ("expires", "is_accepted"),
    [(None, True), (TODAY, True), (date(2030, 1, 14), False)],
)
def test_the_last_day_counts(expires: date | None, is_accepted: bool) -> None:
    problems = problems_at(POINTER)
    accept_findings(client(expires=expires), problems, today=TODAY)
    assert bool(problems.diagnostics[0].accepted) is is_accepted


def test_another_rule_is_not_accepted() -> None:
    problems = problems_at(POINTER)
    accept_findings(client(rule="rule-b"), problems, today=TODAY)
    assert not problems.diagnostics[0].accepted


def test_what_is_written_accepts_what_was_found_and_nothing_beside_it() -> None:
    odd = ("components", "schemas", 'A[x]*?"\\\n')
    problems = problems_at(POINTER, odd)
    problems.report("rule-b", Severity.ERROR, "no place")
    text = written_acceptances(
        ("clients", "my pets"),
        problems.counting(),
        reason=REASON.text,
        expires=REASON.expires,
    )
    (table,) = tomllib.loads(text)["clients"].values()
    entries = [
        AcceptedFinding(
            rule=each["rule"],
            places=(
                (each["place"],) if isinstance(each["place"], str) else each["place"]
            ),
            reason=each["reason"],
            expires=each["expires"],
            position=TextPlace(path="specweld.toml"),
        )
        for each in table["accept"]
    ]
    config = ClientConfig(
        name="pets",
        specs=(),
        package="pets",
        output=Path("pets"),
        accept=tuple(entries),
    )
    found = problems_at(POINTER, odd, (*POINTER, "more"), (*odd[:2], "Axy"))
    found.report("rule-b", Severity.ERROR, "no place")
    accept_findings(config, found, today=TODAY)
    accepted = [each.accepted for each in found.diagnostics]
    assert accepted == ['a "reason"', 'a "reason"', "", "", 'a "reason"']


def test_nothing_is_appended_to_an_inline_table(tmp_path: Path) -> None:
    path = tmp_path / "specweld.toml"
    text = 'clients = { pets = { specs = "pets.yaml" } }\n'
    path.write_text(text, encoding="utf-8")
    problems = problems_at(POINTER)
    found = {"pets": problems.counting()}
    assert accept_all(path, found, REASON, problems) == 0
    assert [each.rule for each in problems.diagnostics] == [
        "rule-a",
        "config-not-extensible",
    ]
    assert path.read_text(encoding="utf-8") == text


def test_a_pyproject_gets_its_own_tables(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[tool.specweld.clients.pets]\nspecs = "pets.yaml"', encoding="utf-8"
    )
    problems = problems_at(POINTER)
    assert accept_all(path, {"pets": problems.counting()}, REASON, problems) == 1
    assert problems.counting() == ()
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    (entry,) = written["tool"]["specweld"]["clients"]["pets"]["accept"]
    assert (entry["rule"], entry["reason"]) == ("rule-a", REASON.text)
