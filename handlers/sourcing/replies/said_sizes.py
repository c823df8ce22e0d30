"""Sizes that customers name of goods: by name, by the number in a list, in a small letter, or one that is not had."""

from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.sourcing.replies.naming import size_of
from handlers.sourcing.replies.resizing import in_capitals
from handlers.sourcing.replies.stock.bits import read_bits
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wish_words import MOST_BARE


def read_size(text: str, goods: Goods, button: str | None = None) -> str | None:
    """The size that a text names, as the business writes it: by its name, else by its number in the list."""
    if "?" in text or len(words(text)) > MOST_BARE:
        return None
    whole = goods.size(text.strip())
    if whole is not None:
        return whole
    said = _sizes_in(text, goods)
    if said:
        return read_named_size(text, goods)
    choice = read_choice(text, button, most=len(goods.sizes))
    return goods.sizes[choice - 1] if choice is not None else None


def read_named_size(text: str, goods: Goods, instead_of: str = "") -> str | None:
    """The size that a text names, and not by its number; of two, "L nahi, M", the one that is not ``instead_of``."""
    if "?" in text or len(words(text)) > MOST_BARE:
        return None
    said = _sizes_in(text, goods)
    known = {size for one in said if (size := goods.size(one)) is not None}
    left = known - {instead_of} if len(known) == 2 else known
    return left.pop() if len(left) == 1 and len(known) == len(said) else None


def size_beside(text: str, goods: Goods) -> str:
    """The size of these goods that a text names beside them, in one small letter too: "shorts m 2"; "" where none."""
    return read_named_size(in_capitals(text, Shelf([goods])), goods) or ""


def _sizes_in(text: str, goods: Goods) -> set[str]:
    shelf = Shelf([goods])
    return {bit.text for bit in read_bits(shelf.mark(text), (), shelf.sizes) if bit.name == "size"}


def read_other_size(text: str, goods: Goods) -> str:
    """The one size that a text names and these goods do not have; "" where it names none."""
    if "?" in text or len(words(text)) > MOST_BARE:
        return ""
    said = size_of(read_bits(text, (), Shelf([goods]).sizes))
    return said.upper() if said and goods.size(said) is None else ""
