"""How much of a list fits into a message to a shop: its first lines, and the number of further ones."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from flows.engine import Value

CHARACTERS = 1200
"""Maximum characters of all lists in one message, so that with other words it stays below Twilio's limit of 1,600
(https://www.twilio.com/docs/api/errors/21617)."""


def count_fitting(lines: Sequence[str], most: int = 60, characters: int = CHARACTERS) -> int:
    """Return how many of the first lines fit into a message; at least one."""
    lengths = accumulate(len(one) + 1 for one in lines[:most])
    return max(sum(length <= characters for length in lengths), 1)


def few(lines: Sequence[str], most: int = 60, characters: int = CHARACTERS) -> tuple[str, ...]:
    """Return the first lines that fit, and the number of further ones: "+ 12"."""
    shown = count_fitting(lines, most, characters)
    more = len(lines) - shown
    return (*lines[:shown], f"+ {more}") if more > 0 else tuple(lines)


def fit_values(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of a message, with its lists cut so that all of them together fit."""
    left, found = CHARACTERS, dict[str, Value]()
    for name, value in values.items():
        if isinstance(value, tuple):
            value = few([str(one) for one in value], characters=left)
            left -= sum(len(one) + 1 for one in value)
        found[name] = value
    return found
