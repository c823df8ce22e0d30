"""`python -m tests.oracle --cases 1000000`: both judgements of so many sends, and the figures of where they differ."""

from __future__ import annotations

import argparse
import sys
import time
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.oracle.cases import drawn
from tests.oracle.figures import Figures
from tests.oracle.sweep import DAYS, swept

BATCH, LOOKED_AT = 5_000, 1_000


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 1 when something left that must not, or a wait ends at a moment that is none."""
    asked = _read(arguments)
    zoneinfo.reset_tzpath(to=[])  # the package's zone data, not the machine's
    started = time.monotonic()
    figures = Figures()
    if asked.jobs == 1:
        _run(asked, map, figures)
    else:
        with ProcessPoolExecutor(asked.jobs, initializer=partial(zoneinfo.reset_tzpath, to=[])) as pool:
            _run(asked, pool.map, figures)
    print("\n".join(figures.lines(asked.examples)))
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if figures.unlawful or figures.untrue else 0


def _run(asked: argparse.Namespace, each: Callable[..., Iterator[Figures]], figures: Figures) -> None:
    starts = range(asked.first, asked.first + asked.cases, BATCH)
    ends = [min(start + BATCH, starts.stop) for start in starts]
    for part in each(partial(random_part, asked.seed), starts, ends):
        figures.add(part)
    for part in each(swept, DAYS if asked.sweep else ()):
        figures.add(part)


def random_part(seed: int, start: int, end: int) -> Figures:
    """The figures of the random cases of these numbers; one of `LOOKED_AT` is looked at thoroughly."""
    figures = Figures()
    for number in range(start, end):
        figures.see(drawn(seed, number), thorough=number % LOOKED_AT == 0)
    return figures


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many random sends (10000)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first of them (0)")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other sends (1)")
    parser.add_argument("--sweep", action="store_true", help="every area code through the special days")
    parser.add_argument("--examples", action="store_true", help="show the smallest example of each cause")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes work at once (1)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
