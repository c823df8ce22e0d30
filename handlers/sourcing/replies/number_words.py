"""Number words of English, Hindi, Hinglish and Spanish, normalised as in handlers.replies.text_normalisation."""

from fractions import Fraction

from handlers.replies.word_lists import read_values


def _read(kind: str = "") -> dict[str, Fraction]:
    return {word: Fraction(value) for word, value in read_values("numbers", kind).items()}


SMALL = {word: int(value) for word, value in _read().items() if value.denominator == 1}
"""Words that add up ("twenty" and "two"); Hindi has one for each number up to a hundred."""
MULTIPLIERS = {word: int(value) for word, value in _read("times").items()}
"""Words that multiply the number before them."""
FRACTIONS = {word: value for word, value in _read().items() if value.denominator > 1}
"""Values below a whole or between wholes: alone, after "and", or before a dozen or hundred."""
ADDED = _read("plus") | {word: -value for word, value in _read("minus").items()}
"""Hindi words before a number that add a half or a quarter, or subtract a quarter."""
