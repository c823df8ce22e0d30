"""A sponsor's offer, found by its id, and in words for the sponsor's chat and page and for the staff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase, sentences
from flows.promotions.audience_choices import read_choices
from flows.promotions.promotion import Price, Promotion, PromotionStatus
from handlers.engine.turn import Turn
from storage.promotions.promotions import Promotions


async def find_own(turn: Turn, sponsor: UUID, which: str) -> Promotion | None:
    """Return the sponsor's offer of that id; None for another's, and for a text that is no id."""
    try:
        found = await turn.unit.of(Promotions).get(UUID(which))
    except ValueError:
        return None
    return found if found is not None and found.sponsor == sponsor else None


def get_title(promotion: Promotion) -> str:
    """Return the title of an offer."""
    return promotion.latest.title if promotion.latest is not None else ""


def name_status(promotion: Promotion) -> Text:
    """Return an offer's status, as in "it is …"."""
    return phrase(f"partner_status_{promotion.status.value}")


def describe_status(promotion: Promotion) -> Text:
    """Describe an offer's status, a change that waits, and why the staff rejected or paused it."""
    changed = promotion.content is not None and promotion.proposed is not None
    parts: list[Text] = [phrase("partner_offer_is", status=name_status(promotion))]
    if promotion.status is not PromotionStatus.ENDED:
        parts += [phrase("partner_change_waits")] if changed else []
        parts += [phrase("partner_offer_why", why=promotion.rejection)] if promotion.rejection else []
    return sentences(*parts)


def describe_price(price: Price) -> Text:
    """Describe a price: "$0.25 a click"."""
    return phrase(f"partner_price_{price.by.value}", amount=Money(price.micros, price.currency))


def describe_limit(micros: int | None, currency: str) -> Text:
    """Describe a budget or a daily cap, also one without a limit."""
    return phrase("partner_no_limit") if micros is None else phrase("an_amount", amount=Money(micros, currency))


def describe_terms(promotion: Promotion, brands: Mapping[str, str]) -> Text:
    """Describe the brand, people, days, price and limits of an offer in a line. ``brands`` are those of its sponsor, as
    written.
    """
    limits, currency = promotion.limits, promotion.price.currency
    return phrase(
        "partner_offer_terms",
        brand=brands.get(promotion.brand, promotion.brand),
        who=describe_audience(limits.audience),
        starts=At(limits.starts_at, Shows.DAY) if limits.starts_at else None,
        until=At(limits.expires_at - timedelta(microseconds=1), Shows.DAY),
        price=describe_price(promotion.price),
        budget=describe_limit(limits.budget, currency),
        cap=Money(limits.daily_cap, currency) if limits.daily_cap is not None else None,
        spent=Money(promotion.counts.spent, currency) if promotion.counts.spent else None,
    )


def describe_audience(audience: str) -> Text:
    """Describe an audience by its choices: "Returning, Size, shoes"."""
    choices = read_choices(audience)
    if choices is None:
        return phrase("partner_audience_own")
    names = [choices.customers or "all"] if choices.customers or not audience else []
    parts = [phrase(f"partner_audience_{name}") for name in (*names, *choices.reasons)]
    return Lines((*parts, *map(Ours, (*choices.categories, *choices.cities))), between=", ")
