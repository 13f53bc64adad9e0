"""What there is to say about a name: facts first, then how they look."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from specweld.api.api import Resource
from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import Method
from specweld.api.type_text import type_text
from specweld.explain.lookup import NamedArgument, NamedField
from specweld.explain.touched import (
    firings_at,
    firings_of_model,
    firings_of_operation,
)
from specweld.explain.wording import (
    argument_words,
    body_words,
    response_words,
)
from specweld.json_types import Json, JsonObject
from specweld.printing.span import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.api.api import Api
    from specweld.api.models import Default, Model, Origin
    from specweld.diagnostics import Firing
    from specweld.explain.lookup import Named


_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A headline, and facts by title; a fact of several lines is a list."""

    headline: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]

    def lines(self) -> list[str]:
        """Write the answer for a person; empty facts are left out."""
        width = max((len(title) for title, values in self.facts if values), default=0)
        lines = [self.headline]
        for title, values in self.facts:
            for index, value in enumerate(values):
                lines.append(f"  {'' if index else title:{width}}  {value}")
        return lines

    def as_json(self) -> JsonObject:
        """Write the answer as an object."""
        facts: JsonObject = {title: list[Json](values) for title, values in self.facts}
        return {"name": self.headline, "facts": facts}


def answer_about(named: Named, api: Api, firings: Sequence[Firing]) -> Explanation:
    """Say what a name stands for and where it comes from."""
    match named:
        case Method():
            return _about_operation(named, api, firings)
        case Resource():
            return _about_resource(named)
        case ObjectModel() | UnionModel() | AliasModel():
            return _about_model(named, api, firings)
        case NamedArgument():
            return _about_argument(named, api, firings)
        case NamedField():
            return _about_field(named, api, firings)
        case _:
            assert_never(named)


def _about_operation(
    operation: Method, api: Api, firings: Sequence[Firing]
) -> Explanation:
    models = api.models
    touched = firings_of_operation(api, operation, firings)
    return Explanation(
        headline=f"client.{operation.qualified_name}",
        facts=(
            ("request", (f"{operation.method} {operation.path}",)),
            ("page", _place(operation.origin)),
            ("title", (operation.summary,) if operation.summary else ()),
            ("reference", (operation.reference,) if operation.reference else ()),
            (
                "takes",
                tuple(argument_words(each, models) for each in operation.arguments),
            ),
            ("body", tuple(body_words(operation.body, models))),
            (
                "returns",
                tuple(response_words(each, models) for each in operation.responses),
            ),
            (
                "errors",
                tuple(
                    (
                        f"{each.status} {type_text(each.type, models)}"
                        if each.type is not None
                        else each.status
                    )
                    for each in operation.errors
                ),
            ),
            ("quirks", quirk_lines(touched)),
        ),
    )


def _about_argument(
    named: NamedArgument, api: Api, firings: Sequence[Firing]
) -> Explanation:
    argument, operation = named.argument, named.operation
    return Explanation(
        headline=f"client.{operation.qualified_name}: {argument.name}",
        facts=(
            ("is", (argument_words(argument, api.models),)),
            ("page", _place(argument.origin)),
            ("says", _one_line(argument.description)),
            ("default", _default(argument.default)),
            ("request", (f"{operation.method} {operation.path}",)),
            ("quirks", quirk_lines(firings_at(argument.origin, firings))),
        ),
    )


def _about_field(named: NamedField, api: Api, firings: Sequence[Firing]) -> Explanation:
    field, model = named.field, named.model
    wire = f" as `{field.wire_name}`" if field.wire_name != field.name else ""
    optional = "" if field.is_required else ", optional"
    words = f"{field.name}: {type_text(field.type, api.models)}{wire}{optional}"
    return Explanation(
        headline=f"{model.name}.{field.name}",
        facts=(
            ("is", (words,)),
            ("page", _place(field.origin)),
            ("says", _one_line(field.description)),
            ("default", _default(field.default)),
            ("travels", (_travels(model),)),
            ("quirks", quirk_lines(firings_at(field.origin, firings))),
        ),
    )


def _one_line(text: str) -> tuple[str, ...]:
    return (" ".join(text.split()),) if text.strip() else ()


def _default(default: Default | None) -> tuple[str, ...]:
    return (json.dumps(default.value),) if default is not None else ()


def _about_resource(resource: Resource) -> Explanation:
    path = ".".join(resource.path)
    return Explanation(
        headline=f"client.{path}",
        facts=(
            ("class", (resource.class_name,)),
            ("resources", tuple(f"{path}.{each}" for each in resource.children)),
            ("methods", tuple(each.qualified_name for each in resource.operations)),
        ),
    )


def _about_model(model: Model, api: Api, firings: Sequence[Firing]) -> Explanation:
    return Explanation(
        headline=model.name,
        facts=(
            ("schema", (model.id,)),
            ("page", _place(model.origin)),
            ("is", (_model_words(model, api),)),
            ("fields", _field_lines(model, api)),
            ("travels", (_travels(model),)),
            ("quirks", quirk_lines(firings_of_model(model, firings))),
        ),
    )


def _model_words(model: Model, api: Api) -> str:
    match model:
        case ObjectModel():
            return "an object"
        case UnionModel():
            members = " | ".join(type_text(each, api.models) for each in model.members)
            tag = (
                f", told apart by `{model.discriminator}`"
                if model.discriminator
                else ""
            )
            return members + (" | None" if model.is_nullable else "") + tag
        case AliasModel():
            return type_text(model.target, api.models)


def _field_lines(model: Model, api: Api) -> tuple[str, ...]:
    if not isinstance(model, ObjectModel):
        return ()
    return tuple(
        f"{each.name}: {type_text(each.type, api.models)}"
        + ("" if each.is_required else ", optional")
        for each in model.fields
    )


def _travels(model: Model) -> str:
    ways = [
        word
        for word, is_so in (
            ("sent", model.usage.is_sent),
            ("received", model.usage.is_received),
        )
        if is_so
    ]
    return " and ".join(ways) or "nowhere: no operation uses it"


def _place(origin: Origin) -> tuple[str, ...]:
    return (span_of(origin.place).label,) if origin.place is not None else ()


def quirk_lines(firings: Iterable[Firing]) -> tuple[str, ...]:
    """List firings, one quirk after the other, each place once."""
    places: dict[str, dict[str, None]] = {}
    for firing in firings:
        places.setdefault(firing.quirk, {})[span_of(firing.place).label] = None
    return tuple(
        f"{quirk} at {_some(list(labels))}" for quirk, labels in sorted(places.items())
    )


def _some(labels: list[str]) -> str:
    """List places, at most a few: the rule's own answer lists all."""
    more = len(labels) - _PLACES
    return ", ".join(labels[:_PLACES]) + (f" and {more} more" if more > 0 else "")
