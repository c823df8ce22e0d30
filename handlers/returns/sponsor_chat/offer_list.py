"""A partner's offers in its chat: the list, one offer with its buttons, its pause, end, text and budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from flows.promotions.promotion import Promotion, PromotionStatus
from flows.promotions.sponsor import SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.promotion_changes import (
    PromotionRefused,
    end_promotion,
    pause_promotion,
    resume_promotion,
)
from handlers.returns.sponsor_chat.offer_buttons import OfferPress, OfferVerb, make_press
from handlers.returns.sponsor_chat.offer_caption import read_caption
from handlers.returns.sponsor_chat.offer_steps import NO_LIMIT, STEPS, change, describe, show_draft, take_step
from handlers.returns.sponsor_chat.sponsor_message import ASKS, Choices, SponsorTalk, make_menu, say
from storage.promotions.promotions import Promotions
from templates.message_values import one_line, shorten

NEW_TEXT = "new_text"
"""What the question for another text of an offer asks for."""
OFFER = "offer"
"""The value of a question with the id of its offer."""
_MOST = 8  # offers of a list: a menu of WhatsApp has ten rows
_LABEL = 18  # characters of a title on a button
_D, _W, _L, _P = PromotionStatus.DRAFT, PromotionStatus.WAITING, PromotionStatus.LIVE, PromotionStatus.PAUSED


async def list_offers(turn: Turn, talk: SponsorTalk) -> None:
    """List the offers that have not ended, each with a button, and say how to make another one."""
    offers = await _list_open(turn, talk)
    rows = [phrase("partner_offer_row", title=get_title(one), status=name_status(one)) for one in offers[:_MOST]]
    more = [phrase("and_more", many=len(offers) - _MOST)] if len(offers) > _MOST else []
    head = phrase("partner_offers_head", many=len(offers))
    paused = talk.sponsor.status is not SponsorStatus.ACTIVE
    stands = [phrase(f"partner_is_{talk.sponsor.status.value}")] if paused else []
    text = Lines((head, *rows, *more, *stands, phrase("partner_new_offer")))
    await say(turn, talk, "offers", text, list_buttons(offers[:_MOST], OfferVerb.SHOW))


def list_buttons(offers: Sequence[Promotion], verb: OfferVerb, value: str = "") -> Choices:
    """Return a button for each of these offers."""
    return [make_press(verb, one, Ours(shorten(one_line(get_title(one)), _LABEL, "…")), value) for one in offers]


async def take_press(turn: Turn, talk: SponsorTalk, press: OfferPress) -> None:
    """Do what a button of an offer says. Raises PromotionRefused."""
    promotion = await find_own(turn, talk, press.offer)
    if promotion is None:
        await say(turn, talk, "gone", phrase("partner_offer_gone"), make_menu())
    elif press.verb is OfferVerb.BUDGET and promotion.status in {_W, _L, _P}:
        await _change_budget(turn, talk, promotion, press.value)
    elif press.verb in STEPS:
        await take_step(turn, talk, promotion, press)
    else:
        await _take_verb(turn, talk, promotion, press.verb)


async def _take_verb(turn: Turn, talk: SponsorTalk, promotion: Promotion, verb: OfferVerb) -> None:
    by = Actor.sponsor(talk.sponsor.id)
    if verb is OfferVerb.PAUSE:
        await _show(turn, talk, await pause_promotion(turn, promotion, by))
    elif verb is OfferVerb.RESUME:
        await _show(turn, talk, await resume_promotion(turn, promotion, by))
    elif verb is OfferVerb.END:
        sure = make_press(OfferVerb.ENDS, promotion, phrase("partner_button_ends"))
        back = make_press(OfferVerb.SHOW, promotion, phrase("partner_button_keep"))
        await say(turn, talk, "end", phrase("partner_end_sure", title=get_title(promotion)), (sure, back))
    elif verb is OfferVerb.ENDS:
        ended = promotion.status is PromotionStatus.ENDED
        await _show(turn, talk, promotion if ended else await end_promotion(turn, promotion, by))
    elif verb is OfferVerb.TEXT and promotion.status in {_D, _W, _L, _P}:
        await say(turn, talk, "text", phrase("partner_text_ask"), asks={ASKS: NEW_TEXT, OFFER: promotion.id.hex})
    else:
        await _show(turn, talk, promotion)


async def _show(turn: Turn, talk: SponsorTalk, promotion: Promotion) -> None:
    """Show an offer with its status, and a button for each thing that can be done with it."""
    if promotion.status is _D:
        await show_draft(turn, talk, promotion)
        return
    can = {_W: (OfferVerb.TEXT, OfferVerb.END), _L: (OfferVerb.PAUSE, OfferVerb.TEXT, OfferVerb.END)}
    can[_P] = (OfferVerb.RESUME, OfferVerb.TEXT, OfferVerb.END)
    choices = [
        make_press(one, promotion, phrase(f"partner_button_{one.value}")) for one in can.get(promotion.status, ())
    ]
    changed = promotion.content is not None and promotion.proposed is not None
    waits: list[Text] = [phrase("partner_change_waits")] if changed else []
    status = phrase("partner_offer_is", status=name_status(promotion))
    await say(turn, talk, "offer", Lines((await describe(turn, promotion), status, *waits)), choices or make_menu())


async def take_text(turn: Turn, talk: SponsorTalk) -> None:
    """Take another title and text of an offer; a link in it replaces the link. Raises PromotionRefused."""
    promotion = await find_own(turn, talk, UUID(talk.get_asked(OFFER)))
    if promotion is None or promotion.latest is None:
        await say(turn, talk, "gone", phrase("partner_offer_gone"), make_menu())
        return
    caption, latest = read_caption(talk.message.text or ""), promotion.latest
    content = replace(
        latest, title=caption.title or latest.title, text=caption.text or latest.text, url=caption.url or latest.url
    )
    try:
        changed = await change(turn, talk, promotion, content=content)
    except PromotionRefused as refused:
        await say(turn, talk, "refused", refused.text, asks={ASKS: NEW_TEXT, OFFER: promotion.id.hex})
    else:
        await _show(turn, talk, changed)


async def pause_all(turn: Turn, talk: SponsorTalk, *, resumes: bool = False) -> None:
    """Pause the only live offer, or ask which one or all; the same for paused ones that are to go on."""
    offers = [one for one in await _list_open(turn, talk) if one.status is (_P if resumes else _L)]
    verb, name = (OfferVerb.RESUME, "resume") if resumes else (OfferVerb.PAUSE, "pause")
    if len(offers) == 1:
        await _take_verb(turn, talk, offers[0], verb)
        return
    if not offers:
        await say(turn, talk, name, phrase(f"partner_none_to_{name}"), make_menu())
        return
    every = (f"{_EVERY}{verb.value}", phrase("partner_button_all"))
    await say(turn, talk, name, phrase(f"partner_{name}_which"), (*list_buttons(offers[:_MOST], verb), every))


_EVERY = "offers."


async def take_every(turn: Turn, talk: SponsorTalk, pressed: str) -> bool:
    """Pause or resume all offers by the button; return False for other buttons."""
    if pressed not in {f"{_EVERY}{one.value}" for one in (OfferVerb.PAUSE, OfferVerb.RESUME)}:
        return False
    resumes, by = pressed.endswith(OfferVerb.RESUME.value), Actor.sponsor(talk.sponsor.id)
    for one in await _list_open(turn, talk):
        if one.status is (_P if resumes else _L):
            await (resume_promotion if resumes else pause_promotion)(turn, one, by)
    await list_offers(turn, talk)
    return True


async def ask_budget(turn: Turn, talk: SponsorTalk, amount: str) -> None:
    """Set the budget of the only running offer, or ask which one is meant. Raises PromotionRefused."""
    offers = [one for one in await _list_open(turn, talk) if one.status in {_W, _L, _P}]
    if not amount or not offers:
        text = phrase("partner_budget_how") if offers else phrase("partner_none_to_pause")
        await say(turn, talk, "budget", text, make_menu())
    elif len(offers) == 1:
        await _change_budget(turn, talk, offers[0], amount)
    else:
        budget = Money.parse(amount, talk.sponsor.fees.currency)
        choices = list_buttons(offers[:_MOST], OfferVerb.BUDGET, amount)
        await say(turn, talk, "budget", phrase("partner_budget_which", budget=budget), choices)


async def take_budget(turn: Turn, talk: SponsorTalk, amount: str) -> None:
    """Take the written budget of a draft. Raises PromotionRefused."""
    promotion = await find_own(turn, talk, UUID(talk.get_asked(OFFER)))
    if promotion is None:
        await say(turn, talk, "gone", phrase("partner_offer_gone"), make_menu())
    else:
        await take_step(turn, talk, promotion, OfferPress(OfferVerb.BUDGET, promotion.id, amount))


async def _change_budget(turn: Turn, talk: SponsorTalk, promotion: Promotion, value: str) -> None:
    """Set a budget of at least what was spent; it counts at once."""
    currency, spent = promotion.price.currency, promotion.counts.spent
    budget = None if value == NO_LIMIT else Money.parse(value, currency)
    if budget is not None and budget.micros < spent:
        text = phrase("partner_budget_spent", budget=budget, spent=Money(spent, currency))
        await say(turn, talk, "budget", text, make_menu())
        return
    await change(turn, talk, promotion, replace(promotion.limits, budget=budget.micros if budget else None))
    limit = budget or phrase("partner_no_limit")
    text = phrase("partner_budget_set", title=get_title(promotion), budget=limit, spent=Money(spent, currency))
    await say(turn, talk, "budget", text, make_menu())


async def find_own(turn: Turn, talk: SponsorTalk, which: UUID) -> Promotion | None:
    """Return an offer of the partner itself; None for any other."""
    promotion = await turn.unit.of(Promotions).get(which)
    return promotion if promotion is not None and promotion.sponsor == talk.sponsor.id else None


async def _list_open(turn: Turn, talk: SponsorTalk) -> list[Promotion]:
    every = await turn.unit.of(Promotions).of(talk.sponsor.id)
    return [one for one in every if one.status is not PromotionStatus.ENDED]


def get_title(promotion: Promotion) -> str:
    """Return the title of an offer."""
    return promotion.latest.title if promotion.latest is not None else ""


def name_status(promotion: Promotion) -> Text:
    """Return an offer's status in words."""
    return phrase(f"partner_status_{promotion.status.value}")
