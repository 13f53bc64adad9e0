"""The whole story on one screen: text becomes sources, a document, the language model, files.

The order of the stages stands here and nowhere else: commands, the sides of a comparison and tests
call these functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Problems, Severity
from specweld.soundness import as_error

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.config import ClientConfig
    from specweld.contract.nodes import Contract
    from specweld.render.file import File
    from specweld.render.recall import Recall
    from specweld.source import Source
    from specweld.spec.document import Document

Progress: TypeAlias = Callable[[str], None]
"""Told the name of each step as it begins."""


def quiet(_step: str) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What may be read besides the inputs themselves."""

    hosts: frozenset[str] = frozenset()
    """Hosts that fetching may go to besides that of a URL."""
    external_refs: bool = False
    """Documents may refer to URLs, and to files outside of the given folders."""


NO_ACCESS = Access()


def read_sources(
    inputs: Sequence[str],
    problems: Problems,
    *,
    access: Access = NO_ACCESS,
    progress: Progress = quiet,
) -> tuple[Source, ...]:
    """Read pages, folders, documents and URLs into sources, in the order given.

    Args:
        access: What may be read besides the inputs themselves.
    """
    from specweld.pages.endpoints import page_sources
    from specweld.pages.inputs import given_folders, read_inputs
    from specweld.pages.web.reader import WebReader
    from specweld.spec.bundle import bundle_all
    from specweld.spec.load import load_mapping, load_source
    from specweld.spec.neighbours import Neighbours

    progress("Reading")
    read_url = WebReader(
        allowed_hosts=access.hosts,
        progress=lambda done, total: progress(f"Fetching {done} of {total}"),
    )
    scope = Problems()
    found = read_inputs(inputs, scope, read_url=read_url)
    documents = (load_source(each.path, each.text, scope) for each in found.documents)
    neighbours = Neighbours(
        folders=given_folders(inputs),
        is_open=access.external_refs,
        fetch=lambda url, to: next((each.text for each in read_url(url, to)), None),
        problems=scope,
    )
    bundled = bundle_all(
        (source for source in documents if source is not None), neighbours, scope
    )
    sources = (*page_sources(found.pages, load_mapping, scope), *bundled)
    problems.forward(scope, neighbours.without_fragments if sources else as_error)
    return sources


def merge_sources(
    sources: Sequence[Source], client: ClientConfig, problems: Problems
) -> Document:
    """Put right what the docs' generators write, then make one document of all sources.

    Raises:
        InputError: the parts contradict one another; `problems` says where.
    """
    from specweld.spec.merge import merge
    from specweld.spec.merge_apis import select_api
    from specweld.spec.normalise import normalise

    normalised = [
        normalise(source, problems, off=client.quirks_off) for source in sources
    ]
    if client.api:
        normalised = list(select_api(normalised, client.api, problems))
    return merge(normalised, problems, policy=client.conflicts)


def build_document(
    sources: Sequence[Source], client: ClientConfig, problems: Problems
) -> Document:
    """Merge sources, apply the overlays, mend what is broken, make twins aliases.

    Raises:
        InputError: the parts contradict one another; `problems` says where.
    """
    from specweld.spec.dedupe import dedupe
    from specweld.spec.load import load_file
    from specweld.spec.mend import mend
    from specweld.spec.overlay import apply_overlay

    is_whole = not problems.has(Severity.ERROR)
    document = merge_sources(sources, client, problems)
    for path in client.overlays:
        overlay = load_file(path, problems)
        if overlay is not None:
            document = apply_overlay(document, overlay, problems)
    document = mend(document, problems, is_whole=is_whole)
    document, _twins = dedupe(document, mode=client.dedupe)
    return document


def build_api(
    document: Document,
    client: ClientConfig,
    problems: Problems,
    *,
    previous: Mapping[str, str] | None = None,
) -> Api:
    """Lower the document to the language model, with the names that are locked.

    Args:
        document: Merged.
        client: Says where the lock is, and which names are pinned.
        problems: Gets what cannot be expressed.
        previous: Names that are kept rather than those of the lock that nobody pinned.
    """
    from specweld.contract.resolve import resolve

    contract = resolve(document, problems)
    return lower_contract(contract, client, problems, previous=previous)


def lower_contract(
    contract: Contract,
    client: ClientConfig,
    problems: Problems,
    *,
    previous: Mapping[str, str] | None = None,
) -> Api:
    """Lower what is resolved already: a comparison reads both."""
    from specweld.api.lower import LowerOptions, lower
    from specweld.names.lock import read_lock

    lock = read_lock(client.lock, problems)
    options = LowerOptions(
        package=client.package,
        client_name=client.client_name,
        pinned={**lock.pins, **client.names},
        previous={**lock.names, **(previous or {}), **lock.pins},
        env_prefix=client.env_prefix,
    )
    return lower(contract, options, problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One API, before and after it was lowered."""

    document: Document
    api: Api


def build(
    inputs: Sequence[str],
    client: ClientConfig,
    problems: Problems,
    *,
    progress: Progress = quiet,
) -> Built:
    """Read inputs and go as far as the language model, whatever is wrong on the way.

    Raises:
        InputError: there is nothing to go on with.
    """
    sources = read_sources(
        inputs,
        problems,
        access=Access(external_refs=client.external_refs),
        progress=progress,
    )
    document = build_document(sources, client, problems)
    return Built(document=document, api=build_api(document, client, problems))


def render_client(
    api: Api,
    client: ClientConfig,
    problems: Problems,
    *,
    document: Document | None = None,
    recall: Recall | None = None,
) -> tuple[File, ...]:
    """Render all files of the client package, the manifest last.

    Args:
        document: Kept beside the package, so that it can be compared without its sources.
        recall: What need not be rendered again; None to render everything.

    Raises:
        InputError: the client's own templates are at fault.
    """
    from specweld.api.names import public_names
    from specweld.render.package import render

    return render(
        api,
        templates=client.templates,
        names=public_names(api),
        options={"env_prefix": client.env_prefix} if client.env_prefix else {},
        document=document,
        recall=recall,
        problems=problems,
    )
