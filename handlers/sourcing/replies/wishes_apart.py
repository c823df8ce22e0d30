"""The wishes of a text that names several things, part by part: "a brass elephant and 2 mugs"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.replies.text import tokens
from handlers.sourcing.replies.how_many import count_in, without_sounds
from handlers.sourcing.replies.joining import PARTS
from handlers.sourcing.replies.naming import find_goods, in_title_words, name_bits, size_of, without_titles
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.spreading import each_apart
from handlers.sourcing.replies.stock.bits import mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_words import WORDS

_ENDS = re.compile(r"[?¿.!\n]+")
_AROUND = frozenset({"want", "beside", "please"})  # they name no thing themselves
_NOTHING = Wish()


def named_each(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The goods of a text that names several, in its order; () where a part of it names goods of which one is meant."""
    parts = [
        part for piece in PARTS.split(each_apart(in_title_words(text, shelf), shelf)) for part in _ENDS.split(piece)
    ]
    wishes = [wish for part in parts if (wish := wish_in(part, shelf, categories)).wares]
    return tuple(wishes) if len(wishes) > 1 and all(one.sure for one in wishes) and _apart(wishes) else ()


def evenly(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[str, int]:
    """The text without "one each" behind several goods, and that number; the text as it is and 0 for any other."""
    plain, many = without_each(text)
    several = many > 0 and len(each_wish(each_apart(plain, shelf), shelf, categories)) > 1
    return (plain, many) if several else (text, 0)


def each_wish(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[Wish, ...]:
    """What each part of a text names, where there are several and each is one product."""
    wishes: list[Wish] = []
    for part in PARTS.split(text):  # as it was written: "M" in capitals is a size
        wish = wish_in(part, shelf, categories)
        if wish == _NOTHING and set(WORDS.name(tokens(part))) <= _AROUND:
            continue  # "hi, 2 mugs and a saree, please"
        if not wish.wares and wish.size and wishes:
            wish = replace(wish, wares=wishes[-1].wares, sure=wishes[-1].sure)
        wishes.append(wish)
    lines = {(wish.wares, wish.size) for wish in wishes}
    several = 1 < len(wishes) == len(lines) and all(len(one.wares) == 1 for one in wishes)
    return tuple(wishes) if several and _apart(wishes) else ()


def _apart(wishes: Sequence[Wish]) -> bool:
    """Whether a product that is named twice has a size each time: else it is one line, said in two ways."""
    named = [one.wares for one in wishes]
    return all(one.size for one in wishes if named.count(one.wares) > 1)


def wish_in(part: str, shelf: Shelf, categories: Sequence[str]) -> Wish:
    """What a part wants, and how many; which one, where it names one product alone."""
    bits = name_bits(part, shelf)
    named, _ = find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)
    size, count = size_of(bits), count_in(name_bits(without_sounds(mark_no_counts(part)), shelf))
    if len(named) == 1 and not size:
        size = size_beside(part, shelf.goods[named[0]])
    sure, partly = len(named) == 1, count.broken
    return Wish(named, sure, size, count.pieces, count.over, False, partly, count.between, count.none)
