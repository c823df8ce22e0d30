"""Customers' messages: tried on each reader in turn, and answered or passed to a person; never ignored."""

from __future__ import annotations

from flows.channels import CHANNELS
from flows.policy.departure_facts import Kind
from handlers.consent import stop_confirmation, stop_doubts
from handlers.conversation import Door, Rank, Reader, To, Written, read_by
from handlers.customer_talk import (
    answered_menus,
    button_labels,
    open_runs,
    ready_answers,
    record_request,
    staff_talk_answers,
    store_order_status,
    stranger_refusal,
)
from handlers.customer_talk.answered_message import list_staff_words
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over, say, say_passed_on, understand
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.intake import join_links, shown_proposals
from handlers.replies.automatic_senders import HOUR, Machine, machine
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_acts import ActKind
from handlers.replies.customer_intents import Intent
from handlers.replies.nods import is_nod
from handlers.replies.opt_out_recognition import has_our_messages
from handlers.replies.staff_offers import may_settle
from handlers.replies.yes_no import read_yes_no
from handlers.staff_notices import handover
from storage.sending.message import Message
from storage.sending.written_messages import Unwritten

_NEVER_SILENCED = {Intent.CANCEL_ORDER, Intent.ORDER_STATUS}
"""Intents that get an answer at any rate of messages: an order on its way must be heard."""


async def answer_customer(turn: Turn, written: Written) -> bool:
    """Answer a customer's message, or pass it to a person. An unknown name is taken from the channel."""
    if written.event.name and CHANNELS[written.event.channel].proves_writer:
        await turn.unit.people.introduce(written.address.contact, written.event.name)
    if written.is_unread:
        readers = _OF_UNREAD if written.address.writable else _OF_TYPED
        return await read_by(turn, readers, await understand(turn, written), None)
    said = await button_labels.read_press(turn, await understand(turn, written))
    read = await _read(turn, said)
    await staff_talk_answers.tell_of_press(turn, said)
    if read:
        await answered_menus.close(turn, said)
    return read


async def _read(turn: Turn, said: UnderstoodMessage) -> bool:
    """Try the readers for the act of a message."""
    readers = conversations_of(turn).readers_of[said.act.kind]
    return await read_by(turn, readers, said, said.answered.question, said.key)


async def answer_anyone(turn: Turn, written: Written) -> bool:
    """Answer messages with the same meaning from any writer: an SMS, a start link, an opt-out."""
    event = written.event
    public = bool(join_links.read_start_token(event)) or bool(written.message.data.get("stops"))
    return (public or not CHANNELS[event.channel].proves_writer) and await answer_customer(turn, written)


