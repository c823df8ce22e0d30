"""Partners as the API reads and shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.money import Money, to_micros
from flows.promotions.sponsor import WINDOW_DAYS, Fees, Sponsor, SponsorStatus
from handlers.api.field_types import Amount, EachOnce, MaybeCurrency, limit_to
from handlers.api.resource_update import SentBack
from handlers.engine.checked_fields import utc
from handlers.returns.api.partner_lookup import PartnerName
from handlers.returns.sponsor_admin import EMAIL, MOST_BRANDS


class WantedStatus(StrEnum):
    """The statuses that a request sets. A partner is unpaid by an overdue invoice."""

    ACTIVE = "active"
    PAUSED = "paused"
    UNPAID = "unpaid"  # sent back from GET; it changes nothing


class PartnerFees(BaseModel):
    """What a partner pays, in its currency: the price of a click of a new offer, and monthly fees."""

    per_click: Amount = Decimal("0.25")
    per_month: Annotated[Amount, Field(description="0 for none")] = Decimal(0)
    data: Annotated[Amount, Field(description="the monthly subscription to figures, 0 for none")] = Decimal(0)
    pilot: Annotated[bool, Field(strict=True, description="nothing is charged")] = False


class PartnerShown(BaseModel):
    """A partner."""

    id: UUID
    name: str
    brands: list[str]
    fees: PartnerFees
    currency: str
    email: str | None
    window_days: int
    status: SponsorStatus
    linked: Annotated[bool, Field(description="somebody writes for it in a chat")]
    made_at: datetime


class PartnerList(BaseModel):
    """The partners by name."""

    items: list[PartnerShown]


class PartnerAdded(PartnerShown):
    """A new partner. The link and the secret are shown only now; both are null for a repeated request."""

    start_link: Annotated[str | None, Field(description="who opens it writes for the partner")]
    secret: Annotated[str | None, Field(description="signs its postbacks: docs/partners.md")]


class PartnerTold(SentBack):
    """A partner as a request describes it."""

    passed_over = ("id", "linked", "made_at", "start_link", "secret")

    name: PartnerName
    brands: Annotated[EachOnce[PartnerName], Field(min_length=1, max_length=MOST_BRANDS)]
    fees: PartnerFees = PartnerFees()
    currency: Annotated[MaybeCurrency, Field(description="of its fees, fixed; without one, the business's")] = None
    email: Annotated[
        Annotated[str, *limit_to(EMAIL, "e-mail address")] | None, Field(description="where its invoices go")
    ] = None
    window_days: Annotated[
        int, Field(strict=True, ge=1, le=90, description="a purchase counts so long after its click")
    ] = WINDOW_DAYS
    status: WantedStatus = WantedStatus.ACTIVE

    def build_fees(self, currency: str) -> Fees:
        """Convert the fees, in that currency."""
        click, month, data = (
            Money.parse(one, "").micros for one in (self.fees.per_click, self.fees.per_month, self.fees.data)
        )
        return Fees(currency, click, month, data, self.fees.pilot)

    def apply(self, sponsor: Sponsor) -> Sponsor:
        """Return the partner with the fields of the request, except for its status."""
        fees = self.build_fees(sponsor.fees.currency)
        return replace(sponsor, name=self.name, fees=fees, email=self.email, window_days=self.window_days)


def show_partner(sponsor: Sponsor, brands: Iterable[str]) -> dict[str, Any]:
    """Format a partner for the API."""
    fees = sponsor.fees
    return {
        "id": str(sponsor.id), "name": sponsor.name, "brands": sorted(brands),
        "fees": {
            "per_click": to_micros(fees.click), "per_month": to_micros(fees.month), "data": to_micros(fees.data),
            "pilot": fees.pilot,
        },
        "currency": fees.currency, "email": sponsor.email, "window_days": sponsor.window_days,
        "status": sponsor.status.value, "linked": sponsor.contact is not None, "made_at": utc(sponsor.made_at),
    }  # fmt: skip
