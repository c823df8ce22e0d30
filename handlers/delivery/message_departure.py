"""The departure of a message: the last check and the handover, in one transaction that locks its person."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.channels import CHANNELS, Provider
from flows.delivery import MessageStatus
from flows.phrase import phrase
from flows.policy.consent_asks import RATE
from flows.policy.departure_facts import Departure, Kind
from flows.policy.verdict import Outcome, Verdict
from handlers.conversation.message_extras import Given
from handlers.delivery import channel_handoff, message_outcome
from handlers.delivery.channel_handoff import Allowed, Ready
from handlers.delivery.daily_spending import is_limited, judge_one_of_batch, sum_spent_before, warn_of_spending
from handlers.engine import message_text
from handlers.engine.outbox_posts import AGAIN
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_notices import alerts
from storage.events.spools import explain_hold
from storage.facts.departures import Planned, load_facts
from storage.people.people import Recipients
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry

BUSY = timedelta(milliseconds=200)  # the wait for a person of another process
UNHEARD = timedelta(minutes=15)  # the wait until replies can reach us
HELD = timedelta(seconds=5)  # the wait until spooled messages are read
_READ_FIRST = frozenset({"news", "spool"})  # short waits without a fixed end: until incoming messages are read


async def depart(turn: Turn, entries: Sequence[OutboxEntry], held: str | None = None) -> list[Ready]:
    """Judge these claimed entries and mark those that may be sent; the others wait, are refused, or are retried soon.

    Only one message for each person is judged at a time, since the second must take the first into account. ``held`` is
    why no marketing may be sent now, if this process knows a reason.
    """
    # Sums of spending, and counts of consent requests, must see other processes' writes.
    alone = is_limited(turn) or await _asks(turn, entries)
    tenant = replace(
        turn.tenant, paused_at=await turn.unit.outbox.lock_pause(alone=alone)
    )  # the turn's copy may be old
    chosen = _choose_first_per_person(entries)
    to = await turn.unit.people.recipients(await turn.unit.people.lock([one.contact for one in chosen if one.contact]))
    found = await _free(turn, entries, chosen, to)
    held = held or await explain_hold(turn.unit, turn.elapsed)
    facts = await load_facts(turn.unit, tenant, [_plan_departure(turn, m) for _, m in found], turn.draw, turn.now, to)
    stands = await conversations_of(turn).judge_departures(turn, [message for _, message in found])
    spent = sum_spent_before(facts)
    verdicts = [
        stands.get(message.id) or judge_one_of_batch(fact, spent, turn.now)
        for (_, message), fact in zip(found, facts, strict=True)
    ]
    judged = [
        await _allow_departure(turn, entry, message, fact, verdict, held)
        for (entry, message), fact, verdict in zip(found, facts, verdicts, strict=True)
    ]
    kept = [fact for one, fact in zip(judged, facts, strict=True) if one is None]
    await warn_of_spending(turn, kept, spent)
    allowed = [one for one in judged if one is not None]
    # A retry was paid for at its first try; a failure of the sender is no try of its messages.
    prices = {one.message.id: _price(one) for one in allowed}
    given = await conversations_of(turn).load_values(turn, [one.message for one in allowed], prices)
    there = [one for one in allowed if not await _is_kept(turn, one, given.get(one.message.id), held)]
    return await channel_handoff.hand_over(turn, there, to, given)


def _price(one: Allowed) -> int:
    """Return what a departing message takes from the budget; 0 if it replaces a lost one, which was charged before."""
    again = one.entry.attempts or one.message.was_marked or AGAIN in one.message.key
    return 0 if again else one.facts.price


async def _asks(turn: Turn, entries: Sequence[OutboxEntry]) -> bool:
    """Return True if an entry is a consent request, on any channel; marketing entries of the outbox contain none."""
    perhaps = [entry.id for entry in entries if not entry.marketing]
    found = await turn.unit.messages.by_ids(perhaps) if perhaps else {}
    return any(message.kind is Kind.OPT_IN_ASK for message in found.values())


async def _free(
    turn: Turn, entries: Sequence[OutboxEntry], chosen: Sequence[OutboxEntry], to: Recipients
) -> list[tuple[OutboxEntry, Message]]:
    """Return the chosen entries that may be sent now. Messages that must not overtake another one wait, as do those of
    a locked person."""
    busy = await turn.unit.messages.find_in_flight(list(to.people))
    behind = await turn.unit.outbox.find_behind(chosen, turn.now, turn.elapsed)
    ours = [entry for entry in chosen if entry.contact in to.people]
    free = [entry for entry in ours if entry.address not in busy and entry.id not in behind]
    taken, kept = {entry.id for entry in chosen}, {entry.id for entry in free}
    await turn.unit.outbox.give_back([entry.id for entry in entries if entry.id not in taken])
    for entry in chosen:
        if entry.id not in kept:
            await turn.unit.outbox.back_off(entry.id, turn.elapsed + BUSY)
    messages = await turn.unit.messages.by_ids([entry.id for entry in free])
    return [(entry, messages[entry.id]) for entry in free]


def _choose_first_per_person(entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
    first: dict[UUID | None, OutboxEntry] = {}
    for entry in entries:
        first.setdefault(entry.contact, entry)
    return list(first.values())


def _plan_departure(turn: Turn, message: Message) -> Planned:
    return Planned(
        kind=message.kind,
        purpose=message.purpose,
        programme=message.programme,
        channel=message.channel,
        address=message.address,
        contact=message.contact,
        due_at=message.due_at or message.created_at,
        template=message.template,
        subject=message.thing,
        run=message.run,
        experiment=message.experiment,
        expires_after=message.expires_after,
        latest=message.latest,
        segments=message_text.count_segments(turn, message),
        partner=message.partner,
    )


async def _allow_departure(
    turn: Turn, entry: OutboxEntry, message: Message, facts: Departure, verdict: Verdict | None, held: str | None
) -> Allowed | None:
    """Return the message as allowed; None if it is not, after recording the verdict and its consequences."""
    if message.status is not MessageStatus.QUEUED:
        await message_outcome.drop(turn, message)
        return None
    if verdict is None:
        await turn.unit.outbox.back_off(entry.id, turn.elapsed + BUSY)
        return None
    if verdict.outcome is Outcome.SEND and facts.keeps_hours:
        verdict = _refuse_unheard(turn, message.channel) or (Verdict(Outcome.WAIT, "spool", held) if held else verdict)
    if verdict.outcome is Outcome.SEND:
        return Allowed(entry, message, facts, verdict.rules)
    await _keep(turn, entry, message, verdict, held)
    return None


async def _is_kept(turn: Turn, one: Allowed, given: Given | None, held: str | None) -> bool:
    """Return True, and record it, if the message's conversation has no values for it now."""
    if isinstance(given, Verdict):
        await _keep(turn, one.entry, one.message, given, held)
    return isinstance(given, Verdict)


