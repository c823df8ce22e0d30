"""Staff texts to a waiting customer: passed on in the customer's channel, if the rules allow.

While customers wait, a text that names none is shown first, with the customer it may be for.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.delivery import MessageStatus
from flows.engine import Asks, Subject
from flows.phrase import Lines, Ours, Text, phrase
from flows.policy.departure import judge
from flows.policy.departure_facts import Kind, Purpose
from flows.policy.verdict import Outcome
from handlers.actions.message_explanation import tap
from handlers.actions.message_lives import name_at, name_person
from handlers.actions.verdict_reasons import get_reason
from handlers.engine import slash_command
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.replies.text_normalisation import words
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import Reply, number_buttons
from handlers.staff_chat.staff_yes_no import is_thanks, read_choice_of_two, read_staff_answer
from handlers.staff_notices import staff_reply
from storage.events.open_questions import QuestionRecord
from storage.facts.departures import Planned, load_facts
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message
from templates.message_values import quote_line

_NEVER_LEFT = frozenset({MessageStatus.FAILED, MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID})
TO_WHOM = "words_to_whom"
"""The expectation of a question whether words are for the waiting customer."""
_MOST = 5  # customers in the question, the longest waiting first
_COUNTED = 100  # waiting customers at most, to say how many are not in the question
_TO, _TOO = "to", "too"
_FEWEST_WORDS = 2  # "win" is no answer, nor is a slip of the thumb
_WITHIN = timedelta(minutes=10)
_SHOWN = 300  # characters


async def find_handed_over(turn: Turn, message: Message) -> Message | None:
    """Return the customer question that this message replies to; None if there is none."""
    answered = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    return answered if answered is not None and answered.about is not None else None


async def pass_on(turn: Turn, address: Address, to: UUID, message: Message, *, too: bool = False) -> None:
    """Send the text to the customer in their channel, if the rules allow; the staff member gets the result either way.
    If another member has answered the customer's last message, show that answer first, unless the text is to be sent
    ``too``."""
    customer = await turn.unit.people.address_by_id(to)
    await turn.unit.people.hold(customer.contact)  # of two concurrent answers the second sees the first
    person = await turn.unit.people.get(customer.contact)
    who = name_person(person, customer)
    refusal = await explain_refusal(turn, customer)
    if refusal is not None:
        way = phrase("next", command=await tap(turn, person)) if person else ""
        await say(turn, address, message, "unsent", Lines((phrase("not_passed_on", who=who, why=refusal), way)))
    elif not too and message.text and (other := await _find_earlier_answer(turn, customer, message)) is not None:
        by = await turn.unit.access.member_of(other[0]) if other[0] is not None else None
        name = by.name if by is not None else phrase("somebody_else")
        await say(turn, address, message, "unsent", _ask_anyway(message, customer, who, name, other[1]))
    elif await staff_reply.answer(turn, customer, message):
        values = {"who": who, "channel": customer.channel}
        key = f"answer:{message.id}:sent"
        letter = OutboundMessage(key, Kind.STAFF, template="staff_answer_sent", values=values, reply_to=message.id)
        await post(turn, address, letter)
    else:
        await say(turn, address, message, "unsent", phrase("only_text_goes", who=who))


async def _find_earlier_answer(turn: Turn, customer: Address, message: Message) -> tuple[UUID | None, str] | None:
    """Return the other member who answered the customer's last message, and the text; None if there is none. None too
    if this member was the last to answer."""
    for one in reversed(await turn.unit.messages.thread(customer.id)):
        if one.by_person:
            return None
        if one.by_staff and one.status not in _NEVER_LEFT:
            written = await turn.unit.messages.get(UUID(one.key.removeprefix(BY_STAFF)))
            by = written.contact if written is not None else None
            return None if by == message.contact else (by, one.text or "")
    return None


async def explain_refusal(turn: Turn, customer: Address) -> Text | None:
    """Return why an answer cannot or must not be sent now (blocked, WhatsApp's 24 hours are over); None if it can."""
    if await staff_reply.takes_no_answer(turn, customer):
        return phrase("wrote_stop_last")
    planned = Planned(
        Kind.ANSWER, Purpose.TRANSACTIONAL, None, customer.channel, customer.id, customer.contact, turn.now
    )
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    verdict = judge(facts, turn.now)
    return get_reason(verdict) if verdict.outcome is Outcome.REFUSE else None


async def offer(turn: Turn, message: Message, text: str) -> Reply | None:
    """Offer a text as the answer to the waiting customer, or to one of several. None if no other customer waits, and
    for a text of one word."""
    if slash_command.command(text) is not None or len(words(text)) < _FEWEST_WORDS:
        return None
    waiting = await turn.tools.conversations.keeper.waiting(turn, _COUNTED)
    every = [await turn.unit.people.address_by_id(one) for one in waiting[: _MOST + 2]]
    customers = [one for one in every if one.contact != message.contact]
    if not customers:
        return None
    if len(customers) == 1:
        return await ask_to_one(turn, message, customers[0])
    named = customers[:_MOST]
    left = len(waiting) - len(every) + len(customers) - len(named)
    more = [phrase("questions_more", many=left, command=Ours("/questions"))] if left else []
    values = {"message": str(message.id), _TO: " ".join(str(one.id) for one in named)}
    asks = Asks(TO_WHOM, values=values, within=_WITHIN)
    rows = [
        Lines((Ours(str(at)), phrase("who_asks", **await _describe_asker(turn, one))), between=" ")
        for at, one in enumerate(named, 1)
    ]
    shown = Lines((phrase("words_to_which", text=quote_line(text, _SHOWN)), *rows, *more))
    return Reply(shown, _buttons(len(named)), confirms=asks)


async def ask_to_one(turn: Turn, words_: Message, customer: Address) -> Reply:
    """Ask whether the text is for this customer, naming the customer and the text. It asks even after a choice among
    several, because a number may mean something else."""
    values = await _describe_asker(turn, customer)
    return _ask(words_, customer, phrase("words_to_whom", text=quote_line(words_.text or "", _SHOWN), **values))


def _ask_anyway(words_: Message, customer: Address, who: Text, by: Text, said: str) -> Reply:
    """Ask whether to send the text even though another member has answered."""
    values = {"who": who, "by": by, "said": quote_line(said, _SHOWN), "text": quote_line(words_.text or "", _SHOWN)}
    return _ask(words_, customer, phrase("words_too", **values), **{_TOO: "yes"})


def is_too(question: QuestionRecord) -> bool:
    """Return True if a question reports another member's answer."""
    return _TOO in question.data


def _ask(words_: Message, customer: Address, shown: Text, **values: str) -> Reply:
    buttons = number_buttons(phrase("button_send"), phrase("confirm_leave"))
    about = Subject("address", customer.id)
    asks = Asks(TO_WHOM, about, values={"message": str(words_.id), **values}, within=_WITHIN)
    return Reply(shown, buttons, confirms=asks)


async def _describe_asker(turn: Turn, customer: Address) -> dict[str, Text]:
    """Describe the waiting customer with channel and text, since several may share the last digits of a number."""
    asked = await turn.tools.conversations.keeper.asked(turn, customer.id)
    return {"who": await name_at(turn, customer), "channel": customer.channel} | ({"question": asked} if asked else {})


def is_of_several(question: QuestionRecord) -> bool:
    """Return True if a question names several customers."""
    return _TO in question.data


def _buttons(many: int) -> tuple[tuple[str, Text], ...]:
    """Return a button for each customer by number, since a name may be too long, and one to drop the question."""
    leave = Lines((Ours(str(many + 1)), phrase("confirm_leave")), between=" ")
    return (*((str(at), Ours(str(at))) for at in range(1, many + 1)), (str(many + 1), leave))


def read_chosen_address(question: QuestionRecord, text: str, button: str | None) -> UUID | bool | None:
    """Return the chosen address for the text; False for nobody, None for another text."""
    to = question.data.get(_TO, "").split()
    if not to and question.about is not None:
        taken = None if is_thanks(text) and not button else read_choice_of_two(text, button)
        return None if taken is None else question.about.id if taken == 1 else False
    number = read_choice(text, button, most=len(to) + 1)
    if number is None:
        return False if read_staff_answer(text) == "no" else None
    return UUID(to[number - 1]) if number <= len(to) else False


async def find_words(turn: Turn, question: QuestionRecord) -> Message | None:
    """Return the message with the text of a question, as written."""
    return await turn.unit.messages.get(UUID(question.data["message"]))


async def is_waiting(turn: Turn, customer: UUID) -> bool:
    """Return True if the customer still waits for an answer."""
    return await turn.tools.conversations.keeper.is_waiting(turn, customer)


def answer_not_sent() -> Text:
    """Reply to a member whose text was for no customer."""
    return phrase("words_not_sent", command=Ours("/questions"))
