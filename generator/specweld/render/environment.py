"""The templates: where they are, and what they may print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from specweld.render.blocks import LayoutBlocks, Rendered, rendered
from specweld.render.code import Code
from specweld.render.docstring import docstring
from specweld.render.expression import Generic, Name, Union, marked
from specweld.render.identifier import identifier
from specweld.render.layout import laid_out
from specweld.render.literal import literal
from specweld.render.provenance import Filled, printed, told_apart

SUFFIX = ".jinja"
BUILT_IN = "builtin"
"""A folder that no custom template hides: `builtin/parts/model.jinja`."""

VIEWS = 2
"""The version of the views that templates see; the handbook lists them."""


class TemplateFaultError(Exception):
    """A template does what it must not; with built-in templates, a bug of ours."""


class UnfilteredTextError(TemplateFaultError):
    """A template printed text that none of the three filters has seen."""


def template_folder() -> Path:
    """Find the built-in templates: inside the wheel, or at the root of a working copy.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent.parent / "templates"):
        if (folder / f"client.py{SUFFIX}").is_file():
            return folder
    raise FileNotFoundError("the templates of specweld are missing: reinstall it")


class _Templates(Environment):
    concat = staticmethod(rendered)


class _CustomTemplates(ImmutableSandboxedEnvironment):
    concat = staticmethod(rendered)


def environment(custom: Path | None = None) -> Environment:
    """Make the environment; templates of a custom folder replace built-in ones by name.

    Those run in Jinja's sandbox, since somebody may have got them from somebody else, and are read
    anew each time: `--watch` runs again when one was edited.
    """
    return _built_in() if custom is None else _environment(custom)


@cache
def _built_in() -> Environment:
    return _environment(None)


def _environment(custom: Path | None) -> Environment:
    folders = [template_folder()] if custom is None else [custom, template_folder()]
    loaders = [FileSystemLoader(str(folder)) for folder in folders]
    kind = _Templates if custom is None else _CustomTemplates
    made = kind(
        loader=ChoiceLoader([*loaders, PrefixLoader({BUILT_IN: loaders[-1]})]),
        undefined=StrictUndefined,
        finalize=_only_code if custom is None else _marked_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[LayoutBlocks],
    )
    made.globals.clear()  # no random text, no names of a hundred thousand numbers
    filters = cast("dict[str, Callable[..., Code]]", made.filters)
    filters.clear()  # the three ways for text into code, and no other
    filters.update(literal=literal, identifier=identifier, docstring=docstring)
    return made


def fill(templates: Environment, name: str, views: Mapping[str, object]) -> Filled:
    """Fill a template; of a custom one, tell what it wrote itself from what it printed.

    Raises:
        TemplateFaultError: it is missing, does not parse, or prints what it must not.
    """
    try:
        text = templates.get_template(name + SUFFIX).render(**views)
    except TemplateSyntaxError as error:
        where = f"{error.filename or name}:{error.lineno}"
        raise TemplateFaultError(f"{where}: {error.message}") from error
    except TemplateError as error:
        raise TemplateFaultError(f"template `{name}`: {error.message}") from error
    text = laid_out(text) + "\n"
    return told_apart(text) if templates.sandboxed else Filled(text=text)


def _marked_code(value: object) -> str:
    text = _only_code(value)
    return text if isinstance(text, Rendered) else printed(text)


def _only_code(value: object) -> str:
    """Let fragments of code through, what macros made of them, and nothing else.

    Raises:
        UnfilteredTextError: for plain text, which may have come from a document.
    """
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Rendered):
        return value
    if isinstance(value, Name | Generic | Union):
        return marked(value)
    raise UnfilteredTextError(
        f"a template prints {type(value).__name__} {str(value)[:60]!r}; expected the result "
        "of `literal`, `identifier` or `docstring`"
    )
