"""Whether a text asks, by how it is built: the learned reader takes "it is quite light", an answer, for a question."""

from handlers.replies.concerns import TOPICS
from handlers.replies.text import BREAKS, tokens

_SHORTEST = 3  # words of what asks for something
_STATING = frozenset({"is", "are"})


def asks_something(text: str) -> bool:
    """Whether a text that answers nothing has a word that asks, or wants to see a picture: "wait, whats the fabric".

    What stands second in a statement, as "is" does, asks at the beginning alone; "hmm what" asks for nothing.
    """
    said = tokens(text)
    names = TOPICS.name(said)
    asks = {at for at, name in enumerate(names) if name == "asking"}
    stated = {at for at in asks if at and said[at] in _STATING and said[at - 1] not in BREAKS}
    return "picture" in names or (len(said) >= _SHORTEST and bool(asks - stated))
