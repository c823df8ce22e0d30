"""A split as a mixed-integer linear programme: the variables, the rows that bind them, and the goals in their terms.

    y_s   1 if shop s is used                                       shops = sum of y_s
    u_k   1 if we wait until level k, a time when lots are ready    ready = first level + sum of u_k x step to level k
    v_sk  how far shop s is used at level k: at most y_s and u_k
    x_h   pieces of lot h: at most its pieces x v                   fees  = sum of x_h x fee_h
    z_lf  pieces of line l that cost more than fee f                fees  = pieces x first fee + sum of z_lf x next step

A line has the x of its lots, or where few fees occur the z, which are far fewer. In whole y and u both say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from flows.sourcing.planning.split_lots import Lot, Problem, find_first_ready

FEW_FEES = 12
"""The number of different fees in a line from where on the rows of its z are longer than those of its x."""

Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """A linear expression: the coefficients by column, and a constant."""

    parts: Row
    base: int = 0


@dataclass(slots=True)
class LinearProgramme:
    """A programme's columns and rows. ``timed`` includes times, ``priced`` includes fees."""

    problem: Problem
    timed: bool
    priced: bool
    highest: list[int] = field(default_factory=list)  # each variable goes from 0 to this
    whole: list[bool] = field(default_factory=list)  # and is an integer, or not
    rows: list[tuple[Mapping[int, float], float, float]] = field(
        default_factory=list
    )  # what it adds up to, at least and at most
    levels: list[int] = field(default_factory=list)
    shops: dict[int, int] = field(default_factory=dict)  # the column of each
    waits: dict[int, int] = field(default_factory=dict)
    used: dict[tuple[int, int], int] = field(default_factory=dict)
    fees: Row = field(default_factory=dict)
    least_fees: int = 0

    def sum_of(self, shop: int = 0, ready: int = 0, fee: int = 0) -> Sum:
        """Return the weighted sum of the three figures."""
        parts = dict.fromkeys(self.shops.values(), shop)
        for level, column in self.waits.items():
            parts[column] = ready * (self.levels[level] - self.levels[level - 1])
        parts |= {column: fee * part for column, part in self.fees.items()}
        return Sum(
            {column: part for column, part in parts.items() if part}, ready * self.levels[0] + fee * self.least_fees
        )

    def column(self, highest: int, *, whole: bool = False) -> int:
        """Return a new variable from 0 to ``highest``."""
        self.highest.append(highest)
        self.whole.append(whole)
        return len(self.highest) - 1

    def at_most(self, row: Mapping[int, float], limit: float) -> None:
        """Add the constraint that this sum is at most ``limit``."""
        self.rows.append((row, -inf, limit))

    def at_least(self, row: Mapping[int, float], limit: float) -> None:
        """Add the constraint that this sum is at least ``limit``."""
        self.rows.append((row, limit, inf))


def describe(problem: Problem, *, timed: bool, priced: bool) -> LinearProgramme:
    """Return the programme of a problem; without times and fees it only says which shops have enough together."""
    programme = LinearProgramme(problem, timed, priced)
    earliest = find_first_ready(problem, problem.everybody)
    assert earliest is not None, "the demand is never more than all sources hold"
    programme.levels = problem.levels(problem.everybody, earliest) if timed else [earliest]
    programme.shops = {shop: programme.column(1, whole=True) for shop in range(problem.sources)}
    for level in range(1, len(programme.levels)):
        programme.waits[level] = programme.column(1, whole=True)
        if level > 1:
            programme.at_most({programme.waits[level]: 1, programme.waits[level - 1]: -1}, 0)
    for demand, lots in zip(problem.demand, problem.cheapest, strict=True):
        _require_enough(programme, demand, lots)
        if priced:
            few = len({lot.fee for lot in lots}) <= FEW_FEES
            (_price_by_fee if few else _price_by_lot)(programme, demand, lots)
    return programme


def _require_enough(programme: LinearProgramme, demand: int, lots: tuple[Lot, ...], beside: Row | None = None) -> None:
    """Require that these lots meet the demand, together with ``beside``."""
    row = dict(beside or {})
    for lot in lots:
        column = _use(programme, lot)
        row[column] = row.get(column, 0) + min(lot.pieces, demand)
    programme.at_least(row, demand)


def _use(programme: LinearProgramme, lot: Lot) -> int:
    """Return the variable for the use of a lot."""
    shop = programme.shops[lot.source]
    level = programme.levels.index(lot.ready) if programme.timed and lot.ready > programme.levels[0] else 0
    if not level:
        return shop
    if (lot.source, level) not in programme.used:
        column = programme.used[lot.source, level] = programme.column(1)
        programme.at_most({column: 1, shop: -1}, 0)
        programme.at_most({column: 1, programme.waits[level]: -1}, 0)
    return programme.used[lot.source, level]


def _price_by_fee(programme: LinearProgramme, demand: int, lots: tuple[Lot, ...]) -> None:
    """Charge at least the next fee for demand beyond the lots up to a fee."""
    levels = sorted({lot.fee for lot in lots})
    programme.least_fees += demand * levels[0]
    for fee, dearer in pairwise(levels):
        column = programme.column(demand)
        programme.fees[column] = dearer - fee
        _require_enough(programme, demand, tuple(lot for lot in lots if lot.fee <= fee), {column: 1})


def _price_by_lot(programme: LinearProgramme, demand: int, lots: tuple[Lot, ...]) -> None:
    line: Row = {}
    for lot in lots:
        column = programme.column(lot.pieces)
        programme.fees[column] = lot.fee
        line[column] = 1
        programme.at_most({column: 1, _use(programme, lot): -lot.pieces}, 0)
    programme.rows.append((line, demand, demand))
