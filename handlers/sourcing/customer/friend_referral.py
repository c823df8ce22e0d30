"""Customer referrals: a code and a link to share, and a reward for both people, once for each new customer."""

from uuid import UUID

from flows.business import Business
from flows.channels import CHANNELS
from flows.money import MICROS, Money
from flows.policy.departure_facts import Kind
from flows.sourcing.order_facts import Off
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.sourcing import referral_rewards
from handlers.sourcing.replies.referral_phrases import read_code, wants_to_refer
from storage.facts.contact_ways import list_ways
from storage.sourcing.referral_credits import INVITED, INVITING, Credit, Credits
from storage.sourcing.reservations import Reservations

START = "ref_"
"""Begins the payload of a shared start link: https://t.me/bot?start=ref_R7K2QMX."""
_TRIES = 5  # codes for one person; 31^6 of them cannot be taken


def is_passed_on(token: str | None) -> bool:
    """Return True if the token comes from a friend's link."""
    return token is not None and token.startswith(START)


async def take_request(turn: Turn, said: UnderstoodMessage) -> bool:
    """Send a customer a code, a link and words to share; return False for other texts, or if there is no reward."""
    referral = turn.business.referral
    if referral is None or said.event.button or not wants_to_refer(said.event.text):
        return False
    code = await _ensure_code(turn, said.address.contact)
    values = {"code": code, "link": make_link(turn.business, said.address.channel, code), "amount": referral.amount}
    await say(turn, said, "refer", values={name: one for name, one in values.items() if one})
    return True


async def take_code(turn: Turn, said: UnderstoodMessage, token: str | None = None) -> bool:
    """Handle a friend's code: welcome a new customer once, or refuse kindly. Return False if there is no code."""
    referral = turn.business.referral
    code = token.removeprefix(START).upper() if token is not None else read_code(said.event.text)
    inviter = await turn.unit.of(Credits).find_owner(code) if code and referral is not None else None
    if referral is None or inviter is None:
        return False
    refusal = await _explain_refusal(turn, said, inviter)
    contact, off = said.address.contact, Money(referral.amount * MICROS, turn.business.currency)
    if refusal is not None:
        await say(turn, said, "referral_refused", values={"own": "yes"} if refusal == "own" else {})
    elif await turn.unit.of(Credits).grant(contact, INVITED, contact, off, inviter, turn.now):
        await say(turn, said, "referred", values={"amount": referral.amount})
    return True


async def credit_referrer(turn: Turn, contact: UUID, order: UUID) -> None:
    """Credit the referrer, once, when the new customer's ``order`` is delivered, and send them a message.

    The text states their own credit and sells nothing, so it needs no consent to offers. It is not urgent: it respects
    quiet hours and opt-outs.
    """
    brought = await turn.unit.of(Credits).find_invited(contact) if turn.business.referral is not None else None
    person = await turn.unit.people.get(brought.other) if brought is not None and brought.other is not None else None
    if brought is None or person is None or person.erased_at is not None or person.id == contact:
        return
    if not await turn.unit.of(Credits).grant(person.id, INVITING, brought.id, brought.amount, contact, turn.now):
        return
    ways = await list_ways(turn.unit, turn.business, person.id)
    if ways:
        to = await turn.unit.people.address_by_id(ways[0][0])
        values = {"amount": brought.amount.decimal, "currency": brought.amount.currency}
        key = f"referral:{brought.id}:{order}"
        await post(turn, to, OutboundMessage(key, Kind.NUDGE, "referral_earned", values=values))


async def find_discount(turn: Turn, contact: UUID) -> Off | None:
    """Return the referral discount for this person's next order; None if there is none. A credit is cancelled if the
    referred friend returned everything."""
    known, currency = turn.unit.of(Credits), turn.business.currency
    found = await known.find_usable(contact, currency)
    while found is not None and found.why == INVITING and await _take_back_credit(turn, found):
        found = await known.find_usable(contact, currency)
    return Off(found.id, found.amount.micros) if found is not None else None


async def _take_back_credit(turn: Turn, credit: Credit) -> bool:
    """Cancel the credit if the referred customer returned every item. Return True if it was cancelled."""
    if credit.other is None or not await referral_rewards.has_returned_all(turn, credit.other):
        return False
    return await turn.unit.of(Credits).take_back(credit.other)


def make_link(business: Business, channel: str, code: str) -> str | None:
    """Make a link that opens a chat on the channel with the code; None if the business has no number there."""
    settings = business.channel(channel)
    if settings is None:
        return None
    return CHANNELS[channel].link(settings.address, start=f"{START}{code}", words=f"code {code}")


async def _ensure_code(turn: Turn, contact: UUID) -> str:
    known = await turn.unit.of(Credits).code_of(contact)
    if known is not None:
        return known
    for attempt in range(_TRIES):
        code = turn.tools.seeds.referral_code(turn.business.id, contact, attempt=attempt)
        if await turn.unit.of(Credits).give_code(code, contact, turn.now):
            return code
    raise RuntimeError("five codes in a row are taken; 31^6 of them cannot be")


async def _explain_refusal(turn: Turn, said: UnderstoodMessage, inviter: UUID) -> str | None:
    """Return why this person cannot use the code: it is their "own", or they are "known" already; else None."""
    contact = said.address.contact
    other = await turn.unit.people.get(inviter)
    if other is None or other.erased_at is not None:
        return "known"
    if other.id == contact or await _is_same_phone(turn, contact, other.id):
        return "own"
    person = await turn.unit.people.get(contact)
    bought = person is not None and (person.orders or person.last_purchase_at)
    ordered = await turn.unit.orders.of(contact, 1) or await turn.unit.of(Reservations).list_by_contact(contact, 1)
    thread = await turn.unit.messages.page(None, contact, None, 2)
    wrote = any(one.id != said.message.id for one in thread)
    return "known" if bought or ordered or wrote else None


async def _is_same_phone(turn: Turn, contact: UUID, other: UUID) -> bool:
    """Return True if two contacts are one phone that writes on two channels."""
    theirs = {one.phone for one in await turn.unit.people.addresses_of(contact) if one.phone}
    return bool(theirs & {one.phone for one in await turn.unit.people.addresses_of(other) if one.phone})
