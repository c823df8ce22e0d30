"""The offer of a plan's step, as a value and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flows.business import Discount
from flows.money import Money
from flows.plans.plan_document import BadPlan, read_object, read_one_of, read_whole
from flows.shop_offers import ShopOffer

MOST_PERCENT, MOST_DAYS = 90, 365


class OfferKind(StrEnum):
    """The kind of an offer's discount."""

    PERCENT = "percent"
    AMOUNT = "amount"
    FREE_SHIPPING = "free_shipping"


_KEYS = ("kind", "percent", "amount", "currency", "days")
_OF_A_KIND = {
    OfferKind.PERCENT: {"kind", "days", "percent"},
    OfferKind.AMOUNT: {"kind", "days", "amount", "currency"},
    OfferKind.FREE_SHIPPING: {"kind", "days"},
}


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A discount of whole ``percent`` off an order, or of an ``amount``; free shipping if both are None. Each person's
    own code is valid for ``days`` days."""

    percent: int | None = None
    days: int = 7
    amount: Money | None = None

    @property
    def kind(self) -> OfferKind:
        """Return the kind of the offer."""
        if self.percent is not None:
            return OfferKind.PERCENT
        return OfferKind.FREE_SHIPPING if self.amount is None else OfferKind.AMOUNT

    @property
    def discount(self) -> Discount:
        """Return the offer as a discount of the engine's steps."""
        return Discount(self.percent or 0, valid_for=timedelta(days=self.days), amount=self.amount)


def write_offer(offer: PlanOffer) -> dict[str, Any]:
    """Return an offer in the JSON form of a plan's version."""
    if offer.percent is not None:
        return {"percent": offer.percent, "days": offer.days}
    money = {"amount": str(offer.amount), "currency": offer.amount.currency} if offer.amount is not None else {}
    return {"kind": offer.kind.value, **money, "days": offer.days}


def read_offer(document: object, path: str) -> PlanOffer | None:
    """Parse an offer from the JSON of ``write_offer``; without a kind it is a percentage. None stays None. Raises
    BadPlan."""
    if document is None:
        return None
    said = read_object(document, path, _KEYS)
    kind = read_one_of(said.get("kind", OfferKind.PERCENT.value), f"{path}.kind", OfferKind)
    if extra := sorted(said.keys() - _OF_A_KIND[kind]):
        raise BadPlan(f"{path}.{extra[0]}", f"has no effect if the kind is {kind.value}")
    days = read_whole(said.get("days", 7), f"{path}.days", 1, MOST_DAYS)
    if kind is OfferKind.PERCENT:
        return PlanOffer(read_whole(said.get("percent"), f"{path}.percent", 1, MOST_PERCENT), days)
    return PlanOffer(days=days, amount=_amount(said, f"{path}.amount") if kind is OfferKind.AMOUNT else None)


def _amount(said: Mapping[str, Any], path: str) -> Money:
    try:
        money = Money.parse(said.get("amount"), str(said.get("currency", "")))
        ShopOffer.make_amount(money, timedelta(days=1))
    except ValueError as wrong:
        raise BadPlan(path, f'must be an amount above zero like "5.00": {wrong}') from None
    return money
