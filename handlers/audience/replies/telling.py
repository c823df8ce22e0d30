"""What clauses of one topic mean: a number, how often in which time, a moment, a rhythm."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not
from flows.audience.periods import Period, Stretch
from flows.audience.reading import MOST_VALUES
from handlers.audience.replies.dates import read_dated
from handlers.audience.replies.figures import (
    Quantity,
    often_within,
    read_quantity,
    read_range,
    read_several,
    read_span,
)  # fmt: skip
from handlers.audience.replies.names import Names
from handlers.audience.replies.saying import SEVERAL, ClauseWords, Meant, denied, read_op
from handlers.audience.replies.times import UnreadTime, read_time
from handlers.audience.replies.words import pattern

_DAY = timedelta(days=1)
_AGO, _MORE, _EXACTLY = pattern("{strictly_ago}|back$|^hace"), pattern("{more}"), pattern("{exactly}")


def number(fact: str, *, bare: bool = True) -> Meant:
    """A fact that is a number: a score, a percentile, which is no one number (``bare``)."""

    def meant(said: ClauseWords, _names: Names) -> Criteria | None:
        loose = not bare and not said.range and read_op(said.quantity or "1") == "="
        return None if said.timed or loose else denied(said, _numbers(fact, said, bare="="))

    return meant


def _numbers(fact: str, said: ClauseWords, bare: str) -> Criteria | None:
    if said.several:
        values = read_several(said.several)
        return None if values is None else Compared(fact, "in", values)
    if said.range:
        ends = read_range(said.range)
        if ends is None or any(one.whole is None for one in ends):
            return None
        if fact == SEVERAL:  # two conditions might be true of one value each
            least, most = (int(one.value) for one in ends)
            return (
                Compared(fact, "in", tuple(map(Decimal, range(least, most + 1))))
                if most - least < MOST_VALUES
                else None
            )
        return All(tuple(Compared(fact, one.op, one.value) for one in ends))
    quantity = read_quantity(said.quantity) if said.quantity else None
    if quantity is None or quantity.whole is None:
        return None
    op = bare if quantity.op == "=" and quantity.whole and not _EXACTLY.match(said.quantity) else quantity.op
    return Compared(fact, op, Decimal(quantity.whole))


def times(fact: str | None, event: str | None) -> Meant:
    """How often something was done: so far by its ``fact``, in a time by its ``event``; neither where none is kept."""

    def meant(said: ClauseWords, names: Names) -> Criteria | None:
        if (said.span and (event == "order.created" or said.no)) or not (said.verb or said.numbered or said.no):
            return None
        if not said.timed:
            return _so_far(fact, event, said)
        return denied(said, _in_time(event, said, names)) if event is not None else None

    return meant


def _so_far(fact: str | None, event: str | None, said: ClauseWords) -> Criteria | None:
    if not said.numbered:
        never = Compared(fact, "=", Decimal(0)) if fact else Not(Counted(str(event)))
        once = Compared(fact, ">=", Decimal(1)) if fact else Counted(str(event))
        return never if said.no else once
    if fact is None:
        quantity = _quantity(said)
        return None if quantity is None else denied(said, Counted(str(event), quantity.op, int(quantity.value)))
    return denied(said, _numbers(fact, said, bare="="))


def _in_time(event: str, said: ClauseWords, names: Names) -> Criteria | None:
    if said.range and said.window:
        ends = read_range(said.range)
        if ends is None or any(one.whole is None for one in ends) or _AGO.search(said.window):
            return None
        within = read_time(said.window)
        return All(tuple(Counted(event, one.op, int(one.value), within) for one in ends))
    quantity = _quantity(said) if said.numbered else Quantity(">=", Decimal(1))
    if quantity is None or quantity.whole is None:
        return None
    op = ">=" if quantity.op == "=" and quantity.whole and not _EXACTLY.match(said.quantity) else quantity.op
    many = quantity.whole
    if said.either:
        alike = (op, many) == (">=", 1)
        return Any(tuple(Counted(event, within=one) for one in (Period.TODAY, Period.YESTERDAY))) if alike else None
    if said.rate:
        often = None if event == "order.created" or said.numbered else often_within(said.rate)
        return None if often is None else Counted(event, ">=", often[0], often[1])
    if said.date:
        dated = read_dated(said.date, names)
        return None if dated is None else dated.of_event(event, op, many, names)
    if said.span:
        between = read_span(said.span)
        ago = between is not None and _AGO.search(said.span) is not None
        return Counted(event, op, many, Stretch(between[1] * _DAY, between[0] * _DAY)) if between and ago else None
    if _AGO.search(said.window) and not said.no:
        raise UnreadTime(said.window)
    return Counted(event, op, many, read_time(said.window))


def _quantity(said: ClauseWords) -> Quantity | None:
    return read_quantity(said.quantity) if said.quantity else None


def moment(fact: str) -> Meant:
    """When something was: within a time, before it, or in days of the calendar."""

    def meant(said: ClauseWords, names: Names) -> Criteria | None:
        if said.numbered or not said.timed:
            return None
        return denied(said, _moment(fact, said, names))

    return meant


def _moment(fact: str, said: ClauseWords, names: Names) -> Criteria | None:
    if said.date:
        dated = read_dated(said.date, names)
        return None if dated is None else dated.of_moment(fact, names)
    if said.either:
        return Any(tuple(Compared(fact, "within", one) for one in (Period.TODAY, Period.YESTERDAY)))
    if said.span:
        ends = read_span(said.span)
        return None if ends is None or not _AGO.search(said.span) else _days_ago(fact, *ends)
    if not said.window:
        return None
    within = read_time(said.window)
    if not _AGO.search(said.window) and not _MORE.search(said.window):
        return Compared(fact, "within", within)
    if not isinstance(within, timedelta):
        return None
    op = ">" if _MORE.search(said.window) else ">="
    silent = fact == "last_order_at"
    return Compared("days_since_order", op, Decimal(within // _DAY)) if silent else Compared(fact, "before", within)


def _days_ago(fact: str, least: int, most: int) -> Criteria:
    if fact == "last_order_at":
        days = (Compared("days_since_order", op, Decimal(one)) for op, one in ((">=", least), ("<=", most)))
        return All(tuple(days))
    return All((Compared(fact, "before", least * _DAY), Compared(fact, "within", most * _DAY)))


def rhythm(said: ClauseWords, _names: Names) -> Criteria | None:
    """The days from one order to the next: "every 20-40 days", "at least once a week"."""
    fact = "own_rhythm_days"
    if said.no or said.numbered:
        return None
    if said.span:
        ends = read_span(said.span)
        return None if ends is None else All(tuple(
            Compared(fact, op, Decimal(one)) for op, one in zip((">=", "<="), ends, strict=True)
        ))  # fmt: skip
    often = often_within(said.rate) if said.rate else None
    if often is None or often[1] // _DAY % often[0]:
        return None
    return Compared(fact, "<=", Decimal(often[1] // _DAY // often[0]))
