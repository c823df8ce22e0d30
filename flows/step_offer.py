"""The offer of a step: a code that the shop creates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flows.business import Discount
from flows.engine import Value
from flows.money import Money

ONE_DISCOUNT_PER = timedelta(days=30)  # and person, for any offer
CODE_PATIENCE = timedelta(hours=6)  # after this a reminder leaves without the code it was to carry


@dataclass(frozen=True, slots=True)
class Offer:
    """A step's possible offer to this person: the code to create, its percent and its validity.

    If ``percent`` is 0, it is an ``amount`` of money, or free shipping if that is None.
    """

    code: str
    percent: int
    valid_for: timedelta
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A code requested from the shop; once created, the step's message has it on every channel."""

    code: str
    percent: int
    until: datetime
    amount: Money | None = None

    @property
    def values(self) -> dict[str, Value]:
        """Return the values for the shop's request and for the step's text."""
        told: dict[str, Value] = {"code": self.code, "percent": self.percent, "until": self.until}
        if self.amount is not None:
            told |= {"off": self.amount.decimal, "off_currency": self.amount.currency}
        return told


def get_amount_off(values: Mapping[str, Any]) -> Money | None:
    """Return the amount of money in an offer's values; None for a percentage and for free shipping."""
    off = values.get("off")
    return None if off is None else Money.parse(off, str(values["off_currency"]))


def choose_percent(discount: Discount, total: Money | None, orders: int) -> int:
    """Return the whole percent that a person is offered: the largest of the base, that of their order history, and that
    of the cart's tier, if the cart has a ``total``; 0 if the discount is no percentage."""
    if discount.percent is None:
        return 0
    history = discount.first_order if orders == 0 else discount.returning
    reached = [tier.percent for tier in discount.tiers if total is not None and total.decimal >= tier.over]
    return max([discount.base, *([history] if history else []), *reached])
