"""Words of a member that are addressed to nobody while one customer waits: offered as the answer, and never sent so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject
from flows.phrase import Lines, Ours, Text, phrase
from handlers import handover, slash
from handlers.actions.lives import name_at
from handlers.admins.command import Reply
from handlers.admins.confirming import bare_answer
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.turn import Turn
from storage.messages import Message
from storage.questions import Question
from templates.values import quoted

TO_WHOM = "words_to_whom"
"""What a question expects that asks whether words are for the customer who waits."""
SEND, LEAVE = 1, 2
_CHOICES = {"do": SEND, "no": LEAVE}
_FEWEST_WORDS = 2  # "win" is no answer, and neither is a slip of the thumb
_WITHIN = timedelta(minutes=10)
_SHOWN = 300  # characters


async def offer(turn: Turn, message: Message, text: str) -> Reply | None:
    """The words as the answer to the one customer who waits; None where none or several wait, and for one word."""
    if slash.command(text) is not None or len(words(text)) < _FEWEST_WORDS:
        return None
    waiting = await turn.unit.questions.open_subjects("address", handover.ANSWER, turn.now, most=2)
    if len(waiting) != 1:
        return None
    customer = await turn.unit.people.address_by_id(waiting[0])
    labels = [phrase("button_send"), phrase("confirm_leave")]
    buttons = tuple(
        (str(number), Lines((Ours(str(number)), label), between=" ")) for number, label in enumerate(labels, SEND)
    )
    asks = Asks(TO_WHOM, Subject("address", customer.id), values={"message": str(message.id)}, within=_WITHIN)
    shown = phrase("words_to_whom", who=await name_at(turn, customer), text=quoted(text, _SHOWN))
    return Reply(shown, buttons, confirms=asks)


def choice(text: str, button: str | None) -> int | None:
    """Whether they are to be sent, by number, button or a bare word; None for anything else."""
    chosen = read_choice(text, button, most=LEAVE)
    return chosen if chosen is not None else _CHOICES.get(bare_answer(text) or "")


async def of(turn: Turn, question: Question) -> tuple[UUID, Message | None]:
    """The address that a question is about, and the words as they were written."""
    assert question.about is not None, "it is about who waits"
    return question.about.id, await turn.unit.messages.get(UUID(question.data["message"]))


async def still_waits(turn: Turn, customer: UUID) -> bool:
    """Whether nobody has answered since."""
    return await turn.unit.questions.is_open_about(Subject("address", customer), handover.ANSWER, turn.now)


def not_sent() -> Text:
    """The last word to a member who had words for no customer."""
    return phrase("words_not_sent", command=Ours("/questions"))
