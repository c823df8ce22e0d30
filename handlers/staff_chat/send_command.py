"""/send: the staff's own text to a customer, an order's customer or a shop, judged like every message.

The preview shows the channel, or why the text may not be sent; a confirmation sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.greeting_name import ANY_TAG
from flows.phrase import At, Lines, Ours, Text, phrase, tap
from flows.policy.departure import find_window_rule, judge
from flows.policy.departure_facts import Departure, Kind, Purpose
from flows.policy.verdict import Outcome, Verdict
from handlers.actions import message_explanation
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.verdict_reasons import get_reason
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.named_things import Addressed
from handlers.staff_chat.person_argument import (
    ask_who,
    find_customer,
    find_order_customer,
    get_text_behind,
    list_latest,
)
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from handlers.staff_notices import handover, staff_reply
from storage.consent.consents import is_all_revoked
from storage.facts.contact_ways import list_ways
from storage.facts.departures import Planned, load_facts
from storage.sending.message import BY_STAFF
from templates import formats
from templates.message_values import quote_line

_WROTE_LATELY = timedelta(hours=24)
"""How long after a person's message the staff's words count as an answer."""
_LONGEST = 1000  # characters


class WhyNotSent(StrEnum):
    """The reasons why a staff text to a person may not be sent."""

    NO_WAY = "send_no_way"
    STOPPED = "send_after_stop"
    OPTED_OUT = "send_to_opted_out"
    OFFER = "send_would_be_an_offer"
    WINDOW = "send_outside_the_window"
    RULE = "send_is_refused"
    TOO_LONG = "send_too_long"
    TAG = "send_has_a_tag"


@dataclass(frozen=True, slots=True)
class SendWords:
    """A text to a person, about an order or about nothing."""

    to: Addressed
    text: str


@dataclass(frozen=True, slots=True)
class _Way:
    """The address and the role of a text to send, and the verdict on it."""

    address: UUID
    channel: str
    kind: Kind
    verdict: Verdict
    departure: Departure = field(repr=False)


async def would_send(turn: Turn, command: SendWords) -> Preview:
    """Return the preview: the text, the channel and the time. Raises Refused."""
    if len(command.text) > _LONGEST:  # a cut text would have another meaning
        raise Refused(WhyNotSent.TOO_LONG, {"long": len(command.text), "most": _LONGEST})
    tag = ANY_TAG.search(command.text)
    if tag is not None:  # nobody would fill it in
        raise Refused(WhyNotSent.TAG, {"tag": tag[0]})
    way = await _choose_way(turn, command.to)
    waits = phrase("send_waits", until=At(way.verdict.until)) if way.verdict.until else ""
    head = phrase("would_send_to", who=command.to.called, channel=formats.channel(way.channel), order=command.to.number)
    words = Ours(f"“{quote_line(command.text, _LONGEST)}”")
    apart = await _find_separate_question(turn, command.to, way)
    still = phrase("send_leaves_open", question=apart, command=tap("questions")) if apart else ""
    return Preview(Lines((head, words, waits, still)), phrase("button_send"))


async def _find_separate_question(turn: Turn, to: Addressed, way: _Way) -> Text | None:
    """Return the customer's question that stays open, because a text about an order does not answer it; else None."""
    return await turn.tools.conversations.keeper.apart(turn, way.address) if to.by_order else None


async def send(turn: Turn, origin: Origin, command: SendWords) -> SendWords:
    """Send the text, and store which staff member wrote it."""
    way = await _choose_way(turn, command.to)
    address = await turn.unit.people.address_by_id(way.address)
    text = staff_reply.sign_reply(turn, address, command.text)
    key = f"{BY_STAFF}{origin.key}"
    if command.to.partner:
        await post(turn, address, OutboundMessage(key=key, kind=way.kind, text=text))
        await turn.unit.questions.settle_about(Subject("address", address.id), handover.ANSWER, turn.now)
        await staff_reply.note_words(turn, address, origin.by)
    else:
        letter = OutboundMessage(key=key, kind=way.kind, text=text, subject=command.to.about)
        answers = not await _find_separate_question(turn, command.to, way)
        await staff_reply.post_answer(turn, address, letter, origin.contact, answers=answers)
    about = command.to.about or Subject("contact", command.to.contact)
    await turn.unit.access.log(origin.by, "sent", turn.now, about)
    return command


