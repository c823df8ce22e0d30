"""The message after a return: the returns of one person within a window become one message.

The message waits until the window of its first return is over. Then it leaves as an offer of a partner, which is
marketing, or as a plain notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from flows.business import ReturnSettings
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.name_folding import fold_name
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.returns.prompt_addresses import find_address
from storage.people.people import Address
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message

SUBJECT = "prompt"
"""The kind of a message's subject: the prompt that leads it, whose link it shows."""
NOTICE, OFFER = "return_notice", "return_offer"
"""The templates."""
_USEFUL = timedelta(hours=4)
"""How long after its time an offer may leave. If it may not leave by then, as in quiet hours, the notice leaves at
once."""
_RANKS = (PromptChoice.OFFER, PromptChoice.EXCHANGE, PromptChoice.DONATION, PromptChoice.NOTICE)


async def schedule_message(turn: Turn, prompt: Prompt) -> None:
    """Queue the message that tells of a new prompt, or let a queued message of the same window tell of it too.

    A prompt that shows nothing gets no message, and a repeat changes nothing. A second offer on one local day becomes a
    notice.
    """
    if prompt.contact is None or prompt.choice is PromptChoice.NONE:
        return
    person = await turn.unit.people.hold(prompt.contact)  # of two returns at once, the second sees the first
    prompts = turn.unit.of(Prompts)
    known = await prompts.get(prompt.id)
    if known is None or known.message is not None:
        return
    prompt = await _keep_one_offer_a_day(turn, person, known)
    queued = await _find_queued(turn, person)
    if queued is None:
        await post_prompts(turn, [prompt], prompt.decided_at + get_window(turn))
        return
    told = await prompts.of_message(queued.id)
    if _RANKS.index(prompt.choice) < min(_RANKS.index(one.choice) for one in told):
        await turn.unit.outbox.drop([queued.id], turn.now)
        await post_prompts(turn, [prompt, *told], queued.due_at or turn.now)
    else:
        await prompts.set_message(prompt.id, queued.id)


async def post_prompts(
    turn: Turn, told: Sequence[Prompt], due_at: datetime, *, key: str = "", to: Address | None = None
) -> UUID | None:
    """Queue one message that tells of these prompts of a person. Return its id, or None if nothing reaches the person.

    The prompt with the best choice leads. Its offer is posted where the consent names the partner; a partner that no
    consent names makes it a notice. ``key`` distinguishes a later message of the same prompt, ``to`` is its address.
    """
    lead = min(told, key=lambda one: _RANKS.index(one.choice))
    assert lead.contact is not None, "nobody writes to an erased person"
    partner = await find_partner(turn, lead) if lead.choice is PromptChoice.OFFER else ""
    at = to or await find_address(turn, lead.contact, partner)
    if lead.choice is PromptChoice.OFFER and (at is None or not partner):
        lead = await withdraw_offer(turn, lead, PromptReason.NO_CONSENT, "partner_not_named")
        return await post_prompts(turn, [lead, *(one for one in told if one.id != lead.id)], due_at, key=key)
    if at is None:
        return None
    letter = OutboundMessage(
        f"return:{lead.id}{key}", Kind.MESSAGE, NOTICE, due_at=due_at, subject=Subject(SUBJECT, lead.id)
    )
    if lead.choice is PromptChoice.OFFER:
        letter = replace(
            letter, template=OFFER, purpose=Purpose.MARKETING, programme=Programme.PARTNER_OFFERS, partner=partner,
            latest=due_at + _USEFUL,
        )  # fmt: skip
    message = await post(turn, at, letter)
    if message is not None:
        for one in told:
            await turn.unit.of(Prompts).set_message(one.id, message)
    return message


def get_window(turn: Turn) -> timedelta:
    """Return the time within which returns of one person become one message."""
    return (turn.business.returns or ReturnSettings()).window


async def withdraw_offer(turn: Turn, prompt: Prompt, reason: PromptReason, rule: str) -> Prompt:
    """Make a notice of a prompt whose offer is not sent, and record the rule. The refused promotion stays recorded."""
    await turn.unit.of(Prompts).change_choice(prompt.id, PromptChoice.NOTICE, reason, prompt.promotion, rule)
    return replace(prompt, choice=PromptChoice.NOTICE, reason=reason, rule=rule)


async def find_partner(turn: Turn, prompt: Prompt) -> str:
    """Return the folded name of the partner of a prompt; "" if it has none."""
    sponsor = await turn.unit.of(Sponsors).get(prompt.sponsor) if prompt.sponsor else None
    return fold_name(sponsor.name) if sponsor else ""


async def _keep_one_offer_a_day(turn: Turn, person: UUID, prompt: Prompt) -> Prompt:
    if prompt.choice is not PromptChoice.OFFER:
        return prompt
    midnight = datetime.combine(turn.today, time(), turn.zone)
    today = await turn.unit.of(Prompts).list_lately(person, midnight)
    if not any(one.choice is PromptChoice.OFFER and one.id != prompt.id for one in today):
        return prompt
    return await withdraw_offer(turn, prompt, PromptReason.ONE_A_DAY, PromptReason.ONE_A_DAY.value)


async def _find_queued(turn: Turn, person: UUID) -> Message | None:
    """Return the person's queued message whose window is still open; None if there is none."""
    lately = await turn.unit.of(Prompts).list_lately(person, turn.now - get_window(turn))
    messages = await turn.unit.messages.by_ids(list({one.message for one in lately if one.message}))
    waiting = [one for one in messages.values() if one.status is MessageStatus.QUEUED and _is_open(turn, one)]
    return max(waiting, key=lambda one: one.id, default=None)


def _is_open(turn: Turn, message: Message) -> bool:
    return message.due_at is not None and message.due_at > turn.now
