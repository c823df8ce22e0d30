"""The picture of the regret simulation, as SVG on an opaque background, so that it is readable on any page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

WIDTH, HEIGHT, LEFT, RIGHT, TOP = 560, 180, 60, 130, 50
COLOURS = ("#8a5a00", "#a3218e", "#0b62c4", "#2b7a2b")
STEPS = 4


@dataclass(frozen=True)
class Line:
    """A rule with its regret at equal distances, from 0 on."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Panel:
    """The rules of one scene, over so many ``returns``."""

    title: str
    lines: tuple[Line, ...]
    returns: int


def draw_panels(panels: Sequence[Panel]) -> str:
    """Return the picture, one panel below the other."""
    each = HEIGHT + 2 * TOP
    parts = "\n".join(
        f'<g transform="translate({LEFT} {TOP + number * each})">\n{chr(10).join(_draw(panel))}\n</g>'
        for number, panel in enumerate(panels)
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" font-size="12" font-family="sans-serif" fill="#222"'
    title = "Regret of the choice of promotions beside other rules"
    return (
        f'{head} viewBox="0 0 {LEFT + WIDTH + RIGHT} {len(panels) * each}" role="img">\n<title>{title}</title>\n'
        f'<rect width="100%" height="100%" rx="8" fill="#fff"/>\n{parts}\n</svg>\n'
    )


def _draw(panel: Panel) -> Iterator[str]:
    top = 5 * STEPS * ceil(max(value for line in panel.lines for value in line.values) / (5 * STEPS))
    yield f'<text y="-26" font-size="14">{escape(panel.title)}</text>'
    yield '<text y="-8" fill="#555">cumulative regret, % of what the best promotion earns in all returns</text>'
    for step in range(STEPS + 1):
        y, x = HEIGHT * (1 - step / STEPS), WIDTH * step / STEPS
        yield f'<path d="M0 {y:.0f}H{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="-6" y="{y + 4:.0f}" text-anchor="end">{top * step // STEPS}</text>'
        returns = f"{panel.returns * step // STEPS:,}".replace(",", " ")
        yield f'<text x="{x:.0f}" y="{HEIGHT + 18}" text-anchor="middle">{returns}</text>'
    yield f'<text x="{WIDTH}" y="{HEIGHT + 34}" text-anchor="end" fill="#555">returns</text>'
    ends = _spread_labels([HEIGHT * (1 - line.values[-1] / top) for line in panel.lines])
    for line, colour, end in zip(panel.lines, COLOURS, ends, strict=False):
        points = " ".join(
            f"{WIDTH * place / (len(line.values) - 1):.1f},{HEIGHT * (1 - value / top):.1f}"
            for place, value in enumerate(line.values)
        )
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield f'<text x="{WIDTH + 8}" y="{end + 4:.0f}" fill="{colour}">{escape(line.name)}</text>'


def _spread_labels(ends: list[float]) -> list[float]:
    """Return the heights of the labels of lines that end at these heights: at least 15 apart, in the same order."""
    heights = list(ends)
    below = float("inf")
    for place in sorted(range(len(ends)), key=ends.__getitem__, reverse=True):
        heights[place] = below = min(ends[place], below - 15)
    return heights
