"""Taking in what happened: a group is stored with its people in one transaction, and what needs care looked into there.

An opt-out is acted upon before the answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.events import MessageReceived
from flows.events.event import CART, ORDER, Naming
from flows.policy.facts import Kind
from handlers import erased, opting_out, persons, still_told
from handlers.admins import confirming
from handlers.customer_talk import answered, cancellation, forgetting, stopping
from handlers.inbound import inbound_of
from handlers.inbound_event import InboundEvent, carts_in, words_of
from handlers.replies.intents import answers_plainly
from handlers.replies.of_orders import of_an_order
from handlers.replies.optout import OptOut, is_keyword, read_opt_out
from handlers.replies.questions import Expecting
from handlers.turn import Turn
from storage import messages
from storage.arrivals import group_of
from storage.consents import ALL_PROGRAMMES
from storage.erasure import erased_among, keep_erased, let_answer
from storage.inbound import Inbound
from storage.inbox import Arrival, event_id
from storage.messages import Message
from storage.people import ERASED, Identity
from storage.runs import Asked
from storage.told_names import Scrub
from storage.traces import Traces
from storage.unit import Unit

__all__ = ["InboundEvent", "Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of an intake. ``stopped`` is a person who just opted out, to whom no marketing may be under way."""

    id: UUID
    duplicate: bool
    stopped: UUID | None = None


Care = Callable[[Unit, Inbound], Awaitable[Taken]]  # ``look_into``, in a turn of its business within that unit
DOUBTFUL = "doubtful"  # what may be an opt-out: held, and asked about when it is read
OF_GOODS = "of goods"  # what might be one by the name of something that is sold: nothing is held either
OF_AN_ORDER = "of an order"  # what might be one, and speaks of an order of theirs: nothing is held
MOST_CARE = 5  # of one transaction: each takes as many statements as all the others together, who wait for it


async def take(turn: Turn, incoming: InboundEvent) -> Taken:
    """Take in one alone, in the turn that is open; it waits for whoever holds its person."""
    identity = event_id(turn.business.id, incoming.source, incoming.external_id)
    id_ = turn.unit.ids.new()
    one = inbound_of(turn.business, turn.tools.token_hashes, incoming, identity, id_, turn.now, turn.elapsed)
    (taken,) = [None] if one.care else await take_together(turn.unit, [one])
    return taken or await look_into(turn, one)


async def take_together(
    unit: Unit, arrived: Sequence[Inbound], care: Care | None = None, *, in_order: bool = False
) -> list[Taken | None]:
    """Store what arrived at one moment, in one transaction: what became of each, None for what is to be taken alone.

    Alone is taken what needs ``care`` and gets none here: another turn holds its person, it failed, or there are many
    such. ``in_order``: the first that needs it ends the group, and the answer ends before it. Raises
    sqlalchemy.exc.DBAPIError for all of them when one holds what the database refuses.
    """
    group = await group_of(unit, arrived)
    taken: list[Taken | None] = []
    for one in arrived:
        new = group.place(one)
        if new is None and in_order:
            break
        taken.append(None if new is None else Taken(one.arrival.id, duplicate=not new))
    await group.write()
    if care is not None:
        free = [at for at, one in enumerate(taken) if one is None and group.is_free(arrived[at])]
        for at in free[:MOST_CARE]:
            taken[at] = await _beside_others(unit, arrived[at], care)
    return taken


async def _beside_others(unit: Unit, one: Inbound, care: Care) -> Taken | None:
    """Look into one of many, who do not fail with it."""
    try:
        async with unit.connection.begin_nested():
            return await care(unit, one)
    except Exception:  # told by who takes it alone
        return None


async def look_into(turn: Turn, one: Inbound) -> Taken:
    """Take in what more follows from than whose it is: an opt-out is in the ledger when this returns."""
    arrival = one.arrival
    if await turn.unit.inbox.known(arrival.id):
        return await _once_more(turn, one)
    contact, gone = await _person(turn, one)
    if gone:
        arrival = await _nameless(turn, one, contact)
    if not await turn.unit.inbox.add(replace(arrival, contact=contact), one.id):
        return await _once_more(turn, one)
    stopped = None
    if one.letter is not None and contact is not None:
        stopped = await _receive(turn, one, one.letter, contact)
    return Taken(arrival.id, duplicate=False, stopped=stopped)


