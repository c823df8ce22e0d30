"""The terms of a campaign as the API takes and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.follow_up import FollowUp, Unless
from flows.money import Money
from flows.shop_offers import ShopOffer
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.field_types import limit_to
from handlers.campaigns.api.schedule_fields import check_calendar
from handlers.campaigns.api.wording_fields import CampaignTextTold, read_wordings, show_texts
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import HOLDS
from storage.store.own_codes import OwnCodes

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_AMOUNT = r"^(0\.[0-9]{0,2}[1-9][0-9]{0,2}|[1-9][0-9]{0,8}(\.[0-9]{1,3})?)$"
_CODE = r"^[A-Za-z0-9][A-Za-z0-9-]{2,31}$"
_ABOVE_ZERO = "amount above zero such as 50 or 49.90"
_NULL: JsonDict = {"type": "null"}


AmountOff = Annotated[Annotated[str, *limit_to(_AMOUNT, _ABOVE_ZERO)], Field(description="in the business's currency")]


def _kind(kind: str, amount: JsonDict, percent: JsonDict, *required: str) -> JsonDict:
    properties: JsonDict = {"kind": {"const": kind}, "amount": amount, "percent": percent}
    return {"required": [*required], "properties": properties}


ONE_KIND: JsonDict = {
    "oneOf": [
        _kind("percent", _NULL, {"type": "integer"}, "percent"),
        _kind("amount", {"type": "string"}, _NULL, "kind", "amount"),
        _kind("free_shipping", _NULL, _NULL, "kind"),
    ]
}
"""The fields of each kind of offer, for programs; an offer without a kind is of percent."""


class OfferTold(BaseModel):
    """Format a campaign for the API."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=ONE_KIND)
    kind: Literal["percent", "amount", "free_shipping"] = "percent"
    percent: Annotated[int | None, Field(ge=1, le=100, strict=True)] = None
    amount: AmountOff | None = None
    days: Annotated[
        int | None,
        Field(ge=1, le=366, strict=True, description="how many days a code is valid after the last hour; default 7"),
    ] = None
    hours: Annotated[
        int | None, Field(ge=1, le=8784, strict=True, description="the same in hours, instead of days")
    ] = None
    code: Annotated[
        Annotated[str, *limit_to(_CODE, "code of letters and digits such as DIWALI15")] | None,
        Field(description="made by /discount new, of the same offer"),
    ] = None
    ends_at: Annotated[AwareDatetime | None, Field(description="when it ends for everyone, instead of days")] = None

    @model_validator(mode="after")
    def _check_kind(self) -> OfferTold:
        if (self.kind == "percent") is (self.percent is None):
            raise ValueError("only an offer of kind percent has percent")
        if (self.kind == "amount") is (self.amount is None):
            raise ValueError("only an offer of an amount has amount")
        if self.days is not None and self.hours is not None:
            raise ValueError("a code is valid for days or for hours: give one of the two")
        return self

    def offer(self, currency: str) -> ShopOffer:
        """Return the offer as a value, without its code. Raises WrongOffer."""
        amount = None if self.amount is None else Money.parse(Decimal(self.amount), currency)
        length = HOLDS if self.days is None else self.days * _DAY
        length = length if self.hours is None else self.hours * _HOUR
        return ShopOffer(self.percent, amount, valid_for=length, ends_at=self.ends_at)


class BudgetTold(BaseModel):
    """The most that the messages may cost, by the price table: the campaign pauses when that is spent."""

    model_config = ConfigDict(extra="forbid")
    amount: Annotated[str, *limit_to(_AMOUNT, _ABOVE_ZERO)]
    currency: Annotated[str, *limit_to("^[A-Z]{3}$", "currency such as USD")]


class FollowUpTold(BaseModel):
    """A follow-up to people who got the first message and have not clicked or bought since."""

    model_config = ConfigDict(extra="forbid")
    hours: Annotated[int, Field(ge=12, le=720, strict=True, description="after the hour of the first message")]
    unless: Annotated[Unless, Field(description="clicked: people who clicked or bought do not get it")] = Unless.BOUGHT
    texts: Annotated[list[CampaignTextTold], Field(min_length=1, max_length=60)]


