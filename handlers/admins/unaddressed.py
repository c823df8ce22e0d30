"""Words of a member without a customer's name while customers wait: the member is asked for whom, before any leave."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject
from flows.phrase import Lines, Ours, Text, phrase
from handlers import slash
from handlers.actions.lives import name_at
from handlers.admins.command import Reply, numbered
from handlers.admins.yes_or_no import bare_answer, is_thanks, one_of_two
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.turn import Turn
from storage.message import Message
from storage.people import Address
from storage.questions import Question
from templates.values import quoted

TO_WHOM = "words_to_whom"
"""What a question expects that asks whether words are for the customer who waits."""
_MOST = 4  # customers who are named, those who wait longest
_TO, _TOO = "to", "too"
_FEWEST_WORDS = 2  # "win" is no answer, and neither is a slip of the thumb
_WITHIN = timedelta(minutes=10)
_SHOWN = 300  # characters


async def offer(turn: Turn, message: Message, text: str) -> Reply | None:
    """The words as the answer to the customer who waits, or to one of several; None where none waits but the member
    themselves, and for one word."""
    if slash.command(text) is not None or len(words(text)) < _FEWEST_WORDS:
        return None
    keeper = turn.tools.conversations.keeper
    waiting = await keeper.waiting(turn, _MOST + 2) if keeper is not None else ()
    every = [await turn.unit.people.address_by_id(one) for one in waiting]
    customers = [one for one in every if one.contact != message.contact]
    if not customers:
        return None
    if len(customers) == 1:
        return await to_one(turn, message, customers[0])
    named = customers[:_MOST]
    more = [phrase("next", command=Ours("/questions"))] if len(customers) > _MOST else []
    values = {"message": str(message.id), _TO: " ".join(str(one.id) for one in named)}
    asks = Asks(TO_WHOM, values=values, within=_WITHIN)
    rows = [
        Lines((Ours(str(at)), phrase("who_asks", **await _who_asks(turn, one))), between=" ")
        for at, one in enumerate(named, 1)
    ]
    shown = Lines((phrase("words_to_which", text=quoted(text, _SHOWN)), *rows, *more))
    return Reply(shown, _buttons(len(named)), confirms=asks)


async def asked_again(turn: Turn, message: Message, text: str) -> Reply | None:
    """What a bare yes or no is told where something else was said since words were to be addressed: a yes has them
    shown anew, with whom they are for, and sends nothing; a no leaves them. None where no customer waits for any."""
    said = None if is_thanks(text) else bare_answer(text)
    question = await turn.unit.questions.last(message.address, TO_WHOM) if said is not None else None
    if question is None or question.answered_at is not None or question.expires_at <= turn.now:
        return None
    words_ = await words_of(turn, question)
    await turn.unit.questions.settle(question.id, turn.now)
    if said == "no" or words_ is None:
        return Reply(not_sent())
    if question.about is None:
        return await offer(turn, words_, words_.text or "")
    if is_too(question) or not await still_waits(turn, question.about.id):
        return Reply(not_sent())
    return await to_one(turn, words_, await turn.unit.people.address_by_id(question.about.id))


def is_slip(text: str) -> bool:
    """Whether a text asks nothing and is for no customer: thanks, or one word that nobody reads."""
    return is_thanks(text) or len(words(text)) < _FEWEST_WORDS


async def to_one(turn: Turn, words_: Message, customer: Address) -> Reply:
    """Whether the words are for this customer. Also where one of several was chosen, by a figure that may have meant
    something else: nothing is sent before the customer is named with the words."""
    values = await _who_asks(turn, customer)
    return _ask(words_, customer, phrase("words_to_whom", text=quoted(words_.text or "", _SHOWN), **values))


def too(words_: Message, customer: Address, who: Text, by: Text, said: str) -> Reply:
    """Whether the words are to leave as well, where another member has answered this customer since."""
    values = {"who": who, "by": by, "said": quoted(said, _SHOWN), "text": quoted(words_.text or "", _SHOWN)}
    return _ask(words_, customer, phrase("words_too", **values), **{_TOO: "yes"})


def is_too(question: Question) -> bool:
    """Whether a question told that somebody else has answered."""
    return _TOO in question.data


def _ask(words_: Message, customer: Address, shown: Text, **values: str) -> Reply:
    buttons = numbered(phrase("button_send"), phrase("confirm_leave"))
    about = Subject("address", customer.id)
    asks = Asks(TO_WHOM, about, values={"message": str(words_.id), **values}, within=_WITHIN)
    return Reply(shown, buttons, confirms=asks)


async def _who_asks(turn: Turn, customer: Address) -> dict[str, Text]:
    """Whoever waits, with channel and words: the digits at the end of a number may be another's, too."""
    keeper = turn.tools.conversations.keeper
    asked = await keeper.asked(turn, customer.id) if keeper is not None else None
    return {"who": await name_at(turn, customer), "channel": customer.channel} | ({"question": asked} if asked else {})


def is_of_several(question: Question) -> bool:
    """Whether a question named several customers."""
    return _TO in question.data


def _buttons(many: int) -> tuple[tuple[str, Text], ...]:
    """A number for each customer, and one to leave it: a name may be longer than a button."""
    leave = Lines((Ours(str(many + 1)), phrase("confirm_leave")), between=" ")
    return (*((str(at), Ours(str(at))) for at in range(1, many + 1)), (str(many + 1), leave))


def chosen(question: Question, text: str, button: str | None) -> UUID | bool | None:
    """The address that the words are for by an answer; False where they are for nobody, None for another text."""
    to = question.data.get(_TO, "").split()
    if not to and question.about is not None:
        taken = None if is_thanks(text) and not button else one_of_two(text, button)
        return None if taken is None else question.about.id if taken == 1 else False
    number = read_choice(text, button, most=len(to) + 1)
    if number is None:
        return False if bare_answer(text) == "no" else None
    return UUID(to[number - 1]) if number <= len(to) else False


async def words_of(turn: Turn, question: Question) -> Message | None:
    """The words that a question is about, as they were written."""
    return await turn.unit.messages.get(UUID(question.data["message"]))


async def still_waits(turn: Turn, customer: UUID) -> bool:
    """Whether nobody has answered since."""
    keeper = turn.tools.conversations.keeper
    return keeper is not None and await keeper.is_waiting(turn, customer)


def not_sent() -> Text:
    """The last word to a member who had words for no customer."""
    return phrase("words_not_sent", command=Ours("/questions"))
