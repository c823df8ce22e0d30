"""Whether a text names goods that a shop was not asked for, and none of those that it was: "box 2 hai" to shorts."""

from collections.abc import Collection, Iterator, Sequence

from handlers.replies.text import normalise
from handlers.sourcing.replies.stock.bits import Bit, read_bits
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.stock.words import stock_words

_NAMING = frozenset({"other", "ware", "stock"})  # words of other classes name goods beside one of these alone

# All that may stand where goods are said to be there, and nothing is counted.
_THERE = frozenset({"item", "have", "is", "is_there", "yes", "ok", "stock", "dress", "comma", "full", "-"})
_ASKING = frozenset({"asking", "asks_first", "topic", "order_word", "reference", "phone", "call", "want", "wrong"})


def may_state_others(text: str) -> bool:
    """Whether a text may tell of goods, whatever is sold; what asks, or speaks of orders and money, is for others."""
    names = {bit.name for bit in read_bits(text, (), frozenset())}
    return "?" not in text and not _NAMING.isdisjoint(names) and _ASKING.isdisjoint(names)


def names_strangers(text: str, goods: Sequence[Goods], asked: Collection[str]) -> bool:
    """Whether all that a text names is other goods than those that are ``asked`` for, by their titles.

    A colour alone names nothing: it is that of what is asked for.
    """
    titles = frozenset(map(normalise, asked))
    known = {normalise(one.title) for one in goods}
    custom = [Goods("", title, ("",)) for title in asked if normalise(title) not in known]
    shelf = Shelf([*goods, *custom])
    own = frozenset(place for place, one in enumerate(shelf.goods) if normalise(one.title) in titles)
    named = list(_named(text, shelf))
    return bool(named) and all(meant.isdisjoint(own) for meant in named)


def there_uncounted(text: str, goods: Sequence[Goods]) -> int | None:
    """The place of the goods of which a text says that they are there, and no more: "have elephant", "box hai"; None
    for any other text, and where several may be meant."""
    shelf = Shelf(goods)
    bits = shelf.name(read_bits(shelf.mark(text), (), shelf.sizes))
    meant = [bit.asks for bit in bits if bit.name == "item"]
    if not meant or not {bit.name for bit in bits} <= _THERE:
        return None
    places = frozenset.intersection(*meant)
    return next(iter(places)) if len(places) == 1 else None


def _named(text: str, shelf: Shelf) -> Iterator[frozenset[int]]:
    """The goods that each run of naming words may mean: those named by all words of the run, else by any."""
    said = read_bits(shelf.mark(text), (), shelf.sizes)
    colours = stock_words()["colour"]
    run: list[tuple[Bit, Bit]] = []
    for plain, named in (*zip(said, shelf.name(said), strict=True), (Bit("", ""), Bit("", ""))):
        if named.name == "item":
            run.append((plain, named))
            continue
        if any(one.name in _NAMING and one.text not in colours for one, _ in run):
            asks = [one.asks for _, one in run]
            yield frozenset.intersection(*asks) or frozenset.union(*asks)
        run = []
