"""Words that people use in chats, repair of typing errors, and names, which have no meaning.

`make learn` makes the list (data/known.words): the words in at least two of the training lines.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from handlers.replies.data_compression import decompress
from handlers.replies.text_normalisation import normalise

ANYBODYS, CUSTOMERS = ord("A"), ord("a")  # the first letter of a packed word tells its kind
_LENGTHS = range(4, 25)  # letters of a word that one slip leaves recognisable
_SURE = 5  # least letters of a word for another letter to be a slip, and not another word
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("aeiouy", "szcx", "bvw", "ckq", "gj", "mn", "td")  # letters that sound alike, or are written by ear
_NEAR = (-1, 0, 1)  # how many letters more the intended word has
_NAME = re.compile(r"(?<=[\s,.!-])[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+")
_SIGNED = re.compile(r"(?:^|[\s.!?])[-–—~]\s*([^\s\d.,!?_~-]+(?: [^\s\d.,!?_~-]+)?)\s*$")


def is_known(word: str) -> bool:
    """Return True if this word, from `text.tokens`, is in use, so that it is no misspelling of another."""
    return word in _words()


def respell_words(said: Sequence[str]) -> list[str]:
    """Return the words; an unknown word with one typing error becomes the known word that was intended."""
    return [_respell(word) if len(word) in _LENGTHS and word not in _words() else word for word in said]


@lru_cache(maxsize=8192)
def _respell(word: str) -> str:
    """Return the known word that the typed word probably means; the typed word if there is none or several are as
    likely.
    """
    from rapidfuzz import process  # loaded with the first possibly misspelt word
    from rapidfuzz.distance import OSA

    alike = [one for size in _NEAR for one in _group_by_length().get((word[0], len(word) + size), ())]
    near = [one for one, _, _ in process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=None)]
    ranked = sorted((slip, one) for one in near if (slip := _slip(word, one)))
    if not ranked or [slip for slip, _ in ranked[:2]].count(ranked[0][0]) > 1:
        return word
    return ranked[0][1]


def _slip(typed: str, meant: str) -> int:
    """Return the kind of typing error between two words one edit apart, the likelier kind first; 0 if it is unlikely.

    The kinds: letters swapped, a letter doubled, one left out, a neighbouring one typed.
    """
    if len(typed) == len(meant):
        if sorted(typed) == sorted(meant):
            return 1
        (other,) = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
        return 4 if len(typed) >= _SURE and _is_slip(*other) else 0
    if len(typed) < len(meant):
        return 3
    return (
        2 if any(a == b and typed[:at] + typed[at + 1 :] == meant for at, (a, b) in enumerate(pairwise(typed))) else 0
    )


def _is_slip(typed: str, meant: str) -> bool:
    """Return True if the letter is near on the keyboard or in sound, so that "Stripe" is not read as "strike"."""
    alike = any(typed in one and meant in one for one in _ALIKE)
    return alike or not (typed.isascii() and meant.isascii()) or meant in _load_neighbours().get(typed, "")


@cache
def _load_neighbours() -> Mapping[str, str]:
    """Return the neighbours of each letter on a keyboard: in its row, and above and below."""
    found: defaultdict[str, str] = defaultdict(str)
    for row, letters in enumerate(_KEYS):
        for at, letter in enumerate(letters):
            found[letter] += letters[max(at - 1, 0) : at] + letters[at + 1 : at + 2]
            for other in _KEYS[row + 1 : row + 2]:
                for below in other[max(at - 1, 0) : at + 1]:
                    found[letter] += below
                    found[below] += letter
    return found


@cache
def _group_by_length() -> Mapping[tuple[str, int], Sequence[str]]:
    """Return the known words by their first letter and length."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word in _words():
        found[word[0], len(word)].append(word)
    return found


def find_names(text: str) -> frozenset[str]:
    """Return the words spelled like names: unknown, and with an inner capital or after a final dash."""
    if text.isupper():
        return frozenset()
    signed = _SIGNED.search(text)
    written = [*_NAME.findall(text), *(signed.group(1).split() if signed else ())]
    return frozenset(name for one in written for name in normalise(one).split() if name not in _words())


def strip_signature(text: str) -> str:
    """Remove the writer's signature: "2 - Greg"."""
    signed = _SIGNED.search(text)
    names = normalise(signed.group(1)).split() if signed else ()
    return text if signed is None or any(name in _words() for name in names) else text[: signed.start()]


def unpack(packed: bytes) -> dict[str, bool]:
    """Return the words of a packed list (`tests/understanding/spoken.py`), each with True if it names no goods."""
    found: dict[str, bool] = {}
    last = ""
    for row in decompress(packed).decode().split("\n"):
        anybodys = ord(row[0]) < CUSTOMERS
        last = last[: ord(row[0]) - (ANYBODYS if anybodys else CUSTOMERS)] + row[1:]
        found[last] = anybodys
    return found


@cache
def _words() -> Mapping[str, bool]:
    return unpack(files("handlers").joinpath("replies/data/known.words").read_bytes())
