"""Words of a member that are addressed to nobody while one customer waits: offered as the answer, and never sent so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject
from flows.phrase import Ours, Text, phrase
from handlers import slash
from handlers.actions.lives import name_at
from handlers.admins.command import Reply, numbered
from handlers.replies.text import words
from handlers.turn import Turn
from storage.messages import Message
from storage.questions import Question
from templates.values import quoted

TO_WHOM = "words_to_whom"
"""What a question expects that asks whether words are for the customer who waits."""
LEAVE = 2
_FEWEST_WORDS = 2  # "win" is no answer, and neither is a slip of the thumb
_WITHIN = timedelta(minutes=10)
_SHOWN = 300  # characters


async def offer(turn: Turn, message: Message, text: str) -> Reply | None:
    """The words as the answer to the one customer who waits; None where none or several wait, and for one word."""
    if slash.command(text) is not None or len(words(text)) < _FEWEST_WORDS:
        return None
    keeper = turn.tools.conversations.keeper
    waiting = await keeper.waiting(turn, 2) if keeper is not None else ()
    if len(waiting) != 1:
        return None
    customer = await turn.unit.people.address_by_id(waiting[0])
    buttons = numbered(phrase("button_send"), phrase("confirm_leave"))
    asks = Asks(TO_WHOM, Subject("address", customer.id), values={"message": str(message.id)}, within=_WITHIN)
    shown = phrase("words_to_whom", who=await name_at(turn, customer), text=quoted(text, _SHOWN))
    return Reply(shown, buttons, confirms=asks)


async def of(turn: Turn, question: Question) -> tuple[UUID, Message | None]:
    """The address that a question is about, and the words as they were written."""
    assert question.about is not None, "it is about who waits"
    return question.about.id, await turn.unit.messages.get(UUID(question.data["message"]))


async def still_waits(turn: Turn, customer: UUID) -> bool:
    """Whether nobody has answered since."""
    keeper = turn.tools.conversations.keeper
    return keeper is not None and await keeper.is_waiting(turn, customer)


def not_sent() -> Text:
    """The last word to a member who had words for no customer."""
    return phrase("words_not_sent", command=Ours("/questions"))
