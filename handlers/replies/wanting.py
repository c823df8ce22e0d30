"""Does a customer want to order, and what: "order", "I want tiger shorts L", "tiger shorts chahiye size L 2 piece".

An order that nobody wanted is worse than a question to the staff. So a wish is read only where nothing in the text
speaks of something else: an order that is there, a question, a refusal, a wish for later, something made to measure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.picking import MOST_PIECES
from handlers.replies.choices import read_choice
from handlers.replies.goods import Goods, Shelf
from handlers.replies.grammar import Vocabulary
from handlers.replies.intents import Intent, read
from handlers.replies.quantities import read_numbers
from handlers.replies.stock_bits import Bit, read_bits
from handlers.replies.text import BREAKS, normalise, tokens, words
from handlers.replies.wanting_words import WANT_WORDS

__all__ = ["MOST_LISTED", "Wish", "may_want", "read_piece_count", "read_size", "read_wares", "read_wish"]

MOST_LISTED = 8
"""Products that one list offers: a chat shows as many on a phone's screen."""
_LONGEST, _MOST_WORDS, _MOST_BARE = 300, 30, 8  # characters; words of a wish, and of one without a word of wanting
_DOUBT = 0.5  # a stop that is read from strange words only is none where every word is one of a wish
_MOST_STRANGE = 2  # words of a wish that say something we do not know; beyond that it is a story
_LONGEST_COUNT = 6  # words of an answer to "how many?"
_WORDS = Vocabulary(WANT_WORDS)
_WISHING = frozenset({"want", "order", "may"})
_OPEN_WISHES = frozenset({"order", "may", "catalogue"})  # they need no product
_MARK = "titlemark"
# What the other readers are sure of is never an order.
_NEVER = frozenset(
    {
        Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.START, Intent.HELP, Intent.JOIN, Intent.HUMAN, Intent.ORDER_STATUS,
        Intent.CANCEL_ORDER, Intent.REFUND, Intent.COMPLAINT, Intent.LATER, Intent.NO, Intent.THANKS, Intent.AUTOMATIC,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: places on the shelf, none where they did not say; "" and 0 for what they did not name.

    ``sure``: one product, and by all that was said no other.
    """

    wares: tuple[int, ...] = ()
    sure: bool = False
    size: str = ""
    quantity: int = 0


def may_want(text: str) -> bool:
    """Whether a text can be a wish to order, whatever is sold: cheap, and never wrong about what cannot."""
    if not 0 < len(text) <= _LONGEST or len(words(text)) > _MOST_WORDS:
        return False
    reading, names = read(text), set(_WORDS.name(tokens(text)))
    doubted = reading.intent is Intent.AMBIGUOUS_STOP and reading.confidence <= _DOUBT and "other" not in names
    if (reading.intent in _NEVER and not doubted) or reading.order is not None:
        return False
    counted = any(letter.isdigit() for letter in text) or bool(read_numbers(text))
    return bool(names & (_WISHING | {"catalogue"})) or (counted and len(words(text)) <= _MOST_BARE)


def read_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """The wish in a text; None where it is none. ``categories`` are those of the shelf's goods, in its order."""
    if not shelf.goods or not may_want(text):
        return None
    found = tokens(_without_titles(text, shelf))
    names = _WORDS.name(found)
    if "against" in names or ("?" in found and "may" not in names):
        return None
    bits = shelf.name(read_bits(shelf.mark(text), (), shelf.sizes))
    strange = _strange(bits, found)
    named, sure = _named(bits, found, shelf, categories)
    size, quantity = _sized(bits), _counted(bits)
    if named:
        bare = sure and (bool(size) or any(letter.isdigit() for letter in text))
        wanted = bool(_WISHING & set(names)) and len(strange) <= _MOST_STRANGE
        return Wish(named, sure, size, quantity) if wanted or bare else None
    return Wish() if _OPEN_WISHES & set(names) and "other" not in names else None


def read_wares(text: str, shelf: Shelf, button: str | None = None) -> tuple[int, ...]:
    """Which of the listed goods a text takes: by number or by name; empty where it says none of them."""
    choice = read_choice(text, button, most=len(shelf.goods))
    if choice is not None:
        return (choice - 1,)
    if "?" in text or len(words(text)) > _MOST_BARE:
        return ()
    found = tokens(_without_titles(text, shelf))
    if "against" in _WORDS.name(found):
        return ()
    named, _ = _named(shelf.name(read_bits(shelf.mark(text), (), shelf.sizes)), found, shelf, ())
    return named


def read_size(text: str, goods: Goods, button: str | None = None) -> str | None:
    """The size that a text names, as the business writes it: by its name, else by its number in the list."""
    if "?" in text or len(words(text)) > _MOST_BARE:
        return None
    whole = goods.size(text.strip())
    if whole is not None:
        return whole
    shelf = Shelf([goods])
    said = {bit.text for bit in read_bits(shelf.mark(text), (), shelf.sizes) if bit.name == "size"}
    known = {size for one in said if (size := goods.size(one)) is not None}
    if said:
        return known.pop() if len(known) == len(said) == 1 else None
    choice = read_choice(text, button, most=len(goods.sizes))
    return goods.sizes[choice - 1] if choice is not None else None


def read_piece_count(text: str) -> int | None:
    """How many a text says, from 1 to ``MOST_PIECES``; None where it says no one number."""
    if "?" in text or len(words(text)) > _LONGEST_COUNT or "against" in _WORDS.name(tokens(text)):
        return None
    said = set(read_numbers(text))
    if len(said) != 1:
        return None
    (number,) = said
    return int(number) if number.denominator == 1 and 1 <= number <= MOST_PIECES else None


def _named(
    bits: Sequence[Bit], found: Sequence[str], shelf: Shelf, categories: Sequence[str]
) -> tuple[tuple[int, ...], bool]:
    """The goods that the words name, those that most of them name first in doubt; and whether it is surely one."""
    items = [bit for bit in bits if bit.name == "item"]
    if not items:
        return _of_category(found, categories), False
    common = frozenset.intersection(*(bit.asks for bit in items))
    said = frozenset(bit.text for bit in items)
    meant = shelf.fullest(common, said) if common else _most_named(items)
    sure = len(meant) == 1 and bool(common) and not _strange(bits, found)
    return tuple(sorted(meant)), sure


def _most_named(items: Sequence[Bit]) -> frozenset[int]:
    counts: dict[int, int] = {}
    for bit in items:
        for place in bit.asks:
            counts[place] = counts.get(place, 0) + 1
    most = max(counts.values())
    return frozenset(place for place, count in counts.items() if count == most)


def _strange(bits: Sequence[Bit], found: Sequence[str]) -> frozenset[str]:
    """The words that neither name a product nor belong to a wish: perhaps another product's name, or another story."""
    understood = {word for bit in bits if bit.name in {"item", "size", "number"} for word in bit.text.split()}
    spoken = {bit.text for bit in bits if bit.name in {"other", "colour", "stock", "flaw", "topic", "similar"}}
    unlisted = {word for name, word in zip(_WORDS.name(list(found)), _units(found), strict=True) if name == "other"}
    return frozenset(word for word in (unlisted & spoken) - understood if len(word) > 1)


def _units(found: Sequence[str]) -> list[str]:
    """The words and phrases of a text, as the vocabulary parts them."""
    return [phrase for _, phrase in _WORDS.classify(list(found))]


def _of_category(found: Sequence[str], categories: Sequence[str]) -> tuple[int, ...]:
    """The goods of the category that a word names, in the singular or the plural."""
    said = {_singular(word) for word in found if word not in BREAKS}
    return tuple(
        place for place, category in enumerate(categories) if said & {_singular(word) for word in words(category)}
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _sized(bits: Sequence[Bit]) -> str:
    """The one size that is named; "" where none is, or several."""
    said = {bit.text for bit in bits if bit.name == "size"}
    return said.pop() if len(said) == 1 else ""


def _counted(bits: Sequence[Bit]) -> int:
    """The one number of pieces that is named; 0 where none is, or several, or more than can be meant."""
    said = {bit.value for bit in bits if bit.name == "number" and bit.value is not None}
    if len(said) != 1:
        return 0
    (number,) = said
    return int(number) if number.denominator == 1 and 1 <= number <= MOST_PIECES else 0


def _without_titles(text: str, shelf: Shelf) -> str:
    """The text with two words of a title side by side as a mark: a "return gift" is nothing that comes back."""
    said = normalise(text)
    for goods in shelf.goods:
        named = words(goods.title)
        for before, after in pairwise(named):
            if before in said and after in said:
                said = re.sub(
                    rf"(?<![^\W_]){re.escape(before)} {re.escape(after)}s?(?![^\W_])", f" {_MARK} {after} ", said
                )
    return said
