"""Give every model and resource class its public name, and remember all public names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.arguments import argument_key
from specweld.api.drafts import ObjectDraft
from specweld.api.fields import field_key
from specweld.api.models import ObjectModel
from specweld.api.nameless import phrase, place_of, surroundings
from specweld.api.resources import resource_class
from specweld.api.short_names import short_components, short_phrases
from specweld.api.spelling import BUILTINS, KEYWORDS, class_identifier, is_class_name
from specweld.contract.nodes import SchemaId, is_component
from specweld.diagnostics import Severity
from specweld.json_types import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.api.api import Api
    from specweld.api.drafts import Draft
    from specweld.api.input import Input
    from specweld.api.nameless import Surroundings
    from specweld.api.types import ModelId
    from specweld.json_types import Pointer

LONGEST = 60
"""Characters of a public name before we ask for a better one."""

RESERVED = (
    frozenset(
        {
            "Annotated",
            "Any",
            "As",
            "AsyncBinaryResponse",
            "AsyncClient",
            "AsyncEventStream",
            "AsyncPage",
            "AsyncTransport",
            "BinaryResponse",
            "ClassVar",
            "CursorPaging",
            "EscapedModel",
            "EventStream",
            "File",
            "FileContent",
            "Hidden",
            "LinkPaging",
            "Literal",
            "Mapping",
            "Model",
            "NotRequired",
            "OffsetPaging",
            "Open",
            "OpenInt",
            "Page",
            "PageNumberPaging",
            "Paging",
            "Sequence",
            "SyncClient",
            "TYPE_CHECKING",
            "Transport",
            "TypeAlias",
            "TypedDict",
            "UNSET",
            "UnsetType",
        }
    )
    | BUILTINS
    | KEYWORDS
)
"""What the modules that import models use besides them."""

USED_BY_CLIENTS = frozenset(
    {
        *("BasicCredentials", "ClientCredentials", "ClientOptions", "CookieKey"),
        "HeaderKey",
        *("OnDrift", "QueryKey"),
        *("Secret", "Settings", "Unpack"),
    }
)
"""What the modules of the clients use beyond that: no client is called so."""


@dataclass(slots=True, kw_only=True)
class Names:
    """Class names that are given away, none of them twice even without regard to case.

    A file system may not tell `ABTest` from `AbTest`, and large clients have a file a model.
    """

    reserved: frozenset[str]
    _taken: set[str] = field(default_factory=set[str])

    def claim(self, name: str) -> bool:
        """Take a name exactly as it is; False when somebody has it."""
        if name in self.reserved or name.casefold() in self._taken:
            return False
        self._taken.add(name.casefold())
        return True

    def find(self, wanted: str, suffix: str) -> str:
        """Take the first free one of `Voice`, `VoiceModel`, `Voice2`, `Voice3`."""
        for name in (wanted, f"{wanted}{suffix}"):
            if self.claim(name):
                return name
        number = 2
        while not self.claim(f"{wanted}{number}"):
            number += 1
        return f"{wanted}{number}"


def name_models(
    source: Input,
    drafts: Mapping[ModelId, Draft],
    names: Names,
    *,
    anchors: Mapping[Pointer, str],
    pinned: Mapping[str, str],
) -> dict[ModelId, str]:
    """Name all models: pinned names, those of the last run, components, what lies inside.

    A component that is spelled as a class keeps its name before one that must be
    respelled. A model without a name of its own is called after what it is in.
    """
    found: dict[ModelId, str] = {}
    for known in (pinned, source.previous):
        for model_id in drafts:
            is_known = known is pinned or is_stable(model_id)
            name = known.get(model_id, "") if is_known else ""
            if model_id not in found and name.isidentifier() and names.claim(name):
                found[model_id] = name
    components = dict(_components(drafts))
    short = short_components(components)
    for model_id, own_name in components.items():
        if model_id in found:
            continue
        if (better := short.get(model_id, "")) and names.claim(better):
            found[model_id] = better
            continue
        wanted = class_identifier(own_name, fallback="Schema")
        found[model_id] = names.find(wanted, "Model")
    _name_nameless(source, drafts, names, anchors, found, pinned)
    _report_long_names(source, drafts, found)
    return found


def _name_nameless(
    source: Input,
    drafts: Mapping[ModelId, Draft],
    names: Names,
    anchors: Mapping[Pointer, str],
    found: dict[ModelId, str],
    pinned: Mapping[str, str],
) -> None:
    """Name what has no name of its own, after what has one; those around others first.

    A name that the last run made is no reason for another one, or the second run would differ.
    """
    has_own = [e for e in found if e in pinned or is_component(SchemaId(e))]
    bases = {_place(drafts[each]): found[each] for each in has_own}
    known = surroundings(source, bases, anchors)
    inside = sorted(
        drafts.keys() - {*has_own}, key=lambda each: (each.count("/"), each)
    )
    wishes = {each: _wishes(known, _place(drafts[each])) for each in inside}
    wanted = Counter(name.casefold() for each in wishes.values() for name in each)
    for each in inside:
        if each not in found:
            found[each] = _name_inside(names, wishes[each], wanted)


def _wishes(known: Surroundings, place: Pointer) -> tuple[str, ...]:
    """List what a schema without a name may be called: the most telling first, the longest last."""
    phrases = short_phrases(*phrase(known, place))
    names = (class_identifier(each, fallback="Schema") for each in phrases)
    return tuple(dict.fromkeys(names))


def _name_inside(names: Names, wishes: Sequence[str], wanted: Mapping[str, int]) -> str:
    """Take the first name that nothing else may be called; the longest if there is none."""
    for each in wishes:
        if wanted[each.casefold()] == 1 and names.claim(each):
            return each
    return names.find(wishes[-1], "Model")


def _place(draft: Draft) -> Pointer:
    """Return where a model stands; the class of a schema of several types stands with it."""
    return place_of(draft.schema.id if isinstance(draft, ObjectDraft) else draft.id)


def _components(drafts: Iterable[ModelId]) -> list[tuple[ModelId, str]]:
    """List the named schemas with their names, those that are spelled as classes first."""
    named = [
        (each, parse_pointer(each)[-1])
        for each in drafts
        if is_component(SchemaId(each))
    ]
    return sorted(named, key=lambda pair: (not is_class_name(pair[1]), pair[1]))


def _report_long_names(
    source: Input, drafts: Mapping[ModelId, Draft], names: Mapping[ModelId, str]
) -> None:
    for model_id, name in names.items():
        if len(name) > LONGEST:
            source.reporter.report_at(
                "long-name",
                Severity.WARNING,
                f"`{name}` has {len(name)} characters; expected at most {LONGEST}",
                drafts[model_id].origin.pointer,
                help=f'pin a shorter name: "{model_id}" = "{name[:20]}"',
            )


def name_resources(
    names: Names, paths: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Name the classes of resources, so that none is called like a model it may import."""
    return {
        path: names.find(resource_class(path), "Resource") for path in paths if path
    }


