"""Names of the texts for customers, and example values for their placeholders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flows.business import DISCOUNT_TEXT, Discount
from flows.channels import CHANNELS, SMS
from handlers.engine.message_text import spell_caps
from storage.sending.short_links import EXAMPLE
from templates.message_library import Library

if TYPE_CHECKING:
    from flows.business import Business
    from handlers.engine.turn import Turn

_LASTS = timedelta(hours=48)
_PERCENT = 10


def list_text_names() -> Iterator[str]:
    """Yield the names of the texts for customers that a business may reword."""
    library = Library.load()
    for name in library.names():
        message = library.message(name)
        if message.rewordable and message.reader == "customer":
            yield name


def choose_channel(business: Business) -> str:
    """Return the channel for shown texts: SMS, since its price depends on the length, or the channel tried first."""
    used = business.channels_order or tuple(one.channel for one in business.channels)
    return next((name for name in used if CHANNELS[name].segmented), next(iter(used), SMS.name))


async def load_values(turn: Turn, text: str = "") -> Mapping[str, Any]:
    """Return the values of a ``text`` that all customers have. A name is left out, since some customers have given
    none."""
    business = turn.business
    sold = [one.title for one in await turn.unit.products.list_some(1)]
    until = turn.now + _LASTS
    discounts = (step.discount for step in business.recovery.steps if step.discount)
    discount = next((one for one in discounts if text == DISCOUNT_TEXT or one.percent), Discount(_PERCENT))
    base = turn.link_base or business.site.rstrip("/") or "https://shop.example"
    common: dict[str, Any] = {
        "brand": business.name,
        "support": business.support or business.site or business.name,
        "terms": business.terms,
        "privacy": business.privacy,
        "mailing_address": business.mailing_address,
        "zone": turn.zone,
        "now": turn.now,
        "currency": business.currency,
        "often": spell_caps(business.policy.marketing_caps),
        "items": sold or ["T-shirt"],
        "link": f"{base}/l/{EXAMPLE}",
        "code": "THANKS-7KQ2",
        "order": "1234",
        "amount": Decimal(100),
        "days": "5-7",
        "happened": "shipped",
        "offer": "5 days",
        "alternatives": sold or ["T-shirt"],
        "have": sold or ["T-shirt"],
        "missing": sold or ["T-shirt"],
    }
    if discount.percent is not None:
        common["percent"] = discount.percent
    elif discount.amount is not None:
        common["off"] = discount.amount.decimal
    return {**common, **dict.fromkeys(("until", "answer_by", "when", "expected"), until)}
