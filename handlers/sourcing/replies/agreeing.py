"""Is a yes to an order that was summed up one to just that: "haan ji, kar dijiye", and not "yes but in red".

An order that nobody wanted is worse than a question too many. So every word has to be understood: it agrees, is a
courtesy, or says back what stands there. What is left may be a change, a condition or a doubt.
"""

from collections.abc import Collection

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.naming import TITLE_MARK, name_bits, without_titles
from handlers.sourcing.replies.stock.goods import Shelf

_WORDS = Vocabulary(read_words("polarity"))
_LISTED = read_sets("sourcing:agreeing")
_ORDERING, _TURNING, _LAUGHING = _LISTED["ordering"], _LISTED["turning"], _LISTED["laughing"]
_BESIDE = _LISTED["beside"] | _ORDERING
_MEANT = frozenset(
    {
        *("plain", "yes", "adverb", "good", "want", "deed", "have", "letter", "thanks", "romance", "pronoun", "short"),
        *("dress", "full", "comma", "sign"),
    }
)
"""Of ``polarity`` what agrees, and what may stand around it."""
_CLEAR = frozenset({"plain", "yes", "adverb", "good", "want", "deed", "letter"})
"""Of ``polarity`` what agrees by itself; "there" and "my friend" may stand around a yes, and are none."""


def is_clear(text: str) -> bool:
    """Whether a word of a text agrees to an order by itself: "yes", "order it", "book kar do", and not "my friend"."""
    said = tokens(text)
    classified = [(_WORDS.names(letter)[0], phrase) for letter, phrase in _WORDS.classify(said)]
    names = {name for name, phrase in classified if phrase not in _LAUGHING}
    acts = "short" in names and "have" not in names  # "go ahead" and "do it", not "I am there"
    return acts or not names.isdisjoint(_CLEAR) or says_any(said, _ORDERING)


def agrees_wholly(text: str, shelf: Shelf, sizes: Collection[str], pieces: int) -> bool:
    """Whether a text that says yes to these goods says nothing else; one that is no clear yes passes as well.

    ``pieces`` is the number that may be said back, 0 for none.
    """
    if "?" in tokens(text):
        return False
    named = {
        word
        for bit in name_bits(text, shelf)
        if bit.name == "item"
        or (bit.name == "size" and bit.text in sizes)
        or (bit.name == "number" and pieces and bit.value == pieces)
        for word in (*tokens(bit.text), *tokens(bit.said))
    }
    left = [word for word in tokens(without_titles(text, shelf)) if word not in named and word != TITLE_MARK]
    return all(_agrees(_WORDS.names(letter)[0], phrase) for letter, phrase in _WORDS.classify(left))


def _agrees(name: str, phrase: str) -> bool:
    """Whether a word or phrase, which means this to who reads yes and no, adds nothing to a yes."""
    return phrase in _BESIDE or (name in _MEANT and phrase not in _TURNING)
