"""The view of `params.py`: what callers may pass as dicts, for type checkers only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, Field, ObjectModel, UnionModel
from specweld.api.types import LiteralType, TypeRef
from specweld.render.annotations import literal_type, sent
from specweld.render.code import Code, Import, code, concatenated, imports_of
from specweld.render.docstring import docstring
from specweld.render.expression import (
    ANY,
    Expression,
    Union,
    annotated,
    flat,
    generic,
    imports,
    in_parentheses,
    optional,
    union,
)
from specweld.render.identifier import identifier, is_identifier
from specweld.render.import_block import import_block
from specweld.render.layout import exploded
from specweld.render.literal import literal
from specweld.render.width import fits

if TYPE_CHECKING:
    from specweld.render.scope import Scope

_MODULE = ".params"
_TYPED_DICT = Import(module="typing", name="TypedDict")
_TYPE_ALIAS = Import(module="typing", name="TypeAlias")
_WORD = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*")
"""A name in a type that is not qualified; `builtins.list` is."""

_UNION = Import(module="typing", name="Union")


@dataclass(frozen=True, slots=True, kw_only=True)
class DictView:
    """A TypedDict whose keys are identifiers."""

    header: Code
    """`class VoiceParams(TypedDict):`"""
    fields: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamsView:
    """`params.py`"""

    docs: Code
    imports: Code
    dicts: tuple[DictView, ...]
    statements: tuple[Code, ...]
    """TypedDicts with other keys, and aliases."""

    @property
    def gap(self) -> Code:
        """Tell how far statements stand from what is before them: black wants more below a class."""
        return code("\n" if self.dicts else "")


def params_view(scope: Scope) -> ParamsView:
    """Decide everything about `params.py`."""
    inner = scope.entering(_MODULE, taken=frozenset({_UNION.name}))
    dicts: list[DictView] = []
    statements: list[Code] = []
    needed: set[Import] = set()
    for model_id, name in scope.params.items():
        model = scope.models[model_id]
        if isinstance(model, ObjectModel) and _is_plain(model, inner):
            view = _dict(name, model, inner)
            dicts.append(view)
            needed |= imports_of(view.fields) | {_TYPED_DICT}
        else:
            statement = _statement(name, model, inner)
            statements.append(statement)
            needed |= statement.imports
    return ParamsView(
        docs=docstring("What may be passed as a dict instead of a model."),
        imports=import_block(_MODULE, needed),
        dicts=tuple(dicts),
        statements=tuple(statements),
    )


def _is_plain(model: ObjectModel, scope: Scope) -> bool:
    """Tell whether the wire names can be written as attributes without hiding what types they have."""
    keys = {each.wire_name for each in model.fields}
    texts = (flat(_value(each, scope.within(frozenset(keys)))) for each in model.fields)
    used = {word for text in texts for word in _WORD.findall(text)}
    return (
        bool(_fields(model))
        and not keys & used
        and all(is_identifier(key) and not key.startswith("__") for key in keys)
    )


def _fields(model: ObjectModel) -> list[Field]:
    return [each for each in model.fields if not each.is_read_only]


def _dict(name: str, model: ObjectModel, scope: Scope) -> DictView:
    inner = scope.within(frozenset(each.wire_name for each in model.fields))
    lines = [
        annotated(identifier(each.wire_name).text, _value(each, inner), indent=4)
        for each in _fields(model)
    ]
    head = f"class {identifier(name)}("
    short = f"{head}TypedDict):"
    long = f"{head}\n    TypedDict\n):"
    return DictView(header=code(short if fits(short) else long), fields=tuple(lines))


def _value(field: Field, scope: Scope) -> Expression:
    if field.constant is not None and field.is_required:
        return literal_type(LiteralType(values=(field.constant,)), scope)
    expression = sent(field.type, scope)
    if field.is_required:
        return expression
    return generic(scope.typing("NotRequired"), expression)


def _statement(
    name: str, model: ObjectModel | UnionModel | AliasModel, scope: Scope
) -> Code:
    match model:
        case ObjectModel():
            return _functional(name, model, scope)
        case UnionModel():
            whole = union(*(sent(each, scope) for each in model.members))
            return _alias(name, optional(whole) if model.is_nullable else whole)
        case AliasModel(target=target):
            return _alias(name, _unless_itself(name, target, scope))


def _unless_itself(name: str, target: TypeRef, scope: Scope) -> Expression:
    expression = sent(target, scope)
    return ANY if flat(expression) == name else expression


def _functional(name: str, model: ObjectModel, scope: Scope) -> Code:
    """Write a TypedDict as a call: its keys are strings, its types are quoted."""
    pairs = [(each.wire_name, _value(each, scope)) for each in _fields(model)]
    lines = [
        concatenated(literal(key), ": ", literal(flat(value))) for key, value in pairs
    ]
    keys = exploded("{", lines, "}", indent=4) if lines else code("{}")
    arguments = [literal(name), keys]
    made = exploded(f"{identifier(name)} = TypedDict(", arguments, ")", indent=0)
    needed = frozenset[Import]().union(*(imports(value) for _key, value in pairs))
    return Code(text=made.text, imports=needed | {_TYPED_DICT})


def _alias(name: str, target: Expression) -> Code:
    """Write an alias that may name what follows it: each part is quoted for itself."""
    head = f"{identifier(name)}: TypeAlias = "
    needed = imports(target) | {_TYPE_ALIAS}
    if isinstance(target, Union):
        parts = [literal(flat(each)) for each in target.members]
        text = exploded(f"{head}Union[", parts, "]", indent=0).text
        return Code(text=text, imports=needed | {_UNION})
    quoted = literal(flat(target)).text
    return Code(text=in_parentheses(head, quoted, indent=0), imports=needed)
