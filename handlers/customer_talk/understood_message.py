"""A customer's message as understood: the question that it answers, and its intent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flows.consent import stop_question
from flows.engine import Asks, Subject
from flows.events import MessageReceived
from flows.phrase import Phrase
from flows.policy.departure_facts import Kind
from handlers.conversation.message_reader import ReaderKey, To, Written
from handlers.customer_talk import answered_message, stranger_commands
from handlers.customer_talk.answered_message import Answerable
from handlers.engine import person_language, slash_command
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.customer_acts import Act, act_of
from handlers.replies.customer_intents import Intent, ReplyReading, read
from handlers.replies.opt_out_recognition import OptOut, has_our_messages, read_opt_out
from handlers.replies.opt_out_wordings import may_end
from handlers.replies.order_end_wishes import read_order_wish
from handlers.replies.text_normalisation import words
from handlers.replies.yes_no import read_yes_no
from handlers.staff_notices import handover
from handlers.staff_notices.handover import PassedOnAnswer
from storage.events.open_questions import QuestionRecord
from storage.events.runs import RunQuestion
from storage.people.people import Address
from storage.sending.message import Message

_BRIEF = 3  # words of a yes to no question


@dataclass(frozen=True, slots=True)
class UnderstoodMessage:
    """A customer's message, with the questions that it may answer and its reading given these questions.

    ``act`` follows from the reading.
    """

    address: Address
    message: Message
    event: MessageReceived
    answered: Answerable
    reading: ReplyReading
    act: Act = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "act", act_of(self.event.text, self.reading, button=self.event.button))

    @property
    def key(self) -> ReaderKey:
        """Return the key of the message's readers."""
        flows = {run.flow for run in self.answered.runs}
        others = ((To.STAFF, self.answered.staffs), (To.RUN, flows), (To.BUTTONS, self.event.button))
        to = {To.ANYTHING, *flows, *(name for name, answered in others if answered)}
        return ReaderKey(to=to, act=self.act.kind)

    @property
    def answers(self) -> QuestionRecord:
        """Return the question that the message answers. Raises LookupError if there is none."""
        if self.answered.question is None:
            raise LookupError("what expects an answer is asked only where something was asked")
        return self.answered.question

    def is_to(self, expects: str) -> bool:
        """Return True if the message may answer a question that expects this."""
        return self.answered.question is not None and self.answered.question.expects == expects

    @property
    def is_by_hand(self) -> bool:
        """Return True if the customer wrote the message themselves: no button, no forwarded text."""
        return not (self.event.button or self.event.forwarded)

    @property
    def is_words_alone(self) -> bool:
        """Return True if the customer wrote the message themselves, with no photo or file."""
        return self.is_by_hand and not self.event.media

    @property
    def exact(self) -> bool | None:
        """Return the yes (True) or no (False) of a button or an exact short answer; None for a longer text."""
        if self.event.forwarded or self.event.edited:
            return None
        if self.event.button:
            return {Intent.YES: True, Intent.NO: False, Intent.CANCEL_ORDER: False}.get(self.reading.intent)
        return read_exact_answer(self.event.text)

    @property
    def is_brief(self) -> bool:
        """Return True for a few words with no count; "haan 2 hai" may be a shop's yes from another phone."""
        return len(words(self.event.text)) <= _BRIEF and not any(letter.isdigit() for letter in self.event.text)


async def understand(turn: Turn, written: Written) -> UnderstoodMessage:
    """Read a message with the open questions; its language becomes the customer's."""
    address, message, event = written.address, written.message, written.event
    await person_language.learn(turn, address, event, written.question)
    to = await answered_message.find_answerable(turn, message, written.question)
    if not written.is_as_sent:  # no action follows from forwarded words, or from an edit of older words
        to = replace(to, asked=None, question=None)
    question = await answered_message.quote_question(turn, message, to.asked)
    if written.is_unread:
        reading = _read_unread(message)
    else:
        reading = _apply_runs(_read(event, message, to.asked, question), event, to)
    perhaps = reading.intent is Intent.AMBIGUOUS_STOP and stranger_commands.is_command_name(turn, event)
    if perhaps or (reading.intent is not Intent.STOP and stranger_commands.is_staffs(turn, event)):
        reading = ReplyReading(Intent.UNCLEAR, 1.0)
    return UnderstoodMessage(address, message, event, to, reading)


