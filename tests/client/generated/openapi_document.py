"""An independent reading of an OpenAPI 3.1 document: is this request one that it allows?

Knows nothing of the generator. Parameters are read by `style: form` and `style: simple` as the
document declares them, multipart bodies by RFC 7578, and every value is checked by `jsonschema`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator, FormatChecker
from server import Part, RecordedRequest

_SCALARS = {
    "boolean": lambda text: _matching("true|false", text) == "true",
    "integer": lambda text: int(_matching(r"-?\d+", text)),
    "number": lambda text: float(_matching(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text)),
    "string": str,
}
"""How the text of a value is read, by its JSON type."""


class NotAllowedError(Exception):
    """The document does not allow the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """A request in the words of the document."""

    operation_id: str
    path: Mapping[str, object]
    query: Mapping[str, object]
    body: object
    """An object for JSON and multipart; None when there is none."""


class Document:
    """One OpenAPI document."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield path template, method and operation."""
        for template, item in self.tree["paths"].items():
            for method, operation in item.items():
                yield template, method.upper(), operation

    def operation(self, operation_id: str) -> dict[str, Any]:
        """Find an operation by its id."""
        (found,) = (
            operation
            for _, _, operation in self.operations()
            if operation["operationId"] == operation_id
        )
        return found

    def answer_schema(self, operation_id: str) -> dict[str, Any]:
        """Return the schema of the JSON that a success brings."""
        content = self.operation(operation_id)["responses"]["200"]["content"]
        schema: dict[str, Any] = content["application/json"]["schema"]
        return schema

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow references; take what is not null of a nullable one."""
        while True:
            if "$ref" in schema:
                schema = self.tree["components"]["schemas"][
                    schema["$ref"].removeprefix("#/components/schemas/")
                ]
            elif "oneOf" in schema:
                (schema,) = (s for s in schema["oneOf"] if s != {"type": "null"})
            else:
                return schema

    def errors(self, value: object, schema: dict[str, Any]) -> list[str]:
        """List what is wrong with a value."""
        whole = {**schema, "components": self.tree["components"]}
        validator = Draft202012Validator(whole, format_checker=FormatChecker())
        return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(value)]

    def read(self, request: RecordedRequest) -> ReadRequest:
        """Read a request.

        Raises:
            NotAllowedError: The document does not allow it.
        """
        operation, path = self._routed(request)
        parameters = operation.get("parameters", [])
        self._check_security(request, operation)
        return ReadRequest(
            operation_id=operation["operationId"],
            path=self._checked(
                path, [each for each in parameters if each["in"] == "path"]
            ),
            query=self._checked(
                request.query, [each for each in parameters if each["in"] == "query"]
            ),
            body=self._body(request, operation.get("requestBody")),
        )

    def _routed(
        self, request: RecordedRequest
    ) -> tuple[dict[str, Any], dict[str, list[str]]]:
        found: list[tuple[int, dict[str, Any], dict[str, list[str]]]] = []
        for template, method, operation in self.operations():
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
            if (match := re.fullmatch(pattern, request.path)) is None:
                continue
            if method == request.method:
                values = {k: [unquote(v)] for k, v in match.groupdict().items()}
                found.append((len(values), operation, values))
        _demand(bool(found), f"no operation is {request.method} {request.path}")
        # OpenAPI 3.1 §4.8.8: concrete paths go before templated ones
        _, operation, values = min(found, key=lambda each: each[0])
        return operation, values

    def _check_security(
        self, request: RecordedRequest, operation: dict[str, Any]
    ) -> None:
        schemes = self.tree["components"]["securitySchemes"]
        for requirement in operation["security"]:
            for name in requirement:
                scheme = schemes[name]
                place = (scheme["type"], scheme["in"])
                _demand(place == ("apiKey", "header"), f"{place} cannot be read")
                value = request.headers.get(scheme["name"].lower())
                _demand(bool(value), f"header {scheme['name']} is missing")

    def _checked(
        self, values: Mapping[str, list[str]], parameters: list[dict[str, Any]]
    ) -> dict[str, object]:
        declared = {each["name"]: each for each in parameters}
        _check_names(values, declared)
        required = {name for name, each in declared.items() if each["required"]}
        _demand(required <= set(values), f"{required - set(values)} is missing")
        return {
            name: self._value(name, texts, declared[name]["schema"])
            for name, texts in values.items()
        }

    def _value(self, name: str, texts: list[str], schema: dict[str, Any]) -> object:
        kind = self.json_type(schema)
        value: object
        if kind == "array":
            item = _SCALARS[self.json_type(self.resolved(schema)["items"])]
            value = [item(text) for text in texts]
        else:
            _demand(len(texts) == 1, f"{name} is sent {len(texts)} times")
            value = _SCALARS[kind](texts[0])
        self._check_value(value, schema)
        return value

    def json_type(self, schema: dict[str, Any]) -> str:
        """Name the one JSON type, apart from null."""
        found = self.resolved(schema)["type"]
        kinds = [found] if isinstance(found, str) else found
        (kind,) = (kind for kind in kinds if kind != "null")
        return str(kind)

    def _check_value(self, value: object, schema: dict[str, Any]) -> None:
        errors = self.errors(value, schema)
        _demand(not errors, "; ".join(errors))

    def _body(self, request: RecordedRequest, wanted: dict[str, Any] | None) -> object:
        if wanted is None:
            _demand(request.body == b"", "there must be no body")
            has_type = "content-type" in request.headers
            _demand(not has_type, "a content type without a body")
            return None
        if "content-type" not in request.headers:
            _demand(not wanted.get("required"), "the body is missing")
            _demand(request.body == b"", "a body without a content type")
            return None
        content_type = request.headers["content-type"]
        media = content_type.partition(";")[0]
        schema = self.resolved(wanted["content"][media]["schema"])
        if media == "application/json":
            value: dict[str, Any] = json.loads(request.body)
        else:
            _demand(media == "multipart/form-data", f"{media} cannot be read")
            value = self._form(parts_of(request), schema["properties"])
        _check_names(value, schema["properties"])
        text = {k: "" if isinstance(v, Part) else v for k, v in value.items()}
        self._check_value(text, schema)
        return value

    def _form(
        self, parts: list[Part], properties: dict[str, dict[str, Any]]
    ) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for part in parts:
            _demand(part.name not in value, f"{part.name} is sent twice")
            _check_names([part.name], properties)
            schema = properties[part.name]
            is_file = schema.get("format") == "binary"
            has_name = part.filename is not None
            _demand(is_file == has_name, f"{part.name}: a file, or not a file?")
            if is_file:
                value[part.name] = part
            else:
                kind = self.json_type(schema)
                value[part.name] = _SCALARS[kind](part.content.decode())
        return value


def parts_of(request: RecordedRequest) -> list[Part]:
    """Take a multipart body apart byte by byte (RFC 2046 §5.1.1)."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    first, *pieces, last = (b"\r\n" + request.body).split(b"\r\n--" + boundary)
    _demand((first, last) == (b"", b"--\r\n"), "the parts are not well framed")
    return [_part(piece) for piece in pieces]


def _part(piece: bytes) -> Part:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    pattern = (
        r'Content-Disposition: form-data; name="(?P<name>[^"]*)"'
        r'(; filename="(?P<filename>[^"]*)")?'
        r"(\r\nContent-Type: (?P<kind>\S+))?"
    )
    match = re.fullmatch(pattern, head.decode())
    if match is None:
        raise NotAllowedError(f"{head!r} is no head of a part")
    return Part(
        name=match["name"],
        filename=match["filename"],
        content_type=match["kind"],
        content=content,
    )


def _matching(pattern: str, text: str) -> str:
    _demand(re.fullmatch(pattern, text) is not None, f"{text!r} is no such value")
    return text


def _check_names(found: Iterable[str], declared: Mapping[str, object]) -> None:
    unknown = sorted(set(found) - set(declared))
    _demand(not unknown, f"{unknown} is nowhere in the document")


def _demand(is_met: bool, complaint: str) -> None:
    if not is_met:
        raise NotAllowedError(complaint)
