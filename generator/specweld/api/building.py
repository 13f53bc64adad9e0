"""The one construction of each model, when its name and its directions are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from specweld.api.drafts import AliasDraft, Draft, ObjectDraft, UnionDraft
from specweld.api.fields import lower_fields
from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.api.models import Usage


def build_model(
    source: Input, draft: Draft, *, name: str, usage: Usage, is_page: bool
) -> Model:
    """Make the model of a draft.

    Args:
        is_page: It may be mixed with what pages have.
    """
    match draft:
        case ObjectDraft(schema=schema):
            return ObjectModel(
                id=draft.id,
                name=name,
                description=text_at(schema.facts, "description"),
                fields=lower_fields(source, draft, usage, is_page=is_page),
                additional=draft.additional,
                usage=usage,
                is_deprecated=schema.facts.get("deprecated") is True,
                origin=draft.origin,
            )
        case UnionDraft():
            return UnionModel(
                id=draft.id,
                name=name,
                description=draft.description,
                members=draft.members,
                discriminator=draft.discriminator,
                mapping=draft.mapping,
                is_nullable=draft.is_nullable,
                usage=usage,
                origin=draft.origin,
            )
        case AliasDraft():
            return AliasModel(
                id=draft.id,
                name=name,
                description=draft.description,
                target=draft.target,
                usage=usage,
                origin=draft.origin,
            )
        case _:
            assert_never(draft)
