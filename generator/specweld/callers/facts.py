"""What is learned about the caller's code while it is read, and what it was seen to use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from specweld.callers.values import ClientClass, ModelClass, OwnClass

if TYPE_CHECKING:
    from specweld.callers.values import Key, Value

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One use of one symbol."""

    symbol: str
    """`client.voices.get`, `client` for the constructor, `models.Voice`, `models.Voice.name`."""
    path: str
    line: int
    code: str
    is_call: bool = False
    keywords: frozenset[str] = frozenset()
    """Arguments that the call passes by name."""
    positional: int = 0
    """How many arguments the call passes by position."""
    constants: frozenset[tuple[str, str | int | bool]] = frozenset()
    """Arguments that the call gives as constants; with an empty name, what an enum is compared with."""
    is_open: bool = False
    """The call unpacks `*args` or `**kwargs`: it may pass anything."""
    is_guess: bool = False


@dataclass(slots=True)
class CallerFacts:
    """Everything known so far; grows from pass to pass until nothing new is learned."""

    names: dict[Key, Value] = field(default_factory=dict[tuple[str, str], "Value"])
    """Module-level names by module."""
    attributes: dict[tuple[Key, str], Value] = field(
        default_factory=dict[tuple[tuple[str, str], str], "Value"]
    )
    """Attributes of instances of the caller's classes."""
    returns: dict[Key, Value] = field(default_factory=dict[tuple[str, str], "Value"])
    """What the caller's functions return, or yield."""
    bases: dict[Key, tuple[Value, ...]] = field(
        default_factory=dict[tuple[str, str], tuple["Value", ...]]
    )
    fixtures: dict[str, Value] = field(default_factory=dict[str, "Value"])
    """pytest fixtures by name, wherever they are."""
    marks: set[Mark] = field(default_factory=set[Mark])
    has_learned: bool = False
    """Something was learned in the current pass."""

    def learn(self, table: dict[Name, Value], key: Name, value: Value | None) -> None:
        """Remember a value unless one is known already: what is known only grows, so passes end."""
        if value is not None and key not in table:
            table[key] = value
            self.has_learned = True

    def attribute(self, key: Key, name: str, *, depth: int = 0) -> Value | None:
        """Find an attribute of a class of the caller's, or of a base of it."""
        found = self.attributes.get((key, name))
        if found is not None or depth > 20:
            return found
        for base in self.bases.get(key, ()):
            if isinstance(base, OwnClass):
                found = self.attribute(base.key, name, depth=depth + 1)
                if found is not None:
                    return found
        return None

    def library_base(self, key: Key, *, depth: int = 0) -> Value | None:
        """Find the class of the generated client that a class of the caller's derives from."""
        for base in self.bases.get(key, ()):
            if isinstance(base, ClientClass | ModelClass):
                return base
            if isinstance(base, OwnClass) and depth < 20:
                found = self.library_base(base.key, depth=depth + 1)
                if found is not None:
                    return found
        return None


@dataclass(slots=True)
class CallerScope:
    """The names of a function, a class body or a module."""

    module: str
    qualname: str = ""
    """Dotted name of the function or class; empty for the module."""
    parent: CallerScope | None = None
    is_class: bool = False
    names: dict[str, Value] = field(default_factory=dict[str, "Value"])
    hidden: set[str] = field(default_factory=set[str])
    """Names that are bound here to something unknown."""
    globals: set[str] = field(default_factory=set[str])

    def lookup(self, name: str, facts: CallerFacts) -> Value | None:
        """Find a name as Python does: here, then outwards, class bodies only from within."""
        scope: CallerScope | None = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope.names[name]
            if name in scope.hidden and (scope is self or not scope.is_class):
                return None
            scope = scope.parent
        return facts.names.get((self.module, name))

    def bind(self, name: str, value: Value | None, facts: CallerFacts) -> None:
        """Give a name a value, or hide what it was if the value is unknown."""
        if not self.qualname or name in self.globals:
            facts.learn(facts.names, (self.module, name), value)
        if name in self.globals:
            return
        if value is not None:
            self.names[name] = value
            self.hidden.discard(name)
        elif self.qualname:
            self.names.pop(name, None)
            self.hidden.add(name)

    def inner(self, name: str, *, is_class: bool = False) -> CallerScope:
        """Open a scope inside this one."""
        qualname = f"{self.qualname}.{name}" if self.qualname else name
        return CallerScope(
            module=self.module, qualname=qualname, parent=self, is_class=is_class
        )
