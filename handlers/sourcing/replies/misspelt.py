"""Words of titles as they are typed in a hurry: "tigr shrts", "elefant", "mrble".

Vowels are left out, and "ph" is written as it sounds. What has another letter may be another thing: a kurti is no
kurta.
"""

from collections.abc import Collection, Iterable

from handlers.replies.known import is_known
from handlers.sourcing.replies.plurals import singular

_SHORTEST = 4  # letters; shorter ones may be anything: "MG road" is no mug
_VOWELS = frozenset("aeiou")


def title_word_meant(word: str, titles: Collection[str], shortest: int = _SHORTEST) -> str:
    """The one word of a title that is meant by a word that nobody else uses; "" where it is none, or may be several.

    Words of fewer letters than ``shortest`` are left.
    """
    if len(word) < shortest or not (word.isascii() and word.isalpha()) or is_known(word):
        return ""
    if singular(word) in titles:
        return ""
    meant = {title for title in titles if len(title) >= len(singular(word)) and _is_meant(word, title)}
    return meant.pop() if len(meant) == 1 else ""


def second_word_meant(before: str, word: str, pairs: Iterable[tuple[str, str]]) -> str:
    """As ``title_word_meant``, of any length, for the word that stands behind another in a title: "marble bx"."""
    behind = {second for first, second in pairs if before == first or title_word_meant(before, [first])}
    return title_word_meant(word, behind, shortest=2)


def _is_meant(word: str, title: str) -> bool:
    return any(_drops_vowels(_sounding(one), _sounding(title)) for one in (word, singular(word)))


def _sounding(word: str) -> str:
    return word.replace("ph", "f")


def _drops_vowels(word: str, title: str) -> bool:
    """Whether only vowels of the title are missing in the word, and not the letter that it begins with."""
    if word[:1] != title[:1]:
        return False
    place = 0
    for letter in title:
        if word[place : place + 1] == letter:
            place += 1
        elif letter not in _VOWELS:
            return False
    return place == len(word)
