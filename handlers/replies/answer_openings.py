"""The opening of an answer, before words with another meaning: a yes, a no, or the name of a field.

"Ok end it", "no! unsubscribe" and "address: stop" look like answers as a whole, but their meaning is in the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.text_normalisation import BREAKS
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_LISTED = read_words("openings")
_WORDS = Vocabulary({name: said for name, said in _LISTED.items() if name != "undenied"})
_UNDENIED = frozenset(_LISTED["undenied"])
_OPENS = {"yes": True, "no": False}
_BETWEEN = frozenset({"between", "full", "comma", "sign"})
_FIELD = frozenset(":=")
_LONGEST_FIELD = 3  # words of the name of a field: "my delivery address: stop"


@dataclass(frozen=True, slots=True)
class Opened:
    """The rest of a text after its opening. ``agrees`` is None after the name of a field.

    ``apart``: the opening does not negate the rest, because a mark separates the two or the rest's first word shows it.
    """

    agrees: bool | None
    rest: tuple[str, ...]
    apart: bool


def split_opening(said: Sequence[str]) -> Opened | None:
    """Return the words and marks after the opening; None if there is no opening, or nothing after it."""
    begins = next(iter(_WORDS.classify(list(said))), None)  # most texts begin with neither, and need no other class
    agrees = _OPENS.get(_WORDS.names(begins[0])[0]) if begins else None
    if agrees is None:
        return _open_after_field(said)
    units = [(_WORDS.names(letter)[0], phrase) for letter, phrase in _WORDS.classify(list(said))]
    if any(name == "aside" for name, _ in units):
        return None
    opening = _size(units, agrees=agrees)
    rest = tuple(word for _, phrase in units[opening:] for word in phrase.split(" "))
    apart = any(phrase in BREAKS for _, phrase in units[:opening]) or (bool(rest) and rest[0] in _UNDENIED)
    return Opened(agrees, rest, apart) if _speaks(rest) else None


def _size(units: Sequence[tuple[str, str]], *, agrees: bool) -> int:
    """Return how many units form the opening. "yes no" is ambiguous, so only its first word is the opening."""
    more = {"yes" if agrees else "no"} | _BETWEEN
    return next((at for at, (name, _) in enumerate(units) if name not in more), len(units))


def _open_after_field(said: Sequence[str]) -> Opened | None:
    at = next((at for at, word in enumerate(said[: _LONGEST_FIELD + 1]) if word in _FIELD), 0)
    named = at > 0 and all(word[0].isalpha() for word in said[:at])
    rest = tuple(said[at + 1 :])
    return Opened(None, rest, apart=True) if named and _speaks(rest) else None


def _speaks(rest: Sequence[str]) -> bool:
    return any(word not in BREAKS for word in rest)
