"""Words of wishes: of wanting, of courtesy around it, and of other stories."""

from collections.abc import Sequence

from handlers.replies.grammar import Vocabulary
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.stock.bits import Bit

WORDS = Vocabulary(read_words("sourcing:wanting"))
MOST_BARE = 8
"""Words of an answer, and of one thing's name in a wish without a word of wanting."""


def turns_a_wish(found: Sequence[str]) -> bool:
    """Whether one of these words and phrases turns a wish into something else."""
    return "against" in WORDS.name([word for one in found for word in one.split()])


def units(found: Sequence[str]) -> list[str]:
    """The words and phrases of a text, as the vocabulary parts them."""
    return [phrase for _, phrase in WORDS.classify(list(found))]


def strange_words(bits: Sequence[Bit], found: Sequence[str]) -> frozenset[str]:
    """The words that neither name a product nor belong to a wish: perhaps another product's name, or another story."""
    understood = {word for bit in bits if bit.name in {"item", "size", "number"} for word in bit.text.split()}
    spoken = {bit.text for bit in bits if bit.name in {"other", "colour", "stock", "flaw", "topic", "similar"}}
    unlisted = {word for name, word in zip(WORDS.name(list(found)), units(found), strict=True) if name == "other"}
    return frozenset(word for word in (unlisted & spoken) - understood if len(word) > 1)
