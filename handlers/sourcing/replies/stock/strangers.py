"""Words that no vocabulary lists: which of them may turn a yes into something else, and which may be let pass.

People surround an answer with names, greetings and where the goods lie, and nobody can list all of that. What matters
is where such a word stands, and what it looks like: in the place of a negation, an object or a number it may be one.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.number_words import SMALL
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.words import STOCK_WORDS

UNLISTED = frozenset({"other", "digits", "kind", "ware"})
# Before these a negation stands ("L nahi hai", "is not there"), or what it is that is there ("sweater hai").
_NEGATED = frozenset({"is", "have", "is_there", "left", "ready", "be", "come", "send", "future"})
_LISTED = read_sets("sourcing:stock/signs")
# What they have stands behind these.
_HAVING = _LISTED["having"]
_WILL = frozenset({"will", "ill", "shall", "would"})
# What kind, how many or when may stand before these, and when behind those.
_COUNTED = frozenset({"stock", "item", "plenty", "size", "asked_size", "colour", "lead"})
_LEADING = frozenset({"lead", "mein", "last"})
_PLACING = frozenset({"on", "at", "pe"})
_LIMITING = frozenset(
    {"only", "little", "neg", "no", "except", "similar", "another", "or", "flaw", "was", "colour", "size"}
)
_AT = frozenset({"me", "mein", "mai", "में", "pe", "par", "पे", "पर"})
_GOT = ("mil", "मिल")
_MADE_OF = _LISTED["made of"]
# Classes that a yes must not hold: a word that looks like one of theirs is not let pass.
_GRAVE = ("neg", "none", "no", "gone", "unsure", "flaw", "only", "little", "was", "except", "contrast", "future", "day")
_OPPOSING = ("un", "non", "not", "dis", "nah", "nhi", "sin", "desc", "नह", "ना")
_SHORTEST, _LONG = 3, 7


def count_risky(bits: Sequence[Bit], *, agreed: bool, opposed: bool) -> int:
    """How many unlisted words of a part may turn a yes into something else.

    `agreed` says that the answer opens with a yes, `opposed` that the part stands behind a "but".
    """
    strange = [place for place, bit in enumerate(bits) if bit.name in UNLISTED]
    if not strange:
        return 0
    limited = opposed or any(bit.name in _LIMITING for bit in bits)
    return sum(limited or _is_risky(bits, place, agreed=agreed) for place in strange)


def _is_risky(bits: Sequence[Bit], place: int, *, agreed: bool) -> bool:
    bit = bits[place]
    if bit.name != "other" or _looks_grave(bit.text):
        return True
    before, after = _beside(bits[:place][::-1]), _beside(bits[place + 1 :])
    if before.text in _MADE_OF or after.text in _MADE_OF:
        return True
    if after.text in _AT and any(one.text.startswith(_GOT) for one in bits[place + 1 :]):
        return True  # "gandhi nagar me mil jayega"
    if not place and not agreed and after.name in ("number", "all", "asked_size", "item"):
        return True  # "pichkari 2 hai", "plastic bottle 2 hai"
    if after.name in _NEGATED:
        return True
    if after.name in _COUNTED or (before.name in _LEADING and before.text not in _PLACING):
        return True
    return before.text in _HAVING or any(bit.text in _WILL for bit in bits)


def _beside(bits: Sequence[Bit]) -> Bit:
    """The nearest bit that says something."""
    return next((bit for bit in bits if bit.name not in ("dress", "thanks")), Bit("", ""))


@lru_cache(maxsize=8192)
def _looks_grave(word: str) -> bool:
    """Whether a word may be a misspelt denial, doubt, number or time."""
    if word.startswith(_OPPOSING) or len(word) == 1:
        return True  # a letter may be a size
    if not word.isascii() or len(word) < _SHORTEST:
        return False
    from rapidfuzz import process  # loaded with the first word that no vocabulary lists
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _LONG else 2
    return (
        process.extractOne(word, _grave_words(len(word) >= _LONG), scorer=OSA.distance, score_cutoff=most) is not None
    )


@cache
def _grave_words(long: bool) -> tuple[str, ...]:
    return tuple(word for word, length in _graves().items() if not long or length >= _LONG - 1)


@cache
def _graves() -> Mapping[str, int]:
    entries = (entry for name in _GRAVE for entry in STOCK_WORDS[name] if " " not in entry)
    words = {normalise(entry) for entry in entries} | {word for word, value in SMALL.items() if value <= 12}
    return {word: len(word) for word in words if word.isascii() and word.isalpha() and len(word) >= _SHORTEST}
