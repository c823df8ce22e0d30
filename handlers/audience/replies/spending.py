"""What clauses of money mean: so much in all, of an order, or in a time."""

from __future__ import annotations

from datetime import timedelta

from flows.audience.criteria import All, Compared, Criteria, Not, Summed, Within
from flows.audience.periods import Stretch
from handlers.audience.replies.dates import read_dated
from handlers.audience.replies.figures import CURRENCIES, Quantity, read_quantity, read_range, read_span
from handlers.audience.replies.names import Names
from handlers.audience.replies.saying import ClauseWords, Meant, denied
from handlers.audience.replies.times import UnreadTime, read_time
from handlers.audience.replies.words import pattern

_MICROS = 10**6
_LARGE = 1000
_DAY = timedelta(days=1)
_EXACTLY, _AGO = pattern("{exactly}"), pattern("{strictly_ago}|back$|^hace")


def money(fact: str, event: str | None = None) -> Meant:
    """An amount of the business's money, of an ``event`` also in a time; a bare amount is that much and more."""

    def meant(said: ClauseWords, names: Names) -> Criteria | None:
        told = _ends(said, names)
        if not told or said.several:
            return None
        exact = bool(_EXACTLY.match(said.quantity)) or not all(one.value for one in told)
        amounts = [(">=" if one.op == "=" and not exact else one.op, int(one.value * _MICROS)) for one in told]
        if said.timed:
            return _in_time(event, amounts, said, names) if event is not None else None
        compared = [Compared(fact, op, amount) for op, amount in amounts]
        return denied(said, compared[0] if len(compared) == 1 else All(tuple(compared)))

    return meant


def large(meant: Meant) -> Meant:
    """The same of what cannot be a number of orders: "total purchase above 1 lakh"."""

    def bounded(said: ClauseWords, names: Names) -> Criteria | None:
        told = _ends(said, names)
        return meant(said, names) if told and all(one.sign or one.value >= _LARGE for one in told) else None

    return bounded


def _ends(said: ClauseWords, names: Names) -> tuple[Quantity, ...]:
    """The amounts that are said, in the business's currency or in none."""
    ends = read_range(said.range) if said.range else None
    quantity = read_quantity(said.quantity) if said.quantity else None
    told = ends or ((quantity,) if quantity else ())
    return told if all(not one.sign or names.currency in CURRENCIES[one.sign] for one in told) else ()


def _in_time(event: str, amounts: list[tuple[str, int]], said: ClauseWords, names: Names) -> Criteria | None:
    """So much in a time; "spent 500 two weeks ago" is of no time that is known."""
    within = _time(said, names)
    if within is None:
        return None
    summed = [Summed(event, op, amount, within) for op, amount in amounts]
    together = summed[0] if len(summed) == 1 else All(tuple(summed))
    return Not(together) if said.no else together


def _time(said: ClauseWords, names: Names) -> Within | None:
    if said.either or said.rate:
        return None
    if said.date:
        dated = read_dated(said.date, names)
        return dated.within(names) if dated is not None else None
    if said.span:
        ends = read_span(said.span)
        return Stretch(ends[1] * _DAY, ends[0] * _DAY) if ends is not None and _AGO.search(said.span) else None
    if _AGO.search(said.window):
        raise UnreadTime(said.window)
    return read_time(said.window)
