"""What may have been an opt-out: held from its arrival, asked once, ended by silence (flows/consent/stop_question.py).

Only what answers the question ends it: STOP or a yes, KEEP or a no, the button below it, or START at any time. Other
talk leaves it open. What only the staff can make out is held without a question, until they have answered it.
"""

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
from handlers.consent.stop_confirmation import stopped
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_acts import KEEP
from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import names_our_messages
from handlers.replies.stop_question_answers import wants_them
from handlers.replies.text_normalisation import words
from handlers.staff import handover
from storage.events.event_inbox import Stored
from storage.events.runs import Run
from storage.sending.message import Message
from storage.sql import json_codec

STOP_OFFER = "scope_offered"
"""That the messages may stop, too: the template that offers it, and what its answer is expected as."""
STOP_QUESTION = "stop_asked"
"""What the answer to whether our messages shall stop is expected as: the template that asks it."""
WHETHER_TO_STOP = Asks(STOP_QUESTION, within=timedelta(days=30))
"""Whether our messages shall stop. After the day that ends them in silence they may still say that they want them."""
AFTER_A_NO = replace(WHETHER_TO_STOP, within=handover.STILL_OPEN)
"""The same of whoever said no to nothing that was asked: what is written the day after is seldom about that."""

_TALK = timedelta(hours=1)
"""How long nothing marketing follows an answer of the staff, which may be answered in turn."""


async def decided(turn: Turn, said: UnderstoodMessage) -> bool:
    """Whether they say if our messages shall stop, having been asked."""
    answer = wanted(said)
    if not answer:
        return answer is False and await end(turn, said)
    kept = await keep(turn, said.address.contact, said.message.created_at)
    if kept:
        await say(turn, said, "messages_kept")
        for one in turn.tools.conversations.stopping:
            await one.kept(turn, said)
    return kept


async def pressed(turn: Turn, said: UnderstoodMessage) -> bool:
    """Whether they press the button for our messages, which stands under more than the one question, or write the word
    that the question names, after other talk as well."""
    return (said.event.button == KEEP or _is_the_word(said)) and await decided(turn, said)


async def said_again(turn: Turn, said: UnderstoodMessage) -> bool:
    """Whether somebody who was asked says once more that they want no messages, after other talk as well: that is a
    yes."""
    doubtful = said.reading.intent is Intent.AMBIGUOUS_STOP and said.is_words_alone
    if not doubtful or not names_our_messages(said.event.text):
        return False
    run = await _open(turn, said.address.contact)
    return run is not None and _state(run).asked and await end(turn, said)


async def said_in_two(turn: Turn, said: UnderstoodMessage) -> bool:
    """Whether their last two messages together may be an opt-out ("dont", "message me"): it is asked about, and was it
    asked already, it is a yes."""
    if not said.message.data.get("behind_a_denial"):
        return False
    return await ask_once(turn, said) or await end(turn, said)


async def offer_scope(turn: Turn, said: UnderstoodMessage) -> None:
    """Who may have meant our messages, too, is told how to end them, unless that is done.

    After a STOP in a chat there are still those about orders, which an unclear word may mean.
    """
    if said.reading.intent not in {Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}:
        return
    about_order = said.reading.intent is Intent.CANCEL_ORDER or is_bare_cancel(said.event.text)
    done = about_order or CHANNELS[said.address.channel].stop_ends_all
    if done and await turn.unit.consents.stopped([said.address.id]):
        return
    if about_order:
        await offer_stop(turn, said)
    else:
        await ask_once(turn, said)


async def offer_stop(turn: Turn, said: UnderstoodMessage) -> None:
    """Say how they end our messages, too."""
    await say(turn, said, STOP_OFFER, asks=Asks(STOP_OFFER))


async def facts(turn: Turn, contact: UUID, _subject: Subject | None, event: object) -> StopFacts:
    """What the decision may know: as its day ends, whether their answer may be waiting to be read."""
    return StopFacts(isinstance(event, Elapsed) and contact in await turn.unit.inbox.unread([contact]))


