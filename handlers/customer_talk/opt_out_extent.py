"""Extent of an opt-out: after an earlier one, during an order, and how to lift it.

After a STOP by SMS nothing more leaves by SMS (flows/policy/departure.py). A chat still gets order news until the order
ends. STOP ALL or a second STOP ends that news too.
"""

from enum import StrEnum
from uuid import UUID

from flows.channels import CHANNELS
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
    """The extent of an opt-out, which the data of its message keep under ``stops``."""

    OFFERS = "offers"  # and all else but answers and, in chats, order news
    ORDERS_TOO = "orders too"


_ALL = frozenset({"stopall", "stop all"})


def says_wrong_number(event: MessageReceived) -> bool:
    """Return True if the writer is not the customer: "wrong number"."""
    return event.button is None and tells_of_a_wrong_number(event.text)


async def ends(turn: Turn, message: Message, *, again: bool, staff: bool = False) -> OptOutExtent:
    """Return whether a stop also ends order news in chats; ``again``: an earlier stop from there holds.

    A person with a wrong number gets no order news. A stop of the ``staff``, in their chat, leaves order news on;
    otherwise only answers would arrive there.
    """
    if staff:
        return OptOutExtent.OFFERS
    text = message.text or ""
    wanted = again or normalise(text).strip(" .!") in _ALL or tells_of_a_wrong_number(text)
    if wanted and await are_orders_told(turn, message) and await goes_on(turn, message.contact):
        return OptOutExtent.ORDERS_TOO
    return OptOutExtent.OFFERS


async def ends_more(turn: Turn, contact: UUID, address: UUID) -> bool:
    """Return True if a stop takes back more than the consents of its address: at another address, or as a shop."""
    if await conversations_of(turn).keeps(turn, contact):
        return True
    others = [one.id for one in await turn.unit.people.addresses_of(contact) if one.id != address]
    return await turn.unit.consents.has_agreed(others)


async def was_stopped_before(turn: Turn, message: Message) -> bool:
    """Return True if an earlier stop from the message's address holds: we or the provider confirmed it once.

    A new stop also ends what the person began or was asked since.
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
    """Return True if a stop ends more than earlier ones did.

    It may end another address, a shop's work, a box ticked since, or news of an order since. The box lifts no stop, but
    a customer who ticked it and writes STOP does not know that and expects an answer.
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


async def end_orders(turn: Turn, contact: UUID) -> None:
    """Limit a person's chats to answers from now on, until the person writes START there."""
    for one in await turn.unit.people.addresses_of(contact):
        if one.writable and not CHANNELS[one.channel].stop_ends_all:
            await turn.unit.people.set_state(one.id, AddressState.SUPPRESSED, "they wrote STOP ALL", turn.now)


async def lift(turn: Turn, address: Address) -> None:
    """Lift the opt-out of a person who came back by their own act."""
    if address.state is AddressState.SUPPRESSED:
        await turn.unit.people.set_state(address.id, AddressState.USABLE, "they wrote START", turn.now)


async def are_orders_told(turn: Turn, message: Message) -> bool:
    """Return True if order news goes on: not after a stop by SMS, and not if all chats are ended."""
    ends_all = CHANNELS[message.channel].stop_ends_all
    theirs = [] if ends_all else await turn.unit.people.addresses_of(message.contact)
    return any(_is_told(one, message) for one in theirs)


def _is_told(address: Address, message: Message) -> bool:
    """Return True for a chat that gets order news. The writer's own chat counts, even if unknown before."""
    if not address.writable or CHANNELS[address.channel].stop_ends_all:
        return False
    own = address.id == message.address and address.state is not AddressState.SUPPRESSED
    return own or address.state is AddressState.USABLE
