"""Numbers of Spanish that are words of another language too: "once" is eleven, "mil" a thousand."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:stock/spanish")
_ONLY_SPANISH, _NOT_SPANISH = _LISTED["spanish"], _LISTED["not spanish"]
_BEFORE_A_THOUSAND = read_sets("sourcing:stock/counting")["before a thousand"]


def in_spanish(words: Sequence[str]) -> Sequence[str]:
    """The words with such numbers in digits, where the text is Spanish: it holds a word of that language alone."""
    if _ONLY_SPANISH.isdisjoint(words) or not _NOT_SPANISH.isdisjoint(words):
        return words
    return [_number_or_word(word, words[place - 1] if place else "") for place, word in enumerate(words)]


def _number_or_word(word: str, before: str) -> str:
    if word == "sola":
        return "solo"  # sixteen in Hindi
    if word == "once":
        return "11"
    return "1000" if word == "mil" and before in _BEFORE_A_THOUSAND else word
