"""Markdown of a document as plain lines: cleaned, and wrapped a paragraph at a time."""

from __future__ import annotations

import re
import unicodedata

from specweld.pages.web.url import join_url, split_url
from specweld.render.width import width

_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_VERBATIM = re.compile(r"(?:\||#{1,6}\s| {4})")
_COMPONENT = re.compile(r"</?[A-Z][A-Za-z.]{0,40}(?:\s[^<>]{0,400})?/?>")
"""An MDX component; its text stays."""

_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,200})\]\(([^()\s]{1,500})\)")
_SENTENCE_END = re.compile(
    r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!\bvs)(?<!\bcf)(?<!\bNo)(?<!approx)"
    r"[.!?][\"')\]*_]*(?=\s+[\"'(\[`*_]*[A-Z])"
)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))

_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ASCII_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def cleaned(text: str) -> str:
    """Make line ends `\\n`, and drop what no reader sees: controls, surrogates, direction marks."""
    text = _LINE_END.sub("\n", text).expandtabs(4)
    if text.isascii():
        return _ASCII_CONTROL.sub("", text)
    return "".join(each for each in text if each == "\n" or _is_visible(each))


def paragraphs(text: str) -> list[list[str]]:
    """Split Markdown into blocks of lines; what must not be re-flowed is a block of its own.

    Code fences, tables and headings stay as they are; each list item begins a block.
    """
    blocks: list[list[str]] = [[]]
    in_fence = False
    for line in cleaned(_without_components(text)).split("\n"):
        line = line.rstrip()
        if _FENCE.match(line):
            in_fence = not in_fence
            blocks[-1].append(line)
        elif line or in_fence:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [_trimmed(block) for block in blocks if any(block)]


def wrapped(text: str, columns: int, *, reserved: int = 0) -> list[str]:
    """Wrap Markdown; an edited sentence re-flows its own paragraph and nothing else.

    Args:
        text: What a document says.
        columns: Of each line.
        reserved: Columns of the first line that something else takes.
    """
    lines: list[str] = []
    for block in paragraphs(text):
        if lines:
            lines.append("")
            reserved = 0
        lines += _wrapped_block(block, columns, reserved)
    return lines


def first_sentence(text: str) -> tuple[str, str]:
    """Split a text after its first sentence; ("", "") where it does not begin with a whole one."""
    blocks = paragraphs(text)
    first = blocks[0] if blocks else []
    if any(_is_kept(line) or _ITEM.match(line.lstrip()) for line in first):
        return "", ""
    joined = " ".join(" ".join(first).split())
    for match in _SENTENCE_END.finditer(joined):
        sentence, rest = joined[: match.end()], joined[match.end() :].lstrip()
        if _is_balanced(sentence):
            texts: list[str] = [rest]
            texts += ["\n".join(each) for each in blocks[1:]]
            return sentence, "\n\n".join(texts)
    return "", ""


def _is_kept(line: str) -> bool:
    return bool(_FENCE.match(line) or _VERBATIM.match(line))


def _is_balanced(text: str) -> bool:
    """Return whether a text ends outside of brackets and of code."""
    is_in_code = text.count("`") % 2
    return not is_in_code and all(text.count(x) == text.count(y) for x, y in _PAIRS)


def linked(text: str, page: str = "") -> str:
    """Complete the links of a text by the URL of its page; without one, their words are left.

    Args:
        text: In Markdown.
        page: Where it was published; empty when unknown.
    """
    if "](" not in text:
        return text
    return _LINK.sub(lambda match: _completed(match[1], match[2], page), text)


def _completed(words: str, target: str, page: str) -> str:
    url = join_url(page, target)
    is_whole = split_url(url).scheme in {"http", "https", "mailto"}
    return f"[{words}]({url})" if is_whole else words


def one_line(text: str) -> str:
    """Bring a text on one line."""
    return " ".join(cleaned(_without_components(text)).split())


def _is_visible(character: str) -> bool:
    if character in "\u200d\ufe0f":
        return True  # joins emoji; hides nothing
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")


def _without_components(text: str) -> str:
    return _COMPONENT.sub("", text) if "<" in text else text


def _trimmed(block: list[str]) -> list[str]:
    """Remove blank lines around, and the indentation that all lines share."""
    while block and not block[-1]:
        block.pop()
    while block and not block[0]:
        block.pop(0)
    margin = min((len(x) - len(x.lstrip()) for x in block if x), default=0)
    return [line[margin:] for line in block]


def _wrapped_block(block: list[str], columns: int, reserved: int) -> list[str]:
    """Wrap a paragraph, which may hold list items, or keep what must be kept."""
    lines: list[str] = []
    pending: list[str] = []
    in_fence = False
    for line in block:
        is_fence = _FENCE.match(line) is not None
        if is_fence or in_fence or _VERBATIM.match(line):
            lines += _filled(pending, columns, 0 if lines else reserved)
            pending = []
            lines.append(line)
            in_fence = in_fence != is_fence
        elif _ITEM.match(line.lstrip()):
            lines += _filled(pending, columns, 0 if lines else reserved)
            pending = [line]
        else:
            pending.append(line)
    return lines + _filled(pending, columns, 0 if lines else reserved)


def _filled(pending: list[str], columns: int, reserved: int) -> list[str]:
    if not pending:
        return []
    first = pending[0]
    lead = " " * (len(first) - len(first.lstrip()))
    item = _ITEM.match(first.lstrip())
    hanging = lead + " " * (len(item[0].rstrip()) + 1 if item else 0)
    return _fill(" ".join(pending).split(), columns, lead, hanging, reserved=reserved)


def _fill(
    words: list[str], columns: int, lead: str, hanging: str, *, reserved: int
) -> list[str]:
    """Fill lines greedily; a word longer than a line gets one for itself."""
    lines: list[str] = []
    current = lead
    used = len(lead) + reserved
    has_word = False
    for word in words:
        needed = width(word)
        if has_word and used + 1 + needed > columns:
            lines.append(current)
            current, used, has_word = hanging, len(hanging), False
        current = f"{current} {word}" if has_word else current + word
        used += needed + (1 if has_word else 0)
        has_word = True
    return [*lines, current] if has_word else lines
