"""How many, which size, at what price and when: the figures of a shop's answer, once it is known what it means.

Everything in the answer is read and placed first: a figure is what was asked for, what is left, what is missing or
broken, what was before, or what comes later. What is told in two ways is not told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from handlers.replies.moments import read_moment
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.prices import as_amount
from handlers.sourcing.replies.stock.signs import DENYING
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer
from handlers.sourcing.replies.stock.weighing import Means

OTHERS = ("size", "colour", "similar", "ware")
"""What names another size, colour or kind of goods."""
_MOST = 10**6  # pieces; a larger number is no quantity
_DEAREST = 10**9  # of any currency; a larger number is no price
_GONE_BY = ("was", "past")
_COMING = ("time", "future")
_BEFORE = read_sets("sourcing:stock/signs")["before"]
_UNUSABLE = ("flaw", "short", *_GONE_BY)


def answer_with_figures(
    means: Means, parts: Sequence[Part], ask: Ask, now: datetime, zone: ZoneInfo
) -> StockAnswer | None:
    """The answer of this meaning with what it says besides; None where it lacks what it needs: its price, or one price.

    `now` is aware; times are read in `zone`. The answer is that to request 0.
    """
    own = [part for part in parts if not part.has(*OTHERS) or part.has("asked_size", "item")]
    match means:
        case Means.YES | Means.PRICE:
            sold = _priced(parts, StockAnswer(0, Says.YES), ask, told=means is Means.PRICE)
            return sold and replace(sold, quantity=max(_counts(own) - {sold.price} | {ask.quantity}))
        case Means.NO:
            return StockAnswer(0, Says.NO, quantity=0)
        case Means.PARTIAL if (some := _some(own, ask)) is not None or len(own) == len(parts):
            found = replace(_other(parts, ask), quantity=some)
            return _at_a_time(parts, found, ask, now, zone)
        case Means.PARTIAL | Means.ALTERNATIVE:
            return _other(parts, ask)
        case Means.WAIT:
            return StockAnswer(0, Says.WAIT, when=_told_by(parts, now, zone))
    return _at_a_time(parts, StockAnswer(0, Says.LATER), ask, now, zone)


def _whole(part: Part) -> Iterator[int]:
    """The whole numbers of a part that count pieces."""
    for bit in part.bits:
        if bit.name == "number" and bit.value is not None and bit.value.denominator == 1 and bit.value <= _MOST:
            yield int(bit.value)


def _counts(parts: Iterable[Part]) -> set[int]:
    return {count for part in parts for count in _whole(part)}


def _some(parts: Sequence[Part], ask: Ask) -> int | None:
    """How many of those that were asked for are there: of "3 nahi, 2 hai" two, of "one short" all but one."""
    there = [part for part in parts if not part.has(*_UNUSABLE) and not _is_later(part)]
    found = {count for count in _counts(there) | set(_shares(there, ask)) if 0 < count < ask.quantity}
    if len(found) > 1:
        found = {count for count in _counts(part for part in there if part.sign > 0) if 0 < count < ask.quantity}
    if found:
        return found.pop() if len(found) == 1 else None
    lost = sum(next(_whole(part), 1) for part in parts if part.has("short", "flaw") or _is_sold(part))
    had = next(iter(_counts(part for part in parts if part.has(*_GONE_BY))), ask.quantity)
    return had - lost if 0 < lost < had and had - lost < ask.quantity else None


def _shares(parts: Iterable[Part], ask: Ask) -> Iterator[int]:
    """What halves and quarters of those that were asked for come to."""
    for part in parts:
        for bit in part.bits:
            if bit.name == "number" and bit.value is not None and 0 < bit.value < 1:
                yield int(bit.value * ask.quantity)


def _is_sold(part: Part) -> bool:
    return part.has("gone") and part.has("number")


def _is_later(part: Part) -> bool:
    return part.has(*_COMING) and not part.has("now")


def _other(parts: Sequence[Part], ask: Ask) -> StockAnswer:
    """The other size or colour that is there: the first of its kind that no word denies."""
    size, *others = (_first(parts, name) for name in OTHERS)
    other = next(filter(None, others), None)
    return StockAnswer(
        0,
        Says.PARTIAL,
        quantity=_some([part for part in parts if part.has("asked_size", "item")], ask) or 0,
        other_size=(size.said or size.text) if size else None,
        alternative=other.text if other else None,
    )


def _first(parts: Sequence[Part], name: str) -> Bit | None:
    named = [part for part in parts if part.has(name)]
    sound = [part for part in named if not DENYING.intersection(part.names)]
    return next((part.first(name) for part in sound or named), None)


def _at_a_time(parts: Sequence[Part], answer: StockAnswer, ask: Ask, now: datetime, zone: ZoneInfo) -> StockAnswer:
    """The answer with when the rest comes, and how many then."""
    later = [part for part in parts if _is_later(part)]
    if answer.says is Says.PARTIAL and not later:
        return answer
    counted = _counts(later)
    rest = any(part.has("another", "rest") for part in later) and answer.quantity
    return replace(
        answer,
        when=_told_by(later or parts, now, zone),
        later_quantity=counted.pop() if len(counted) == 1 else ask.quantity - rest if rest else None,
    )


def _told_by(parts: Sequence[Part], now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a shop says that it will tell; None where it names no time."""
    time = _first(parts, "time")
    moment = read_moment(time.text, now, zone) if time else None
    return moment.at if moment else None


def _priced(parts: Sequence[Part], answer: StockAnswer, ask: Ask, *, told: bool) -> StockAnswer | None:
    """The answer with the price that holds now, if one is named; None where two are.

    `told`: a price is told, so that a bare number may be one: "they're 72 now".
    """
    runs = list(_runs(parts))
    named = _prices([run for run in runs if not _is_over(run)], ask, told=told) or _prices(runs, ask, told=told)
    by_count = dict(named)
    if len(named) > len(by_count):
        return None
    if not by_count:
        return None if told else answer
    count = ask.quantity if ask.quantity in by_count else min(by_count)
    return replace(answer, price=as_amount(by_count[count]), price_for=count)


def _prices(runs: Sequence[Sequence[Bit]], ask: Ask, *, told: bool) -> set[tuple[int, Fraction]]:
    """The prices in these bits, each with the number of pieces that it is for."""
    bits = [(bit, bit.value) for run in runs for bit in run if bit.value is not None and bit.value <= _DEAREST]
    named = {(_pieces(bit, ask), value) for bit, value in bits if bit.name == "price_said"}
    return named or {(1, value) for bit, value in bits if told and bit.name == "number" and value > ask.quantity}


def _runs(parts: Iterable[Part]) -> Iterator[Sequence[Bit]]:
    """The bits of the parts, parted before each "now" and behind a denial too: "999 nahi | 1100 lagenge"."""
    for part in parts:
        denied = next((place for place, name in enumerate(part.names) if name in DENYING), len(part.bits))
        at = [place for place, bit in enumerate(part.bits) if bit.name == "now" or (bit.value and place > denied)]
        for start, end in pairwise((0, *at, len(part.bits))):
            yield part.bits[start:end]


def _is_over(run: Sequence[Bit]) -> bool:
    """Whether these bits tell of the past, or deny."""
    return any(bit.name in DENYING or bit.name in _GONE_BY or not _BEFORE.isdisjoint(bit.text.split()) for bit in run)


def _pieces(bit: Bit, ask: Ask) -> int:
    return ask.quantity if bit.per < 0 else bit.per or 1
