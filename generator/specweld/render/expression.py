"""Type expressions as a small tree: what is joined, and where it may break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from specweld.render.code import Code, Import, code
from specweld.render.layout import LineStyle, grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name, a dotted name or a literal: nothing that could be broken."""

    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Generic:
    """A subscript: `dict[str, Voice]`."""

    head: Name
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """Members joined by `|`, none of them a union itself, none twice."""

    members: tuple[Expression, ...]


Expression: TypeAlias = Name | Generic | Union

NONE = Name(code=code("None"))
ANY = Name(code=code("Any", Import(module="typing", name="Any")))


def name(text: str, *imports: Import) -> Name:
    """Name something that we know to be a valid expression."""
    return Name(code=code(text, *imports))


def generic(head: Name, *arguments: Expression) -> Generic:
    """Subscript a name."""
    return Generic(head=head, arguments=arguments)


def union(*members: Expression) -> Expression:
    """Join members; flatten unions, drop repetitions, put None last. `Any` takes all."""
    found: dict[str, Expression] = {}
    for member in members:
        inner = member.members if isinstance(member, Union) else (member,)
        for each in inner:
            found.setdefault(flat(each), each)
    if "Any" in found:
        return found["Any"]
    last = found.pop("None", None)
    ordered = (*found.values(), *((last,) if last is not None else ()))
    return ordered[0] if len(ordered) == 1 else Union(members=ordered)


def optional(expression: Expression) -> Expression:
    """Allow None besides."""
    return union(expression, NONE)


def imports(expression: Expression) -> frozenset[Import]:
    """Collect what an expression needs."""
    match expression:
        case Name():
            return expression.code.imports
        case Generic():
            return expression.head.code.imports.union(
                *(imports(each) for each in expression.arguments)
            )
        case Union():
            return frozenset[Import]().union(
                *(imports(each) for each in expression.members)
            )
        case _:
            assert_never(expression)


def flat(expression: Expression) -> str:
    """Write an expression on one line."""
    match expression:
        case Name():
            return expression.code.text
        case Generic():
            inner = ", ".join(flat(each) for each in expression.arguments)
            return f"{expression.head.code.text}[{inner}]"
        case Union():
            return " | ".join(flat(each) for each in expression.members)
        case _:
            assert_never(expression)


def marked(expression: Expression) -> str:
    """Write an expression with marks where it may break."""
    match expression:
        case Name():
            return expression.code.text
        case Generic():
            inner = grouped(LineStyle.TYPES, [marked(x) for x in expression.arguments])
            return f"{expression.head.code.text}[{inner}]"
        case Union():
            return grouped(LineStyle.UNION, [marked(x) for x in expression.members])
        case _:
            assert_never(expression)