async def _help(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer HELP, even after an opt-out; the loop guard does not count the first HELP in an hour."""
    if said.reading.intent is not Intent.HELP:
        return False
    thread = await turn.unit.messages.thread(said.address.id)
    lately = [one for one in thread if one.kind is Kind.HELP and one.created_at > turn.now - HOUR]
    theirs = said.event.keyword == "HELP"
    if not theirs and (not lately or await _detect_machine(turn, said) is None):
        await say(turn, said, "help", Kind.HELP)
    return True


async def _ignore_automatic(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True for an automatic reply, which gets no answer and answers no question."""
    if said.act.kind is not ActKind.MACHINE:
        return False
    await turn.unit.of(Unwritten).mark(said.message.id, said.address.contact)
    return True


async def _pass_answer_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass an answer to the staff on. If a machine may have written it, nothing is replied, and one alert is sent."""
    known = await _detect_machine(turn, said)
    if known is Machine.FLOOD and (_is_expected(said) or said.reading.intent in _NEVER_SILENCED):
        return False
    if said.answered.staffs is not None and known in {None, Machine.FLOOD}:
        await _tell_staff(turn, said, said.answered.staffs, silently=known is not None)
        return True
    if known is not None:
        await handover.warn(turn, said.address, said.message)
    if known in {Machine.ECHO, Machine.PROMPT}:
        await turn.unit.of(Unwritten).mark(said.message.id, said.address.contact)
    return known is not None


async def _tell_staff(turn: Turn, said: UnderstoodMessage, staffs: Message, *, silently: bool) -> None:
    """Pass an answer on to the staff, even if it has another meaning; ``silently``: the customer gets no message."""
    if said.reading.intent is Intent.THANKS or await _is_mere_agreement(turn, said, staffs):
        await handover.report_thanks(turn, said.address, said.message, staffs)
        about, answer = None, handover.PassedOnAnswer("thanks")
    else:
        about = await conversations_of(turn).find_subject(turn, said)
        answer = await handover.ask(turn, said.address, said.message, staffs, about=about)
    if not silently:
        await say_passed_on(turn, said, answer)
    if about is None or said.reading.intent is not Intent.CANCEL_ORDER or is_bare_cancel(said.event.text):
        await _ask_scope(turn, said)  # a text about an order is not about our messages


async def _is_mere_agreement(turn: Turn, said: UnderstoodMessage, staffs: Message) -> bool:
    """Return True for a yes or a nod to a staff text that contained no question and no number."""
    nods = said.is_words_alone and (said.exact is True or is_nod(said.event.text))
    wrote = (staffs.text or "", *await list_staff_words(turn, said.message))
    return nods and not any(map(may_settle, wrote))


async def _answer_known(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the message had a ready-made answer. Thanks are not answered twice in a row."""
    answer, values = await ready_answers.answer(turn, said)
    if answer is not None and not (answer == ready_answers.THANKS and await ready_answers.was_thanked(turn, said)):
        await say(turn, said, answer, values=values)
    return answer is not None


async def _ask_about_no(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask whether a bare no, when nothing is open, is about our messages; the staff is not involved.

    While the staff has a question of this customer, the no may be about that, so it goes to the staff, as does a no
    that Parley has asked about.
    """
    if not _is_bare_no(said):
        return False
    if await handover.is_waiting(turn, said.address):
        return False
    if await turn.unit.consents.find_stopped([said.address.id]):
        return True  # our messages are over: no question is needed, and the confirmation was the last message
    return await stop_doubts.ask_once(turn, said, stop_doubts.AFTER_A_NO)


def _is_bare_no(said: UnderstoodMessage) -> bool:
    doubtful = said.reading.intent is Intent.AMBIGUOUS_STOP and said.is_brief
    text = said.event.text
    return doubtful and read_yes_no(text).answer is False and not has_our_messages(text)


async def _ask_scope(turn: Turn, said: UnderstoodMessage) -> None:
    """Ask whether a text that went to the staff is also about our messages. For a bare no, our marketing pauses until
    the staff has answered."""
    if not said.address.writable:  # nobody reads the answer to a question there
        if said.reading.intent is Intent.AMBIGUOUS_STOP:
            await stop_doubts.pass_on(turn, said)
        return
    await (stop_doubts.pass_on if _is_bare_no(said) else stop_doubts.send_scope)(turn, said)


async def _hand_to_person(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass a message that no reader understood to the staff, with a note on its subject; a proposer is asked first."""
    if await shown_proposals.ask(turn, said):
        await stop_doubts.pass_on(turn, said)  # until it is answered, as for a person
        return True
    passed_on = await hand_over(turn, said)
    await open_runs.ask_again(turn, said, open_runs.BESIDE)
    if passed_on and said.reading.may_mean_messages:
        await stop_doubts.pass_on(turn, said)
    await _ask_scope(turn, said)
    return True


def _is_expected(said: UnderstoodMessage) -> bool:
    """Return True if the message may answer something open; a customer's question or picture answers nothing."""
    if said.answered.question is not None:
        return True
    answers = said.reading.intent is not Intent.QUESTION and not said.message.media
    return said.answered.asked is not None and answers


async def _detect_machine(turn: Turn, said: UnderstoodMessage) -> Machine | None:
    asked = await turn.unit.questions.find_asked(said.address.id)
    return machine(await turn.unit.messages.thread(said.address.id), said.message, asked)


DOORS = (
    Reader(Door.PUBLIC, join_links.take_join),
    Reader(Door.PUBLIC, join_links.is_staff_start),
    Reader(Door.PUBLIC, answer_anyone),
    Reader(Door.CUSTOMER, answer_customer),
)
READERS = (
    Reader(Rank.HELP, _help, acts={ActKind.KEYWORD}),
    Reader(Rank.MACHINE, stranger_refusal.is_stranger_command, acts={ActKind.COMMAND}),
    Reader(Rank.MACHINE, _ignore_automatic, acts={ActKind.MACHINE}),
    Reader(Rank.BESIDE, record_request.answer_request, acts={ActKind.DATA, ActKind.COMMAND, ActKind.DOUBT}),
    Reader(Rank.BESIDE, staff_talk_answers.pass_number_on, acts={ActKind.NUMBER}, to=To.STAFF),
    Reader(Rank.STAFF, _pass_answer_on),
    Reader(Rank.OPEN, open_runs.go_on, to=To.RUN),
    Reader(Rank.KNOWN, open_runs.show_question_again, to=To.RUN),
    Reader(Rank.KNOWN, store_order_status.answer_status, acts={ActKind.STATUS, ActKind.PAY, ActKind.CHOICE}),
    Reader(
        Rank.KNOWN, _answer_known,
        acts={ActKind.YES, ActKind.NO, ActKind.LATER, ActKind.THANKS, ActKind.GREETING, ActKind.PERSON},
    ),
    Reader(Rank.KNOWN, _ask_about_no, acts={ActKind.DOUBT}),
    Reader(Rank.PERSON, _hand_to_person),
)  # fmt: skip
_OF_UNREAD = (
    Reader(Rank.STOP, stop_confirmation.take_stop),
    Reader(Rank.STANDING, stop_doubts.is_said_in_two),
    Reader(Rank.STAFF, _pass_answer_on),
    Reader(Rank.PERSON, _hand_to_person),
)
"""The readers of an unread message: its opt-out counts, anything else goes to a person."""
_OF_TYPED = tuple(one for one in _OF_UNREAD if one.rank is not Rank.STANDING)
"""The readers of a message from an address that anybody can type. Nothing is asked there, as no answer would count."""
