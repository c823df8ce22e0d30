"""A line of what a shop has, cut into one product each: "mug 12, shorts XL 3", "12 mugs 3 shorts L"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit

GONE = frozenset({"gone", "none", "neg", "no"})
FIGURES = frozenset({"number", "priced"})
NAMES = frozenset({"item", "other", "ware", "colour"})
_LISTED = read_sets("sourcing:stock/signs")
BESIDE_WORDS = _LISTED["beside a figure"]


@dataclass(slots=True)
class Entry:
    """One product with its sizes and figures, in the order in which they stand."""

    bits: list[Bit] = field(default_factory=list)

    def has(self, names: Iterable[str]) -> bool:
        return any(bit.name in names for bit in self.bits)

    def all(self, names: Iterable[str]) -> list[Bit]:
        return [bit for bit in self.bits if bit.name in names]

    @property
    def text(self) -> str:
        """As it is said back, without our own marks."""
        shown = [bit.text for bit in self.bits if bit.name not in {"full", "comma"}]
        return " ".join(word for word in shown if word and not word.startswith("goods"))


def read_entries(bits: Sequence[Bit]) -> list[Entry]:
    """The products of a line; what answers something else in front of them is left out."""
    stated = bits[_end_of_answer(bits) :]
    figure_first = _begins_with_figure(stated)
    return _closed(list(_cut(stated, figure_first=figure_first)), figure_first=figure_first)


def _cut(bits: Sequence[Bit], *, figure_first: bool) -> Iterator[Entry]:
    """The bits cut into one product each; what a comma parts and is not finished goes on behind it."""
    entry = Entry()
    for bit in bits:
        named, figured = entry.has({"item", "other", "ware"}), entry.has(FIGURES | GONE)
        done = (named or entry.has({"size"})) and figured
        if bit.name in {"full", "comma", "and"} and done:
            yield entry
            entry = Entry()
        elif _begins_another(bit, figure_first=figure_first, done=done, named=named and figured):
            yield entry
            entry = Entry([bit])
        else:
            entry.bits.append(bit)
    if entry.bits:
        yield entry


def _closed(entries: Sequence[Entry], *, figure_first: bool) -> list[Entry]:
    """The entries; where figures stand first, one that is left over belongs to the last product: "5 mugs 3"."""
    alone = figure_first and len(entries) > 1 and not entries[-1].has(NAMES | {"size"})
    return [*entries[:-2], Entry(entries[-2].bits + entries[-1].bits)] if alone else list(entries)


def _end_of_answer(bits: Sequence[Bit]) -> int:
    """How many bits in front count something without a name: "haan 2 hai, tiger shorts L 5" states one thing."""
    counted = False
    for place, bit in enumerate(bits):
        if _names(bit) or bit.name in {"size", "colour"}:
            return 0
        ends = bit.name in {"full", "comma"} or (bit.name == "is" and _is_named_first(bits[place + 1 :]))
        if counted and ends:
            return place + 1 if any(map(_names, bits[place:])) else 0
        counted = counted or bit.name in FIGURES | GONE
    return 0


def _is_named_first(bits: Sequence[Bit]) -> bool:
    """Whether a name stands before a figure: "tiger shorts L 5"."""
    said = [bit for bit in bits if _names(bit) or bit.name in FIGURES]
    return len(said) > 1 and _names(said[0]) and said[-1].name in FIGURES


def _begins_another(bit: Bit, *, figure_first: bool, done: bool, named: bool) -> bool:
    """Whether another product begins with this: with its figure where figures stand first, else with its name."""
    return done and bit.name in FIGURES if figure_first else named and _names(bit)


def _names(bit: Bit) -> bool:
    return bit.name in {"item", "ware"} or (bit.name == "other" and bit.text not in BESIDE_WORDS)


def _begins_with_figure(bits: Sequence[Bit]) -> bool:
    first = next((bit for bit in bits if bit.name in FIGURES | {"size"} or _names(bit)), None)
    return first is not None and first.name in FIGURES and any(_names(bit) for bit in bits)