async def write(turn: Turn, run: Run, _before: Doubted | None, decision: Decision[Doubted]) -> None:
    """Silence ends their consents."""
    for effect in decision.effects:
        if isinstance(effect, Silent) and run.contact is not None:
            await opt_outs.fall_silent(turn, run.contact, effect.message)


async def ask_once(turn: Turn, said: UnderstoodMessage, asks: Asks = WHETHER_TO_STOP) -> bool:
    """Ask whether our messages shall stop; False where they were asked and have not said."""
    run = await _open(turn, said.address.contact)
    if run is not None and _state(run).asked:
        return False
    await ask(turn, said, asks)
    return True


async def pass_on(turn: Turn, said: UnderstoodMessage) -> None:
    """Hold our marketing until the staff has answered what no reader made out."""
    await opt_outs.hold(turn, said.address.contact, said.message.id)
    run = await _open(turn, said.address.contact)
    if run is not None:
        await host.advance(turn, run, PassedOn())


async def release(turn: Turn, read: Message, at: datetime) -> None:
    """What was held for a message that turned out to be about something else, of which nobody asked, is held no longer.

    One that came before it and was read after it frees nothing.
    """
    run = await _open(turn, read.contact)
    if run is not None and _state(run).message == read.id and not _state(run).asked and not _state(run).with_staff:
        await _go_on(turn, run, at)


async def read_by_staff(turn: Turn, stored: Stored, _event: StaffAnswered) -> None:
    """The staff has answered what they had to read: our messages go on, after the talk."""
    if stored.contact:
        await rest(turn, stored.contact)


async def rest(turn: Turn, contact: UUID) -> None:
    """What somebody else had to read has been read: our messages go on, after the talk."""
    run = await _open(turn, contact)
    if run is not None and _state(run).with_staff:
        await _go_on(turn, run, turn.now, after=_TALK)


async def ask(turn: Turn, said: UnderstoodMessage, asks: Asks, values: Mapping[str, Any] | None = None) -> None:
    """Ask it by the template that is called so. The day to answer is that of the first question."""
    await opt_outs.hold(turn, said.address.contact, said.message.id)
    run = await _open(turn, said.address.contact)
    if run is not None:
        await host.advance(turn, run, Questioned())
    await say(turn, said, asks.expects, values=values, asks=asks)


async def keep(turn: Turn, contact: UUID, at: datetime) -> bool:
    """They want our messages, as they said at that moment; False where nobody asked, or their day was over by then."""
    run = await _open(turn, contact)
    if run is None:
        return False
    return await _go_on(turn, run, at)


async def _go_on(turn: Turn, run: Run, at: datetime, after: timedelta = timedelta()) -> bool:
    """What was held for it may leave, as far as it is of use still; False where their day was over."""
    await host.advance(turn, run, Kept(at))
    ended = await turn.unit.runs.get(run.id)
    kept = ended is not None and ended.ended == "kept"
    if kept and run.contact is not None:
        await turn.unit.outbox.let_go(run.contact, turn.now, turn.now + after)
    return kept


def wanted(said: UnderstoodMessage) -> bool | None:
    """Whether they answer the question, and how: True for our messages, False for an end of them."""
    if said.event.forwarded:
        return None
    if said.event.button is not None:
        return True if said.event.button == KEEP else None
    return wants_them(said.event.text) if said.is_to(STOP_QUESTION) or _is_the_word(said) else None


def _is_the_word(said: UnderstoodMessage) -> bool:
    """Whether the message is KEEP alone, while no other question is open that KEEP could answer."""
    return said.answered.question is None and words(said.event.text) == [KEEP]


async def end(turn: Turn, said: UnderstoodMessage) -> bool:
    """They said yes, our messages shall stop: as good as the word. False where nobody asks any more."""
    if await _open(turn, said.address.contact) is None:
        return False
    await opt_outs.opt_out(turn, said.address.contact, "their own words", said.message.id, opt_outs.CLEAR)
    await stopped(turn, said)
    return True


async def _open(turn: Turn, contact: UUID) -> Run | None:
    return await turn.unit.runs.open(NAME, str(contact))


def _state(run: Run) -> Doubted:
    return json_codec.load(Doubted, run.state)
