"""The lives of messages as text: due, waited, sent, clicked, bought, or why not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.delivery import MessageStatus
from flows.money import Money
from flows.phrase import At, Lines, Phrase, Recorded, Shows, Text, phrase, sentences
from flows.policy.departure_facts import ORDINARY
from flows.policy.send_timing import choose_local_zone
from flows.policy.verdict import Outcome, Verdict
from handlers.actions.verdict_reasons import explain_failure, in_words, make_clause
from handlers.engine import time_zones
from handlers.engine.subjects import Life, When
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import persons
from storage.events.spools import explain_hold
from storage.facts.departures import Planned, load_facts
from storage.facts.last_answers import LastAnswers
from storage.people.people import Address, Contact
from storage.sending.message import Message
from storage.sending.verdicts import Judged
from storage.store.purchases import Purchase
from templates.message_values import a_name, shorten


async def load_lives(turn: Turn, messages: Sequence[Message]) -> list[Life]:
    """Load the lives of these messages, in the same order."""
    judged = await turn.unit.verdicts.judgements([message.id for message in messages])
    held = await explain_hold(turn.unit, turn.elapsed) or ""
    for message in messages:  # nobody judges what a spool holds back
        due = message.due_at is not None and message.due_at <= turn.now
        if held and due and message.status is MessageStatus.QUEUED and is_reminder(message):
            judged[message.id].append(Judged(turn.now, Verdict(Outcome.WAIT, "spool", held)))
    zones = await _find_zones(turn, messages)
    return [await _load_life(turn, one, judged[one.id], zone) for one, zone in zip(messages, zones, strict=True)]


async def _load_life(turn: Turn, message: Message, judged: Sequence[Judged], zone: ZoneInfo) -> Life:
    counted = await turn.unit.attributions.find_attribution(message.id)
    return Life(
        message,
        judged,
        zone,
        await turn.unit.links.find_clicked_at(message.id),
        counted,
        await turn.unit.orders.get(counted.order) if counted else None,
        await turn.unit.orders.refunds_left_out(counted.order) if counted else 0,
        await turn.thing(message.thing),
        await _follows_answer(turn, message),
    )


async def _follows_answer(turn: Turn, message: Message) -> bool:
    """Return True for a later step of a plan that the order of the channels alone would have sent elsewhere."""
    if (message.step or 1) == 1 or message.run is None or message.channel == turn.business.channels_order[0]:
        return False
    return await turn.unit.of(LastAnswers).find_address(message.contact, message.created_at) == message.address


async def _find_zones(turn: Turn, messages: Sequence[Message]) -> list[ZoneInfo]:
    """Return the recipients' zones as the rules see them; for shops and staff the business's zone, for any number.
    Reads no runs, and so writes nothing."""
    planned = [
        Planned(one.kind, one.purpose, one.programme, one.channel, one.address, one.contact, one.created_at)
        for one in messages
    ]
    facts = await load_facts(turn.unit, turn.tenant, planned, turn.draw, turn.now)
    ours = {one for one in {message.contact for message in messages} if await _is_ours(turn, one)}
    return [
        time_zones.find_shop_zone(fact.person, turn.zone) if one.contact in ours else ZoneInfo(choose_local_zone(fact))
        for one, fact in zip(messages, facts, strict=True)
    ]


async def _is_ours(turn: Turn, contact: UUID) -> bool:
    """Return True for a staff member, and for a person with another role than customer, such as a shopkeeper."""
    is_of_staff = await turn.unit.access.member_of(contact) is not None
    return is_of_staff or await conversations_of(turn).keeps(turn, contact)


def describe_subject(turn: Turn, life: Life, when: When) -> Text | None:
    """Describe the subject of a message for the staff; None if it has none."""
    kind = turn.tools.conversations.find_subject_kind(life.message.subject_kind)
    return kind.told(life.thing, when) if kind and life.thing else None


def is_reminder(message: Message) -> bool:
    """Return True for a planned reminder, or one that its person asked for."""
    return message.direction == "out" and message.marketing and message.kind in ORDINARY


def describe_life(turn: Turn, life: Life) -> Text:
    """Summarise a message's life for a phone, in the shop's time."""
    last = life.message.sent_at or life.message.due_at
    follows = [phrase("life_follows")] if life.follows else []
    parts = [_describe_due(turn, life), *follows, _fate(turn, life)]
    if life.clicked_at is not None:
        parts.append(phrase("life_clicked", at=At(life.clicked_at, before=last)))
    if life.order is not None:
        order = describe_purchase(life.order, life.clicked_at or last)
        parts.append(phrase("life_bought", bought=order, counts=_counts(life, life.order)))
    return sentences(*parts)


def describe_purchase(order: Purchase, before: datetime | None = None) -> Phrase:
    """Format when an order was placed and its total: "Bought 08:21, $89"."""
    at = At(order.placed_at, before=before) if order.placed_at else None
    return phrase("bought", at=at, amount=order.total)


def name_person(person: Contact | None, address: Address | None) -> Text:
    """Name a person as the staff may see them: by the name on one line, and the end of their number or chat."""
    name = shorten(a_name(person.name), 40, "…") if person and person.name else None
    return persons.format_name(name, address) if address else name or phrase("somebody_unnamed")


async def name_at(turn: Turn, address: Address) -> Text:
    """Name the person with this address as the staff may see them."""
    return name_person(await turn.unit.people.get(address.contact), address)


def _describe_due(turn: Turn, life: Life) -> Text:
    due = life.message.due_at or life.message.created_at
    waited = [one.verdict for one in life.judged if one.verdict.outcome is Outcome.WAIT and one.verdict.rule != "news"]
    once = {clause.english: clause for clause in map(make_clause, waited)}
    reasons = Lines(tuple(once.values())[-2:], between="; ")
    verb = "waits" if life.message.status is MessageStatus.QUEUED else "waited"
    why = {verb: reasons} if waited else {}
    return phrase("life_due", at=At(due), theirs=_find_local_time(turn, life, due), **why)


def _find_local_time(turn: Turn, life: Life, at: datetime) -> At | None:
    """Return the recipient's local time, if its hour differs from the shop's; None if it is the same."""
    here, there = at.astimezone(turn.zone), at.astimezone(life.zone)
    return None if here.utcoffset() == there.utcoffset() else At(at, Shows.CLOCK, zone=life.zone)


def _fate(turn: Turn, life: Life) -> Text:
    message = life.message
    match message.status:
        case MessageStatus.QUEUED:
            return ""
        case MessageStatus.REFUSED | MessageStatus.EXPIRED:
            reasons = [one.verdict for one in life.judged if one.verdict.outcome is Outcome.REFUSE]
            code = Recorded(message.code, in_words(message.code)) if message.code else None
            return phrase("life_not_sent", why=make_clause(reasons[-1]) if reasons else code)
        case MessageStatus.VOID:
            return phrase("life_taken_back", why=life.thing.gone if life.thing else None)
        case MessageStatus.FAILED:
            return phrase("life_failed", why=explain_failure(message))
        case MessageStatus.SENDING:
            return phrase("life_handed_over")
        case MessageStatus.UNKNOWN:
            return phrase("life_unknown")
        case _:
            return _journey(turn, life)


def _journey(turn: Turn, life: Life) -> Text:
    """Format the journey: "Sent Tue 08:00, delivered 08:00, read 08:02"."""
    message = life.message
    before, told = message.due_at, list[Text]()
    for word, at in (("sent", message.sent_at), ("delivered", message.delivered_at), ("read", message.read_at)):
        if at is not None:
            there = _find_local_time(turn, life, at) if word == "sent" else None
            told.append(phrase(f"life_{word}", at=At(at, before=before), theirs=there))
            before = at
    return phrase("full_stop", said=Lines(tuple(told), between=", "))


def _counts(life: Life, order: Purchase) -> Phrase:
    if order.cancelled_at is not None:
        return phrase("counts_no_longer")
    back = Money(order.refunded, order.total.currency) if order.total is not None and order.refunded else None
    return phrase("counts", back=back, left_out=life.left_out)
