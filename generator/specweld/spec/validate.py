"""Validation beside generation: in a process of its own, its verdict kept by content."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.spec.verdict import MAXIMUM_FINDINGS, TIME_LIMIT, judge

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from specweld.diagnostics import Problems
    from specweld.json_types import Json
    from specweld.spec.document import Document
    from specweld.spec.verdict import Finding

PATIENCE = 1.0
"""Seconds that a run waits for a verdict when it has nothing else to do."""


def check(document: Document, problems: Problems, *, strict: bool) -> None:
    """Validate here and now, in this process."""
    _report(document, judge(document.data), problems, strict=strict)


class ValidationRun:
    """A validation under way; `finish` waits for it, but not for long, and reports."""

    def __init__(
        self,
        document: Document,
        *,
        verdict: Path,
        is_kept: bool,
        folder: Path | None = None,
        process: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self._document = document
        self._verdict = verdict
        self._is_kept = is_kept
        self._folder = folder
        self._process = process

    def finish(self, problems: Problems, *, strict: bool = False) -> None:
        """Report each finding at its place; leave the validator to itself if it takes too long.

        Args:
            problems: Takes the findings.
            strict: Findings are errors, and are waited for; otherwise they are warnings.
        """
        if self._process is not None:
            try:
                self._process.wait(TIME_LIMIT if strict else PATIENCE)
            except subprocess.TimeoutExpired:
                if not strict:
                    self._report_unfinished(problems)
                    return
                self._stop()
        findings = _read(self._verdict)
        if findings is None:
            problems.report(
                "validator-failed",
                Severity.WARNING,
                "the validator gave no verdict on the merged document; expected one",
                self._document.place(()),
                help="run `specweld merge` and give its output to openapi-spec-validator",
            )
            return
        _report(self._document, findings, problems, strict=strict)

    def _report_unfinished(self, problems: Problems) -> None:
        problems.report(
            "validation-unfinished",
            Severity.NOTICE,
            "the validator is still at work on the merged document; "
            + (
                "the next run tells what it finds"
                if self._is_kept
                else "what it finds is not told"
            ),
            self._document.place(()),
            help="`--strict` waits for it",
        )
        if (
            self._is_kept
        ):  # it writes its verdict for the next run, and cleans up itself
            self._process = None
            self._folder = None

    def _stop(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def start_validation(document: Document, *, cache: Path | None = None) -> ValidationRun:
    """Start validating a document in another process, unless its verdict is known.

    Use the result as a context manager: leaving it stops the process.

    Args:
        document: The merged document.
        cache: Folder that keeps verdicts between runs; None to keep none.
    """
    text = json.dumps(document.data, ensure_ascii=False)
    folder = Path(tempfile.mkdtemp(prefix="specweld-"))
    verdict = folder / "verdict.json"
    if cache is not None:
        key = hashlib.sha256(f"{_edition()}\n{text}".encode()).hexdigest()
        kept = cache / "verdicts" / f"{key[:32]}.json"
        if _read(kept) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            return ValidationRun(document, verdict=kept, is_kept=True)
        with contextlib.suppress(
            OSError
        ):  # a cache that cannot be written is not a fault
            kept.parent.mkdir(parents=True, exist_ok=True)
            verdict = kept
    subject = folder / "subject" / "document.json"
    subject.parent.mkdir()
    subject.write_text(text, encoding="utf-8")
    return ValidationRun(
        document,
        verdict=verdict,
        is_kept=verdict.parent != folder,
        folder=folder,
        process=_start(subject, verdict),
    )


def _start(subject: Path, verdict: Path) -> subprocess.Popen[bytes] | None:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    # -P: a module in the working directory must not take the place of one of ours.
    command = [sys.executable, "-P", "-m", "specweld.spec.verdict"]
    try:
        return subprocess.Popen(  # noqa: S603  # our own module, paths of our own
            [*command, str(subject), str(verdict)],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the run may be over first
        )
    except OSError:
        return None


def _edition() -> str:
    """Name everything besides the document that the verdict depends on."""
    return f"2 {version('openapi-spec-validator')} {version('jsonschema')}"


def _read(path: Path) -> list[Finding] | None:
    try:
        entries: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(entries, list):
        return None
    findings: list[Finding] = []
    for entry in entries:
        match entry:
            case [list() as pointer, str() as message]:
                findings.append((tuple(map(str, pointer)), message))
            case _:
                return None
    return findings


def _report(
    document: Document, findings: list[Finding], problems: Problems, *, strict: bool
) -> None:
    for pointer, message in findings:
        problems.report(
            "invalid-openapi",
            Severity.ERROR if strict else Severity.WARNING,
            (
                message
                if "expected" in message
                else f"{message}; expected valid OpenAPI 3.1"
            ),
            document.place(pointer),
        )
    if len(findings) >= MAXIMUM_FINDINGS:
        problems.report(
            "invalid-openapi",
            Severity.NOTICE,
            f"the validator was stopped after {MAXIMUM_FINDINGS} findings;"
            " expected a document with fewer",
            document.place(()),
        )
