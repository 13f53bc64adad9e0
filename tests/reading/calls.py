"""Sampled calls of a generated client, each recorded and answered as its document allows."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from reading.bodies import FORM, is_json
from reading.document import Declared, OpenApi, Operation, media
from reading.joining import CannotSampleError
from reading.methods import Arguments, Method, arguments_of
from reading.requests import ReadRequest, RequestReader, SentRequest
from reading.sameness import (
    is_indistinct,
    is_nothing,
    losses,
    plain,
    same_body,
    same_text,
    shown,
)
from reading.sampler import Sampler
from reading.styles import NotAllowedError

BASE = "https://reader.test/base"
_FILE = ("a.png", b"\x00\xff--\r\n", "image/png")
_TEXTS = {"path": "a b/ü?", "header": "ab-1", "cookie": "ab-1", "query": "a b/ü?&=+%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a call means to say."""

    arguments: Mapping[str, Any]
    values: Mapping[tuple[str, str], object]
    body: object
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one call."""

    method: Method
    is_full: bool
    step: str = ""
    """Where it went wrong: `sample`, `call`, `request`, `meaning` or `answer`; empty if nowhere."""
    complaint: str = ""

    def __str__(self) -> str:
        kind = "full" if self.is_full else "minimal"
        return f"{self.step} {self.method} {kind}: {self.complaint}"


class StepError(Exception):
    """A step of a call went wrong."""

    def __init__(self, step: str, complaint: str) -> None:
        super().__init__(complaint)
        self.step = step


class Caller:
    """Calls every method of one client."""

    def __init__(self, tree: Any, folder: Path, package: str) -> None:
        self.api = OpenApi.read(tree)
        self._reader = RequestReader(self.api)
        self._folder = folder / package
        self._answer: httpx2.Response = httpx2.Response(500)
        self._seed = ""
        self._requests: list[SentRequest] = []
        sys.path.insert(0, str(folder))
        self._module: Any = importlib.import_module(package)
        manifest = json.loads((self._folder / ".specweld.json").read_text("utf-8"))
        self._client = self._made(getattr(self._module, manifest["client"]))

    def methods(self) -> Iterator[Method]:
        """List the methods by the client's own index."""
        index = (self._folder / "api.md").read_text(encoding="utf-8")
        for line in re.findall(r"^- `client\.(.*)`$", index, re.MULTILINE):
            call = line.partition("(")[0]
            verb, template = line.rpartition("`: `")[2].split(" ", 1)
            yield Method(call=call, verb=verb, template=template)

    def outcome(self, method: Method, *, is_full: bool, seed: str = "") -> Outcome:
        """Make one call and say what became of it."""
        step = complaint = ""
        self._seed = seed
        try:
            self._try(method, is_full=is_full)
        except StepError as error:
            step, complaint = error.step, str(error)
        return Outcome(method=method, is_full=is_full, step=step, complaint=complaint)

    def _made(self, make: Any) -> Any:
        parameters = list(inspect.signature(make).parameters)
        given = parameters[: parameters.index("base_url")]
        credentials = {name: "key" for name in given if name != "environment"}
        transport = httpx2.MockTransport(self._handle)
        return make(
            **credentials,
            base_url=BASE,
            max_retries=0,
            on_drift="raise",
            http_client=httpx2.Client(transport=transport),
        )

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        target = request.url.raw_path.decode("ascii").removeprefix("/base")
        path, _, query = target.partition("?")
        raw = [(k.decode().lower(), v.decode()) for k, v in request.headers.raw]
        self._requests.append(
            SentRequest(
                method=request.method,
                path=path,
                query=query,
                headers=dict(raw),
                body=request.read(),
            )
        )
        return self._answer

    def _try(self, method: Method, *, is_full: bool) -> None:
        operation = self._operation(method)
        function = method.of(self._client)
        names = arguments_of(function)
        try:
            meant = self._meant(operation, names, function, is_full=is_full)
            expected = self._scripted(operation, is_full=is_full)
        except CannotSampleError as error:
            raise StepError("sample", str(error)) from error
        self._requests.clear()
        try:
            result = function(**meant.arguments)
            found = plain(result)
        except Exception as error:  # whatever a client raises is what this is about
            step = "answer" if self._requests else "call"
            raise StepError(step, f"{type(error).__name__}: {error}") from error
        try:
            read = self._reader.read(self._requests[0], operation)
        except NotAllowedError as error:
            raise StepError("request", f"{error} in {self._requests[0]}") from error
        self._compare(operation, meant, read)
        lost = next(losses(found, expected), "") if expected is not None else ""
        if lost:
            raise StepError("answer", lost)

    def _operation(self, method: Method) -> Operation:
        for each in self.api.operations:
            if (each.method, each.template) == (method.verb, method.template):
                return each
        raise StepError("call", "the document does not have it")

    def _meant(
        self, operation: Operation, names: Arguments, function: Any, *, is_full: bool
    ) -> Meant:
        arguments: dict[str, Any] = {}
        values: dict[tuple[str, str], object] = {}
        for each in operation.parameters:
            place = (each.node["in"], each.node["name"])
            argument = names.values.get(place)
            if argument is None:
                continue
            if not (is_full or each.node.get("required") or place[0] == "path"):
                continue
            value = self._parameter(each, str(operation), is_full=is_full)
            arguments[argument] = value
            if "content" in each.node or not is_nothing(value):
                values[place] = value
        body, has_body = self._body(operation, names, arguments, is_full=is_full)
        missing = [
            name
            for name, each in inspect.signature(function).parameters.items()
            if each.default is each.empty and name not in arguments
        ]
        if missing:
            raise StepError("call", f"{missing} is required, and nobody knows for what")
        return Meant(arguments=arguments, values=values, body=body, has_body=has_body)

    def _parameter(self, declared: Declared, seed: str, *, is_full: bool) -> Any:
        node = declared.node
        pointer = f"{declared.pointer}/schema"
        if "content" in node:
            (found,) = media(node["content"], declared.pointer).values()
            pointer = f"{found.pointer}/schema"
        words = _TEXTS[node["in"]]
        seed = f"{seed} {node['name']}{self._seed}"
        made = Sampler(self.api.requests, seed, is_full=is_full, words=words)
        for _ in range(20):
            value = made.valid(pointer)
            if "content" in node or not (is_nothing(value) or is_indistinct(value)):
                return value
        return value

    def _body(
        self,
        operation: Operation,
        names: Arguments,
        arguments: dict[str, Any],
        *,
        is_full: bool,
    ) -> tuple[object, bool]:
        body = self.api.body(operation)
        if body is None or (names.body is None and not names.fields):
            return None, False
        if not is_full and not body.node.get("required"):
            return None, False
        content = media(body.node.get("content") or {}, body.pointer)
        kind, found = _chosen(content, names.content_type)
        if names.body is not None and not (is_json(kind) or kind == FORM):
            arguments[names.body] = "text" if kind.startswith("text/") else b"\x00bytes"
            sent = arguments[names.body]
            return sent.encode() if isinstance(sent, str) else sent, True
        value = self._fields(kind, found, f"{operation} body", is_full=is_full)
        if names.body is not None:
            arguments[names.body] = value
            return value, True
        if value.get("stream") is True and self.api.requests.allows(
            {**value, "stream": False}, f"{found.pointer}/schema"
        ):
            value["stream"] = False  # the sampled answers come whole
        fields = {name: each for name, each in value.items() if name in names.fields}
        if kind == "multipart/form-data":
            fields = {k: self._part(found, k, each) for k, each in fields.items()}
        arguments.update({names.fields[name]: each for name, each in fields.items()})
        if kind == "multipart/form-data":  # objects are parts of JSON
            fields = {k: x for k, x in fields.items() if x is not None and x != []}
        elif not is_json(kind):
            fields = shown(fields)
        return fields, bool(fields) or bool(body.node.get("required"))

    def _fields(self, kind: str, found: Declared, seed: str, *, is_full: bool) -> Any:
        """Sample a body; what a form cannot show, such as an empty object, is not required of one."""
        seed = f"{seed}{self._seed}"
        pointer = f"{found.pointer}/schema"
        is_form = not is_json(kind)
        made = Sampler(self.api.requests, seed, is_full=is_full, is_shown=is_form)
        value = made.valid(pointer)
        if not is_form or self.api.requests.allows(shown(value), pointer):
            return value
        made = Sampler(self.api.requests, seed, is_full=True, is_shown=True)
        return made.valid(pointer)

    def _part(self, found: Declared, name: str, value: Any) -> Any:
        """Give a file where the document wants one."""
        facets = self.api.requests.facets(found.node["schema"])
        schemas = facets.properties.get(name, ())
        items = self.api.requests.facets(*schemas).items
        if is_file(self.api, schemas):
            return _FILE
        if items and is_file(self.api, items):
            return [_FILE, _FILE]
        return value

    def _scripted(self, operation: Operation, *, is_full: bool) -> object:
        """Script the answer; return what must be read from it, or None if that is open."""
        success = self.api.success(operation)
        self._answer = httpx2.Response(204)
        if success is None:
            return None
        status, answer = success
        content = media(answer.node.get("content") or {}, answer.pointer)
        chosen = next(
            (each for each in content if is_json(each) or each == "*/*"), None
        )
        if not content:
            self._answer = httpx2.Response(status)
            return None
        if chosen is None:
            kind = next(iter(content))
            text = b"data: {}\n\n" if kind == "text/event-stream" else b"text"
            self._answer = httpx2.Response(
                status, content=text, headers={"content-type": kind}
            )
            return None
        if "schema" not in content[chosen].node:
            self._answer = httpx2.Response(status, json={})
            return None
        made = Sampler(
            self.api.answers, f"{operation} answer{self._seed}", is_full=is_full
        )
        value = made.valid(f"{content[chosen].pointer}/schema")
        kind = "application/json" if chosen == "*/*" else chosen
        self._answer = httpx2.Response(
            status, content=json.dumps(value).encode(), headers={"content-type": kind}
        )
        return value

    def _compare(self, operation: Operation, meant: Meant, read: ReadRequest) -> None:
        if (read.operation.method, read.operation.template) != (
            operation.method,
            operation.template,
        ):
            raise StepError("request", f"it is taken for {read.operation}")
        if operation.security == [] and read.credentials:
            raise StepError("request", f"nobody asked for {set(read.credentials)}")
        said = dict(read.values)
        for place in said.keys() | meant.values.keys():
            here, there = said.get(place), meant.values.get(place)
            is_key = place[0] == "header" and here == "key"
            if there is None and (
                is_key or self._goes_without_saying(operation, place)
            ):
                continue
            if not same_text(here, there):
                raise StepError("meaning", f"{place} is {here!r}, not {there!r}")
        if read.has_body != meant.has_body:
            raise StepError("meaning", f"body: {read.has_body}, not {meant.has_body}")
        if meant.has_body and not same_body(read.body, meant.body):
            raise StepError(
                "meaning", f"{read.body!r:.1500} is not {meant.body!r:.1500}"
            )

    def _goes_without_saying(
        self, operation: Operation, place: tuple[str, str]
    ) -> bool:
        """Return whether the client fills a parameter in: a credential, or the only value there is."""
        for scheme in self.api.schemes.values():
            if place == (scheme.get("in"), scheme.get("name")):
                return True
        for each in operation.parameters:
            if (each.node["in"], each.node["name"]) == place:
                schema = each.node.get("schema")
                return isinstance(schema, dict) and (
                    "const" in schema or len(schema.get("enum", ())) == 1
                )
        return False


def _chosen(content: Mapping[str, Declared], named: str | None) -> tuple[str, Declared]:
    bare = (named or "application/json").partition(";")[0].lower()
    if bare in content:
        return bare, content[bare]
    if named is None:
        for kind in (FORM, "multipart/form-data"):
            if kind in content:
                return kind, content[kind]
    kind = next((each for each in content if is_json(each)), next(iter(content)))
    return (bare if "*" in kind else kind), content[kind]


def is_file(api: OpenApi, schemas: tuple[Any, ...]) -> bool:
    """Return whether a field of a form takes a file."""
    for schema in schemas:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = api.requests.target(schema)
        if isinstance(schema, dict) and (
            schema.get("format") == "binary"
            or (schema.get("type") == "string" and "contentMediaType" in schema)
        ):
            return True
        if isinstance(schema, dict) and "anyOf" in schema:
            return is_file(api, tuple(schema["anyOf"]))
    return False
