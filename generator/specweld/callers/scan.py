"""Read the statements of the caller's files, pass after pass, until nothing new is learned."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.callers.declared import declared
from specweld.callers.expressions import Reader, name_of
from specweld.callers.facts import CallerFacts, CallerScope, Mark
from specweld.callers.files import absolute_module
from specweld.callers.values import (
    Many,
    ModelClass,
    OwnClass,
    OwnFunction,
    OwnObject,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.callers.files import Callers
    from specweld.callers.surface import ClientSurface
    from specweld.callers.values import Value

_PASSES = 8
"""Each pass carries knowledge over one more import or call; real code needs two or three."""
_CONTEXTS = frozenset({"contextmanager", "asynccontextmanager"})
_PROPERTIES = frozenset({"property", "cached_property"})


def find_marks(callers: Callers, surface: ClientSurface) -> tuple[Mark, ...]:
    """Find every use of a generated client in the caller's files, sorted by place."""
    facts = CallerFacts()
    for _ in range(_PASSES):
        facts.has_learned = False
        facts.marks.clear()
        for file in callers.files:
            reader = Reader(
                file=file, modules=callers.modules, surface=surface, facts=facts
            )
            scan = _Scan(reader=reader)
            scan.body(file.tree.body, CallerScope(module=file.module))
        if not facts.has_learned:
            break
    return tuple(sorted(facts.marks, key=_order))


def _order(mark: Mark) -> tuple[str, int, str, bool, int, tuple[str, ...], str]:
    keywords = tuple(sorted(mark.keywords))
    constants = repr(sorted(mark.constants, key=repr))
    place = (mark.path, mark.line, mark.symbol)
    return (*place, mark.is_call, mark.positional, keywords, constants)


