"""What figures and times in clauses say of customers."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import All, Compared, Counted, Criteria, Not
from handlers.audience.replies.figures import CURRENCIES, Quantity, read_length, read_quantity
from handlers.audience.replies.kinds import Meant
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern
from handlers.replies.calendar_words import MONTHS

_DAY = timedelta(days=1)
_MORE = pattern("{more}")


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
        op = ">=" if quantity.op == "=" else quantity.op
        return Compared(fact, op, int(quantity.value * 10**6))

    return meant


def between(fact: str) -> Meant:
    """A fact in the business's money from one amount to another, both among them."""

    def meant(found: re.Match[str], names: Names) -> Criteria | None:
        least, most = read_quantity(found["from"]), read_quantity(found["to"])
        signs = re.findall(r"[$€£₹]", found[0])
        if least is None or most is None or any(names.currency not in CURRENCIES[sign] for sign in signs):
            return None
        bounds = ((">=", least), ("<=", most))
        return All(tuple(Compared(fact, op, int(one.value * 10**6)) for op, one in bounds))

    return meant


def ranged(fact: str) -> Meant:
    """A fact that counts, from one number to another, both among them."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        least, most = read_quantity(found["from"]), read_quantity(found["to"])
        if least is None or most is None or least.whole is None or most.whole is None:
            return None
        return All((Compared(fact, ">=", Decimal(least.whole)), Compared(fact, "<=", Decimal(most.whole))))

    return meant


def happened(event: str) -> Meant:
    """An event that happened so often, within some time."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        groups = found.groupdict()
        quantity = read_quantity(groups["q"]) if groups.get("q") else Quantity(">=", Decimal(1))
        within = read_length(groups["w"]) if groups.get("w") else None
        if quantity is None or quantity.whole is None or (groups.get("w") and within is None):
            return None
        return Counted(event, quantity.op, quantity.whole, within)

    return meant


def ago(fact: str, op: str) -> Meant:
    """A moment within a time that ends now, or before it."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        length = read_length(found["w"])
        return None if length is None else Compared(fact, op, length)

    return meant


def silent(found: re.Match[str], _names: Names) -> Criteria | None:
    """So many days without an order, or more than so many, of whoever ordered once."""
    length = read_length(found["w"])
    op = ">" if _MORE.search(found[0]) else ">="
    return None if length is None else Compared("days_since_order", op, Decimal(length // _DAY))


def birthday(op: str) -> Meant:
    """So many days until the birthday."""

    def meant(found: re.Match[str], _names: Names) -> Criteria | None:
        length = read_length(found["w"])
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


def unless(meant: Meant) -> Meant:
    """The opposite of a meaning."""

    def turned(found: re.Match[str], names: Names) -> Criteria | None:
        criteria = meant(found, names)
        return None if criteria is None else Not(criteria)

    return turned
