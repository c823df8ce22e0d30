"""What customers say of an order that they pick: another product, one beside it, one less, another size, express.

Whatever else they tell is none of it: where a word is left that turns a wish, all of it is for other readers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.how_many import count_in, without_give
from handlers.sourcing.replies.naming import find_goods, name_bits, size_of, without_titles
from handlers.sourcing.replies.stock.bits import mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import Wish, read_named_size, turns_a_wish

_MOST_WORDS = 20  # beyond that it is a story
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:basket").items()})
_OURS = frozenset({"beside", "removing", "instead", "contrast", "express", "beside_it"})
_PARTS = re.compile(r"\s*(?:,|\+|&|(?<![^\W_])(?:and|aur|y|और)(?![^\W_]))\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of an order: ``wishes`` for products of the shelf, in their order, and how they are meant.

    ``unsure`` is a wish that names several products of the shelf, of which one is meant.
    """

    wishes: tuple[Wish, ...] = ()
    unsure: Wish | None = None
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
    wishes, unsure = _wishes(text, shelf, categories)
    if unsure is not None and not {"beside", "instead"} & names:
        wishes, unsure = (), None  # a word of a title alone may be anything
    express = "removing" not in names if "express" in names else None
    if not (wishes or unsure) and (express is None or _is_more(classified)):
        return None
    return Change(wishes, unsure, "beside" in names, "removing" in names, "instead" in names, express)


def _is_more(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether more is said than that it shall be quick."""
    known = _OURS | {"full", "comma", "sign"}
    return any(_WORDS.names(letter)[0] not in known for letter, _ in classified)


def _wishes(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[tuple[Wish, ...], Wish | None]:
    """The products that are named, each once, and what may be one of several; nothing where more is unsure."""
    found: dict[int, Wish] = {}
    unsure: Wish | None = None
    for part in _PARTS.split(text):
        bits = name_bits(part, shelf)
        named, sure = find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)
        if not named:
            continue
        if (len(named) == 1 and not sure) or (len(named) > 1 and unsure is not None):
            return (), None
        count = count_in(name_bits(without_give(mark_no_counts(part)), shelf))
        if len(named) > 1:
            unsure = Wish(named, sure=False, size=size_of(bits), quantity=count.pieces, over=count.over)
            continue
        size = size_of(bits) or read_named_size(part, shelf.goods[named[0]]) or ""
        found[named[0]] = Wish(named, True, size, count.pieces, count.over)
    return tuple(found.values()), unsure
