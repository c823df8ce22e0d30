"""Possible opt-outs: messages pause at once, Parley asks once, and silence ends them (flows/consent/stop_question.py).
Only an answer settles the question: STOP or yes, KEEP or no, its button, or START at any time. Other texts leave the
question open. If only the staff can interpret the message, there is no question; messages are paused until the staff
answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS
from flows.consent.staff_answer import StaffAnswered
from flows.consent.stop_question import NAME, Doubted, Kept, PassedOn, Questioned, Silent, StopFacts
from flows.engine import Asks, Decision, Elapsed, Subject
from handlers.consent.stop_confirmation import confirm_stop
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import opt_outs
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_acts import KEEP
from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import has_our_messages
from handlers.replies.stop_question_answers import wants_them
from handlers.replies.text_normalisation import words
from handlers.staff_notices import handover
from storage.events.event_inbox import Stored
from storage.events.runs import Run
from storage.sending.message import Message
from storage.sql import json_codec

STOP_OFFER = "scope_offered"
"""Template that offers to end our messages too, and the expected kind of its answer."""
STOP_QUESTION = "stop_asked"
"""Template that asks whether our messages shall stop, and the expected kind of its answer."""
WHETHER_TO_STOP = Asks(STOP_QUESTION, within=timedelta(days=30))
"""The question whether our messages shall stop. After the day that ends them in silence, customers may still choose to
keep them.
"""
AFTER_A_NO = replace(WHETHER_TO_STOP, within=handover.STILL_OPEN)
"""The same question after a no to no question. A text of the next day is seldom an answer."""

_TALK = timedelta(hours=1)
"""Pause of marketing after an answer of the staff, since the customer may reply to the answer."""


async def take_decision(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the customer has answered our question whether messages should stop."""
    answer = read_decision(said)
    if not answer:
        return answer is False and await end(turn, said)
    kept = await keep(turn, said.address.contact, said.message.created_at)
    if kept:
        await say(turn, said, "messages_kept")
        for one in conversations_of(turn).leaving_hooks:
            await one.kept(turn, said)
    return kept


