"""Answers to our ask for consent. A month later, or after other talk, a yes or a no answers something else.

A message answers the ask while the ask is our last message there, or if it quotes the ask. Automatic messages in
between (an order update) do not change this for the word that the ask names, but that word must come within a day,
alone, and first except for a greeting and thanks. A consent that nobody gave costs more than a second ask, so a yes
that also says something else is asked about.
"""

from flows.policy.departure_facts import ASKS
from handlers.conversation import Answers
from handlers.customer_talk.answered_message import TALK
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.people import start_words
from handlers.replies.courtesies import is_courtesy
from handlers.replies.customer_intents import Intent, read
from handlers.replies.text_normalisation import words
from handlers.replies.yes_no import is_clear_yes
from storage.events.runs import Run
from storage.sending.message import Message

_KEYWORDS = frozenset({"yes", "si", "haan", "हां"})  # as the ask names them, and as people say them
_COURTESIES = frozenset({Intent.GREETING, Intent.THANKS})
_COURTEOUS = 3  # words: "sí por favor", "yes please"


async def answers(turn: Turn, said: UnderstoodMessage, run: Run) -> Answers:
    """Return whether a message answers the ask of that run. A later STOP overrides a yes or a no."""
    if await _is_overtaken(turn, said):
        return Answers.NOTHING
    if not await _is_answer(turn, said, run):
        return Answers.NO
    return Answers.YES if _is_plain(said) else Answers.UNCLEAR


def _is_plain(said: UnderstoodMessage) -> bool:
    """Return True if the answer is clear: a pressed button, an exact yes alone, or any text that is no yes."""
    if said.reading.intent is not Intent.YES or said.event.button:
        return True
    return said.exact is True and is_clear_yes(said.event.text)


async def _is_answer(turn: Turn, said: UnderstoodMessage, run: Run) -> bool:
    if said.reading.intent not in {Intent.YES, Intent.NO} or said.message.reply_to is not None:
        return True
    thread = [one for one in await turn.unit.messages.thread(said.address.id) if one.id < said.message.id]
    left = [one for one in thread if one.direction == "out" and one.left_at is not None]
    ask = next((one for one in reversed(left) if one.run == run.id and one.kind in ASKS), None)
    if ask is None or max(left, key=lambda one: (one.left_at, one.id)).id == ask.id:
        return True  # they say of themselves what the ask, which still waits for its hour, would ask
    return _is_first_word(turn, said, ask, thread)


async def _is_overtaken(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a STOP was written after this yes or no, so that it no longer counts."""
    if said.reading.intent not in {Intent.YES, Intent.NO}:
        return False
    return await start_words.is_overtaken(turn, said.address, said.message)


def _is_first_word(turn: Turn, said: UnderstoodMessage, ask: Message, thread: list[Message]) -> bool:
    """Return True if only greetings, thanks, and our replies to them came between the ask and the message."""
    said_since = [one.text or "" for one in thread if one.direction == "in" and one.id > ask.id]
    lately = ask.left_at is not None and ask.left_at > turn.now - TALK
    spoken = words(said.event.text)
    keyword = bool(spoken) and spoken[0] in _KEYWORDS and len(spoken) <= _COURTEOUS
    alone = len(spoken) == 1 or is_courtesy(" ".join(spoken[1:]))
    return lately and keyword and alone and all(read(one).intent in _COURTESIES for one in said_since)
