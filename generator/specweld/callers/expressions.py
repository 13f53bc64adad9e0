"""Find out what an expression is, and note what of the client it uses on the way."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from specweld.callers.facts import Mark
from specweld.callers.values import (
    ClientClass,
    ErrorClass,
    ForeignValue,
    Instance,
    Many,
    MethodValue,
    ModelClass,
    OwnClass,
    OwnFunction,
    OwnModule,
    OwnObject,
    Package,
    PageValue,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specweld.callers.facts import CallerFacts, CallerScope
    from specweld.callers.files import CallerFile
    from specweld.callers.surface import ClientSurface
    from specweld.callers.values import Value

Constants: TypeAlias = frozenset[tuple[str, str | int | bool]]
_Placed: TypeAlias = ast.expr | ast.alias | ast.keyword | ast.pattern
"""A node that knows its line."""
_COLLECTING = frozenset({"list", "tuple", "sorted", "reversed", "iter", "aiter", "set"})
_PICKING = frozenset({"next", "anext", "min", "max"})


@dataclass(slots=True)
class Reader:
    """Reads the expressions of one file."""

    file: CallerFile
    modules: Mapping[str, str]
    """The caller's modules, by every name that an import may use."""
    surface: ClientSurface
    facts: CallerFacts

    def value(self, node: ast.expr | None, scope: CallerScope) -> Value | None:
        """Return what an expression is; every part of it is read exactly once."""
        match node:
            case None:
                return None
            case ast.Name():
                return self._name(node, scope)
            case ast.Attribute():
                _, found = self._member(node, scope)
                if isinstance(found, MethodValue):
                    self.mark(_symbol(found), node)
                return found
            case ast.Call():
                return self._call(node, scope)
            case ast.Await() | ast.Starred():
                return self.value(node.value, scope)
            case ast.NamedExpr():
                found = self.value(node.value, scope)
                scope.bind(node.target.id, found, self.facts)
                return found
            case ast.IfExp():
                self.value(node.test, scope)
                body, other = self.value(node.body, scope), self.value(
                    node.orelse, scope
                )
                return body or other
            case ast.BoolOp():
                found_all = [self.value(each, scope) for each in node.values]
                return next((each for each in found_all if each is not None), None)
            case ast.Subscript():
                base = self.value(node.value, scope)
                self.value(node.slice, scope)
                is_slice = isinstance(node.slice, ast.Slice)
                return base if is_slice else self.surface.item(base)
            case _:
                return self._compound(node, scope)

    def module(self, name: str) -> Value:
        """Return what a dotted module name is: the client's package, a file of the caller's, neither."""
        parts = name.split(".")
        if self.surface.package in parts:
            last = len(parts) - 1 - parts[::-1].index(self.surface.package)
            return Package(tuple(parts[last + 1 :]))
        if name in self.modules:
            return OwnModule(self.modules[name])
        return ForeignValue(name)

    def attribute(self, base: Value | None, name: str) -> Value | None:
        """Return what an attribute is, whoever defines it."""
        match base:
            case None:
                return None
            case OwnModule():
                found = self.facts.names.get((base.name, name))
                below = self.module(f"{base.name}.{name}")
                return found or (None if isinstance(below, ForeignValue) else below)
            case ForeignValue():
                return self.module(f"{base.name}.{name}" if base.name else name)
            case OwnClass():
                return self.facts.attribute(base.key, name)
            case OwnObject():
                library = self.surface.annotated(self.facts.library_base(base.key))
                found = self.facts.attribute(base.key, name)
                return found or self.attribute(library, name)
            case _:
                return self.surface.attribute(base, name)

    def bind(self, target: ast.expr, value: Value | None, scope: CallerScope) -> None:
        """Assign to a target."""
        match target:
            case ast.Name():
                scope.bind(target.id, value, self.facts)
            case ast.Attribute():
                owner = self.value(target.value, scope)
                if isinstance(owner, OwnObject | OwnClass):
                    table = self.facts.attributes
                    self.facts.learn(table, (owner.key, target.attr), value)
            case ast.Tuple() | ast.List():
                for each in target.elts:
                    self.bind(each, None, scope)
            case ast.Starred():
                self.bind(target.value, None, scope)
            case _:
                self.value(target, scope)

    def mark(
        self,
        symbol: str,
        node: _Placed,
        call: ast.Call | None = None,
        *,
        constants: Constants = frozenset(),
        is_guess: bool = False,
    ) -> None:
        """Note that a symbol is used."""
        line = node.end_lineno or node.lineno
        lines = self.file.lines
        keywords = call.keywords if call else []
        arguments = call.args if call else []
        is_open = any(each.arg is None for each in keywords) or any(
            isinstance(each, ast.Starred) for each in arguments
        )
        self.facts.marks.add(
            Mark(
                symbol=symbol,
                path=self.file.path,
                line=line,
                code=lines[line - 1].strip() if 0 < line <= len(lines) else "",
                is_call=call is not None,
                keywords=frozenset(each.arg for each in keywords if each.arg),
                positional=len(arguments),
                constants=constants or _constants(keywords),
                is_open=is_open,
                is_guess=is_guess,
            )
        )

    def mark_class(self, value: Value | None, node: _Placed) -> None:
        """Note that a model or an error is named."""
        if isinstance(value, ModelClass):
            self.mark(f"models.{value.name}", node)
        elif isinstance(value, ErrorClass):
            self.mark(f"errors.{value.name}", node)

    def _name(self, node: ast.Name, scope: CallerScope) -> Value | None:
        found = scope.lookup(node.id, self.facts)
        self.mark_class(found, node)
        return found

    def _member(
        self, node: ast.Attribute, scope: CallerScope
    ) -> tuple[Value | None, Value | None]:
        """Return what an object and its attribute are, noting models and fields.

        Methods are not noted: the caller knows whether they are called.
        """
        base = self.value(node.value, scope)
        found = self.attribute(base, node.attr)
        self.mark_class(found, node)
        if isinstance(base, Instance | PageValue):
            for model, _ in self.surface.fields(base.type, node.attr):
                self.mark(f"models.{model}.{node.attr}", node)
        return base, found

    def compared(self, value: Value | None, node: ast.expr) -> None:
        """Note that an enum is compared with constants: one, or a list of them."""
        if not isinstance(value, Instance):
            return
        enum = self.surface.enum_name(value.type)
        many = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else None
        for each in [node] if many is None else many:
            constant = _constant(each)
            if enum and constant is not None:
                found = frozenset({("", constant)})
                self.mark(f"models.{enum}", each, constants=found)

    def _compare(self, node: ast.Compare, scope: CallerScope) -> None:
        operands = [node.left, *node.comparators]
        values = [self.value(each, scope) for each in operands]
        for left, right in pairwise(zip(operands, values, strict=True)):
            self.compared(left[1], right[0])
            self.compared(right[1], left[0])

    def _call(self, node: ast.Call, scope: CallerScope) -> Value | None:
        if isinstance(node.func, ast.Attribute):
            base, callee = self._member(node.func, scope)
            result = (
                self._method_of_all(node, node.func, base)
                if callee is None
                else self._called(node, callee)
            )
        else:
            callee = self.value(node.func, scope)
            result = self._called(node, callee)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        values = [self.value(each, scope) for each in arguments]
        first = values[0] if values else None
        if name_of(node.func) == "Depends" and isinstance(first, OwnFunction):
            # FastAPI calls the function and passes what it returns.
            return self.facts.returns.get(first.key)
        if callee is None and isinstance(node.func, ast.Name):
            return self._builtin(node.func.id, first)
        return result

    def _called(self, node: ast.Call, callee: Value | None) -> Value | None:
        match callee:
            case MethodValue():
                self.mark(_symbol(callee), node.func, node)
            case ClientClass():
                self.mark("client", node.func, node)
            case ModelClass():
                self.mark(f"models.{callee.name}", node.func, node)
                self._mark_fields(callee.name, node)
            case OwnFunction():
                return self.facts.returns.get(callee.key)
            case OwnClass():
                if isinstance(self.facts.library_base(callee.key), ClientClass):
                    self.mark("client", node.func, node)
                return OwnObject(callee.key)
            case ForeignValue():
                # An object of another library is none of ours; what its functions return may be.
                return callee if name_of(node.func)[:1].isupper() else None
            case _:
                pass
        if callee is None:
            return None
        given = {
            each.arg: each.value.value
            for each in node.keywords
            if each.arg is not None and isinstance(each.value, ast.Constant)
        }
        return self.surface.called(callee, given)

    def _method_of_all(
        self, node: ast.Call, function: ast.Attribute, base: Value | None
    ) -> Value | None:
        """Handle `with_options`, `from_dict`, `copy_with`; else guess by the dotted name's end."""
        if base is None:
            self._guess(node, function)
            return None
        if function.attr == "copy_with" and isinstance(base, Instance):
            for keyword in node.keywords:
                for model, _ in self.surface.fields(base.type, keyword.arg or ""):
                    self.mark(f"models.{model}.{keyword.arg}", keyword)
        return self.surface.method_called(base, function.attr)

    def _guess(self, node: ast.Call, function: ast.Attribute) -> None:
        """Take `anything.voices.search(...)` for the method of that whole path, two names at least."""
        names: list[str] = []
        current: ast.expr = function
        while isinstance(current, ast.Attribute):
            names.insert(0, current.attr)
            current = current.value
        for start in range(len(names) - 1):
            operation = self.surface.operations.get(tuple(names[start:]))
            if operation is not None:
                symbol = f"client.{operation.qualified_name}"
                self.mark(symbol, function, node, is_guess=True)
                return

    def _mark_fields(self, model: str, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg is not None:
                self.mark(f"models.{model}.{keyword.arg}", keyword)

    def _builtin(self, name: str, value: Value | None) -> Value | None:
        if name in _COLLECTING:
            item = self.surface.item(value)
            return Many(item) if item is not None else None
        return self.surface.item(value) if name in _PICKING else None

    def _compound(self, node: ast.expr, scope: CallerScope) -> Value | None:
        """Return what an expression is that is made of others."""
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                items = [self.value(each, scope) for each in node.elts]
                first = next((each for each in items if each is not None), None)
                return Many(first) if first is not None else None
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                inner = self._comprehension(node.generators, scope)
                element = self.value(node.elt, inner)
                return Many(element) if element is not None else None
            case ast.Compare():
                self._compare(node, scope)
                return None
            case ast.DictComp():
                inner = self._comprehension(node.generators, scope)
                self.value(node.key, inner)
                self.value(node.value, inner)
                return None
            case ast.Lambda():
                inner = scope.inner("<lambda>")
                for each in ast.walk(node.args):
                    if isinstance(each, ast.arg):
                        inner.bind(each.arg, None, self.facts)
                self.value(node.body, inner)
                return None
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.value(child, scope)
                return None

    def _comprehension(
        self, generators: list[ast.comprehension], scope: CallerScope
    ) -> CallerScope:
        inner = scope.inner("<comprehension>")
        for each in generators:
            self.bind(
                each.target, self.surface.item(self.value(each.iter, inner)), inner
            )
            for condition in each.ifs:
                self.value(condition, inner)
        return inner


def _symbol(method: MethodValue) -> str:
    return f"client.{method.operation.qualified_name}"


def _constants(keywords: Sequence[ast.keyword]) -> Constants:
    found = ((each.arg, _constant(each.value)) for each in keywords)
    return frozenset(
        (name, value) for name, value in found if name is not None and value is not None
    )


def _constant(node: ast.expr) -> str | int | bool | None:
    match node:
        case ast.Constant(value=str() | int() as value):
            return value
        case _:
            return None


def name_of(node: ast.expr) -> str:
    """Return the last word of a dotted name; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
