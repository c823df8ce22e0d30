"""A partner's offers in its chat: the list, and what their buttons do: pause, end, another text or budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.actor import Actor
from flows.money import Money
from flows.phrase import Lines, Ours, phrase
from flows.promotions.promotion import Promotion, PromotionRefused, PromotionStatus, refuse
from flows.promotions.sponsor import SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.offer_terms import describe_limit, find_own, get_title, name_status
from handlers.returns.promotion_changes import end_promotion, pause_promotion, resume_promotion
from handlers.returns.sponsor_chat.offer_buttons import OfferPress, OfferVerb, make_press
from handlers.returns.sponsor_chat.offer_draft import read_caption
from handlers.returns.sponsor_chat.offer_steps import NO_LIMIT, OFFER, STEPS, change, show, take_step
from handlers.returns.sponsor_chat.sponsor_command import ALL, read_amount
from handlers.returns.sponsor_chat.sponsor_message import ASKS, Choices, SponsorTalk, make_menu, say
from storage.promotions.promotions import Promotions
from templates.message_values import one_line, shorten

NEW_TEXT = "new_text"
"""What the question for another text of an offer asks for."""
_MOST = 8  # offers of a list: a menu of WhatsApp has ten rows
_LABEL = 18  # characters of a title on a button
_D, _W, _L, _P = PromotionStatus.DRAFT, PromotionStatus.WAITING, PromotionStatus.LIVE, PromotionStatus.PAUSED
_MOVES = {OfferVerb.PAUSE: (_L, pause_promotion), OfferVerb.RESUME: (_P, resume_promotion)}


async def list_offers(turn: Turn, talk: SponsorTalk) -> None:
    """List the offers that have not ended, each with a button, and say how to make another one."""
    offers = await _list_open(turn, talk, _D, _W, _L, _P)
    rows = [Lines((Ours(get_title(one)), name_status(one)), ": ") for one in offers[:_MOST]]
    more = [phrase("and_more", many=len(offers) - _MOST)] if len(offers) > _MOST else []
    head, status = phrase("partner_offers_head", many=len(offers)), talk.sponsor.status
    paused = [phrase(f"partner_is_{status.value}")] if status is not SponsorStatus.ACTIVE else []
    text = Lines((head, *rows, *more, *paused, phrase("partner_new_offer")))
    await say(turn, talk, text, _list_buttons(offers, OfferVerb.SHOW))


def _list_buttons(offers: Sequence[Promotion], verb: OfferVerb, value: str = "") -> Choices:
    """Return a button for each of the first offers."""
    labels = [(one, Ours(shorten(one_line(get_title(one)), _LABEL, "…"))) for one in offers[:_MOST]]
    return [make_press(verb, one, label, value) for one, label in labels]


async def take_press(turn: Turn, talk: SponsorTalk, press: OfferPress) -> None:
    """Do what a button of an offer says. Raises PromotionRefused."""
    promotion, by = await _find(turn, talk, press.offer.hex), Actor.sponsor(talk.sponsor.id)
    verb, is_over = press.verb, promotion.status is PromotionStatus.ENDED
    if verb is OfferVerb.BUDGET and promotion.status in {_W, _L, _P}:
        await _change_budget(turn, talk, promotion, press.value)
    elif verb in STEPS:
        await take_step(turn, talk, promotion, press)
    elif verb in _MOVES:
        await show(turn, talk, await _MOVES[verb][1](turn, promotion, by))
    elif verb is OfferVerb.END and not is_over:
        text = phrase("partner_end_sure", title=get_title(promotion))
        await say(turn, talk, text, (make_press(OfferVerb.ENDS, promotion), make_menu()[0]))
    elif verb is OfferVerb.TEXT and not is_over:
        await say(turn, talk, phrase("partner_text_ask"), asks={ASKS: NEW_TEXT, OFFER: promotion.id.hex})
    else:
        ends = verb is OfferVerb.ENDS and not is_over
        await show(turn, talk, await end_promotion(turn, promotion, by) if ends else promotion)


async def take_text(turn: Turn, talk: SponsorTalk) -> None:
    """Take another title and text of an offer; a link in it replaces the link. Raises PromotionRefused."""
    promotion = await _find(turn, talk, talk.get_asked(OFFER))
    caption, latest = read_caption(talk.message.text or ""), promotion.latest
    assert latest is not None, "an offer has content"
    content = replace(
        latest, title=caption.title or latest.title, text=caption.text or latest.text, url=caption.url or latest.url
    )
    try:
        changed = await change(turn, talk, promotion, content=content)
    except PromotionRefused as refused:
        await say(turn, talk, refused.text, asks={ASKS: NEW_TEXT, OFFER: promotion.id.hex})
    else:
        await show(turn, talk, changed)


async def move_offers(turn: Turn, talk: SponsorTalk, verb: OfferVerb, which: str) -> None:
    """Pause or resume the only offer that can be, or ``ALL`` of them; ask which one is meant of several. Raises
    PromotionRefused.
    """
    was, move = _MOVES[verb]
    offers, by = await _list_open(turn, talk, was), Actor.sponsor(talk.sponsor.id)
    if not offers:
        raise refuse("status", f"partner_none_to_{verb.value}")
    if which == ALL:
        for one in offers:
            await move(turn, one, by)
        await list_offers(turn, talk)
    elif len(offers) == 1:
        await show(turn, talk, await move(turn, offers[0], by))
    else:
        every = (f"{verb.value} {ALL}", phrase("partner_button_all"))
        await say(turn, talk, phrase("partner_which_offer"), (*_list_buttons(offers, verb), every))


async def ask_budget(turn: Turn, talk: SponsorTalk, amount: str) -> None:
    """Set the budget of the only running offer, or ask which one is meant. Raises PromotionRefused."""
    offers = await _list_open(turn, talk, _W, _L, _P)
    if not offers:
        raise refuse("budget", "partner_none_to_pause")
    if not amount:
        await say(turn, talk, phrase("partner_budget_how"))
    elif len(offers) == 1:
        await _change_budget(turn, talk, offers[0], amount)
    else:
        await say(turn, talk, phrase("partner_which_offer"), _list_buttons(offers, OfferVerb.BUDGET, amount))


async def take_budget(turn: Turn, talk: SponsorTalk, amount: str) -> None:
    """Take the written budget of a draft. Raises PromotionRefused."""
    promotion = await _find(turn, talk, talk.get_asked(OFFER))
    await take_step(turn, talk, promotion, OfferPress(OfferVerb.BUDGET, promotion.id, amount))


async def _change_budget(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    """Set a budget of at least what was spent; it counts at once."""
    currency, spent = promotion.price.currency, promotion.counts.spent
    budget = None if value == NO_LIMIT else Money.parse(read_amount(value) or "0", currency).micros
    limit, paid = describe_limit(budget, currency), Money(spent, currency)
    if budget is not None and budget < spent:
        raise refuse("budget", "partner_budget_spent", budget=limit, spent=paid)
    await change(turn, talk, promotion, replace(promotion.limits, budget=budget))
    await say(turn, talk, phrase("partner_budget_set", title=get_title(promotion), budget=limit, spent=paid))


async def _find(turn: Turn, talk: SponsorTalk, which: str) -> Promotion:
    promotion = await find_own(turn, talk.sponsor.id, which)
    if promotion is None:
        raise refuse("id", "partner_offer_gone")
    return promotion


async def _list_open(turn: Turn, talk: SponsorTalk, *status: PromotionStatus) -> list[Promotion]:
    return [one for one in await turn.unit.of(Promotions).of(talk.sponsor.id) if one.status in status]
