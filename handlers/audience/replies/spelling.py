"""Misspelt words of phrases, put right where one reading alone is meant: "not bougth 60d", "gold on whatsap"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product

from handlers.audience.replies.names import Names, channels, languages
from handlers.audience.replies.words import denying_words, known_words
from handlers.replies.calendar_words import MONTHS
from handlers.replies.text import normalise

_SHORTEST = 5
"""Letters of a word that may be misspelt. Of four each other word is a neighbour ("want", "wasnt"): only of goods one
is tried, that lost a letter within."""
_LONG = 8
"""Letters from which on two may be wrong."""
_MOST = 16
"""Spellings of one phrase that are tried."""
_LETTERS = re.compile(r"[^\W\d_]+")


def respellings(said: str, unread: Sequence[str], names: Names) -> Iterator[str]:
    """The phrase with its unread words put right that are nearly a known word, in each way that can be meant."""
    known, goods = sorted({*_common(), *_own(names)}), sorted(names.goods.words())
    ways = {word: nearest for word in dict.fromkeys(unread) if (nearest := _nearest(word, known, goods))}
    for meant in islice(product(*ways.values()), _MOST) if ways else ():
        again = said
        for word, right in zip(ways, meant, strict=True):
            again = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", right, again)
        yield again


def _nearest(word: str, known: Sequence[str], goods: Sequence[str]) -> list[str]:
    if len(word) < _SHORTEST - 1 or not _LETTERS.fullmatch(word) or word in known:
        return []
    from rapidfuzz import process  # what few phrases need
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= _LONG else 1
    among = goods if len(word) < _SHORTEST else known
    found = process.extract(word, among, scorer=OSA.distance, score_cutoff=most, limit=None)
    if len(word) < _SHORTEST:
        ends = word[0], word[-1]
        found = [one for one in found if len(one[0]) > len(word) and (one[0][0], one[0][-1]) == ends]
    found = [one for one in found if _begins_alike(word, one[0]) and one[0] not in denying_words()]
    least = min((distance for _, distance, _ in found), default=0)
    return [name for name, distance, _ in found if distance == least]


def _begins_alike(word: str, name: str) -> bool:
    """Hardly anybody misses the first letter ("while" is no "chile"), but an h that is not heard: "ablan"."""
    return word[0] == name[0] or name == f"h{word}" or word == f"h{name}" or sorted(word[:2]) == sorted(name[:2])


@cache
def _common() -> tuple[str, ...]:
    words = {*known_words(), *channels(), *languages(), *MONTHS}
    return tuple(sorted(word for name in words for word in name.split() if len(word) >= _SHORTEST - 1))


def _own(names: Names) -> Iterator[str]:
    """The words of the business's own names and of places."""
    for told in (names.brands, names.categories, names.tags, names.cities, names.sources):
        yield from (word for name in told for word in normalise(name).replace("-", " ").split())
    yield from (word for word in names.goods.words() if len(word) >= _SHORTEST - 1)
    yield from (word for name in (*names.audiences, *names.places()) for word in name.split() if len(word) >= _SHORTEST)
