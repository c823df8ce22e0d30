"""What counts pieces and what does not: of "4 out of the 10" the first; "last piece hai" and "es la última" are one."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit

_ONE = Fraction(1)
_NAMING = frozenset({"item", "size", "asked_size", "dress"})
_LISTED = read_sets("sourcing:stock/counting")
_A_ONE = _LISTED["a one"]
_WHAT = _LISTED["what"]
_HINDI_OF = _LISTED["hindi of"]  # stands behind the number of all
_BETWEEN = frozenset({"dress", "stock", "size", "asked_size", "item", "colour", "be", "is", "have", "all"})
# Verbs of asking, and whether the number stands before or behind them.
_ASKED_BEFORE = _LISTED["asked before"]
_ASKED_BEHIND = _LISTED["asked behind"]
_MONEY = 100  # "700 last" is a price
_SEVERAL = _LISTED["several"]
_UNCOUNTED = _LISTED["uncounted"]
# Behind "last" these are nothing that is sold: "last order", "last monday", "last month".
_NO_GOODS = frozenset({"topic", "unit_of_time", "day", "time", "order_word", "month", "vague", "size_word", "clock"})


def count(bits: Sequence[Bit], sizes: frozenset[str]) -> list[Bit]:
    """The bits with what they are a part of named "whole", and last ones counted; numbers of `sizes` stay."""
    return _count_last(_mark_wholes(_mark_asked(_outbid(_size_goods(bits, sizes))), sizes))


def _size_goods(bits: Sequence[Bit], sizes: frozenset[str]) -> list[Bit]:
    """ "32 ki black jeans": a size that was asked for, and no price, where the goods stand behind it."""
    found = list(bits)
    for place in range(len(bits) - 2):
        number, of, goods = bits[place : place + 3]
        sized = number.name == "number" and str(number.value) in sizes
        if sized and of.name == "ka" and goods.name in ("item", "colour"):
            found[place] = Bit("size", str(number.value))
    return found


def pay_for_goods(bits: Sequence[Bit]) -> list[Bit]:
    """The bits with the price of "6 bottle ka 700" as that of six: the goods stand between the number and its price."""
    found = list(bits)
    for place in [place for place, bit in enumerate(bits) if bit.name == "price_said"]:
        bit = bits[place]
        last = place - 1 - (place > 0 and (bits[place - 1].name == "ka" or bits[place - 1].text == "for"))
        if bit.per or last < 1:
            continue
        at = last
        while at > 0 and bits[at].name in _NAMING:
            at -= 1
        value = bits[at].value
        if at < last and bits[at].name == "number" and value is not None and value.denominator == 1:
            found[place], found[at] = replace(bit, per=int(value)), replace(bits[at], name="priced")
    return found


def _outbid(bits: Sequence[Bit]) -> list[Bit]:
    """ "12 kya 24 le lo": more than was asked for is no question, and the smaller number is theirs."""
    for place in range(len(bits) - 2):
        one, neither, every = bits[place : place + 3]
        if one.text in _A_ONE and every.name == "all" and (neither.name == "neg" or neither.text in _WHAT):
            return [*bits[:place], *bits[place + 2 :]]  # "ek nahi dono le jao", "ek kya dono"
        less, what, more = bits[place : place + 3]
        if (less.name, more.name) == ("number", "number") and what.text in _WHAT and _is_more(more, less):
            return [*bits[:place], *bits[place + 2 :]]
    return list(bits)


def _mark_asked(bits: Sequence[Bit]) -> list[Bit]:
    """ "Asked 2 have 1", "do mange the, ek hai": what was asked for is the whole, if they count anything else."""
    found = list(bits)
    for place, bit in enumerate(bits):
        sides = (range(place - 1, -1, -1), range(place + 1, len(bits)))
        if bit.text not in _ASKED_BEFORE | _ASKED_BEHIND or sum(one.name in ("number", "all") for one in found) < 2:
            continue
        near = (
            _number_from(found, side, _BETWEEN | {"ka"})
            for side in (sides if bit.text in _ASKED_BEFORE else sides[::-1])
        )
        number = next((at for at in near if at is not None), None)
        if number is not None:
            found[number] = replace(found[number], name="whole")
    return found


def _is_more(more: Bit, less: Bit) -> bool:
    return more.value is not None and less.value is not None and more.value > less.value


def _mark_wholes(bits: Sequence[Bit], sizes: frozenset[str]) -> list[Bit]:
    found = list(bits)
    for place, bit in enumerate(bits):
        if bit.name != "of":
            continue
        behind, before = _number_from(bits, range(place + 1, len(bits))), _number_from(bits, range(place - 1, -1, -1))
        whole = before if bit.text in _HINDI_OF else behind
        other = behind if whole == before else before
        if other is None and whole is not None:  # "of the 10 I have 7"
            other = next((at for at in range(whole + 1, len(bits)) if bits[at].name == "number"), None)
        if whole is not None and other is not None and _is_whole(bits[whole], bits[other], sizes):
            found[whole] = replace(bits[whole], name="whole")
    return found


def _number_from(bits: Sequence[Bit], places: range, between: frozenset[str] = _BETWEEN) -> int | None:
    """The nearest number in that direction, with no other meaning in between."""
    for place in places:
        if bits[place].name == "number":
            return place
        if bits[place].name not in between:
            return None
    return None


def _is_whole(bit: Bit, part: Bit, sizes: frozenset[str]) -> bool:
    return bit.text not in sizes and bit.value is not None and part.value is not None and bit.value >= part.value


def _count_last(bits: Sequence[Bit]) -> list[Bit]:
    """The bits with a last one as what is left, and as the number one where no other number counts it."""
    if not any(bit.name == "last" for bit in bits):
        return list(bits)
    counted = any(bit.name == "number" for bit in bits)
    found: list[Bit] = []
    for place, bit in enumerate(bits):
        found += _last(bits, place, counted=counted) if bit.name == "last" else [bit]
    return found


def _last(bits: Sequence[Bit], place: int, *, counted: bool) -> list[Bit]:
    bit, left = bits[place], Bit("left", bits[place].text)
    following = next((one for one in bits[place + 1 : place + 4] if one.name != "dress"), None)
    if following is not None and following.name in _NO_GOODS:
        return [Bit("dress", bit.text)]
    if following is not None and following.text in _UNCOUNTED:
        return [left] if counted else [Bit("unsure", bit.text)]
    if _is_of_a_price(bits, place, following):
        return [Bit("price", bit.text)]
    near = [one.name for one in bits[max(0, place - 1) : place]]
    several = following is not None and following.text in _SEVERAL
    if "number" in near or several or bit.text in _SEVERAL or (following is not None and following.name == "number"):
        return [left]
    return [left, Bit("number", bit.text, _ONE)]


def _is_of_a_price(bits: Sequence[Bit], place: int, following: Bit | None) -> bool:
    """Whether it is the last price: "700 last", "500 per piece last"."""
    before = bits[max(0, place - 3) : place]
    if following is not None and following.name in ("stock", "number", "left", "is", "have"):
        return False
    dear = bool(before) and before[-1].name == "number" and (before[-1].value or 0) >= _MONEY
    return dear or any(bit.name in ("each", "rupee", "price") for bit in before)
