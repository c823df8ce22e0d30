"""Reading what a shop says that it has: "tiger shorts L 5", "mug 12, shorts XL 3", "shorts L khatam", several lines.

A figure that is taken wrongly is promised to a customer. So each line must name one product, the sizes and the pieces,
and hold no word that says something else ("5 tomorrow", "5 sold", "is it 5?"); all others are said back, not guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits
from handlers.sourcing.replies.stock.entries import BESIDE_WORDS, FIGURES, GONE, NAMES, Entry, read_entries
from handlers.sourcing.replies.stock.goods import Counted, Shelf, Unsure
from handlers.sourcing.replies.stock.prices import as_amount, find_prices
from handlers.sourcing.replies.stock.said_sizes import sizes_in
from handlers.sourcing.replies.stock.words import stock_words

__all__ = ["Statement", "answers_too", "may_state", "read_statement"]

MOST_PIECES = 999  # more of one size is no shop's stock, and often a price or a phone number
_LONGEST_TEXT, _MOST_LINES, _MOST_TITLES = 4000, 60, 3

# A small letter beside a figure, and letters that a figure follows without a space: "l 5", "S2 M4".
_SMALL = re.compile(
    r"(?<![^\W_'’])([smlSML]|[xX]{1,4}[lLsS])(?=\s*[-:=x]?\s*\d)|(?<![^\W_'’])([sml])(?=\s+(?:khat|khtm|nahi|nhi|over|out|gone|no\b))"
)
_NO_FIGURES = frozenset({"uncounted"})  # "-5", "1e9"
_ANSWERING = frozenset({"yes", "ok", "no", "neg", "only", "left", "last"})
_OF_ALL_SIZES = frozenset({"all", "size_word"})  # "sab khatam", "not in any size"
_PARTING = frozenset({"stock", "size_word", ":"})  # with one of these a figure behind a size counts pieces
# What may stand beside the name, the size and the figure without changing what they say.
_BESIDE = frozenset(
    {
        "dress", "stock", "is", "be", "have", "only", "left", "last", "of", "mein", "ka", "now", "size_word", "comma",
        "full", "-", ":", "(", ")", "and", "each", "yes", "ok", "all", "rupee", "@", "price", "price_said", "thanks",
        "/", "#", "&", "number", "priced", "size",
    }
)  # fmt: skip
# Words that put off, ask, want or tell of the past: with one of them a line states nothing.
_OTHERWISE = frozenset(
    {
        "future", "day", "unsure", "wait", "asking", "asks_first", "is_there", "want", "flaw", "undo", "topic", "phone",
        "reference", "except", "rest", "another", "similar", "past", "was", "or", "vague", "unit_of_time", "month",
        "clock", "lead", "come", "send", "call", "wrong", "away", "order_word", "contrast", "actually", "noworry",
        "offer", "~", "lacking", "yonder",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """The stock that a shop stated, and the words that could not be placed."""

    counted: tuple[Counted, ...] = ()
    unsure: tuple[Unsure, ...] = ()


def may_state(text: str) -> bool:
    """Whether a text can say what a shop has, whatever is sold: a name with a figure, or that it is gone."""
    bits = read_bits(_prepared(mark_no_counts(text)), (), frozenset())
    names = any(bit.name in NAMES and bit.text not in BESIDE_WORDS for bit in bits)
    return names and any(bit.name in GONE | FIGURES | _NO_FIGURES for bit in bits) and "?" not in text


def answers_too(text: str) -> bool:
    """Whether a text has words of an answer, which a bare list has not: "haan, XL 5 hai", "sirf XL 5"."""
    return any(bit.name in _ANSWERING for bit in read_bits(_prepared(mark_no_counts(text)), (), frozenset()))


def read_statement(text: str, shelf: Shelf) -> Statement:
    """The stock that a text states, line by line; empty for a text about something else."""
    if "?" in text or not shelf.goods:
        return Statement()
    counted: dict[tuple[int, str], Counted] = {}
    twice: set[tuple[int, str]] = set()
    unsure: list[Unsure] = []
    for line in text[:_LONGEST_TEXT].splitlines()[:_MOST_LINES]:
        found = _read_line(line, shelf)
        unsure += found.unsure
        for one in found.counted:
            if counted.setdefault((one.goods, one.size), one) != one:
                twice.add((one.goods, one.size))
    for goods, size in sorted(twice):
        title = shelf.goods[goods].title
        unsure.append(Unsure(f"{title} {size}".rstrip(), (title,)))
    kept = tuple(one for key, one in counted.items() if key not in twice)
    return Statement(kept, tuple(dict.fromkeys(unsure)))


def _prepared(text: str) -> str:
    return _SMALL.sub(lambda found: f"{found.group().upper()} ", text)


def _read_line(line: str, shelf: Shelf) -> Statement:
    bits = find_prices(shelf.name(read_bits(_prepared(shelf.mark(mark_no_counts(line))), (), shelf.sizes)), 1)
    bits = _without_turn_to_price(bits)
    if any(bit.name in _OTHERWISE for bit in bits):
        return _otherwise(line, bits, shelf)
    counted: list[Counted] = []
    unsure: list[Unsure] = []
    goods: int | None = None
    entries = read_entries(bits)
    for entry in entries:
        named = entry.has(NAMES) and not _only_beside(entry)
        if named:
            goods = _goods(entry, shelf)
        read = _count(entry, goods, shelf) if goods is not None else None
        if read is not None:
            counted += read
        elif unsure and not named:
            unsure[-1] = replace(unsure[-1], said=line.strip())  # it goes on with what is not known
        elif (named or goods is not None) and entry.has(FIGURES | GONE | {"item"}):
            said = line.strip() if len(entries) == 1 or entry.has(_NO_FIGURES) else entry.text
            unsure.append(Unsure(said, (*_titles(entry, goods, shelf), *_bounds(entry))))
    if len({one.goods for one in counted}) == 1 and any(bit.name in _OF_ALL_SIZES for bit in bits):
        counted = [replace(one, unsized=False) for one in counted]  # "no tiger shorts in any size"
    return Statement(tuple(counted), tuple(unsure))


def _without_turn_to_price(bits: Sequence[Bit]) -> list[Bit]:
    """ "Box 2 hai par 1500 lagega": the but turns to its price alone, and takes nothing back."""
    turns = [place for place, bit in enumerate(bits) if bit.name == "contrast"]
    behind = {bit.name for bit in bits[turns[0] + 1 :]} if len(turns) == 1 else set()
    if "price_said" in behind and behind <= _OF_A_PRICE:
        return [bit for bit in bits if bit.name != "contrast"]
    return list(bits)


_OF_A_PRICE = frozenset({"price_said", "price", "each", "rupee", "@", "/", "-", "ka", "dress", "is", "be", "full"})


def _otherwise(line: str, bits: Sequence[Bit], shelf: Shelf) -> Statement:
    """A line that says something else: said back where it names a product with a figure, left to others else."""
    entry = Entry(list(bits))
    if _tells(bits) or not entry.has({"item"}) or not entry.has(FIGURES | GONE):
        return Statement()
    return Statement((), (Unsure(line.strip(), _titles(entry, None, shelf)),))


def _tells(bits: Sequence[Bit]) -> bool:
    """Whether it is a sentence for a person: it asks, complains, or speaks of an order."""
    return any(
        bit.name in {"asking", "topic", "order_word", "reference", "phone", "call", "want", "wrong"} for bit in bits
    )


@cache
def _colours() -> frozenset[str]:
    return frozenset(word for word in stock_words()["colour"] if " " not in word)


def _only_beside(entry: Entry) -> bool:
    return all(bit.text in BESIDE_WORDS for bit in entry.all(NAMES))


def _goods(entry: Entry, shelf: Shelf) -> int | None:
    """The one product that is named; None where a word is strange, or where it may be several."""
    if any(bit.name in {"other", "ware", "colour"} and bit.text not in BESIDE_WORDS for bit in entry.bits):
        return None
    if all(bit.text in _colours() for bit in entry.all({"item"})):
        return None  # "blue sold, red available" speaks of the colours of something else
    meant = _meant(entry, shelf)
    return next(iter(meant)) if len(meant) == 1 else None


def _meant(entry: Entry, shelf: Shelf) -> frozenset[int]:
    """Those that all of the words may mean, narrowed by their whole titles, then by the sizes that there are."""
    named = entry.all({"item"})
    if not named:
        return frozenset()
    meant = frozenset.intersection(*(bit.asks for bit in named))
    meant = shelf.fullest(meant, frozenset(bit.text for bit in named))
    sizes = [bit.text for bit in entry.all({"size"})]
    sized = frozenset(one for one in meant if sizes and all(shelf.goods[one].size(size) for size in sizes))
    return sized if len(sized) == 1 else meant


def _titles(entry: Entry, goods: int | None, shelf: Shelf) -> tuple[str, ...]:
    """The products that may be meant: one with its sizes, some by title, else those of a like name."""
    meant = _meant(entry, shelf) or (frozenset() if goods is None else frozenset({goods}))
    if len(meant) == 1:
        (one,) = meant
        return (f"{shelf.goods[one].title} {'/'.join(shelf.goods[one].sizes)}".rstrip(),)
    if 0 < len(meant) <= _MOST_TITLES:
        return tuple(shelf.goods[one].title for one in sorted(meant))
    return shelf.nearest(" ".join(bit.text for bit in entry.all(NAMES)))


def _bounds(entry: Entry) -> tuple[str, ...]:
    """How many pieces can be said, where the figure is none that a shop has; nothing where it is."""
    figures = [bit.value for bit in entry.all({"number"}) if bit.value is not None]
    wrong = entry.has(_NO_FIGURES) or any(not 0 <= one <= MOST_PIECES for one in figures)
    return (f"0–{MOST_PIECES}",) if wrong else ()


def _count(entry: Entry, goods: int, shelf: Shelf) -> list[Counted] | None:
    """The figures by size; None where they cannot be told."""
    strange = [bit for bit in entry.bits if bit.name not in _BESIDE | NAMES | GONE]
    if strange:
        return None
    sizes, figures = _sizes_and_figures(entry, goods, shelf)
    if sizes is None or any(not 0 <= one <= MOST_PIECES for one in figures):
        return None
    if entry.has(GONE):
        if any(figures):
            return None  # "5 nahi": not five, but how many?
        sizes = [size for size in sizes if size not in _sizes_there(entry, goods, shelf)] or sizes
        return [Counted(goods, size, 0, unsized=not sizes) for size in sizes or shelf.goods[goods].sizes]
    if not sizes and len(shelf.goods[goods].sizes) == 1:
        sizes = list(shelf.goods[goods].sizes)
    if len(figures) == 1 and len(sizes) > 1 and entry.has({"each"}):
        figures *= len(sizes)
    if not figures or len(sizes) != len(figures) or len(set(sizes)) != len(sizes):
        return None
    price = _price(entry)
    return [Counted(goods, size, one, price) for size, one in zip(sizes, figures, strict=True)]


def _sizes_there(entry: Entry, goods: int, shelf: Shelf) -> set[str | None]:
    """The sizes that a line with a denial says are there, uncounted: of "L hai, M nahi" the L."""
    return {shelf.goods[goods].size(one) for one in sizes_in(entry.bits).there}


def _sizes_and_figures(entry: Entry, goods: int, shelf: Shelf) -> tuple[list[str] | None, list[int]]:
    """The sizes that are named and the pieces, each in its order; no sizes at all (None) where there is none so."""
    numeric = {size for size in shelf.goods[goods].sizes if size.isdigit()}
    sizes: list[str] = []
    figures: list[int] = []
    expecting_size = True
    for bit in entry.bits:
        if bit.name == "size":
            size = shelf.goods[goods].size(bit.text)
            if size is None:
                return None, []
            sizes.append(size)
            expecting_size = False
        elif bit.name in FIGURES:
            value = bit.value
            if value is None or value.denominator != 1:
                return None, []
            if str(value) in numeric and expecting_size:
                sizes.append(str(value))
                expecting_size = False
            elif str(value) in numeric and not entry.has(_PARTING):
                return None, []  # "kurta 38 40": two sizes, or forty pieces?
            else:
                figures.append(int(value))
                expecting_size = True
    return sizes, figures


def _price(entry: Entry) -> Decimal | None:
    """The price of one piece, where one was priced."""
    said = [bit for bit in entry.bits if bit.name == "price_said" and bit.value is not None]
    if len(said) != 1 or said[0].value is None or said[0].per < 0:
        return None
    total = said[0].per > 1 and any(bit.text in {"for", "ka", "total", "kul"} for bit in entry.bits)
    return as_amount(said[0].value / said[0].per if total else said[0].value)
