"""A message's departure: judged last, rendered and marked ``sending`` in one transaction that holds its person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.business import PHONES
from flows.counting import counted
from flows.delivery import Key, Outgoing, Status
from flows.policy.asks import RATE
from flows.policy.departure import judge, outside_window
from flows.policy.facts import ASKS, Departure, Kind
from flows.policy.places import number_country
from flows.policy.registration import INDIA, LONGEST, overlong
from flows.policy.timing import validity
from flows.policy.verdict import Outcome, RuleRef, Verdict
from handlers import alerts, wording
from handlers.delivery import ending
from handlers.turn import Turn
from handlers.wording import Approval, Sources
from storage.facts.departures import Planned, departures
from storage.leaving import Shown
from storage.messages import Message
from storage.outbox import Entry
from storage.people import Address, Recipients
from storage.spools import hold_marketing
from templates.library import MissingValue, Rendered, TemplateRefused

BUSY = timedelta(milliseconds=200)  # how soon to look again at a person somebody else is writing to
UNHEARD = timedelta(minutes=15)  # how soon to look again whether what people write can reach us
HELD = timedelta(seconds=5)  # how soon to look again whether what a spool keeps has been read
_READ_FIRST = frozenset({"news", "spool"})  # waits that end by no clock, but soon: when what came in has been read
LONGEST_VALIDITY = timedelta(
    hours=10
)  # twilio.com/docs/messaging/api/message-resource: ValidityPeriod, at most 36 000 s


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that a channel is to perform now. ``attempted_at`` (elapsed) tells this attempt from a later one.

    ``marketing`` is what an answer to STOP waits for; ``judged_at`` is the shop's time and real time just before it was
    marked for all to see, where whoever hands it over told.
    """

    entry: Entry
    outgoing: Outgoing
    attempted_at: datetime
    marketing: bool = False
    judged_at: tuple[datetime, datetime] | None = None


async def depart(turn: Turn, entries: Sequence[Entry], held: str | None = None) -> list[Ready]:
    """Judge these claimed entries and mark what may leave; the others wait, are refused, or are looked at again soon.

    One message per person at a time: the second of a batch would be judged without knowing of the first. ``held`` is
    why no marketing may leave now, where this process knows of a reason.
    """
    # Who sums what was spent, or counts who was asked, must see what others are doing.
    alone = _spends(turn) or await _asks(turn, entries)
    tenant = replace(turn.tenant, paused_at=await turn.unit.outbox.paused_at(alone=alone))  # the turn's may be old
    chosen = _first_per_person(entries)
    to = await turn.unit.people.recipients(await turn.unit.people.lock([one.contact for one in chosen if one.contact]))
    found = await _free(turn, entries, chosen, to)
    held = held or await hold_marketing(turn.unit, turn.elapsed)
    facts = await departures(turn.unit, tenant, [_planned(m) for _, m in found], turn.draw, turn.now, to)
    leaving = []
    for (entry, message), fact in zip(found, facts, strict=True):
        allowed = await _allowed(turn, entry, message, fact, held)
        if allowed is not None:
            leaving.append(_Leaving(entry, message, fact, allowed.rules))
    return await _hand_over(turn, leaving, to)


def _spends(turn: Turn) -> bool:
    """Whether what the business spends has a limit; chats cost nothing."""
    return turn.business.daily_spend is not None and any(turn.business.channel(name) for name in PHONES)


