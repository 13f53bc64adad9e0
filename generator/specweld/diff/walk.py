"""One walk over two contracts: everything that differs, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.contract.nodes import In
from specweld.diff.alike import are_spelled_alike, likest, match, signature
from specweld.diff.content_walk import STRUCTURE, ContentWalk
from specweld.diff.edit import Edit, EditKind
from specweld.diff.ledger import Ledger
from specweld.diff.schema_pairs import SchemaPairs, Stop
from specweld.diff.schema_walk import SchemaWalk
from specweld.diff.sunset import is_planned
from specweld.json_types import Json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from specweld.contract.nodes import (
        Contract,
        Facts,
        Operation,
        Parameter,
        SchemaId,
        Scheme,
        Server,
    )


@dataclass(slots=True, kw_only=True)
class Walk:
    """Walks two contracts."""

    old: Contract
    new: Contract
    ledger: Ledger
    pairs: SchemaPairs = field(init=False)
    schemas: SchemaWalk = field(init=False)
    content: ContentWalk = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = SchemaPairs(
            old=self.old.schemas,
            new=self.new.schemas,
            report=self.ledger.report,
            twins=self.ledger.twins,
            today=self.ledger.today,
        )
        self.schemas = SchemaWalk(pairs=self.pairs)
        self.content = ContentWalk(ledger=self.ledger, schemas=self.schemas)

    def components(self, skipped: frozenset[SchemaId]) -> None:
        """Compare the named schemas that go by one name, and note that they do."""
        shared = [each for each in self.new.components if each in self.old.schemas]
        for each in shared:
            self.pairs.pair(each, each)
        for each in shared:
            if each not in skipped:
                self.schemas.compare(Stop(old=each, new=each))

    def operation(self, old: Operation, new: Operation) -> None:
        """Compare two operations that are the same one."""
        self.ledger.is_first(old.pointer, new.pointer)
        places = old.pointer, new.pointer
        self.ledger.facts(
            EditKind.OPERATION, (old.pointer, old.facts), (new.pointer, new.facts)
        )
        self.ledger.facts(
            EditKind.OPERATION, (old.item, old.item_facts), (new.item, new.item_facts)
        )
        self._page(old, new)
        before, after = _place(old), _place(new)
        if before != after:
            values = f"{old.method} {old.path}", f"{new.method} {new.path}"
            self.ledger.keyword(EditKind.OPERATION, "path", places, values)
        urls = _urls(old), _urls(new)
        if urls[0] != urls[1]:
            self.ledger.keyword(EditKind.OPERATION, "servers", places, urls)
        self._parameters(old, new)
        self.content.body(old, new)
        self.content.answers(old, new)
        self._callbacks(old, new)

    def _page(self, old: Operation, new: Operation) -> None:
        """Compare what two pages say besides their documents; their own names say nothing of the API."""
        if not old.page or not new.page:
            return  # a whole document says nothing besides itself
        kept = {"methods", "endpoint", "endpoint-from", "page"}
        facts = [
            {key: value for key, value in each.page.items() if key not in kept}
            for each in (old, new)
        ]
        if facts[0] != facts[1]:
            places = old.pointer, new.pointer
            self.ledger.keyword(EditKind.OPERATION, "x-specweld", places, (None, None))

    def _parameters(self, old: Operation, new: Operation) -> None:
        pairs, left, right = match(
            old.parameters,
            new.parameters,
            (_key, _key),
            (_position(old), _position(new)),
            (_wire_name, _wire_name),
        )
        renamed, left, right = likest(left, right, self._rename_likeness)
        for before, after in [*pairs, *renamed]:
            self._parameter(before, after)
        for each in left:
            self._lone_parameter(each, None)
        for each in right:
            self._lone_parameter(None, each)

    def _lone_parameter(self, old: Parameter | None, new: Parameter | None) -> None:
        before = self.old.schemas.get(old.schema) if old and old.schema else None
        after = self.new.schemas.get(new.schema) if new and new.schema else None
        self.ledger.report(
            Edit(
                kind=EditKind.PARAMETER,
                old=old.pointer if old else None,
                new=new.pointer if new else None,
                old_schema=before,
                new_schema=after,
                is_required=new is not None and new.is_required,
                is_planned=old is not None and is_planned(old.facts, self.ledger.today),
            )
        )

    def _rename_likeness(self, old: Parameter, new: Parameter) -> float:
        """Return 1 for a parameter of one place and type whose name is put in other words."""
        is_same_place = (old.location, old.is_required) == (
            new.location,
            new.is_required,
        )
        return float(
            is_same_place
            and are_spelled_alike(old.name, new.name)
            and self._type(old, is_old=True) == self._type(new, is_old=False)
        )

    def _type(self, parameter: Parameter, *, is_old: bool) -> str:
        schemas = self.old.schemas if is_old else self.new.schemas
        return signature(schemas, parameter.schema, 1) if parameter.schema else ""

    def _parameter(self, old: Parameter, new: Parameter) -> None:
        if not self.ledger.is_first(old.pointer, new.pointer):
            return
        places = old.pointer, new.pointer
        if old.name != new.name:
            is_header = old.location is new.location is In.HEADER
            keyword = "summary" if is_header and old.key == new.key else "name"
            self.ledger.keyword(
                EditKind.PARAMETER, keyword, places, (old.name, new.name)
            )
        if old.location is not new.location:
            where = old.location.value, new.location.value
            self.ledger.keyword(EditKind.PARAMETER, "in", places, where)
        elif _style(old) != _style(new):
            self.ledger.keyword(
                EditKind.PARAMETER, "style", places, (_style(old), _style(new))
            )
        if old.is_required != new.is_required:
            needs = old.is_required, new.is_required
            self.ledger.keyword(EditKind.PARAMETER, "required", places, needs)
        self.ledger.facts(
            EditKind.PARAMETER,
            (old.pointer, old.facts),
            (new.pointer, new.facts),
            without=STRUCTURE,
        )
        self.content.schema(EditKind.PARAMETER, (places, old.schema, new.schema))
        if old.media and new.media:
            self.content.media(old.media, new.media)
        elif old.media or new.media:
            written = (
                old.media.content_type if old.media else None,
                new.media.content_type if new.media else None,
            )
            self.ledger.keyword(EditKind.PARAMETER, "content", places, written)

    def _callbacks(self, old: Operation, new: Operation) -> None:
        self.requests(EditKind.CALLBACK, old.callbacks, new.callbacks)

    def requests(
        self, kind: EditKind, old: Sequence[Operation], new: Sequence[Operation]
    ) -> None:
        """Compare what the server asks of somebody else: nothing that the client takes part in."""
        before = {(each.method, each.path): each for each in old}
        after = {(each.method, each.path): each for each in new}
        for key in {**before, **after}:
            one, other = before.get(key), after.get(key)
            if one is None or other is None:
                self.ledger.nodes(
                    kind, one.pointer if one else None, other.pointer if other else None
                )
            else:
                self._request(kind, one, other)

    def _request(self, kind: EditKind, old: Operation, new: Operation) -> None:
        """Compare two requests of the server; whatever differs is one edit."""
        inner = Walk(old=self.old, new=self.new, ledger=Ledger())
        inner.pairs.models = self.pairs.models
        inner.operation(old, new)
        own = [
            each
            for each, _ in inner.ledger.edits
            if (each.new or each.old or ())[:2] != ("components", "schemas")
        ]
        if own:
            values = sorted({each.keyword or each.kind.value for each in own})
            self.ledger.keyword(
                kind, "", (old.pointer, new.pointer), (None, list(values))
            )

    def document(self) -> None:
        """Compare all that belongs to no operation and no schema."""
        old, new = self.old, self.new
        self.ledger.facts(EditKind.DOCUMENT, ((), old.facts), ((), new.facts))
        for keyword in {**old.info, **new.info}:
            if old.info.get(keyword) != new.info.get(keyword):
                place = "info", keyword
                self.ledger.keyword(
                    EditKind.DOCUMENT, "summary", (place, place), (None, None)
                )
        self.requests(EditKind.WEBHOOK, old.webhooks, new.webhooks)
        before = {each.name: each for each in old.tags}
        for tag in new.tags:
            if tag.name in before:
                one = before[tag.name]
                self.ledger.facts(
                    EditKind.DOCUMENT,
                    (one.pointer, one.facts),
                    (tag.pointer, tag.facts),
                )
        names = before.keys(), {each.name for each in new.tags}
        if names[0] != names[1]:
            listed = list[Json](sorted(names[0])), list[Json](sorted(names[1]))
            self.ledger.keyword(
                EditKind.DOCUMENT, "tags", (("tags",), ("tags",)), listed
            )
        self._schemes(old.schemes, new.schemes)
        self._servers(old.servers, new.servers)

    def _schemes(self, old: Mapping[str, Scheme], new: Mapping[str, Scheme]) -> None:
        for name in {**old, **new}:
            before, after = old.get(name), new.get(name)
            if before is not None and after is not None:
                self.ledger.facts(
                    EditKind.SCHEME,
                    (before.pointer, _without_scopes(before.facts)),
                    (after.pointer, _without_scopes(after.facts)),
                )
            else:
                self.ledger.nodes(
                    EditKind.SCHEME,
                    before.pointer if before else None,
                    after.pointer if after else None,
                )

    def _servers(self, old: Sequence[Server], new: Sequence[Server]) -> None:
        before = {each.url: each for each in old}
        after = {each.url: each for each in new}
        for url in before.keys() & after.keys():
            one, other = before[url], after[url]
            self.ledger.facts(
                EditKind.SERVER, (one.pointer, one.facts), (other.pointer, other.facts)
            )
            if one.variables != other.variables:
                self.ledger.keyword(
                    EditKind.SERVER,
                    "variables",
                    (one.pointer, other.pointer),
                    (None, None),
                )
        if list(before) != list(after) and before.keys() == after.keys():
            places = ("servers",), ("servers",)
            order = list[Json](before), list[Json](after)
            self.ledger.keyword(EditKind.DOCUMENT, "server-order", places, order)


def _urls(operation: Operation) -> str:
    return ", ".join(each.url for each in operation.servers) or "the default server"


def _without_scopes(scheme: Facts) -> Facts:
    """Leave out the scopes that a scheme knows: those that operations ask for are told there."""
    flows = scheme.get("flows")
    if not isinstance(flows, dict):
        return scheme
    kept: dict[str, Json] = {
        name: {key: value for key, value in flow.items() if key != "scopes"}
        for name, flow in flows.items()
        if isinstance(flow, dict)
    }
    return {**scheme, "flows": kept}


def _key(parameter: Parameter) -> tuple[str, str]:
    return parameter.key


def _wire_name(parameter: Parameter) -> str:
    return parameter.name


def _position(operation: Operation) -> Callable[[Parameter], int | None]:
    """Say where in the path a parameter stands: its name there may be another one."""

    def position(parameter: Parameter) -> int | None:
        if parameter.location is not In.PATH:
            return None
        found = operation.path.find(f"{{{parameter.name}}}")
        return None if found < 0 else operation.path[:found].count("{")

    return position


def _place(operation: Operation) -> str:
    """Write method and path with the parameters by their position."""
    shape = operation.path
    for each in operation.parameters:
        if each.location is In.PATH:
            shape = shape.replace(f"{{{each.name}}}", "{}")
    return f"{operation.method} {shape}"


def _style(parameter: Parameter) -> str:
    return f"{parameter.style}{', exploded' if parameter.explode else ''}"
