"""What figures and times in clauses say of customers."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import All, Compared, Counted, Criteria, Not
from flows.audience.reading import MOST_VALUES
from handlers.audience.replies.figures import CURRENCIES, Quantity, read_length, read_quantity, read_range
from handlers.audience.replies.kinds import Meant
from handlers.audience.replies.names import Names
from handlers.audience.replies.times import UnreadTime, read_time
from handlers.audience.replies.words import pattern
from handlers.replies.calendar_words import MONTHS

_DAY = timedelta(days=1)
_MORE, _EXACTLY = pattern("{more}"), pattern("{exactly}")
_CALENDAR = pattern("{calendar}")
LONG_AGO = pattern("{strictly_ago}|^hace")
"""A time at which something happened, if it did: within it nothing is said to."""


def is_so(criteria: Criteria) -> Meant:
    """The same, whatever the clause holds."""
    return lambda _found, _names: criteria


def many(fact: str) -> Meant:
    """A fact that counts, compared with the quantity of the clause."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        quantity = read_quantity(found["q"])
        whole = quantity.whole if quantity is not None else None
        return None if quantity is None or whole is None else Compared(fact, quantity.op, Decimal(whole))

    return meant


def much(fact: str) -> Meant:
    """A fact in the business's money; a bare amount is that amount and more, for nobody spends it to the cent."""

    def meant(found: re.Match[str], names: Names) -> Criteria | None:
        quantity = read_quantity(found["q"])
        if quantity is None or (quantity.sign and names.currency not in CURRENCIES[quantity.sign]):
            return None
        exact = not quantity.value or _EXACTLY.match(found["q"])
        op = ">=" if quantity.op == "=" and not exact else quantity.op
        return Compared(fact, op, int(quantity.value * 10**6))

    return meant


def between(fact: str) -> Meant:
    """A fact in the business's money from one amount to another, both among them."""

    def meant(found: re.Match[str], names: Names) -> Criteria | None:
        ends = read_range(found["r"])
        if ends is None or (ends[0].sign and names.currency not in CURRENCIES[ends[0].sign]):
            return None
        return All(tuple(Compared(fact, one.op, int(one.value * 10**6)) for one in ends))

    return meant


def ranged(fact: str) -> Meant:
    """A fact that counts, from one number to another, both among them."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        ends = read_range(found["r"])
        if ends is None or any(one.whole is None for one in ends):
            return None
        return All(tuple(Compared(fact, one.op, one.value) for one in ends))

    return meant


def among(fact: str) -> Meant:
    """A fact with several values of which one is in a range: two conditions might be true of one value each."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        ends = read_range(found["r"])
        least, most = (one.whole for one in ends) if ends is not None else (None, None)
        if least is None or most is None or most - least >= MOST_VALUES:
            return None
        return Compared(fact, "in", tuple(map(Decimal, range(least, most + 1))))

    return meant


def happened(event: str) -> Meant:
    """An event so many times within a time, of which one or the other may be said.

    So many in a time are so many and more; "60 days ago" is no time within which something happened.
    """

    def meant(found: re.Match[str], names: Names) -> Criteria | None:
        return None if LONG_AGO.search(found["w"] or "") else counted(found, names)

    counted = occurred(event)
    return meant


def occurred(event: str) -> Meant:
    """The same, of what is denied: "not bought since 60 days ago"."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        groups = found.groupdict()
        quantity = read_quantity(groups["q"]) if groups.get("q") else Quantity(">=", Decimal(1))
        if quantity is None or quantity.whole is None:
            return None
        op = ">=" if quantity.op == "=" and quantity.whole and not _EXACTLY.match(groups["q"]) else quantity.op
        return Counted(event, op, quantity.whole, read_time(found["w"]))

    return meant


_HACE = pattern("hace (?!{than})")


def ago(fact: str, op: str) -> Meant:
    """A moment within a time that ends now, or before it."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        time = read_time(found["w"])
        if _HACE.search(found[0]) and op == "within":
            if fact != "last_order_at":
                raise UnreadTime(found[0])  # "primer pedido hace 60 dias" may be that day, or before
            return silent(found, _names)
        return Compared(fact, op, time) if op == "within" or isinstance(time, timedelta) else None

    return meant


def silent(found: re.Match[str], _names: Names) -> Criteria | None:
    """So many days without an order, or more than so many, of whoever ordered once."""
    length = read_length(found["w"])
    op = ">" if _MORE.search(found[0]) else ">="
    return None if length is None else Compared("days_since_order", op, Decimal(length // _DAY))


def birthday(op: str) -> Meant:
    """So many days until the birthday."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        length = None if _CALENDAR.match(found["w"]) else read_length(found["w"])
        return None if length is None else Compared("birthday_in_days", op, Decimal(length // _DAY))

    return meant


def month(found: re.Match[str], _names: Names) -> Criteria | None:
    """The month of the birthday, by its name."""
    month = MONTHS.get(found["m"])
    return None if month is None else Compared("birthday_month", "=", Decimal(month))


def top(found: re.Match[str], _names: Names) -> Criteria | None:
    """The customers of whom so many of a hundred spent less: of the top 20 % at least 80."""
    share = int(found["n"])
    return Compared("spend_percentile", ">=", Decimal(100 - share)) if 0 < share < 100 else None


def without(event: str) -> Meant:
    """No such event within a time: of whoever never did it, too."""
    return unless(occurred(event))


def unless(meant: Meant) -> Meant:
    """The opposite of a meaning."""

    def turned(found: re.Match[str], names: Names) -> Criteria | None:
        criteria = meant(found, names)
        return None if criteria is None else Not(criteria)

    return turned
