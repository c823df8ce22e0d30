"""What processes used over time: whether it stayed level, and a picture of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from xml.sax.saxutils import escape

from tests.chaos.gauges import Reading

SHARE = 0.05  # so much more in the last quarter than in the second is level still, and a few MB or files besides
WIDTH, HEIGHT, LEFT, TOP, RIGHT = 720, 200, 60, 30, 110  # pixels of a panel and its margins
STEPS = 4  # lines across a panel
COLOURS = ("#b3362b", "#2b6cb3", "#3b8f4a", "#8a5bb0")


@dataclass(frozen=True, slots=True)
class Look:
    """What each process, by name, used ``at`` so many seconds from the start."""

    at: float
    readings: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure, and how much more of it is level still."""

    measure: Callable[[Reading], float]
    slack: float


PANELS: Mapping[str, Panel] = {
    "resident memory, MB": Panel(lambda one: one.memory, 4),
    "open files": Panel(lambda one: float(one.files), 16),  # a pool's connections to the database come and go
}


def grown(looks: Sequence[Look]) -> list[str]:
    """What was higher in the last quarter of a life than in its second, by medians; the first is for warming up.

    Lives shorter than a quarter of all say nothing.
    """
    found = []
    for name, life in lives(looks):
        quarter = len(life) // 4
        for what, panel in PANELS.items() if 4 * len(life) >= len(looks) else ():
            before = median(map(panel.measure, life[quarter : 2 * quarter]))
            after = median(map(panel.measure, life[-quarter:]))
            if after > before * (1 + SHARE) + panel.slack:
                found.append(f"{name}: {what}, {before:.1f} became {after:.1f}")
    return found


def lives(looks: Sequence[Look]) -> Iterator[tuple[str, list[Reading]]]:
    """What each process read, by name, from each of its starts to its end."""
    for name in looks[0].readings:
        for _, life in groupby((one.readings[name] for one in looks), key=lambda reading: reading.pid):
            yield name, list(life)


def draw(looks: Sequence[Look], title: str) -> str:
    """A picture in SVG, a panel for each measure and a line for each process."""
    height = len(PANELS) * (HEIGHT + 2 * TOP) + TOP
    panels = "".join(
        f'<g transform="translate({LEFT} {2 * TOP + number * (HEIGHT + 2 * TOP)})">{"".join(_panel(looks, what))}</g>'
        for number, what in enumerate(PANELS)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + LEFT + RIGHT} {height}" font-size="12"'
    style = 'font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} {style}<text x="{LEFT}" y="{TOP}" font-size="14">{escape(title)}</text>{panels}</svg>\n'


def _panel(looks: Sequence[Look], what: str) -> Iterator[str]:
    measure, last = PANELS[what].measure, looks[-1].at
    top = 1.1 * max(measure(one) for look in looks for one in look.readings.values())
    yield f'<text y="-8" fill="#444">{what}</text>'
    for step in range(STEPS + 1):
        y, x = HEIGHT * (1 - step / STEPS), WIDTH * step / STEPS
        yield f'<path d="M0 {y:.0f}H{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="-6" y="{y + 4:.0f}" text-anchor="end">{top * step / STEPS:.0f}</text>'
        yield f'<text x="{x:.0f}" y="{HEIGHT + 16}" text-anchor="middle">{last / 60 * step / STEPS:.1f} min</text>'
    for place, name in enumerate(looks[0].readings):
        line = " ".join(f"{WIDTH * look.at / last:.1f},{_y(measure(look.readings[name]), top):.1f}" for look in looks)
        colour = COLOURS[place % len(COLOURS)]
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield f'<text x="{WIDTH + 8}" y="{14 + 16 * place}" fill="{colour}">{escape(name)}</text>'


def _y(value: float, top: float) -> float:
    return HEIGHT * (1 - value / top)
