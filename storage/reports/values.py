"""What a report of cart recovery says, and the comparison of those written to with those left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from flows.money import Money

_Z = 1.959963984540054  # the 97.5 % point of the normal distribution: a 95 % interval


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step of the plan, counted from 1, sent and brought; ``clicked`` are people."""

    step: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Money


@dataclass(frozen=True, slots=True)
class Group:
    """People whose first departure lies in the window: ``carts``, one each, and how many of them ``ordered``.

    Any purchase within ``attribution_days`` counts, attributed or not; ``revenue`` is net of refunds.
    """

    carts: int
    ordered: int
    revenue: Money


@dataclass(frozen=True, slots=True)
class Lift:
    """How much larger the share that ordered is among people written to than among those left alone.

    Fractions of 1: ``rate`` 0.061 is 6.1 points. ``low`` and ``high`` bound it with 95 % confidence.
    """

    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """Cart recovery from ``start`` up to, not including, ``end``; None is without a bound.

    ``carts`` were first heard of in the window and abandoned: a reminder was planned about them, or something lay in
    them and nothing happened for the first step's delay. ``reachable`` of them belong to somebody who agreed on a
    phone or a chat of theirs to be written to. ``messaged``, ``clicked``, ``held_out`` and ``opted_out`` are people; a
    preview robot's visit is no click. ``recovered`` are attributed orders placed in the window and not cancelled;
    ``revenue`` is theirs in the business's currency after ``refunded`` was taken off. ``costs`` are the known prices,
    per currency of the provider, of all that the recovery conversations sent, answers included. ``opted_out`` took
    their consent back after a reminder. ``refused`` are reminders that never left, by rule. ``treated`` and ``control``
    are the two groups that ``lift`` compares; only people drawn while there was a holdout are in them.
    """

    start: datetime | None
    end: datetime | None
    currency: str
    carts: int
    reachable: int
    held_out: int
    messaged: int
    clicked: int
    recovered: int
    revenue: Money
    refunded: Money
    costs: tuple[Money, ...]
    opted_out: int
    by_step: tuple[StepResult, ...]
    refused: Mapping[str, int]
    treated: Group
    control: Group
    lift: Lift | None


def compare(treated: Group, control: Group) -> Lift | None:
    """The difference of two shares with its 95 % interval; None while one group is empty.

    Newcombe's hybrid score method (method 10 of R. G. Newcombe, "Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17, 1998, 873-890): it holds for small groups and shares near 0.
    """
    if not treated.carts or not control.carts:
        return None
    p, q = treated.ordered / treated.carts, control.ordered / control.carts
    (p_low, p_high), (q_low, q_high) = _wilson(p, treated.carts), _wilson(q, control.carts)
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return Lift(p - q, low, high)


def _wilson(share: float, people: int) -> tuple[float, float]:
    """The score interval of one share (E. B. Wilson, JASA 22, 1927, 209-212)."""
    square = _Z * _Z / people
    centre = share + square / 2
    spread = _Z * sqrt(share * (1 - share) / people + square / people / 4)
    return (centre - spread) / (1 + square), (centre + spread) / (1 + square)
