"""Whether a call is as documented: the annotations of the method say what it may send."""

from __future__ import annotations

import ast
import datetime
import inspect
import sys
import typing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import resolve_name
from pathlib import Path
from typing import TYPE_CHECKING, Any, ForwardRef, Literal, get_args, get_origin

from msgspec import Struct, UnsetType

from .codec import decode_any_json
from .errors import DecodeError
from .model import described
from .values import UnionMarker, is_list, is_object, is_union

if TYPE_CHECKING:
    from .received import ReceivedCall

_LISTS = (list, Sequence)
_TEXTS = (str, bytes, datetime.datetime, datetime.date, datetime.time)
_NUMBERS: Mapping[Any, tuple[type, ...]] = {
    int: (int,),
    float: (int, float),
    Decimal: (int, float, str),
}
_LOCATIONS = {
    "path": "path_values",
    "query": "query",
    "headers": "headers",
    "cookies": "cookies",
    "form": "body",
    "multipart": "body",
}
"""The parts of a request that are text, and where a call that was received has them."""
_WORDS = {
    "headers": "header",
    "cookies": "cookie",
    "form": "field",
    "multipart": "field",
}


class Given:
    """Stands for an argument, to see where it goes."""

    def __init__(self, name: str) -> None:
        self.name = name


def misfits(method: Any, parts: Mapping[str, Any], got: ReceivedCall) -> list[str]:
    """Say what of a call is not as its method is annotated.

    Args:
        method: Of a client.
        parts: What it sends if each of its arguments is `Given`.
        got: The call.
    """
    wanted = annotations_of(method)
    found: list[str] = []
    for part, attribute in _LOCATIONS.items():
        texts: Any = getattr(got, attribute)
        styles = parts.get("styles", {})
        for name, given in _given(parts.get(part)).items():
            if texts and texts.get(name) is not None and name not in styles:
                place = f"{_WORDS.get(part, part)} `{name}`"
                kind = wanted[given.name]
                found += _misfits_of_text(texts[name], kind, place, part)
    body = got.body
    whole = parts.get("whole")
    if isinstance(whole, Given) and body is not None:
        found += _misfits(body, wanted[whole.name], "body")
    if is_object(body):
        for name, given in _given(parts.get("json")).items():
            if name in body:
                found += _misfits(body[name], wanted[given.name], f"`{name}`")
    return found


def _given(names: Any) -> dict[str, Given]:
    """Leave out what a method sends of its own accord."""
    found: Any = names if is_object(names) else {}
    return {name: each for name, each in found.items() if isinstance(each, Given)}


def _misfits_of_text(texts: Any, wanted: Any, place: str, part: str) -> list[str]:
    """Say what of a value is wrong that was sent as text; a list of scalars repeats its name."""
    if isinstance(texts, str) and _is_scalar(wanted):
        return _misfits(_read(texts, wanted), wanted, place)
    repeated = [each for each in _members(wanted) if get_origin(each) in _LISTS]
    if part in ("query", "form", "multipart") and len(repeated) == 1:
        (item,) = get_args(repeated[0])
        every = texts if is_list(texts) else [texts]
        if _is_scalar(item) and all(isinstance(each, str) for each in every):
            read = [_read(each, item) for each in every]
            return _inside(enumerate(read), item, place)
    if part == "multipart" and isinstance(texts, str):
        with suppress(DecodeError):
            return _misfits(decode_any_json(texts.encode()), wanted, place)
    return []


def _members(wanted: Any) -> tuple[Any, ...]:
    return get_args(wanted) if is_union(wanted) else (wanted,)


def annotations_of(method: Any) -> dict[str, Any]:
    """Resolve the annotations of a method, those as well that only type checkers import."""
    function = method.__func__
    return typing.get_type_hints(function, _namespace(function.__module__))


@cache
def _namespace(module: str) -> dict[str, Any]:
    """Gather the names that annotations of a module may use."""
    names = {**_params(module), **vars(sys.modules[module])}
    tree = ast.parse(Path(inspect.getfile(sys.modules[module])).read_text("utf-8"))
    package = names["__package__"]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            place = resolve_name("." * node.level + (node.module or ""), package)
            source = import_module(place)
            for each in node.names:
                found = getattr(source, each.name)
                names[each.asname or each.name] = _evaluable(found)
        elif isinstance(node, ast.Import):
            for each in node.names:
                names[each.name.partition(".")[0]] = import_module(each.name)
    return names


def _params(module: str) -> dict[str, Any]:
    """List what nested arguments are described by, where there is any."""
    try:
        described_by = vars(import_module(f"{_root(module)}.params"))
    except ImportError:
        return {}
    return {
        name: _evaluable(each)
        for name, each in described_by.items()
        if not name.startswith("__")
    }


