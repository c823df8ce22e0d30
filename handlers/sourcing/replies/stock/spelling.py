"""What unlisted words mean: misspelt and shortened ones, words run together, and the many forms of Hindi verbs.

Only words that no vocabulary lists are mended, so no listed word is ever taken for another. Where a word stands as near
to a denial as to anything else it is the denial: a no that is lost sells what nobody has.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from handlers.replies.known import respelt
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.stock import dictionary

_SHORTENED = {short: word for word, shorts in read_words("sourcing:stock/shortened").items() for short in shorts}
_STEM = "stem "
_SHORT, _LONG = 4, 9  # letters: of short words few slips are mended, of long ones two
_SHORTEST_JOINED = 6
_VOWELS = frozenset("aeiou")


def find_class(word: str) -> str | None:
    """The class of a word that no vocabulary lists and that is a form of a Hindi verb."""
    return next((name for stem, name in _stems() if word.startswith(stem)), None)


def respell(words: Sequence[str], spared: Callable[[str], bool]) -> list[str]:
    """The words with misspelt and shortened ones as they are listed; `spared` says which words mean something else."""
    return [new for word in words for new in (_respell(word, spared) if _is_strange(word) else (word,))]


def _respell(word: str, spared: Callable[[str], bool]) -> Sequence[str]:
    found = _mend(word)
    return (word,) if found is None or spared(word) else found


def _is_strange(word: str) -> bool:
    return word[:1].isalpha() and word not in dictionary.listed() and find_class(word) is None


@lru_cache(maxsize=8192)
def _mend(word: str) -> tuple[str, ...] | None:
    """The listed words that this one stands for, or else the one that people use in such chats."""
    found = _SHORTENED.get(word) or dictionary.hurried().get(dictionary.hurry(word))
    if found is None and word.isascii():
        found = _misspelt(word) or _without_vowels(word) or _run_together(word)
    if found is None:
        found = next(iter({*respelt([word])} - {word}), None)
    return tuple((dictionary.joined().get(found) or found).split()) if found else None


def _misspelt(word: str) -> str | None:
    """The listed word that lies one slip of the fingers away, two for a long word."""
    if len(word) < dictionary.SHORTEST - 1:
        return None
    from rapidfuzz import process  # loaded with the first word that may be a misspelt one
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _LONG else 2
    near = process.extract(word, dictionary.targets(), scorer=OSA.distance, score_cutoff=most, limit=None)
    found = [(distance, target) for target, distance, _ in near if _is_slip(word, target)]
    return min(found, key=_by_caution)[1] if found else None


def _by_caution(found: tuple[float, str]) -> tuple[bool, float, int]:
    """Denials first, then what is nearer, then what is likelier to be no yes."""
    distance, target = found
    name = dictionary.classes()[target]
    return (name not in dictionary.DENIALS or distance > 1, distance, dictionary.MENDED.index(name))


def _is_slip(word: str, target: str) -> bool:
    """Whether the one may be typed for the other: of short words only by a letter swapped, doubled or left out."""
    swapped = sorted(word) == sorted(target)
    if len(word) < dictionary.SHORTEST:
        return swapped and len(target) == len(word) and dictionary.classes()[target] in ("yes", "neg")
    if word[0] != target[0]:
        return swapped and word[2:] == target[2:]
    if min(len(word), len(target)) > _SHORT:
        return True
    left_out = len(word) == _SHORT and len(target) > len(word)
    return swapped or left_out or dictionary.undouble(word) == dictionary.undouble(target)


def _without_vowels(word: str) -> str | None:
    """ "Avlbl", "tmrw", "sld": the listed word with these consonants, where all that have them do the same."""
    if len(word) < 3 or any(letter in _VOWELS for letter in word[1:-1]):
        return None
    found = dictionary.skeletons().get(dictionary.skeleton_of(word), ())
    names = {dictionary.classes()[target] for target in found}
    if len(names) > 1 and not names & dictionary.DENIALS:
        return None
    return min(found, key=lambda target: dictionary.MENDED.index(dictionary.classes()[target])) if found else None


def _run_together(word: str) -> str | None:
    """ "Nahihai", "yessir": two listed words. A yes and a no in one ("Hannah") are neither."""
    if len(word) < _SHORTEST_JOINED:
        return None
    halves = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    pairs = (pair for pair in halves if all(half in dictionary.joinable() for half in pair))
    return next((" ".join(pair) for pair in pairs if not _disagree(*pair)), None)


def _disagree(one: str, other: str) -> bool:
    names = {dictionary.classes().get(one), dictionary.classes().get(other)}
    return "yes" in names and bool(names & dictionary.DENIALS)


@cache
def _stems() -> Sequence[tuple[str, str]]:
    words = read_words("sourcing:stock/spelling")
    return tuple(
        (normalise(stem), name.removeprefix(_STEM))
        for name, stems in words.items()
        if name.startswith(_STEM)
        for stem in stems
    )
