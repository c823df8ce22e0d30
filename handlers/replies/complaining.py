"""Does a text say that goods are wrong, or that they are not liked: "it's the wrong size", "pasand nahi aaya"?

A word for wrong is a no to many questions; near a size, a colour or a thing it is none, and a person has to hear it.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.meanings import NOT, meanings
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("complaining"))
_NEAR = _WORDS.rule("wrong between* thing | thing between* wrong | unfit")
_MARKS = frozenset({"full", "comma", "sign"})
_LONGEST = 20  # words: more tell a story


def finds_wrong(text: str) -> bool:
    """Whether a text says that goods are not as they should be; one that asks, or calls something off, says less."""
    return _is_told(text) and _NEAR.search(_WORDS.encode(tokens(text))) is not None


def dislikes(text: str) -> bool:
    """Whether a text says that something is not liked: goods, or whatever else was spoken of."""
    return _is_told(text) and "disliked" in _WORDS.name(tokens(text))


def only_finds_wrong(text: str) -> bool:
    """Whether all of a text says that it is wrong, whatever that is: "galat hai", "it's not right"."""
    names = set(_WORDS.name(tokens(text))) - _MARKS
    return _is_told(text) and "wrong" in names and names <= {"wrong", "between"}


def _is_told(text: str) -> bool:
    said = tokens(text)
    cancels = "cancel" in {one.removeprefix(NOT) for one in meanings(said)}
    return "?" not in said and not cancels and len(words(text)) <= _LONGEST
