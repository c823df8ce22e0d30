"""What customers write: read in the light of the open question, answered or handed to a person, never in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows import opt_in
from flows.delivery import Status
from flows.engine import Permitted, Replied
from flows.events import ConsentAction, MessageReceived
from flows.policy.departure import permitted_from
from flows.policy.facts import ANSWERS, AddressState, ConsentState, Kind, Programme, Purpose
from handlers import answered, handover, host, joining, noted, order_status, persons, slash
from handlers.admins.chat import COMMANDS
from handlers.answered import Answered
from handlers.machines import HOUR, Machine, machine
from handlers.outgoing import Letter, post
from handlers.replies.intents import Expecting, Intent, Reading, read
from handlers.replies.language import language_of
from handlers.replies.moments import names_time, read_moment
from handlers.turn import Turn
from storage.consents import OWN_PROGRAMMES, Line
from storage.facts.departures import Planned, departures
from storage.messages import Message
from storage.people import Address
from storage.runs import Asked, Run
from templates.library import pick_locale

WRITTEN = ("en", "es", "hi", "hi-Latn")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # what we gather ourselves is older than whatever the shop tells
COMMANDED = frozenset(command.name for command in COMMANDS) - {"help"}
EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote, where, what it answers, and how it was read in the light of that.

    ``locale`` is the language of the text, and so of our answer; None where it does not show.
    """

    address: Address
    message: Message
    event: MessageReceived
    answered: Answered
    reading: Reading
    locale: str | None


async def wrote(turn: Turn, address: Address, message: Message, event: MessageReceived) -> None:
    """Answer a customer's message, or hand it to a person."""
    token = joining.start_token(event)
    if token is not None:
        await joining.started(turn, address, message, token)
        return
    to = await answered.by(turn, message)
    said = Said(address, message, event, to, _read(event, message, to.asked), await _language(turn, address, event))
    if said.reading.intent is Intent.STOP:
        await _stopped(turn, said)
    elif _is_for_staff(said):
        return  # commands of strangers are left in silence: an answer would tell what can be commanded here
    elif said.reading.intent is Intent.HELP:
        await _help(turn, said)
    elif said.reading.intent in {Intent.START, Intent.JOIN}:
        await _come_back(turn, said)
    elif said.reading.intent is not Intent.AUTOMATIC:
        await _converse(turn, said)


def _read(event: MessageReceived, message: Message, asked: Asked | None) -> Reading:
    """Whether it is a stop was decided when it was taken in, in the light of the question that was open then."""
    if message.data.get("stops"):
        return Reading(Intent.STOP, 1.0)
    if event.keyword in {"START", "HELP"}:
        return Reading(Intent(event.keyword.lower()), 1.0)
    expecting = Expecting(asked.question.expecting) if asked else Expecting.NOTHING
    reading = read(slash.without_bot(event.text), expecting=expecting, forwarded=event.forwarded, quick=event.button)
    return replace(reading, intent=Intent.AMBIGUOUS_STOP) if reading.intent is Intent.STOP else reading


def _is_for_staff(said: Said) -> bool:
    """Whether somebody who is not on the staff gave a command. /start, /help and /stop are everybody's.

    A word behind a slash is a command on Telegram, and elsewhere only when it is one of the staff's own.
    """
    name = None if said.event.button or said.event.channel == "sms" else slash.command(said.event.text)
    if name is None:
        return False
    if name.partition("_")[0] in COMMANDED:
        return True
    return said.event.channel == "telegram" and said.reading.intent not in EVERYBODYS


async def _stopped(turn: Turn, said: Said) -> None:
    """The ledger was written when it arrived; here the one confirmation leaves, unless the provider sent its own."""
    channel = turn.business.channel(said.address.channel)
    theirs = said.event.keyword is not None or (channel is not None and channel.opt_out == "provider")
    if theirs or await _was_told(turn, said):
        return
    await _answer(turn, said, "stopped", Kind.OPT_OUT_DONE)


async def _was_told(turn: Turn, said: Said) -> bool:
    """A second STOP gets no second confirmation, until they have come back in between."""
    thread = await turn.unit.messages.thread(said.address.id)
    for earlier in reversed(thread):
        if earlier.kind is Kind.OPT_OUT_DONE and earlier.id < said.message.id:
            return True
        if earlier.template in {"start_again", "opt_in_done", "joined"}:
            return False
    return False


async def _help(turn: Turn, said: Said) -> None:
    """Answered also after an opt-out; the first one in an hour is not counted by the loop guard."""
    thread = await turn.unit.messages.thread(said.address.id)
    lately = [one for one in thread if one.kind is Kind.HELP and one.created_at > turn.now - HOUR]
    theirs = said.event.keyword == "HELP"
    if not theirs and (not lately or await _machine(turn, said) is None):
        await _answer(turn, said, "help", Kind.HELP)


async def _come_back(turn: Turn, said: Said) -> None:
    """START or a keyword to join: their own act, in their own chat, so it lifts what they took back."""
    if said.address.state is AddressState.SUPPRESSED:
        await turn.unit.people.set_state(said.address.id, AddressState.USABLE, "they wrote START", turn.now)
    for programme in OWN_PROGRAMMES:
        before = await turn.unit.consents.state(said.address.id, programme)
        if before is ConsentState.CONFIRMED:
            continue
        await turn.unit.consents.record(_agreed(said, programme), turn.now)
    await noted.note(turn, said.address.contact, Permitted(), f"came_back:{said.message.id}")
    template = "start_again" if said.reading.intent is Intent.START else "joined"
    if said.event.keyword != "START":
        await _answer(turn, said, template, Kind.OPT_IN_DONE)