def _read_unread(message: Message) -> ReplyReading:
    """Return a reading that only says if an unread message is or may be an opt-out; opt-outs are read in any text."""
    if message.data.get("stops"):
        return ReplyReading(Intent.STOP, 1.0)
    perhaps = message.data.get("behind_a_denial") or read_opt_out(message.text or "") in {OptOut.STOP, OptOut.AMBIGUOUS}
    return ReplyReading(Intent.AMBIGUOUS_STOP if perhaps else Intent.UNCLEAR, 1.0)


async def say(
    turn: Turn,
    said: UnderstoodMessage,
    template: str,
    kind: Kind = Kind.ANSWER,
    values: Mapping[str, Any] | None = None,
    about: str = "",
    *,
    subject: Subject | None = None,
    asks: Asks | None = None,
) -> UUID | None:
    """Answer at the address of the message. Return the new message's id; None if nothing can be sent there.

    ``about`` distinguishes several answers with the same template. ``subject`` is what the answer is about, and
    ``asks`` its question. The value ``typed`` says that anybody can type the address, so no START counts there.
    """
    letter = OutboundMessage(
        key=":".join(filter(None, ("answer", str(said.message.id), template, about))),
        kind=kind,
        template=template,
        values={**(values or {}), **({} if said.address.writable else {"typed": "yes"})},
        subject=subject or (asks.about if asks is not None else None),
        reply_to=said.message.id,
        asks=asks,
    )
    return await post(turn, said.address, letter)


async def hand_over(
    turn: Turn, said: UnderstoodMessage, *, shown: str = "", about: Phrase | None = None
) -> PassedOnAnswer:
    """Pass the text to the staff, and tell the writer. ``shown``, ``about`` and the result are those of
    ``handover.ask``."""
    passed = await handover.ask(turn, said.address, said.message, shown=shown, about=about)
    await say_passed_on(turn, said, passed)
    return passed


async def say_passed_on(turn: Turn, said: UnderstoodMessage, passed: PassedOnAnswer) -> None:
    """Tell the customer that the text went to the staff, and when to expect an answer."""
    await say(turn, said, passed.says, values=passed.values)


def _apply_runs(reading: ReplyReading, event: MessageReceived, to: Answerable) -> ReplyReading:
    """Apply open runs to the reading: a bare no is about an open run, such as a cart with reminders.

    "no offers please" is about our messages.
    """
    if reading.intent is not Intent.AMBIGUOUS_STOP or all(run.flow == stop_question.NAME for run in to.runs):
        return reading
    if has_our_messages(event.text) or may_end(words(event.text)):
        return reading
    return replace(reading, intent=Intent.NO) if read_yes_no(event.text).answer is False else reading


def _read(event: MessageReceived, message: Message, asked: RunQuestion | None, question: str | None) -> ReplyReading:
    """Return the reading. Intake has decided whether the message is a stop, given the question open then."""
    if message.data.get("stops"):
        return ReplyReading(Intent.STOP, 1.0)
    if message.data.get("behind_a_denial"):
        return ReplyReading(Intent.AMBIGUOUS_STOP, 1.0)
    if event.keyword in {"START", "HELP"}:
        return ReplyReading(Intent(event.keyword.lower()), 1.0)
    reading = read(
        slash_command.strip_bot(event.text),
        expecting=answered_message.expect_answer(asked, question),
        question=question or "",
        forwarded=event.forwarded,
        quick=event.button,
    )
    if reading.intent is Intent.AMBIGUOUS_STOP and message.data.get("of_an_order"):
        wish = read_order_wish(event.text)
        return replace(wish, order=reading.order) if wish is not None else reading
    if reading.intent is Intent.AMBIGUOUS_STOP and message.data.get("small_talk"):
        return replace(reading, intent=Intent.THANKS)
    if reading.intent is Intent.AMBIGUOUS_STOP and message.data.get("unfinished"):
        return replace(reading, intent=Intent.UNCLEAR)
    if reading.intent in {Intent.STOP, Intent.AMBIGUOUS_STOP} and message.data.get("of_goods"):
        return replace(reading, intent=Intent.UNCLEAR)
    return replace(reading, intent=Intent.AMBIGUOUS_STOP) if reading.intent is Intent.STOP else reading
