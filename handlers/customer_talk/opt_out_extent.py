"""How far an opt-out reaches: beside one that holds already, and where an order is not over; and how it is lifted.

After a STOP by SMS nothing more leaves by SMS (flows/policy/departure.py). In a chat the order is told of to its end,
unless that is ended, too: by STOP ALL, or by a second STOP.
"""

from enum import StrEnum
from uuid import UUID

from flows.channels import CHANNELS
from flows.events import MessageReceived
from flows.policy.departure_facts import AddressState, Kind
from handlers.engine.turn import Turn
from handlers.people.order_news_after_stop import goes_on
from handlers.replies.opt_out_recognition import tells_of_a_wrong_number
from handlers.replies.text_normalisation import normalise
from storage.consent.consents import ALL_PROGRAMMES
from storage.people.people import Address
from storage.sending.message import Message


class OptOutExtent(StrEnum):
    """The extent of an opt-out, which the data of its message keep under ``stops``."""

    OFFERS = "offers"  # and all else that is no answer, but for what a chat is told of orders
    ORDERS_TOO = "orders too"


_ALL = frozenset({"stopall", "stop all"})


def says_wrong_number(event: MessageReceived) -> bool:
    """Return whether the writer is not the customer: "wrong number"."""
    return event.button is None and tells_of_a_wrong_number(event.text)


async def ends(turn: Turn, message: Message, *, again: bool, staff: bool = False) -> OptOutExtent:
    """Whether a stop ends what is written of orders in chats, too; ``again``: one from there holds already.

    A person with a wrong number gets no order news. A stop of the ``staff``, in their chat, does not: nothing but
    answers would come there any more.
    """
    if staff:
        return OptOutExtent.OFFERS
    text = message.text or ""
    wanted = again or normalise(text).strip(" .!") in _ALL or tells_of_a_wrong_number(text)
    if wanted and await are_orders_told(turn, message) and await goes_on(turn, message.contact):
        return OptOutExtent.ORDERS_TOO
    return OptOutExtent.OFFERS


async def ends_more(turn: Turn, contact: UUID, address: UUID) -> bool:
    """Whether a stop takes back more than what was agreed to where it was written: at another address, or as a shop."""
    if await turn.tools.conversations.keeps(turn, contact):
        return True
    others = [one.id for one in await turn.unit.people.addresses_of(contact) if one.id != address]
    return await turn.unit.consents.any_agreed(others)


async def stopped_before(turn: Turn, message: Message) -> bool:
    """Whether a stop from the address of a message holds already: it was confirmed once, by us or by the provider.

    What they began or were asked since, they end anew.
    """
    if not await turn.unit.consents.stopped([message.address]):
        return False
    revoked = [await turn.unit.consents.revoked_at(message.address, programme) for programme in ALL_PROGRAMMES]
    since = max(at for at in revoked if at is not None)
    thread = await turn.unit.messages.thread(message.address)
    asked = max((one.id for one in thread if one.kind is Kind.OPT_IN_REPLY or _has_asked(one)), default=None)
    stops = (one for one in thread if one.data.get("stops") and one.id != message.id)
    return any(stop.created_at >= since and (asked is None or stop.id > asked) for stop in stops)


async def ends_anew(turn: Turn, message: Message) -> bool:
    """Whether a stop ends what no earlier one did: at another address, as a shop, a box that they ticked since, or news
    of an order that they heard of since.

    That box lifts nothing, but whoever ticked it and writes STOP does not know that, and waits for an answer.
    """
    if await ends_more(turn, message.contact, message.address):
        return True
    agreed = await turn.unit.consents.last_agreement(message.address)
    thread = await turn.unit.messages.thread(message.address)
    stopped = max((one.id for one in thread if one.data.get("stops") and one.id != message.id), default=None)
    if stopped is None:
        return False
    told = any(one.subject is not None and one.left_at is not None and one.id > stopped for one in thread)
    return (agreed is not None and agreed > stopped) or (told and await goes_on(turn, message.contact))


def _has_asked(one: Message) -> bool:
    return one.kind is Kind.OPT_IN_ASK and one.left_at is not None


async def end_orders(turn: Turn, contact: UUID) -> None:
    """Nothing but answers goes to a person's chats from now on, until they write START there."""
    for one in await turn.unit.people.addresses_of(contact):
        if one.writable and not CHANNELS[one.channel].stop_ends_all:
            await turn.unit.people.set_state(one.id, AddressState.SUPPRESSED, "they wrote STOP ALL", turn.now)


async def lift(turn: Turn, address: Address) -> None:
    """They came back by their own act."""
    if address.state is AddressState.SUPPRESSED:
        await turn.unit.people.set_state(address.id, AddressState.USABLE, "they wrote START", turn.now)


async def are_orders_told(turn: Turn, message: Message) -> bool:
    """Whether orders are told of to their end: not after a stop by SMS, and not where all of their chats are ended."""
    ends_all = CHANNELS[message.channel].stop_ends_all
    theirs = [] if ends_all else await turn.unit.people.addresses_of(message.contact)
    return any(_is_told(one, message) for one in theirs)


def _is_told(address: Address, message: Message) -> bool:
    """Whether that is a chat in which they hear of orders; they wrote from their own, whatever was known of it."""
    if not address.writable or CHANNELS[address.channel].stop_ends_all:
        return False
    own = address.id == message.address and address.state is not AddressState.SUPPRESSED
    return own or address.state is AddressState.USABLE
