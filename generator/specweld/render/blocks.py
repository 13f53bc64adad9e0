"""The two tags of our own that templates have: `items` breaks lines, `indented` moves them to the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from specweld.render.layout import LineStyle, grouped

_TUPLE = "tuple"
_PLAIN_CHAIN = 2
"""A value and one call of it break inside their brackets."""
_STYLES = {each.name.lower(): each for each in LineStyle} | {_TUPLE: LineStyle.JOINED}
_MARGIN = " " * 4


class Rendered(str):
    """What a macro or a block printed: text of templates, and of views what the filters let through.

    It begins and ends with a line that is not blank, so that templates need not count line breaks.
    """

    __slots__ = ()


def rendered(pieces: Iterable[str]) -> Rendered:
    """Join what a macro, a block or a template yields."""
    return Rendered("".join(pieces).strip("\n"))


class LayoutBlocks(Extension):
    """`{% items joined 2 %}`: each line is an item. `{% indented %}`: four columns to the right."""

    tags = {"items", "indented"}  # noqa: RUF012 - as jinja2 declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read a tag and its block."""
        token = next(parser.stream)
        arguments: list[nodes.Expr] = []
        if token.value == "items":
            style, most = "exploded", 0
            if parser.stream.current.type == "name":
                name = next(parser.stream)
                style = str(name.value)
                if style not in _STYLES:
                    parser.fail(f"no style of layout is called `{style}`", name.lineno)
            if parser.stream.current.type == "integer":
                most = int(next(parser.stream).value)
            arguments = [nodes.Const(style), nodes.Const(most)]
        method = self.call_method(f"_{token.value}", arguments, lineno=token.lineno)
        body = parser.parse_statements((f"name:end{token.value}",), drop_needle=True)
        return nodes.CallBlock(method, [], [], body).set_lineno(token.lineno)

    def _items(self, style: str, most: int, caller: Callable[[], str]) -> Rendered:
        items = [line.strip() for line in caller().split("\n")]
        items = [each for each in items if each]
        if style == _TUPLE and len(items) == 1:
            return Rendered(f"{items[0]},")
        wanted = _STYLES[style]
        if wanted is LineStyle.CHAIN and len(items) <= _PLAIN_CHAIN:
            return Rendered("".join(items))
        if wanted is LineStyle.HUGGED and len(items) > 1:
            wanted = LineStyle.JOINED
        if most and len(items) > most:
            wanted = LineStyle.EXPLODED
        return Rendered(grouped(wanted, items))

    def _indented(self, caller: Callable[[], str]) -> Rendered:
        lines = (_MARGIN + x if x else x for x in caller().split("\n"))
        body = "\n".join(lines)
        return Rendered(f"{body}\n" if body else "")
