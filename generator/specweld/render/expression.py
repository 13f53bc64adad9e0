"""Type expressions as a small tree, and how black breaks them over lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from specweld.render.code import Code, Import, code, imports_of
from specweld.render.width import LINE_LENGTH, width


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


def as_code(expression: Expression) -> Code:
    """Make a one-line fragment of an expression."""
    return Code(text=flat(expression), imports=imports(expression))


def laid_out(
    expression: Expression, before: str, after: str = "", *, indent: int
) -> Code:
    """Write an expression between two texts, broken where black would break it.

    Args:
        before: What stands on the line already, without its indentation.
        after: What follows on the last line.
        indent: Columns that the line is indented by.
    """
    text = _laid_out(expression, before, after, indent)
    return Code(text=before + text + after, imports=imports(expression))


def annotated(
    head: str,
    expression: Expression,
    default: Code | None = None,
    *,
    indent: int,
    trailing: str = "",
) -> Code:
    """Write `name: annotation = default`.

    Args:
        trailing: What the caller puts behind it: a comma needs a column as well.
    """
    after = "" if default is None else f" = {default.text}"
    if default is not None and default.text.endswith(")"):
        return _with_call(head, expression, default, indent)
    if default is not None and not trailing:
        whole = f"{head}: {flat(expression)} = "
        room = LINE_LENGTH - indent - width(whole)
        if 1 <= room < width(default.text):
            margin = " " * indent
            text = f"{whole}(\n{margin}    {default.text}\n{margin})"
            return Code(text=text, imports=imports(expression) | default.imports)
    laid = laid_out(expression, f"{head}: ", after + trailing, indent=indent)
    needed = imports_of((laid,) if default is None else (laid, default))
    return Code(text=laid.text.removesuffix(trailing), imports=needed)


def assigned(head: str, expression: Expression, *, indent: int) -> Code:
    """Write `name: TypeAlias = expression`."""
    if isinstance(expression, Name):
        text = in_parentheses(head, expression.code.text, indent=indent)
        return Code(text=text, imports=imports(expression))
    return laid_out(expression, head, indent=indent)


def in_parentheses(head: str, value: str, *, indent: int) -> str:
    """Write a value that cannot be broken; it gets a line of its own only if that helps."""
    is_long = indent + width(head) + width(value) > LINE_LENGTH
    if is_long and indent + 4 + width(value) <= LINE_LENGTH:
        return f"{head}(\n{' ' * (indent + 4)}{value}\n{' ' * indent})"
    return head + value


def _with_call(head: str, expression: Expression, call: Code, indent: int) -> Code:
    """Write `name: annotation = call(...)`; the call breaks, not the annotation."""
    start = f"{head}: {flat(expression)} = "
    text = start + call.text
    if indent + width(text) > LINE_LENGTH:
        function, _, inner = call.text.partition("(")
        inner = inner.removesuffix(")")
        margin = " " * indent
        text = f"{start}{function}(\n{margin}    {inner}\n{margin})"
    return Code(text=text, imports=imports(expression) | call.imports)


def _laid_out(expression: Expression, before: str, after: str, indent: int) -> str:
    whole = flat(expression)
    if indent + width(before) + width(whole) + width(after) <= LINE_LENGTH:
        return whole
    match expression:
        case Name():
            return whole
        case Generic():
            return _broken_generic(expression, indent)
        case Union():
            body = _broken_union(expression, indent + 4)
            return f"(\n{body}\n{' ' * indent})"
        case _:
            assert_never(expression)


def _broken_generic(expression: Generic, indent: int) -> str:
    """Break inside the brackets; several arguments get a line each and a trailing comma."""
    margin = " " * (indent + 4)
    body = ", ".join(flat(each) for each in expression.arguments)
    if indent + 4 + width(body) > LINE_LENGTH:
        match expression.arguments:
            case (Union() as only,):
                body = _broken_union(only, indent + 4).lstrip()
            case (only,):
                body = _laid_out(only, "", "", indent + 4)
            case several:
                lines = (_laid_out(each, "", ",", indent + 4) + "," for each in several)
                body = f"\n{margin}".join(lines)
    return f"{expression.head.code.text}[\n{margin}{body}\n{' ' * indent}]"


def _broken_union(expression: Union, indent: int) -> str:
    margin = " " * indent
    whole = flat(expression)
    if indent + width(whole) <= LINE_LENGTH:
        return margin + whole
    first, *others = expression.members
    lines = [_laid_out(first, "", "", indent)]
    lines += ["| " + _laid_out(each, "| ", "", indent) for each in others]
    return "\n".join(margin + line for line in lines)
