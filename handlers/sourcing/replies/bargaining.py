"""Does a customer offer another price than the one that is shown: "ok 600 me do", "tiger shorts L for ₹500"?

It is no number of pieces, and no yes: the team hears of it. A price that stands there already is only said back.
"""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from flows.sourcing.ordering import MOST_PIECES
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:bargaining")
_LONGEST = 12  # words: longer ones tell a story
_LEAST_OF_PRICE = Fraction(3, 10)  # of a price, that may be offered for it: less is a number of pieces
_MONEY = frozenset({"rupee", "@"})
_COUNTED = frozenset({"clock", "unit_of_time", "month"})


def offered_price(text: str, shelf: Shelf, shown: Collection[Decimal] = ()) -> Decimal | None:
    """The one sum that somebody offers, in whole units of whatever money; None for any other text.

    A number beyond what can be ordered is a sum beside a word of paying, behind "for" and "at", or where it comes near
    a price that is ``shown``; one with the sign of money is one by itself, beside goods, a yes or what gives.
    """
    if not 0 < len(words(text)) <= _LONGEST:
        return None
    bits = name_bits(text, shelf)
    sums = {_sum(bits, place, shown) for place, bit in enumerate(bits)} - {None}
    said = tokens(text)
    if len(sums) != 1 or says_any(said, _LISTED["asking"]):
        return None
    (found,) = sums
    return Decimal(int(found)) if found is not None and _pays(bits, said) else None


def without_shown(text: str, shown: Collection[Decimal]) -> str:
    """The text without a price that stands there and is said back: "ok 899"; the text as it is where that is all."""
    prices = "|".join(re.escape(f"{price:f}") for price in shown if price == int(price))
    said_back = rf"(?:₹|\brs\.?|\binr)?\s*(?<![\d.,])(?:{prices})(?![\d.,]?\d)(?:\s*/-)?"
    left = re.sub(said_back, " ", text, flags=re.IGNORECASE) if prices else text
    return left.strip(" ,") if left != text and words(left) else text


def _sum(bits: Sequence[Bit], place: int, shown: Collection[Decimal]) -> Fraction | None:
    bit, around = bits[place], (*bits[max(place - 1, 0) : place], *bits[place + 1 : place + 2])
    if bit.value is None or bit.name not in {"number", "price"}:
        return None
    if bit.name == "price" or any(one.name in _MONEY for one in around):
        return bit.value
    large = bit.value > MOST_PIECES and not any(one.name in _COUNTED for one in around)
    before = " ".join(one.text for one in bits[:place]).split()[-1:]
    behind = " ".join(one.text for one in bits[place + 1 :]).split()[:1]
    lasts = before and before[0] in _LISTED["before"]
    meant = lasts or (behind and behind[0] in _LISTED["behind"]) or says_any(_said(bits), _LISTED["paying"])
    near = any(_LEAST_OF_PRICE * Fraction(price) <= bit.value < Fraction(price) for price in shown)
    return bit.value if large and (meant or near) else None


def _pays(bits: Sequence[Bit], said: Sequence[str]) -> bool:
    """Whether something is to be had for the sum: a word of giving, paying or agreeing, or the goods themselves."""
    return says_any(said, _LISTED["paying"] | _LISTED["giving"]) or any(bit.name in {"item", "size"} for bit in bits)


def _said(bits: Sequence[Bit]) -> list[str]:
    return tokens(" ".join(bit.text for bit in bits))
