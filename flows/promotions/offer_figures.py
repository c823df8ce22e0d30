"""Figures of returns and offers in disjoint cells, and what a sponsor may see of them.

A cell holds the returns of one offer in one month. Every other figure is a sum of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

FEWEST = 10
"""A sponsor sees figures about this number of people or a multiple of it."""


class Steps(NamedTuple):
    """What became of returns, each number one of the number before; the revenue is in micro-units."""

    returns: int = 0
    sent: int = 0
    clicked: int = 0
    converted: int = 0
    revenue: int = 0


@dataclass(frozen=True, slots=True)
class OfferCell:
    """What became of the returns of an offer in a month, ``promotion`` None for those without an offer.

    ``tens`` is the revenue of the first buyers whose number is the largest multiple of ``FEWEST``.
    """

    sponsor: UUID | None
    promotion: UUID | None
    brand: str
    steps: Steps
    tens: int = 0


@dataclass(frozen=True, slots=True)
class NamedCell:
    """How often something with a name happened in a month; ``kind`` is what the name is of: "category" or "reason" of
    the goods that came back, and "page" of a page that was opened instead of an offer (a ``PromptChoice``).
    """

    kind: str
    name: str
    many: int


@dataclass(frozen=True, slots=True)
class BuyerCell:
    """The people who returned goods of brands with a partner in a month, and those who bought the brand again."""

    held_out: bool
    people: int
    bought: int
    revenue: int | None


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """All cells of a period."""

    offers: Sequence[OfferCell]
    named: Sequence[NamedCell] = ()
    buyers: Sequence[BuyerCell] = ()


def restrict_to_sponsor(figures: OfferFigures) -> OfferFigures:
    """Return the figures that a sponsor may see, of figures that count each of its people once per cell.

    Nothing is about fewer than ten people, and no difference of figures isolates one:

    - Each cell is rounded down to a multiple of ten. No person is in two cells of one kind, of an offer or month.
    - Totals, brands and periods are sums of rounded cells, so total minus parts leaves nothing. A period is of whole
      months; the present month ends with yesterday. So no other choice of dates gives another cell.
    - Revenue is of as many buyers as the rounded count says, the first ones, in two digits: it moves by ten buyers.
    - What people without an offer spent is left out.

    Someone who watches the open month sees only that a multiple of ten was reached. Bills are exact: a sponsor may
    compute its clicks from them, and its own pages counted those already.
    """
    return OfferFigures(
        [
            replace(cell, steps=Steps._make((*map(round_people, cell.steps[:-1]), _keep_digits(cell.tens))), tens=0)
            for cell in figures.offers
        ],
        [replace(cell, many=round_people(cell.many)) for cell in figures.named],
        [
            replace(cell, people=round_people(cell.people), bought=round_people(cell.bought), revenue=None)
            for cell in figures.buyers
        ],
    )


def round_people(many: int) -> int:
    """Return a number of people rounded down to tens."""
    return many - many % FEWEST


def add_steps(cells: Iterable[OfferCell]) -> Steps:
    """Return the sum of the cells' steps."""
    return Steps(*map(sum, zip(*(cell.steps for cell in cells), strict=True)))


def _keep_digits(micros: int) -> int:
    """Return an amount rounded down to its first two digits."""
    step = int("1".ljust(max(1, len(str(micros)) - 1), "0"))
    return max(0, micros) // step * step
