"""A partner's offer in its chat with its buttons, and the choices of a new one: brand, people, days, budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flows.actor import Actor
from flows.money import MICROS, Money
from flows.phrase import Lines, Ours, Text, phrase
from flows.promotions.audience_choices import AudienceChoices, write_choices
from flows.promotions.promotion import Content, Promotion, PromotionLimits, PromotionRefused, PromotionStatus, refuse
from handlers.engine.turn import Turn
from handlers.returns.offer_terms import (
    describe_audience,
    describe_limit,
    describe_status,
    describe_terms,
    get_title,
    name_status,
)
from handlers.returns.promotion_changes import PromotionWish, change_promotion, submit_promotion
from handlers.returns.sponsor_chat.offer_buttons import OfferPress, OfferVerb, make_press, name_brand
from handlers.returns.sponsor_chat.sponsor_command import read_amount
from handlers.returns.sponsor_chat.sponsor_message import ASKS, SponsorTalk, say
from storage.promotions.sponsors import Sponsors
from templates.message_values import one_line

DRAFT_BUDGET, OFFER = "draft_budget", "offer"
"""What the question for a new offer's budget asks for, as an amount may be written too; and the value with its id."""
NO_LIMIT = "none"
STEPS = (OfferVerb.BRAND, OfferVerb.AUDIENCE, OfferVerb.DAYS, OfferVerb.BUDGET, OfferVerb.SEND)
"""The buttons of a draft, in their order."""
_AUDIENCES = {
    "all": "",
    "back": write_choices(AudienceChoices(customers="yes")),
    "size": write_choices(AudienceChoices(reasons=("size", "colour"))),
}
_DAYS, _BUDGETS, _LABEL = (7, 14, 30), (50, 100, 200), 18
_CAN = {
    PromotionStatus.DRAFT: (OfferVerb.SEND, OfferVerb.TEXT, OfferVerb.END),
    PromotionStatus.WAITING: (OfferVerb.TEXT, OfferVerb.END),
    PromotionStatus.LIVE: (OfferVerb.PAUSE, OfferVerb.TEXT, OfferVerb.END),
    PromotionStatus.PAUSED: (OfferVerb.RESUME, OfferVerb.TEXT, OfferVerb.END),
}


async def ask_first(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    """Ask for the brand if the partner has several, else for the people."""
    several = len(await turn.unit.of(Sponsors).brands(talk.sponsor.id)) > 1
    await _ask_step(turn, talk, promotion, OfferVerb.BRAND if several else OfferVerb.AUDIENCE)


async def take_step(turn: Turn, talk: SponsorTalk, promotion: Promotion, press: OfferPress) -> None:
    """Write a choice to the draft and ask for the next one. Raises PromotionRefused."""
    title = get_title(promotion)
    if promotion.status is not PromotionStatus.DRAFT:
        raise refuse("status", "partner_offer_moved_on", title=title, status=name_status(promotion))
    if press.verb is OfferVerb.SEND:
        await submit_promotion(turn, promotion, Actor.sponsor(talk.sponsor.id))
        await say(turn, talk, phrase("partner_sent", title=title))
        return
    try:
        changed = await _choose(turn, talk, promotion, press)
    except PromotionRefused as refused:
        if press.verb is not OfferVerb.BUDGET:
            raise
        await _ask_step(turn, talk, promotion, OfferVerb.BUDGET, refused.text)
        return
    following = STEPS[STEPS.index(press.verb) + 1]
    await (show(turn, talk, changed) if following is OfferVerb.SEND else _ask_step(turn, talk, changed, following))


async def _choose(turn: Turn, talk: SponsorTalk, promotion: Promotion, press: OfferPress) -> Promotion:
    limits, value = promotion.limits, press.value
    match press.verb:
        case OfferVerb.BRAND:
            brands = await turn.unit.of(Sponsors).brands(talk.sponsor.id)
            brand = next((one for one in brands if name_brand(one) == value), promotion.brand)
            return await change(turn, talk, promotion, brand=brand)
        case OfferVerb.AUDIENCE:
            limits = replace(limits, audience=_AUDIENCES.get(value, limits.audience))
        case OfferVerb.DAYS:
            days = int(value) if value in map(str, _DAYS) else max(_DAYS)
            limits = replace(limits, expires_at=turn.now + timedelta(days=days))
        case _:
            budget = None if value == NO_LIMIT else Money.parse(read_amount(value) or "0", "").micros
            limits = replace(limits, budget=budget)
    return await change(turn, talk, promotion, limits)


async def _ask_step(
    turn: Turn, talk: SponsorTalk, promotion: Promotion, verb: OfferVerb, text: Text | None = None
) -> None:
    """Ask for a choice with a button for each answer."""
    rows: Mapping[str, Text]
    match verb:
        case OfferVerb.BRAND:
            brands = await turn.unit.of(Sponsors).brands(talk.sponsor.id)
            rows = {name_brand(brand): Ours(one_line(written)[:_LABEL]) for brand, written in brands.items()}
        case OfferVerb.AUDIENCE:
            rows = {name: describe_audience(audience) for name, audience in _AUDIENCES.items()}
        case OfferVerb.DAYS:
            rows = {str(many): phrase("partner_days", many=many) for many in _DAYS}
        case _:
            rows = {str(many): describe_limit(many * MICROS, promotion.price.currency) for many in _BUDGETS}
            rows = {**rows, NO_LIMIT: phrase("partner_no_limit")}
    choices = [make_press(verb, promotion, label, value) for value, label in rows.items()]
    asks = {ASKS: DRAFT_BUDGET, OFFER: promotion.id.hex} if verb is OfferVerb.BUDGET else None
    await say(turn, talk, text or phrase(f"partner_step_{verb.value}"), choices, asks)


async def show(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    """Show an offer with its terms and status, and a button for each thing that can be done with it."""
    latest = promotion.latest
    assert latest is not None, "an offer has content"
    brands = await turn.unit.of(Sponsors).brands(promotion.sponsor)
    how = [phrase("partner_send_how")] if promotion.status is PromotionStatus.DRAFT else []
    words = (Ours(latest.title), Ours(latest.text), Ours(latest.url), describe_terms(promotion, brands))
    text = Lines((*words, describe_status(promotion), *how))
    await say(turn, talk, text, [make_press(verb, promotion) for verb in _CAN.get(promotion.status, ())] or None)


async def change(
    turn: Turn, talk: SponsorTalk, promotion: Promotion, limits: PromotionLimits | None = None, *,
    brand: str | None = None, content: Content | None = None,
) -> Promotion:  # fmt: skip
    """Change some terms of an offer; the others stay. Raises PromotionRefused."""
    latest = content or promotion.latest
    assert latest is not None, "an offer has content"
    wish = PromotionWish(brand or promotion.brand, latest, limits or promotion.limits, promotion.price)
    return await change_promotion(turn, promotion, wish, Actor.sponsor(talk.sponsor.id))
