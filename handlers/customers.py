"""What customers write: read in the light of the open question, answered or handed to a person, never in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows import opt_in
from flows.engine import Permitted, Replied
from flows.events import ConsentAction, MessageReceived
from flows.policy.facts import AddressState, ConsentState, Kind, Programme, Purpose
from handlers import handover, host, joining, noted, order_status, persons, slash
from handlers.admins.chat import COMMANDS
from handlers.outgoing import Letter, post
from handlers.replies.intents import Expecting, Intent, Reading, read
from handlers.replies.moments import names_time, read_moment
from handlers.turn import Turn
from storage.consents import OWN_PROGRAMMES, Line
from storage.facts.departures import Planned, departures
from storage.messages import Message
from storage.people import Address
from storage.runs import Asked

MOST_AUTOMATIC = 3  # automatic answers in an hour to texts that answer no open question: loop guard
HOUR = timedelta(hours=1)
COMMANDED = frozenset(command.name for command in COMMANDS) - {"help"}
EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote, where, which question was open, and how it was read in its light."""

    address: Address
    message: Message
    event: MessageReceived
    asked: Asked | None
    reading: Reading


async def wrote(turn: Turn, address: Address, message: Message, event: MessageReceived) -> None:
    """Answer a customer's message, or hand it to a person."""
    token = joining.start_token(event)
    if token is not None:
        await joining.started(turn, address, message, token)
        return
    asked = await turn.unit.runs.asked(address.contact)
    said = Said(address, message, event, asked, _read(event, message, asked))
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
    if not theirs and (not lately or await _may_answer(turn, said)):
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
    """Let the open conversation answer; then what needs none; the rest goes to a person."""
    if await _run_answers(turn, said):
        return
    intent = said.reading.intent
    answer, values = await _ready_answer(turn, said)
    if answer is None:
        answer = await handover.ask(turn, said.address, said.message)
    if not await _may_answer(turn, said):
        return
    await _answer(turn, said, answer, values=values)
    if intent in {Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}:
        await _answer(turn, said, "scope_offered")


async def _ready_answer(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers without a person, with its values; None for what needs one."""
    intent = said.reading.intent
    if intent is Intent.ORDER_STATUS:
        return await order_status.answer(turn, said.address.contact, said.reading.order)
    if intent is Intent.THANKS:
        return "thanks", {}
    return ("no_thanks", {}) if intent in {Intent.NO, Intent.LATER} else (None, {})


async def _run_answers(turn: Turn, said: Said) -> bool:
    """Give the reply to the run whose question is open, else to the newest one that has something to say."""
    reply = await _replied(turn, said)
    runs = list(reversed(await turn.unit.runs.open_of(said.address.contact)))
    runs.sort(key=lambda run: said.asked is None or run.id != said.asked.run)
    for run in runs:
        if run.flow == opt_in.NAME and said.reading.intent is Intent.YES and said.reading.confidence < 0.5:
            continue
        if await host.advance(turn, run, reply):
            return True
    return False


async def _replied(turn: Turn, said: Said) -> Replied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _moment(turn, said)
        if until is None and not names_time(said.event.text):
            until = turn.now + timedelta(
                days=1
            )  # a plain "later"; who names a time that we cannot read is asked for it
    return Replied(intent, said.address.id, said.address.channel, said.message.id, until)


async def _moment(turn: Turn, said: Said) -> datetime | None:
    """The moment they named, by the clock where they are."""
    to = said.address
    planned = Planned(Kind.ANSWER, Purpose.TRANSACTIONAL, None, to.channel, to.id, to.contact, turn.now)
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    found = read_moment(said.event.text, turn.now, persons.zone_of(facts, turn.zone))
    return found.at if found else None


async def _may_answer(turn: Turn, said: Said) -> bool:
    """At most three automatic answers in an hour: two machines must not talk to each other all night."""
    count = await turn.unit.people.count_automatic(said.address.contact, turn.now, turn.now - HOUR)
    return count <= MOST_AUTOMATIC


async def _answer(
    turn: Turn, said: Said, template: str, kind: Kind = Kind.ANSWER, values: Mapping[str, Any] | None = None
) -> UUID | None:
    letter = Letter(
        key=f"answer:{said.message.id}:{template}",
        kind=kind,
        template=template,
        values=values or {},
        reply_to=said.message.id,
    )
    return await post(turn, said.address, letter)
