"""A customer's concern, weighed by the words and by their classes in any language.

If no concern is likely enough for its deed (handlers/replies/harm_thresholds.py), the text goes to a person.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.known_words import respell_words
from handlers.replies.reading_effort import count_calls
from handlers.replies.size_letters import mark_sizes
from handlers.replies.text_evidence import load_evidence
from handlers.replies.text_normalisation import BREAKS, split_tokens, words
from handlers.replies.text_signs import make_class_signs, word_signs
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words


class Concern(StrEnum):
    """The concerns that the reader distinguishes."""

    STATUS = "where_is_my_order"
    LATER = "later"
    COMPLAINT = "complaint"
    QUESTION = "question_product"
    PRICE = "price"
    THANKS = "thanks"
    HUMAN = "human"
    CANCEL = "cancel_order"
    CHANGE = "change_order"
    RETURN = "return_refund"
    BUY = "buy"
    GREETING = "greeting"
    OTHER = "something_else"


TOPICS = Vocabulary(read_words("topics"))
_DULL = frozenset({"other", "full", "comma", "sign", "kind"})  # classes that carry no meaning here
_DENIED = frozenset({("no_want", "praises"), ("praises", "no_want"), ("praises", "not_here")})
_LONGEST = 60  # words that are read
_STORY = 40  # words: a longer text is a story, which a person has to read


@count_calls
def read_concern(text: str) -> tuple[Concern, float]:
    """Return the likeliest concern of a text with its probability; OTHER if it is not likely enough to act on."""
    likely = weigh_concern(text)
    concern = max(Concern, key=lambda one: likely.get(one, 0.0))
    weight = likely[concern]
    if concern is Concern.THANKS and _denies_praise(text):
        concern = Concern.COMPLAINT
    sure = allows(ReadingDeed.TELL, weight) and len(words(text)) <= _STORY
    return (concern if sure else Concern.OTHER), weight


def _denies_praise(text: str) -> bool:
    """Return True if a text negates its own praise: "thanks but i am not happy" is a complaint."""
    names = TOPICS.name(split_tokens(text))
    return any(pair in _DENIED for pair in pairwise(names))


@count_calls
def weigh_concern(text: str) -> dict[str, float]:
    """Return the probability of each concern."""
    return load_evidence("concern").weigh(signs_of(text))


def signs_of(text: str) -> set[int]:
    """Return the signs of a concern: words, and classes of words."""
    said = respell_words(split_tokens(mark_sizes(text))[:_LONGEST])
    return word_signs([one for one in said if one not in BREAKS or one == "?"]) | make_class_signs(_list_telling(said))


def _list_telling(said: Sequence[str]) -> list[str]:
    return [name for name in TOPICS.name(list(said)) if name not in _DULL]