def _agreed(said: Said, programme: Programme) -> Line:
    """Their own word from their own phone is both steps at once."""
    text, at = said.reading.intent.value, said.message.created_at
    return Line(said.address.contact, said.address.id, programme, ConsentAction.CONFIRMED, "their own words", text, at)


async def _converse(turn: Turn, said: Said) -> None:
    """To the staff what answers them; else let the open conversation answer, and what it cannot goes to a person."""
    known = await _machine(turn, said)
    if said.answered.staffs is not None and known in {None, Machine.FLOOD}:
        await _tell_staff(turn, said, said.answered.staffs, silently=known is not None)
    elif known is not None:
        await handover.warn(turn, said.address, said.message)
    elif not await _run_answers(turn, said):
        answer, values = await _ready_answer(turn, said)
        answer = answer or await handover.ask(turn, said.address, said.message)
        await _answer(turn, said, answer, values=values)
        await _offer_scope(turn, said)


async def _tell_staff(turn: Turn, said: Said, staffs: Message, *, silently: bool) -> None:
    """What they write to the staff goes there, whatever it would mean elsewhere; ``silently``: they know by now."""
    if said.reading.intent is Intent.THANKS:
        await handover.thanked(turn, said.address, said.message, staffs)
        answer = "thanks"
    else:
        answer = await handover.ask(turn, said.address, said.message, staffs)
    if not silently:
        await _answer(turn, said, answer)
    await _offer_scope(turn, said)


async def _offer_scope(turn: Turn, said: Said) -> None:
    """Who may have meant our messages, too, is told how to end them."""
    if said.reading.intent in {Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}:
        await _answer(turn, said, "scope_offered")


async def _ready_answer(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers without a person, with its values; None for what needs one."""
    intent = said.reading.intent
    if intent is Intent.ORDER_STATUS:
        return await order_status.answer(turn, said.address.contact, said.reading.order)
    nod = intent is Intent.YES and not any(letter.isalnum() for letter in said.event.text)  # a thumb up, to no question
    if intent is Intent.THANKS or nod:
        return "thanks", {}
    if intent in {Intent.NO, Intent.LATER}:
        carts = await turn.unit.carts.open_of(said.address.contact)
        return "no_thanks", {"items": tuple(item.title for item in carts[-1].items)} if carts else {}
    return None, {}


async def _run_answers(turn: Turn, said: Said) -> bool:
    """Give the reply to the run whose question is open, else to the newest one that has something to say."""
    reply = await _replied(turn, said)
    for run in said.answered.runs:
        if run.flow == opt_in.NAME and said.reading.intent is Intent.YES and said.reading.confidence < 0.5:
            continue
        if await host.advance(turn, run, reply):
            await _in_their_language(turn, run, said)
            return True
    return False


async def _in_their_language(turn: Turn, run: Run, said: Said) -> None:
    """A flow knows no languages: what it just answered is said in that of the text."""
    for one in await turn.unit.messages.of_run(run.id):
        if one.kind in ANSWERS and one.status is Status.QUEUED:
            await turn.unit.messages.note(one.id, locale=said.locale)


async def _replied(turn: Turn, said: Said) -> Replied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _moment(turn, said)
    return Replied(intent, said.address.id, said.address.channel, said.message.id, until)


async def _moment(turn: Turn, said: Said) -> datetime | None:
    """The moment they named, by the clock where they are; a day from now for a plain "later".

    Where no reminder may come at that moment, the next at which one may: what is promised is what will be. None when
    they named a time that we cannot read.
    """
    to = said.address
    planned = Planned(Kind.ASKED, Purpose.MARKETING, Programme.REMINDERS, to.channel, to.id, to.contact, turn.now)
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    found = read_moment(said.event.text, turn.now, persons.zone_of(facts, turn.zone))
    if found is None and names_time(said.event.text):
        return None
    wanted = found.at if found else turn.now + timedelta(days=1)
    return permitted_from(facts, wanted) or wanted


async def _machine(turn: Turn, said: Said) -> Machine | None:
    return machine(await turn.unit.messages.thread(said.address.id), said.message)


async def _language(turn: Turn, address: Address, event: MessageReceived) -> str | None:
    """The locale of what they typed, with the region that is known of them or the shop; kept for who has none yet."""
    spoken = None if event.button else language_of(event.text)
    if spoken is None:
        return None
    person = await turn.unit.people.get(address.contact)
    known = person.locale if person else None
    if known is None:
        await turn.unit.people.describe(address.contact, {"locale": spoken}, LONG_AGO)
    tags = [tag for tag in (known, turn.business.locale) if tag]
    return next((tag for tag in tags if pick_locale(tag, WRITTEN, "") == spoken), spoken)


async def _answer(
    turn: Turn, said: Said, template: str, kind: Kind = Kind.ANSWER, values: Mapping[str, Any] | None = None
) -> UUID | None:
    letter = Letter(
        key=f"answer:{said.message.id}:{template}",
        kind=kind,
        template=template,
        values=values or {},
        reply_to=said.message.id,
        locale=said.locale,
    )
    return await post(turn, said.address, letter)
