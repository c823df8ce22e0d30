"""A question for more of what is picked: "can I get one more?", "ek aur milega?", "¿me das otro?"; or for other goods
beside: "can you add 1 elephant?"."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.adding import adds
from handlers.sourcing.replies.how_many import read_how_many

_WORDS = Vocabulary(read_words("sourcing:more_asked"))
_OPENS = read_sets("sourcing:adding_asked")
_MOST_WORDS = 8
_COUNTING, _AROUND = frozenset({"more", "number", "digits"}), frozenset({"asking", "full", "comma", "sign"})


def adding_asked(text: str) -> str:
    """The wish in a question whether more can be added, "can you add 1 elephant?"; "" for any other text, and where it
    asks for anything else as well."""
    said = tokens(text)
    asks = said[:1] and (said[0] in _OPENS["opening"] or not _OPENS["behind"].isdisjoint(said))
    if not asks or not text.rstrip().endswith("?") or "?" in text.rstrip(" ?") or not adds(text):
        return ""
    return "" if not _OPENS["otherwise"].isdisjoint(said) else text.rstrip(" ?")


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