def _evaluable(value: Any) -> Any:
    """Make an annotation of an alias that is written as text."""
    return ForwardRef(value) if isinstance(value, str) else value


def _root(module: str) -> str:
    """Name the package of the client, whose runtime this is."""
    return __name__.rpartition("._core.")[0] or module.partition(".")[0]


def _read(text: Any, wanted: Any) -> Any:
    """Read text of a query or a path as the scalar that it stands for."""
    kinds = set(_kinds(wanted))
    if bool in kinds and text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        if kind in kinds and str not in kinds:
            try:
                return kind(text)
            except ValueError:
                continue
    return text


def _kinds(wanted: Any) -> Iterator[Any]:
    """Yield what a value may be: the types of scalars, and whatever else as it is."""
    if get_origin(wanted) is Literal:
        yield from (type(each) for each in get_args(wanted))
    elif is_union(wanted):
        for each in get_args(wanted):
            yield from _kinds(each)
    else:
        yield wanted


def _is_scalar(wanted: Any) -> bool:
    """Return whether text can be read back: what joins several values is not."""
    scalars = {*_TEXTS, *_NUMBERS, bool, type(None), UnsetType}
    return all(isinstance(each, type) and each in scalars for each in _kinds(wanted))


def _misfits(value: Any, wanted: Any, place: str) -> list[str]:
    """Say what of plain JSON is not of a type, at which place."""
    if is_union(wanted):
        return _misfits_of_all(value, get_args(wanted), place)
    if isinstance(wanted, UnionMarker):
        return _misfits_of_all(value, wanted.plan.members, place)
    origin, given = get_origin(wanted), get_args(wanted)
    if origin is Literal:
        known = ", ".join(map(repr, given))
        return (
            []
            if value in given
            else [f"{place} should be one of {known}, but is {value!r}"]
        )
    if is_object(value):
        if origin in (dict, Mapping):
            return _inside(value.items(), given[1], place)
        properties = _properties(wanted)
        if properties is not None:
            return _misfits_of_object(value, properties, place)
    if is_list(value) and origin not in (None, dict, Mapping, tuple):
        return _inside(enumerate(value), given[0], place)
    if _is_of(value, origin or wanted):
        return []
    return [f"{place} should be {_named(wanted)}, but is {value!r}"]


def _misfits_of_all(value: Any, members: tuple[Any, ...], place: str) -> list[str]:
    """Say what is wrong by the member that is nearest."""
    nothing = (UnsetType,) if value is None else (UnsetType, type(None))
    tried = [_misfits(value, each, place) for each in members if each not in nothing]
    if not tried:
        return []
    return min(tried, key=lambda each: (len(each), sum(map(len, each))))


def _inside(items: Any, wanted: Any, place: str) -> list[str]:
    return [
        each
        for key, value in items
        for each in _misfits(value, wanted, f"{place}[{key!r}]")
    ]


def _misfits_of_object(
    value: Mapping[str, Any], properties: Mapping[str, tuple[Any, bool]], place: str
) -> list[str]:
    missing = [
        name
        for name, (_, is_required) in properties.items()
        if is_required and name not in value
    ]
    unknown = [name for name in value if name not in properties]
    found = [f"{place} lacks `{name}`" for name in missing]
    found += [f"{place} has `{name}`, which is not documented" for name in unknown]
    for name, inner in value.items():
        if name in properties:
            found += _misfits(inner, properties[name][0], f"{place}.`{name}`")
    return found


@cache
def _properties(wanted: Any) -> dict[str, tuple[Any, bool]] | None:
    """List the properties of a type of objects, and whether they are required; None if it is not one."""
    if typing.is_typeddict(wanted):
        types = typing.get_type_hints(wanted, _namespace(wanted.__module__))
        return {
            name: (each, name in wanted.__required_keys__)
            for name, each in types.items()
        }
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        return {
            each.encode_name: (each.type, each.required) for each in described(wanted)
        }
    return None


def _is_of(value: Any, wanted: Any) -> bool:
    """Return whether a scalar is of a type; what is no JSON of its own may be anything."""
    if wanted in (None, type(None)):
        return value is None
    if wanted is UnsetType:
        return False
    if wanted is bool:
        return isinstance(value, bool)
    if wanted in _NUMBERS:
        return isinstance(value, _NUMBERS[wanted]) and not isinstance(value, bool)
    if wanted in _TEXTS:
        return isinstance(value, str)
    is_container = wanted in (dict, list, Mapping, Sequence)
    return not is_container and _properties(wanted) is None


def _named(wanted: Any) -> str:
    return f"`{getattr(wanted, '__name__', wanted)}`"
