"""How soon a product is available, by size: from our own stock, from shops' stock reports, and from shops' answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from flows.count_phrase import format_count

FRESH = timedelta(days=3)
"""The age up to which a shop's stock report is trusted fully."""
STALE = timedelta(days=14)
"""The age from which a shop's stock report is ignored."""
TELLING = 5  # so many requests say how it is; fewer may be chance
SELDOM, MOSTLY = 0.3, 0.5  # shares of requests that got something
DAYS_UNSTATED = 3


class Availability(StrEnum):
    """The availability that a customer sees before ordering; business files and the API use these names."""

    IN_STOCK = "in_stock"  # leaves from our own stock
    SOURCE_2_3_DAYS = "source_2_3_days"
    SOURCE_4_7_DAYS = "source_4_7_days"
    PRE_ORDER = "pre_order"  # is not made yet
    TEMPORARILY_OUT = "temporarily_out"  # nobody has it


_LONGEST = MappingProxyType(
    {
        Availability.IN_STOCK: 1,
        Availability.SOURCE_2_3_DAYS: 3,
        Availability.SOURCE_4_7_DAYS: 7,
        Availability.PRE_ORDER: 14,
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """The pieces that a shop still has of its stock report of that moment."""

    quantity: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one size of a product.

    ``stated`` is the business's own statement, ``own`` its free pieces (None if not counted), ``shops`` the number of
    shops to ask, ``told`` their stock reports. Of ``asked`` recent requests ``yes`` were at least partly fulfilled.
    """

    stated: Availability
    own: int | None = None
    shops: int = 0
    told: Sequence[Held] = ()
    asked: int = 0
    yes: int = 0


@dataclass(frozen=True, slots=True)
class Promisable:
    """The possible promise: ``days`` is the maximum time, None if nothing is promised; ``why`` explains it in a
    sentence."""

    availability: Availability
    days: int | None
    why: str


def days_of(availability: Availability | None) -> int:
    """Return the maximum days for an availability; sourcing's default if there is none."""
    return _LONGEST.get(availability, DAYS_UNSTATED) if availability else DAYS_UNSTATED


def compute_availability(known: Evidence, now: datetime) -> Promisable:
    """Return the availability of one size, and why. It is never sooner than the business states, unless its own stock
    has the size."""
    if known.own:
        return _offer(Availability.IN_STOCK, f"{format_count(known.own, 'piece')} in our own stock.")
    if known.stated is Availability.PRE_ORDER:
        return _offer(Availability.PRE_ORDER, "The business takes it as a pre-order.")
    if known.stated is Availability.IN_STOCK and known.own is None:
        return _offer(Availability.IN_STOCK, "The business states that it is in stock, and counts no pieces.")
    worked_out = _promise_from_shops(known, now) or _promise_from_answers(known) or _promise_from_business(known)
    return _delay_promise(worked_out, known.stated)


def _promise_from_shops(known: Evidence, now: datetime) -> Promisable | None:
    """Return the promise from the shops' stock reports; None if no report is valid."""
    told = [one for one in known.told if now - one.as_of < STALE]
    having = [one for one in told if one.quantity > 0]
    if not having:
        nobody = known.shops > 0 and sum(now - one.as_of < FRESH for one in told) >= known.shops
        return (
            _offer(Availability.TEMPORARILY_OUT, "No shop has any left, by what all of them said lately.")
            if nobody
            else None
        )
    age = now - max(one.as_of for one in having)
    where = f"{format_count(len(having), 'shop')} told to have it, the latest {_ago(age)}"
    if age >= FRESH:
        if known.stated is Availability.TEMPORARILY_OUT:
            return None  # an older or equally old shop answer does not override the business
        return _offer(Availability.SOURCE_4_7_DAYS, f"{where}.")
    if known.asked >= TELLING and known.yes < SELDOM * known.asked:
        doubt = f"but only {known.yes} of {known.asked} requests got it lately."
        return _offer(Availability.SOURCE_4_7_DAYS, f"{where}, {doubt}")
    return _offer(Availability.SOURCE_2_3_DAYS, f"{where}.")


def _promise_from_answers(known: Evidence) -> Promisable | None:
    """Return the promise from the shops' recent answers; None if there are too few, or if the business says
    sold out."""
    if known.asked < TELLING or known.stated is Availability.TEMPORARILY_OUT:
        return None
    share = f"{known.yes} of {known.asked} requests got it lately."
    if known.yes == 0:
        return _offer(Availability.TEMPORARILY_OUT, f"None of {known.asked} requests got it lately.")
    quick = known.yes >= MOSTLY * known.asked
    return _offer(Availability.SOURCE_2_3_DAYS if quick else Availability.SOURCE_4_7_DAYS, share)


def _promise_from_business(known: Evidence) -> Promisable:
    """Return the promise from the business's own statement, which may be that the product is sold out."""
    if known.stated is not Availability.IN_STOCK:
        return _offer(known.stated, "The business states it; nothing newer is known.")
    if known.shops:
        return _offer(Availability.SOURCE_2_3_DAYS, "Our own stock is sold out; shops can be asked.")
    return _offer(Availability.TEMPORARILY_OUT, "Our own stock is sold out, and there is no shop to ask.")


def _delay_promise(offered: Promisable, stated: Availability) -> Promisable:
    slow = stated is Availability.SOURCE_4_7_DAYS and offered.availability is Availability.SOURCE_2_3_DAYS
    return _offer(stated, f"{offered.why} The business promises no less than 4 to 7 days.") if slow else offered


def _offer(availability: Availability, why: str) -> Promisable:
    return Promisable(availability, _LONGEST.get(availability), why)


def _ago(age: timedelta) -> str:
    hours = max(0, age // timedelta(hours=1))
    if hours < 1:
        return "within the hour"
    if hours < 48:
        return f"{hours} h ago"
    return f"{hours // 24} days ago"
