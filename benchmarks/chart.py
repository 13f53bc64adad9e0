"""Points and lines as an SVG, without a library: one panel a quantity, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

COLOURS = ("#1f6feb", "#d4572a", "#2d8a4e", "#8250df")
WIDTH, HEIGHT = 440, 330
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 70, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Measured points, and the line that was fitted to them."""

    name: str
    points: tuple[tuple[float, float], ...]
    offset: float
    slope: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One diagram."""

    title: str
    across: str
    series: tuple[Series, ...]


def svg(panels: Sequence[Panel]) -> str:
    """Draw panels side by side."""
    width = WIDTH * len(panels)
    body = "\n".join(
        f'<g transform="translate({index * WIDTH} 0)">\n{_panel(panel)}\n</g>'
        for index, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _panel(panel: Panel) -> str:
    points = [point for each in panel.series for point in each.points]
    right = _rounded(max(x for x, _y in points))
    top = _rounded(max(y for _x, y in points))
    frame = _Frame(right=right, top=top)
    return "\n".join(
        [
            f'<text x="{LEFT}" y="18" font-size="13">{escape(panel.title)}</text>',
            *frame.axes(panel.across),
            *(
                line
                for index, each in enumerate(panel.series)
                for line in frame.drawn(each, index)
            ),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The scales of a diagram, both from nought."""

    right: float
    top: float

    def across(self, value: float) -> float:
        return LEFT + value / self.right * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)

    def axes(self, title: str) -> Iterator[str]:
        for step in range(5):
            x, y = self.right * step / 4, self.top * step / 4
            yield (
                f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.up(y):.1f}" '
                f'y2="{self.up(y):.1f}" stroke="#d0d7de"/>'
            )
            yield (
                f'<text x="{LEFT - 6}" y="{self.up(y) + 4:.1f}" '
                f'text-anchor="end">{y:g}</text>'
            )
            yield (
                f'<text x="{self.across(x):.1f}" y="{HEIGHT - BOTTOM + 16}" '
                f'text-anchor="middle">{x:g}</text>'
            )
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield (
            f'<text x="{middle}" y="{HEIGHT - 12}" '
            f'text-anchor="middle">{escape(title)}</text>'
        )

    def drawn(self, series: Series, index: int) -> Iterator[str]:
        colour = COLOURS[index % len(COLOURS)]
        end = max(x for x, _y in series.points)
        last = series.offset + series.slope * end
        yield (
            f'<line x1="{self.across(0):.1f}" y1="{self.up(max(series.offset, 0)):.1f}" '
            f'x2="{self.across(end):.1f}" y2="{self.up(min(last, self.top)):.1f}" '
            f'stroke="{colour}" stroke-dasharray="4 3"/>'
        )
        for x, y in series.points:
            yield (
                f'<circle cx="{self.across(x):.1f}" cy="{self.up(y):.1f}" r="3" '
                f'fill="{colour}"/>'
            )
        yield (
            f'<text x="{LEFT}" y="{36 + 14 * index}" '
            f'fill="{colour}">{escape(series.name)}</text>'
        )


def _rounded(most: float) -> float:
    """Round up to a number that divides well by four: the end of an axis."""
    unit = 10.0 ** floor(log10(most))
    return float(ceil(most / unit / 0.4) * 0.4 * unit)
