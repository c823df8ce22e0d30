"""Does a customer want to order, and what: "order", "I want tiger shorts L", "tiger shorts chahiye size L 2 piece".

An order that nobody wanted is worse than a question to the staff. So a wish is read only where nothing in the text
speaks of something else: an order that is there, a question, a refusal, a wish for later, something made to measure.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.replies import openings
from handlers.replies.text import tokens
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.how_many import count_in
from handlers.sourcing.replies.joining import PARTS
from handlers.sourcing.replies.naming import find_goods, in_title_words, name_bits, size_of, without_titles
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.spreading import each_apart
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_likely import WISHING, is_another_story, may_want, says_it_wants
from handlers.sourcing.replies.wish_words import WORDS, strange_words
from handlers.sourcing.replies.wishes_apart import each_wish, evenly

_MOST_STRANGE = 2  # words of a wish that say something we do not know; beyond that it is a story
_OPEN_WISHES = frozenset({"order", "may", "catalogue"})  # they need no product


def read_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """The wish in a text; None where it is none. ``categories`` are those of the shelf's goods, in its order."""
    if not shelf.goods or not may_want(text):
        return None
    if asks_what_is_sold(text):
        return Wish()
    if is_another_story(text, shelf):
        return None
    text, _ = evenly(in_title_words(text, shelf), shelf, categories)
    text = each_apart(text, shelf)
    found = tokens(without_titles(text, shelf))
    names = WORDS.name(found)
    if "against" in names or ("?" in found and "may" not in names):
        return None
    bits = name_bits(text, shelf)
    strange, unmet = strange_words(bits, found), _unmet(text, shelf, categories)
    named, alone = find_goods(bits, found, shelf, categories)
    sure = alone and not strange
    size, count = size_of(bits), count_in(name_bits(mark_no_counts(text), shelf))
    if sure and not size:
        size = size_beside(text, shelf.goods[named[0]])
    if named:
        wanted = bool(WISHING & set(names)) and len(strange) <= _MOST_STRANGE
        several = not strange and len(each_wish(text, shelf, categories)) > 1
        if wanted or several or (sure and (_is_asked_for(names, bits) or size)):
            partly = bool(unmet) or count.broken
            return Wish(named, sure, size, count.pieces, count.over, False, partly, count.between, count.none)
        return None
    return Wish() if _OPEN_WISHES & set(names) and "other" not in names else None


def read_wishes(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The wishes of a text that names several things, in its order: "a brass elephant and 2 mugs"; none else.

    Each has its own number and size. A part that names a size alone is the product before it: "2 shorts in M and 1 in
    L".
    """
    if read_wish(text, shelf, categories) is None:
        return ()
    text, many = evenly(text, shelf, categories)
    wishes = each_wish(each_apart(text, shelf), shelf, categories)
    return tuple(replace(one, quantity=one.quantity or many) for one in wishes)


def wish_behind_a_no(text: str) -> str:
    """The wish that stands behind a no to nothing: "no I want 3 mugs"; the text as it is where none stands there.

    "No quiero 3 tazas" denies it: then a mark has to stand between, or a word that no denial reaches.
    """
    behind = openings.behind_a_no(text)
    if behind is None or not behind.apart:
        return text
    rest = " ".join(behind.rest)
    return rest if says_it_wants(rest) else text


def _is_asked_for(names: Sequence[str], bits: Sequence[Bit]) -> bool:
    """Whether goods are named as somebody asks for them who says no more: with a number, a size, "a" or "please"."""
    return bool({"one", "please"} & set(names)) or any(bit.name in {"number", "size"} for bit in bits)


def _unmet(text: str, shelf: Shelf, categories: Sequence[str]) -> frozenset[str]:
    """The goods in a part of a text that are none of the shelf: "2 caps and a mug" of a shop without mugs."""
    parts = PARTS.split(text)
    unmet: set[str] = set()
    for part in parts if len(parts) > 1 else ():
        bits = name_bits(part, shelf)
        if len(find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)[0]) != 1:
            unmet |= {bit.text for bit in bits if bit.name == "ware"}
    return frozenset(unmet)
