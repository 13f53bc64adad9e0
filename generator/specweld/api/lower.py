"""Lower a contract to the language model: every type and name of the client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.api import Api, Coverage
from specweld.api.auth import lower_auth
from specweld.api.building import build_model
from specweld.api.calls import build_operation, lower_call
from specweld.api.client_names import name_client
from specweld.api.drafts import AliasDraft, draft_types
from specweld.api.graph import usages
from specweld.api.input import Input
from specweld.api.methods import name_methods
from specweld.api.names import (
    RESERVED,
    Names,
    claim_previous_resources,
    name_models,
    name_resources,
)
from specweld.api.recursion import circular_schemas, endless_components
from specweld.api.resources import (
    build_resources,
    resource_class,
    resource_paths,
    tag_descriptions,
)
from specweld.api.schemas import lower_component
from specweld.api.servers import lower_servers
from specweld.api.spelling import constant_case
from specweld.api.types import AnyType, ModelId, ModelRef, fold
from specweld.contract.reporter import Reporter
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.api.calls import Call
    from specweld.api.drafts import Draft
    from specweld.api.models import Model
    from specweld.api.types import TypeRef
    from specweld.api.wishes import MethodPath
    from specweld.contract.nodes import Contract
    from specweld.diagnostics import Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerOptions:
    """What the config and the last run have to say about names."""

    package: str
    client_name: str = ""
    """Empty to take it from the docs' samples, else from the package name."""
    pinned: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names by document place: `GET /v1/x` -> `voices.search`, `#/components/schemas/X` -> `Y`."""
    previous: Mapping[str, str] = field(default_factory=dict[str, str])
    """What `public_names` gave for the last run."""
    env_prefix: str = ""
    """Empty to derive it from the package name."""


def lower(contract: Contract, options: LowerOptions, problems: Problems) -> Api:
    """Turn a contract into the model of a client.

    Whatever is not supported is reported, with its place, and the rest goes on.
    """
    source = read_input(contract, options, problems)
    env_prefix = options.env_prefix or constant_case(options.package, fallback="API")
    servers = lower_servers(source)
    credentials = lower_auth(source, env_prefix=env_prefix, servers=servers)
    methods = name_methods(source, contract.operations, options.pinned)
    calls = [lower_call(source, each, credentials) for each in contract.operations]
    drafts: dict[ModelId, Draft] = {}
    for each in _drafts(source, calls):
        drafts.setdefault(each.id, each)
    client_name = name_client(
        source, chosen=options.client_name, package=options.package
    )
    names, class_names = _name_classes(
        source, drafts, methods, options.pinned, client_name=client_name
    )
    models = _models(source, drafts, calls, names)
    operations = [
        build_operation(
            source,
            call,
            methods[call.declared.id],
            credentials=credentials,
            servers=servers,
            models=models,
        )
        for call in calls
    ]
    return Api(
        title=text_at(contract.info, "title"),
        version=text_at(contract.info, "version"),
        description=text_at(contract.info, "description"),
        client_name=client_name,
        package=options.package,
        servers=servers,
        auth=credentials.auth,
        resources=build_resources(
            operations,
            client_name=client_name,
            class_names=class_names,
            descriptions=tag_descriptions(contract.tags),
        ),
        models=models,
        coverage=_coverage(contract, calls, models),
        origin=source.origin(contract),
    )


def read_input(contract: Contract, options: LowerOptions, problems: Problems) -> Input:
    """Put together what lowering reads."""
    return Input(
        contract=contract,
        reporter=Reporter(document=contract.document, problems=problems),
        previous=options.previous,
        circular=circular_schemas(contract.schemas),
        endless=endless_components(contract.schemas),
    )


def _drafts(source: Input, calls: Sequence[Call]) -> Iterator[Draft]:
    for each in source.contract.components:
        yield from lower_component(source, each)
    for call in calls:
        yield from call.drafts


def _models(
    source: Input,
    drafts: Mapping[ModelId, Draft],
    calls: Sequence[Call],
    names: Mapping[ModelId, str],
) -> dict[ModelId, Model]:
    travels = usages(
        {each: draft_types(draft) for each, draft in drafts.items()},
        sent=(sent for call in calls for sent in call.sent()),
        received=(received for call in calls for received in call.received()),
    )
    pages = _pages(drafts, calls)
    return {
        each: build_model(
            source,
            draft,
            name=names[each],
            usage=travels[each],
            is_page=each in pages,
        )
        for each, draft in drafts.items()
    }


def _pages(drafts: Mapping[ModelId, Draft], calls: Sequence[Call]) -> set[ModelId]:
    """Gather the objects that `GET` answers with: each may turn out to be one page of a list."""
    found: set[ModelId] = set()
    for call in calls:
        answer = call.response.type if call.declared.method == "GET" else None
        while isinstance(answer, ModelRef) and answer.id not in found:
            found.add(answer.id)
            draft = drafts.get(answer.id)
            answer = draft.target if isinstance(draft, AliasDraft) else None
    return found


def _name_classes(
    source: Input,
    drafts: Mapping[ModelId, Draft],
    methods: Mapping[str, MethodPath],
    pinned: Mapping[str, str],
    *,
    client_name: str,
) -> tuple[dict[ModelId, str], dict[tuple[str, ...], str]]:
    """Name models and resource classes."""
    names = Names(reserved=RESERVED | {client_name, f"Async{client_name}"})
    paths = resource_paths(path[:-1] for path in methods.values())
    kept = claim_previous_resources(source, names, paths)
    anchors = {
        each.pointer: resource_class(methods[each.id])
        for each in source.contract.operations
    }
    found = name_models(source, drafts, names, anchors=anchors, pinned=pinned)
    others = [path for path in paths if path not in kept]
    return found, kept | name_resources(names, others)


def _coverage(
    contract: Contract, calls: Sequence[Call], models: Mapping[ModelId, Model]
) -> Coverage:
    bodies: list[TypeRef] = []
    for each in calls:
        if each.body is not None and each.body.argument is not None:
            bodies.append(each.body.argument.type)
        bodies += each.results()
    return Coverage(
        operations=len(calls),
        operations_found=contract.operations_found,
        schemas=sum(ModelId(each) in models for each in contract.components),
        schemas_found=len(contract.components),
        untyped_bodies=sum(_is_untyped(each) for each in bodies),
    )


def _is_untyped(type: TypeRef) -> bool:
    def is_untyped(each: TypeRef, inner: tuple[bool, ...]) -> bool:
        return any(inner) or (isinstance(each, AnyType) and bool(each.reason))

    return fold(type, is_untyped)