class PaceTold(BaseModel):
    """The pace of sending: spread over some hours, or to each person in the hour that suits them."""

    model_config = ConfigDict(extra="forbid")
    spread_hours: Annotated[int, Field(ge=0, le=24, strict=True)] = 0
    best_hour: bool = False


async def read_offer(
    turn: Turn, told: OfferTold | None, kept: ShopOffer | None, field: str = "offer"
) -> ShopOffer | None:
    """Parse the offer; ``kept`` is the campaign's current one. Raises WrongOffer, or ApiRefused for a code that
    customers cannot use, for one that gives something else, or for an end outside the calendar."""
    if told is None:
        return None
    check_calendar(told.ends_at, f"{field}.ends_at")
    offer = told.offer(turn.business.currency)
    if kept is not None and _is_as_shown(told, offer, kept):
        return kept
    if told.code is None:
        return offer
    own = await turn.unit.of(OwnCodes).find_by_name(told.code)
    if own is None or not own.holds(turn.now):
        why = f"{told.code} is not a valid code of the shop; /discount new creates one"
        raise ApiRefused(Code.CONFLICT, why, f"{field}.code")
    if not own.offer.gives_as(offer):
        raise ApiRefused(Code.CONFLICT, f"{own.code} gives a different offer; /discount shows it", f"{field}.code")
    if offer.ends_at not in {None, own.ends_at}:
        raise ApiRefused(Code.CONFLICT, f"{own.code} ends at {own.ends_at.isoformat()}", f"{field}.ends_at")
    return own.offer


def _is_as_shown(told: OfferTold, offer: ShopOffer, kept: ShopOffer) -> bool:
    """Return True if the document repeats the offer as GET showed it. A code of the shop's own has its own end."""
    code = told.code.upper() if told.code is not None else None
    length = kept.code is not None or offer.valid_for == kept.valid_for
    return (code, offer.ends_at) == (kept.code, kept.ends_at) and offer.gives_as(kept) and length


def read_terms(
    offer: ShopOffer | None,
    budget: BudgetTold | None,
    pace: PaceTold,
    follow_ups: Sequence[FollowUpTold],
) -> Terms:
    """Convert the fields into the campaign's terms."""
    return Terms(
        offer,
        Money.parse(Decimal(budget.amount), budget.currency) if budget is not None else None,
        timedelta(hours=pace.spread_hours),
        pace.best_hour,
        tuple(FollowUp(timedelta(hours=one.hours), read_wordings(one.texts), one.unless) for one in follow_ups),
    )


def show_terms(terms: Terms) -> dict[str, Any]:
    """Format the terms for the API."""
    budget = terms.budget
    told = {"amount": str(budget), "currency": budget.currency} if budget is not None else None
    pace = {"spread_hours": terms.spread // timedelta(hours=1), "best_hour": terms.best_hour}
    follow_ups = [
        {"hours": one.after // timedelta(hours=1), "unless": one.unless.value, "texts": show_texts(one.texts)}
        for one in terms.follow_ups
    ]
    offer = show_offer(terms.offer) if terms.offer is not None else None
    return {"offer": offer, "budget": told, "pace": pace, "follow_ups": follow_ups}


def show_offer(offer: ShopOffer) -> dict[str, Any]:
    """Format an offer for the API."""
    amount = str(offer.amount) if offer.amount is not None else None
    kind = "percent" if offer.percent is not None else "amount" if amount is not None else "free_shipping"
    ends_at = offer.ends_at.isoformat() if offer.ends_at is not None else None
    told = {"kind": kind, "percent": offer.percent, "amount": amount, **_length(offer)}
    return {**told, "code": offer.code, "ends_at": ends_at}


def _length(offer: ShopOffer) -> dict[str, int | None]:
    """Format how long a code is valid: in days if whole, else in hours. A code of the shop's own has an end instead."""
    days, rest = divmod(offer.valid_for, _DAY)
    if offer.code is not None:
        return {"days": None, "hours": None}
    return {"days": None, "hours": offer.valid_for // _HOUR} if rest else {"days": days, "hours": None}