def claim_previous_resources(
    source: Input, names: Names, paths: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Keep the resource classes of the last run, before any newcomer is named."""
    kept: dict[tuple[str, ...], str] = {}
    for path in paths:
        name = source.previous.get(resource_key(path), "")
        if path and name.isidentifier() and names.claim(name):
            kept[path] = name
    return kept


def resource_key(path: tuple[str, ...]) -> str:
    """Name a resource in the manifest of public names: `client.voices.settings`."""
    return ".".join(("client", *path))


def is_stable(pointer: str) -> bool:
    """Return whether a pointer means the same place after something was added elsewhere.

    Positions in a list do not: what is second today may be third tomorrow.
    """
    return not any(part.isdecimal() for part in pointer.split("/"))


def public_names(api: Api) -> dict[str, str]:
    """List the public names by document place, for the manifest: the next run keeps them.

    Fields and arguments are listed only where their name is not the wire's own.
    """
    found: dict[str, str] = {}
    for model_id, model in api.models.items():
        if is_stable(model_id):
            found[model_id] = model.name
        if isinstance(model, ObjectModel):
            for each in model.fields:
                key = field_key(each.origin.pointer)
                if each.name != each.wire_name and is_stable(key):
                    found[key] = each.name
    for resource in api.resources:
        if resource.path:
            found[resource_key(resource.path)] = resource.class_name
    for operation in api.operations:
        found[operation.id] = operation.qualified_name
        for argument in operation.inputs:
            if argument.name != argument.wire_name:
                found[argument_key(operation.id, argument)] = argument.name
    return dict(sorted(found.items()))