async def _choose_way(turn: Turn, to: Addressed) -> _Way:
    """Return the best channel on which the text may be sent. Raises Refused with the reason of the first."""
    order = to.about.id if to.by_order and to.about is not None else None
    ways = await list_ways(turn.unit, turn.business, to.contact, order)
    if not ways:
        raise Refused(WhyNotSent.NO_WAY, {"who": to.called})
    judged = [await _judge_way(turn, to, address, channel) for address, channel in ways]
    found = [one for one in judged if one is not None]
    if not found:
        states = await turn.unit.consents.states([address for address, _ in ways])
        opted_out = all(is_all_revoked(states, address) for address, _ in ways)
        raise Refused(WhyNotSent.OPTED_OUT if opted_out else WhyNotSent.OFFER, {"who": to.called})
    best = next((one for one in found if one.verdict.outcome is not Outcome.REFUSE), None)
    return best or _refuse(turn, to, found)


async def _judge_way(turn: Turn, to: Addressed, address: UUID, channel: str) -> _Way | None:
    """Return the verdict; None if the text is neither an answer nor about an order. Raises Refused after a STOP."""
    customer = await turn.unit.people.address_by_id(address)
    if not to.partner and await staff_reply.takes_no_answer(turn, customer):
        raise Refused(WhyNotSent.STOPPED, {"who": to.called})
    lately = customer.last_inbound_at is not None and customer.last_inbound_at > turn.now - _WROTE_LATELY
    if not (to.partner or to.about or lately):
        return None
    kind = Kind.ANSWER if lately else Kind.MESSAGE
    planned = Planned(kind, Purpose.TRANSACTIONAL, None, channel, address, customer.contact, turn.now, subject=to.about)
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    return _Way(address, channel, kind, judge(facts, turn.now), facts)


def _refuse(turn: Turn, to: Addressed, found: Sequence[_Way]) -> _Way:
    first = found[0]
    if find_window_rule(first.departure, turn.now) is not None:
        raise Refused(WhyNotSent.WINDOW, {"who": to.called, "channel": formats.channel(first.channel)})
    raise Refused(WhyNotSent.RULE, {"who": to.called, "why": get_reason(first.verdict)})


async def _read_to(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the addressee in the first words: conversations are asked first, then all customers."""
    if not words:
        return Missing()
    for addressing in conversations_of(asked.turn).addressing:
        found = await addressing(asked)
        if isinstance(found, Reply):
            return found
        if found is not None:
            return await _ask_which_of_two(asked, found, words) or FoundArgument(found, words[found.named :], found)
    of_store = await find_order_customer(asked, words)
    if of_store is not None:
        return await _ask_which_of_two(asked, of_store, words) or FoundArgument(of_store, words[1:], of_store)
    return await find_customer(asked, words)


async def _ask_which_of_two(asked: IssuedCommand, found: Addressed, words: tuple[str, ...]) -> Reply | None:
    """Ask which is meant if an order's number also ends another customer's number; else None. The text is stored."""
    number = words[0].lstrip("#…")
    if found.partner or found.named != 1 or words[0].startswith("#") or not number.isdecimal():
        return None
    people = {one.id: one for one in await message_explanation.find(asked.turn, number)}
    buyer = await asked.turn.unit.people.get(found.contact)
    others = [one for one in people.values() if buyer is not None and one.id != buyer.id]
    if buyer is None or not others:
        return None
    return await ask_who(asked, (buyer, *others), get_text_behind(asked, 1))


async def _words(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the text after the addressee, as the staff member typed it."""
    if not words:
        return Missing()
    return FoundArgument(get_text_behind(asked, known["to"].named))


async def _ask_to(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("send_how"), await list_latest(asked), understood=False)


async def _ask_words(asked: IssuedCommand, known: Known) -> Reply:
    return replace(Reply(phrase("send_what", who=known["to"].called)), asks=(asked.command, *asked.arguments))


def _describe_sent(command: SendWords) -> Text:
    return phrase("send_is_on_its_way", who=command.to.called)


SEND = Command(
    name="send",
    aliases=("write to", "message"),
    usage="/send 1234 your parcel left today",
    arguments=(Argument("to", "", _read_to, _ask_to), Argument("text", "", _words, _ask_words, written=True)),
    takes=SendWords,
    preview=would_send,
    does=send,
    says=_describe_sent,
    topic="people",
    errands=(Errand.SEND,),
)
