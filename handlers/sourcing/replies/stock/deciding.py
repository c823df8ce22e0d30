"""What is taken from a shop's answer: the meaning, where it is likely enough for what is done upon it, and its figures.

The parts of an answer are read by grammar as well (`answer`). Where both readings agree, less is needed of the weighed
one. What names another size or colour and not the one that was asked for is never a yes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.replies.harm import Deed, allows
from handlers.replies.moments import read_moment
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.answer import add_price
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.strangers import count_risky
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer
from handlers.sourcing.replies.stock.weighing import Means, is_known

_LOW = 0.3
_BOTH = 0.35  # what two readings that agree are surer by than one
_OTHERS = ("size", "colour", "similar")
_STRANGE = 0.4  # the share of words nobody uses in such chats that makes a part unread
_SURELY = 0.9  # where a question is a yes: "do hai, bhej du?"
_HARDLY = 0.05
_SOME = 0.2  # how likely the weighed reading must find what the grammar reads
_DEEDS: Mapping[Means, Deed] = {
    Means.YES: Deed.SELL,
    Means.PRICE: Deed.NOTE,
    Means.NO: Deed.GIVE_UP,
    Means.PARTIAL: Deed.NOTE,
    Means.ALTERNATIVE: Deed.NOTE,
    Means.LATER: Deed.NOTE,
}
_SAYS: Mapping[Means, Says] = {
    Means.YES: Says.YES,
    Means.PRICE: Says.YES,
    Means.NO: Says.NO,
    Means.PARTIAL: Says.PARTIAL,
    Means.ALTERNATIVE: Says.PARTIAL,
    Means.LATER: Says.LATER,
}
_MEANS = {Says.YES: Means.YES, Says.NO: Means.NO, Says.LATER: Means.LATER}
_SOLD = frozenset({Means.YES, Means.PRICE})
_AGAINST = (Means.NO, Means.PARTIAL, Means.ALTERNATIVE)
_DENYING = frozenset({"neg", "no", "none", "gone"})
_COURTESIES = read_sets("sourcing:stock/signs")["courtesies"]


def decide(
    meant: Mapping[str, float],
    parts: Sequence[Part],
    read: StockAnswer | None,
    ask: Ask,
    index: int,
    now: datetime,
    zone: ZoneInfo,
    *,
    placed: bool,
) -> StockAnswer | None:
    """The answer to a request; ``read`` is how the grammar reads it. None where it is none, unclear where to ask.

    ``placed``: it is a part of an answer to several requests, of which the rest was taken away: "1 ok 2 no".
    """
    means = Means(max(meant, key=lambda one: meant[one]))
    grammar = _meaning(read)
    if read is not None and grammar is not None and _is_safe(grammar, meant, parts, placed=placed):
        return replace(read, ask=index)
    deed = _DEEDS.get(means)
    if deed is None:
        return None if means is Means.QUESTION else _unclear(index, read)
    agrees = grammar is means
    likely = meant[means] + (meant[Means.PRICE] if means is Means.YES else 0.0)
    opposed = [one for one in _AGAINST if one is not means]
    against = 1.0 if _is_opposed(means, grammar) else 0.0 if agrees else sum(meant[one] for one in opposed)
    if not allows(deed, likely + (_BOTH if agrees else 0.0), against):
        return _unclear(index, read)
    if means in _SOLD and (_is_courtesy(parts) or (not agrees and _speaks_against(parts, likely))):
        return _unclear(index, read)
    answer = read if agrees and read is not None else _with_figures(means, parts, ask, now, zone)
    return None if answer is None else replace(answer, ask=index, confidence=round(min(1.0, likely), 2))


def _meaning(read: StockAnswer | None) -> Means | None:
    """The meaning of an answer by the grammar; None where the grammar leaves the answer open."""
    if read is None or read.says is Says.UNCLEAR:
        return None
    if read.says is Says.PARTIAL:
        return Means.ALTERNATIVE if read.other_size or read.alternative else Means.PARTIAL
    return Means.PRICE if read.says is Says.YES and read.price is not None else _MEANS[read.says]


def _is_safe(grammar: Means, meant: Mapping[str, float], parts: Sequence[Part], *, placed: bool) -> bool:
    """Whether an answer is taken as the grammar reads it: one that promises nothing, where that is likely at all; and a
    yes that names what was asked for, or a part of an answer that was placed, where little speaks against it."""
    if placed:
        against = meant[Means.NO] if grammar in _SOLD else max(meant[one] for one in _SOLD)
        return against < _SURELY
    if grammar is Means.ALTERNATIVE or _DEEDS[grammar] is Deed.NOTE:
        return meant[grammar] >= (_HARDLY if grammar is Means.ALTERNATIVE else _SOME)
    named = any(part.has("item", "asked_size", "reference") for part in parts)
    return grammar is Means.YES and named and sum(meant[one] for one in _AGAINST) < _SOME


def _is_opposed(means: Means, grammar: Means | None) -> bool:
    """Whether one reading says that it is there, and the other that it is not."""
    return {means, grammar} in ({Means.YES, Means.NO}, {Means.PRICE, Means.NO})


def _unclear(index: int, read: StockAnswer | None) -> StockAnswer:
    price, per = (None, 1) if read is None else (read.price, read.price_for)
    return StockAnswer(index, Says.UNCLEAR, price=price, price_for=per, confidence=_LOW)


def _is_courtesy(parts: Sequence[Part]) -> bool:
    """ "ok", "theek hai", "vale": heard, and nothing said of the goods."""
    return all(bit.text in _COURTESIES or bit.name in {"dress", "thanks"} for part in parts for bit in part.bits)


def _speaks_against(parts: Sequence[Part], likely: float) -> bool:
    """Whether another size, colour or kind of goods is named, and what was asked for is not; or somebody else's word,
    a flaw, a closed shop, a question: what a yes beside it does not outweigh."""
    told = any(part.has("size", "colour", "similar", "ware") for part in parts)
    asked = any(part.has("asked_size", "item") for part in parts)
    doubtful = any(part.has("unsure", "wait", "flaw", "away", "wrong", "yonder", "hearsay") for part in parts)
    asks = any(part.asks and not (part.has("send", "offer") and likely >= _SURELY) for part in parts)
    return (told and not asked) or doubtful or asks or any(_may_be_goods(part) for part in parts)


def _may_be_goods(part: Part) -> bool:
    """Whether a word that nothing is known of stands where goods do: "yes zorvika", "zorvika 2 piece hai"."""
    heard = [replace(bit, name="dress") if bit.name == "other" and is_known(bit.text) else bit for bit in part.bits]
    strange = sum(bit.name == "other" for bit in heard)
    many = strange > _STRANGE * sum(bit.name != "dress" for bit in heard)
    return many or count_risky(heard, agreed=False, opposed=part.opposed) > 0


def _with_figures(means: Means, parts: Sequence[Part], ask: Ask, now: datetime, zone: ZoneInfo) -> StockAnswer | None:
    match means:
        case Means.YES:
            enough = max(_enough(parts, ask), ask.quantity)
            return add_price(_current(parts), StockAnswer(0, Says.YES, quantity=enough), ask)
        case Means.PRICE:
            priced = add_price(_current(parts), StockAnswer(0, Says.YES, quantity=ask.quantity), ask)
            return priced if priced.price is not None else StockAnswer(0, Says.UNCLEAR)
        case Means.NO:
            return StockAnswer(0, Says.NO, quantity=0)
        case Means.PARTIAL if (fewer := _fewer(parts, ask)) is not None or not any(
            part.has(*_OTHERS) for part in parts
        ):
            return StockAnswer(0, Says.PARTIAL, quantity=fewer)
        case Means.PARTIAL | Means.ALTERNATIVE:
            size, *others = (_first(parts, name) for name in _OTHERS)
            other = next(filter(None, others), None)
            return StockAnswer(
                0,
                Says.PARTIAL,
                quantity=0,
                other_size=(size.said or size.text) if size else None,
                alternative=other.text if other else None,
            )
    time = _first(parts, "time")
    moment = read_moment(time.text, now, zone) if time else None
    return StockAnswer(0, Says.LATER, when=moment.at if moment else None)


def _enough(parts: Sequence[Part], ask: Ask) -> int:
    said = [bit.value for part in parts for bit in part.bits if bit.name == "number" and bit.value is not None]
    return int(max((one for one in said if one.denominator == 1 and one <= 10**6), default=ask.quantity))


def _fewer(parts: Sequence[Part], ask: Ask) -> int | None:
    """How many there are, of "3 nahi, 2 hai" two, of "one short" all but one; None where it says several numbers."""
    found = set()
    for part in parts:
        for bit in part.bits:
            if (
                bit.name != "number"
                or bit.value is None
                or bit.value.denominator != 1
                or not 0 < bit.value < ask.quantity
            ):
                continue
            found.add(ask.quantity - int(bit.value) if part.has("short") else int(bit.value))
    return found.pop() if len(found) == 1 else None


def _first(parts: Sequence[Part], name: str) -> Bit | None:
    """The first bit of a kind that is not denied, else the first of all."""
    named = [part for part in parts if part.has(name)]
    sound = [part for part in named if not _DENYING.intersection(part.names)]
    return next((part.first(name) for part in sound or named), None)


def _current(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts that speak of the price that holds now: the last ones, where there are two prices."""
    priced = [part for part in parts if part.has("price_said")]
    sound = [part for part in priced if not _DENYING.intersection(part.names) and not part.has("was", "past")]
    return sound[-1:] if len(priced) > 1 and sound else parts
