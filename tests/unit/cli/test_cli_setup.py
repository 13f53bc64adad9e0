"""Names that `specweld init` chooses, and what it finds."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from specweld.cli import run
from specweld.setup.find import code_folders, describe, find_specs
from specweld.setup.names import ClientNames, distinct, names_for

DOCUMENT = "openapi: 3.1.0\ninfo: {title: %s, version: '1'}\npaths: {}\n"


@pytest.mark.parametrize(
    ("title", "places", "package", "class_name"),
    [
        ("Museum API", (), "museum", "Museum"),
        ("ElevenLabs API Documentation", (), "elevenlabs", "ElevenLabs"),
        ("OpenAI API", (), "openai", "OpenAI"),
        ("Train Travel API", (), "train_travel", "TrainTravel"),
        ("GitHub v3 REST API", (), "github", "GitHub"),
        ("GitHub's official OpenAPI spec", (), "github", "GitHub"),
        ("Notion - API reference", (), "notion", "Notion"),
        ("Discord HTTP API (Preview)", (), "discord", "Discord"),
        ("Calendar API", (), "calendar_api", "CalendarApi"),
        ("2Captcha API", (), "api_2captcha", "Api2Captcha"),
        ("ACME", (), "acme", "Acme"),
        ("Class", (), "class_api", "ClassApi"),
        ("Über Café", (), "ber_caf", "BerCaf"),
        ("声音", ("openapi", "sounds"), "sounds", "Sounds"),
        ("", ("openapi", "api", "billing-service"), "billing", "Billing"),
        ("OpenAPI definition", ("v1", "specs"), "api_client", "ApiClient"),
    ],
)
def test_names(
    title: str, places: tuple[str, ...], package: str, class_name: str
) -> None:
    expected = ClientNames(package=package, class_name=class_name)
    assert names_for(title, places, Path("generated")) == expected


def test_clients_of_one_name_are_told_apart() -> None:
    names = ClientNames(package="zoo", class_name="Zoo")
    taken = ["zoo", "zoo_v2", "zoo_2"]
    assert distinct(names, ("v2",), []).package == "zoo"
    assert distinct(names, ("v3",), taken).package == "zoo_v3"
    assert distinct(names, ("v2",), taken).package == "zoo_3"


def test_what_is_found(tmp_path: Path) -> None:
    files = {
        "api/zoo.yaml": DOCUMENT % "Zoo",
        "api/.hidden.yaml": DOCUMENT % "Zoo",
        "api/notes.yaml": "title: notes\n",
        "swagger/old.json": '{"swagger": "2.0"}',
        "generated/zoo/openapi.yaml": DOCUMENT % "Zoo",
        "vendored/zoo/.specweld.json": "{}",
        "vendored/zoo/api.yaml": DOCUMENT % "Zoo",
        "a/b/c/d/e/deep.yaml": DOCUMENT % "Deep",
        "docs/one/page.md": "```yaml\nopenapi: 3.1.0\n```\n",
        "docs/two/page.mdx": "```yaml\nopenapi: 3.1.0\n```\n",
        "README.md": "```yaml\nopenapi: 3.1.0\n```\n",
        "specs/farm/list.yaml": "openapi: 3.1.0\nx-specweld: {}\n",
        "specs/farm/deep/get.yaml": "openapi: 3.1.0\nx-specweld: {}\n",
        "specs/broken.yaml": "\udcff",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    found = {each.path: each.title for each in find_specs(tmp_path)}
    assert found == {"specs/farm": "", "api/zoo.yaml": "Zoo"}
    shutil.rmtree(tmp_path / "specs")
    found = {each.path: each.title for each in find_specs(tmp_path)}
    assert found == {"api/zoo.yaml": "Zoo", "docs": ""}
    assert describe(tmp_path / "api", tmp_path).title == "Zoo"


@pytest.mark.parametrize(
    "text",
    [
        "info:\n  version: '1'\n  title: 'Zoo'  # ours\nopenapi: 3.0.3\n",
        'openapi: "3.1.0"\ninfo: {version: 1, title: "Zoo"}\n',
        '{"openapi": "3.1.0", "info": {"version": "1", "title": "Zoo"}}',
        '{\n  "openapi": "3.0.0",\n  "info": {\n    "title": "Zoo"\n  }\n}',
    ],
)
def test_titles(text: str, tmp_path: Path) -> None:
    (tmp_path / "zoo.yaml").write_text(text)
    assert [each.title for each in find_specs(tmp_path)] == ["Zoo"]


def test_code_of_the_caller(tmp_path: Path) -> None:
    for name in ("app", "tests", "generated"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    assert code_folders(tmp_path) == ("app",)
    (tmp_path / "src").mkdir()
    assert code_folders(tmp_path) == ("src",)


@pytest.mark.parametrize(
    ("forge", "workflow"),
    [
        ("github", ".github/workflows/specweld-services-pets.yml"),
        ("gitlab", ".gitlab/specweld-services-pets.yml"),
    ],
)
def test_a_folder_of_a_repository(
    forge: str, workflow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "services/pets"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (folder / "zoo.yaml").write_text(DOCUMENT % "Zoo")
    monkeypatch.chdir(folder)
    assert run(["init", "-q", "--ci", forge]) == 0
    assert run(["init", "-q", "--ci", forge, "--update"]) == 0
    text = (tmp_path / workflow).read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)
    if forge == "github":
        assert jobs["defaults"]["run"]["working-directory"] == "services/pets"
    else:
        assert jobs[".specweld"]["before_script"][-1] == "cd services/pets"
        assert jobs["specweld-report"]["artifacts"]["paths"] == [
            "services/pets/report.html"
        ]
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    (hook,) = hooks["repos"][0]["hooks"]
    assert re.search(hook["files"], "services/pets/zoo.yaml")
    assert not re.search(hook["files"], "zoo.yaml")
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(hook["entry"])[1:]) == 3  # no operations: it read the config
