"""The lives of messages told in words: due, waited, sent, clicked, bought, or why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.delivery import Status
from flows.money import Money
from flows.policy.facts import REMINDERS
from flows.policy.timing import local_zone
from flows.policy.verdict import Outcome
from handlers import handover, persons
from handlers.delivery.failed import why_failed
from handlers.subjects import Thing, When
from handlers.turn import Turn
from storage.attributions import Attribution
from storage.facts.departures import Planned, departures
from storage.messages import Judged, Message
from storage.people import Address, Contact
from storage.shop import Order
from templates import formats
from templates.values import a_name, shorten

_NEAR = timedelta(days=6)
_SOURCE = re.compile(r" \((?:[^()]|\([^()]*\))*\)(?=[.;]|$)")


@dataclass(frozen=True, slots=True)
class Life:
    """A message and all that happened to it.

    ``zone`` is the recipient's; ``thing`` what it is about; ``left_out`` are refunds of the order in another currency
    than its own.
    """

    message: Message
    judged: Sequence[Judged]
    zone: ZoneInfo
    clicked_at: datetime | None
    counted: Attribution | None
    order: Order | None
    left_out: int
    thing: Thing | None


async def lives_of(turn: Turn, messages: Sequence[Message]) -> list[Life]:
    """The lives of these messages, in the same order."""
    judged = await turn.unit.messages.judgements([message.id for message in messages])
    zones = await _zones(turn, messages)
    return [await _life(turn, one, judged[one.id], zone) for one, zone in zip(messages, zones, strict=True)]


async def _life(turn: Turn, message: Message, judged: Sequence[Judged], zone: ZoneInfo) -> Life:
    counted = await turn.unit.attributions.of_message(message.id)
    return Life(
        message,
        judged,
        zone,
        await turn.unit.links.clicked_at(message.id),
        counted,
        await turn.unit.orders.get(counted.order) if counted else None,
        await turn.unit.orders.refunds_left_out(counted.order) if counted else 0,
        await turn.thing(message.thing),
    )


async def _zones(turn: Turn, messages: Sequence[Message]) -> list[ZoneInfo]:
    """The recipients' zones as the rules see them; that of the business for its shops and staff, wherever their numbers
    are from. Without their runs nothing is drawn, so nothing is written."""
    planned = [
        Planned(one.kind, one.purpose, one.programme, one.channel, one.address, one.contact, one.created_at)
        for one in messages
    ]
    facts = await departures(turn.unit, turn.tenant, planned, turn.draw, turn.now)
    ours = {one for one in {message.contact for message in messages} if await _is_ours(turn, one)}
    return [
        persons.zone_of_shop(fact.person, turn.zone) if one.contact in ours else ZoneInfo(local_zone(fact))
        for one, fact in zip(messages, facts, strict=True)
    ]


async def _is_ours(turn: Turn, contact: UUID) -> bool:
    """Whether this is somebody of the staff, or more to a conversation than a customer, as who keeps a shop."""
    if await turn.unit.access.member_of(contact) is not None:
        return True
    return any([await one.keeps(turn, contact) for one in turn.tools.conversations.stopping])


def about(turn: Turn, life: Life, when: When) -> str | None:
    """What a message is about, as staff hear of it; None where there is nothing to be said."""
    kind = turn.tools.conversations.subjects.get(life.message.subject_kind or "")
    return kind.told(turn, life.thing, when) if kind and life.thing else None


def is_reminder(message: Message) -> bool:
    """A reminder that we planned, or one that its person asked for."""
    return message.direction == "out" and message.marketing and message.kind in REMINDERS


def tell(turn: Turn, life: Life) -> str:
    """A message's life in a few sentences for a phone, in the shop's time."""
    message, zone = life.message, turn.zone
    parts = [f"{_due(turn, life)}{_waits(life)}."]
    parts.append(_fate(turn, life))
    last = message.sent_at or message.due_at
    if life.clicked_at is not None:
        parts.append(f"Clicked {said(life.clicked_at, zone, turn.now, last)}.")
    if life.order is not None:
        parts.append(f"{bought(turn, life.order, life.clicked_at or last)}, {_counts(turn, life, life.order)}.")
    return " ".join(part for part in parts if part)


def said(at: datetime, zone: ZoneInfo, now: datetime, before: datetime | None = None) -> str:
    """A time for reading in passing: "08:00" on the day of ``before``, "Tue 08:00" near ``now``, else with its date."""
    local = at.astimezone(zone)
    if before is not None and before.astimezone(zone).date() == local.date():
        return f"{local:%H:%M}"
    if abs(at - now) < _NEAR:
        return f"{local:%a %H:%M}"
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"


def bought(turn: Turn, order: Order, before: datetime | None = None) -> str:
    """When an order was placed and what it came to: "Bought 08:21, $89"."""
    when = f" {said(order.placed_at, turn.zone, turn.now, before)}" if order.placed_at else ""
    return f"Bought{when}, {amount(turn, order.total)}" if order.total else f"Bought{when}"


def amount(turn: Turn, money: Money) -> str:
    """Money as the shop's people write it."""
    return formats.money(money.decimal, money.currency, turn.business.locale)