async def _nameless(turn: Turn, one: Inbound, contact: UUID | None) -> Arrival:
    """The part of an event that names no erased person; its id tells a repeat."""
    arrival, event = one.arrival, one.arrival.event
    assert event is not None, "what could not be read is nobody's"
    named, thing = event.people(), event.about()
    called = named.customer.name if named is not None else None
    known = None
    if contact is not None and thing is not None and thing.kind == ORDER:
        known = await turn.unit.orders.by_ref(arrival.source, thing.ref)
    refs = {} if thing is None or known is None else {(thing.kind, thing.ref): known.ref}
    scrub = Scrub(Traces(one.names, [called] if called else []), turn.tools.token_hash, refs)
    return replace(arrival, event=event.nameless(scrub), raw=None, external_id=f"{ERASED}{arrival.id}")


async def _once_more(turn: Turn, one: Inbound) -> Taken:
    """A redelivery changes nothing; the answer to a stop is as good a promise the second time as the first."""
    known = None if one.letter is None else await turn.unit.messages.by_key(one.letter.key)
    stopped = known.contact if known is not None and known.data.get("stops") else None
    return Taken(one.arrival.id, duplicate=True, stopped=stopped)


async def _person(turn: Turn, one: Inbound) -> tuple[UUID | None, bool]:
    """The person of an arrival, and whether the person was erased since, so that no name is to be kept."""
    names = [*one.names, *await _invited(turn, one)]
    if one.naming is Naming.REQUEST:
        names += await turn.unit.people.known(persons.same_numbers(names))
    if not names:
        contact = await _whose_thing(turn, one.arrival)
        return contact, contact is not None and await erased.is_erased(turn, contact)
    known = await erased_among(turn.unit, names, turn.tools.token_hashes)
    gone = await erased.erased_since(turn, names, known, one.arrival.event)
    if gone is not None:
        return gone, True
    contact = await _named(turn, one, names)
    for name in known:
        if one.letter is None or name != Identity(one.letter.channel, one.letter.address):
            await keep_erased(turn.unit, name, turn.now)
    return contact, False


async def _named(turn: Turn, one: Inbound, names: Sequence[Identity]) -> UUID:
    """Whose names they are: shown by a channel where somebody writes, told by a shop's system everywhere else."""
    if one.naming is Naming.WRITER:
        return await turn.unit.people.prove(names, turn.now)
    if one.naming in {Naming.ADDRESS, Naming.REQUEST}:  # tells nothing new of anybody, and joins no id to a number
        known = await turn.unit.people.known(names)
        named = next((known[name].contact for name in names if name in known), None)
        return named or await turn.unit.people.resolve(names, turn.now)
    carts = await turn.unit.carts.named(f"{one.arrival.source}:{name}" for name in carts_in(one.arrival.event))
    recorded = one.naming is Naming.RECORDED
    return await turn.unit.people.resolve(names, turn.now, [cart.id for cart in carts], recorded=recorded)


async def _whose_thing(turn: Turn, arrival: Arrival) -> UUID | None:
    """The customer of the order of an event without names: read in that lane, and scrubbed with the customer.

    An event about a cart is the person's only where an erasure has made the cart final.
    """
    things = () if arrival.event is None else arrival.event.owned()
    bought = [thing.ref for thing in things if thing.kind == ORDER]
    customers = await turn.unit.orders.customers(arrival.source, bought)
    if customers:
        return customers[0]
    carts = await turn.unit.carts.named(f"{arrival.source}:{thing.ref}" for thing in things if thing.kind == CART)
    theirs = [cart.contact for cart in carts if cart.contact is not None]
    return await erased.erased_of(turn, theirs, getattr(arrival.event, "occurred_at", turn.now))


