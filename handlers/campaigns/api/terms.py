"""The terms of a campaign as the API takes and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from flows.campaigns.follow_up import FollowUp, Unless
from flows.campaigns.offer import CampaignOffer
from flows.campaigns.terms import Terms
from flows.money import Money
from handlers.campaigns.api.texts import CampaignTextTold, texts_shown, wordings

_DAY = timedelta(days=1)
_AMOUNT = r"^(0\.[0-9]{0,2}[1-9][0-9]{0,2}|[1-9][0-9]{0,8}(\.[0-9]{1,3})?)$"
_NULL: JsonDict = {"type": "null"}


def _kind(kind: str, amount: JsonDict, percent: JsonDict, *required: str) -> JsonDict:
    properties: JsonDict = {"kind": {"const": kind}, "amount": amount, "percent": percent}
    return {"required": ["kind", *required], "properties": properties}


_ONE_KIND: JsonDict = {
    "oneOf": [
        _kind("percent", _NULL, {"type": "integer"}, "percent"),
        _kind("amount", {"type": "string"}, _NULL, "amount"),
        _kind("free_shipping", _NULL, _NULL),
    ]
}
"""What _one_kind says, for programs."""


class OfferTold(BaseModel):
    """What whoever is written to has a code of their own for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_ONE_KIND)
    kind: Literal["percent", "amount", "free_shipping"]
    percent: Annotated[int | None, Field(ge=1, le=100, strict=True)] = None
    amount: Annotated[str | None, Field(pattern=_AMOUNT, description="in the business's currency")] = None
    days: Annotated[int, Field(ge=1, le=366, strict=True, description="how long a code holds behind the last hour")] = 7

    @model_validator(mode="after")
    def _one_kind(self) -> OfferTold:
        if (self.kind == "percent") is (self.percent is None):
            raise ValueError("percent belongs to an offer of percent, and to no other")
        if (self.kind == "amount") is (self.amount is None):
            raise ValueError("amount belongs to an offer of an amount, and to no other")
        return self

    def offer(self, currency: str) -> CampaignOffer:
        """The offer as a value. Raises WrongOffer."""
        if self.percent is not None:
            return CampaignOffer.of_percent(self.percent, self.days * _DAY)
        if self.amount is not None:
            return CampaignOffer.of_amount(Money.of(Decimal(self.amount), currency), self.days * _DAY)
        return CampaignOffer.of_shipping(self.days * _DAY)


class BudgetTold(BaseModel):
    """The most that its messages may cost, by the price table: it is paused when that is spent."""

    model_config = ConfigDict(extra="forbid")
    amount: Annotated[str, Field(pattern=_AMOUNT)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class FollowUpTold(BaseModel):
    """What is said again to whoever got the first message and did not click or buy since."""

    model_config = ConfigDict(extra="forbid")
    hours: Annotated[int, Field(ge=12, le=720, strict=True, description="after the hour of the first message")]
    unless: Annotated[Unless, Field(description="clicked: whoever clicked or bought gets none")] = Unless.BOUGHT
    texts: Annotated[list[CampaignTextTold], Field(min_length=1, max_length=60)]


class PaceTold(BaseModel):
    """How it goes out from its hour on: spread over some hours, or to each person in the hour that suits them."""

    model_config = ConfigDict(extra="forbid")
    spread_hours: Annotated[int, Field(ge=0, le=24, strict=True)] = 0
    best_hour: bool = False


def terms_of(
    offer: OfferTold | None,
    budget: BudgetTold | None,
    pace: PaceTold,
    follow_ups: Sequence[FollowUpTold],
    currency: str,
) -> Terms:
    """The terms as a value; ``currency`` is the business's. Raises WrongOffer."""
    return Terms(
        offer.offer(currency) if offer is not None else None,
        Money.of(Decimal(budget.amount), budget.currency) if budget is not None else None,
        timedelta(hours=pace.spread_hours),
        pace.best_hour,
        tuple(FollowUp(timedelta(hours=one.hours), wordings(one.texts), one.unless) for one in follow_ups),
    )


def terms_shown(terms: Terms) -> dict[str, Any]:
    """The terms as the API has them."""
    budget = terms.budget
    told = {"amount": str(budget), "currency": budget.currency} if budget is not None else None
    pace = {"spread_hours": terms.spread // timedelta(hours=1), "best_hour": terms.best_hour}
    follow_ups = [
        {"hours": one.after // timedelta(hours=1), "unless": one.unless.value, "texts": texts_shown(one.texts)}
        for one in terms.follow_ups
    ]
    offer = _offer(terms.offer) if terms.offer is not None else None
    return {"offer": offer, "budget": told, "pace": pace, "follow_ups": follow_ups}


def _offer(offer: CampaignOffer) -> dict[str, Any]:
    amount = str(offer.amount) if offer.amount is not None else None
    kind = "percent" if offer.percent is not None else "amount" if amount is not None else "free_shipping"
    return {"kind": kind, "percent": offer.percent, "amount": amount, "days": max(offer.valid_for // _DAY, 1)}
