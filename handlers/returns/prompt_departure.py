"""The message after a return as it leaves: the offer is looked at again, filled in, and counted as shown.

An offer that ended meanwhile gives way to the next best one of its choice, or else to the plain notice. The notice also
takes the place of an offer that a rule refuses. An offer is shown when its message leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flows.delivery import MessageStatus
from flows.events import ConsentAction, CustomerConsented, CustomerUpdated
from flows.policy.verdict import Outcome, Verdict
from flows.promotions.choice_record import load_drawn
from flows.promotions.promotion import Promotion
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from flows.routes import FALLS_BACK
from handlers.conversation.message_extras import Along, Given
from handlers.engine.turn import Turn
from handlers.returns.click_counting import count_showing
from handlers.returns.offer_images import make_image_link
from handlers.returns.partner_ask import ask_for_offers
from handlers.returns.person_reach import find_reach
from handlers.returns.prompt_message import SUBJECT, get_settings, post_prompts, withdraw_offer
from storage.events.event_inbox import Stored
from storage.people.people import Address
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message

_NO_NOTICE = "no notice of a return is concerned"
OVER = "offer.over"
"""The rule that refuses an offer that ended, was paused or has no money left."""
_OVER = Verdict(Outcome.REFUSE, OVER, "The offer ended, or was paused, before it was sent, and no other one is left.")
_REASONS = {
    OVER: PromptReason.NO_OFFER,
    "consent.none": PromptReason.NO_CONSENT,
    "consent.revoked": PromptReason.NO_CONSENT,
    "consent.unconfirmed": PromptReason.NO_CONSENT,
    "partner_not_named": PromptReason.NO_CONSENT,
    "consent.stopped": PromptReason.STOPPED,
    "address.suppressed": PromptReason.STOPPED,
    "address.complained": PromptReason.STOPPED,
}
"""Why a prompt shows no offer, by the rule that refused it; its first reason stays for any other rule."""


async def fill_prompts(turn: Turn, messages: Sequence[Message], _prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """Return the values of each departing message after a return, or the verdict against an offer that is over."""
    ours = [one for one in messages if one.subject_kind == SUBJECT]
    told = await turn.unit.of(Prompts).of_messages([one.id for one in ours]) if ours else {}
    return {one.id: await _fill(turn, one, told.get(one.id, ())) for one in ours}


async def _fill(turn: Turn, message: Message, told: Sequence[Prompt]) -> Given:
    lead = next((one for one in told if one.id == message.subject), None)
    values = _list_notice_values(told)
    if lead is None:  # erased meanwhile
        return Along(values)
    if not message.marketing:
        await ask_for_offers(turn, message, told)
        return Along(values | {lead.choice.value: "yes"} if lead.page else values)
    promotion = await _find_running(turn, lead)
    sponsor = await turn.unit.of(Sponsors).get(promotion.sponsor) if promotion else None
    if promotion is None or promotion.content is None or sponsor is None:
        return _OVER
    if promotion.id != lead.promotion:
        await turn.unit.of(Prompts).change_choice(lead.id, lead.choice, lead.reason, promotion.id, None)
    await count_showing(turn, replace(lead, promotion=promotion.id))
    await _withdraw_others(turn, told, lead)
    content = promotion.content
    shown = {"partner": sponsor.name, "title": content.title, "pitch": content.text}
    return Along(values | shown | {"picture": make_image_link(turn, content.image)})


async def _find_running(turn: Turn, lead: Prompt) -> Promotion | None:
    """Return the chosen promotion if it still runs, else the next best one of the choice; None if none runs.

    A promotion that the app showed as a banner is replaced by none: its clicks would count for the other.
    """
    promotions = turn.unit.of(Promotions)
    drawn = load_drawn(lead.candidates) if lead.candidates and lead.shown_at is None else ()
    for one in (lead.promotion, *(drawing.id for drawing in drawn)):
        if one is not None and (live := await promotions.find_live(one, turn.now, turn.today)):
            return live
    return None


async def _withdraw_others(turn: Turn, told: Sequence[Prompt], lead: Prompt) -> None:
    """Record that a message shows one offer: the offers of its other prompts are not sent."""
    for one in told:
        if one.id != lead.id and one.choice is PromptChoice.OFFER:
            await withdraw_offer(turn, one, PromptReason.ONE_A_DAY, PromptReason.ONE_A_DAY.value)


def _list_notice_values(told: Sequence[Prompt]) -> dict[str, Any]:
    """Return the goods of all returns, and the first size hint."""
    goods = [item for one in told for item in one.notice.get("items") or [one.notice.get("brand")] if item]
    hinted = next((one for one in told if one.notice.get("size")), None)
    if hinted is None:
        return {"items": goods}
    hint = hinted.notice["size"]
    return {
        "items": goods, "maker": hinted.notice["brand"], "returned_size": hint["returned_size"],
        "kept_size": hint["kept_size"], "persons": hint["people"], "out_of": hint["of"],
    }  # fmt: skip


async def fall_back(turn: Turn, message: Message, rule: str) -> None:
    """Send the plain notice in the place of an offer that a rule or a failure ended; send a notice that a channel could
    not bring on the person's next channel."""
    if message.subject_kind != SUBJECT:
        return
    told = await turn.unit.of(Prompts).of_message(message.id)
    if not told or told[0].contact is None:
        return
    to = await _find_next_way(turn, told[0].contact, message) if rule in FALLS_BACK else None
    if message.marketing:
        told = [await _refuse_offer(turn, message, one, rule) for one in told]
        to = to or await turn.unit.people.address_by_id(message.address)
    if to is not None:
        await post_prompts(turn, told, turn.now, to, key=":notice" if message.marketing else f":{to.channel}")


async def _find_next_way(turn: Turn, contact: UUID, message: Message) -> Address | None:
    """Return the person's best address on a channel that no message of the same prompts was tried on."""
    assert message.subject is not None, "each is about a prompt"
    tried = {one.channel for one in await turn.unit.messages.list_about(message.subject)}
    return (await find_reach(turn, contact)).choose(but=tried)


async def _refuse_offer(turn: Turn, message: Message, prompt: Prompt, rule: str) -> Prompt:
    if prompt.choice is not PromptChoice.OFFER:
        return prompt
    if message.left_at is None and await turn.unit.of(Prompts).unmark_shown(prompt.id):
        assert prompt.promotion is not None, "an offer is of a promotion"
        await turn.unit.of(Promotions).count(prompt.promotion, shown=-1)
    return await withdraw_offer(turn, prompt, _REASONS.get(rule, prompt.reason), rule)


async def keep_notices(turn: Turn, stored: Stored, event: CustomerConsented | CustomerUpdated) -> str | None:
    """Send the notices of offers that a reported revocation ended: without any consent left, queued marketing is
    dropped, but a return is still told of."""
    revoked = any(one.action is ConsentAction.REVOKED for one in event.consents)
    if stored.contact is None or not revoked:
        return _NO_NOTICE
    lately = await turn.unit.of(Prompts).list_lately(stored.contact, turn.now - 2 * get_settings(turn).window)
    found = await turn.unit.messages.by_ids(list({one.message for one in lately if one.message}))
    ours = [one for one in found.values() if one.marketing and one.subject_kind == SUBJECT]
    ended = [one for one in ours if one.status is MessageStatus.VOID]
    for message in ended:
        await fall_back(turn, message, "consent.revoked")
    return None if ended else _NO_NOTICE