async def _keep(turn: Turn, entry: OutboxEntry, message: Message, verdict: Verdict, held: str | None) -> None:
    """Record why a message is not sent now, with the consequences."""
    await turn.unit.verdicts.add(message.id, verdict, turn.now)
    if verdict.rule == RATE:
        await _warn_of_asks(turn)
    if verdict.outcome is Outcome.WAIT and verdict.rule in _READ_FIRST:
        await turn.unit.outbox.back_off(entry.id, turn.elapsed + (HELD if held else BUSY))
    elif verdict.outcome is Outcome.WAIT:
        await turn.unit.outbox.wait(entry.id, verdict.until)
    else:
        await message_outcome.refuse(turn, message, verdict)


async def _warn_of_asks(turn: Turn) -> None:
    await alerts.tell(turn, RATE, phrase("asked_the_most", most=turn.business.policy.asks_an_hour))


def _refuse_unheard(turn: Turn, channel: str) -> Verdict | None:
    """Return the refusal of marketing and consent requests while a STOP could not reach us; None if it could.

    Twilio delivers replies only to a public address, unless it handles opt-outs itself; Telegram is polled. A mail's
    link that ends marketing needs one, too.
    """
    settings = turn.business.channel(channel)
    calls = settings is not None and settings.provider == Provider.TWILIO and settings.opt_out != "provider"
    if turn.tools.public_url or not (calls or CHANNELS[channel].ends_by_link):
        return None
    reason = "An opt-out cannot reach us: PARLEY_PUBLIC_URL is not set."
    return Verdict(Outcome.WAIT, "unheard", reason, turn.now + UNHEARD)
