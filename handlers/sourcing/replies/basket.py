"""What customers say of an order that they pick: another product, one beside it, one less, another size, express.

Whatever else they tell is none of it: where a word is left that turns a wish, all of it is for other readers.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from handlers.replies.effort import counted
from handlers.replies.text import tokens, words
from handlers.sourcing.replies.adding import mark_more, says_more
from handlers.sourcing.replies.basket_named import Change, NamedGoods
from handlers.sourcing.replies.basket_parts import exchanged_parts, parts_of
from handlers.sourcing.replies.basket_words import BASKET, BESIDE, KNOWN, MOST_WORDS, OURS
from handlers.sourcing.replies.beside import puts_beside
from handlers.sourcing.replies.exchanging import exchanged, exchanged_first, turned_into, without_turning
from handlers.sourcing.replies.giving import with_give
from handlers.sourcing.replies.lessening import with_removing
from handlers.sourcing.replies.naming import in_title_words, name_bits, without_titles
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.sparing import as_only
from handlers.sourcing.replies.spreading import each_apart
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_words import turns_a_wish


@counted
def read_change(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Change | None:
    """The change of an order that a text wants; None where the text names no product, asks, or tells a story."""
    if "?" in text or not 0 < len(words(text)) <= MOST_WORDS:
        return None
    alone = as_only(text, shelf)
    if alone != text:
        change = _change_in(alone, shelf, categories)
        return replace(change, so_many=False) if change is not None else None
    plain, many = without_each(text)
    each = _change_in(plain, shelf, categories) if many else None
    if each is not None and len(each.wishes) > 1:
        more = says_more(plain)
        counted = (replace(one, quantity=one.quantity or many, more=one.more or more) for one in each.wishes)
        return replace(each, wishes=tuple(counted))
    return _change_in(text, shelf, categories)


@counted
def _change_in(text: str, shelf: Shelf, categories: Sequence[str]) -> Change | None:
    adds = puts_beside(text)
    text = _lessened(in_title_words(text, shelf), shelf)
    text = mark_more(each_apart(in_title_words(with_give(text, shelf), shelf), shelf), shelf)
    classified = list(BASKET.classify(tokens(without_titles(text, shelf))))
    names = {name for letter, _ in classified for name in BASKET.names(letter)}
    left = [word for letter, word in classified if BASKET.names(letter)[0] not in OURS]
    pair, rest = _exchanged(text, shelf)
    turned = turned_into(text, shelf)
    if turns_a_wish([word for word in left if without_turning(word).strip()] if pair or turned else left):
        return None
    found = NamedGoods(adds=adds)
    parts = chain(exchanged_parts(pair, shelf) if pair is not None else (), parts_of(rest, shelf) if rest else ())
    if not all(found.take(part, shelf, categories) for part in parts):
        found = NamedGoods(express=found.express)
    if found.unsure is not None and not {*BESIDE, "instead"} & names:
        found = NamedGoods(express=found.express)  # a word of a title alone may be anything
    keeps = "keeping" in names  # "sorry, keep the mug" takes nothing's place
    instead = pair is not None or bool(turned) or ("instead" in names and not keeps)
    change = found.change(beside=keeps or adds or not BESIDE.isdisjoint(names), instead=instead)
    change = replace(change, keeps=keeps)
    if not change.named and (change.express is None or _is_more(classified)):
        return None
    return change


def _exchanged(text: str, shelf: Shelf) -> tuple[tuple[str, str] | None, str]:
    """The goods of which one stands for the other, None for none, and what is said beside them: all of the text, where
    there are none."""
    pair = exchanged(text, shelf)
    if pair is not None:
        return pair, ""
    return exchanged_first(text, shelf) or (None, text)


def _lessened(text: str, shelf: Shelf) -> str:
    """The text with "remove" for what lessens goods: "one mug less"."""
    return with_removing(text, lambda word: any(bit.name in {"item", "size"} for bit in name_bits(word, shelf)))


def _is_more(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether more is said than that it shall be quick."""
    return any(BASKET.names(letter)[0] not in KNOWN for letter, _ in classified)