def called(person: Contact | None, address: Address | None) -> str:
    """A person as the staff may see them: their name on one line, and the end of their number or chat."""
    name = shorten(a_name(person.name), 40, "…") if person and person.name else None
    return handover.who(name, address) if address else name or "Somebody without a name"


def plainly(reason: str) -> str:
    """A verdict's sentence without the sources it names: those are for the desk, not for a phone."""
    return _SOURCE.sub("", reason).rstrip(".")


def _due(turn: Turn, life: Life) -> str:
    due = life.message.due_at or life.message.created_at
    return f"Due {said(due, turn.zone, turn.now)}{_theirs(turn, life, due)}"


def _theirs(turn: Turn, life: Life, at: datetime) -> str:
    """What the clock shows where the recipient is, if that is another hour than the shop's."""
    here, there = at.astimezone(turn.zone), at.astimezone(life.zone)
    return "" if here.utcoffset() == there.utcoffset() else f" ({there:%H:%M} for them)"


def _waits(life: Life) -> str:
    waited = [one.verdict for one in life.judged if one.verdict.outcome is Outcome.WAIT and one.verdict.rule != "news"]
    reasons = list(dict.fromkeys(_clause(verdict.reason) for verdict in waited))
    verb = "waits" if life.message.status is Status.QUEUED else "waited"
    return f", {verb}: {'; '.join(reasons[-2:])}" if reasons else ""


def _clause(reason: str) -> str:
    """The sentence as a part of another one; a name like WhatsApp keeps its capital."""
    plain = plainly(reason)
    return plain if plain.split(" ")[0][1:] != plain.split(" ")[0][1:].lower() else plain[:1].lower() + plain[1:]


def _fate(turn: Turn, life: Life) -> str:
    message = life.message
    match message.status:
        case Status.QUEUED:
            return ""
        case Status.REFUSED | Status.EXPIRED:
            reasons = [one.verdict.reason for one in life.judged if one.verdict.outcome is Outcome.REFUSE]
            return f"Not sent: {_clause(reasons[-1]) if reasons else message.code}."
        case Status.VOID:
            why = f": {life.thing.gone}" if life.thing and life.thing.gone else ""
            return f"Taken back before it left{why}."
        case Status.FAILED:
            return f"Failed: {why_failed(message)}."
        case Status.SENDING:
            return "It is being handed over."
        case Status.UNKNOWN:
            return "Whether it arrived is not known: the provider has not said."
        case _:
            return _journey(turn, life)


def _journey(turn: Turn, life: Life) -> str:
    """ "Sent Tue 08:00, delivered 08:00, read 08:02." """
    message = life.message
    before, told = message.due_at, []
    for word, at in (("Sent", message.sent_at), ("delivered", message.delivered_at), ("read", message.read_at)):
        if at is not None:
            there = _theirs(turn, life, at) if word == "Sent" else ""
            told.append(f"{word} {said(at, turn.zone, turn.now, before)}{there}")
            before = at
    return f"{', '.join(told)}."


def not_taken_off(life: Life) -> str:
    """What is to be said of refunds that are in no sum, to go on a sentence about their order; "" without any."""
    if not life.left_out:
        return ""
    return f", {'a refund' if life.left_out == 1 else f'{life.left_out} refunds'} in another currency not taken off"


def _counts(turn: Turn, life: Life, order: Order) -> str:
    if order.cancelled_at is not None:
        return "cancelled since, so it no longer counts"
    less = ""
    if order.total is not None and order.refunded:
        less = f" less {amount(turn, Money(order.refunded, order.total.currency))} refunded"
    return f"counted for this message{less}{not_taken_off(life)}"
