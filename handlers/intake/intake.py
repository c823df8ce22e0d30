"""Intake of events: a group is stored with its people in one transaction; events that need care are handled singly.

An opt-out takes effect before it is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any
from uuid import UUID

from flows.channels import LINES
from flows.events import MarketingEnded, MessageReceived
from flows.events.event import CART, ORDER, Naming
from flows.policy.departure import find_free_text_end
from handlers.customer_talk import erasure_request, opt_out_extent
from handlers.engine.turn import Turn
from handlers.intake import opt_out_check
from handlers.intake.arrival import make_inbound
from handlers.people import marketing_end, opt_outs, persons, written_words
from handlers.people.inbound_event import InboundEvent, IntakeResult, list_carts
from handlers.privacy import person_erasure
from handlers.replies import reading_effort
from handlers.staff_chat import command_confirmation
from storage.erasure.erasure import find_erased, keep_erased, let_answer
from storage.erasure.order_names import PersonScrub
from storage.erasure.traces import Traces
from storage.events.event_inbox import Arrival, event_id
from storage.events.inbound_arrival import Inbound, list_answered
from storage.people.arrivals import group_of
from storage.people.people import ERASED, Identity
from storage.sending import received_messages
from storage.sending.message import Message
from storage.unit import Unit

Care = Callable[[Unit, Inbound], Awaitable[IntakeResult]]  # ``take_in``, in a turn of its business within that unit
MOST_CARE = 5  # of one transaction: each takes as many statements as all the others together, and these wait
MOST_CARE_IN_ORDER = 20  # the same for events of the past; new events wait for these


async def take(turn: Turn, incoming: InboundEvent) -> IntakeResult:
    """Take in one event alone, in the open turn; wait for any turn that locks its person."""
    identity = event_id(turn.business.id, incoming.source, incoming.external_id)
    id_ = turn.unit.ids.make()
    one = make_inbound(turn.business, turn.tools.token_hashes, incoming, identity, id_, turn.now, turn.elapsed)
    (taken,) = [None] if one.care else await take_together(turn.unit, [one])
    return taken or await take_in(turn, one)


async def take_together(unit: Unit, arrived: Sequence[Inbound], care: Care | None = None) -> list[IntakeResult | None]:
    """Store events of one moment in one transaction. Return each result; None for an event to take in alone.

    An event is taken in alone if it needs ``care`` and gets none here: another turn locks its person, it failed, or
    there are many. Raises sqlalchemy.exc.DBAPIError for all of them if one has a value that the database refuses.
    """
    group = await group_of(unit, arrived)
    taken: list[IntakeResult | None] = []
    for one in arrived:
        new = group.place(one)
        taken.append(None if new is None else IntakeResult(one.arrival.id, duplicate=not new))
    await group.write()
    if care is not None:
        free = [at for at, one in enumerate(taken) if one is None and group.is_free(arrived[at])]
        for at in free[:MOST_CARE]:
            taken[at] = await _take_isolated(unit, arrived[at], care)
    return taken


async def take_in_order(unit: Unit, arrived: Sequence[Inbound], care: Care) -> list[IntakeResult]:
    """Store events of the past in one transaction, each after all before it; return the results of the first ones.

    It ends before an event that must be taken in alone, as another turn locks its person or it failed, and after some
    that needed ``care``. Raises sqlalchemy.exc.DBAPIError like ``take_together``.
    """
    taken: list[IntakeResult] = []
    portion, cared = len(arrived), 0
    while len(taken) < len(arrived) and cared < MOST_CARE_IN_ORDER:
        together = arrived[len(taken) : len(taken) + portion]
        group = await group_of(unit, together)
        placed = list(takewhile(lambda new: new is not None, map(group.place, together)))
        await group.write()
        taken += [IntakeResult(one.arrival.id, duplicate=not new) for one, new in zip(together, placed, strict=False)]
        portion = 2 * len(placed) + 1  # the events behind one that needs care are looked up again
        if len(placed) == len(together):
            continue
        careful = together[len(placed)]
        result = await _take_isolated(unit, careful, care) if group.is_free(careful) else None
        if result is None:
            break
        taken.append(result)
        cared += 1
    return taken


async def _take_isolated(unit: Unit, one: Inbound, care: Care) -> IntakeResult | None:
    """Take in one event of a group so that its failure does not affect the others."""
    try:
        async with unit.open_savepoint():
            return await care(unit, one)
    except Exception:  # the lone intake reports it
        return None


async def take_in(turn: Turn, one: Inbound) -> IntakeResult:
    """Take in an event with consequences: an opt-out is in the ledger when this returns."""
    arrival = one.arrival
    if isinstance(arrival.event, MarketingEnded):
        return await _end_marketing(turn, one, arrival.event)
    if await turn.unit.inbox.is_known(arrival.id):
        return await _take_again(turn, one)
    contact, gone = await _resolve_person(turn, one)
    if gone:
        arrival = await _make_nameless(turn, one, contact)
    if not await turn.unit.inbox.add(replace(arrival, contact=contact), one.id):
        return await _take_again(turn, one)
    stopped = None
    if one.letter is not None and contact is not None:
        with reading_effort.limit_effort(None, of=one.letter.text):
            stopped = await _receive(turn, one, one.letter, contact)
    return IntakeResult(arrival.id, duplicate=False, stopped=stopped)


async def _end_marketing(turn: Turn, one: Inbound, event: MarketingEnded) -> IntakeResult:
    """End marketing by a link. A repeat that ends nothing more is not stored: with the link it has no limit."""
    contact = await marketing_end.find_person(turn, event.address)
    if contact is None or await marketing_end.is_over(turn, contact, event.address, everywhere=event.everywhere):
        return IntakeResult(one.arrival.id, duplicate=True, stopped=contact)
    if await turn.unit.inbox.add(replace(one.arrival, contact=contact), one.id):
        await marketing_end.end(turn, contact, event, one.arrival.id)
    return IntakeResult(one.arrival.id, duplicate=False, stopped=contact)


async def _make_nameless(turn: Turn, one: Inbound, contact: UUID | None) -> Arrival:
    """Return the part of an event that does not identify an erased person; its id shows a repeat."""
    arrival, event = one.arrival, one.arrival.event
    assert event is not None, "what could not be read is nobody's"
    named, thing = event.people(), event.get_thing()
    called = named.customer.name if named is not None else None
    known = None
    if contact is not None and thing is not None and thing.kind == ORDER:
        known = await turn.unit.orders.find_by_ref(arrival.source, thing.ref)
    refs = {} if thing is None or known is None else {(thing.kind, thing.ref): known.ref}
    scrub = PersonScrub(Traces(one.names, [called] if called else []), turn.tools.token_hash, refs)
    return replace(arrival, event=event.drop_names(scrub), raw=None, external_id=f"{ERASED}{arrival.id}")


async def _take_again(turn: Turn, one: Inbound) -> IntakeResult:
    """Return the result of a redelivery, which changes nothing; an opt-out is reported again."""
    known = None if one.letter is None else await turn.unit.messages.find_by_key(one.letter.key)
    stopped = known.contact if known is not None and known.data.get("stops") else None
    return IntakeResult(one.arrival.id, duplicate=True, stopped=stopped)


async def _resolve_person(turn: Turn, one: Inbound) -> tuple[UUID | None, bool]:
    """Return the person of an event, and True if they were erased since, so that no identity is stored."""
    names = [*one.names, *await _list_invited(turn, one)]
    if one.naming is Naming.REQUEST:
        names += await turn.unit.people.find_known(persons.list_same_numbers(names))
    if not names:
        contact = await _find_owner(turn, one.arrival)
        return contact, contact is not None and await person_erasure.is_erased(turn, contact)
    known = await find_erased(turn.unit, names, turn.tools.token_hashes)
    gone = await person_erasure.find_erased_since(turn, names, known, one.arrival.event)
    if gone is not None:
        return gone, True
    contact = await _find_person(turn, one, names)
    for name in known:
        if one.letter is None or name != Identity(one.letter.channel, one.letter.address):
            await keep_erased(turn.unit, name, turn.now)
    return contact, False


async def _find_person(turn: Turn, one: Inbound, names: Sequence[Identity]) -> UUID:
    """Return the person of the identities: proven by a channel for messages, stated by a shop's system otherwise."""
    if one.naming is Naming.WRITER:
        return await turn.unit.people.prove(names, turn.now)
    if one.naming in {Naming.ADDRESS, Naming.REQUEST}:  # tells nothing new of anybody, and joins no id to a number
        known = await turn.unit.people.find_known(names)
        named = next((known[name].contact for name in names if name in known), None)
        return named or await turn.unit.people.resolve(names, turn.now)
    carts = await turn.unit.carts.list_named(f"{one.arrival.source}:{name}" for name in list_carts(one.arrival.event))
    recorded = one.naming is Naming.RECORDED
    mine = [cart.id for cart in carts]
    return await turn.unit.people.resolve(names, turn.now, mine, recorded=recorded, by_mail=True)


