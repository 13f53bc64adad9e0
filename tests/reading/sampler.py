"""Values that a schema allows, made from the document alone."""

from __future__ import annotations

import base64
import random
import re
import uuid
from typing import Any

import rstr

from reading.joining import CannotSampleError, join
from reading.schemas import Node, Schemas, kinds_of

_FORMATS = {
    "date-time": "2024-02-29T12:30:45Z",
    "date": "2024-02-29",
    "time": "12:30:45Z",
    "duration": "PT1H30M",
    "email": "a.b@example.com",
    "idn-email": "a.b@example.com",
    "uri": "https://example.com/a?b=c",
    "url": "https://example.com/a?b=c",
    "uri-reference": "/a?b=c",
    "uri-template": "/a/{b}",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "ip": "192.0.2.1",
    "byte": base64.b64encode(b"\x00\xffa").decode(),
    "decimal": "12.50",
    "unix-time": "1700000000",
    "json": "{}",
    "regex": "a+",
}
_RANGES = {"int32": 2**31 - 1, "int64": 2**53, "uint8": 255}
_REPEATED = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+]|\{(?P<low>\d+),(?P<high>\d*)\}"
)
"""What repeats in a pattern, beside escapes and classes, in which nothing does."""
_DEEP = 5
"""Below this, only what is required."""
_LARGE = 500
"""After so many parts of a value, only what is required."""


