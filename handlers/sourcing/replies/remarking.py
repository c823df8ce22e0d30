"""A remark or a question about goods without a wish for them: "is the elephant heavy", "she likes the elephant".

Goods that are named so take nothing's place; what is asked of their price or whether they are there is an inquiry.
"""

from enum import Enum

from handlers.replies.grammar import Vocabulary
from handlers.replies.questioning import asks_something
from handlers.replies.text import normalise, tokens
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.basket_words import BASKET
from handlers.sourcing.replies.for_another import as_own
from handlers.sourcing.replies.inquiring import asks_sizes, may_ask
from handlers.sourcing.replies.naming import in_title_words, name_bits, without_titles
from handlers.sourcing.replies.some_of import counts_some
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_likely import says_it_wants
from handlers.sourcing.replies.wish_words import WORDS, strange_words

_WORDS = Vocabulary(read_words("sourcing:remarking"))
_YES = read_sets("openings")["yes"]
_CHANGING = frozenset({"beside", "adding", "removing", "instead", "keeping", "only", "refusing"})
_STATING = frozenset({"is", "are", "hai", "hain", "es", "son", "है", "हैं"})
_STORY = 2  # words that we do not know, of what is told and not wished


class Remark(Enum):
    """Whether such a text asks about the goods, or only says something of them."""

    ASKS = "asks"
    SAYS = "says"


def remark_in(text: str, shelf: Shelf) -> Remark | None:
    """The remark that a text makes about goods of the shelf; None for a wish, an inquiry, and a text without goods."""
    text = in_title_words(as_own(text), shelf)
    bits, found = name_bits(text, shelf), tokens(without_titles(text, shelf))
    said = set(_WORDS.name(_without_yes(found)))
    wanted = says_it_wants(text) or "wishing" in said
    if wanted or all(bit.name != "item" for bit in bits) or may_ask(text) or asks_sizes(text):
        return None
    if not _CHANGING.isdisjoint(BASKET.name(found)) or counts_some(text, shelf):
        return None
    if "asking" in said or asks_something(text):
        return Remark.ASKS
    if any(bit.name == "number" for bit in bits) or "please" in WORDS.name(found):
        return None
    strange = strange_words(bits, found)
    counted = "one" in WORDS.name(found) or any(bit.name == "size" for bit in bits)
    tells = (strange and not _STATING.isdisjoint(found)) or (len(strange) >= _STORY and not counted)
    return Remark.SAYS if "saying" in said or tells else None


def _without_yes(found: list[str]) -> list[str]:
    """The words behind a yes that opens them: "great, elephant"."""
    opens = next((place for place, word in enumerate(found) if normalise(word) not in _YES), len(found))
    return found[opens:]