async def _find_owner(turn: Turn, arrival: Arrival) -> UUID | None:
    """Return the customer of an order's event with no identities: it is handled in their lane and erased with them.

    An event about a cart belongs to the person only if an erasure has made the cart final.
    """
    things = () if arrival.event is None else arrival.event.list_owned()
    bought = [thing.ref for thing in things if thing.kind == ORDER]
    customers = await turn.unit.orders.customers(arrival.source, bought)
    if customers:
        return customers[0]
    carts = await turn.unit.carts.list_named(f"{arrival.source}:{thing.ref}" for thing in things if thing.kind == CART)
    theirs = [cart.contact for cart in carts if cart.contact is not None]
    return await person_erasure.find_erased_of(turn, theirs, getattr(arrival.event, "occurred_at", turn.now))


async def _list_invited(turn: Turn, one: Inbound) -> list[Identity]:
    """Return the identity of the person who opened the invite for an anonymous cart; cart and order are theirs."""
    return list(await turn.unit.people.find_known([name for name in one.strange if name.channel == "cart"]))


async def _find_quoted(turn: Turn, event: MessageReceived, address: UUID, contact: UUID) -> Message | None:
    """Return the quoted message if it was sent in this chat or to this person; None otherwise."""
    for one in list_answered(event):
        quoted = await turn.unit.messages.find_by_provider_id(one)
        if quoted is not None and (quoted.address == address or quoted.contact == contact):
            return quoted
    return None


