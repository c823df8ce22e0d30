"""A bare "cancel" that answers what a member of the staff asked: it calls something off, and not our messages.

By law cancel, end and quit revoke consent like stop does (47 CFR 64.1200(a)(10)), so they are taken for an answer
only where nothing else is likely: the word alone, while the staff's last message asks about that very thing and
speaks of our messages nowhere ("Shall I cancel the order?"), and once: whoever was then asked whether the messages
shall stop, too, and writes it again, says so. Stop, unsubscribe and the like are an opt-out whatever was asked.
"""

from collections.abc import Iterator

from handlers.customer_talk import answered
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.courtesies import without_courtesies
from handlers.replies.grammar import Vocabulary
from handlers.replies.known import names_in
from handlers.replies.text import SENTENCE_ENDS, tokens
from handlers.replies.word_lists import join, read_words
from handlers.turn import Turn
from storage.message import Message

STOP_OFFER = "scope_offered"
"""That the messages may stop, too: the template that offers it, and what its answer is expected as."""
_MESSAGES = ("channel", "text", "reminder", "list", "hear", "subscription")  # classes of what an opt-out is about


def _words() -> Vocabulary:
    opt_out = read_words("opt_out")
    shared = {"cancel": read_words("answers")["cancel"], "messages": sum((opt_out[name] for name in _MESSAGES), ())}
    return Vocabulary(join(read_words("cancellation"), shared))


_WORDS = _words()
_SHORT = 4  # words and marks of a question that says nothing of its own
_NAMES = frozenset({"cancel", "end", "quit"})
_BARE = _NAMES | {"polite", "sign", "full", "comma"}


async def answers_staff(turn: Turn, message: Message) -> bool:
    """Whether a message is nothing but the word for what the staff asked its person about, and was not sent before."""
    said = bare_words(message.text or "")
    staffs = await answered.staffs_by(turn, message) if said else None
    return staffs is not None and asks_for(_own_words(turn, staffs), said) and not await _asked_since(turn, staffs)


def bare_words(text: str) -> frozenset[str]:
    """Which of cancel, end and quit a text says that says nothing else; none for any other text."""
    if is_bare_cancel(text):
        return frozenset({"cancel"})
    said = frozenset(_WORDS.name(list(without_courtesies(tokens(text), names_in(text)))))
    return said & _NAMES if said <= _BARE else frozenset()


def asks_for(asked: str, said: frozenset[str]) -> bool:
    """Whether the staff's text asks about what these words name, and speaks of no messages."""
    sentences = [(_WORDS.name(words), words[-1:] == ["?"]) for words in _sentences(asked)]
    if any("messages" in classes for classes, _ in sentences):
        return False
    return any(not said.isdisjoint(question) for question in _questions(sentences))


def _questions(sentences: list[tuple[list[str], bool]]) -> Iterator[list[str]]:
    """The sentences that ask, by their mark or form; a short one ("Shall I?") with the statement before it."""
    before: list[str] = []
    for classes, marked in sentences:
        stated = "no" in classes and not marked
        if marked or ("asking" in classes and not stated):
            yield [*before, *classes] if len(classes) <= _SHORT else classes
        before = [] if stated else classes


def _sentences(text: str) -> list[list[str]]:
    """The words of each sentence, with the sign at its end."""
    sentences: list[list[str]] = [[]]
    for token in tokens(text):
        sentences[-1].append(token)
        if token in SENTENCE_ENDS:
            sentences.append([])
    return sentences


def _own_words(turn: Turn, staffs: Message) -> str:
    """What was written without the brand before it, which may hold any word."""
    text, brand = staffs.text or "", turn.business.name
    return text[len(brand) :] if text.lower().startswith(brand.lower()) else text


async def _asked_since(turn: Turn, staffs: Message) -> bool:
    """Whether their last question is ours by now: whether the messages shall stop, too."""
    offered = await turn.unit.questions.last(staffs.address, STOP_OFFER)
    return offered is not None and offered.message > staffs.id
