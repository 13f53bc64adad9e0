"""Whose a node of a document is: the argument, field, model or operation that it describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.models import ObjectModel
from specweld.diff.bodies import body_arguments
from specweld.diff.change import SubjectKind
from specweld.diff.flow import RECEIVED, SENT, Flow
from specweld.diff.reach import flattened_models

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.operations import Operation
    from specweld.api.types import ModelId
    from specweld.json_types import Pointer

_NOWHERE = Flow(is_sent=False, is_received=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a node belongs to, in the words of subjects."""

    kind: SubjectKind
    name: str
    flow: Flow
    operations: tuple[str, ...] = ()
    model: ModelId | None = None


class Owners:
    """Finds the owner of any node of one side's document: the nearest one above it."""

    def __init__(self, api: Api) -> None:
        self._by_pointer: dict[Pointer, Owner] = {}
        self._flattened = flattened_models(api)
        for operation in api.operations:
            self._add_operation(operation)
        for model in api.models.values():
            self._add_model(model)

    def owner(self, pointer: Pointer) -> tuple[Owner, Pointer] | None:
        """Return the owner of a node and the rest of the way down to the node."""
        for length in range(len(pointer), 0, -1):
            found = self._by_pointer.get(pointer[:length])
            if found is not None:
                return found, pointer[length:]
        return None

    def _add(self, pointer: Pointer, owner: Owner) -> None:
        self._by_pointer.setdefault(pointer, owner)

    def _add_operation(self, operation: Operation) -> None:
        here = (operation.id,)
        self._add(
            operation.origin.pointer,
            Owner(
                kind=SubjectKind.OPERATION,
                name=operation.id,
                flow=_NOWHERE,
                operations=here,
            ),
        )
        self._add(
            operation.response.origin.pointer,
            Owner(
                kind=SubjectKind.RESPONSE,
                name=f"{operation.id} response",
                flow=RECEIVED,
                operations=here,
            ),
        )
        for error in operation.errors:
            self._add(
                error.origin.pointer,
                Owner(
                    kind=SubjectKind.ERROR,
                    name=f"{operation.id} error {error.status}",
                    flow=RECEIVED,
                    operations=here,
                ),
            )
        self._add_arguments(operation)

    def _add_arguments(self, operation: Operation) -> None:
        named = [
            (each, f" {each.location.value} {each.wire_name}")
            for each in operation.arguments
        ]
        if operation.body is not None:
            body = operation.body
            self._add(
                body.origin.pointer,
                Owner(
                    kind=SubjectKind.OPERATION,
                    name=f"{operation.id} body",
                    flow=SENT,
                    operations=(operation.id,),
                ),
            )
            for each in body_arguments(body):
                is_whole = body.argument is not None
                named.append((each, " body" if is_whole else f" body {each.wire_name}"))
        for argument, place in named:
            if argument.origin.pointer[:2] == ("components", "schemas"):
                continue  # the model's field is the better name for it
            self._add(
                argument.origin.pointer,
                Owner(
                    kind=SubjectKind.ARGUMENT,
                    name=f"{operation.id}{place}",
                    flow=SENT,
                    operations=(operation.id,),
                ),
            )

    def _add_model(self, model: Model) -> None:
        flow = Flow(
            is_sent=model.usage.is_sent or model.id in self._flattened,
            is_received=model.usage.is_received,
        )
        self._add(
            model.origin.pointer,
            Owner(kind=SubjectKind.MODEL, name=model.name, flow=flow, model=model.id),
        )
        if isinstance(model, ObjectModel):
            for field in model.fields:
                self._add(
                    field.origin.pointer,
                    Owner(
                        kind=SubjectKind.FIELD,
                        name=f"{model.name}.{field.wire_name}",
                        flow=flow,
                        model=model.id,
                    ),
                )
