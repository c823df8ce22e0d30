"""Reading what a shopkeeper answers to requests for stock: yes, no, how many, what price, when, and to which request.

A wrong yes sells what nobody has. So what is not understood is unclear, and what may mean two requests means neither.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.sourcing.replies.stock.answer import is_question, read_answer
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits
from handlers.sourcing.replies.stock.counts import count, pay_for_goods
from handlers.sourcing.replies.stock.deciding import decide
from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.marks import by_order
from handlers.sourcing.replies.stock.match import Segment, segment
from handlers.sourcing.replies.stock.parts import Part, split_parts
from handlers.sourcing.replies.stock.prices import find_prices
from handlers.sourcing.replies.stock.sizes import canonical_size
from handlers.sourcing.replies.stock.times import join_times
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer, StockIntent, StockReading
from handlers.sourcing.replies.stock.weighing import weigh

__all__ = ["Ask", "Says", "StockAnswer", "StockIntent", "StockReading", "read_stock", "takes_back"]

_LONGEST = 4096  # characters of a message; what is longer is no answer, and a part of it could mislead
_SURE, _LOW = 0.95, 0.3
_CHOICES = {1: Says.YES, 2: Says.NO, 3: Says.PARTIAL}
_NEAR_SIZES = 12  # between two numeric sizes of one product ("size 38 nahi, 40 hai")


def read_stock(
    text: str,
    asks: Sequence[Ask],
    now: datetime,
    zone: ZoneInfo,
    *,
    quoted: frozenset[int] | None = None,
    button: str | None = None,
) -> StockReading:
    """What a shop's reply says to its open requests.

    `asks` are all of them, `quoted` the indexes of those in the message that they replied to, `button` the label of a
    quick reply that they pressed, which counts more than the text. `now` is aware; times are read in `zone`.
    """
    if len(text) > _LONGEST:
        return StockReading((), StockIntent.UNCLEAR)
    pool = frozenset(range(len(asks))) if not quoted else frozenset(i for i in quoted if 0 <= i < len(asks))
    orders = by_order(asks, range(len(asks)))
    sizes = frozenset(canonical_size(ask.size) for ask in asks)
    catalogue = Catalogue(asks)
    said = read_bits(mark_no_counts(button or text), orders, sizes, names_goods=catalogue.names_goods)
    bits = count(catalogue.name(join_times(said)), sizes)
    named = {one for bit in bits if bit.name == "reference" for one in orders[bit.text] & pool or orders[bit.text]}
    if named and not named <= pool:
        pool = pool | named if len(pool) > 1 else frozenset(named)
    if not pool:
        return _read_without_request(bits)
    # Up to there a bare number is a quantity or a place in the list, beyond it may be money.
    most = max(max(asks[index].quantity, (asks[index].number or 0) if len(pool) > 1 else 0) for index in pool)
    bits = pay_for_goods(find_prices(bits, most))
    choice = _read_choice(bits, asks, pool)
    if choice and not button:
        return choice
    return _read(bits, asks, pool, now, zone)


def bits_to(text: str, ask: Ask) -> list[Bit]:
    """The bits of an answer to one request, as they concern it."""
    orders, sizes, catalogue = by_order([ask], range(1)), frozenset({canonical_size(ask.size)}), Catalogue([ask])
    said = read_bits(mark_no_counts(text), orders, sizes, names_goods=catalogue.names_goods)
    bits = count(catalogue.name(join_times(said)), sizes)
    return _seen_from(pay_for_goods(find_prices(bits, ask.quantity)), ask, 0)


def takes_back(text: str) -> bool:
    """Whether a text takes back what was said, and says nothing else: "undo", "galti se likh diya"; not "undo 1234"."""
    if len(text) > _LONGEST:
        return False
    parts = split_parts(join_times(read_bits(text, (), frozenset())))
    named = any(part.has("number", "size", "reference", "digits") or part.sign < 0 or part.asks for part in parts)
    return not named and any(part.has("undo") and not part.has("wrong") for part in parts)


def _read(bits: list[Bit], asks: Sequence[Ask], pool: frozenset[int], now: datetime, zone: ZoneInfo) -> StockReading:
    parts = split_parts(bits)
    undone = _is_undone(parts)
    segments = segment([bit for bit in bits if bit.name != "undo"] if undone else bits, asks, pool)
    if segments is None:
        return _read_unassigned(bits, asks, pool, now, zone, undone=undone)
    answers = _answers(segments, asks, now, zone, placed=len(asks) > 1 and len(pool) > 1)
    if undone:
        return _read_undo(segments, answers, pool)
    if any(answer.says is not Says.UNCLEAR for answer in answers):
        return StockReading(answers, StockIntent.ANSWER)
    return StockReading(answers, _intent_without_answer(parts))


def _read_undo(segments: Sequence[Segment], answers: Sequence[StockAnswer], pool: frozenset[int]) -> StockReading:
    """An undo with the requests that it names, if they are not all there are; no where it also denies."""
    denied = {answer.ask: answer for answer in answers if answer.says is Says.NO}
    named = frozenset().union(*(part.asks for part in segments))
    if named == pool:
        return StockReading(tuple(denied.values()), StockIntent.UNDO)
    unclear = {index: StockAnswer(index, Says.UNCLEAR, confidence=_LOW) for index in sorted(named)}
    return StockReading(tuple((unclear | denied).values()), StockIntent.UNDO)


def _read_unassigned(
    bits: list[Bit], asks: Sequence[Ask], pool: frozenset[int], now: datetime, zone: ZoneInfo, *, undone: bool
) -> StockReading:
    if undone:
        return StockReading((), StockIntent.UNDO)
    tried = _answers([Segment(frozenset({min(pool)}), tuple(bits))], asks, now, zone, placed=False)
    if any(answer.says is not Says.UNCLEAR or answer.price is not None for answer in tried):
        return StockReading((), StockIntent.WHICH)
    return StockReading((), _intent_without_answer(split_parts(bits)))


def _read_without_request(bits: list[Bit]) -> StockReading:
    parts = split_parts(bits)
    if _is_undone(parts):
        return StockReading((), StockIntent.UNDO)
    return StockReading((), _intent_without_answer(parts))


def _intent_without_answer(parts: Sequence[Part]) -> StockIntent:
    asks = is_question(parts) and not any(part.has("wrong") for part in parts)
    spoken = any(not part.asks and part.has("unsure", "wait", "flaw", "away") for part in parts)
    asks = asks or any(part.offers_a_choice for part in parts)
    return StockIntent.QUESTION if asks and not spoken else StockIntent.UNCLEAR


def _read_choice(bits: Sequence[Bit], asks: Sequence[Ask], pool: frozenset[int]) -> StockReading | None:
    """A bare digit where the message offered "1 Yes 2 No 3 Some"; with a no behind it, it is the one that is asked."""
    said = [bit for bit in bits if bit.name not in ("full", "comma", ")", "dress")]
    if len(pool) != 1 or not said or said[0].name != "number":
        return None
    (index,) = pool
    if len(said) == 2 and said[0].value == 1 and said[1].name in ("no", "neg") and asks[index].menu:
        return StockReading((StockAnswer(index, Says.NO, quantity=0, confidence=_SURE),), StockIntent.ANSWER)
    if len(said) != 1:
        return None
    ask, value = asks[index], said[0].value
    says = _CHOICES.get(int(value)) if ask.menu and value is not None and value.denominator == 1 else None
    if says is None:
        return None
    quantity = {Says.YES: ask.quantity, Says.NO: 0}.get(says)
    return StockReading((StockAnswer(index, says, quantity=quantity, confidence=_SURE),), StockIntent.ANSWER)


def _answers(
    segments: Sequence[Segment], asks: Sequence[Ask], now: datetime, zone: ZoneInfo, *, placed: bool
) -> tuple[StockAnswer, ...]:
    """One answer for each request; two that differ are unclear."""
    found: dict[int, StockAnswer] = {}
    parts: dict[tuple[Bit, ...], list[Part]] = {}  # most requests see one text in the same way
    for part in segments:
        for index in sorted(part.asks):
            seen = tuple(_seen_from(part.bits, asks[index], index))
            if seen not in parts:
                parts[seen] = split_parts(seen)
            read = read_answer(parts[seen], asks[index], index, now, zone)
            meant = weigh(seen, asks[index])
            answer = decide(meant, parts[seen], read, asks[index], index, now, zone, placed=placed)
            if answer is None:
                continue
            earlier = found.get(index)
            agrees = earlier is None or earlier.says is answer.says
            found[index] = answer if agrees else StockAnswer(index, Says.UNCLEAR, confidence=_LOW)
    return tuple(found[index] for index in sorted(found))


def _seen_from(bits: Sequence[Bit], ask: Ask, index: int) -> list[Bit]:
    """The bits as they concern one request: its own size, its own words, the sizes that are numbers."""
    size = canonical_size(ask.size)
    return [_see(bit, size, index) for bit in _number_sizes(bits, size, ask.quantity)]


def _see(bit: Bit, size: str, index: int) -> Bit:
    if bit.name == "size" and bit.text == size:
        return replace(bit, name="asked_size")
    return replace(bit, name="other") if bit.name == "item" and index not in bit.asks else bit


def _number_sizes(bits: Sequence[Bit], size: str, asked: int) -> list[Bit]:
    """ "38 nahi, 40 hai" for a size of 38: the numbers near it are sizes where it is named itself."""
    named = any(bit.value == int(size) or (bit.name == "size" and bit.text == size) for bit in bits if size.isdigit())
    if not named or int(size) == asked:
        return list(bits)
    return [Bit("size", str(bit.value)) if _is_near(bit, int(size)) else bit for bit in bits]


def _is_near(bit: Bit, size: int) -> bool:
    return bit.name == "number" and bit.value is not None and abs(float(bit.value) - size) <= _NEAR_SIZES


def _is_undone(parts: Sequence[Part]) -> bool:
    """Whether a shop takes its answer back: "undo", "galti se", "sorry, actually sold"."""
    told = [part for part in parts if not part.asks]
    if any(part.has("undo") and not part.has("wrong") and not part.supposes for part in told):
        return True
    return any(part.has("actually") for part in told) and any(part.sign < 0 for part in told)
