"""Compares two sides: everything that differs, once, with what it means on the wire and in Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.arrivals import Moving, settle_models
from specweld.diff.assemble import Assembly
from specweld.diff.calls import Calls
from specweld.diff.canonical import view_schema
from specweld.diff.change import Bump, Comparison, SideInfo, SubjectKind, SymbolChange
from specweld.diff.connection import compare_connection
from specweld.diff.finding import Finding, Findings, Spot, fold_copies
from specweld.diff.keywords import leaf_findings
from specweld.diff.layout import fold_layout, is_from_pages, layout_note
from specweld.diff.layout_keywords import fold_keywords
from specweld.diff.leaf_documents import walk_documents
from specweld.diff.leaves import LeafWalk, claim
from specweld.diff.lifted import lifted_differences
from specweld.diff.models import compare_models
from specweld.diff.operations import compare_operation, operation_finding
from specweld.diff.owners import Owners
from specweld.diff.pair import (
    ModelPairs,
    OperationPairs,
    is_component,
    pair_models,
    pair_operations,
)
from specweld.diff.reach import Reach
from specweld.diff.surface import surface_names
from specweld.diff.titles import Titles
from specweld.diff.type_edits import Types
from specweld.json_types import JsonObject, Pointer, parse_pointer, resolve_pointer

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.types import ModelId
    from specweld.diff.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """Two sides, with everything in them matched."""

    old: Side
    new: Side
    operations: OperationPairs
    models: ModelPairs
    old_reach: Reach
    new_reach: Reach
    titles: Titles
    missing: frozenset[str]
    """Operations of the old side that the new side may merely not show."""

    hidden: frozenset[ModelId]
    """Models of the old side that only such operations use or describe."""

    @property
    def leaving(self) -> Moving:
        """Return the models that only the old side has."""
        return Moving(
            api=self.old.api,
            titles=self.titles,
            models=tuple(
                each
                for each in self.old.api.models
                if each not in self.models.new_by_old and each not in self.hidden
            ),
            is_added=False,
            homes=self.old_reach.homes,
            names_elsewhere=_names(self.new.api.models.values()),
            successors={
                old: self.new.api.models[new].name
                for old, new in self.models.successors.items()
            },
        )

    @property
    def arriving(self) -> Moving:
        """Return the models that only the new side has."""
        return Moving(
            api=self.new.api,
            titles=self.titles,
            models=tuple(
                each
                for each in self.new.api.models
                if each not in self.models.old_by_new
            ),
            is_added=True,
            homes=self.new_reach.homes,
            names_elsewhere=_names(self.old.api.models.values()),
        )


def compare(old: Side, new: Side, *, complete: bool) -> Comparison:
    """Find everything that differs between two sides.

    Args:
        complete: The new side shows the whole API, so that what it lacks is gone. Otherwise
            an operation that only the old side has is listed as a missing page.
    """
    matched = _match(old, new, complete=complete)
    findings = _settle(matched, _language_findings(matched))
    walk = _walk(matched, findings)
    everything = Findings()
    everything.extend(findings)
    everything.extend(
        leaf_findings(walk.leaves.values(), Owners(old.api), Owners(new.api))
    )
    kept, notes = fold_layout(everything.all(), old.api, new.api)
    if is_from_pages(old.api) or is_from_pages(new.api):
        kept, more = fold_keywords(kept, old.document.data, new.document.data)
        notes = (*notes, *more)
    assembly = Assembly(old, new, (matched.old_reach, matched.new_reach))
    facts, texts = lifted_differences(old.lifted or {}, new.lifted or {})
    found = {trait: len(places) for trait, places in walk.layout.items()}
    traits = sorted((found | ({"credential-flags": facts} if facts else {})).items())
    return Comparison(
        old=_info(old),
        new=_info(new),
        changes=assembly.changes(fold_copies(kept)),
        layout=(*notes, *(layout_note(*each) for each in traits)),
        docs_changes=len(walk.documentation) + texts,
        pages_missing=tuple(sorted(matched.missing)),
    )


def _info(side: Side) -> SideInfo:
    return SideInfo(
        label=side.label,
        title=side.api.title,
        version=side.api.version,
        operations=len(side.api.operations),
        models=len(side.api.models),
        is_valid=side.is_valid,
    )


def _match(old: Side, new: Side, *, complete: bool) -> _Matched:
    operations = pair_operations(old.api.operations, new.api.operations)
    missing = frozenset(() if complete else (each.id for each in operations.removed))
    old_reach = Reach(old.api, old.document)
    hidden = _hidden(old.api, old_reach, missing)
    return _Matched(
        old=old,
        new=new,
        operations=operations,
        models=pair_models(old.api, new.api, operations, hidden=hidden),
        old_reach=old_reach,
        new_reach=Reach(new.api, new.document),
        titles=Titles(old.api, new.api),
        missing=missing,
        hidden=hidden,
    )


def _hidden(api: Api, reach: Reach, missing: frozenset[str]) -> frozenset[ModelId]:
    """List the models that only missing operations use or describe."""
    return frozenset(
        each
        for each in api.models
        if any(
            found and missing.issuperset(found)
            for found in (reach.operations(each), reach.homes(each))
        )
    )


def _language_findings(matched: _Matched) -> tuple[Finding, ...]:
    """Compare the two language models."""
    types = Types(matched.old.api, matched.new.api, matched.models)
    findings = Findings()
    findings.extend(compare_connection(matched.old.api, matched.new.api))
    findings.extend(compare_models(types))
    for before, after in matched.operations.both:
        calls = Calls(
            old=before,
            new=after,
            old_document=matched.old.document.data,
            new_document=matched.new.document.data,
            types=types,
        )
        findings.extend(compare_operation(calls))
    for each in matched.operations.added:
        findings.add(operation_finding(each, is_added=True))
    for each in matched.operations.removed:
        if each.id not in matched.missing:
            findings.add(operation_finding(each, is_added=False))
    return tuple(each for each in findings.all() if not _has_moved(each, matched))


def _has_moved(finding: Finding, matched: _Matched) -> bool:
    """Tell a default that stands on the other side in what the schema refers to."""
    old, new = finding.spot.old, finding.spot.new
    if finding.keyword != "default" or old is None or new is None:
        return False
    before = _default_at(matched.old.document.data, old)
    return before is not None and before == _default_at(matched.new.document.data, new)


def _default_at(document: JsonObject, pointer: Pointer) -> str | None:
    try:
        node = resolve_pointer(document, pointer)
    except KeyError:
        return None
    if isinstance(node, dict) and "schema" in node:
        node, pointer = node["schema"], (*pointer, "schema")
    value = view_schema(document, (node, pointer)).keywords.get("default")
    return None if value is None else json.dumps(value, sort_keys=True)


def _settle(matched: _Matched, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Account for the models and names that only one side has."""
    findings = settle_models(findings, matched.leaving)
    findings = settle_models(findings, matched.arriving)
    return (*findings, *_unexplained(matched, findings))


