"""Extent of an opt-out: after an earlier one, during an order, and how to lift it.

After a STOP by SMS nothing more is sent by SMS (flows/policy/departure.py). A chat still gets order updates until the
order ends; STOP ALL or a second STOP ends these too.
"""

from enum import StrEnum
from uuid import UUID

from flows.channels import CHANNELS, LINES
from flows.events import MessageReceived
from flows.policy.departure_facts import AddressState, Kind
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people.order_news_after_stop import goes_on
from handlers.replies.opt_out_recognition import tells_of_a_wrong_number
from handlers.replies.text_normalisation import normalise
from storage.consent.consents import ALL_PROGRAMMES
from storage.people.people import Address
from storage.sending.message import Message


class OptOutExtent(StrEnum):
    """The extent of an opt-out, stored in the data of its message under ``stops``."""

    OFFERS = "offers"  # and all else but answers and, in chats, order news
    ORDERS_TOO = "orders too"


_ALL = frozenset({"stopall", "stop all"})


def says_wrong_number(event: MessageReceived) -> bool:
    """Return True if the writer says that they are not the customer: "wrong number"."""
    return event.button is None and tells_of_a_wrong_number(event.text)


async def ends(turn: Turn, message: Message, *, again: bool, staff: bool = False) -> OptOutExtent:
    """Return whether an opt-out also ends order updates in chats; ``again``: an earlier one from there is in force.

    A person with a wrong number gets no order updates. An opt-out of the ``staff`` in their chat does not end them,
    since otherwise only answers would arrive there.
    """
    if staff:
        return OptOutExtent.OFFERS
    text = message.text or ""
    wanted = again or normalise(text).strip(" .!") in _ALL or tells_of_a_wrong_number(text)
    if wanted and await are_orders_told(turn, message) and await goes_on(turn, message.contact):
        return OptOutExtent.ORDERS_TOO
    return OptOutExtent.OFFERS


async def ends_more(turn: Turn, contact: UUID, address: UUID) -> bool:
    """Return True if an opt-out revokes more than its address's consents: other addresses', or a shop's role."""
    if await conversations_of(turn).keeps(turn, contact):
        return True
    others = [one.id for one in await turn.unit.people.addresses_of(contact) if one.id != address]
    return await turn.unit.consents.has_agreed(others)


async def was_stopped_before(turn: Turn, message: Message) -> bool:
    """Return True if an earlier opt-out from the message's address is in force, which was confirmed once.

    Only opt-outs count that came after the person last started or was asked something.
    """
    if not await turn.unit.consents.find_stopped([message.address]):
        return False
    revoked = [await turn.unit.consents.find_revoked_at(message.address, programme) for programme in ALL_PROGRAMMES]
    since = max(at for at in revoked if at is not None)
    thread = await turn.unit.messages.thread(message.address)
    asked = max((one.id for one in thread if one.kind is Kind.OPT_IN_REPLY or _has_asked(one)), default=None)
    stops = (one for one in thread if one.data.get("stops") and one.id != message.id)
    return any(stop.created_at >= since and (asked is None or stop.id > asked) for stop in stops)


async def ends_anew(turn: Turn, message: Message) -> bool:
    """Return True if an opt-out ends more than earlier ones did.

    It may end another address, a shop's role, a box ticked since, or updates of a later order. The box lifts no
    opt-out, but a customer who ticked it and writes STOP does not know that and expects an answer.
    """
    if await ends_more(turn, message.contact, message.address):
        return True
    agreed = await turn.unit.consents.find_last_agreement(message.address)
    thread = await turn.unit.messages.thread(message.address)
    stopped = max((one.id for one in thread if one.data.get("stops") and one.id != message.id), default=None)
    if stopped is None:
        return False
    told = any(one.subject is not None and one.left_at is not None and one.id > stopped for one in thread)
    return (agreed is not None and agreed > stopped) or (told and await goes_on(turn, message.contact))


def _has_asked(one: Message) -> bool:
    return one.kind is Kind.OPT_IN_ASK and one.left_at is not None


async def end_orders(turn: Turn, message: Message) -> None:
    """Allow only answers in a person's chats from now on, until the person writes START there.

    A mail proves nobody, so it ends the news at its own address alone.
    """
    for one in await turn.unit.people.addresses_of(message.contact):
        theirs = one.id == message.address or message.channel in LINES
        if theirs and one.is_channel and not CHANNELS[one.channel].stop_ends_all:
            await turn.unit.people.set_state(one.id, AddressState.SUPPRESSED, "they wrote STOP ALL", turn.now)


async def lift(turn: Turn, address: Address) -> None:
    """Lift the opt-out of a person who has come back themselves."""
    if address.state is AddressState.SUPPRESSED:
        await turn.unit.people.set_state(address.id, AddressState.USABLE, "they wrote START", turn.now)


async def are_orders_told(turn: Turn, message: Message) -> bool:
    """Return True if order updates continue: not after an opt-out by SMS, and not if all chats are closed."""
    ends_all = CHANNELS[message.channel].stop_ends_all
    theirs = [] if ends_all else await turn.unit.people.addresses_of(message.contact)
    if message.channel not in LINES:
        return any(one.id == message.address and one.state is AddressState.USABLE for one in theirs)
    return any(_is_told(one, message) for one in theirs)


def _is_told(address: Address, message: Message) -> bool:
    """Return True for a chat that gets order updates. The writer's own chat counts, even if it was unknown before."""
    if not address.writable or CHANNELS[address.channel].stop_ends_all:
        return False
    own = address.id == message.address and address.state is not AddressState.SUPPRESSED
    return own or address.state is AddressState.USABLE
