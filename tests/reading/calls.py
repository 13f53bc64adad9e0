"""Sampled calls of a generated client, each recorded and answered as its document allows."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from reading.bodies import FORM, SentPart, is_json
from reading.document import Declared, OpenApi, Operation, media
from reading.requests import ReadRequest, RequestReader, SentRequest
from reading.sampler import CannotSampleError, Sampler
from reading.styles import NotAllowedError

BASE = "https://reader.test/base"
_FILE = ("a.png", b"\x00\xff--\r\n", "image/png")
_TEXTS = {"path": "a b/ü?", "header": "ab-1", "cookie": "ab-1", "query": "a b/ü?&=+%"}
_PLACES = {"query": "query", "headers": "header", "cookies": "cookie", "path": "path"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the client, as its index lists it."""

    call: str
    verb: str
    template: str

    def of(self, client: Any) -> Callable[..., Any]:
        """Find it."""
        found = client
        for each in self.call.split("."):
            found = getattr(found, each)
        return found

    def __str__(self) -> str:
        return f"{self.call} ({self.verb} {self.template})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """Which argument of a method says what."""

    values: Mapping[tuple[str, str], str]
    """Arguments by place and name of the API."""
    fields: Mapping[str, str]
    """Arguments by field of the body."""
    body: str | None
    """The argument that is the body as a whole."""
    content_type: str | None


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
            plain = _plain(result)
        except Exception as error:  # whatever a client raises is what this is about
            step = "answer" if self._requests else "call"
            raise StepError(step, f"{type(error).__name__}: {error}") from error
        try:
            read = self._reader.read(self._requests[0], operation)
        except NotAllowedError as error:
            raise StepError("request", f"{error} in {self._requests[0]}") from error
        self._compare(operation, meant, read)
        lost = next(losses(plain, expected), "") if expected is not None else ""
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
            if "content" in node or not (is_nothing(value) or _is_deep(value)):
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
        fields = {name: each for name, each in value.items() if name in names.fields}
        if kind == "multipart/form-data":
            fields = {k: self._part(found, k, each) for k, each in fields.items()}
        arguments.update({names.fields[name]: each for name, each in fields.items()})
        if not is_json(kind):
            fields = shown(fields)
        return fields, bool(fields) or bool(body.node.get("required"))

    def _fields(self, kind: str, found: Declared, seed: str, *, is_full: bool) -> Any:
        """Sample a body; what a form cannot show, such as an empty object, is not required of one."""
        seed = f"{seed}{self._seed}"
        made = Sampler(self.api.requests, seed, is_full=is_full)
        value = made.valid(f"{found.pointer}/schema")
        if is_json(kind) or value.keys() == shown(value).keys():
            return value
        return Sampler(self.api.requests, seed, is_full=True).valid(
            f"{found.pointer}/schema"
        )

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


def arguments_of(function: Any) -> Arguments:
    """Read in a method's source which argument says what."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    values: dict[tuple[str, str], str] = {}
    fields: dict[str, str] = {}
    body: str | None = None
    content_type: str | None = None
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or "request" not in ast.unparse(call.func):
            continue
        for keyword in call.keywords:
            match keyword.arg, keyword.value:
                case ("path" | "query" | "headers" | "cookies") as part, ast.Dict():
                    pairs = _named(keyword.value)
                    values |= {(_PLACES[part], k): v for k, v in pairs.items()}
                case ("json" | "form" | "multipart" | "files"), ast.Dict():
                    fields |= _named(keyword.value)
                case ("json" | "form" | "whole" | "content"), ast.Name(id=name):
                    body = name
                case "content_type", ast.Constant(value=str(text)):
                    content_type = text
    return Arguments(values=values, fields=fields, body=body, content_type=content_type)


def _named(written: ast.Dict) -> dict[str, str]:
    return {
        key.value: value.id
        for key, value in zip(written.keys, written.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Name)
    }


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


def is_nothing(value: object) -> bool:
    """Return whether there is nothing to send of a value outside of JSON."""
    return value is None or value == [] or value == {}


def shown(value: Any) -> Any:
    """Leave out of a value what only JSON can show: nulls, and what is empty."""
    match value:
        case dict():
            members = {key: shown(each) for key, each in value.items()}
            return {k: each for k, each in members.items() if not is_nothing(each)}
        case list():
            items = [shown(each) for each in value]
            return [each for each in items if not is_nothing(each)]
        case _:
            return value


def _is_deep(value: object) -> bool:
    """Return whether a value holds nulls or empty texts, which no style can tell from nothing."""
    match value:
        case None | "":
            return True
        case list():
            return any(_is_deep(each) for each in value)
        case dict():
            return any(_is_deep(each) for each in value.values())
        case _:
            return False


def same_text(said: object, meant: object) -> bool:
    """Return whether two values are one where everything is a text."""
    match said, meant:
        case dict(), dict() if said != meant:
            kept = shown(meant)
            return said.keys() == kept.keys() and all(
                same_text(said[key], each) for key, each in kept.items()
            )
        case list(), list():
            return len(said) == len(meant) and all(map(same_text, said, meant))
        case [one], (str() | int() | float()):
            return same_text(meant, one)  # repeated once, a list is a text
        case bool(), str() if said is not None:
            return str(said).lower() == meant
        case (int() | float()), str():
            return meant == str(said) or _is_number(meant, said)
        case _:
            return said == meant


def _is_number(text: str, number: float) -> bool:
    try:
        return float(text) == number
    except ValueError:
        return False


def same_body(said: object, meant: object) -> bool:
    """Return whether a body says what was meant."""
    match said, meant:
        case SentPart(), tuple():
            sent = (said.filename, said.content, said.headers.get("content-type"))
            return sent == meant
        case SentPart(), _:
            return False
        case dict(), dict():
            return said.keys() == meant.keys() and all(
                same_body(said[key], meant[key]) for key in said
            )
        case list(), list():
            return len(said) == len(meant) and all(map(same_body, said, meant))
        case _:
            return same_text(said, meant)


def _plain(result: Any) -> Any:
    """Make of what a call returns what it was read from, as far as that can be."""
    if isinstance(result, list | tuple):
        return [_plain(each) for each in result]
    if isinstance(result, dict):
        return {key: _plain(each) for key, each in result.items()}
    if hasattr(result, "to_dict"):
        return result.to_dict()
    return result


def losses(read: object, sent: object, path: str = "$") -> Iterator[str]:
    """List where an answer was not read as it was sent; a null may go without saying."""
    match read, sent:
        case dict(), dict():
            for key in read.keys() | sent.keys():
                yield from losses(read.get(key), sent.get(key), f"{path}.{key}")
        case (list() | tuple()), list() if len(read) == len(sent):
            for index, (one, other) in enumerate(zip(read, sent, strict=True)):
                yield from losses(one, other, f"{path}[{index}]")
        case bool(), bool() if read == sent:
            return
        case (int() | float()), (int() | float()) if read == sent:
            return
        case (str(), str()) | (None, None) if read == sent:
            return
        case _:
            yield f"{path} is {read!r:.300}, not {sent!r:.300}"