@dataclass(slots=True, kw_only=True)
class _Scan:
    reader: Reader

    def body(self, statements: Sequence[ast.stmt], scope: CallerScope) -> None:
        for each in statements:
            try:
                self.statement(each, scope)
            except RecursionError:
                continue  # an expression of hundreds of terms: the other statements count

    def statement(self, node: ast.stmt, scope: CallerScope) -> None:
        reader = self.reader
        match node:
            case ast.Import():
                self._import(node, scope)
            case ast.ImportFrom():
                self._import_from(node, scope)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope)
            case ast.ClassDef():
                self._class(node, scope)
            case ast.Assign():
                value = reader.value(node.value, scope)
                for target in node.targets:
                    reader.bind(target, value, scope)
            case ast.AnnAssign():
                self._annotated(node, scope)
            case ast.For() | ast.AsyncFor():
                item = reader.surface.item(reader.value(node.iter, scope))
                reader.bind(node.target, item, scope)
                self.body([*node.body, *node.orelse], scope)
            case ast.With() | ast.AsyncWith():
                for each in node.items:
                    value = reader.value(each.context_expr, scope)
                    if each.optional_vars is not None:
                        reader.bind(each.optional_vars, value, scope)
                self.body(node.body, scope)
            case ast.Return():
                self._returned(reader.value(node.value, scope), scope)
            case ast.Expr(value=ast.Yield(value=value)):
                item = reader.value(value, scope)
                self._returned(Many(item) if item is not None else None, scope)
            case ast.Match():
                subject = reader.value(node.subject, scope)
                for case in node.cases:
                    self._pattern(case.pattern, subject, scope)
                    reader.value(case.guard, scope)
                    self.body(case.body, scope)
            case ast.Global() | ast.Nonlocal():
                scope.globals.update(node.names)
            case _:
                self._other(node, scope)

    def _other(self, node: ast.stmt, scope: CallerScope) -> None:
        """Read the parts of a statement that only holds other statements and expressions."""
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.expr():
                    self.reader.value(child, scope)
                case ast.stmt():
                    self.statement(child, scope)
                case ast.ExceptHandler():
                    self.reader.value(child.type, scope)
                    self.body(child.body, scope)
                case _:
                    pass

    def _import(self, node: ast.Import, scope: CallerScope) -> None:
        reader = self.reader
        for alias in node.names:
            if alias.asname:
                scope.bind(alias.asname, reader.module(alias.name), reader.facts)
            else:
                first = alias.name.split(".")[0]
                scope.bind(first, reader.module(first), reader.facts)

    def _import_from(self, node: ast.ImportFrom, scope: CallerScope) -> None:
        reader = self.reader
        base = reader.module(absolute_module(reader.file, node.module, node.level))
        for alias in node.names:
            if alias.name != "*":
                found = reader.attribute(base, alias.name)
                reader.mark_class(found, alias)
                scope.bind(alias.asname or alias.name, found, reader.facts)

    def _annotated(self, node: ast.AnnAssign, scope: CallerScope) -> None:
        value = self.reader.value(node.value, scope)
        held = declared(self.reader, node.annotation, scope) or value
        if scope.is_class and isinstance(node.target, ast.Name):
            key = (scope.module, scope.qualname)
            self.reader.facts.learn(
                self.reader.facts.attributes, (key, node.target.id), held
            )
        self.reader.bind(node.target, held, scope)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: CallerScope
    ) -> None:
        reader, facts = self.reader, self.reader.facts
        inner = scope.inner(node.name)
        key = (inner.module, inner.qualname)
        for decorator in node.decorator_list:
            reader.value(decorator, scope)
        self._parameters(node, scope, inner)
        facts.learn(facts.returns, key, declared(reader, node.returns, scope))
        self.body(node.body, inner)
        self._known_as(node, key, scope)

    def _known_as(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        key: tuple[str, str],
        scope: CallerScope,
    ) -> None:
        """Make a function known: by name, as an attribute of its class, as a fixture."""
        facts = self.reader.facts
        result = facts.returns.get(key)
        words = {_last_word(each) for each in node.decorator_list}
        item = result.item if isinstance(result, Many) and _yields(node) else None
        if "fixture" in words:
            facts.learn(facts.fixtures, node.name, item or result)
        if words & _CONTEXTS and item is not None:
            facts.returns[key] = item
        if scope.is_class:
            owner = (scope.module, scope.qualname)
            value = result if words & _PROPERTIES else OwnFunction(key)
            facts.learn(facts.attributes, (owner, node.name), value)
        else:
            scope.bind(node.name, OwnFunction(key), facts)

    def _parameters(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        scope: CallerScope,
        inner: CallerScope,
    ) -> None:
        reader, facts, arguments = self.reader, self.reader.facts, node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        missing = len(positional) - len(arguments.defaults)
        defaults = [*([None] * missing), *arguments.defaults, *arguments.kw_defaults]
        for each, default in zip(
            [*positional, *arguments.kwonlyargs], defaults, strict=True
        ):
            given = reader.value(default, scope)
            value = declared(reader, each.annotation, scope) or given
            if each.annotation is None and default is None:
                value = facts.fixtures.get(each.arg)
            inner.bind(each.arg, value, facts)
        for star in (arguments.vararg, arguments.kwarg):
            if star is not None:
                inner.bind(star.arg, None, facts)
        if scope.is_class and positional:
            inner.bind(positional[0].arg, _receiver(node, scope), facts)

    def _class(self, node: ast.ClassDef, scope: CallerScope) -> None:
        facts = self.reader.facts
        inner = scope.inner(node.name, is_class=True)
        key = (inner.module, inner.qualname)
        for each in [*node.decorator_list, *(each.value for each in node.keywords)]:
            self.reader.value(each, scope)
        bases = [self.reader.value(each, scope) for each in node.bases]
        known = tuple(each for each in bases if each is not None)
        if known and key not in facts.bases:
            facts.bases[key] = known
            facts.has_learned = True
        scope.bind(node.name, OwnClass(key), facts)
        self.body(node.body, inner)
        for name, value in inner.names.items():
            facts.learn(facts.attributes, (key, name), value)

    def _returned(self, value: Value | None, scope: CallerScope) -> None:
        facts = self.reader.facts
        facts.learn(facts.returns, (scope.module, scope.qualname), value)

    def _pattern(
        self, pattern: ast.pattern, subject: Value | None, scope: CallerScope
    ) -> None:
        """Read the classes and fields that a `case` names."""
        for each in ast.walk(pattern):
            if isinstance(each, ast.MatchClass):
                found = self.reader.value(each.cls, scope)
                if isinstance(found, ModelClass):
                    for name in each.kwd_attrs:
                        self.reader.mark(f"models.{found.name}.{name}", each)
            elif isinstance(each, ast.MatchValue):
                self.reader.value(each.value, scope)
                self.reader.compared(subject, each.value)


def _last_word(decorator: ast.expr) -> str:
    return name_of(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _receiver(
    node: ast.FunctionDef | ast.AsyncFunctionDef, scope: CallerScope
) -> Value | None:
    """Return what the first parameter of a method is."""
    words = {_last_word(each) for each in node.decorator_list}
    if "staticmethod" in words:
        return None
    key = (scope.module, scope.qualname)
    return OwnClass(key) if "classmethod" in words else OwnObject(key)


def _yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(each, ast.Yield) for each in ast.walk(node))
