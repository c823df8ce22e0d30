"""A size by itself, said of what is picked: wanted as well, "the same in M too", or taken out, "remove L"."""

from handlers.replies.text import tokens, words
from handlers.sourcing.replies.basket_words import BASKET, BESIDE, CORRECTING, KNOWN, MOST_WORDS
from handlers.sourcing.replies.how_many import count_in, without_sounds
from handlers.sourcing.replies.naming import name_bits, size_of
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_words import turns_a_wish


def read_size_beside(text: str, shelf: Shelf) -> tuple[str, int]:
    """The size in which what is spoken of is wanted as well, and how many, 0 where that is not said: "the same in M
    too"; "" where a text wants no such thing, or names goods."""
    bits, names = name_bits(text, shelf), set(BASKET.name(tokens(text)))
    count = count_in(bits)
    others = any(bit.name in {"item", "ware", "price"} for bit in bits) or "?" in text or bool(names & CORRECTING)
    if others or not names & BESIDE or count.over or turns_a_wish(text) or len(words(text)) > MOST_WORDS:
        return "", 0
    return size_of(bits), count.pieces


def read_size_left_out(text: str, shelf: Shelf) -> str:
    """The one size that all of a text takes out of an order, and names nothing else: "remove L", "M nahi chahiye"."""
    bits = name_bits(without_sounds(text), shelf)
    sizes = [bit.said or bit.text for bit in bits if bit.name == "size"]
    if "?" in text or len(sizes) != 1 or any(bit.name in {"item", "number"} for bit in bits):
        return ""
    spoken = [word for word in tokens(text) if word not in words(sizes[0])]
    names = set(BASKET.name(spoken))
    return sizes[0] if "removing" in names and names <= KNOWN - {"express", "adding"} else ""
