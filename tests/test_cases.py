"""Every file under tests/cases is a test: drop one in and run `pytest --update-cases`."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_files import (
    CASES,
    Stage,
    case_files,
    expected_file,
    expected_files,
    load_stages,
)

_COMMENTS = ("#", "<!--", "//")


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    return load_stages()


@pytest.mark.parametrize(
    "case",
    [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in case_files()],
)
def test_case(case: Path, stages: dict[str, Stage], update_cases: bool) -> None:
    run, suffix = stages[case.parent.name]
    actual = run(case)
    expected = expected_file(case, suffix)
    if update_cases:
        expected.write_bytes(actual.encode("utf-8"))
    assert (
        expected.exists()
    ), f"a new case: run `pytest --update-cases`, then read {expected.relative_to(CASES)}"
    assert actual == expected.read_bytes().decode("utf-8"), (
        f"{case.relative_to(CASES)} comes out differently; if it should, "
        "run `pytest --update-cases`, read the diff and commit it"
    )


def test_every_folder_has_a_stage(stages: dict[str, Stage]) -> None:
    folders = {case.parent.name for case in case_files()}
    assert sorted(folders - stages.keys()) == []


def test_no_two_cases_share_an_output() -> None:
    cases = [(path.parent.name, path.stem) for path in case_files()]
    assert sorted(each for each in set(cases) if cases.count(each) > 1) == []


def test_no_expected_output_is_an_orphan(stages: dict[str, Stage]) -> None:
    wanted = {
        expected_file(case, stages[case.parent.name][1])
        for case in case_files()
        if case.parent.name in stages
    }
    assert [str(each) for each in expected_files() if each not in wanted] == []


def test_every_case_says_what_it_shows() -> None:
    silent = [
        f"{path.parent.name}/{path.name}"
        for path in case_files()
        if path.suffix not in {".json", ".md"}
        and not path.read_text(encoding="utf-8").startswith(_COMMENTS)
    ]
    assert silent == []
