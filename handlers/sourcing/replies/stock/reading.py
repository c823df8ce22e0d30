"""Reading what a shopkeeper answers to requests for stock: yes, no, how many, what price, when, and to which request.

A wrong yes sells what nobody has. So what is not understood is unclear, and what may mean two requests means neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from handlers.replies.known import unsigned
from handlers.replies.text import normalise
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits
from handlers.sourcing.replies.stock.clauses import Segment
from handlers.sourcing.replies.stock.counts import count, pay_for_goods
from handlers.sourcing.replies.stock.deciding import decide
from handlers.sourcing.replies.stock.features import without_courtesies
from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.marks import by_order, places_named
from handlers.sourcing.replies.stock.match import goes_on_with_the_rest, segment
from handlers.sourcing.replies.stock.of_all import in_a_row
from handlers.sourcing.replies.stock.other_figures import is_beside_other_figures
from handlers.sourcing.replies.stock.parts import Part, split_parts
from handlers.sourcing.replies.stock.prices import find_prices
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.replies.stock.times import join_times
from handlers.sourcing.replies.stock.unasked import with_colours, without_colours
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer, StockIntent, StockReading
from handlers.sourcing.replies.stock.weighing import Means, weigh

__all__ = ["Ask", "Says", "StockAnswer", "StockIntent", "StockReading", "answers_in_a_row", "places_in", "read_stock",
           "takes_back"]  # fmt: skip

_LONGEST = 2400  # characters of a message; what is longer is no answer, and a part of it could mislead
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
    bits, pool = bits_of(button or text, asks, pool)
    if not pool:
        return _read_without_request(bits)
    plain = unsigned(text)
    choice = _read_choice(bits if plain == text else bits_of(plain, asks, pool)[0], asks, pool)
    if choice and not button:
        return choice
    return _read(bits, asks, pool, now, zone)


def parts_to(text: str, asks: Sequence[Ask]) -> Iterator[tuple[int, list[Bit]]]:
    """Each request that a text speaks of, with the bits that concern it; nothing where that cannot be told."""
    bits, pool = bits_of(text, asks, frozenset(range(len(asks))))
    for one in segment(bits, asks, pool) or ():
        yield from ((index, seen_from(one.bits, asks[index], index)) for index in sorted(one.asks))


def places_in(text: str, asks: Sequence[Ask]) -> frozenset[int]:
    """The places in a list of requests that a text answers by their numbers: of "1 haan 2 nahi" both."""
    if len(text) > _LONGEST or not asks:
        return frozenset()
    bits, pool = bits_of(text, asks, frozenset(range(len(asks))))
    return places_named(bits, asks, pool)


def answers_in_a_row(text: str, asks: Sequence[Ask]) -> bool:
    """Whether a text gives several answers one behind the other that name no request: "yes yes no"."""
    if len(text) > _LONGEST:
        return False
    bits, pool = bits_of(text, asks, frozenset(range(len(asks))))
    return in_a_row(bits, asks, pool)


def bits_of(text: str, asks: Sequence[Ask], pool: frozenset[int]) -> tuple[list[Bit], frozenset[int]]:
    """The bits of a text, and the requests of which it may speak: those in `pool`, and whose orders it names."""
    orders = by_order(asks, range(len(asks)))
    sizes = frozenset(map(asked_size, asks))
    catalogue = Catalogue(asks)
    said = read_bits(mark_no_counts(text), orders, sizes, names_goods=catalogue.names_goods)
    bits = count(catalogue.name(join_times(said)), sizes)
    named = {one for bit in bits if bit.name == "reference" for one in orders[bit.text] & pool or orders[bit.text]}
    if named and not named <= pool:
        pool = pool | named if len(pool) > 1 else frozenset(named)
    if not pool:
        return bits, pool
    # Up to there a bare number is a quantity or a place in the list, beyond it may be money.
    most = max(max(asks[index].quantity, (asks[index].number or 0) if len(pool) > 1 else 0) for index in pool)
    return pay_for_goods(find_prices(bits, most)), pool


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
    answers = _answers(segments, asks, now, zone, placed=len(pool) > 1)
    if len(pool) == 1:
        answers = tuple(_without_other_figures(bits, asks, answer) for answer in answers)
    if undone:
        return _read_undo(segments, answers, pool)
    if any(answer.says is not Says.UNCLEAR for answer in answers):
        return StockReading(answers, StockIntent.ANSWER)
    asked = not answers and any(segment.asks for segment in segments)  # all of it was weighed as a question
    return StockReading(answers, StockIntent.QUESTION if asked else _intent_without_answer(parts))


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
    sized = any(bit.name == "size" for bit in bits)  # which says something of goods that have sizes alone
    one = min(pool, key=lambda index: (sized and not asked_size(asks[index]), index))
    tried = _answers([Segment(frozenset({one}), tuple(bits))], asks, now, zone, placed=False)
    if [answer.says for answer in tried] == [Says.WAIT]:  # of all that it was asked
        return StockReading(tuple(replace(tried[0], ask=index) for index in sorted(pool)), StockIntent.ANSWER)
    if any(answer.says is not Says.UNCLEAR or answer.price is not None for answer in tried):
        return StockReading((), StockIntent.REST if goes_on_with_the_rest(bits) else StockIntent.WHICH)
    return StockReading((), _intent_without_answer(split_parts(bits)))


def _read_without_request(bits: list[Bit]) -> StockReading:
    parts = split_parts(bits)
    if _is_undone(parts):
        return StockReading((), StockIntent.UNDO)
    return StockReading((), _intent_without_answer(parts))


def _intent_without_answer(parts: Sequence[Part]) -> StockIntent:
    asks = any(part.asks for part in parts) and not any(part.has("wrong") for part in parts)
    spoken = any(not part.asks and part.has("unsure", "wait", "flaw", "away") for part in parts)
    return StockIntent.QUESTION if asks and not spoken else StockIntent.UNCLEAR


def _read_choice(bits: Sequence[Bit], asks: Sequence[Ask], pool: frozenset[int]) -> StockReading | None:
    """A bare digit where the message offered "1 Yes 2 No 3 Some"; with a no behind it, it is the one that is asked.

    "2" to a request for two pieces may be the No, and may be the two that are there: that has to be asked.
    """
    said = [bit for bit in without_courtesies(bits) if bit.name not in ("full", "comma", ")", "dress")]
    if len(pool) != 1 or not said or said[0].name != "number" or any(bit.text == "?" for bit in bits):
        return None  # "1?" asks which
    (index,) = pool
    if len(said) == 2 and said[0].value == 1 and said[1].name in ("no", "neg") and asks[index].menu:
        return StockReading((StockAnswer(index, Says.NO, quantity=0, confidence=_SURE),), StockIntent.ANSWER)
    if len(said) != 1:
        return None
    return _read_figure(index, asks[index], said[0].value)


def _read_figure(index: int, ask: Ask, value: Fraction | None) -> StockReading | None:
    """A figure alone; None where the words of the request say more of it than the menu does."""
    if value is None or value.denominator != 1 or value < 1:
        return None
    says = _CHOICES.get(int(value))
    # The menu ends at 3: what is beyond is more than was asked for, or a slip.
    beyond = value > ask.quantity or (ask.menu and value < ask.quantity)
    if _may_count(ask, int(value), says) if says is not None else beyond:
        return StockReading((StockAnswer(index, Says.UNCLEAR, confidence=_LOW),), StockIntent.UNCLEAR)
    if not ask.menu:
        return None
    says = says or Says.YES  # as many as are asked for
    quantity = {Says.YES: ask.quantity, Says.NO: 0}.get(says)
    return StockReading((StockAnswer(index, says, quantity=quantity, confidence=_SURE),), StockIntent.ANSWER)


def _may_count(ask: Ask, value: int, says: Says) -> bool:
    """Whether a digit that the menu offers may be meant in another way: as the pieces that are asked for, or as fewer,
    "1" to a request for three; and where no menu is open, as a choice of one before, or as the place in a list."""
    if ask.menu or ask.figured:
        fewer = value < ask.quantity and says is not Says.PARTIAL  # of which it is asked how many there are
        return fewer or (value == ask.quantity and says is not Says.YES)
    return value > ask.quantity or value == ask.number


def _answers(
    segments: Sequence[Segment], asks: Sequence[Ask], now: datetime, zone: ZoneInfo, *, placed: bool
) -> tuple[StockAnswer, ...]:
    """One answer for each request; two that differ are unclear."""
    found: dict[int, StockAnswer] = {}
    parts: dict[tuple[Bit, ...], list[Part]] = {}  # most requests see one text in the same way
    for part in segments:
        for index in sorted(part.asks):
            seen, colours = without_colours(seen_from(part.bits, asks[index], index), asks[index])
            if seen not in parts:
                parts[seen] = split_parts(seen)
            plain = (_counted(seen, asks[index]) if placed else None) or _timed(seen)
            meant = plain or weigh(seen, parts[seen], asks[index], placed=placed)
            answer = with_colours(
                decide(meant, parts[seen], asks[index], index, now, zone, placed=placed), seen, colours
            )
            if answer is None:
                continue
            answer = _without_other_figures(seen, asks, answer)
            if index in part.shared and not _tells_of_each(answer, part):
                answer = StockAnswer(index, Says.UNCLEAR, confidence=_LOW)
            answer = replace(answer, swept=index in part.swept)
            earlier = found.get(index)
            agrees = earlier is None or earlier.says is answer.says
            found[index] = answer if agrees else StockAnswer(index, Says.UNCLEAR, confidence=_LOW)
    return tuple(found[index] for index in sorted(found))


def _without_other_figures(bits: Sequence[Bit], asks: Sequence[Ask], answer: StockAnswer) -> StockAnswer:
    """Return the answer; an unclear one where it would sell beside another figure or size."""
    if is_beside_other_figures(bits, asks[answer.ask], answer):
        return StockAnswer(answer.ask, Says.UNCLEAR, confidence=_LOW)
    return answer


def _tells_of_each(answer: StockAnswer, part: Segment) -> bool:
    """Whether it holds for each of several orders that want the same goods: there are none, or there are for all."""
    return answer.says is Says.NO or any(bit.name == "all" for bit in part.bits)


def _counted(bits: Sequence[Bit], ask: Ask) -> dict[str, float] | None:
    """What a figure alone says beside the name of a request: "mug 9, kurta 0", "4 sirf 1"; None of all else."""
    said = [bit for bit in bits if bit.name not in ("full", "comma", "dress")]
    if len(said) > 1 and said[0].name == "only":
        said.pop(0)
    if len(said) != 1 or said[0].name != "number" or said[0].value is None:
        return None
    count = said[0].value
    means = Means.NO if count == 0 else Means.PARTIAL if count < ask.quantity else Means.YES
    return {str(one): _SURE if one is means else 0.0 for one in Means}


def _timed(bits: Sequence[Bit]) -> dict[str, float] | None:
    """What a time alone says beside the name of the goods: "kurta by evening"; None of all else."""
    names = [bit.name for bit in bits if bit.name not in ("full", "comma", "dress")]
    if "item" not in names or set(names) - {"item", "asked_size"} != {"time"} or any(bit.text == "?" for bit in bits):
        return None
    return {str(one): _SURE if one is Means.LATER else 0.0 for one in Means}


def seen_from(bits: Sequence[Bit], ask: Ask, index: int) -> list[Bit]:
    """Return the bits as they concern one request: its own size, its own words, the sizes that are numbers."""
    size = asked_size(ask)
    return [_see(bit, size, index) for bit in _number_sizes(bits, size, ask.quantity)]


def _see(bit: Bit, size: str, index: int) -> Bit:
    if bit.name == "size" and bit.text == size:
        return replace(bit, name="asked_size")
    if bit.name in ("other", "ware", "dress") and size and normalise(bit.text) == normalise(size):
        return replace(bit, name="asked_size")  # "matrimonial", "king"
    return replace(bit, name="other") if bit.name == "item" and index not in bit.asks else bit


def _number_sizes(bits: Sequence[Bit], size: str, asked: int) -> list[Bit]:
    """ "38 nahi, 40 hai" for a size of 38, "3 litre hai, 5 nahi" for one of 5 l: the numbers near it are sizes where
    one is named."""
    figure, _, unit = size.partition(" ")
    if not figure.isdigit() or int(figure) == asked:
        return list(bits)
    if unit:
        named = any(bit.name == "size" for bit in bits)
        return [
            Bit("size", size) if named and bit.name == "number" and bit.value == int(figure) else bit for bit in bits
        ]
    named = any(_is_half(bit) or bit.value == int(size) or (bit.name == "size" and bit.text == size) for bit in bits)
    return [Bit("size", f"{float(bit.value or 0):g}") if named and _is_near(bit, int(size)) else bit for bit in bits]


def _is_half(bit: Bit) -> bool:
    """ "10.5": of shoes a size, of nothing a number of pieces."""
    return bit.name == "number" and bit.value is not None and bit.value.denominator == 2 and bit.value > 1


def _is_near(bit: Bit, size: int) -> bool:
    if bit.name != "number" or bit.value is None or (bit.value == 1 and not bit.text.isdigit()):
        return False  # "ek hi bacha hai 4 ka" is one of size 4
    return abs(float(bit.value) - size) <= _NEAR_SIZES


def _is_undone(parts: Sequence[Part]) -> bool:
    """Whether a shop takes its answer back: "undo", "galti se", "sorry, actually sold"."""
    told = [part for part in parts if not part.asks]
    if any(part.has("undo") and not part.has("wrong") and not part.supposes for part in told):
        return True
    return any(part.has("actually") for part in told) and any(part.sign < 0 for part in told)
