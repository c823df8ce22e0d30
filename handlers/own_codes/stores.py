"""The store that makes codes for an offer, or why none does."""

from __future__ import annotations

from enum import StrEnum

from flows.shop_offers import ShopOffer
from handlers.actions.action import Refused
from handlers.calls.call import named
from handlers.turn import Turn


class WhyNoCodes(StrEnum):
    """Why no codes can be made for an offer; each is a phrase."""

    NO_STORE = "codes_no_store"
    OTHER_CURRENCY = "codes_other_currency"


def check(turn: Turn, offer: ShopOffer) -> str:
    """The store that makes codes for an offer. Raises Refused where the business has none, or sells in another
    currency."""
    provider = named(turn.business.stores, {})
    if provider is None:
        raise Refused(WhyNoCodes.NO_STORE)
    if offer.amount is not None and offer.amount.currency != turn.business.currency:
        values = {"amount": offer.amount, "currency": turn.business.currency}
        raise Refused(WhyNoCodes.OTHER_CURRENCY, values)
    return provider
