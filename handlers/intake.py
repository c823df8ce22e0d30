"""Taking in what happened: stored with its person in one transaction; an opt-out is acted upon before the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.delivery import Status
from flows.events import MessageReceived
from flows.events.event import CART, ORDER, Event, Naming
from flows.policy.facts import Kind
from handlers import erased, opting_out, persons
from handlers.customer_talk import cancellation, forgetting, stopping
from handlers.news import News, carts_in, lane_of, name_of_cart, names_in, words_of
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.questions import Expecting
from handlers.turn import Turn
from storage.consents import ALL_PROGRAMMES
from storage.erasure import erased_among, keep_erased, let_answer
from storage.inbox import Arrival, event_id
from storage.messages import Message
from storage.people import ERASED, Identity
from storage.runs import Asked
from storage.told_names import Scrub
from storage.traces import Traces

__all__ = ["News", "Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it. ``stopped`` names a person who just opted out: nothing marketing may be under way to them."""

    id: UUID
    duplicate: bool
    stopped: UUID | None = None


async def take(turn: Turn, news: News) -> Taken:
    """Store news once; a message also as a message, and an opt-out also in the ledger."""
    identity = event_id(turn.business.id, news.source, news.external_id)
    if await turn.unit.inbox.known(identity):
        return await _once_more(turn, news, identity)
    contact, gone = await _person(turn, news)
    if gone:
        news = await _nameless(turn, news, contact, identity)
    arrival = Arrival(
        id=identity,
        source=news.source,
        external_id=news.external_id,
        received_at=turn.now,
        raw=news.raw,
        event=news.event,
        lane=contact or lane_of(turn.business, news),
        contact=contact,
        reason=news.reason,
    )
    if not await turn.unit.inbox.take(arrival):
        return await _once_more(turn, news, identity)
    stopped = None
    if isinstance(news.event, MessageReceived) and contact is not None:
        stopped = await _receive(turn, news, news.event, contact, identity)
    return Taken(identity, duplicate=False, stopped=stopped)


async def _nameless(turn: Turn, news: News, contact: UUID | None, identity: UUID) -> News:
    """What is kept of news of somebody who was erased; told again it is known by its id."""
    event = news.event
    assert event is not None, "what could not be read is nobody's"
    named, thing = event.people(), event.about()
    called = named.customer.name if named is not None else None
    traces = Traces(names_in(turn.business, news), [called] if called else [])
    known = None
    if contact is not None and thing is not None and thing.kind == ORDER:
        known = await turn.unit.orders.known(news.source, thing.ref)
    refs = {} if thing is None or known is None else {(thing.kind, thing.ref): known.ref}
    kept = event.nameless(Scrub(traces, turn.tools.token_hash, refs))
    return replace(news, event=kept, raw=None, external_id=f"{ERASED}{identity}")


async def _once_more(turn: Turn, news: News, identity: UUID) -> Taken:
    """A redelivery changes nothing; the answer to a stop is as good a promise the second time as the first."""
    stopped = None
    if isinstance(news.event, MessageReceived):
        known = await turn.unit.messages.by_key(news.event.key)
        stopped = known.contact if known is not None and known.data.get("stops") else None
    return Taken(identity, duplicate=True, stopped=stopped)


async def _person(turn: Turn, news: News) -> tuple[UUID | None, bool]:
    """Whom it is about, and whether they were erased since it happened, so that nothing that names them is kept."""
    names = [*names_in(turn.business, news), *await _invited(turn, news)]
    if _naming(news) is Naming.REQUEST:
        names += await turn.unit.people.known(persons.same_numbers(names))
    if not names:
        contact = await _whose_thing(turn, news)
        return contact, contact is not None and await erased.is_erased(turn, contact)
    known = await erased_among(turn.unit, names, turn.tools.token_hashes)
    gone = await erased.erased_since(turn, names, known, news.event)
    if gone is not None:
        return gone, True
    contact = await _named(turn, news, names)
    for name in known:
        if not _writes_from(news.event, name):
            await keep_erased(turn.unit, name, turn.now)
    return contact, False


async def _named(turn: Turn, news: News, names: Sequence[Identity]) -> UUID:
    """Whose names they are: shown by a channel where somebody writes, told by a shop's system everywhere else."""
    naming = _naming(news)
    if naming is Naming.WRITER:
        return await turn.unit.people.prove(names, turn.now)
    if naming in {Naming.ADDRESS, Naming.REQUEST}:  # which tells nothing new of anybody, and joins no id to a number
        known = await turn.unit.people.known(names)
        named = next((known[name].contact for name in names if name in known), None)
        return named or await turn.unit.people.resolve(names, turn.now)
    carts = await turn.unit.carts.named(f"{news.source}:{name}" for name in carts_in(news.event))
    recorded = naming is Naming.RECORDED
    return await turn.unit.people.resolve(names, turn.now, [cart.id for cart in carts], recorded=recorded)


def _naming(news: News) -> Naming:
    return Naming.TOLD if news.event is None else news.event.NAMING


