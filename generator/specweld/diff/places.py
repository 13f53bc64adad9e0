"""What the nodes of a contract are called in reports, and which operations they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.types import ModelId
from specweld.contract.nodes import COMPONENTS, SchemaId
from specweld.diff.alike import constants
from specweld.diff.change import SubjectKind
from specweld.diff.flow import NOWHERE, RECEIVED, SENT, Flow
from specweld.json_types import format_pointer

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.contract.nodes import Answer, Contract, Operation, SchemaId
    from specweld.json_types import Pointer

_SILENT = frozenset({"content", "schema", "properties"})
_SCHEMA_STEPS = {"items": "[]", "additionalProperties": "{}"}
_LISTS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node as a report names it: in the words of the document, without positions."""

    kind: SubjectKind
    name: str
    operations: tuple[str, ...] = ()
    flow: Flow = NOWHERE
    status: str = ""
    """Of the answer that it is a part of; empty outside of answers."""
    is_required: bool = False
    """It is, or is a part of, a parameter that has to be given."""

    @property
    def is_error(self) -> bool:
        """Return whether it is a part of an error, whose body is handed over as it comes."""
        return self.kind is SubjectKind.ERROR


class PlaceNames:
    """Names the nodes of one side."""

    def __init__(self, contract: Contract, api: Api) -> None:
        self._contract = contract
        self._models = api.models
        self._known: dict[Pointer, Place] = {}
        main = {each.id: each.response.origin.pointer for each in api.operations}
        for operation in contract.operations:
            self._operation(operation, main.get(operation.id, ()))

    def of(self, pointer: Pointer) -> Place:
        """Name a node by the nearest thing above it that has a name."""
        for length in range(len(pointer), 0, -1):
            above = self._known.get(pointer[:length])
            if above is not None:
                return self._below(above, pointer, length)
            if length == 3 and pointer[:2] == COMPONENTS:
                return self._in_component(pointer)
        if pointer[:2] == ("components", "securitySchemes") and len(pointer) > 2:
            return Place(kind=SubjectKind.AUTH, name=pointer[2])
        kind = SubjectKind.LEAF if pointer[:1] == ("webhooks",) else SubjectKind.API
        steps = "/".join(each for each in pointer[:2] if each not in _SILENT)
        return Place(kind=kind, name=steps or "the document")

    def _add(self, pointer: Pointer, place: Place) -> None:
        known = self._known.get(pointer)
        if known is None:
            self._known[pointer] = place
        elif place.operations[0] not in known.operations:
            operations = (*known.operations, *place.operations)
            self._known[pointer] = replace(known, operations=operations)

    def _operation(self, operation: Operation, main: Pointer) -> None:
        own = Place(
            kind=SubjectKind.OPERATION, name=operation.id, operations=(operation.id,)
        )
        self._add(operation.pointer, own)
        self._add(operation.item, own)
        for each in operation.parameters:
            name = f"{operation.id} {each.location.value} {each.name}"
            place = replace(own, kind=SubjectKind.ARGUMENT, name=name, flow=SENT)
            self._add(each.pointer, replace(place, is_required=each.is_required))
        if operation.body is not None:
            place = replace(own, name=f"{operation.id} body", flow=SENT)
            self._add(operation.body.pointer, place)
        for answer in operation.answers:
            self._answer(operation, answer, is_main=answer.pointer == main)

    def _answer(self, operation: Operation, answer: Answer, *, is_main: bool) -> None:
        own, status = operation.id, answer.status
        if status.startswith("2") or is_main:
            kind = SubjectKind.RESPONSE
            name = f"{own} response" if is_main else f"{own} response {status}"
        else:
            kind, name = SubjectKind.ERROR, f"{own} error {status}"
        place = Place(
            kind=kind, name=name, operations=(own,), flow=RECEIVED, status=status
        )
        self._add(answer.pointer, place)
        self._add((*operation.pointer, "responses", status), place)
        for header in answer.headers.values():
            name = f"{place.name} headers/{header.name}"
            self._add(header.pointer, replace(place, name=name))

    def _below(self, above: Place, pointer: Pointer, length: int) -> Place:
        rest = pointer[length:]
        if not rest:
            return above
        start = rest.index("schema") if "schema" in rest else len(rest)
        spelled = [each for each in rest[:start] if each not in _SILENT]
        if start < len(rest):
            spelled = [each for each in spelled if "/" not in each]  # media types
        steps = self._steps(pointer, length + start)
        is_body = above.kind is SubjectKind.OPERATION and above.flow.is_sent
        kind = above.kind
        if is_body and start < len(rest):
            kind = SubjectKind.ARGUMENT
            steps = steps.replace(".", " ", 1)
        elif "properties" in rest[start:] and not above.is_error:
            kind = SubjectKind.FIELD
        name = " ".join((above.name, *(["/".join(spelled)] if spelled else ())))
        return replace(above, kind=kind, name=f"{name}{steps}")

    def _in_component(self, pointer: Pointer) -> Place:
        model = self._models.get(ModelId(format_pointer(pointer[:3])))
        own = model.name if model is not None else pointer[2]
        steps = self._steps(pointer, 3)
        kind = SubjectKind.FIELD if steps.startswith(".") else SubjectKind.MODEL
        return Place(kind=kind, name=f"{own}{steps}")

    def _steps(self, pointer: Pointer, start: int) -> str:
        """Write the way down from a schema: `.owner`, `[]`, `{}`; alternatives by what they are."""
        found: list[str] = []
        index = start
        while index < len(pointer):
            step = pointer[index]
            if step == "properties" and index + 1 < len(pointer):
                index += 1
                found.append(f".{pointer[index]}")
            elif step in _LISTS and index + 1 < len(pointer):
                index += 1
                found.append(self._alternative(pointer[: index + 1], step))
            elif step in _SCHEMA_STEPS:
                found.append(_SCHEMA_STEPS[step])
            elif step not in {"schema", "content"}:
                found.append(f".{step}")
            index += 1
        return "".join(found)

    def _alternative(self, pointer: Pointer, step: str) -> str:
        """Name an alternative by its title or its tag: its number is not a name."""
        if step == "prefixItems":
            return f"[{pointer[-1]}]"
        schema = SchemaId(format_pointer(pointer))
        if step == "allOf" or schema not in self._contract.schemas:
            return ""
        title = self._contract.schemas[schema].facts.get("title")
        if isinstance(title, str):
            return f".{title}"
        tags = constants(self._contract.schemas, schema)
        return f".{next(iter(tags.values())).strip(chr(39))}" if tags else ""
