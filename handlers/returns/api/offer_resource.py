"""Offers as the API reads and shows them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.audience.criteria_schema import PROMOTION_ROOT, make_promotion_schemas
from flows.money import Money, to_micros
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import Fees
from handlers.api.field_types import MOMENT, Amount, MaybeCurrency, limit_to, make_exact_line, must, reads
from handlers.api.openapi import AT, SHARED
from handlers.api.resource_update import SentBack
from handlers.engine.checked_fields import CheckedField, utc
from handlers.returns.api.partner_lookup import PartnerName
from handlers.returns.promotion_checks import LONGEST_TEXT, LONGEST_TITLE, PromotionWish

PromotionCriteria = Annotated[
    dict[str, Any], WithJsonSchema({SHARED: PROMOTION_ROOT, "schemas": make_promotion_schemas(AT)})
]
"""Criteria in JSON that may also ask the facts of a return, as docs/audiences.md explains them."""
_IMAGE = "^([0-9a-f]{32}-[0-9a-f]{32})?$"
_URL = {"type": "string", "maxLength": 1000, "pattern": r"^https://[a-z]{8,20}\.example(/[a-z0-9-]{0,50})*$"}
_ABOVE_0 = r"^([1-9][0-9]{0,8}(\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9][0-9]{0,5})$"


def _read_image(value: object) -> object:
    if isinstance(value, str) and "/" in value:
        raise ValueError("is not the id of a picture; upload it: POST /api/v1/offers/images, and send its `image`")
    return value


OptionalMoment = Annotated[datetime | None, *reads(CheckedField.moment, {"anyOf": [MOMENT, {"enum": ["", None]}]})]
Limit = Annotated[
    Annotated[str, *limit_to(_ABOVE_0, "amount above 0 and below 1000000000")] | None,
    Field(description="null without a limit; at least one click's price"),
]


class OfferPrice(BaseModel):
    """What the partner pays: for each click, or for each month. With both, the click counts."""

    per_click: Amount | None = None
    per_month: Amount | None = None
    currency: MaybeCurrency = None


class OfferContent(BaseModel):
    """What people see."""

    title: str
    text: str
    image: Annotated[str, Field(description="the id of an uploaded picture")]
    url: str


class PartnerOffer(OfferContent):
    """An offer. Its content is the latest: of a live offer it may still wait for an approval."""

    id: UUID
    partner: str
    brand: str
    starts: datetime | None
    expiry: datetime
    audience: PromotionCriteria | None
    price: OfferPrice
    budget: str | None
    daily_cap: str | None
    purchase_value: Annotated[str, Field(description="what the business earns by a purchase")]
    priority: int
    status: PromotionStatus
    shown: Annotated[OfferContent | None, Field(description="the approved content, which people see")]
    waiting: Annotated[bool, Field(description="the latest content is not approved")]
    version: int
    made_at: datetime
    updated_at: datetime


class PartnerOfferList(BaseModel):
    """A page of offers."""

    items: list[PartnerOffer]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


class PartnerOfferTold(SentBack):
    """An offer as a request describes it."""

    passed_over = ("id", "shown", "waiting", "version", "made_at", "updated_at")

    partner: Annotated[
        PartnerName | None, Field(description="may be new for the scope admin; a partner's own key needs none")
    ] = None
    brand: PartnerName
    title: Annotated[str, *make_exact_line(1, LONGEST_TITLE)]
    text: Annotated[str, *make_exact_line(1, LONGEST_TEXT)]
    image: Annotated[str, BeforeValidator(_read_image), *limit_to(_IMAGE, "id of a picture")] = ""
    url: Annotated[str, *must(CheckedField.url, _URL)]
    starts: OptionalMoment = None
    expiry: Annotated[datetime, *must(CheckedField.moment, MOMENT)]
    audience: Annotated[PromotionCriteria | None, Field(description="null for everybody")] = None
    price: Annotated[OfferPrice | None, Field(description="without one, the partner's price of a click")] = None
    budget: Limit = None
    daily_cap: Limit = None
    purchase_value: Amount = Decimal(0)
    priority: Annotated[int, Field(strict=True, ge=-100, le=100)] = 0
    status: Annotated[
        PromotionStatus, Field(description="the scope write asks for an approval by waiting; admin sets live")
    ] = PromotionStatus.DRAFT

    def build_wish(self, currency: str) -> PromotionWish:
        """Convert the request, with money in the partner's currency."""
        budget, cap = (None if one is None else Money.parse(one, "").micros for one in (self.budget, self.daily_cap))
        limits = PromotionLimits(
            self.expiry, self.starts, json.dumps(self.audience, ensure_ascii=False) if self.audience else "",
            budget, cap, Money.parse(self.purchase_value, "").micros, self.priority,
        )  # fmt: skip
        content = Content(self.title, self.text, self.url, self.image)
        return PromotionWish(self.brand, content, limits, self._build_price(currency))

    def build_fees(self, currency: str) -> Fees:
        """Return the fees of a partner that is added with the offer: its price of a click."""
        price = self._build_price(currency)
        fees = Fees(price.currency if price else currency)
        return replace(fees, click=price.micros) if price and price.by is PricedBy.CLICK else fees

    def _build_price(self, currency: str) -> Price | None:
        told = self.price
        if told is None or (told.per_click is None and told.per_month is None):
            return None
        by = PricedBy.CLICK if told.per_click is not None else PricedBy.MONTH
        amount = told.per_click if told.per_click is not None else told.per_month
        return Price(by, Money.parse(amount, "").micros, told.currency or currency)


def show_offer(promotion: Promotion, partner: str, brand: str) -> dict[str, Any]:
    """Format an offer for the API."""
    latest, limits, price, shown = promotion.latest, promotion.limits, promotion.price, promotion.content
    assert latest is not None, "an offer has content"
    amount = to_micros(price.micros)
    return {
        "id": str(promotion.id), "partner": partner, "brand": brand, **_show_content(latest),
        "starts": utc(limits.starts_at), "expiry": utc(limits.expires_at),
        "audience": json.loads(limits.audience) if limits.audience else None,
        "price": {
            "per_click": amount if price.by is PricedBy.CLICK else None,
            "per_month": amount if price.by is PricedBy.MONTH else None, "currency": price.currency,
        },
        "budget": to_micros(limits.budget), "daily_cap": to_micros(limits.daily_cap),
        "purchase_value": to_micros(limits.purchase_value), "priority": limits.priority,
        "status": promotion.status.value, "shown": _show_content(shown) if shown is not None else None,
        "waiting": promotion.proposed is not None, "version": promotion.version,
        "made_at": utc(promotion.made_at), "updated_at": utc(promotion.updated_at),
    }  # fmt: skip


def _show_content(content: Content) -> dict[str, str]:
    return {"title": content.title, "text": content.text, "image": content.image, "url": content.url}
