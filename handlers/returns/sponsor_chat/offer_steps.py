"""The choices of a new offer by buttons: its brand, its people, its days, its budget, and the request for approval."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from flows.actor import Actor
from flows.money import MICROS, Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from flows.promotions.promotion import Content, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.size_evidence import COLOUR_REASONS, SIZE_REASONS
from handlers.engine.turn import Turn
from handlers.returns.promotion_changes import PromotionRefused, PromotionWish, change_promotion, submit_promotion
from handlers.returns.sponsor_chat.offer_buttons import OfferPress, OfferVerb, make_press, name_brand
from handlers.returns.sponsor_chat.sponsor_message import ASKS, SponsorTalk, make_menu, say
from storage.promotions.sponsors import Sponsors
from templates.message_values import one_line

DRAFT_BUDGET = "draft_budget"
"""What the question for a new offer's budget asks for: an amount may be written as well."""
AUDIENCES = {
    "all": "",
    "back": json.dumps({"fact": "return.returning_customer", "op": "=", "value": "yes"}),
    "size": json.dumps({"fact": "return.reason", "op": "in", "value": sorted(SIZE_REASONS | COLOUR_REASONS)}),
}
"""The criteria of the offered audiences."""
_DAYS, _BUDGETS, NO_LIMIT = (7, 14, 30), (50, 100, 200), "none"


async def ask_first(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    """Ask for the brand if the partner has several, else for the people."""
    brands = await turn.unit.of(Sponsors).brands(talk.sponsor.id)
    if len(brands) == 1:
        await _ask_audience(turn, talk, promotion)
        return
    choices = [
        make_press(OfferVerb.BRAND, promotion, Ours(one_line(written)[:18]), name_brand(brand))
        for brand, written in brands.items()
    ]
    await say(turn, talk, "brand", phrase("partner_step_brand"), choices)


async def take_step(turn: Turn, talk: SponsorTalk, promotion: Promotion, press: OfferPress) -> None:
    """Write a choice to the draft and ask for the next one. Raises PromotionRefused."""
    if promotion.status is not PromotionStatus.DRAFT:
        title = promotion.latest.title if promotion.latest else ""
        status = phrase(f"partner_status_{promotion.status.value}")
        await say(turn, talk, "over", phrase("partner_offer_moved_on", title=title, status=status), make_menu())
        return
    await _STEPS[press.verb](turn, talk, promotion, press.value)


async def _choose_brand(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    brands = await turn.unit.of(Sponsors).brands(talk.sponsor.id)
    brand = next((one for one in brands if name_brand(one) == value), None)
    if brand is None:
        await ask_first(turn, talk, promotion)
        return
    await _ask_audience(turn, talk, await change(turn, talk, promotion, brand=brand))


async def _ask_audience(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    choices = [
        make_press(OfferVerb.AUDIENCE, promotion, phrase(f"partner_audience_{name}"), name) for name in AUDIENCES
    ]
    await say(turn, talk, "audience", phrase("partner_step_audience"), choices)


async def _choose_audience(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    audience = AUDIENCES.get(value, promotion.limits.audience)
    changed = await change(turn, talk, promotion, replace(promotion.limits, audience=audience))
    choices = [make_press(OfferVerb.DAYS, changed, phrase("partner_days", many=many), str(many)) for many in _DAYS]
    await say(turn, talk, "days", phrase("partner_step_days"), choices)


async def _choose_days(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    days = int(value) if value.isdecimal() and int(value) in _DAYS else max(_DAYS)
    limits = replace(promotion.limits, expires_at=turn.now + timedelta(days=days))
    changed = await change(turn, talk, promotion, limits)
    await _ask_budget(turn, talk, changed, phrase("partner_step_budget"))


async def _ask_budget(turn: Turn, talk: SponsorTalk, promotion: Promotion, text: Text) -> None:
    currency = promotion.price.currency
    choices = [
        make_press(OfferVerb.BUDGET, promotion, phrase("an_amount", amount=Money(many * MICROS, currency)), str(many))
        for many in _BUDGETS
    ]
    choices.append(make_press(OfferVerb.BUDGET, promotion, phrase("partner_no_limit"), NO_LIMIT))
    await say(turn, talk, "budget", text, choices, {ASKS: DRAFT_BUDGET, "offer": promotion.id.hex})


async def _choose_budget(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    budget = None if value == NO_LIMIT else Money.parse(value, "").micros
    try:
        changed = await change(turn, talk, promotion, replace(promotion.limits, budget=budget))
    except PromotionRefused as refused:
        await _ask_budget(turn, talk, promotion, refused.text)
    else:
        await show_draft(turn, talk, changed)


async def show_draft(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    """Show a draft with its terms, and the button that asks for the approval."""
    choices = [
        make_press(OfferVerb.SEND, promotion, phrase("partner_button_send")),
        make_press(OfferVerb.TEXT, promotion, phrase("partner_button_text")),
        make_press(OfferVerb.END, promotion, phrase("partner_button_end")),
    ]
    text = Lines((await describe(turn, promotion), phrase("partner_send_how")))
    await say(turn, talk, "draft", text, choices)


async def _send(turn: Turn, talk: SponsorTalk, promotion: Promotion, _value: str) -> None:
    await submit_promotion(turn, promotion, Actor.sponsor(talk.sponsor.id))
    title = promotion.latest.title if promotion.latest else ""
    await say(turn, talk, "sent", phrase("partner_sent", title=title), make_menu())


async def change(
    turn: Turn, talk: SponsorTalk, promotion: Promotion, limits: PromotionLimits | None = None, *,
    brand: str | None = None, content: Content | None = None,
) -> Promotion:  # fmt: skip
    """Change some terms of an offer; the others stay. Raises PromotionRefused."""
    latest = content or promotion.latest
    assert latest is not None, "an offer has content"
    wish = PromotionWish(brand or promotion.brand, latest, limits or promotion.limits, promotion.price)
    return await change_promotion(turn, promotion, wish, Actor.sponsor(talk.sponsor.id))


async def describe(turn: Turn, promotion: Promotion) -> Text:
    """Format an offer with its terms: title, text, link, people, end, price and budget."""
    latest, limits, price = promotion.latest, promotion.limits, promotion.price
    assert latest is not None, "an offer has content"
    who = next((name for name, criteria in AUDIENCES.items() if criteria == limits.audience), "own")
    amount = Money(price.micros, price.currency)
    budget = phrase("partner_no_limit") if limits.budget is None else Money(limits.budget, price.currency)
    terms = phrase(
        "partner_offer_terms", who=phrase(f"partner_audience_{who}"), until=At(limits.expires_at, Shows.DAY),
        price=phrase(f"partner_price_{price.by.value}", amount=amount), budget=budget,
    )  # fmt: skip
    brands = await turn.unit.of(Sponsors).brands(promotion.sponsor)
    brand = phrase("partner_offer_brand", brand=brands.get(promotion.brand, promotion.brand))
    return Lines((Ours(latest.title), Ours(latest.text), Ours(latest.url), brand, terms))


_Step = Callable[[Turn, SponsorTalk, Promotion, str], Awaitable[None]]
_STEPS: Mapping[OfferVerb, _Step] = {
    OfferVerb.BRAND: _choose_brand,
    OfferVerb.AUDIENCE: _choose_audience,
    OfferVerb.DAYS: _choose_days,
    OfferVerb.BUDGET: _choose_budget,
    OfferVerb.SEND: _send,
}
STEPS = frozenset(_STEPS)
"""The buttons of a draft."""
