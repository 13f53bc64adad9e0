from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from specweld.diagnostics import Problems
from specweld.pages.foreign import foreign_format
from specweld.pages.inputs import read_inputs


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("openapi.yaml", "openapi: 3.1.0\n")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zipped(), "a zip archive"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "a document of an office program"),
        (b"# Ours\noverlay: 1.0.0\n", "an overlay"),
        (b'{"overlay": "1.0.0"}', "an overlay"),
        (b'{"$schema": "https://json-schema.org/draft/2020-12/schema"}', "a JSON Schema"),
        (gzip.compress(b"openapi: 3.1.0\n", mtime=0), "a gzip archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\xef\xbb\xbf<!-- docs -->\n<html lang=en>", "an HTML page"),
        (b'{"info": {"schema": "https://schema.getpostman.com/x"}}', "a Postman collection"),
        (b'{"log": {"version": "1.2", "entries": []}}', "a recording of requests (HAR)"),
        (b'{"data": {"__schema": {}}}', "a GraphQL schema"),
        (b"#%RAML 1.0\ntitle: API\n", "a RAML document"),
        (b"FORMAT: 1A\n# API\n", "an API Blueprint"),
        (b'<application xmlns="http://wadl.dev.java.net/2009/02">', "a WSDL or WADL document"),
        (b'// API\nsyntax = "proto3";\n', "a protobuf definition"),
    ],
)  # fmt: skip
def test_a_format_is_told_by_its_start(content: bytes, name: str) -> None:
    found = foreign_format(content)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "content", [b"", b"# A page\n\nGET https://x\n", b"openapi: 3.1.0\n", b'{"a": 1}']
)
def test_what_may_be_ours_is_not_foreign(content: bytes) -> None:
    assert foreign_format(content) is None


def test_an_archive_is_named_instead_of_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "api.zip"
    path.write_bytes(gzip.compress(b"openapi: 3.1.0\n"))
    problems = Problems()
    read_inputs([str(path)], problems)
    assert [each.rule for each in problems.diagnostics] == ["foreign-format"]
