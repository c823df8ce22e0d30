"""A message's departure: judged last, rendered and marked ``sending`` in one transaction that holds its person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.delivery import Key, Outgoing, Status
from flows.policy.departure import judge
from flows.policy.facts import LATENESS, Departure
from flows.policy.verdict import Outcome, Verdict
from handlers import ending, wording
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.messages import Message
from storage.outbox import Entry
from storage.people import Address
from storage.spools import hold_marketing
from templates.library import MissingValue, Rendered, TemplateRefused

WHATSAPP_WINDOW = timedelta(hours=24)  # developers.facebook.com/docs/whatsapp/pricing#customer-service-windows
BUSY = timedelta(milliseconds=200)  # how soon to look again at a person somebody else is writing to
HELD = timedelta(seconds=5)  # how soon to look again whether what a spool keeps has been read
LONGEST_VALIDITY = timedelta(
    hours=10
)  # twilio.com/docs/messaging/api/message-resource: ValidityPeriod, at most 36 000 s


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that a channel is to perform now. ``attempted_at`` (elapsed) tells this attempt from a later one."""

    entry: Entry
    outgoing: Outgoing
    attempted_at: datetime


async def depart(turn: Turn, entries: Sequence[Entry], held: str | None = None) -> list[Ready]:
    """Judge these claimed entries and mark what may leave; the others wait, are refused, or are looked at again soon.

    One message per person at a time: the second of a batch would be judged without knowing of the first. ``held`` is
    why no marketing may leave now, where this process knows of a reason.
    """
    alone = turn.business.daily_spend is not None  # who sums what was spent must see what others are spending
    tenant = replace(turn.tenant, paused_at=await turn.unit.outbox.paused_at(alone=alone))  # the turn's may be old
    chosen = _first_per_person(entries)
    locked = await turn.unit.people.lock([entry.contact for entry in chosen if entry.contact])
    busy = {message.address for message in await turn.unit.messages.in_flight(list(locked))}
    behind = await turn.unit.outbox.behind([entry.id for entry in chosen], turn.now, turn.elapsed)
    ours = [entry for entry in chosen if entry.contact in locked]
    free = [entry for entry in ours if entry.address not in busy and entry.id not in behind]
    await turn.unit.outbox.give_back([entry.id for entry in entries if entry not in chosen])
    for entry in chosen:
        if entry not in free:
            await turn.unit.outbox.back_off(entry.id, turn.elapsed + BUSY)
    messages = await turn.unit.messages.by_ids([entry.id for entry in free])
    found = [(entry, messages[entry.id]) for entry in free]
    held = held or await hold_marketing(turn.unit, turn.elapsed)
    facts = await departures(turn.unit, tenant, [_planned(m) for _, m in found], turn.draw, turn.now)
    judged = zip(found, facts, strict=True)
    ready = [await _judge(turn, entry, message, fact, held) for (entry, message), fact in judged]
    return [one for one in ready if one is not None]


def _first_per_person(entries: Sequence[Entry]) -> list[Entry]:
    first: dict[UUID | None, Entry] = {}
    for entry in entries:
        first.setdefault(entry.contact, entry)
    return list(first.values())


def _planned(message: Message) -> Planned:
    return Planned(
        kind=message.kind,
        purpose=message.purpose,
        programme=message.programme,
        channel=message.channel,
        address=message.address,
        contact=message.contact,
        due_at=message.due_at or message.created_at,
        template=message.template,
        subject=message.subject,
        run=message.run,
        expires_after=message.expires_after,
        latest=message.latest,
    )


async def _judge(turn: Turn, entry: Entry, message: Message, facts: Departure, held: str | None) -> Ready | None:
    if message.status is not Status.QUEUED:
        await _too_late(turn, message)
        return None
    verdict = judge(facts, turn.now)
    if verdict.outcome is Outcome.SEND and held and facts.keeps_hours:
        verdict = Verdict(Outcome.WAIT, "news", held)
    if verdict.outcome is Outcome.SEND:
        return await _hand_over(turn, entry, message, facts)
    await turn.unit.messages.judge(message.id, verdict, turn.now)
    if verdict.outcome is Outcome.WAIT and verdict.rule == "news":
        await turn.unit.outbox.back_off(entry.id, turn.elapsed + (HELD if held else BUSY))
    elif verdict.outcome is Outcome.WAIT:
        await turn.unit.outbox.wait(entry.id, verdict.until)
    else:
        await ending.refuse(turn, message, verdict)
    return None


async def _hand_over(turn: Turn, entry: Entry, message: Message, facts: Departure) -> Ready | None:
    person = await turn.unit.people.get(message.contact)
    address = await turn.unit.people.address_by_id(message.address)
    try:
        rendered = await wording.render(turn, message, person, facts)
    except MissingValue as missing:
        reason = f"The text {missing.template} needs a value for {missing.name!r}, and there is none."
        await _refuse(turn, message, Verdict(Outcome.REFUSE, "template.missing", reason))
        return None
    except TemplateRefused as refused:
        reason = f"The text {message.template} cannot be used: {refused}"
        await _refuse(turn, message, Verdict(Outcome.REFUSE, "template.refused", reason))
        return None
    outgoing = _outgoing(turn, message, address, rendered, facts)
    buttons = [{"id": b.id, "text": b.text, **({"url": b.url} if b.url else {})} for b in rendered.buttons]
    variables = outgoing.variables if outgoing.content else None
    if not await turn.unit.messages.mark_sending(
        message.id, outgoing.text, buttons, turn.now, turn.elapsed, content=outgoing.content, variables=variables
    ):
        await _too_late(turn, await turn.unit.messages.get(message.id))
        return None
    answered = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    if answered is not None:
        outgoing = replace(outgoing, reply_to=answered.provider_id)
    return Ready(entry, outgoing, turn.elapsed)


async def _too_late(turn: Turn, message: Message | None) -> None:
    """Somebody was quicker. What is over has nothing to leave for; what is under way belongs to whoever holds it."""
    if message is not None and message.status not in {Status.QUEUED, Status.SENDING, Status.UNKNOWN}:
        await turn.unit.outbox.settle(message.id)


async def _refuse(turn: Turn, message: Message, verdict: Verdict) -> None:
    await turn.unit.messages.judge(message.id, verdict, turn.now)
    await ending.refuse(turn, message, verdict)


def _outgoing(turn: Turn, message: Message, to: Address, rendered: Rendered, facts: Departure) -> Outgoing:
    channel = turn.business.channel(message.channel)
    content = channel.templates.get(message.template or "") if channel and message.channel == "whatsapp" else None
    heard = facts.last_inbound_at
    approved = content if heard is None or heard <= turn.now - WHATSAPP_WINDOW else None
    return Outgoing(
        id=message.id,
        to=to.value,
        text=rendered.text if approved else wording.shown(message, rendered),
        keys=tuple(Key(button.id, button.text, button.url) for button in rendered.buttons),
        content=approved,
        variables=rendered.variables,
        valid_for=_validity(message, turn.now),
    )


def _validity(message: Message, now: datetime) -> timedelta:
    """Our own expiry, so that a provider's queue does not deliver what is of no use any more."""
    lateness = message.expires_after or LATENESS
    if message.latest is not None:
        lateness = min(lateness, message.latest - now)
    return max(timedelta(minutes=1), min(lateness, LONGEST_VALIDITY))
