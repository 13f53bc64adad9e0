"""Give every model and resource class its public name, and remember all public names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.arguments import argument_key
from specweld.api.fields import field_key
from specweld.api.models import ObjectModel
from specweld.api.phrases import phrase
from specweld.api.resources import resource_class
from specweld.api.unions import is_component
from specweld.api.words import BUILTINS, KEYWORDS, class_identifier, is_class_name
from specweld.diagnostics import Severity
from specweld.json_types import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.api.api import Api
    from specweld.api.lowering import Lowering
    from specweld.api.models import Model
    from specweld.api.node import Node
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
            "EventStream",
            "File",
            "FileContent",
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
        *("BasicCredentials", "ClientOptions", "HeaderKey", "OnDrift", "QueryKey"),
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
    lowering: Lowering,
    root: Node,
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
    for known in (pinned, lowering.previous):
        for model_id in lowering.models:
            name = (
                known.get(model_id, "")
                if known is pinned or is_stable(model_id)
                else ""
            )
            if model_id not in found and name.isidentifier() and names.claim(name):
                found[model_id] = name
    components, inline = _by_kind(lowering.models)
    components.sort(key=lambda pair: (not is_class_name(pair[1]), pair[1]))
    for model_id, own_name in components:
        if model_id not in found:
            found[model_id] = names.find(
                class_identifier(own_name, fallback="Schema"), "Model"
            )
    bases = {
        lowering.models[model_id].origin.pointer: name
        for model_id, name in found.items()
    }
    for model_id in sorted(inline, key=lambda model_id: model_id.count("/")):
        pointer = lowering.models[model_id].origin.pointer
        if model_id not in found:
            words = phrase(root, pointer, bases, anchors)
            found[model_id] = names.find(
                class_identifier(words, fallback="Schema"), "Model"
            )
        bases.setdefault(pointer, found[model_id])
    _report_long_names(lowering, found)
    return found


def _by_kind(
    models: Mapping[ModelId, Model],
) -> tuple[list[tuple[ModelId, str]], list[ModelId]]:
    components: list[tuple[ModelId, str]] = []
    inline: list[ModelId] = []
    for model_id, model in models.items():
        pointer = model.origin.pointer
        if is_component(model_id) and model_id == format_pointer(pointer):
            components.append((model_id, pointer[2]))
        else:
            inline.append(model_id)
    return components, inline


def _report_long_names(lowering: Lowering, names: Mapping[ModelId, str]) -> None:
    for model_id, name in names.items():
        if len(name) > LONGEST:
            origin = lowering.models[model_id].origin
            lowering.problems.report(
                "long-name",
                Severity.WARNING,
                f"`{name}` has {len(name)} characters; expected at most {LONGEST}",
                origin.place,
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
    lowering: Lowering, names: Names, paths: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Keep the resource classes of the last run, before any newcomer is named."""
    kept: dict[tuple[str, ...], str] = {}
    for path in paths:
        name = lowering.previous.get(resource_key(path), "")
        if path and name.isidentifier() and names.claim(name):
            kept[path] = name
    return kept


def resource_key(path: tuple[str, ...]) -> str:
    """Name a resource in the manifest of public names: `client.voices.settings`."""
    return ".".join(("client", *path))


def is_stable(pointer: str) -> bool:
    """Tell whether a pointer means the same place after something was added elsewhere.

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
        body = operation.body.arguments if operation.body else ()
        for argument in (*operation.arguments, *body):
            if argument.name != argument.wire_name:
                found[argument_key(operation.id, argument)] = argument.name
    return dict(sorted(found.items()))
