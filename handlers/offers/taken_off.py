"""What an offer takes off, told to the staff: of a code of the shop's own, a campaign, a step of a plan."""

from __future__ import annotations

from typing import Protocol

from flows.money import Money
from flows.phrase import Text, phrase


class TakesOff(Protocol):
    """Some percent, or an amount of money, or free shipping where there is neither."""

    @property
    def percent(self) -> int | None: ...

    @property
    def amount(self) -> Money | None: ...


def taken_off(offer: TakesOff) -> Text:
    """What an offer takes off: "15% off", "$5.00 off", "free shipping"."""
    if offer.percent is not None:
        return phrase("offer_percent", percent=offer.percent)
    return phrase("offer_amount", amount=offer.amount) if offer.amount is not None else phrase("offer_shipping")
