"""openapi-spec-validator, with what it does ten thousand times done by a validator in Rust.

The checks, their order and their words are those of openapi-spec-validator. Nearly all of its time
goes into asking whether each schema is one, and whether it has been seen: the first question is
answered by `jsonschema-rs` where the answer is yes, the second by sets. Whatever the fast
validator objects to is looked at again by the slow one, whose word counts.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from specweld.json_types import Json, JsonObject

BACKEND = "OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"
"""The validator's own setting. Only the backend in Python tells what a finding is about."""


class Violation(Protocol):
    """What we read of a `jsonschema.ValidationError`, which has no types of its own."""

    message: str
    instance: Json
    validator: object
    validator_value: Json
    context: Sequence[Violation]
    schema: Json
    absolute_path: Sequence[str | int]


def violations(document: JsonObject, *, is_fast: bool = True) -> Iterator[Violation]:
    """Yield what is wrong with a document of OpenAPI 3.1; nothing is fetched.

    Args:
        document: Sound, as `mend` leaves it.
        is_fast: False for the validator as it is.
    """
    os.environ.setdefault(BACKEND, "jsonschema")  # read when the validator is imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from openapi_spec_validator import OpenAPIV31SpecValidator

        offline: dict[str, object] = {"resolver_handlers": {}}  # no files, no URLs
        if is_fast:
            offline |= _shortcuts(OpenAPIV31SpecValidator)
        kind = type("Offline", (OpenAPIV31SpecValidator,), offline)
        yield from cast("Iterator[Violation]", kind(document).iter_errors())


def _shortcuts(kind: Any) -> dict[str, object]:
    """Return what makes the validator fast; nothing, where it is not built as we know it."""
    try:
        import jsonschema_rs
        from openapi_schema_validator import OAS31_BASE_DIALECT_ID
        from openapi_schema_validator._specifications import REGISTRY

        registry = cast("Any", REGISTRY)
        known = [(str(uri), registry.contents(uri)) for uri in registry]
        is_schema = jsonschema_rs.Draft202012Validator(
            registry.contents(OAS31_BASE_DIALECT_ID),
            registry=jsonschema_rs.Registry(known),
            validate_formats=True,
        ).is_valid
        is_document = jsonschema_rs.validator_for(
            dict(kind.schema_validator.schema)
        ).is_valid
        keywords: Mapping[str, Any] = kind.keyword_validators
        schemas = _fast_schemas(keywords["schema"], is_schema)
    except (AttributeError, ImportError, KeyError, TypeError, ValueError):
        return {}
    return {
        "schema_validator": _FastDocument(kind.schema_validator, is_document),
        "keyword_validators": {**keywords, "schema": schemas},
    }


class _FastDocument:
    """Validates a whole document, slowly only where something is wrong."""

    def __init__(self, slow: Any, is_valid: Callable[[Json], bool]) -> None:
        self._slow = slow
        self._is_valid = is_valid

    def iter_errors(self, document: Json) -> Iterator[Any]:
        """Yield what is wrong."""
        if not self._is_valid(document):
            yield from self._slow.iter_errors(document)


class _Seen(set[int]):
    """A set that is filled like the list that it stands for."""

    def append(self, number: int) -> None:
        """Add a number."""
        self.add(number)


def _fast_schemas(slow: Any, is_schema: Callable[[Json], bool]) -> type:
    """Make the class that validates schemas, from the slow one."""

    def start(self: Any, registry: object) -> None:
        slow.__init__(self, registry)
        self.visited_schema_ids = _Seen()
        self.meta_checked_schema_ids = _Seen()

    def validate(self: Any, schema: Any, value: Json) -> object:
        is_plain = isinstance(value, dict) and "$schema" not in value
        dialect = self._get_default_jsonschema_dialect_id(schema)
        is_ours = is_plain and dialect == slow.default_jsonschema_dialect_id
        if is_ours and is_schema(value):
            return None
        return slow._validate_schema_meta(self, schema, value)

    return type(
        "FastSchemas",
        (slow,),
        {"__init__": start, "_validate_schema_meta": validate},
    )
