"""Whatever a thing of the document is called, its name is Python in each place where it is written."""

from __future__ import annotations

import builtins
import importlib
import keyword
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from specweld.json_types import JsonObject
from specweld.render import core, places
from specweld.render.blacken import format_text
from specweld.render.file import File
from specweld.render.package import render
from specweld.runtime import model, paging
from stages.render import api_of

RUNTIME = Path(model.__file__).parent
NAMES = sorted(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *core.NAMES,
        *(name for each in (model.Model, paging.Page) for name in dir(each)),
        *(path.stem for path in RUNTIME.glob("*.py")),
        *("builtins", "collections", "datetime", "date", "enum", "functools", "typing"),
        *("httpx2", "msgspec", "annotations", "cached_property", "field", "lambda_"),
        *("Any", "ClassVar", "Literal", "Mapping", "NotRequired", "Sequence"),
        *("TYPE_CHECKING", "TypeAlias", "TypedDict", "Union"),
        *("acme", "Acme", "AsyncAcme", "client", "aio", "resources", "models"),
        *("params", "errors", "environment", "_core", "self", "cls", "api_key"),
        *("transport", "_transport", "request", "path", "query", "headers", "cookies"),
        *("base_url", "timeout", "max_retries", "http_client", "on_drift"),
    }
)
TEXT: JsonObject = {"type": "string"}
"""What stands in each place that a name is tried in."""


def test_there_are_names() -> None:
    assert len(NAMES) > 250


def reply(schema: JsonObject) -> JsonObject:
    content: JsonObject = {"application/json": {"schema": schema}}
    return {"200": {"description": "fine", "content": content}}


def operation(name: str, **parts: Any) -> JsonObject:
    made: JsonObject = {"operationId": name, "tags": ["t"], "responses": reply(TEXT)}
    return {**made, **parts}


def schemas() -> JsonObject:
    """Call a model so: its class, its file, its dict, and the import of each."""
    found: JsonObject = {
        name: {"type": "object", "properties": {"a": {"$ref": ref(name)}, "b": TEXT}}
        for name in NAMES
    }
    paths: JsonObject = {
        f"/{name}": {"post": operation(f"call {number}", **sent_and_received(name))}
        for number, name in enumerate(NAMES)
    }
    return {"paths": paths, "components": {"schemas": found}}


def ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def sent_and_received(name: str) -> JsonObject:
    body: JsonObject = {"type": "array", "items": {"$ref": ref(name)}}
    content: JsonObject = {"application/json": {"schema": body}}
    return {"requestBody": {"content": content}, "responses": reply(body)}


def enums() -> JsonObject:
    """Call an enum so: an alias instead of a class."""
    found: JsonObject = {name: {"enum": ["a", "b"]} for name in NAMES}
    fields: JsonObject = {name: {"$ref": ref(name)} for name in NAMES}
    found["All"] = {"type": "object", "properties": fields}
    path: JsonObject = {"post": operation("call", **sent_and_received("All"))}
    return {"paths": {"/x": path}, "components": {"schemas": found}}


def properties() -> JsonObject:
    """Call a property so: an attribute, the key of a dict, an argument of a method."""
    date: JsonObject = {"type": "string", "format": "date"}
    fields: JsonObject = {
        **dict.fromkeys(NAMES, TEXT),
        "a": {"type": "array", "items": {"type": "integer"}},
        "b": date,
        "c": {"enum": ["x", "y"]},
    }
    found: JsonObject = {"All": {"type": "object", "properties": fields}}
    flat: JsonObject = {"application/json": {"schema": {"$ref": ref("All")}}}
    flattened = operation("flat", requestBody={"content": flat}, responses=reply(date))
    whole = operation("whole", **sent_and_received("All"))
    paths: JsonObject = {"/x": {"post": whole}, "/y": {"post": flattened}}
    return {"paths": paths, "components": {"schemas": found}}


def arguments() -> JsonObject:
    """Call a parameter so, of each kind."""
    paths: JsonObject = {}
    for place in ("query", "header", "cookie"):
        listed: list[Any] = [
            {"name": name, "in": place, "schema": TEXT} for name in NAMES
        ]
        paths[f"/{place}"] = {"get": operation(place, parameters=listed)}
    in_path: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": TEXT} for name in NAMES
    ]
    template = "/".join(f"{{{name}}}" for name in NAMES)
    paths[f"/{template}"] = {"get": operation("path", parameters=in_path)}
    return {"paths": paths}


def methods() -> JsonObject:
    """Call an operation so: a method."""
    body: JsonObject = {"type": "array", "items": {"type": "integer"}}
    paths: JsonObject = {
        f"/{name}": {"get": operation(name, responses=reply(body))} for name in NAMES
    }
    return {"paths": paths}


def root_methods() -> JsonObject:
    """Call an operation without a tag so: a method of the client."""
    paths: JsonObject = {
        f"/{name}": {"get": operation(name, tags=[])} for name in NAMES
    }
    return {"paths": paths}


def tags() -> JsonObject:
    """Call a tag so: a resource, its class, its file."""
    paths: JsonObject = {
        f"/{name}": {"get": operation("get", tags=[name])} for name in NAMES
    }
    return {"paths": paths}


def servers() -> JsonObject:
    """Describe a server so: a member of the environment."""
    listed: list[Any] = [
        {"url": f"https://{number}.example", "description": name}
        for number, name in enumerate(NAMES)
    ]
    return {"servers": listed, "paths": {"/x": {"get": operation("x")}}}


def credentials() -> JsonObject:
    """Call the header of a key so: an argument of the client."""
    schemes: JsonObject = {
        f"scheme{number}": {"type": "apiKey", "in": "header", "name": name}
        for number, name in enumerate(NAMES)
    }
    needed: list[Any] = [{each: []} for each in schemes]
    return {
        "security": needed,
        "components": {"securitySchemes": schemes},
        "paths": {"/x": {"get": operation("x")}},
    }


ONE_MODULE = 1_000_000
A_PACKAGE = 0
"""Most models in one file: the two layouts."""

POSITIONS: tuple[tuple[Callable[[], JsonObject], int], ...] = (
    *((each, ONE_MODULE) for each in (schemas, enums, properties)),
    *((each, A_PACKAGE) for each in (schemas, enums, properties)),
    *((each, ONE_MODULE) for each in (arguments, methods, root_methods, tags)),
    *((each, ONE_MODULE) for each in (servers, credentials)),
)
"""The layout of the models makes no difference to what is no model."""


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


@pytest.mark.parametrize(("position", "layout"), POSITIONS)
def test_every_name_in_every_position(
    position: Callable[[], JsonObject],
    layout: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setattr(places, "MOST_MODELS_IN_ONE_FILE", layout)
    files = render(api_of(position()))
    write(files, folder)
    paths = [x.path for x in files if x.path.endswith(".py") and x.path[:1] != "_"]
    assert ("models/__init__.py" in paths) == (layout == A_PACKAGE)
    for path in paths:
        steps = path.removesuffix(".py").removesuffix("/__init__").split("/")
        assert all(each.isidentifier() for each in steps), path
        assert not any(keyword.iskeyword(each) for each in steps), path
        importlib.import_module(".".join(("acme", *steps)))
    python = {file.path: file.text for file in files if file.path in paths}
    assert {path: format_text(text) for path, text in python.items()} == python
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "-p", "acme"),
            *("--cache-dir", str(tmp_path_factory.getbasetemp() / "mypy")),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.stdout.startswith("Success"), done.stdout[:3000]
