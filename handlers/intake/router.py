"""Router of events to the conversations that handle them: one event in one transaction, then done."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Called, Departed, Left, Permitted
from flows.events import MessageReceived, OrderProgressed
from flows.events.event import Naming
from handlers.consent import stop_doubts
from handlers.conversation import OVER, Written, is_too_long, read_by
from handlers.engine import host, slash_command
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import persons, written_words
from handlers.replies import reading_effort
from handlers.replies.bare_answers import read_bare_answer
from handlers.staff_chat import staff_chat_output
from storage.events.event_inbox import Stored
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.written_messages import Unwritten


async def consume(turn: Turn, stored: Stored) -> None:
    """Handle an event and mark it done, in the turn's transaction.

    A consent or payment that matches nobody is stored with the reason and shown, because its sender relies on it.
    """
    if stored.contact is not None:
        stored = replace(stored, contact=await turn.unit.people.hold(stored.contact))
        stored = await _drop_guessed(turn, stored, stored.contact)
    reason = await _hear(turn, stored)
    if reason is None:
        await turn.unit.inbox.finish(stored.id)
    else:
        await turn.unit.inbox.set_aside(stored.id, reason)


async def _drop_guessed(turn: Turn, stored: Stored, contact: UUID | None) -> Stored:
    """Remove the person from an event that names only an e-mail address, if messages reach that person. An event about
    the person's own cart stays theirs, because the shop's system says so. So does the system's own record of them."""
    named = None if stored.event is None or stored.event.NAMING is not Naming.TOLD else stored.event.people()
    if named is None or contact is None or not await persons.is_guessed(turn.unit, contact, named):
        return stored
    carts = await turn.unit.carts.list_named(f"{stored.source}:{name}" for name in stored.event.cart_names())
    if any(cart.contact == contact for cart in carts):
        return stored
    return replace(stored, contact=None, mailed=contact)


async def _hear(turn: Turn, stored: Stored) -> str | None:
    """Pass an event to its listeners. Return the reason if it matches none and this has to be shown; else None."""
    if stored.event is None:
        raise LookupError(f"what was stored as {stored.type} cannot be read by this version")
    heard = conversations_of(turn).hears.get(type(stored.event))
    if heard is None:
        raise TypeError(f"no conversation handles {type(stored.event).__name__}: declare it in one")
    reasons = []
    for hear in heard:
        reason = await hear(turn, stored, stored.event)
        if reason == OVER:
            return None
        reasons.append(reason)
    return None if None in reasons else reasons[0]


async def route_message(turn: Turn, _stored: Stored, event: MessageReceived) -> None:
    """Pass a message to the first reader that knows its writer; customers' readers know everybody.

    A text that no person wrote gets no answer and leaves every question open. Anybody can write in the name of an
    address that proves nobody: its opt-outs count, all else goes to a person.
    """
    message = await turn.unit.messages.find_by_key(event.key)
    address = await turn.unit.people.address(event.channel, event.address)
    if message is None or address is None:
        return
    with reading_effort.limit_effort(None, of=event.text):
        own = await written_words.read_own(turn, event, message)
        if own is None:
            await turn.unit.of(Unwritten).mark(message.id, address.contact)
        else:
            await _answer(turn, address, *own)


async def _answer(turn: Turn, address: Address, event: MessageReceived, message: Message) -> None:
    member = await persons.find_member(turn, event.channel, address.contact)
    question = await turn.unit.questions.find_answered(message)
    written = Written(address, message, event, question, member)
    unread = is_too_long(written) or _answers_unknown(written) or not address.writable
    if unread or not await _read(turn, written):
        await _give_to_person(turn, written)
    await stop_doubts.release(turn, message, turn.now)


def _answers_unknown(written: Written) -> bool:
    """Return True for a bare answer or a button under a message that we did not send; it answers no other question."""
    event, button = written.event, written.event.button
    if event.reply_to is None or written.message.reply_to is not None or slash_command.command(button or event.text):
        return False
    return button is not None or read_bare_answer(event.text) is not None or event.text.strip().isdecimal()


async def _read(turn: Turn, written: Written) -> bool:
    """Try the message on all readers. Return False if that costs too much; nothing was done then."""
    try:
        async with turn.unit.open_savepoint():
            with reading_effort.limit_effort():
                question = written.question
                if written.member is not None:
                    question = await staff_chat_output.match_question(turn, written.message, question)
                await read_by(turn, conversations_of(turn).doors, replace(written, question=question), question)
    except reading_effort.TooCostly:
        return False
    return True


async def _give_to_person(turn: Turn, written: Written) -> None:
    """Pass a message to the staff unread: no reader gets its text. One from an address that proves nobody goes to the
    customers' readers alone, by ``customer_messages.answer_anyone``."""
    unread = replace(written, event=replace(written.event, text="", button=None, start=None), is_unread=True)
    await read_by(turn, conversations_of(turn).doors, unread, None)


async def pass_on(turn: Turn, stored: Stored, event: Called | Departed | Left | Permitted | OrderProgressed) -> None:
    """Pass an event of our own to the run that it names, or to every open run of its person."""
    if isinstance(event, Called | Departed):
        run = await turn.unit.runs.get(event.run)
        runs = [run] if run is not None and run.ended_at is None else []
    else:
        runs = list(await turn.unit.runs.list_open(stored.contact)) if stored.contact else []
    for one in runs:
        await host.advance(turn, one, event)
