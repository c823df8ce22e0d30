"""How soon a product can be had, by size: from our own stock, from what shops told, and from how they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from flows.count_phrase import format_count

FRESH = timedelta(days=3)
"""A shop's word about its stock is taken as it is for so long."""
STALE = timedelta(days=14)
"""The age that makes a shop's stock report worthless."""
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
    """A shop has so many pieces left of what it counted at that moment."""

    quantity: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one size of a product.

    ``stated`` is the business's own word, ``own`` its free pieces (None if not counted), ``shops`` the number of shops
    to ask, ``told`` their stock reports; of ``asked`` recent requests ``yes`` got something.
    """

    stated: Availability
    own: int | None = None
    shops: int = 0
    told: Sequence[Held] = ()
    asked: int = 0
    yes: int = 0


@dataclass(frozen=True, slots=True)
class Promisable:
    """The possible promise: ``days`` is the maximum time, None without a promise; ``why`` a sentence."""

    availability: Availability
    days: int | None
    why: str


def days_of(availability: Availability | None) -> int:
    """Return the longest that it takes, in days; where nothing is promised, what sourcing takes as a rule."""
    return _LONGEST.get(availability, DAYS_UNSTATED) if availability else DAYS_UNSTATED


def compute_availability(known: Evidence, now: datetime) -> Promisable:
    """Return the availability of one size, and why. Never sooner than the business states, unless it has it itself."""
    if known.own:
        return _offer(Availability.IN_STOCK, f"{format_count(known.own, 'piece')} in our own stock.")
    if known.stated is Availability.PRE_ORDER:
        return _offer(Availability.PRE_ORDER, "The business takes it as a pre-order.")
    if known.stated is Availability.IN_STOCK and known.own is None:
        return _offer(Availability.IN_STOCK, "The business states that it is in stock, and counts no pieces.")
    worked_out = _promise_from_shops(known, now) or _promise_from_answers(known) or _promise_from_business(known)
    return _delay_promise(worked_out, known.stated)


def _promise_from_shops(known: Evidence, now: datetime) -> Promisable | None:
    """Return the promise from the shops' reported stock; None without a valid report."""
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
    """Return the promise from the shops' recent answers; None with too few answers, or if the business says sold
    out."""
    if known.asked < TELLING or known.stated is Availability.TEMPORARILY_OUT:
        return None
    share = f"{known.yes} of {known.asked} requests got it lately."
    if known.yes == 0:
        return _offer(Availability.TEMPORARILY_OUT, f"None of {known.asked} requests got it lately.")
    quick = known.yes >= MOSTLY * known.asked
    return _offer(Availability.SOURCE_2_3_DAYS if quick else Availability.SOURCE_4_7_DAYS, share)


def _promise_from_business(known: Evidence) -> Promisable:
    """Return the promise from the business's own word, except for sold-out stock."""
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
