"""Exact replies of a shop: a small grammar that has to consume every word before anything is done upon an answer.

What sells may say that goods are there, how many, in the asked size, at what price and when. What denies or puts off
may also say what became of the goods. A word of anything else, or a question mark, leaves the shop to be asked back.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

from handlers.replies.courtesies import is_courtesy
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.match import without_choice
from handlers.sourcing.replies.stock.places import list_numbers
from handlers.sourcing.replies.stock.reading import bits_of, seen_from
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer, StockIntent, StockReading

_THERE = frozenset(
    {
        "yes", "ok", "noworry", "is", "be", "is_there", "have", "left", "ready", "only", "all", "now", "time", "send",
        "come", "stock", "item", "asked_size", "size_word", "thanks", "and", "comma", "full", "reference", "order_word",
        "of", "ka", "#", "(", ")", ":", "-",
    }
)  # fmt: skip
_OTHERS_NOT = frozenset(
    {"no", "neg", "none", "gone", "short", "rest", "little", "contrast", "future", "lead", "flaw", "deed"}
)
_PRICED = frozenset(
    {
        "price_said", "priced", "rupee", "each", "price", "@", "/", "-", "mein", "ka", "yes", "ok", "is", "be", "have",
        "all", "now", "stock", "item", "asked_size", "number", "thanks", "comma", "full", "reference", "contrast",
    }
)  # fmt: skip
_GONE = _THERE | _PRICED | _OTHERS_NOT | {
    "na", "past", "was", "flaw", "another", "similar", "kind", "except", "lacking", "deed", "dress", "size", "colour",
    "plenty", "wait", "actually",
}  # fmt: skip
_OF_A_LIST = frozenset({"unsure", "wait"})  # "1 haan, 2 pata nahi"
_MARKED_PRICES = frozenset({"rupee", "each", "price", "@", "/"})
_COUNTS = frozenset({"number", "whole"})
_WHOM = read_sets("sourcing:stock/dress")["whom"]
_POINTING = read_sets("sourcing:stock/dress")["pointing"]
_ARTICLES = read_sets("sourcing:stock/signs")["articles"]
_PLACES = read_sets("sourcing:stock/there")["places"]
_MOST = 99  # pieces of one request
_NOTED = frozenset({Says.UNCLEAR, Says.WAIT})


def is_exact(text: str, asks: Sequence[Ask], reading: StockReading, quoted: Collection[int] | None = None) -> bool:
    """Return True if the grammar consumes every word of the text, or nothing is done upon what was read in it."""
    said = [one for one in reading.answers if one.says not in _NOTED]
    if reading.intent is not StockIntent.ANSWER or not said:
        return True
    found, pool = bits_of(text, asks, frozenset(quoted or range(len(asks))))
    bits: Sequence[Bit] = found
    if len(pool) == 1:
        (only,) = pool
        bits = without_choice(seen_from(found, asks[only], only), asks[only])
    known = _numbers(bits, said, asks, pool)
    allowed, sells = _allowed(bits, said, several=len(pool) > 1), any(map(_sells, said))
    return all(_is_consumed(bit, asks, known, allowed, sells=sells) for bit in bits)


def _sells(answer: StockAnswer) -> bool:
    return answer.says is Says.YES or (answer.says is Says.PARTIAL and bool(answer.quantity))


def _allowed(bits: Sequence[Bit], said: Sequence[StockAnswer], *, several: bool) -> frozenset[str]:
    """Return the classes of the words that may stand in such an answer."""
    names = {bit.name for bit in bits}
    if not any(map(_sells, said)):
        return _GONE - ({"come"} if any(one.says is Says.LATER for one in said) else set())
    others = _OTHERS_NOT if several or any(one.says is not Says.YES for one in said) else frozenset[str]()
    if "price_said" in names:
        return _PRICED | others if names & _MARKED_PRICES else frozenset()
    there = _THERE | others | (_OF_A_LIST if several else frozenset()) | (_ARTICLES if "item" in names else frozenset())
    there = there if "be" in names else there | _POINTING  # "we have it", but no "we are here"
    return there | {"mein"} if names & {"size", "asked_size"} else there  # "L me hai"


def _numbers(
    bits: Sequence[Bit], said: Sequence[StockAnswer], asks: Sequence[Ask], pool: Collection[int]
) -> frozenset[Fraction]:
    """Return the numbers that a text may name: up to what was asked for, places in the list, the asked size.

    More than was asked for is a count where it can be no size: the goods have none, or it is named.
    """
    sizes = [asked_size(asks[one.ask]) for one in said]
    sized = any(sizes) and not any(bit.name in {"size", "asked_size"} for bit in bits)
    most = max(asks[place].quantity for place in pool) if sized else _MOST
    figures = {int(size) for size in sizes if size.isdecimal()}
    listed = {number for number in list_numbers(asks, pool) if number}
    return frozenset(map(Fraction, {*range(most + 1), *figures, *listed}))


def _is_consumed(
    bit: Bit, asks: Sequence[Ask], known: Collection[Fraction], allowed: Collection[str], *, sells: bool
) -> bool:
    if bit.text == "?":
        return False
    if bit.name in _COUNTS:
        return bit.value in known
    if bit.name == "size" and any(bit.text == asked_size(ask) for ask in asks):
        return True
    if sells and bit.text in _PLACES:
        return False
    if is_courtesy(bit.text) or bit.text in _WHOM or bit.name == "sign":
        return True
    if bit.name in allowed or (bit.name == "dress" and bit.text in allowed):
        return True
    return any(normalise(bit.text) == normalise(asked_size(ask)) for ask in asks if asked_size(ask))
