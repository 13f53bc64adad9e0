"""The parameters of a method: path ones by position, everything else by keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.operations import Argument, BodyKind, Constant, Location
from specweld.api.types import NULL, Nullable
from specweld.render.annotations import sent
from specweld.render.code import Code, code
from specweld.render.core import core
from specweld.render.expression import Expression, Name, generic, optional, union
from specweld.render.identifier import identifier
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.operations import Method
    from specweld.api.types import TypeRef
    from specweld.render.scope import Scope

_NONE = code("None")
_UNSET = code("UNSET", core("UNSET"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureParameter:
    """A parameter of a function."""

    name: Code
    annotation: Expression
    nones: tuple[Code, ...] = ()
    """One if the default is `None`."""
    defaults: tuple[Code, ...] = ()
    """None or one: another default."""


def positional(operation: Method, scope: Scope) -> tuple[SignatureParameter, ...]:
    """List what may be given by position: what the path is made of."""
    return tuple(
        _parameter(each, operation, scope)
        for each in operation.inputs
        if each.location is Location.PATH
    )


def keyword_only(operation: Method, scope: Scope) -> tuple[SignatureParameter, ...]:
    """List what is given by keyword."""
    others = (x for x in operation.inputs if x.location is not Location.PATH)
    return (
        *(_parameter(each, operation, scope) for each in others),
        *(_constant(each, scope) for each in accepted_constants(operation)),
    )


def distinguishes_null(argument: Argument, operation: Method, scope: Scope) -> bool:
    """Return whether None is sent as null: only a JSON body or a property of one can be."""
    body = operation.body
    return (
        body is not None
        and body.kind is BodyKind.JSON
        and allows_null(argument.type, scope)
        and argument in (*body.arguments, body.argument)
    )


def allows_null(type: TypeRef, scope: Scope) -> bool:
    """Return whether a value may be null, also where it can be nothing else."""
    settled = followed(type, scope.models)
    return isinstance(settled, Nullable) or settled == NULL


def accepted_constants(operation: Method) -> tuple[Constant, ...]:
    """List the constants that a caller may name, though there is nothing to choose."""
    body = operation.body
    return tuple(each for each in body.constants if each.name) if body else ()


def names_of(operation: Method) -> frozenset[str]:
    """Collect the names that a method's body knows."""
    constants = {each.name for each in accepted_constants(operation)}
    return frozenset(constants | {each.name for each in operation.inputs})


def _constant(constant: Constant, scope: Scope) -> SignatureParameter:
    """Take the one value that there is; unlike a model's field it may be a literal boolean."""
    value = literal(constant.value)
    return SignatureParameter(
        name=identifier(constant.name),
        annotation=generic(scope.typing("Literal"), Name(code=value)),
        defaults=(value,),
    )


def _parameter(
    argument: Argument, operation: Method, scope: Scope
) -> SignatureParameter:
    name = identifier(argument.name)
    annotation = sent(argument.type, scope)
    if argument.is_required:
        return SignatureParameter(name=name, annotation=annotation)
    if distinguishes_null(argument, operation, scope):
        either = union(annotation, scope.imported(core("UnsetType")))
        return SignatureParameter(name=name, annotation=either, defaults=(_UNSET,))
    return SignatureParameter(
        name=name, annotation=optional(annotation), nones=(_NONE,)
    )
