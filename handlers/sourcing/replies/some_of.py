"""Some of the pieces that are picked: "make one L", "one of them L", "one L, rest M" leave the others as they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.adding import says_more
from handlers.sourcing.replies.beside import puts_beside
from handlers.sourcing.replies.how_many import without_sounds
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:some_of")
_IT, _REST, _CHANGING = _LISTED["it"], _LISTED["rest"], _LISTED["changing"]
_AROUND = [_LISTED[name] for name in ("changing", "around", "rest", "of", "those")]
_KNOWN = frozenset(
    word
    for phrases in (*_AROUND, read_sets("sourcing:counted")["more"], read_sets("sourcing:basket")["adding"])
    for phrase in phrases
    for word in phrase.split()
)
_OF = re.compile(rf"^\s*{whole(_LISTED['of'])}\s+{whole(_LISTED['those'])}", re.IGNORECASE)
_FROM = re.compile(rf"{whole(_LISTED['from behind'])}\s*$", re.IGNORECASE)
_COUNTING = frozenset({"number", "another"})
_MOST_WORDS = 10  # beyond that it is a story


@dataclass(frozen=True, slots=True)
class SomeOf:
    """So many ``pieces`` in another ``size``; ``rest`` is the size of the others, "" where that is not said. With
    ``more`` they come beside those that are there."""

    pieces: int
    size: str
    rest: str = ""
    more: bool = False


def means_all(text: str) -> bool:
    """Whether a text is of all that is picked: "make it 2"."""
    return not _IT.isdisjoint(words(text))


def read_some_in_size(text: str, shelf: Shelf) -> SomeOf | None:
    """The pieces that shall be in another size; None for a text that means all of them, or says more than that."""
    said = words(text)
    if "?" in text or not 0 < len(said) <= _MOST_WORDS or not _IT.isdisjoint(said) or puts_beside(text):
        return None
    bits = name_bits(without_sounds(mark_no_counts(text)), shelf)
    numbers = [place for place, bit in enumerate(bits) if bit.name in _COUNTING]
    sizes = [place for place, bit in enumerate(bits) if bit.name == "size"]
    if len(numbers) != 1 or not 1 <= len(sizes) <= 2 or not _is_known(bits):
        return None
    pieces = Fraction(1) if bits[numbers[0]].name == "another" else bits[numbers[0]].value
    wanted = next((place for place in sizes if place > numbers[0]), None)
    rest = "".join(bits[place].text for place in sizes if place != wanted)
    of_rest, more = not _REST.isdisjoint(said), says_more(text)
    if wanted is None or pieces is None or pieces.denominator != 1 or (rest and not of_rest):
        return None
    if not (of_rest or more or _is_some(bits, numbers[0], said)):
        return None
    return SomeOf(int(pieces), bits[wanted].text, rest, more)


def counts_some(text: str, shelf: Shelf) -> int:
    """How many of the goods that are there a text speaks of: "one of the mugs"; 0 where it speaks of none so."""
    bits = name_bits(mark_no_counts(text), shelf)
    for place, bit in enumerate(bits):
        around = (" ".join(one.said or one.text for one in part) for part in (bits[:place], bits[place + 1 :]))
        before, behind = around
        if bit.name == "number" and bit.value is not None and (_OF.search(behind) or _FROM.search(before)):
            return int(bit.value)
    return 0


def _is_known(bits: Sequence[Bit]) -> bool:
    """Whether every word beside the number, the sizes and the goods stands around such a change."""
    left = " ".join(bit.text for bit in bits if bit.name not in {*_COUNTING, "size", "item"})
    return all(word in _KNOWN for word in tokens(left) if any(letter.isalnum() for letter in word))


def _is_some(bits: Sequence[Bit], place: int, said: Sequence[str]) -> bool:
    """Whether the number is of some of them: "one", or "2 of them", or one that is to be changed: "change 1 to L"."""
    before = tokens(bits[place - 1].text)[-1:] if place else []
    if before and before[0] in {"to", "into", "a"}:
        return False  # "change to 1 L"
    behind = " ".join(bit.text for bit in bits[place + 1 :])
    word = bits[place].text
    alone = not word.isdigit() and all(bit.name != "item" for bit in bits)
    return alone or _OF.search(behind) is not None or not _CHANGING.isdisjoint(said)
