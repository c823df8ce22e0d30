"""How much a text's words speak for an opt-out, weighed as a person would who has read thousands of such texts.

Rules read the wordings they were written for; people find others every day. So every sign of a text (a word, two words
side by side, a piece of a word, classes of words near each other, what the rules say) has a weight, a logarithm of
odds, learned from the phrases in tests/handlers/replies by `python -m tests.learning`. The sum is the text's evidence:
0 is even odds, +3 twenty to one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from handlers.replies.text import is_letter_word

# Pieces of words find the misspelt and the inflected ("unsuscribe", "messaging"); longer ones are hardly seen twice.
_PIECES = (3, 4)
_PIECES_OF_SYLLABLES = (2, 3)  # Korean writes a syllable as one letter
_NEAR = 6  # classes so far apart still belong to one thought
_UNSAYING = frozenset({"soft", "polite", "sign"})  # classes that carry no meaning here
_LENGTHS = ((1, "word"), (3, "phrase"), (8, "sentence"), (16, "two sentences"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weights of signs in hundredths of a natural logarithm of odds; an unknown sign weighs nothing.

    They are whole numbers, so that a sum does not depend on its order.
    """

    weights: Mapping[str, int]

    def weigh(self, signs: Iterable[str]) -> float:
        """The logarithm of the odds that a text with these signs is an opt-out."""
        return sum(map(self.weights.__getitem__, self.weights.keys() & signs)) / 100


@cache
def opt_out_evidence() -> Evidence:
    """The learned weights, read from the package's data at first use (lines of weight in hundredths, tab, sign)."""
    text = files("handlers.replies").joinpath("data/opt_out.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return Evidence({sign: int(hundredths) for hundredths, sign in lines})


def find_signs(words: Sequence[str], classes: Sequence[str], marks: Iterable[str]) -> set[str]:
    """The signs of a text: `words` as `text.tokens` gives them, the names of their classes, the marks rules left."""
    signs = {f"length: {_length(len(words))}", *(f"rules: {mark}" for mark in marks), *words}
    signs.update(map(" ".join, pairwise(["^", *words, "$"])))
    for word in words:
        if word[0].isalpha():
            signs.update(_pieces(word))
    signs.update(_letters_side_by_side(words))
    said = [f"[{name}]" for name in ("^", *classes, "$") if name not in _UNSAYING]
    signs.update(said, map("".join, pairwise(said)), map("".join, zip(said, said[1:], said[2:], strict=False)))
    for gap in range(2, _NEAR):
        signs.update(map("…".join, zip(said, said[gap:], strict=False)))
    return signs


def _pieces(word: str) -> list[str]:
    bounded = f"‹{word}›"
    sizes = _PIECES_OF_SYLLABLES if "\uac00" <= word[0] <= "\ud7a3" else _PIECES
    return [bounded[start : start + size] for size in sizes for start in range(len(bounded) - size + 1)]


def _letters_side_by_side(words: Sequence[str]) -> Iterable[str]:
    """Where each letter stands for a word, three and four of them are what a word is elsewhere."""
    letters = [word if is_letter_word(word) else "" for word in words]
    if not any(letters):
        return
    for size in _PIECES:
        yield from ("".join(run) for run in zip(*(letters[start:] for start in range(size)), strict=False) if all(run))


def _length(count: int) -> str:
    return next((name for most, name in _LENGTHS if count <= most), "more")
