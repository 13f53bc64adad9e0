"""Take the names of an SDK over: which of its names each place of the document gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.adopt.matching import assign_calls, path_names
from specweld.api.arguments import argument_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.adopt.calls import AdoptedCall
    from specweld.api.api import Api
    from specweld.api.operations import Method

_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """What there is to take over."""

    methods: Mapping[str, str]
    """Operation -> the SDK's dotted name."""
    arguments: Mapping[str, str]
    """Place of an argument -> the SDK's name, where ours would be another."""

    @property
    def pins(self) -> Mapping[str, str]:
        """All names, as the lock has them."""
        return {**self.methods, **self.arguments}


def take_over(api: Api, calls: Sequence[AdoptedCall]) -> Takeover:
    """Choose for each operation that an SDK has the names that the SDK gives it."""
    places = {each.id: (each.method, each.path) for each in api.operations}
    assigned = assign_calls(calls, places)
    arguments = {
        key: name
        for each in api.operations
        if each.id in assigned
        for key, name in _arguments(each, assigned[each.id])
    }
    methods = {key: call.dotted for key, call in assigned.items()}
    return Takeover(methods=methods, arguments=arguments)


def _arguments(operation: Method, call: AdoptedCall) -> Iterator[tuple[str, str]]:
    in_path = path_names(call, operation.path)
    spelled = {_squashed(each): each for each in call.parameters}
    taken = {each.name for each in operation.inputs}
    for argument in operation.inputs:
        wire = argument.wire_name
        name = (
            in_path.get(wire)
            if argument.location.value == "path"
            else call.wire_names.get(wire)
        )
        if name not in call.parameters:
            name = spelled.get(_squashed(wire), argument.name)
        if name not in taken:
            taken.add(name)
            yield argument_key(operation.id, argument), name


def _squashed(name: str) -> str:
    """Return what two spellings of a name have in common: `petId`, `pet_id`."""
    return _NOT_WORD.sub("", name).casefold()
