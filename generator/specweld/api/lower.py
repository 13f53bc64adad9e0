"""Lower a merged document to the language model: every type and name of the client."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.api.api import Api, Coverage
from specweld.api.arguments import lower_parameters, name_arguments
from specweld.api.auth import lower_auth
from specweld.api.bodies import lower_body
from specweld.api.endpoints import count_operations, find_endpoints
from specweld.api.graph import usages
from specweld.api.lowering import Lowering
from specweld.api.methods import name_methods
from specweld.api.names import (
    RESERVED,
    USED_BY_CLIENTS,
    Names,
    claim_previous_resources,
    name_models,
    name_resources,
)
from specweld.api.node import Node, root_node
from specweld.api.operations import Constant, Operation
from specweld.api.paging import find_paging
from specweld.api.resources import (
    build_resources,
    resource_class,
    resource_paths,
    tag_descriptions,
)
from specweld.api.responses import lower_errors, lower_response
from specweld.api.rewriting import rewrite_model, rewrite_operation
from specweld.api.schemas import lower_component
from specweld.api.servers import lower_servers, own_base_url
from specweld.api.types import AnyType, ModelId, fold
from specweld.api.unions import break_alias_circles, settle_unions
from specweld.api.words import (
    class_identifier,
    constant_case,
    is_class_name,
    pascal_case,
)
from specweld.diagnostics import Severity
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from specweld.api.api import Server
    from specweld.api.auth import Credentials
    from specweld.api.endpoints import Endpoint
    from specweld.api.methods import MethodPath
    from specweld.api.models import Model
    from specweld.api.types import TypeRef
    from specweld.diagnostics import Problems
    from specweld.spec.document import Document


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


def lower(document: Document, options: LowerOptions, problems: Problems) -> Api:
    """Turn a merged document into the model of a client.

    Whatever is wrong or not supported is reported, with its place, and the rest goes on.
    """
    lowering = Lowering(problems=problems, previous=options.previous)
    root = root_node(document)
    endpoints = find_endpoints(lowering, root)
    components = _lower_components(lowering, root)
    env_prefix = options.env_prefix or constant_case(options.package, fallback="API")
    credentials = lower_auth(lowering, root, endpoints, env_prefix=env_prefix)
    servers = lower_servers(lowering, root)
    methods = name_methods(lowering, endpoints, options.pinned)
    operations = [
        _lower_operation(lowering, each, methods[each.id], credentials, servers)
        for each in endpoints
    ]
    operations = _settle(lowering, operations)
    client_name = _chosen_name(lowering, options.client_name) or _client_name(
        endpoints, options.package, root.text("info", "title")
    )
    class_names = _name_classes(
        lowering, root, endpoints, operations, options.pinned, client_name=client_name
    )
    travels = usages(lowering.models, operations)
    models = {
        model_id: replace(model, usage=travels[model_id])
        for model_id, model in lowering.models.items()
    }
    return Api(
        title=root.text("info", "title"),
        version=root.text("info", "version"),
        description=root.text("info", "description"),
        client_name=client_name,
        package=options.package,
        servers=servers,
        auth=credentials.auth,
        resources=build_resources(
            operations,
            client_name=client_name,
            class_names=class_names,
            descriptions=tag_descriptions(root),
        ),
        models=models,
        coverage=_coverage(root, operations, models, components),
        origin=root.origin(),
    )


def _lower_components(lowering: Lowering, root: Node) -> list[ModelId]:
    holder = root.get("components", "schemas")
    if holder is not None and not isinstance(holder.value, dict):
        lowering.malformed("schemas", "a mapping of schemas", holder)
    schemas = root.entries("components", "schemas")
    for _name, node in schemas:
        lower_component(lowering, node)
    return [ModelId(node.id) for _name, node in schemas]


def _lower_operation(
    lowering: Lowering,
    endpoint: Endpoint,
    path: MethodPath,
    credentials: Credentials,
    servers: tuple[Server, ...],
) -> Operation:
    node = endpoint.node
    parameters = lower_parameters(lowering, endpoint, credentials)
    body = lower_body(lowering, endpoint)
    inner = body.arguments if body else ()
    whole = (body.argument,) if body and body.argument else ()
    named = name_arguments(lowering, endpoint, (*parameters, *inner, *whole))
    arguments = named[: len(parameters)]
    if body is not None:
        rest = named[len(parameters) :]
        body = (
            replace(body, argument=rest[0]) if whole else replace(body, arguments=rest)
        )
        taken = {each.name for each in named}
        body = replace(body, constants=_accepted(body.constants, taken))
    return Operation(
        id=endpoint.id,
        resource=path[:-1],
        name=path[-1],
        method=endpoint.method,
        path=endpoint.path,
        summary=node.text("summary") or endpoint.item.text("summary"),
        description=node.text("description") or endpoint.item.text("description"),
        reference=_reference(node),
        arguments=arguments,
        body=body,
        response=lower_response(lowering, endpoint),
        errors=lower_errors(lowering, endpoint),
        paging=None,
        security=credentials.security_of(node),
        base_url=own_base_url(lowering, endpoint, servers),
        tags=node.texts("tags"),
        is_deprecated=node.is_true("deprecated"),
        origin=node.origin(),
    )


def _accepted(
    constants: Iterable[Constant], taken: Collection[str]
) -> tuple[Constant, ...]:
    """Let callers name the constants whose names are free: the docs' own samples do."""
    return tuple(
        replace(each, name="" if each.name in taken else each.name)
        for each in constants
    )


