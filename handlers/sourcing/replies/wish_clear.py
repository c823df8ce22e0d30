"""How sure it is that a text wants goods, and nothing else: what an address or the staff stands beside has to be."""

from collections.abc import Sequence

from handlers.replies.text import tokens
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.naming import name_bits, without_titles
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes
from handlers.sourcing.replies.wish_words import WORDS, strange_words
from handlers.sourcing.replies.wishes_apart import evenly


def is_clear_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether a text certainly wants goods of the shelf: by a word of wanting, and with every word of it understood."""
    if not {"want", "order"} & set(WORDS.name(tokens(without_titles(text, shelf)))):
        return False
    return is_understood(text, shelf, categories)


def is_counted_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether all that a text says is goods of the shelf, each with its number: "1 shorts L aur 2 taj mug"."""
    wish = read_wish(text, shelf, categories)
    wishes = read_wishes(text, shelf, categories) or ((wish,) if wish is not None and wish.sure else ())
    text, _ = evenly(text, shelf, categories)
    found = tokens(without_titles(text, shelf))
    counted = bool(wishes) and all(one.quantity and not one.partly for one in wishes)
    return counted and "?" not in found and not strange_words(name_bits(text, shelf), found)


def is_understood(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether a text asks for goods of the shelf, by whatever words, and every word of it is understood: what an
    address stands beside is an order, also without a word of wanting."""
    wish = read_wish(text, shelf, categories)
    several = read_wishes(text, shelf, categories)
    text, _ = evenly(text, shelf, categories)
    found = tokens(without_titles(text, shelf))
    if wish is None or not wish.wares or "?" in found:
        return False
    return (wish.sure or bool(several)) and not strange_words(name_bits(text, shelf), found)


def is_request(text: str) -> bool:
    """Whether a wish asks, as "how do I order", "can I get it" and "what do you sell" do: it agrees to nothing."""
    found = tokens(text)
    return "?" in found or not {"may", "catalogue"}.isdisjoint(WORDS.name(found)) or asks_what_is_sold(text)
