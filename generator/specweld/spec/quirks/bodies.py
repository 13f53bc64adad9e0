"""Request bodies: lost files, and whether they must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.spec.quirks.quirk import FERN, Changed, DocumentRule, Quirk
from specweld.spec.refs import resolve
from specweld.spec.shapes import list_at, mapping_at, with_value
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.facts import PageFacts, UploadFact

_MULTIPART = "multipart/form-data"


def _with_uploads(document: JsonObject, facts: PageFacts | None) -> Changed | None:
    if facts is None or not facts.uploads:
        return None
    places: list[Pointer] = []
    changed = document
    for pointer, _ in walk_operations(document):
        at = (*pointer, "requestBody", "content", _MULTIPART, "schema")
        schema = mapping_at(document, *at)
        found, followed = resolve(document, schema)
        if not schema or not isinstance(found, dict):
            continue
        complete = _with_files(found, facts.uploads)
        if complete != found:
            changed = with_value(changed, followed[-1] if followed else at, complete)
            places.append(at)
    return Changed(document=changed, places=tuple(places)) if places else None


def _with_files(schema: JsonObject, uploads: tuple[UploadFact, ...]) -> JsonObject:
    properties = dict(mapping_at(schema, "properties"))
    required = list(list_at(schema, "required"))
    for upload in uploads:
        if upload.name in properties:
            continue
        file: JsonObject = {"type": "string", "format": "binary"}
        properties[upload.name] = (
            {"type": "array", "items": file} if upload.is_list else file
        )
        if upload.is_required and upload.name not in required:
            required.append(upload.name)
    completed: JsonObject = {"type": "object", **schema, "properties": properties}
    if required:
        completed["required"] = required
    return completed


def _decided(document: JsonObject, facts: PageFacts | None) -> Changed | None:
    if facts is None:
        return None
    places: list[Pointer] = []
    changed = document
    for pointer, operation in walk_operations(document):
        body = mapping_at(operation, "requestBody")
        if not body or "required" in body or "$ref" in body:
            continue
        if any(_is_needed(document, media) for media in _schemas(body)):
            at = (*pointer, "requestBody")
            changed = with_value(changed, (*at, "required"), True)
            places.append(at)
    return Changed(document=changed, places=tuple(places)) if places else None


def _schemas(body: JsonObject) -> list[JsonObject]:
    return [
        mapping_at(media, "schema") for media in mapping_at(body, "content").values()
    ]


def _is_needed(document: JsonObject, schema: JsonObject) -> bool:
    found, _ = resolve(document, schema)
    if not isinstance(found, dict) or not found:
        return False
    return bool(list_at(found, "required")) or not _is_object(found)


def _is_object(schema: JsonObject) -> bool:
    declared: Json = schema.get("type")
    return declared == "object" or ("properties" in schema and declared is None)


MISSING_UPLOAD_FIELDS = Quirk(
    id="missing-upload-fields",
    wrote="A multipart body without its file fields; they are in the Go and Ruby samples only.",
    made="`format: binary` properties, required and repeated as the samples show.",
    seen="All uploads until November 2025 (25 pages).",
    platforms=FERN,
    rule=DocumentRule(change=_with_uploads),
)

BODY_REQUIRED = Quirk(
    id="body-required",
    wrote="A request body that is never marked `required`.",
    made="`required: true` where a member of it is required, or it is not an object.",
    seen="290 pages: all that have a body.",
    platforms=FERN,
    rule=DocumentRule(change=_decided),
)
