"""A question for more of what is picked: "can I get one more?", "ek aur milega?", "¿me das otro?"."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.how_many import read_how_many

_WORDS = Vocabulary(read_words("sourcing:more_asked"))
_MOST_WORDS = 8
_COUNTING, _AROUND = frozenset({"more", "number", "digits"}), frozenset({"asking", "full", "comma", "sign"})


def more_asked(text: str) -> str:
    """How many more a question asks for, and nothing else, in its words: "one more"; "" for any other text."""
    said = tokens(text)
    if "?" not in said or len(said) > _MOST_WORDS:
        return ""
    units = [(_WORDS.names(letter)[0], phrase) for letter, phrase in _WORDS.classify(said)]
    counted = " ".join(phrase for name, phrase in units if name in _COUNTING)
    count = read_how_many(counted)
    known = {name for name, _ in units} <= _COUNTING | _AROUND
    return counted if known and count.more and count.pieces else ""
