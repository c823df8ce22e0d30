"""How much of a list a message to a shop holds: the first of it, and how many more there are."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from flows.engine import Value

CHARACTERS = 1200
"""Of the lists in one message, so that it stays below the 1,600 of a text by Twilio with the words around them
(https://www.twilio.com/docs/api/errors/21617)."""


def count_fitting(lines: Sequence[str], most: int = 60, characters: int = CHARACTERS) -> int:
    """Return how many of the first lines a message holds; one at least."""
    lengths = accumulate(len(one) + 1 for one in lines[:most])
    return max(sum(length <= characters for length in lengths), 1)


def few(lines: Sequence[str], most: int = 60, characters: int = CHARACTERS) -> tuple[str, ...]:
    """Return the first of the lines, and how many more there are: "+ 12"."""
    shown = count_fitting(lines, most, characters)
    more = len(lines) - shown
    return (*lines[:shown], f"+ {more}") if more > 0 else tuple(lines)


def fit_values(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of a message, with as much of its lists as it holds; all of them together have that length."""
    left, found = CHARACTERS, dict[str, Value]()
    for name, value in values.items():
        if isinstance(value, tuple):
            value = few([str(one) for one in value], characters=left)
            left -= sum(len(one) + 1 for one in value)
        found[name] = value
    return found
