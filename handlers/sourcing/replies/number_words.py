"""Number words of English, Hindi, Hinglish and Spanish, normalised as handlers.replies.text_normalisation does."""

from fractions import Fraction

from handlers.replies.word_lists import read_values


def _read(kind: str = "") -> dict[str, Fraction]:
    return {word: Fraction(value) for word, value in read_values("numbers", kind).items()}


SMALL = {word: int(value) for word, value in _read().items() if value.denominator == 1}
"""Words that add up ("twenty" and "two"); Hindi has one for each number up to a hundred."""
MULTIPLIERS = {word: int(value) for word, value in _read("times").items()}
"""Words that multiply what stands before them."""
FRACTIONS = {word: value for word, value in _read().items() if value.denominator > 1}
"""Values below a whole or between wholes: alone, behind "and", or before a dozen or hundred."""
ADDED = _read("plus") | {word: -value for word, value in _read("minus").items()}
"""What Hindi says before a number to make it a half or a quarter more, or a quarter less."""
