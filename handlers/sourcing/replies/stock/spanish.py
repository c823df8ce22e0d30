"""Words of Spanish that are others in another language: "once" is eleven, "mil" a thousand, and "y" no yes."""

from collections.abc import Collection, Sequence

from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:stock/spanish")
_ONLY_SPANISH, _NOT_SPANISH = _LISTED["spanish"], _LISTED["not spanish"]
_BEFORE_A_THOUSAND = read_sets("sourcing:stock/counting")["before a thousand"]


def in_spanish(words: Sequence[str]) -> Sequence[str]:
    """The words with such numbers in digits, where the text is Spanish: it holds a word of that language alone."""
    if not is_spanish(words):
        return words
    return [_number_or_word(word, words[place - 1] if place else "") for place, word in enumerate(words)]


def is_spanish(words: Collection[str]) -> bool:
    """Whether a word of that language alone is among these, and none of another."""
    return not _ONLY_SPANISH.isdisjoint(words) and _NOT_SPANISH.isdisjoint(words)


def _number_or_word(word: str, before: str) -> str:
    if word == "sola":
        return "solo"  # sixteen in Hindi
    if word == "once":
        return "11"
    return "1000" if word == "mil" and before in _BEFORE_A_THOUSAND else word
