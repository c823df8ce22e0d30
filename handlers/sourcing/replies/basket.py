"""What customers say of an order that they pick: another product, one beside it, one less, another size, express.

Whatever else they tell is none of it: where a word is left that turns a wish, all of it is for other readers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.naming import count_of, find_goods, name_bits, size_of, without_titles
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import Wish, read_named_size, turns_a_wish

_MOST_WORDS = 20  # beyond that it is a story
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:basket").items()})
_OURS = frozenset({"beside", "removing", "instead", "express", "beside_it"})
_PARTS = re.compile(r"\s*(?:,|\+|&|(?<![^\W_])(?:and|aur|y|और)(?![^\W_]))\s*", re.IGNORECASE)
# In "hata do" that is no number of pieces: give, and not two.
_GIVE = re.compile(r"(?<![^\W_])(kar|jod|bana|dal|hata|nikal|bhej|laga|rakh|de|कर|जोड़|हटा|दे|भेज) (?:do|दो)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of an order: ``wishes`` for products of the shelf, in their order, and how they are meant."""

    wishes: tuple[Wish, ...] = ()
    beside: bool = False
    removing: bool = False
    instead: bool = False
    express: bool | None = None


def read_change(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Change | None:
    """The change of an order that a text wants; None where the text names no product, asks, or tells a story."""
    if "?" in text or not 0 < len(words(text)) <= _MOST_WORDS:
        return None
    rest = tokens(without_titles(text, shelf))
    classified = list(_WORDS.classify(rest))
    names = {name for letter, _ in classified for name in _WORDS.names(letter)}
    left = [word for letter, word in classified if _WORDS.names(letter)[0] not in _OURS]
    if turns_a_wish(left):
        return None
    wishes = _wishes(text, shelf, categories)
    express = "removing" not in names if "express" in names else None
    if not wishes and (express is None or _is_more(classified)):
        return None
    return Change(wishes, "beside" in names, "removing" in names, "instead" in names, express)


def _is_more(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether more is said than that it shall be quick."""
    known = _OURS | {"full", "comma", "sign"}
    return any(_WORDS.names(letter)[0] not in known for letter, _ in classified)


def _wishes(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[Wish, ...]:
    """The products that are named, each once; none where one of the names is of several products."""
    found: dict[int, Wish] = {}
    for part in _PARTS.split(text):
        bits = name_bits(part, shelf)
        named, sure = find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)
        if not named:
            continue
        if len(named) != 1 or not sure:
            return ()
        size = size_of(bits) or read_named_size(part, shelf.goods[named[0]]) or ""
        found[named[0]] = Wish(named, True, size, count_of(name_bits(_GIVE.sub(r"\1", part), shelf)))
    return tuple(found.values())