def _writes_from(event: Event | None, name: Identity) -> bool:
    return isinstance(event, MessageReceived) and name == Identity(event.channel, event.address)


async def _whose_thing(turn: Turn, news: News) -> UUID | None:
    """News of an order that names nobody is its customer's: read in their order, and scrubbed with them.

    Of a cart that names nobody only what its person's erasure has made final is theirs.
    """
    things = () if news.event is None else news.event.owned()
    bought = [thing.ref for thing in things if thing.kind == ORDER]
    customers = await turn.unit.orders.customers(news.source, bought)
    if customers or news.event is None:
        return next(iter(customers), None)
    carts = await turn.unit.carts.named(f"{news.source}:{thing.ref}" for thing in things if thing.kind == CART)
    theirs = [cart.contact for cart in carts if cart.contact is not None]
    return await erased.erased_of(turn, theirs, getattr(news.event, "occurred_at", turn.now)) if theirs else None


async def _invited(turn: Turn, news: News) -> list[Identity]:
    """A cart that came with an invite before anybody was named, and its order, belong to whoever opened the invite."""
    carts = [name_of_cart(news.source, cart) for cart in carts_in(news.event)]
    return list(await turn.unit.people.known(carts))


async def _receive(turn: Turn, news: News, event: MessageReceived, contact: UUID, because: UUID) -> UUID | None:
    # Whoever judges a message to them now is waited for, or sees what we write; they may have been merged meanwhile.
    contact = await turn.unit.people.hold(contact)
    address = await turn.unit.people.address(event.channel, event.address)
    assert address is not None, "the writer was resolved by this address"
    answered = await turn.unit.messages.by_provider_id(event.reply_to) if event.reply_to else None
    message = _inbound(turn, news, event, address.id, contact, answered.id if answered else None)
    rule = None if answered and answered.about else await _stops_by(turn, event, message)
    once_more = rule is not None and not forgetting.is_asked(event)  # the staff hears of a wish to be forgotten
    anew = rule is not None and await stopping.ends_more(turn, contact, address.id)
    before = once_more and await _stopped_before(turn, address.id, message.id)
    ends = await stopping.ends(turn, message, again=before) if rule is not None else None
    if ends is not None:
        message = replace(message, data={**message.data, "stops": ends, **({"anew": True} if anew else {})})
    await turn.unit.messages.add(message)
    await turn.unit.people.heard(address.id, min(event.occurred_at, turn.now))
    if await let_answer(turn.unit, address.id, turn.now):
        # An answer is what they want; what a box said before they wrote is no word of theirs.
        await opting_out.opt_out(turn, contact, "erased before", because, opting_out.ERASURE)
    if rule is None:
        return None
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


def _has_asked(one: Message) -> bool:
    return one.kind is Kind.OPT_IN_ASK and one.left_at is not None


async def _stops_by(turn: Turn, event: MessageReceived, message: Message) -> str | None:
    """The rule by which it is an opt-out; None when it is none."""
    if event.keyword is not None:
        return opting_out.KEYWORD if event.keyword == "STOP" else None
    if event.text.startswith("/") and await turn.unit.access.member_of(message.contact):
        return None
    if forgetting.is_asked(event):
        return opting_out.CLEAR
    asked = await turn.unit.runs.asked(message.contact)
    expecting = Expecting(asked.question.expecting) if asked else Expecting.NOTHING
    said = read_opt_out(words_of(event), forwarded=event.forwarded, expecting=expecting)
    if said in {OptOut.STOP, OptOut.AMBIGUOUS} and await _is_other_business(turn, message, asked):
        return None
    if said is OptOut.STOP:
        return opting_out.CLEAR
    # Unclear and no question open that it could answer: the law's reading of silence about the scope is "everything"
    # (47 CFR 64.1200(a)(12)); the confirmation says how to come back.
    return opting_out.UNCLEAR if said is OptOut.AMBIGUOUS and asked is None else None


async def _is_other_business(turn: Turn, message: Message, asked: Asked | None) -> bool:
    """Whether it calls something off, and not our messages."""
    for one in turn.tools.conversations.stopping:
        if await one.spares(turn, message, asked):
            return True
    return await cancellation.answers_staff(turn, message)


def _inbound(
    turn: Turn, news: News, event: MessageReceived, address: UUID, contact: UUID, reply_to: UUID | None
) -> Message:
    return Message(
        id=turn.unit.ids.new(),
        direction="in",
        key=event.key,
        channel=event.channel,
        address=address,
        contact=contact,
        status=Status.RECEIVED,
        status_at=turn.now,
        created_at=news.came_at(turn.now, turn.elapsed),
        locale=event.locale,
        data={"button": event.button} if event.button else {},
        heard_at=news.heard_at,
        text=event.text,
        media=[{"kind": m.kind, "url": m.url, "content_type": m.content_type} for m in event.media],
        provider_id=event.provider_id,
        reply_to=reply_to,
    )
