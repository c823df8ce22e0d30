"""Prices: amounts of money beside their marks: a currency, "@", "rate", "each", "ka", "/-"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.number_words import MULTIPLIERS
from handlers.sourcing.replies.stock.bits import Bit

_SMALLEST_UNMARKED = 20  # "5 ka" counts pieces, "450 ka" money
_DOZENS = frozenset(word for word, value in MULTIPLIERS.items() if value in (12, 20, 144))
_TEENS = 20
_LARGE = 100  # what nobody has in stock of one size, beside a yes ("haan 450")
_LISTED = read_sets("sourcing:prices")
_TOTAL_WORDS = _LISTED["total"]
_RATES = _LISTED["rates"]
_FOR = _LISTED["for"]
_COMES_TO = _LISTED["comes to"]
_AT = _LISTED["at"]


def find_prices(bits: Sequence[Bit], asked: int) -> list[Bit]:
    """The bits with amounts of money named "price"; `asked` is how many pieces were asked for."""
    found = list(bits)
    for place, bit in enumerate(bits):
        if bit.name == "number" and bit.value is not None and _is_price(found, place, asked):
            found[place] = replace(bit, name="price_said")
    for place, bit in enumerate(found):
        if bit.name == "price_said":
            bit = found[place] = _join_hundreds(found, place)
            per, holder = _per(found, place)
            if not per and _is_total(found, place):
                per = -1
            found[place] = replace(bit, per=per)
            if holder is not None:
                found[holder] = replace(found[holder], name="priced")
    return found


def as_amount(value: Fraction) -> Decimal:
    """The amount as a decimal number of two places at most."""
    amount = round(Decimal(value.numerator) / Decimal(value.denominator), 2)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _is_price(bits: Sequence[Bit], place: int, asked: int) -> bool:
    value = bits[place].value or Fraction(0)
    before, after = _names_before(bits, place), _names_after(bits, place)
    if after[:1] == ["rupee"] or after[:2] == ["/", "-"] or before[:1] in (["rupee"], ["@"]):
        return True
    if after[1:3] == ["number", "rupee"] and (after[0] == "or" or bits[place + 1].text == "ya"):
        return True  # "30 ya 32 dollar"
    if not _DOZENS.isdisjoint(bits[place].text.split()):
        return False
    if value < _SMALLEST_UNMARKED or value <= asked:
        return _is_cheap_rate(bits, place)
    if after[:1] in (["each"], ["price"]) or (after[:1] == ["ka"] and not _counts_next(bits, place)):
        return True
    if before[:1] in (["each"], ["price"], ["ka"]) or _rate_stands_before(bits, place):
        return True
    if _pays_for_what_follows(bits, place):
        return True
    if value < _LARGE or after[:1] in (["stock"], ["size"], ["have"]):  # "1000 available"
        return False
    if place and bits[place - 1].text in _AT:
        return True
    parted = place > 0 and bits[place - 1].name in ("comma", "full")
    return _stands_beside_a_yes(["comma", *before] if parted else before, after)


def _pays_for_what_follows(bits: Sequence[Bit], place: int) -> bool:
    """ "1400 for two", "1100 dono ka", "900 de dena padega"."""
    after = [bit for bit in bits[place + 1 : place + 4] if bit.name != "dress"]
    names = [bit.name for bit in after]
    if after[:1] and after[0].text in _AT and names[1:2] in (["number"], ["all"]):
        return True
    if names[:1] == ["all"] and (names[1:2] == ["ka"] or (bits[place].value or 0) >= _LARGE):
        return True
    if _is_one_piece(bits, place):
        return True
    return names[:2] in (["send", "price"], ["ok", "price"], ["mein", "price"], ["number", "price"])


def _is_one_piece(bits: Sequence[Bit], place: int) -> bool:
    """ "Saadhe saat sau ek piece": the price of one piece."""
    after = bits[place + 1 : place + 3]
    large = (bits[place].value or 0) >= _LARGE
    return large and [bit.name for bit in after] == ["number", "stock"] and after[0].value == 1


def _is_cheap_rate(bits: Sequence[Bit], place: int) -> bool:
    """A small amount counts as money only behind a word for a price: "rate 15"."""
    return place > 0 and bits[place - 1].text in _RATES


def _rate_stands_before(bits: Sequence[Bit], place: int) -> bool:
    """Whether a word for a price stands a few words before, and no other number between: "rate is now 520"."""
    for bit in reversed(bits[max(0, place - 5) : place]):
        if bit.name in ("number", "price_said"):
            return False
        if bit.name == "price":
            return True
    return False


def _counts_next(bits: Sequence[Bit], place: int) -> bool:
    """Whether the number is how many the next one pays for: "24 ka 900"."""
    return place + 2 < len(bits) and bits[place + 2].name == "number" and (bits[place + 2].value or 0) > _LARGE


def _stands_beside_a_yes(before: Sequence[str], after: Sequence[str]) -> bool:
    """A large number beside a yes, "hai", "only" or what counts pieces: nobody counts so many."""
    near = {*before[:2], *after[:2]}
    if "have" in before[:1] or "left" in near:
        return False
    return bool(near & {"yes", "ok", "is", "only", "all", "number", "offer", "mein", "have", "now", "stock", "or"})


def _names_before(bits: Sequence[Bit], place: int) -> list[str]:
    return [bit.name for bit in reversed(bits[max(0, place - 4) : place]) if bit.name not in ("comma", "dress")]


def _names_after(bits: Sequence[Bit], place: int) -> list[str]:
    return [bit.name for bit in bits[place + 1 : place + 5]]


def _per(bits: Sequence[Bit], place: int) -> tuple[int, int | None]:
    """How many pieces a price is for, and the number that says so; 0 where nothing does."""
    after = bits[place + 1 : place + 5]
    before = bits[max(0, place - 4) : place]
    if [bit.name for bit in after[:2]] == ["each", "number"]:
        return _whole(after[1]), place + 2  # "per dozen"
    if any(bit.name in ("each", "@") for bit in (*before[-2:], *after[:3])):
        return 1, None
    if _is_one_piece(bits, place):
        return 1, place + 1
    if place and bits[place - 1].name == "@":
        return 1, None
    for offset, bit in enumerate(after):
        if bit.name in ("full", "comma", "contrast"):
            break
        linked = any(b.text in _FOR or b.name == "rupee" for b in after[:offset]) or offset == 0
        if bit.name == "all" and linked:
            return -1, None
        if (
            bit.name == "number"
            and linked
            and any(b.text in ("for", "por") or b.text in _COMES_TO or b.name == "ka" for b in after[:offset])
        ):
            return _whole(bit), place + 1 + offset
    return _per_before(bits, place)


def _join_hundreds(bits: list[Bit], place: int) -> Bit:
    """ "Four fifty" is 450."""
    bit, before = bits[place], bits[place - 1] if place else bits[place]
    spoken = bit.text.isalpha() and before.text.isalpha() and before.name in ("number", "price_said")
    if not spoken or before is bit or not (0 < (before.value or 0) < _TEENS and 10 <= (bit.value or 0) < _LARGE):
        return bit
    bits[place - 1] = replace(before, name="priced")
    return replace(bit, value=Fraction(before.value or 0) * _LARGE + (bit.value or 0))


def _is_total(bits: Sequence[Bit], place: int) -> bool:
    near = (*bits[max(0, place - 2) : place], *bits[place + 1 : place + 3])
    return any(bit.text in _TOTAL_WORDS for bit in near)


def _per_before(bits: Sequence[Bit], place: int) -> tuple[int, int | None]:
    for index in range(place - 1, max(-1, place - 5), -1):
        bit = bits[index]
        if bit.name == "all":
            return -1, None
        if bit.name == "number":
            return _whole(bit), index
        if (
            bit.name not in ("stock", "ka", "rupee", "size", "price", "mein", "all")
            and bit.text not in _FOR | _TOTAL_WORDS
        ):
            break
    return 0, None


def _whole(bit: Bit) -> int:
    return int(bit.value) if bit.value is not None and bit.value.denominator == 1 else 0