async def _invited(turn: Turn, one: Inbound) -> list[Identity]:
    """A cart that came with an invite before anybody was named, and its order, belong to whoever opened the invite."""
    return list(await turn.unit.people.known([name for name in one.strange if name.channel == "cart"]))


async def _quoted(turn: Turn, event: MessageReceived, address: UUID, contact: UUID) -> Message | None:
    """The message that is quoted, where it was said in this chat, or to this person: nobody answers what another was
    asked."""
    quoted = await turn.unit.messages.by_provider_id(event.reply_to) if event.reply_to else None
    return quoted if quoted is not None and (quoted.address == address or quoted.contact == contact) else None


async def _receive(turn: Turn, one: Inbound, event: MessageReceived, contact: UUID) -> UUID | None:
    # Whoever judges a message to them now is waited for, or sees what we write; they may have been merged meanwhile.
    contact = await turn.unit.people.hold(contact)
    address = await turn.unit.people.address(event.channel, event.address)
    assert address is not None, "the writer was resolved by this address"
    quoted = await _quoted(turn, event, address.id, contact)
    message, because = one.message(event, address.id, contact, quoted.id if quoted else None), one.arrival.id
    meant = None if quoted and quoted.about else await _meant(turn, event, message)
    rule = None if meant in {DOUBTFUL, OF_AN_ORDER, OF_GOODS} else meant
    once_more = rule is not None and not forgetting.is_asked(event)  # the staff hears of a wish to be forgotten
    anew = rule is not None and await _ends_anew(turn, contact, message)
    before = once_more and await _stopped_before(turn, address.id, message.id)
    member = await persons.member_at(turn, event.channel, contact)  # who is never locked out of the staff's chat
    ends = await stopping.ends(turn, message, again=before, staff=member is not None) if rule is not None else None
    if ends is not None:
        message = replace(message, data={**message.data, "stops": ends, **({"anew": True} if anew else {})})
    elif meant == OF_AN_ORDER:
        message = replace(message, data={**message.data, "of_an_order": True})
    elif meant == OF_GOODS:
        message = replace(message, data={**message.data, "of_goods": True})
    await messages.receive(turn.unit, [(turn.business.id, message)])
    await turn.unit.people.heard(address.id, min(event.occurred_at, turn.now))
    if await let_answer(turn.unit, address.id, turn.now):
        # An answer is what they want; what a box said before they wrote is no word of theirs.
        await opting_out.opt_out(turn, contact, "erased before", because, opting_out.ERASURE)
    if meant == DOUBTFUL:
        await opting_out.hold(turn, contact, message.id)
    if rule is None:
        return None
    await turn.unit.questions.decline(contact, confirming.CONFIRM, turn.now)  # a yes that follows confirms nothing
    if ends is stopping.Stops.ORDERS_TOO:
        await stopping.end_orders(turn, contact)
    elif before and not anew:
        await turn.unit.inbox.finish(because, "stopped before")
    source = f"provider keyword {event.keyword}" if event.keyword else "their own words"
    await opting_out.opt_out(turn, contact, source, because, rule, message)
    if message.kept and await turn.unit.consents.any_agreed([address.id]):  # they came back since they wrote it
        await stopping.lift(turn, await turn.unit.people.address_by_id(address.id))
        await turn.unit.inbox.finish(because, "came back since")
    return contact


async def _stopped_before(turn: Turn, address: UUID, message: UUID) -> bool:
    """Whether a stop from this address holds already: it was confirmed then, by us or by the provider, and once.

    What they began or were asked since, they end anew.
    """
    if not await turn.unit.consents.stopped([address]):
        return False
    revoked = [await turn.unit.consents.revoked_at(address, programme) for programme in ALL_PROGRAMMES]
    since = max(at for at in revoked if at is not None)
    thread = await turn.unit.messages.thread(address)
    asked = max((one.id for one in thread if one.kind is Kind.OPT_IN_REPLY or _has_asked(one)), default=None)
    stops = (one for one in thread if one.data.get("stops") and one.id != message)
    return any(stop.created_at >= since and (asked is None or stop.id > asked) for stop in stops)


