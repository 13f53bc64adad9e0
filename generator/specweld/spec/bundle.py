"""A document that is spread over several files, as one: what it refers to becomes its own.

A component is known by the file and the place that it stands at, so that two files may each have
an `Item`. Path items, media types and whole `content` mappings have no components of their own that
later stages know: they are put where they are referred to.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.grammar import GRAMMAR, Kind
from specweld.json_types import format_pointer, resolve_pointer
from specweld.pages.web.url import is_url
from specweld.spec.mend_shapes import REMEDY, untyped
from specweld.spec.neighbours import NeighbourError
from specweld.spec.quote import quote
from specweld.spec.reach import Reach
from specweld.spec.shapes import mapping_at, with_value, without
from specweld.spec.walk import rewrite, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source
    from specweld.spec.neighbours import Neighbours

_SECTIONS: Mapping[Kind, str] = {
    kind: section
    for section, (_, kind) in GRAMMAR[Kind.COMPONENTS].items()
    if kind is not Kind.PATH_ITEM
}
"""Where the components of each kind are."""
_PLAIN = re.compile(
    r"""\$ref["']?\s*:\s*["']?\#/components/"""
    rf"""(?:{"|".join(_SECTIONS.values())})/[^/"'\s]+["'\s,}}]"""
)
_ANY = re.compile(r"""\$ref["']?\s*:""")
_FILE = re.compile(r"\.(?:ya?ml|json)(?:#|$)", re.IGNORECASE)
_MAPPING = ("discriminator", "mapping")
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


def bundle_all(
    sources: Iterable[Source], neighbours: Neighbours, problems: Problems
) -> tuple[Source, ...]:
    """Bundle all documents of a run; those that only lend components to others are left out."""
    documents = tuple(sources)
    for source in documents:
        neighbours.add(source)
    bundled = [bundle(source, neighbours, problems) for source in documents]
    return tuple(
        whole
        for source, whole in zip(documents, bundled, strict=True)
        if neighbours.key(source.path) not in neighbours.paths
        or mapping_at(source.data, "paths")
        or mapping_at(source.data, "webhooks")
    )


def bundle(source: Source, neighbours: Neighbours, problems: Problems) -> Source:
    """Return the document with everything in it that it refers to elsewhere."""
    text = source.text
    if sum(1 for _ in _ANY.finditer(text)) == sum(1 for _ in _PLAIN.finditer(text)):
        return source
    return _Bundler(main=source, neighbours=neighbours, problems=problems).bundled()


