"""Whether a shop asks how many pieces we need of it: "kitne chahiye?", "how many pcs", and nothing else.

All words have to be understood: "kitne ka hai" asks what it costs, "kitna milega" what the shop earns.
"""

from collections.abc import Iterable

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import BREAKS, tokens, words
from handlers.replies.word_lists import read_words

_LONGEST = 10  # words; a longer one says something else, too
_WORDS = Vocabulary(read_words("sourcing:asking_how_many"))
_SAYS = frozenset({"many", "much", "pieces", "need", "beside"})


def asks_how_many(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a text asks for the number and nothing else; ``names`` are those of what was asked for."""
    own = {word for name in names for word in words(name)}
    said = [word for word in tokens(text) if word not in own and word not in BREAKS]
    found = set(_WORDS.name(said))
    if len(said) > _LONGEST or not found <= _SAYS:
        return False
    return "many" in found or ("much" in found and bool(found & {"pieces", "need"}))
