"""The third of three ways for spec text into code: docstrings that the text cannot end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from specweld.render.code import Code
from specweld.render.identifier import identifier
from specweld.render.prose import first_sentence, linked, wrapped
from specweld.render.width import LINE_LENGTH, width

_QUOTES = 3
"""Columns of the quotes on the first and on the last line."""
_STEP = 4
_NOTHING = " "
"""What stands in a docstring of no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentDocs:
    """What a docstring says about an argument."""

    name: Code
    text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Docs:
    """A docstring: its parts are wrapped, and nothing in them ends it."""

    summary: Code
    """The first sentence; without anything else, all there is."""
    details: tuple[Code, ...] = ()
    """None or one: the paragraphs after it."""
    arguments: tuple[tuple[ArgumentDocs, ...], ...] = ()
    """None or one, and never an empty one."""
    returns: tuple[Code, ...] = ()
    """None or one."""
    raises: tuple[tuple[ArgumentDocs, ...], ...] = ()
    """None or one, and never an empty one."""

    @property
    def short(self) -> tuple[Code, ...]:
        """None or one: the text, if it stands on one line with both quotes."""
        if self._is_long:
            return ()
        text = self.summary.text
        return (Code(text=f"{text} " if text.endswith('"') else text),)

    @property
    def long(self) -> tuple[Docs, ...]:
        """None or one: what needs several lines."""
        return (self,) if self._is_long else ()

    @property
    def _is_long(self) -> bool:
        has_more = self.details or self.arguments or self.returns or self.raises
        return bool(has_more) or "\n" in self.summary.text


def docstring(text: str, *, indent: int = 0) -> Code:
    """Write a text as a docstring, wrapped for a place that is indented by `indent` columns."""
    docs = written(text, indent=indent)
    for short in docs.short:
        return Code(text=f'"""{short.text}"""')
    margin = " " * indent
    lines = [*docs.summary.text.split("\n")]
    for details in docs.details:
        lines += ["", *details.text.split("\n")]
    first, *others = lines
    body = "\n".join((first, *(margin + each if each else "" for each in others)))
    return Code(text=f'"""{body}\n{margin}"""')


def written(
    text: str,
    *,
    indent: int = 0,
    is_split: bool = False,
    arguments: Iterable[tuple[str, str]] = (),
    returns: str = "",
    raises: Iterable[tuple[str, str]] = (),
    page: str = "",
) -> Docs:
    """Make a docstring of what a document says, in a place that is indented by some columns.

    Args:
        text: In Markdown.
        is_split: Let the first sentence be the summary, instead of the first paragraph.
        arguments: Names and what is said about them; those that nothing is said about are left out.
        returns: What is said about the result.
        raises: Names of errors and what is said about them.
        page: The URL that links start from; empty when unknown.
    """
    columns = LINE_LENGTH - indent
    text = linked(text, page)
    entries = tuple(
        x
        for name, said in arguments
        for x in _argument(name, linked(said, page), columns)
    )
    note = wrapped(returns, columns - _STEP)
    errors = tuple(x for name, said in raises for x in _argument(name, said, columns))
    has_sections = bool(entries or note or errors)
    summary, details = first_sentence(text) if is_split else ("", "")
    lines = wrapped(summary, columns, reserved=_QUOTES)
    lines += [""] * bool(lines and details)
    lines += wrapped(details, columns)
    if not summary:
        lines = wrapped(text, columns, reserved=_QUOTES)
    if len(lines) == 1 and not has_sections:  # both quotes stand on its line
        lines = wrapped(text, columns, reserved=2 * _QUOTES)
    return _docs(lines, entries, note, errors)


def written_lines(lines: Sequence[str]) -> Docs:
    """Make a docstring of lines that are not to be wrapped."""
    return _docs(list(lines), (), [], ())


def _docs(
    lines: list[str],
    arguments: tuple[ArgumentDocs, ...],
    note: list[str],
    errors: tuple[ArgumentDocs, ...],
) -> Docs:
    lines = _without_edges([line.rstrip() for line in lines])
    if not arguments and not note and not errors:
        lines = _aligned(lines)
    elif lines == [_NOTHING]:
        lines = [""]
    end = lines.index("") if "" in lines else len(lines)
    summary, details = lines[:end], lines[end + 1 :]
    body = "\n".join(map(_escaped, summary))
    return Docs(
        summary=Code(text=f"\\{body}" if body.startswith('"') else body),
        details=_optional(details),
        arguments=(arguments,) if arguments else (),
        returns=_optional(note),
        raises=(errors,) if errors else (),
    )


def _optional(lines: list[str]) -> tuple[Code, ...]:
    text = "\n".join(map(_escaped, lines))
    return (Code(text=text),) if text else ()


def _argument(name: str, text: str, columns: int) -> Iterator[ArgumentDocs]:
    """Wrap what is said about an argument, if anything; further lines hang below its text."""
    used = width(name) + 2
    lines = wrapped(text, columns - 2 * _STEP, reserved=used - _STEP)
    if lines:
        body = (f"{' ' * _STEP}{line}" if line else "" for line in lines[1:])
        escaped = "\n".join(map(_escaped, (*lines[:1], *body)))
        yield ArgumentDocs(name=identifier(name), text=Code(text=escaped))


def _aligned(lines: list[str]) -> list[str]:
    """Take away the indentation that all lines but the first share, as black does."""
    margin = min((len(x) - len(x.lstrip()) for x in lines[1:] if x), default=0)
    return [lines[0], *(line[margin:] for line in lines[1:])]


def _escaped(line: str) -> str:
    """Double backslashes, and break every run of three quotes, wherever it lies."""
    line = line.replace("\\", "\\\\")
    while '"""' in line:
        line = line.replace('"""', '\\"\\"\\"', 1)
    return line


def _without_edges(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if not lines:
        return [_NOTHING]
    return [lines[0].lstrip(), *lines[1:]]
