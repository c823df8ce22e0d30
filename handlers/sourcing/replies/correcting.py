"""Corrections of an earlier wish: "actually no, M" takes another size, and refuses nothing."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("sourcing:correcting"))
_PASSED = frozenset({"opening", "comma", "full"})
_REFUSING = frozenset({"against", "opening"})


def correction(text: str) -> str:
    """The words behind an opening no or "wait" that refuses nothing more; "" where none follow."""
    classified = [(_WORDS.names(letter)[0], word) for letter, word in _WORDS.classify(tokens(text))]
    begins = next((place for place, (name, _) in enumerate(classified) if name not in _PASSED), len(classified))
    rest = classified[begins:]
    if not begins or any(name in _REFUSING for name, _ in rest):
        return ""
    return " ".join(word for _, word in rest)