class Sampler:
    """Makes values."""

    def __init__(
        self,
        schemas: Schemas,
        seed: str,
        *,
        is_full: bool,
        is_shown: bool = False,
        words: str = "a b/ü?&=+%",
    ) -> None:
        self._schemas = schemas
        self._random = random.Random(seed)
        self._is_full = is_full
        self._fewest = int(is_shown)
        """Of the items of a list: a form cannot show an empty one."""
        self._share = 1.0
        """How many of the properties that may be missing are there."""
        self._parts = 0
        """How many parts the present value has."""
        self._words = words
        """Characters of the texts of which nothing is said."""

    def valid(self, pointer: str, *, attempts: int = 15) -> Any:
        """Make a value of the schema at a pointer.

        Raises:
            CannotSampleError: none of the attempts was valid.
        """
        errors: list[str] = []
        invalid: Any = None
        for attempt in range(attempts):
            # What excludes one another cannot all be there.
            self._share = 1.0 if attempt < attempts // 2 else self._random.random()
            self._parts = 0
            try:
                value = self._value(self._schemas.at(pointer), 0)
            except CannotSampleError as error:
                errors = [str(error)]
                continue
            if self._schemas.allows(value, pointer):
                return value
            invalid = value
        if invalid is not None:
            errors = self._schemas.errors(invalid, pointer)
        raise CannotSampleError(f"{pointer}: {errors[:2]}")

    def _is_generous(self, depth: int) -> bool:
        """Return whether a part of a value gets what it may have, not only what it must."""
        return self._is_full and depth < _DEEP and self._parts < _LARGE

    def _value(self, schema: Node, depth: int) -> Any:
        if depth > 40:
            raise CannotSampleError("a circle")
        self._parts += 1
        flat = self._settled(schema, depth)
        if "const" in flat:
            return flat["const"]
        if "enum" in flat:
            kept = [each for each in flat["enum"] if each is not None]
            return self._random.choice(kept or flat["enum"])
        kinds = sorted(kinds_of(flat))
        if len(kinds) > 4:
            return self._random.choice([{"any": ["thing"]}, "any", 1])
        if "null" in kinds and len(kinds) > 1 and self._random.random() < 0.9:
            kinds.remove("null")
        return self._of_kind(self._random.choice(kinds), flat, depth)

    def _of_kind(self, kind: str, flat: Node, depth: int) -> Any:
        match kind:
            case "null":
                return None
            case "boolean":
                return self._random.random() < 0.5
            case "integer" | "number":
                return self._number(kind, flat)
            case "string":
                return self._text(flat)
            case "array":
                return self._array(flat, depth)
            case _:
                return self._object(flat, depth)

    def _number(self, kind: str, flat: Node) -> Any:
        high = _RANGES.get(flat.get("format", ""), 1000)
        low = flat.get("minimum", flat.get("exclusiveMinimum"))
        top = flat.get("maximum", flat.get("exclusiveMaximum"))
        low = (0 if top is None else min(0, top)) if low is None else low
        top = max(low + 10, min(high, 1000)) if top is None else top
        step = flat.get("multipleOf")
        if step:
            value = -(-low // step) * step
            if value == flat.get("exclusiveMinimum"):
                value += step
            return int(value) if kind == "integer" else value
        if kind == "integer":
            first = int(low) + ("exclusiveMinimum" in flat)
            last = int(top) - ("exclusiveMaximum" in flat)
            return self._random.randint(first, max(first, last))
        return round(low + (top - low) * self._random.choice((0.25, 0.5, 0.75)), 6)

    def _text(self, flat: Node) -> str:
        low, top = flat.get("minLength", 0), flat.get("maxLength", 10**6)
        if "pattern" in flat:
            return self._of_pattern(flat["pattern"], low, top)
        form = flat.get("format", "")
        if form == "uuid":
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        if form in _FORMATS and low <= len(_FORMATS[form]) <= top:
            return _FORMATS[form]
        if flat.get("contentEncoding") == "base64":
            return _FORMATS["byte"]
        length = min(max(low, 1 if top < 4 else 4), top)
        return "".join(self._random.choice(self._words) for _ in range(length))

    def _of_pattern(self, pattern: str, low: int, top: int) -> str:
        made = rstr.Rstr(self._random)
        written = pattern.replace(r"\/", "/")
        for attempt in range(30):
            try:
                text = made.xeger(_brief(written) if attempt < 20 else written)
            except (
                Exception
            ) as error:  # what the library cannot read, it says in its own ways
                raise CannotSampleError(pattern) from error
            if low <= len(text) <= top and "\n" not in text:
                return text
        raise CannotSampleError(pattern)

    def _array(self, flat: Node, depth: int) -> list[Any]:
        first = flat.get("prefixItems", [])
        values = [self._value(each, depth + 1) for each in first]
        least = flat.get("minItems", 0)
        most = min(flat.get("maxItems", 10**6), max(least, 2))
        fewest = max(least, depth == 0, min(most, self._fewest))
        count = most if self._is_generous(depth) else fewest
        items = flat.get("items", True)
        if items is False:
            return values
        for _ in range(count * 8):
            if len(values) >= count:
                break
            try:
                value = self._value(items, depth + 1)
            except CannotSampleError:
                if least > len(values):
                    raise
                break
            if not flat.get("uniqueItems") or value not in values:
                values.append(value)
        return values

    def _object(self, flat: Node, depth: int) -> dict[str, Any]:
        properties = flat.get("properties", {})
        required = list(flat.get("required", ()))
        names = [*required]
        if self._is_generous(depth):
            more = [name for name in properties if name not in required]
            names += [x for x in more if self._random.random() < self._share]
        rest = flat.get("additionalProperties", True)
        made: dict[str, Any] = {}
        for name in names[: flat.get("maxProperties", len(names))]:
            try:
                made[name] = self._value(properties.get(name, rest), depth + 1)
            except CannotSampleError:
                if name in required:
                    raise
        self._extend(made, flat, depth)
        return made

    def _extend(self, made: dict[str, Any], flat: Node, depth: int) -> None:
        """Add members without a name of their own."""
        rest = flat.get("additionalProperties", True)
        least = flat.get("minProperties", 0)
        is_map = isinstance(rest, dict) and not flat.get("properties")
        if is_map and self._is_full:
            least = max(least, 1)
        for pattern, each in flat.get("patternProperties", {}).items():
            if self._is_full or len(made) < least:
                key = self._of_pattern(pattern, 0, 100)
                made[key] = self._value(each, depth + 1)
        unused = [k for k in flat.get("properties", {}) if k not in made]
        for name in unused[: max(0, least - len(made))]:
            made[name] = self._value(flat["properties"][name], depth + 1)
        if rest is not False:
            keys = flat.get("propertyNames", True)
            for index in range(len(made), least):
                key = f"key{index}" if keys is True else self._value(keys, depth + 1)
                made[key] = self._value(rest, depth + 1)

    def _settled(self, schema: Node, depth: int) -> Node:
        """Join the parts of a schema with alternatives that fit together."""
        for _ in range(8):
            try:
                return self._flat(schema, depth)
            except CannotSampleError as error:
                complaint = str(error)
        raise CannotSampleError(complaint)

    def _flat(self, schema: Node, depth: int) -> Node:
        """Join the parts of a schema, with one of the alternatives."""
        flat: dict[str, Any] = {}
        pending: list[tuple[Node, bool]] = [(schema, False)]
        for _ in range(400):
            if not pending:
                return flat
            part, is_joined = pending.pop()
            if part is True:
                continue
            if part is False:
                raise CannotSampleError("nothing is allowed")
            own = dict(part)
            if "$ref" in own:
                pending.append((self._schemas.target(own), is_joined))
                del own["$ref"]
            pending += [(each, True) for each in own.pop("allOf", ())]
            if "anyOf" in own:
                pending.append((self._alternative(own, depth), is_joined))
                del own["anyOf"]
            elif "discriminator" in own and not is_joined:
                pending += [(each, True) for each in self._child(own)]
            join(flat, own)
        raise CannotSampleError("a circle")

    def _child(self, base: Node) -> list[Node]:
        """Choose a child of a base, where it names its children."""
        discriminator = base["discriminator"]
        mapping = list((discriminator.get("mapping") or {}).items())
        if not mapping:
            return []
        tag, target = self._random.choice(mapping)
        pointer = target if "/" in target else f"#/components/schemas/{target}"
        name = discriminator["propertyName"]
        return [{"$ref": pointer}, {"properties": {name: {"const": tag}}}]

    def _alternative(self, schema: Node, depth: int) -> Node:
        choices = [each for each in schema["anyOf"] if each is not False]
        values = [each for each in choices if each != {"type": "null"}]
        if values and self._random.random() < 0.9:
            choices = values
        if depth > _DEEP + 2:
            choices = sorted(choices, key=lambda each: len(str(each)))[:2]
        if depth > _DEEP + 4:
            choices = [each for each in choices if self._is_flat(each)] or choices
        chosen = self._random.choice(choices)
        tag = (schema.get("discriminator") or {}).get("propertyName")
        if tag and isinstance(chosen, dict) and "$ref" in chosen:
            return {"allOf": [chosen, self._tagged(schema, chosen["$ref"], tag)]}
        return chosen

    def _is_flat(self, schema: Node) -> bool:
        return not self._schemas.facets(schema).kinds & {"array", "object"}

    def _tagged(self, schema: Node, reference: str, tag: str) -> Node:
        facets = self._schemas.facets({"$ref": reference})
        known = [
            value
            for each in facets.properties.get(tag, ())
            if isinstance(each, dict)
            for value in each.get("enum", [each["const"]] if "const" in each else [])
        ]
        name = reference.rpartition("/")[2]
        mapping = (schema["discriminator"].get("mapping") or {}).items()
        named = [
            key
            for key, to in mapping
            if to == reference or to.rpartition("/")[2] == name
        ]
        wanted = [each for each in named if not known or each in known]
        if not wanted and known:
            return True
        return {
            "properties": {tag: {"const": (wanted or named or [name])[0]}},
            "required": [tag],
        }


def _brief(pattern: str) -> str:
    """Repeat little where a pattern allows much: texts of thousands of characters show nothing more."""
    return _REPEATED.sub(_few, pattern)


def _few(found: re.Match[str]) -> str:
    match found[0]:
        case "*":
            return "{0,4}"
        case "+":
            return "{1,5}"
        case _ if found["low"]:
            low, high = int(found["low"]), int(found["high"] or 10**6)
            return f"{{{low},{min(high, low + 4)}}}"
        case text:
            return text
