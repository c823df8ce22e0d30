"""How a word of Devanagari is spelled in Latin letters, and when two spellings sound alike: "बनारसी" and "Banarasi"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

# Unicode 15.0, chapter 12.1; as people write them in chat, not as ISO 15919 does. "ड" is heard as r between vowels
# ("साड़ी", saree), for a nukta is dropped before a text is read.
_CONSONANTS: Mapping[str, str] = MappingProxyType(
    {
        letter: latin
        for latin, letters in {
            "k": "क", "kh": "ख", "g": "ग", "gh": "घ", "n": "ङञणन", "ch": "चछ", "j": "जझ", "t": "टठतथ", "d": "डढदध",
            "p": "प", "f": "फ", "b": "बभ", "m": "म", "y": "य", "r": "र", "l": "ल", "v": "व", "sh": "शष", "s": "स",
            "h": "ह",
        }.items()
        for letter in letters
    }
)  # fmt: skip
_VOWELS: Mapping[str, str] = MappingProxyType(
    {
        letter: latin
        for latin, letters in {
            "a": "अआा", "i": "इईिी", "u": "उऊुू", "e": "एऐेैॅ", "o": "ओऔोौॉ", "ri": "ऋृ",
        }.items()
        for letter in letters
    }
)  # fmt: skip
_SIGNS = frozenset("ािीुूेैोौृॉॅ")
_VIRAMA, _NASAL, _FLAPPED = "्", "ंँ", frozenset("डढ")
_DEVANAGARI = re.compile("[ऀ-ॿ]")
_SAME = (
    ("ay", "ai"), ("ee", "i"), ("oo", "u"), ("aa", "a"), ("ph", "f"), ("z", "j"), ("w", "v"), ("bh", "b"),
    ("dh", "d"), ("th", "t"), ("jh", "j"), ("chh", "ch"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """The key of a word that all its spellings share: consonants and the vowels but a, which Hindi does not always
    write or say ("banarsi", "banarasi")."""
    latin = _in_latin(word) if _DEVANAGARI.search(word) else word
    for written, heard in _SAME:
        latin = latin.replace(written, heard)
    latin = re.sub(r"(.)\1+", r"\1", latin)
    return latin[:1] + latin[1:].replace("a", "")


def sound_of(name: str) -> str:
    """The key of a name, made of the keys of the words."""
    return " ".join(map(sound, name.split()))


def outline(word: str) -> str:
    """The first letter and the consonants: what a loan word keeps in both scripts ("टाइगर", tiger)."""
    heard = sound(word)
    return heard[:1] + re.sub("[aeiou]", "", heard[1:])


def _in_latin(word: str) -> str:
    said = []
    for place, one in enumerate(word):
        after = word[place + 1 : place + 2]
        if one in _CONSONANTS:
            flapped = one in _FLAPPED and place > 0 and word[place - 1] != _VIRAMA
            said.append("r" if flapped else _CONSONANTS[one])
            said.append("" if after in _SIGNS or after == _VIRAMA else "a")
        elif one in _NASAL:
            said.append("n")
        else:
            said.append(_VOWELS.get(one, "" if one == _VIRAMA else one))
    return "".join(said)
