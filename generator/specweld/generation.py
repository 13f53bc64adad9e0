"""Generate a client: run the pipeline, stop at what is wrong, write the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.acceptance import (
    accept_findings,
    accepted_counts,
    expired,
    report_unused,
)
from specweld.destination import (
    check_destination,
    report_refusal,
    report_strays,
    writing_alone,
)
from specweld.diagnostics import InputError, Problems, Severity
from specweld.names.keeping import keep_names
from specweld.pipeline import (
    Access,
    Progress,
    build_api,
    build_document,
    quiet,
    read_sources,
    render_client,
)
from specweld.soundness import check_operations, check_pins, check_templates
from specweld.stamp import (
    Clean,
    forget_stamp,
    open_cache,
    read_stamp,
    state_of,
    write_stamp,
)

if TYPE_CHECKING:
    from datetime import date

    from specweld.acceptance import AcceptedCount
    from specweld.api.api import Api, Coverage
    from specweld.config import ClientConfig
    from specweld.render.file import File
    from specweld.render.output import Written
    from specweld.spec.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a regeneration did, or would have done."""

    coverage: Coverage
    changed: tuple[str, ...] = ()
    """Files written or, when only checking, that would be; relative to the package folder."""
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    strays: tuple[str, ...] = ()
    """Files and folders in the package folder that do not belong there."""
    diff: str = ""
    """Unified diff between the folder and what belongs there; only when checking."""
    is_up_to_date: bool = False
    """Nothing had to be done."""
    accepted: tuple[AcceptedCount, ...] = ()
    """What the config accepts, and was found."""
    beside: tuple[str, ...] = ()
    """Files that the documents refer to."""
    remarks: int = 0
    """Notices and warnings of the last full run, when this one had nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What is asked of one run, beside what the config says."""

    today: date
    """Decides which acceptances are over; nothing that is written depends on it."""
    check: bool = False
    """Compare with the folder instead of writing."""
    force: bool = False
    """Overwrite generated files that were edited by hand, and write among files of somebody else."""
    keep_going: bool = False
    """Generate what is right although something else is wrong."""
    is_thorough: bool = False
    """Do everything although nothing changed: all findings are wanted again."""


def generate(
    inputs: Sequence[str],
    client: ClientConfig,
    problems: Problems,
    options: RunOptions,
    *,
    cache: Path | None = None,
    progress: Progress = quiet,
) -> Outcome:
    """Read, build, render and write one client package; write nothing when the input is wrong.

    Args:
        inputs: Pages, folders, documents and URLs.
        client: Which package it becomes.
        problems: Gets all findings, those marked that the config accepts.
        options: What is asked of this run.
        cache: Folder for the validator's verdicts, and for what was made of which view; None to keep neither.
        progress: Told each step.

    Raises:
        InputError: `problems` says what is wrong, and where.
    """
    from specweld.spec.bundle import files_beside
    from specweld.spec.validate import start_validation

    check_templates(client, problems)
    check_destination(
        client.output, _paths(inputs, client), problems, force=options.force
    )
    access = Access(hosts=client.allowed_hosts, external_refs=client.external_refs)
    sources = read_sources(inputs, problems, access=access, progress=progress)
    progress("Merging")
    document = build_document(sources, client, problems)
    _checkpoint(client, problems, options)
    with start_validation(document, cache=cache) as validation:
        if client.strict:
            progress("Validating")
            validation.finish(problems, strict=True)
        progress("Modelling")
        api = _sound_api(document, client, problems, options)
        progress("Rendering and writing")
        written = _updated(api, document, client, problems, options, cache)
        if not client.strict:
            progress("Validating")
            validation.finish(problems, strict=False)
    accept_findings(client, problems, today=options.today)
    accepted = accepted_counts(client, problems, today=options.today)
    report_unused(client, problems, today=options.today)
    return Outcome(
        coverage=api.coverage,
        changed=written.changed,
        deleted=written.deleted,
        unchanged=written.unchanged,
        strays=written.strays,
        diff=written.diff,
        accepted=accepted,
        beside=files_beside(sources),
    )