async def _receive(turn: Turn, one: Inbound, event: MessageReceived, contact: UUID) -> UUID | None:
    """Store a message and carry out an opt-out. Return the person who has just opted out, or None."""
    # This waits for a turn that judges a message to the person, or that turn sees our rows. The person may have been
    # merged meanwhile.
    contact = await turn.unit.people.hold(contact)
    address = await turn.unit.people.address(event.channel, event.address)
    assert address is not None, "the writer was resolved by this address"
    quoted = await _find_quoted(turn, event, address.id, contact)
    message, because = one.message(event, address.id, contact, quoted.id if quoted else None), one.arrival.id
    own = None if quoted and quoted.about else await written_words.read_own(turn, event, message)
    meant = None if own is None else await _find_opt_out_rule(turn, *own)
    stop = None
    if own is not None and meant is not None and meant in opt_out_check.RULES:
        stop = await _stop(turn, own[0], own[1], meant)
    unwritten = own is None and not (quoted and quoted.about)
    noted = stop.noted if stop is not None else opt_out_check.NOTED.get(meant or "", {})
    message = replace(message, data={**message.data, **noted}, unwritten=unwritten)
    await received_messages.receive(turn.unit, [(turn.business.id, message)])
    if not unwritten or find_free_text_end(event.channel, None, turn.now):  # a reaction opens a window as well
        await turn.unit.people.note_message(address.id, min(event.occurred_at, turn.now))
    if not unwritten and event.channel in LINES and await let_answer(turn.unit, address.id, turn.now):
        # The customer wants an answer; a box from before the message is no word of theirs.
        await opt_outs.opt_out(turn, contact, "erased before", because, opt_outs.ERASURE)
    if meant in opt_out_check.HELD:
        await opt_outs.hold(turn, contact, message.id)
    if stop is None:
        return None
    await _act_upon(turn, stop, event, message, because)
    return contact


async def _find_opt_out_rule(turn: Turn, event: MessageReceived, message: Message) -> str | None:
    """Return the rule of an opt-out in the text or else in the subject, as some programs write it there; else None."""
    found = await opt_out_check.find_opt_out_rule(turn, event, replace(message, text=event.text))
    if found in opt_out_check.RULES or not event.headline:
        return found
    alone = replace(event, text=event.headline)
    return await opt_out_check.find_opt_out_rule(turn, alone, replace(message, text=alone.text)) or found


@dataclass(frozen=True, slots=True)
class _Stop:
    """An opt-out by a ``rule``: how much it ends (``ends``), whether an earlier one from there is in force (``again``),
    and whether it ends more than that one (``anew``).
    """

    rule: str
    ends: opt_out_extent.OptOutExtent
    again: bool
    anew: bool

    @property
    def noted(self) -> dict[str, Any]:
        """Return the opt-out for the data of its message."""
        return {"stops": self.ends, **({"anew": True} if self.anew else {})}


async def _stop(turn: Turn, event: MessageReceived, message: Message, rule: str) -> _Stop:
    anew = await opt_out_extent.ends_anew(turn, message)
    # The staff hears of a wish to be forgotten and of a wrong number, also of a repeated one.
    told = erasure_request.is_asked(event) or opt_out_extent.says_wrong_number(event)
    again = not told and await opt_out_extent.was_stopped_before(turn, message)
    # The staff is never locked out of its own chat.
    member = await persons.find_member(turn, event.channel, message.contact)
    return _Stop(rule, await opt_out_extent.ends(turn, message, again=again, staff=member is not None), again, anew)


async def _act_upon(turn: Turn, stop: _Stop, event: MessageReceived, message: Message, because: UUID) -> None:
    contact = message.contact
    await turn.unit.questions.decline(
        contact, command_confirmation.CONFIRM, turn.now
    )  # a yes that follows confirms nothing
    if stop.ends is opt_out_extent.OptOutExtent.ORDERS_TOO:
        await opt_out_extent.end_orders(turn, message)
    elif stop.again and not stop.anew:
        await turn.unit.inbox.finish(because, "stopped before")
    source = f"provider keyword {event.keyword}" if event.keyword else "their own words"
    await opt_outs.opt_out(turn, contact, source, because, stop.rule, message)
    if message.kept and await turn.unit.consents.has_agreed([message.address]):  # they came back after they wrote it
        await opt_out_extent.lift(turn, await turn.unit.people.address_by_id(message.address))
        await turn.unit.inbox.finish(because, "came back since")
