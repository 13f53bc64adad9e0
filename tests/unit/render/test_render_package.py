"""Whole packages: black, deterministic, importable, and small changes stay small."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from specweld.api.api import HeaderAuth
from specweld.render import places
from specweld.render.blacken import blackened, format_text
from specweld.render.environment import TemplateFaultError
from specweld.render.file import File
from specweld.render.guard import GuardError
from specweld.render.package import render
from stages.render import api_of

DOCUMENT = """
paths:
  /things/{id}:
    get:
      operationId: things_get
      tags: [things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: fine
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties: {id: {type: string}, parent: {$ref: '#/components/schemas/Owner'}}
    Owner: {type: object, properties: {things: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
    Colour: {type: string, enum: [red, green]}
    COLOUR: {type: object, properties: {name: {type: string}}}
"""


def generated(files: tuple[File, ...]) -> dict[str, str]:
    return {
        file.path: file.text for file in files if not file.path.startswith("_core/")
    }


OPTIONS = {
    *("base_url", "timeout", "max_retries", "headers", "http_client", "on_drift"),
    "options",
}


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_MODELS_IN_ONE_FILE", 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] == "acme"]:
        del sys.modules[name]


def write(files: tuple[File, ...], folder: Path) -> None:
    for file in files:
        path = folder / "acme" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")


CASES = sorted((Path(__file__).parents[2] / "cases" / "render").glob("*.yaml"))


@pytest.mark.parametrize("case", [pytest.param(x, id=x.stem) for x in CASES])
def test_all_files_are_black(case: Path) -> None:
    files = generated(render(api_of(case.read_text(encoding="utf-8"))))
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    assert {path: format_text(text) for path, text in python.items()} == python


NAMES = Path(__file__).parents[2] / "cases" / "api" / "names-that-json-escapes.yaml"


def test_properties_that_json_escapes_are_like_the_others(
    folder: Path,
) -> None:
    write(render(api_of(NAMES.read_text(encoding="utf-8"))), folder)
    models = importlib.import_module("acme.models")
    voice = models.Voice.from_dict({"plain": "a", 'say "hi"': "b", "it's": "c"})
    assert (voice.say_hi, voice.it_s, voice.extra) == ("b", "c", {})
    assert voice.to_dict() == {"plain": "a", "it's": "c", 'say "hi"': "b"}
    decoding = importlib.import_module("acme._core.codec")
    pets = [
        decoding.decode_json(text, decoding.As[models.Pet])[0]
        for text in (b'{"a\\"kind": "cat"}', b'{"a\\"kind": "dog", "bark": "wuff"}')
    ]
    assert pets == [models.Cat(), models.Dog(bark="wuff")]


def test_the_same_bytes_under_another_hash_seed() -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from stages.render import api_of\n"
        "from specweld.render.package import render\n"
        "print(hashlib.sha256(repr(render(api_of(sys.stdin.read()))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=DOCUMENT,
            text=True,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.usefixtures("many")
def test_each_component_has_a_module_and_enums_share_one() -> None:
    files = generated(render(api_of(DOCUMENT)))
    modules = sorted(path for path in files if path.startswith("models/"))
    assert modules == [
        "models/__init__.py",
        "models/colour.py",
        "models/enums.py",
        "models/owner.py",
        "models/thing.py",
    ]


@pytest.mark.usefixtures("many")
def test_another_schema_changes_its_own_file_and_the_index() -> None:
    before = generated(render(api_of(DOCUMENT)))
    more = (
        f"{DOCUMENT}    Extra: {{type: object, properties: {{a: {{type: string}}}}}}\n"
    )
    after = generated(render(api_of(more)))
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {".specweld.json", "models/__init__.py", "models/extra.py"}


@pytest.mark.usefixtures("many")
def test_no_two_files_are_one_where_case_does_not_count() -> None:
    schema = "{type: object, properties: {a: {type: string}}}"
    names = "ABTest AbTest abtest AB-test Voice\u03c2 Voice\u03c3 Voice\u03a3 Con COM1 Lpt9 Stra\u00dfe Strasse"
    paths = "".join(
        f"  /{name}: {{get: {{tags: [{name}], operationId: get, responses: {{'204': {{description: ok}}}}}}}}\n"
        for name in names.split()
    )
    schemas = "".join(f"    {name}: {schema}\n" for name in names.split())
    document = f"paths:\n{paths}components:\n  schemas:\n{schemas}"
    files = [file.path for file in render(api_of(document))]
    assert len({path.casefold() for path in files}) == len(files)
    stems = {path.split("/")[1].split(".")[0] for path in files if "/" in path}
    assert stems.isdisjoint({"con", "com1", "lpt9"})


def test_models_are_usable(folder: Path) -> None:
    write(render(api_of(DOCUMENT)), folder)
    models = importlib.import_module("acme.models")
    thing = models.Thing.from_dict({"id": "a", "parent": {"things": [{"id": "b"}]}})
    assert thing.parent.things[0].id == "b"


@pytest.mark.usefixtures("many")
def test_models_of_a_package_are_imported_one_by_one(folder: Path) -> None:
    write(render(api_of(DOCUMENT)), folder)
    models = importlib.import_module("acme.models")
    assert models.Thing(id="a").to_dict() == {"id": "a"}
    loaded = {name for name in sys.modules if name.startswith("acme.models.")}
    assert loaded == {"acme.models.thing"}


def test_importing_the_package_loads_next_to_nothing(folder: Path) -> None:
    write(render(api_of(DOCUMENT)), folder)
    program = "import acme, sys; print(*sorted(m for m in sys.modules if 'acme' in m or m in ('msgspec', 'httpx2')))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    assert done.stdout.split() == ["acme", "acme._core"]


def test_users_of_one_colour_do_not_load_the_other(folder: Path) -> None:
    write(render(api_of(DOCUMENT)), folder)
    loaded: dict[str, list[str]] = {}
    for name in ("Acme", "AsyncAcme"):
        program = f"from acme import {name} as C; C(base_url='x').things; import sys; print(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
        )
        loaded[name] = [
            each
            for each in ("client", "aio", "resources")
            if f"acme.{each}" in done.stdout.split()
        ]
    assert loaded == {
        "Acme": ["client", "resources"],
        "AsyncAcme": ["aio"],
    }


def test_one_module_offers_both_clients(folder: Path) -> None:
    write(render(api_of(DOCUMENT)), folder)
    package, client = (importlib.import_module(x) for x in ("acme", "acme.client"))
    assert "acme.aio" not in sys.modules
    assert client.AsyncAcme is package.AsyncAcme
    assert not hasattr(client, "Nothing")


@pytest.mark.parametrize(
    ("alias", "second", "arguments"),
    [
        ("token", "X-Key", {"api_key", "x_key", "token"}),
        ("x_key", "X-Key", {"api_key", "x_key"}),
        ("timeout", "X-Key", {"api_key", "x_key"}),
        ("", "X-Key", {"api_key", "x_key"}),
    ],
)
def test_the_samples_name_of_the_credential(
    folder: Path, alias: str, second: str, arguments: set[str]
) -> None:
    keys = [
        HeaderAuth(
            header=header, prefix="", env_var="A", is_declared=True, alias=each_alias
        )
        for header, each_alias in (("Authorization", alias), (second, ""))
    ]
    write(render(replace(api_of(DOCUMENT), auth=tuple(keys))), folder)
    package = importlib.import_module("acme")
    for client in (package.Acme, package.AsyncAcme):
        parameters = inspect.signature(client).parameters
        assert parameters.keys() - OPTIONS == arguments
        if "token" in arguments:
            assert parameters["token"].kind is inspect.Parameter.KEYWORD_ONLY
            client(token="x", base_url="https://x")
            with pytest.raises(TypeError, match="`api_key` and `token` are the same"):
                client("y", token="x", base_url="https://x")


def test_a_client_called_like_a_class_of_the_runtime(folder: Path) -> None:
    write(render(replace(api_of(DOCUMENT), client_name="Client")), folder)
    package, runtime = (
        importlib.import_module(x) for x in ("acme", "acme._core.client")
    )
    client = package.AsyncClient(base_url="https://x")
    assert type(client).__mro__[:2] == (package.AsyncClient, runtime.AsyncClient)
    assert package.Client.__name__ == "Client"


@pytest.mark.parametrize(
    ("template", "error", "message"),
    [
        ("{{ 'text' }}", TemplateFaultError, "a template prints str 'text'"),
        ("{{ module.nothing }}", TemplateFaultError, "has no attribute 'nothing'"),
        ("{% if %}", TemplateFaultError, "errors.py.jinja:1"),
        ("{{ 'x' | upper }}", TemplateFaultError, "No filter named 'upper'"),
        ("x = (\n", GuardError, "is not valid Python"),
        ("{{ module.__class__ }}", TemplateFaultError, "'__class__' of 'ErrorsView'"),
        (
            "{{ module.docs.summary.text.format.__globals__ }}",
            TemplateFaultError,
            "is unsafe",
        ),
        ("{{ lipsum() }}", TemplateFaultError, "'lipsum' is undefined"),
        ("{% include '../pyproject.toml' %}", TemplateFaultError, "pyproject.toml"),
    ],
)
def test_templates_that_go_too_far(
    tmp_path: Path, template: str, error: type[Exception], message: str
) -> None:
    (tmp_path / "errors.py.jinja").write_text(template)
    with pytest.raises(error) as caught:
        render(api_of(DOCUMENT), templates=tmp_path)
    assert message in str(caught.value)


def test_custom_templates_are_formatted(tmp_path: Path) -> None:
    (tmp_path / "errors.py.jinja").write_text('"""Errors."""\nx   =  [ \'a\' ]\n')
    files = generated(render(api_of(DOCUMENT), templates=tmp_path))
    assert files["errors.py"].endswith('"""\n\nx = ["a"]\n')


def test_formatting_is_remembered(tmp_path: Path) -> None:
    files = [File(path="a.py", text="x=1\n"), File(path="b.md", text="x=1\n")]
    first = blackened(files, cache=tmp_path)
    assert [each.text for each in first] == ["x = 1\n", "x=1\n"]

    def refuse(_text: str) -> str:
        raise AssertionError

    assert blackened(files, cache=tmp_path, format=refuse) == first


README = """
security: [{key: []}]
paths:
  /things/{id}:
    get:
      operationId: things_get
      tags: [things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
  /things:
    get:
      operationId: things_list
      tags: [things]
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
        - {name: kind, in: query, required: true, schema: {enum: [big, small]}}
        - {name: count, in: query, required: true, schema: {type: integer}}
      responses:
        "200":
          description: x
          content:
            application/json:
              schema:
                type: object
                required: [things]
                properties:
                  things: {type: array, items: {$ref: "#/components/schemas/Thing"}}
                  next_cursor: {type: string}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas: {Thing: {type: object, required: [name], properties: {name: {type: string}}}}
"""


@pytest.mark.parametrize("servers", ["", "servers: [{url: 'https://x.example'}]\n"])
def test_the_readme_runs(
    folder: Path,
    servers: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = render(api_of(servers + README))
    write(files, folder)
    (text,) = (each.text for each in files if each.path == "README.md")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    asked: list[str] = []

    def answer(_transport: object, request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.method} {request.url.raw_path.decode()}")
        return httpx2.Response(200, json={"name": "x", "things": [{"name": "y"}]})

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", answer)
    (variable,) = re.findall(r"from the environment: `(\w+)`", text)
    monkeypatch.setenv(variable, "secret")
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    assert asked == [
        *("GET /things/...", "GET /things?kind=big&count=1", "GET /things/..."),
    ]
    assert "answered 404" in capsys.readouterr().out


def test_a_package_knows_the_version_of_the_api(folder: Path) -> None:
    document = "info: {title: Zoo, version: 2.0-beta}\n" + DOCUMENT
    write(render(api_of(document)), folder)
    assert importlib.import_module("acme").__version__ == "2.0-beta"