async def _asks(turn: Turn, entries: Sequence[Entry]) -> bool:
    """Whether somebody is to be asked to agree, on any channel; what the outbox calls marketing asks nobody."""
    perhaps = [entry.id for entry in entries if not entry.marketing]
    found = await turn.unit.messages.by_ids(perhaps) if perhaps else {}
    return any(message.kind is Kind.OPT_IN_ASK for message in found.values())


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A message that is judged to leave now, with the facts and the rules it was judged by."""

    entry: Entry
    message: Message
    facts: Departure
    rules: tuple[RuleRef, ...]


async def _free(
    turn: Turn, entries: Sequence[Entry], chosen: Sequence[Entry], to: Recipients
) -> list[tuple[Entry, Message]]:
    """Those of the chosen that may leave now; what must not overtake another, or is of a person others hold, waits."""
    busy = await turn.unit.messages.in_flight(list(to.people))
    behind = await turn.unit.outbox.behind(chosen, turn.now, turn.elapsed)
    ours = [entry for entry in chosen if entry.contact in to.people]
    free = [entry for entry in ours if entry.address not in busy and entry.id not in behind]
    taken, kept = {entry.id for entry in chosen}, {entry.id for entry in free}
    await turn.unit.outbox.give_back([entry.id for entry in entries if entry.id not in taken])
    for entry in chosen:
        if entry.id not in kept:
            await turn.unit.outbox.back_off(entry.id, turn.elapsed + BUSY)
    messages = await turn.unit.messages.by_ids([entry.id for entry in free])
    return [(entry, messages[entry.id]) for entry in free]


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


async def _allowed(turn: Turn, entry: Entry, message: Message, facts: Departure, held: str | None) -> Verdict | None:
    """The verdict to send; None when it is another, which is written down with what follows from it."""
    if message.status is not Status.QUEUED:
        await _too_late(turn, message)
        return None
    verdict = judge(facts, turn.now)
    if verdict.outcome is Outcome.SEND and facts.keeps_hours:
        verdict = _unheard(turn, message.channel) or (Verdict(Outcome.WAIT, "spool", held) if held else verdict)
    if verdict.outcome is Outcome.SEND:
        return verdict
    await turn.unit.messages.judge(message.id, verdict, turn.now)
    if verdict.rule == RATE:
        await _warn_of_asks(turn)
    if verdict.outcome is Outcome.WAIT and verdict.rule in _READ_FIRST:
        await turn.unit.outbox.back_off(entry.id, turn.elapsed + (HELD if held else BUSY))
    elif verdict.outcome is Outcome.WAIT:
        await turn.unit.outbox.wait(entry.id, verdict.until)
    else:
        await ending.refuse(turn, message, verdict)
    return None


async def _warn_of_asks(turn: Turn) -> None:
    most = turn.business.policy.asks_an_hour
    text = (
        f"We asked {counted(most, 'person', 'people')} in an hour to agree to texts, the most you allow "
        "([policy] asks_an_hour). More wait. "
        "If your shop is not that busy, somebody may be typing in numbers of strangers."
    )
    await alerts.tell(turn, RATE, text)


def _unheard(turn: Turn, channel: str) -> Verdict | None:
    """Nobody is written to for marketing, nor asked to agree, whose STOP could not reach us.

    Twilio brings what people write to a public address only, unless it minds opt-outs itself; Telegram is asked.
    """
    settings = turn.business.channel(channel)
    if turn.tools.public_url or settings is None or settings.provider != "twilio" or settings.opt_out == "provider":
        return None
    reason = "Nobody's STOP could reach us: there is no PARLEY_PUBLIC_URL to which Twilio would bring it."
    return Verdict(Outcome.WAIT, "unheard", reason, turn.now + UNHEARD)


async def _hand_over(turn: Turn, leaving: Sequence[_Leaving], to: Recipients) -> list[Ready]:
    """Render and mark them all; what cannot be rendered is refused, what somebody else was quicker with is left out."""
    sources = await wording.gather(turn, [one.message for one in leaving], to.people)
    answered = await turn.unit.messages.by_ids([one.message.reply_to for one in leaving if one.message.reply_to])
    outgoing, shown = {}, []
    for one in leaving:
        approved = wording.approval(turn, one.message, sources) if outside_window(one.facts, turn.now) else None
        address = to.addresses[one.message.address]
        registered = _registered(turn, one, address, sources)
        rendered = await _rendered(turn, one, sources, approved, registered)
        if rendered is not None:
            earlier = answered.get(one.message.reply_to) if one.message.reply_to else None
            out = replace(
                _outgoing(turn, one, address, rendered, approved),
                registered=_ids(turn, one.message.channel, registered),
                reply_to=earlier.provider_id if earlier else None,
            )
            outgoing[one.message.id] = out
            shown.append(_shown(one, out, rendered))
    marked = await turn.unit.leaving.mark_all(shown, turn.now, turn.elapsed)
    for message in outgoing.keys() - marked:
        await _too_late(turn, await turn.unit.messages.get(message))
    return [
        Ready(one.entry, outgoing[one.message.id], turn.elapsed, one.message.marketing)
        for one in leaving
        if one.message.id in marked
    ]


def _registered(turn: Turn, one: _Leaving, to: Address, sources: Sources) -> Approval | None:
    """The registered template as which it leaves, where the country of the number has such."""
    abroad = to.channel != "sms" or number_country(to.phone) != INDIA
    return None if abroad else wording.registration(turn, one.message, sources)


def _ids(turn: Turn, channel: str, registered: Approval | None) -> tuple[str, str] | None:
    settings = turn.business.channel(channel)
    if registered is None or settings is None or settings.dlt is None:
        return None
    return settings.dlt.entity, registered.content


async def _rendered(
    turn: Turn, one: _Leaving, sources: Sources, approved: Approval | None, registered: Approval | None
) -> Rendered | None:
    """The finished text; None where there is none that may leave, which is written down."""
    rendered, longest = None, LONGEST if registered else None
    try:
        rendered = wording.render(turn, one.message, sources, one.facts, approved or registered, longest)
        verdict = overlong(one.facts, rendered.told, turn.now) if registered else None
    except MissingValue as missing:
        reason = f"The text {missing.template} needs a value for {missing.name!r}, and there is none."
        verdict = Verdict(Outcome.REFUSE, "template.missing", reason)
    except TemplateRefused as refused:
        reason = f"The text {one.message.template} cannot be used: {refused}"
        verdict = Verdict(Outcome.REFUSE, "template.refused", reason)
    if verdict is None:
        return rendered
    await turn.unit.messages.judge(one.message.id, verdict, turn.now)
    await ending.refuse(turn, one.message, verdict)
    return None


def _shown(one: _Leaving, outgoing: Outgoing, rendered: Rendered) -> Shown:
    """As it is kept. In which language a consent was asked for is to be shown; others may be said again in another."""
    buttons = [{"id": b.id, "text": b.text, **({"url": b.url} if b.url else {})} for b in rendered.buttons]
    variables = outgoing.variables if outgoing.content else None
    locale = rendered.locale if one.message.kind in ASKS else None
    return Shown(outgoing.id, outgoing.text, buttons, outgoing.content, variables, one.rules, locale)


async def _too_late(turn: Turn, message: Message | None) -> None:
    """Somebody was quicker. What is over has nothing to leave for; what is under way belongs to whoever holds it."""
    if message is not None and message.status not in {Status.QUEUED, Status.SENDING, Status.UNKNOWN}:
        await turn.unit.outbox.settle(message.id)


def _outgoing(turn: Turn, one: _Leaving, to: Address, rendered: Rendered, approved: Approval | None) -> Outgoing:
    return Outgoing(
        id=one.message.id,
        to=to.value,
        text=(rendered.approved or rendered.text) if approved else wording.shown(one.message, rendered),
        keys=tuple(Key(button.id, button.text, button.url) for button in rendered.buttons),
        content=approved.content if approved else None,
        variables=rendered.variables,
        valid_for=min(validity(one.facts, turn.now), LONGEST_VALIDITY),
    )
