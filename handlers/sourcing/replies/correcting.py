"""Corrections of an earlier wish: "actually no, M" takes another size and refuses nothing, "yes, but 3" corrects."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words
from handlers.replies.yes_no import denies, polarity_of

_WORDS = Vocabulary(read_words("sourcing:correcting"))
_OPENING = frozenset({"opening", "contrast"})
_PASSED = _OPENING | {"beside", "comma", "full"}
_REFUSING = frozenset({"against", *_OPENING})


def correction(text: str) -> str:
    """The words behind an opening yes, no, "but" or "wait" that refuses nothing more; "" where none follow."""
    classified = _classified(text)
    begins = next((place for place, (name, _) in enumerate(classified) if name not in _PASSED), len(classified))
    rest = classified[begins:]
    if not begins or any(name in _REFUSING for name, _ in rest):
        return ""
    return " ".join(word for _, word in rest)


def begins_with_but(text: str) -> bool:
    """Whether a text opens with "but": it says neither yes nor no, whatever follows."""
    return [name for name, _ in _classified(text)][:1] == ["contrast"]


def says_but(text: str) -> bool:
    """Whether a text has a "but" and no word that refuses: "yeah but can you do 5"."""
    return any(name == "contrast" for name, _ in polarity_of(tokens(text))) and not denies(text)


def _classified(text: str) -> list[tuple[str, str]]:
    return [(_WORDS.names(letter)[0], word) for letter, word in _WORDS.classify(tokens(text))]
