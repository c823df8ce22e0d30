"""Words by which an order that is picked is changed, in their classes."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.word_lists import read_words

BASKET = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:basket").items()})
MOST_WORDS = 20
"""Words of a change: beyond that it is a story."""
OURS = frozenset(
    {
        "beside", "adding", "refusing", "removing", "only", "instead", "contrast", "express", "unhurried", "beside_it",
        "keeping",
    }
)  # fmt: skip
KNOWN = OURS | {"full", "comma", "sign"}
BESIDE = frozenset({"beside", "adding"})
CORRECTING = frozenset({"refusing", "instead", "contrast"})