def files_beside(sources: Iterable[Source]) -> tuple[str, ...]:
    """List the files that bundled documents took something from."""
    found = {
        place.source.path for source in sources for place in source.places.values()
    }
    return tuple(sorted(each for each in found if not is_url(each)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A node of some file that the document refers to."""

    file: Source
    pointer: Pointer
    kind: Kind

    @property
    def value(self) -> Json:
        return resolve_pointer(self.file.data, self.pointer)

    def place(self) -> NodePlace:
        return self.file.place(*self.pointer)

    def names(self) -> tuple[str, str]:
        """Return what it is called where it stands, and what beside another of that name."""
        path = PurePosixPath(self.file.path)
        if not self.pointer:
            name, owner = path.stem, path.parent.name
        elif self.pointer[-1].isdecimal() or self.pointer[-1] in GRAMMAR[Kind.SCHEMA]:
            name, owner = "_".join((path.stem, *self.pointer)), path.parent.name
        else:
            name, owner = self.pointer[-1], path.stem
        return _UNUSUAL.sub("_", name), _UNUSUAL.sub("_", f"{owner}_{name}")


@dataclass(slots=True, kw_only=True)
class _Bundler:
    main: Source
    neighbours: Neighbours
    problems: Problems
    parts: dict[_Part, str] = field(default_factory=dict["_Part", "str"])
    """Components of other files, with their names here."""
    places: dict[Pointer, NodePlace] = field(
        default_factory=dict["Pointer", "NodePlace"]
    )
    reaches: dict[Source, Reach] = field(default_factory=dict["Source", "Reach"])
    found: dict[tuple[Source, Pointer], _Part | None] = field(
        default_factory=dict["tuple[Source, Pointer]", "_Part | None"]
    )
    """What each reference leads to."""
    refused: set[tuple[Source, Pointer]] = field(
        default_factory=set["tuple[Source, Pointer]"]
    )
    """References that lead nowhere, and were told."""

    def bundled(self) -> Source:
        """Find all parts, name them, then write them down with references to one another."""
        document = _Part(self.main, (), Kind.DOCUMENT)
        self._collect(document)
        self._name()
        data = self._written(document, self.main.data, ())
        for part, name in self.parts.items():
            at = ("components", _SECTIONS[part.kind], name)
            self.places[at] = part.place()
            value = part.value
            whole = self._written(part, value, at) if isinstance(value, dict) else value
            data = with_value(data, at, whole)
        return replace(self.main, data=data, places=self.places)

    def _collect(self, start: _Part) -> None:
        """Walk through everything that is referred to, from file to file."""
        pending = [start]
        seen = {start}
        while pending:
            part = pending.pop(0)
            for kind, pointer, node in walk(part.value, part.kind, part.pointer):
                for target in self._targets(part.file, kind, pointer, node):
                    if target in seen:
                        continue
                    seen.add(target)
                    if target.kind in _SECTIONS and target.file is not self.main:
                        self.parts[target] = ""
                    if target.kind not in _SECTIONS or target.file is not self.main:
                        pending.append(target)

    def _targets(
        self, file: Source, kind: Kind, pointer: Pointer, node: JsonObject
    ) -> list[_Part]:
        found: list[_Part | None] = []
        if kind is not Kind.COMPONENTS and isinstance(ref := node.get("$ref"), str):
            found.append(self._part(file, kind, pointer, ref))
        if isinstance(ref := mapping_at(node, "content").get("$ref"), str):
            target = self._part(file, Kind.MEDIA, (*pointer, "content"), ref)
            found += _media(target).values()
        for tag, ref in mapping_at(node, "discriminator", "mapping").items():
            if isinstance(ref, str):
                found.append(self._tagged(file, (*pointer, *_MAPPING, tag), ref))
        return [each for each in found if each is not None]

    def _tagged(self, file: Source, at: Pointer, ref: str) -> _Part | None:
        """Find what a value of a discriminator means: a reference, or the name of a component."""
        if "#" in ref or _FILE.search(ref):
            return self._part(file, Kind.SCHEMA, at, ref)
        pointer = ("components", "schemas", ref)
        if file is self.main or ref not in mapping_at(file.data, *pointer[:2]):
            return None
        return _Part(file, pointer, Kind.SCHEMA)

    def _part(self, file: Source, kind: Kind, at: Pointer, ref: str) -> _Part | None:
        """Find what a reference leads to; None where it leads nowhere."""
        key = (file, at)
        if key not in self.found:
            try:
                self.found[key] = self._followed(file, kind, ref)
            except NeighbourError as error:
                self.found[key] = None
                self.refused.add(key)
                if error.message:
                    self._report(error, ref, file.place(*at))
        return self.found[key]

    def _followed(self, file: Source, kind: Kind, ref: str) -> _Part | None:
        """Follow a reference; None where a later stage tells that it leads nowhere.

        Raises:
            NeighbourError: it leads nowhere, or where it must not.
        """
        name, _, fragment = ref.partition("#")
        target = file
        if name and name not in self._reach(file).ids:
            target = self.neighbours.read(name, beside=file.path)
            name = ""
        pointer = self._reach(target).pointer_of(f"{name}#{fragment}")
        if pointer is not None:
            part = _Part(target, pointer, kind)
            if isinstance(part.value, dict | bool):
                return part
        if target is self.main and kind is not Kind.MEDIA:
            return None
        raise NeighbourError("dangling-ref", f"is not defined; expected a {kind.value}")

    def _report(self, error: NeighbourError, ref: str, place: NodePlace) -> None:
        self.problems.report(
            error.rule,
            Severity.UNSUPPORTED,
            f"{quote(ref)} {error.message}",
            place,
            help=error.help or REMEDY,
        )

    def _reach(self, file: Source) -> Reach:
        if file not in self.reaches:
            self.reaches[file] = Reach(file.data)
        return self.reaches[file]

    def _name(self) -> None:
        """Name components as their files do; where several want one name, by the file as well."""
        components = mapping_at(self.main.data, "components")
        wanted = Counter((part.kind, part.names()[0]) for part in self.parts)
        taken: set[tuple[Kind, str]] = set()
        for part in sorted(self.parts, key=_order):
            own = mapping_at(components, _SECTIONS[part.kind])
            name, other = part.names()
            if wanted[part.kind, name] > 1 or name in own:
                name = other
            unique, number = name, 2
            while unique in own or (part.kind, unique) in taken:
                unique = f"{name}_{number}"
                number += 1
            taken.add((part.kind, unique))
            self.parts[part] = unique

    def _written(
        self,
        part: _Part,
        value: JsonObject,
        here: Pointer,
        above: tuple[_Part, ...] = (),
    ) -> JsonObject:
        """Write a node of some file in terms of the document.

        Args:
            here: Where it is in the document.
            above: What is being put in its place on the way here, so that a circle ends.
        """

        def change(kind: Kind, pointer: Pointer, node: JsonObject) -> JsonObject:
            at = here + pointer[len(part.pointer) :]
            return self._changed(part.file, kind, pointer, node, at, above)

        return rewrite(value, change, part.kind, part.pointer)

    def _changed(
        self,
        file: Source,
        kind: Kind,
        pointer: Pointer,
        node: JsonObject,
        here: Pointer,
        above: tuple[_Part, ...],
    ) -> JsonObject:
        mapping = mapping_at(node, *_MAPPING)
        if mapping:
            settled: JsonObject = {
                tag: self._settled(file, (*pointer, *_MAPPING, tag), ref)
                for tag, ref in mapping.items()
            }
            node = with_value(node, _MAPPING, settled)
        if isinstance(ref := mapping_at(node, "content").get("$ref"), str):
            target = self._part(file, Kind.MEDIA, (*pointer, "content"), ref)
            content = self._content(target, (*here, "content"), above)
            node = {**node, "content": content}
        ref = node.get("$ref")
        if kind is Kind.COMPONENTS or not isinstance(ref, str):
            return node
        target = self._part(file, kind, pointer, ref)
        rest = without(node, "$ref")
        if target is None:
            is_told = (file, pointer) in self.refused
            return {**rest, **(untyped(kind) or {})} if is_told else node
        if kind in _SECTIONS:
            return {**node, "$ref": self._ref(target)}
        return {**self._inlined(target, here, above), **rest}

    def _settled(self, file: Source, at: Pointer, ref: Json) -> Json:
        target = self._tagged(file, at, ref) if isinstance(ref, str) else None
        return ref if target is None else self._ref(target)

    def _ref(self, target: _Part) -> str:
        """Write a reference to a part from within the document."""
        if target.file is self.main:
            return format_pointer(target.pointer)
        section = _SECTIONS[target.kind]
        return format_pointer(("components", section, self.parts[target]))

    def _inlined(
        self, target: _Part, here: Pointer, above: tuple[_Part, ...]
    ) -> JsonObject:
        """Return a copy of a part that has no component of its own."""
        value = target.value
        if not isinstance(value, dict):
            return {}
        if target in above:
            self.problems.report(
                "circular-ref",
                Severity.UNSUPPORTED,
                "a reference leads back to itself; expected a definition at its end",
                target.place(),
                help=REMEDY,
            )
            return {}
        self.places[here] = target.place()
        return self._written(target, value, here, (*above, target))

    def _content(
        self, target: _Part | None, here: Pointer, above: tuple[_Part, ...]
    ) -> JsonObject:
        """Return the content that a reference stands for (OpenAPI 3.2, `components.mediaTypes`)."""
        if target is None:
            return {"application/json": {"schema": {}}}
        return {
            name: self._inlined(part, (*here, name), above)
            for name, part in _media(target).items()
        }


def _media(target: _Part | None) -> dict[str, _Part]:
    """List the media types behind a reference to a whole `content`, or to one of JSON."""
    value = target.value if target else None
    if target is None or not isinstance(value, dict):
        return {}
    if not any("/" in key for key in value):
        return {"application/json": target}
    return {
        name: _Part(target.file, (*target.pointer, name), Kind.MEDIA) for name in value
    }


def _order(part: _Part) -> tuple[str, Pointer, str]:
    return part.file.path, part.pointer, part.kind.value
