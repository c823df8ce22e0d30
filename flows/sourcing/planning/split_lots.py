"""A split in numbers: the demand, the lots of each source, and the cost of a choice among them.

Shops are numbered by their id, so that "the first" settles a tie. A set of shops is an int with one bit for each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces of a line that a source has ``ready`` (microseconds from now) for one ``fee`` (micro-units a piece)."""

    source: int
    line: int
    pieces: int
    ready: int
    fee: int


Taken: TypeAlias = list[tuple[Lot, int]]
"""Lots with the number of pieces taken of each."""


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """The cost of a choice, most important first: the weighted sum, then the shops, the completion, the fees."""

    weighted: int
    shops: int
    ready: int
    fees: int


@dataclass(frozen=True, slots=True)
class Prices:
    """The exact integer weights of a shop, a microsecond and a micro-unit of commission in the weighted sum."""

    shop: int
    ready: int
    fee: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A split problem. The ``demand`` per line never exceeds its lots."""

    demand: tuple[int, ...]
    cheapest: tuple[tuple[Lot, ...], ...]  # the lots of each line, by fee
    soonest: tuple[tuple[Lot, ...], ...]  # the same lots, by the time they are ready
    sources: int
    prices: Prices

    @property
    def everybody(self) -> int:
        """Return the set of all sources."""
        return (1 << self.sources) - 1

    def levels(self, among: int, earliest: int) -> list[int]:
        """Return the times, from ``earliest`` on, when pieces of these sources become ready."""
        found = {lot.ready for lots in self.soonest for lot in lots if among >> lot.source & 1}
        return sorted({earliest} | {ready for ready in found if ready > earliest})

    def cost(self, shops: int, ready: int, fees: int) -> Cost:
        """Return the three figures with their weighted sum."""
        return Cost(shops * self.prices.shop + ready * self.prices.ready + fees * self.prices.fee, shops, ready, fees)


def arrange(demand: Iterable[int], lots: Iterable[Iterable[Lot]], sources: int, prices: Prices) -> Problem:
    """Return the problem with its lots in the two search orders."""
    lines = tuple(tuple(held) for held in lots)
    return Problem(
        tuple(demand),
        tuple(tuple(sorted(held, key=lambda lot: (lot.fee, lot.source, lot.ready))) for held in lines),
        tuple(tuple(sorted(held, key=lambda lot: (lot.ready, lot.source, lot.fee))) for held in lines),
        sources,
        prices,
    )


def find_first_ready(problem: Problem, among: int) -> int | None:
    """Return the earliest time when these sources together could have everything, in microseconds from now; None if
    never."""
    latest = 0
    for wanted, lots in zip(problem.demand, problem.soonest, strict=True):
        for lot in lots:
            if among >> lot.source & 1:
                wanted -= lot.pieces
                if wanted <= 0:
                    latest = max(latest, lot.ready)
                    break
        if wanted > 0:
            return None
    return latest


def take(problem: Problem, among: int, until: int | None = None) -> Taken | None:
    """Return the lots of these sources with the least fees, ready by ``until``; None if they are not enough."""
    taken: Taken = []
    for wanted, lots in zip(problem.demand, problem.cheapest, strict=True):
        for lot in lots:
            if wanted and among >> lot.source & 1 and (until is None or lot.ready <= until):
                pieces = min(wanted, lot.pieces)
                taken.append((lot, pieces))
                wanted -= pieces
                if not wanted:
                    break
        if wanted:
            return None
    return taken


def sum_fees(taken: Taken) -> int:
    """Return the fees of all pieces taken, in micro-units."""
    return sum(pieces * lot.fee for lot, pieces in taken)


def sources(taken: Taken) -> int:
    """Return the set of sources of a choice."""
    found = 0
    for lot, _ in taken:
        found |= 1 << lot.source
    return found


def weigh(problem: Problem, taken: Taken) -> Cost:
    """Return the cost of a choice: only taken lots count, not other asked shops."""
    return problem.cost(sources(taken).bit_count(), max((lot.ready for lot, _ in taken), default=0), sum_fees(taken))