def _names(models: Iterable[Model]) -> frozenset[str]:
    return frozenset(each.name for each in models)


def _unexplained(matched: _Matched, findings: tuple[Finding, ...]) -> list[Finding]:
    """Report public names that came or went and that no finding mentions."""
    known = surface_names(matched.old.api)
    old = surface_names(matched.old.api, without=matched.missing, hidden=matched.hidden)
    new = surface_names(matched.new.api)
    gone = {symbol.old for each in findings for symbol in each.symbols}
    come = {symbol.new for each in findings for symbol in each.symbols}
    found = [_name_finding(name, is_added=False) for name in sorted(old - new - gone)]
    return found + [
        _name_finding(name, is_added=True) for name in sorted(new - known - come)
    ]


def _name_finding(name: str, *, is_added: bool) -> Finding:
    verb = "added" if is_added else "removed"
    return Finding(
        topic=f"python-name-{verb}",
        rules=(f"python-name-{verb}",),
        spot=Spot(kind=SubjectKind.API, name=name),
        message=f"the name `{name}` is {'new' if is_added else 'gone'}",
        old=None if is_added else name,
        new=name if is_added else None,
        symbols=(
            SymbolChange(old="" if is_added else name, new=name if is_added else ""),
        ),
        python=Bump.MINOR if is_added else Bump.MAJOR,
    )


def _walk(matched: _Matched, findings: tuple[Finding, ...]) -> LeafWalk:
    """Walk the two documents for what no finding accounts for."""
    old_claims, new_claims = claim(findings)
    for each in matched.leaving.models:
        old_claims.add(matched.old.api.models[each].origin.pointer, "")
    for each in matched.arriving.models:
        new_claims.add(matched.new.api.models[each].origin.pointer, "")
    documents = (matched.old.document.data, matched.new.document.data)
    walk = LeafWalk(documents, (old_claims, new_claims))
    places = [
        (before.origin.pointer, after.origin.pointer)
        for before, after in matched.operations.both
    ]
    renamed = {old: new for old, new in matched.models.new_by_old.items() if old != new}
    for old, new in renamed.items():
        walk.schemas_at(parse_pointer(old), parse_pointer(new))
    walk_documents(walk, places, _skipped(matched))
    return walk


def _skipped(matched: _Matched) -> set[Pointer]:
    """Name the nodes of the old side that the new side may merely not show."""
    skipped = {
        each.origin.pointer[:3]
        for each in matched.operations.removed
        if each.id in matched.missing
    }
    models = matched.old.api.models
    return skipped | {
        models[each].origin.pointer for each in matched.hidden if is_component(each)
    }
