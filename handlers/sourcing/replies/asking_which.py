"""Whether a shop asks which size or colour we need: "which size?", "kaunsa rang chahiye", and nothing else."""

from collections.abc import Iterable

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import BREAKS, tokens, words
from handlers.replies.word_lists import read_words

_LONGEST = 8  # words; a longer one says something else, too
_WORDS = Vocabulary(read_words("sourcing:asking_which"))
_KINDS = frozenset({"size", "colour"})


def asks_which(text: str, names: Iterable[str] = ()) -> frozenset[str]:
    """Of ``size`` and ``colour`` the ones that a text asks for, and none where more is said; ``names`` are of the goods
    or orders."""
    own = {word for name in names for word in words(name)}
    said = [word for word in tokens(text) if word not in own and word not in BREAKS]
    found = frozenset(_WORDS.name(said))
    asks = len(said) <= _LONGEST and "which" in found and found <= _KINDS | {"which", "beside"}
    return found & _KINDS if asks else frozenset()