async def _ends_anew(turn: Turn, contact: UUID, message: Message) -> bool:
    """Whether a stop ends what no earlier one did: at another address, as a shop, a box that they ticked since, or news
    of an order that they heard of since.

    That box lifts nothing, but whoever ticked it and writes STOP does not know that, and waits for an answer.
    """
    if await stopping.ends_more(turn, contact, message.address):
        return True
    agreed = await turn.unit.consents.last_agreement(message.address, confirmed=False)
    thread = await turn.unit.messages.thread(message.address)
    stopped = max((one.id for one in thread if one.data.get("stops") and one.id != message.id), default=None)
    if stopped is None:
        return False
    told = any(one.subject is not None and one.left_at is not None and one.id > stopped for one in thread)
    return (agreed is not None and agreed > stopped) or (told and await still_told.goes_on(turn, contact))


def _has_asked(one: Message) -> bool:
    return one.kind is Kind.OPT_IN_ASK and one.left_at is not None


async def _meant(turn: Turn, event: MessageReceived, message: Message) -> str | None:
    """The rule by which it is an opt-out, ``DOUBTFUL`` where it may be one, ``OF_AN_ORDER`` where it would be doubtful
    without an order of theirs, ``OF_GOODS`` by the name of goods; None when it is none."""
    if event.keyword is not None:
        return opting_out.KEYWORD if event.keyword == "STOP" else None
    member = await persons.member_at(turn, event.channel, message.contact)
    if event.text.startswith("/") and member is not None:
        return None
    if forgetting.is_asked(event):
        return opting_out.CLEAR
    asked = await turn.unit.runs.asked(message.contact)
    question = await answered.in_words(turn, message, asked)
    expecting = answered.expected(asked, question)
    said = read_opt_out(words_of(event), forwarded=event.forwarded, expecting=expecting, question=question or "")
    if said in {OptOut.STOP, OptOut.AMBIGUOUS} and (
        await confirming.is_called_off(turn, member, message, said) or await _is_other_business(turn, message, asked)
    ):
        return None
    if said is OptOut.STOP and (member is None or await _is_their_own(turn, event, message)):
        return opting_out.CLEAR
    # What answers an open question in so many words is its answer; a button of ours leaves no doubt.
    answers = expecting is not Expecting.NOTHING and answers_plainly(words_of(event))
    doubtful = said is OptOut.AMBIGUOUS and not answers and member is None and event.button is None
    if doubtful and await _is_of_an_order(turn, message):
        return OF_AN_ORDER
    if doubtful and await _names_goods(turn, message):
        return OF_GOODS
    return DOUBTFUL if doubtful else None


async def _is_their_own(turn: Turn, event: MessageReceived, message: Message) -> bool:
    """Whether a stop of a member of the staff is about what they get themselves.

    The staff speaks of sending to others; a bare STOP of whoever agreed to be written to in that very chat ends that.
    """
    return is_keyword(words_of(event)) and await turn.unit.consents.any_agreed([message.address])


async def _is_of_an_order(turn: Turn, message: Message) -> bool:
    """Whether a message that may be an opt-out speaks of an order of theirs. A stop is never asked for that."""
    wish = of_an_order(message.text or "")
    if wish is None:
        return False
    for one in turn.tools.conversations.stopping:
        if await one.owns(turn, message, wish.intent):
            return True
    return False


async def _names_goods(turn: Turn, message: Message) -> bool:
    """Whether a message may be an opt-out by nothing but the name of something that is sold, as a brass elephant."""
    for one in turn.tools.conversations.stopping:
        if await one.names(turn, message.text or ""):
            return True
    return False


async def _is_other_business(turn: Turn, message: Message, asked: Asked | None) -> bool:
    """Whether the message calls an order off, and not our messages."""
    for one in turn.tools.conversations.stopping:
        if await one.spares(turn, message, asked):
            return True
    return await cancellation.answers_staff(turn, message)
