"""What a custom template does that it must not, and where: a fault of the input, not ours."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, meta

from specweld.diagnostics import Diagnostic, InputError, Problems, Severity
from specweld.render.environment import SUFFIX, VIEWS
from specweld.source import TextPlace

if TYPE_CHECKING:
    from jinja2 import Environment


_VERSION = re.compile(r"\{#-?\s*views\s+([0-9]{1,6})\s*-?#\}")
"""What a template may say of itself, so that it is not filled with other views than it knows."""


def report_fault(problems: Problems, error: Exception, place: TextPlace) -> None:
    """Report what went wrong in a template, once for all files that it is filled for."""
    if any(_is_fault(each) and each.place == place for each in problems.diagnostics):
        return
    problems.report(
        "template-fault",
        Severity.ERROR,
        f"the template is at fault: {_words(error)}",
        place,
        help="mend it, or delete it to get the built-in one back",
    )


def _is_fault(diagnostic: Diagnostic) -> bool:
    return diagnostic.rule == "template-fault"


def _words(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, TemplateError) else error
    if isinstance(cause, TemplateNotFound):
        return f"there is no template `{cause.name}`"
    return str(cause).strip().rstrip(".") or type(cause).__name__


def check_versions(folder: Path, problems: Problems) -> None:
    """Report custom templates that are written for other views than there are."""
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        text = _text(path)
        declared = _VERSION.search(text)
        if declared is None or int(declared[1]) == VIEWS:
            continue
        line = text.count("\n", 0, declared.start()) + 1
        error = TemplateError(
            f"it is written for views {declared[1]}; expected views {VIEWS}"
        )
        report_fault(problems, error, TextPlace(path=str(path), text=text, line=line))


def check_faults(problems: Problems) -> None:
    """Stop when a template was at fault: a package without one of its files is none.

    Raises:
        InputError: at least one was.
    """
    if any(_is_fault(each) for each in problems.diagnostics):
        raise InputError


def fault_place(
    templates: Environment, name: str, folder: Path | None, error: Exception
) -> TextPlace | None:
    """Find the custom template that an error comes from; None when it is a bug of ours.

    Args:
        templates: All templates.
        name: Of the template that was filled, without its suffix.
        folder: Of the custom templates.
        error: What was raised while it was filled, or when its output was checked.
    """
    if folder is None:
        return None
    at = _line_of(error, folder)
    if at is not None:
        return at
    used = (folder / each for each in _used(templates, name + SUFFIX, set()))
    path = next((each for each in used if each.is_file()), None)
    return None if path is None else TextPlace(path=str(path), text=_text(path))


def _line_of(error: Exception, folder: Path) -> TextPlace | None:
    """Find the innermost line of a custom template on the way to an error."""
    found: tuple[str, int] | None = None
    cause = error.__cause__ or error
    for frame in traceback.extract_tb(cause.__traceback__):
        if _is_inside(frame.filename, folder):
            found = frame.filename, frame.lineno or 0
    if isinstance(cause, TemplateSyntaxError) and _is_inside(cause.filename, folder):
        found = cause.filename or "", cause.lineno
    if found is None:
        return None
    path, line = found
    return TextPlace(path=path, text=_text(Path(path)), line=line)


def _is_inside(path: str | None, folder: Path) -> bool:
    is_template = path is not None and path.endswith(SUFFIX)
    return is_template and Path(path or "").is_relative_to(folder)


def _used(templates: Environment, name: str, seen: set[str]) -> list[str]:
    """List a template and all that it includes."""
    if name in seen:
        return []
    seen.add(name)
    found = [name]
    if templates.loader is None:
        return found
    try:
        text, _path, _is_fresh = templates.loader.get_source(templates, name)
        included = [*meta.find_referenced_templates(templates.parse(text))]
    except (TemplateError, UnicodeDecodeError):
        return found
    for each in included:
        found += _used(templates, each, seen) if each else []
    return found


def _text(path: Path) -> str:
    """Read a template for the excerpt."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
