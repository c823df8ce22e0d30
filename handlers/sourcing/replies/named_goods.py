"""Goods that are named and nothing more: as the answer to a list, or alone, as "marble box"."""

from collections.abc import Sequence

from handlers.replies.choices import read_choice
from handlers.replies.text import tokens, words
from handlers.sourcing.replies.how_many import count_in
from handlers.sourcing.replies.naming import TITLE_MARK, find_goods, in_title_words, name_bits, size_of, without_titles
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.stock.bits import mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_likely import is_another_story, may_name
from handlers.sourcing.replies.wish_words import MOST_BARE, WORDS, units


def read_named(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """The goods whose name is all that a text says, with a size perhaps: "marble box", "shorts in L?"."""
    if not shelf.goods or not may_name(text) or "?" in text.strip(" ?¿") or is_another_story(text, shelf):
        return None
    text = in_title_words(text.strip(" ?¿"), shelf)
    found = tokens(without_titles(text, shelf))
    if "against" in WORDS.name(found):
        return None
    bits = name_bits(text, shelf)
    named, sure = find_goods(bits, found, shelf, categories)
    understood = {word for bit in bits if bit.name in {"item", "size"} for word in tokens(bit.said or bit.text)}
    left = {singular(word) for name, word in zip(WORDS.name(found), units(found), strict=True) if name == "other"}
    size = size_of(bits) or (size_beside(text, shelf.goods[named[0]]) if sure else "")
    if not named or not left <= {singular(word) for word in (*understood, TITLE_MARK)}:
        return None
    count = count_in(name_bits(mark_no_counts(text), shelf))
    return Wish(named, sure, size, count.pieces, count.over, between=count.between, none=count.none)


def read_wares(text: str, shelf: Shelf, button: str | None = None) -> tuple[int, ...]:
    """Which of the listed goods a text takes: by number or by name; empty where it says none of them."""
    choice = read_choice(text, button, most=len(shelf.goods))
    if choice is not None:
        return (choice - 1,)
    if "?" in text or len(words(text)) > MOST_BARE:
        return ()
    found = tokens(without_titles(text, shelf))
    if "against" in WORDS.name(found):
        return ()
    return find_goods(name_bits(text, shelf), found, shelf)[0]