def _updated(
    api: Api,
    document: Document,
    client: ClientConfig,
    problems: Problems,
    options: RunOptions,
    cache: Path | None,
) -> Written:
    """Render the package and write it, taking from it what need not be made again.

    Raises:
        InputError: it cannot be written, or the client's own templates are at fault.
    """
    from specweld.render.recall import recall

    kept = recall(cache / f"{client.name}.views", client.output) if cache else None
    files = render_client(api, client, problems, document=document, recall=kept)
    written = _write(files, api, client, problems, options)
    if cache is not None and kept is not None and not options.check:
        open_cache(cache)
        kept.remember(files)
    return written


def _sound_api(
    document: Document, client: ClientConfig, problems: Problems, options: RunOptions
) -> Api:
    """Lower a document, and stop unless a client worth writing comes of it.

    Raises:
        InputError: none does, or something is wrong that nobody accepted.
    """
    from specweld.render.output import previous_names

    is_locked = client.lock is not None and client.lock.is_file()
    previous = None if is_locked else previous_names(client.output)
    api = build_api(document, client, problems, previous=previous)
    check_operations(api, document, problems)
    check_pins(api, client, problems)
    _checkpoint(client, problems, options)
    return api


def _checkpoint(client: ClientConfig, problems: Problems, options: RunOptions) -> None:
    accept_findings(client, problems, today=options.today)
    problems.checkpoint(keep_going=options.keep_going)


def _paths(inputs: Sequence[str], client: ClientConfig) -> Iterator[Path]:
    """List the files and folders that a run reads, and that it must not write into."""
    from specweld.pages.web.url import is_url

    yield from (Path(each) for each in inputs if not is_url(each))
    yield from client.overlays
    if client.templates is not None:
        yield client.templates


def _write(
    files: Sequence[File],
    api: Api,
    client: ClientConfig,
    problems: Problems,
    options: RunOptions,
) -> Written:
    """Write the package, or only compare.

    Raises:
        InputError: the folder holds what must not be overwritten, or cannot be written;
            there is nothing to go on with then.
    """
    from specweld.render.output import Written, check_package, write_package

    if options.check:
        return _with_names(check_package(files, client.output), api, client, options)
    written = Written()
    with problems.scope() as scope:
        try:
            with writing_alone(client.output):
                written = write_package(
                    files, client.output, force=options.force, problems=scope
                )
        except OSError as error:
            report_refusal(error, client.output, scope)
    if scope.has(Severity.ERROR):
        raise InputError
    report_strays(written.strays, client.output, problems)
    return _with_names(written, api, client, options)


def _with_names(
    written: Written, api: Api, client: ClientConfig, options: RunOptions
) -> Written:
    """Write the lock of names, or only compare, as it was done with the package."""
    kept = keep_names(api, client, check=options.check)
    return replace(
        written,
        changed=(*written.changed, *kept.changed),
        diff=written.diff + kept.diff,
    )


def regenerate(
    client: ClientConfig,
    problems: Problems,
    options: RunOptions,
    *,
    config: Path,
    progress: Progress = quiet,
) -> Outcome:
    """Bring one configured client up to date; return at once when nothing changed since.

    Raises:
        InputError: `problems` says what is wrong, and where.
    """
    cache = config.parent / ".specweld-cache"
    stamp = cache / f"{client.name}.json"
    read = [config, *client.specs, *client.overlays]
    if client.templates is not None:
        read.append(client.templates)
    over = expired(client, options.today)
    settings = f"{client.name}, strict: {client.strict}, over: {over}"
    inputs = state_of(settings, read, without=client.lock)
    outputs = [client.output, *([client.lock] if client.lock else [])]
    last = None if options.is_thorough else read_stamp(stamp)
    if (
        last is not None
        and last.inputs == inputs
        and last.output == state_of("", outputs)
        and last.beside_state == state_of("", map(Path, last.beside))
    ):
        return Outcome(
            coverage=last.coverage,
            is_up_to_date=True,
            accepted=last.accepted,
            remarks=last.remarks,
        )
    forget_stamp(stamp)
    outcome = generate(
        [str(path) for path in client.specs],
        client,
        problems,
        options,
        cache=cache,
        progress=progress,
    )
    is_current = not outcome.diff and not outcome.strays
    if is_current and not problems.has(Severity.UNSUPPORTED):
        clean = Clean(
            inputs=inputs,
            output=state_of("", outputs),
            coverage=outcome.coverage,
            accepted=outcome.accepted,
            beside=outcome.beside,
            beside_state=state_of("", map(Path, outcome.beside)),
            remarks=sum(not each.accepted for each in problems.diagnostics),
        )
        write_stamp(stamp, clean)
    return outcome
