"""What unlisted words mean: misspelt ones, and the many forms of Hindi verbs ("bhijwaunga", "rakhwa", "मंगवाते").

Only words that no vocabulary lists come here, so no listed word is ever taken for another.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from handlers.replies.stock_words import STOCK_WORDS
from handlers.replies.text import normalise

# Stems of verbs, the longest first where one begins another, and what each of their forms does.
_STEMS = (
    ("send", "bhej bhijv bhijw bhejw rakh rkh nikaal nikalw nikalv pahuch pahunch pohoch भेज भिजव रख निकाल पहुंच पैक"),
    ("future", "mangw mangv mangaw mangay banw banv karwa karva aayeg aayen aayg ayeg मंगव मंगा बनव करव आएग आयेग"),
    ("have", "availab avlab avalab avilab avaliab avaial milj mileg milen milja मिलेग मिलें"),
    ("wait", "dekhn dekht dekhu dekhe batau bataa batay batat batla puchh poochh puchu puchk देखत देखू बताऊ बतात पूछ"),
    ("gone", "bikga bikgy bikch khatm khattm khtam khatum खत्म बिकग"),
    ("price", "lagega lagenge padeg padeng"),
)  # fmt: skip
# The classes whose misspelt words are mended; a mended negation or question must not be missed, a filler matters less.
_MENDED = (
    "yes", "ok", "have", "gone", "left", "only", "ready", "send", "future", "asking", "unsure", "wait", "flaw", "stock",
    "deed", "dress", "colour", "topic", "undo", "want", "noworry", "neg", "plenty", "now", "price", "each",
    "thanks", "none",
)  # fmt: skip
_SHORTEST = 5  # letters of a word that may be a misspelt one


def find_class(word: str) -> str | None:
    """The class of a word that no vocabulary lists, by its stem or by the listed word that it misspells."""
    if not word[:1].isalpha():
        return None
    return _by_stem(word) or (_misspelt(word) if word.isascii() and len(word) >= _SHORTEST else None)


def _by_stem(word: str) -> str | None:
    return next((name for stem, name in _stems() if word.startswith(stem)), None)


@cache
def _stems() -> Sequence[tuple[str, str]]:
    return tuple((normalise(stem), name) for name, stems in _STEMS for stem in stems.split())


@lru_cache(maxsize=4096)
def _misspelt(word: str) -> str | None:
    from rapidfuzz import process  # loaded with the first word that may be a misspelt one
    from rapidfuzz.distance import OSA

    near = process.extractOne(word, _listed_words(), scorer=OSA.distance, score_cutoff=1 if len(word) < 9 else 2)
    return _classes()[near[0]] if near and near[0][0] == word[0] else None


@cache
def _classes() -> dict[str, str]:
    return {word: name for name in _MENDED for word in _single(STOCK_WORDS.get(name, "").split())}


@cache
def _listed_words() -> tuple[str, ...]:
    return tuple(_classes())


def _single(entries: Iterable[str]) -> list[str]:
    return [
        plain
        for entry in entries
        if (plain := normalise(entry)).isascii() and plain.isalpha() and len(plain) >= _SHORTEST
    ]