async def is_pressed(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the button about our messages was tapped, or the word in the question was sent.

    Several questions have this button. Both count even after other texts.
    """
    return (said.event.button == KEEP or _is_the_word(said)) and await take_decision(turn, said)


async def is_said_again(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a customer who was asked repeats that messages are unwanted; this confirms the opt-out."""
    doubtful = said.reading.intent is Intent.AMBIGUOUS_STOP and said.is_words_alone
    if not doubtful or not has_our_messages(said.event.text):
        return False
    run = await _open(turn, said.address.contact)
    return run is not None and _state(run).asked and await end(turn, said)


async def is_said_in_two(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the writer's last two messages together may be an opt-out ("dont", "message me").

    Parley asks about the pair; if it has asked already, the pair counts as a yes.
    """
    if not said.message.data.get("behind_a_denial"):
        return False
    return await ask_once(turn, said) or await end(turn, said)


async def send_scope(turn: Turn, said: UnderstoodMessage) -> None:
    """Explain to a customer who may also have meant our messages how to end them, unless they are ended already.

    After a STOP in a chat, order updates still arrive; an unclear word may be about these.
    """
    if said.reading.intent not in {Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}:
        return
    about_order = said.reading.intent is Intent.CANCEL_ORDER or is_bare_cancel(said.event.text)
    done = about_order or CHANNELS[said.address.channel].stop_ends_all
    if done and await turn.unit.consents.find_stopped([said.address.id]):
        return
    if about_order:
        await send_stop_help(turn, said)
    else:
        await ask_once(turn, said)


async def send_stop_help(turn: Turn, said: UnderstoodMessage) -> None:
    """Explain to the customer how to end our messages too."""
    await say(turn, said, STOP_OFFER, asks=Asks(STOP_OFFER))


async def load_facts(turn: Turn, contact: UUID, _subject: Subject | None, event: object) -> StopFacts:
    """Load the facts for the decision. At the end of the day they say whether an unread answer may be waiting."""
    return StopFacts(isinstance(event, Elapsed) and contact in await turn.unit.inbox.find_unread([contact]))


async def write(turn: Turn, run: Run, _before: Doubted | None, decision: Decision[Doubted]) -> None:
    """Revoke the consents if the customer has not answered."""
    for effect in decision.effects:
        if isinstance(effect, Silent) and run.contact is not None:
            await opt_outs.fall_silent(turn, run.contact, effect.message)


async def ask_once(turn: Turn, said: UnderstoodMessage, asks: Asks = WHETHER_TO_STOP) -> bool:
    """Ask whether our messages should stop. Return False if the customer was asked and has not answered."""
    run = await _open(turn, said.address.contact)
    if run is not None and _state(run).asked:
        return False
    await ask(turn, said, asks)
    return True


async def pass_on(turn: Turn, said: UnderstoodMessage) -> None:
    """Pause our marketing until the staff answers a message that no reader understood."""
    await opt_outs.hold(turn, said.address.contact, said.message.id)
    run = await _open(turn, said.address.contact)
    if run is not None:
        await host.advance(turn, run, PassedOn())


async def release(turn: Turn, read: Message, at: datetime) -> None:
    """Release the messages paused for a message that turned out to be about something else, with no question asked.

    An earlier message that is read later releases nothing.
    """
    run = await _open(turn, read.contact)
    if run is not None and _state(run).message == read.id and not _state(run).asked and not _state(run).with_staff:
        await _go_on(turn, run, at)


async def resume_after_staff(turn: Turn, stored: Stored, _event: StaffAnswered) -> None:
    """Resume our messages, after a delay for the talk, once the staff has answered the message."""
    if stored.contact:
        await rest(turn, stored.contact)


async def rest(turn: Turn, contact: UUID) -> None:
    """Resume our messages, after a delay for the talk, once a person has read the message."""
    run = await _open(turn, contact)
    if run is not None and _state(run).with_staff:
        await _go_on(turn, run, turn.now, after=_TALK)


async def ask(turn: Turn, said: UnderstoodMessage, asks: Asks, values: Mapping[str, Any] | None = None) -> None:
    """Ask a question with the template of the same name. The first question starts the day to answer."""
    await opt_outs.hold(turn, said.address.contact, said.message.id)
    run = await _open(turn, said.address.contact)
    if run is not None:
        await host.advance(turn, run, Questioned())
    await say(turn, said, asks.expects, values=values, asks=asks)


async def keep(turn: Turn, contact: UUID, at: datetime) -> bool:
    """Let our messages continue, as the customer decided at ``at``. Return False if no question was open then."""
    run = await _open(turn, contact)
    if run is None:
        return False
    return await _go_on(turn, run, at)


async def _go_on(turn: Turn, run: Run, at: datetime, after: timedelta = timedelta()) -> bool:
    """Release the paused messages that are still useful. Return False if the day to answer had passed."""
    await host.advance(turn, run, Kept(at))
    ended = await turn.unit.runs.get(run.id)
    kept = ended is not None and ended.ended == "kept"
    if kept and run.contact is not None:
        await turn.unit.outbox.let_go(run.contact, turn.now, turn.now + after)
    return kept


def read_decision(said: UnderstoodMessage) -> bool | None:
    """Parse the answer to the question: True to continue our messages, False to end them, None for no answer."""
    if said.event.forwarded:
        return None
    if said.event.button is not None:
        return True if said.event.button == KEEP else None
    return wants_them(said.event.text) if said.is_to(STOP_QUESTION) or _is_the_word(said) else None


def _is_the_word(said: UnderstoodMessage) -> bool:
    """Return True if the message is only KEEP and no other open question could be meant."""
    return said.answered.question is None and words(said.event.text) == [KEEP]


async def end(turn: Turn, said: UnderstoodMessage) -> bool:
    """End our messages after a yes, which counts as much as the word STOP. Return False if no question is open."""
    if await _open(turn, said.address.contact) is None:
        return False
    await opt_outs.opt_out(turn, said.address.contact, "their own words", said.message.id, opt_outs.CLEAR)
    await confirm_stop(turn, said)
    return True


async def _open(turn: Turn, contact: UUID) -> Run | None:
    return await turn.unit.runs.get_open(NAME, str(contact))


def _state(run: Run) -> Doubted:
    return json_codec.load(Doubted, run.state)
