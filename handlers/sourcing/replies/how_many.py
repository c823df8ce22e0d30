"""How many pieces a customer says: "3 pieces", "teen kar do", "one more"; "-3" counts nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.sourcing.basket import MOST_PIECES
from handlers.replies.effort import counted
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.measuring import of_pieces
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits

_LISTED = read_sets("sourcing:counted")


def _any(meaning: str) -> str:
    return "|".join(map(re.escape, sorted(_LISTED[meaning], key=len, reverse=True)))


# In "hata do" that is no number of pieces: give, and not two.
_GIVE = re.compile(rf"(?<![^\W_])({_any('give behind')}) (?:do|दो)(?![^\W_])", re.IGNORECASE)
_TWO = re.compile(
    rf"(?<![^\W_])(?:(?P<before>{_any('two behind')}) )?(?:do|दो)(?![^\W_])(?! (?:{_any('two before')})(?![^\W_]))",
    re.IGNORECASE,
)
_ALONG = re.compile(rf"(?<![^\W_])(?:{_any('along')})(?![^\W_])", re.IGNORECASE)
_MORE = re.compile(rf"(?<![^\W_])(?:{_any('more')}|{_any('another')})(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HowMany:
    """``pieces`` run from 1 to ``MOST_PIECES``, 0 where no one number is said. ``over``: a number beyond that.

    ``more``: so many beside those that there are, ``less``: so many fewer. ``broken``: a number that is none of pieces,
    as a half and -3. ``between``: several numbers of which one is meant, "2-3", the lowest first. ``none``: not one of
    them, "zero mugs".
    """

    pieces: int = 0
    over: bool = False
    more: bool = False
    broken: bool = False
    less: bool = False
    between: tuple[int, ...] = ()
    none: bool = False

    def of(self, before: int) -> int:
        """How many that makes where there are ``before``; 0 where nothing is said, it would be too many, or none is
        left."""
        if self.less:
            return max(before - self.pieces, 0)
        many = self.pieces + before if self.more and self.pieces else self.pieces
        return many if many <= MOST_PIECES else 0

    def exceeds(self, before: int) -> bool:
        """Whether that makes more than can be ordered."""
        return self.over or (self.more and self.pieces + before > MOST_PIECES)


@counted
def read_how_many(text: str) -> HowMany:
    """How many pieces a text says that names no goods. "Do" alone is two, and beside other words what is done."""
    said = " ".join(normalise(mark_no_counts(text)).split())
    alone = said.strip(" .!") in {"do", "दो"}
    if said.strip(" .!") in _LISTED["another"]:
        return HowMany(1, more=True)
    more = _MORE.search(said) is not None
    plain = without_sounds(_MORE.sub(" ", said))
    counted = plain if alone else _TWO.sub(_as_given, plain)
    found = count_in(read_bits(counted, (), frozenset()))
    return HowMany(found.pieces, found.over, more, between=found.between)


def without_sounds(text: str) -> str:
    """The text without what only sounds like a number: "mug hata do", "saath mein mug"."""
    return _GIVE.sub(r"\1", _ALONG.sub(" ", text))


def count_in(bits: Sequence[Bit]) -> HowMany:
    """The one number of pieces that bits name; none where there are several, or it is no whole one."""
    said = {bit.value for bit in of_pieces(bits) if bit.name == "number" and bit.value is not None}
    if said == {0}:
        return HowMany(none=True)
    if any(number.denominator != 1 or number < 1 for number in said) or any(bit.name == "uncounted" for bit in bits):
        return HowMany(broken=True)
    if len(said) > 1:
        return _one_of(sorted(map(int, said)))
    if not said:
        return HowMany()
    (number,) = said
    return HowMany(over=True) if number > MOST_PIECES else HowMany(int(number))


def _one_of(numbers: Sequence[int]) -> HowMany:
    """Several numbers: which of them is meant has to be asked. One that is too large for pieces may be a price."""
    few = tuple(one for one in numbers if one <= MOST_PIECES)
    return HowMany(between=few) if len(few) > 1 else HowMany(broken=True)


def _as_given(match: re.Match[str]) -> str:
    return match.group() if match["before"] else " "
