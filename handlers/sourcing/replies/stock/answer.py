"""What a shopkeeper says to one request, from the parts of what they wrote.

A wrong yes sells what nobody has, so a yes needs words that say so, none that say otherwise, and hardly any that are
not known. What is left open is unclear, and asked back.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from handlers.replies.moments import read_moment
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.confidence import weigh
from handlers.sourcing.replies.stock.hearing import PartsHeard, hear
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.prices import as_amount
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer

_SURE, _FAIR, _LOW = 0.95, 0.75, 0.3
_MOST = 10**6  # pieces; a larger number is no quantity


def read_answer(parts: Sequence[Part], ask: Ask, index: int, now: datetime, zone: ZoneInfo) -> StockAnswer | None:
    """The answer in these parts to `ask`; None where they answer nothing."""
    heard = hear(parts, ask)
    answer = _judge(heard, ask)
    if answer is None:
        return None
    answer = add_price(parts, replace(answer, ask=index), ask)
    if heard.later and answer.says in (Says.LATER, Says.PARTIAL):
        answer = _add_time(heard, answer, now, zone)
    return weigh(heard, answer)


def is_question(parts: Sequence[Part]) -> bool:
    """Whether some part asks something."""
    return any(part.asks for part in parts)


def _judge(heard: PartsHeard, ask: Ask) -> StockAnswer | None:
    if heard.doubted:
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    quantity = _quantity(heard, ask)
    if heard.later:
        return _judge_later(heard, ask, quantity)
    if quantity is not None and quantity < 0:
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    if heard.denied or heard.declined:
        return _judge_denial(heard, ask, quantity)
    if quantity == 0:
        return StockAnswer(0, Says.NO, quantity=0, confidence=_SURE)
    if heard.had and heard.sold and not heard.there:
        return _judge_remainder(heard, ask)
    if heard.short:
        return _judge_shortage(heard, ask, quantity)
    if heard.there or heard.agreed:
        return _judge_yes(heard, ask, quantity)
    if heard.elsewhere:
        return _elsewhere(heard, 0)
    return None


def _judge_later(heard: PartsHeard, ask: Ask, quantity: int | None) -> StockAnswer:
    promised = next((_count(part, ask) for part in heard.later if part.has("number")), None)
    if promised is None and quantity and any(part.has("another", "rest") for part in heard.later):
        promised = max(ask.quantity - quantity, 1)
    if quantity is not None and 0 < quantity < ask.quantity:
        return StockAnswer(0, Says.PARTIAL, quantity=quantity, later_quantity=promised, confidence=_SURE)
    return StockAnswer(0, Says.LATER, later_quantity=promised or quantity or None, confidence=_SURE)


def _judge_denial(heard: PartsHeard, ask: Ask, quantity: int | None) -> StockAnswer:
    heard.elsewhere += heard.offered
    if heard.elsewhere:
        return _elsewhere(heard, quantity or 0)
    if quantity is not None and 0 < quantity < ask.quantity:
        return StockAnswer(0, Says.PARTIAL, quantity=quantity, confidence=_SURE)
    if quantity == 0:
        return StockAnswer(0, Says.NO, quantity=0, confidence=_SURE)
    if heard.denied:
        return _judge_explicit_denial(heard)
    insisted = any(part.names.count("neg") >= 2 or part.names.count("no") >= 2 for part in heard.declined) and bool(
        heard.there
    )
    if insisted and quantity is not None:
        return StockAnswer(0, Says.YES, quantity=quantity, confidence=_FAIR)
    if heard.there or heard.agreed or any(part.has("number") for part in heard.declined):
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    return StockAnswer(0, Says.NO, quantity=0, confidence=_SURE)


def _judge_explicit_denial(heard: PartsHeard) -> StockAnswer:
    of_the_size = any(
        any(part.has(name) for part in heard.denied) and not any(part.has(name) for part in heard.there)
        for name in ("asked_size", "item")
    )
    if heard.there and not of_the_size:
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    return StockAnswer(0, Says.NO, quantity=0, confidence=_FAIR if heard.there else _SURE)


def _judge_remainder(heard: PartsHeard, ask: Ask) -> StockAnswer:
    """ "There were 2, one went": what is left of them is fewer than were asked for, or is asked about."""
    had = sum(_count(part, ask) or 0 for part in heard.had)
    left = had - sum(_count(part, ask) or 0 for part in heard.sold)
    if 0 < left < ask.quantity:
        return StockAnswer(0, Says.PARTIAL, quantity=left, confidence=_FAIR)
    return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)


def _judge_shortage(heard: PartsHeard, ask: Ask, quantity: int | None) -> StockAnswer:
    """ "3 available, 2 short": the rest is there, if the two agree."""
    missing = sum(_count(part, ask) or 0 for part in heard.short)
    left = ask.quantity - missing
    if not 0 < left < ask.quantity or quantity not in (None, left):
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    return StockAnswer(0, Says.PARTIAL, quantity=left, confidence=_SURE)


def _judge_yes(heard: PartsHeard, ask: Ask, quantity: int | None) -> StockAnswer:
    if quantity is not None and quantity < ask.quantity:
        found = StockAnswer(0, Says.PARTIAL, quantity=quantity, confidence=_SURE)
        return replace(found, other_size=_size(heard), alternative=_alternative(heard))
    told_left = quantity is not None and (heard.had or any(part.has("left") for part in heard.there))
    if heard.sold and not told_left:
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)  # "yes, sold one": how many are left?
    told = any(part.has("deed", "call") for part in heard.agreed)
    if not heard.there and (heard.unread or heard.asked or told):
        return StockAnswer(0, Says.UNCLEAR, confidence=_LOW)
    if quantity is None and any(part.has("little", "short") for part in heard.there + heard.agreed):
        return StockAnswer(0, Says.PARTIAL, confidence=_FAIR)
    if any(_is_instead(part) for part in heard.elsewhere):
        return _elsewhere(heard, 0)
    if heard.elsewhere and quantity is None and not any(part.has("asked_size", "item") for part in heard.there):
        return _elsewhere(heard, 0)
    return StockAnswer(0, Says.YES, quantity=quantity or ask.quantity, confidence=_SURE)


def _is_instead(part: Part) -> bool:
    """ "It is there but in another style", "haan in L only green"."""
    return (part.has("similar") and not part.has("and")) or (part.has("colour") and part.has("only"))


def _elsewhere(heard: PartsHeard, quantity: int) -> StockAnswer:
    return StockAnswer(
        0, Says.PARTIAL, quantity=quantity, other_size=_size(heard), alternative=_alternative(heard), confidence=_SURE
    )


def _size(heard: PartsHeard) -> str | None:
    return next((bit.said or bit.text for part in heard.elsewhere if (bit := part.first("size"))), None)


def _alternative(heard: PartsHeard) -> str | None:
    return next((bit.text for part in heard.elsewhere if (bit := part.first("colour") or part.first("similar"))), None)


def _quantity(heard: PartsHeard, ask: Ask) -> int | None:
    """How many they have; None where they do not say, -1 where they say it in two ways, or by no whole number."""
    if any(part.quantity is not None and _count(part, ask) is None for part in heard.there):
        return -1
    said = {count for part in heard.there if (count := _count(part, ask)) is not None}
    damaged = sum(_count(part, ask) or 1 for part in heard.damaged)
    if damaged and said and max(said) > damaged:  # "2 there but 1 is damaged"; "1 ok 1 damaged" counts the good ones
        said = said - {max(said)} | {max(said) - damaged}
    if len(said) > 1 and min(said) < ask.quantity:
        return -1
    return max(said, default=None)  # "haan 3 hai, 2 le lo" is enough in both ways


def _count(part: Part, ask: Ask) -> int | None:
    value = part.quantity
    if value is None:
        return _count_all(part, ask)
    if 0 < value < 1:
        value *= ask.quantity
    return int(value) if value.denominator == 1 and value <= _MOST else None


def _count_all(part: Part, ask: Ask) -> int | None:
    return ask.quantity if part.has("all", "plenty") else None


def add_price(parts: Sequence[Part], answer: StockAnswer, ask: Ask) -> StockAnswer:
    """The answer with the price that is named in these parts, if one is."""
    prices = [bit for part in parts for bit in part.bits if bit.name == "price_said" and bit.value is not None]
    if not prices:
        return answer
    per = [_pieces(bit, ask) for bit in prices]
    chosen = next((place for place, count in enumerate(per) if count == ask.quantity), 0)
    price = as_amount(prices[chosen].value or Fraction(0))
    return replace(answer, price=price, price_for=per[chosen])


def _pieces(bit: Bit, ask: Ask) -> int:
    return ask.quantity if bit.per < 0 else bit.per or 1


def _add_time(heard: PartsHeard, answer: StockAnswer, now: datetime, zone: ZoneInfo) -> StockAnswer:
    bit = next((bit for part in heard.later if (bit := part.first("time"))), None)
    if bit is None:
        return answer
    moment = read_moment(bit.text, now, zone)
    return replace(answer, when=moment.at if moment else None)
