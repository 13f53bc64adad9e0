"""Makes an endpoint spec of a page: its YAML verbatim and the facts that the YAML lost."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from specweld.diagnostics import Severity
from specweld.pages.block import write_block
from specweld.pages.naming import file_stem, name_endpoint
from specweld.pages.operation import find_operation
from specweld.pages.platform import Platform
from specweld.pages.sdk_call import find_python_sample, read_python_call
from specweld.pages.uploads import (
    has_multipart_body,
    recover_uploads,
    schema_fields,
    schema_uploads,
)
from specweld.source import EXTENSION, Source

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject
    from specweld.pages.naming import EndpointName
    from specweld.pages.operation import PageOperation
    from specweld.pages.page import Page
    from specweld.pages.uploads import Upload

# A root that is a plain block mapping can be added to; JSON and `...` cannot.
_BLOCK_ROOT = re.compile(r"(?:(?:[ \t]*#[^\n]*|[ \t]*|---[ \t]*)\n)*[\w\"'-]")
_DOCUMENT_END = re.compile(r"^\.\.\.(?:[ \t]|$)", re.MULTILINE)


class Load(Protocol):
    """Parses the YAML of a page; faults go to the problems, with lines of the page's file."""

    def __call__(
        self, path: str, text: str, problems: Problems, *, first_line: int = 1
    ) -> Source | None:
        """Parse one document; None when it cannot be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSpec:
    """One endpoint as it goes to `specs/`."""

    name: str
    """Stem of its file: the method's path in the client, `voices.samples.audio.get`."""
    method: str
    """Upper case."""
    path: str
    """The template in the YAML, without the base URL's path."""
    page: Page
    source: Source
    """The page's YAML with the extension in its data; positions are those of the page's file."""

    @property
    def key(self) -> tuple[str, str]:
        """What an operation is known by, whatever its name."""
        return self.method, self.path

    def text(self) -> str:
        """Write the spec's file: the YAML verbatim, then the extension."""
        yaml = self.page.spec_text
        if not _BLOCK_ROOT.match(yaml) or _DOCUMENT_END.search(yaml):
            return json.dumps(self.source.data, indent=2) + "\n"
        end = "" if yaml.endswith("\n") else "\n"
        extension = self.source.data[EXTENSION]
        assert isinstance(extension, dict)  # noqa: S101 - we have put it there
        return yaml + end + write_block(extension)


def endpoint_spec(page: Page, load: Load, problems: Problems) -> EndpointSpec | None:
    """Join a page's YAML with what the rest of the page says; None when that cannot be done."""
    source = load(
        page.spec_path or page.path, page.spec_text, problems, first_line=page.spec_line
    )
    if source is None:
        return None
    if EXTENSION in source.data:
        problems.report(
            "reserved-extension",
            Severity.ERROR,
            f"the page's YAML has the key `{EXTENSION}`; expected it in ingested specs only",
            source.place(EXTENSION, on_key=True),
            help="give the original page, or the ingested spec as a file of its own",
        )
        return None
    operation = find_operation(page, source, problems)
    if operation is None:
        return None
    endpoint = name_endpoint(page, source.data, operation)
    extension = _extension(page, source, operation, problems, endpoint=endpoint)
    return EndpointSpec(
        name=_stem(page, endpoint, operation),
        method=operation.method,
        path=operation.path,
        page=page,
        source=source.with_data({**source.data, EXTENSION: extension}),
    )


def _stem(page: Page, endpoint: EndpointName | None, operation: PageOperation) -> str:
    title = "" if page.platform is Platform.FERN else page.title
    return file_stem(endpoint, operation, title=title)


def _extension(
    page: Page,
    source: Source,
    operation: PageOperation,
    problems: Problems,
    *,
    endpoint: EndpointName | None,
) -> JsonObject:
    """Collect what only the page knows; a key without a fact is left out."""
    extension: JsonObject = {
        "platform": page.platform.value,
        "api": page.api,
        "title": page.title,
        "reference": page.reference,
        "base-url": operation.base_url,
        "content-type": page.content_type,
    }
    if endpoint is not None:
        extension["endpoint"] = list(endpoint.segments)
        extension["endpoint-from"] = endpoint.origin.value
    sample = find_python_sample(page.samples)
    call = read_python_call(sample.code) if sample else None
    if call is not None:
        client: JsonObject = {"name": call.client, "module": call.module}
        if call.credential:
            client["credential"] = call.credential
        extension["client"] = client
    extension["uploads"] = _uploads(page, source, operation, problems)
    extension["page"] = page.name
    if sample is not None:
        extension["sample"] = sample.code.strip("\n") + "\n"
    return {key: value for key, value in extension.items() if value not in ("", [])}


def _uploads(
    page: Page, source: Source, operation: PageOperation, problems: Problems
) -> list[Json]:
    """Recover the file fields that the schema lacks, and tell where there is no trace of any."""
    is_recovered = page.platform is Platform.FERN
    if not is_recovered or not has_multipart_body(operation.fields):
        return []
    known = schema_fields(source.data, operation.fields)
    recovered = [
        each for each in recover_uploads(page.samples) if each.name not in known
    ]
    if not recovered and not schema_uploads(source.data, operation.fields):
        problems.report(
            "upload-without-file",
            Severity.WARNING,
            f"`{operation.method} {operation.path}` takes `multipart/form-data` without a file; "
            "expected a binary field in the schema or a file in the samples",
            source.place(*operation.pointer, "requestBody", on_key=True),
            help="if the endpoint takes a file, add the field by an overlay",
        )
    return [_upload(each) for each in recovered]


def _upload(upload: Upload) -> JsonObject:
    return {
        "name": upload.name,
        "required": upload.is_required,
        "list": upload.is_list,
    }