def _reference(node: Node) -> str:
    reference = node.fact("reference")
    if reference is not None and isinstance(reference.value, str):
        return reference.value
    return node.text("externalDocs", "url")


def _settle(lowering: Lowering, operations: Sequence[Operation]) -> list[Operation]:
    """Write unions inline where that works, break cycles, then look for paging."""
    settlement = settle_unions(lowering.ordered())
    lowering.models = {
        model_id: rewrite_model(model, settlement.inlined)
        for model_id, model in settlement.models.items()
    }
    break_alias_circles(lowering)
    rewritten = [rewrite_operation(each, settlement.inlined) for each in operations]
    return [
        replace(each, paging=find_paging(each, lowering.models)) for each in rewritten
    ]


def _client_name(endpoints: Iterable[Endpoint], package: str, title: str) -> str:
    """Take the class name that the docs' samples use most, else spell the package's."""
    counts: dict[str, int] = {}
    for each in endpoints:
        name = each.node.text(EXTENSION, "client", "name")
        if is_class_name(name) and not name.startswith("Async"):
            counts[name] = counts.get(name, 0) + 1
    if counts:
        return _free(max(counts, key=lambda name: counts[name]))
    return _free(
        _spelled_in(title, package)
        or class_identifier(pascal_case(package), fallback="Client")
    )


def _chosen_name(lowering: Lowering, name: str) -> str:
    """Take the config's name for the client; one that its own module needs is refused."""
    free = _free(name)
    if free != name:
        lowering.problems.report(
            "client-name-taken",
            Severity.ERROR,
            f"`{name}` is the name of something that the client itself uses; expected another",
            help=f"call it `{free}`: `--client`, or `client` in the config",
        )
    return free


def _free(name: str) -> str:
    """Set a client's name apart from what its module uses and from errors: `SettingsClient`."""
    is_used = name in RESERVED or name in USED_BY_CLIENTS or name.endswith("Error")
    return f"{name}Client" if is_used else name


def _spelled_in(title: str, package: str) -> str:
    """Find the package's name in the title, where it has its capitals: `OpenRouter API`."""
    plain = package.replace("_", "")
    for word in title.split():
        if word.lower() == plain and is_class_name(word):
            return word
    return ""


def _name_classes(
    lowering: Lowering,
    root: Node,
    endpoints: Sequence[Endpoint],
    operations: Sequence[Operation],
    pinned: Mapping[str, str],
    *,
    client_name: str,
) -> dict[tuple[str, ...], str]:
    """Name models in place, then resource classes; return the latter."""
    names = Names(reserved=RESERVED | {client_name, f"Async{client_name}"})
    paths = resource_paths(operations)
    kept = claim_previous_resources(lowering, names, paths)
    anchors = {
        endpoint.node.pointer: resource_class((*operation.resource, operation.name))
        for endpoint, operation in zip(endpoints, operations, strict=True)
    }
    found = name_models(lowering, root, names, anchors=anchors, pinned=pinned)
    lowering.models = {
        model_id: replace(model, name=found[model_id])
        for model_id, model in lowering.models.items()
    }
    others = [path for path in paths if path not in kept]
    return kept | name_resources(names, others)


def _coverage(
    root: Node,
    operations: Sequence[Operation],
    models: Mapping[ModelId, Model],
    components: Sequence[ModelId],
) -> Coverage:
    bodies: list[TypeRef] = []
    for each in operations:
        if each.body is not None and each.body.argument is not None:
            bodies.append(each.body.argument.type)
        if each.response.type is not None:
            bodies.append(each.response.type)
    return Coverage(
        operations=len(operations),
        operations_found=count_operations(root),
        schemas=sum(model_id in models for model_id in components),
        schemas_found=len(components),
        untyped_bodies=sum(_is_untyped(each) for each in bodies),
    )


def _is_untyped(type: TypeRef) -> bool:
    def is_untyped(each: TypeRef, inner: tuple[bool, ...]) -> bool:
        return any(inner) or (isinstance(each, AnyType) and bool(each.reason))

    return fold(type, is_untyped)
