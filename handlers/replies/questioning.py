"""Whether a text asks, by how it is built: the learned reader takes "it is quite light", an answer, for a question."""

from handlers.replies.concerns import TOPICS
from handlers.replies.intents import Intent, read
from handlers.replies.meanings import meanings
from handlers.replies.text import tokens

_OPENING = 1  # words: who asks in English begins with what asks; in a statement it stands second


def is_question(text: str) -> bool:
    """Whether a text that reads like a question shows it: by its sign, its first word, or a word that only asks."""
    if read(text).intent is not Intent.QUESTION:
        return False
    said = tokens(text)
    return "?" in said or "asking" in TOPICS.name(said[:_OPENING]) or "question" in meanings(said)


def asks_something(text: str) -> bool:
    """Whether a text that answers nothing has a word that asks, or wants to see a picture: "wait, whats the fabric"."""
    return not {"asking", "picture"}.isdisjoint(TOPICS.name(tokens(text)))
