"""The sound of a name, the same in Devanagari and in Latin letters: नूर is Noor, अनिता is Anita, कृष्ण is Krishna.

Spelling variants of Latin letters become one: doubled letters, breaths (th, dh, bh), w and v, z and j, oo and u. Of the
a's in a word only one that is its first vowel counts: Devanagari does not show which of the others are spoken (the
schwa of सलमान is not, that of अनुपमा is), and people omit some of them in their names. The beginning of a name gives
the beginning of its sound, so that a part is found like the whole. Different names sometimes match, so this is for
search only and never identifies a person.
"""

from __future__ import annotations

import re
import unicodedata

_DEVANAGARI = re.compile("[\u0900-\u097f]")
_LATIN = re.compile("[a-z]")
_CONSONANTS = {
    **{"क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n"},
    **{"ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n"},
    **{"प": "p", "फ": "ph", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "ळ": "l", "व": "v"},
    **{"श": "sh", "ष": "sh", "स": "s", "ह": "h"},
}
_SPOKEN = ("a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "e", "o")
_SIGNS = dict(zip("ािीुूृेैोौॅॉ", _SPOKEN, strict=True))
_VOWELS = {"अ": "a"} | dict(zip("आइईउऊऋएऐओऔऍऑ", _SPOKEN, strict=True))
_OTHERS = {"\u0903": "h", "\u0950": "om", "\u093d": ""}  # a breath at the end, the syllable, what is left out
_NASAL = frozenset("\u0901\u0902")  # candrabindu, anusvara
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_FLAPPED = frozenset("डढ")  # with a dot below they are an r: चोपड़ा is Chopra
_LIPS = frozenset("पफबभम")
_ALIKE = (
    ("dny", "gy"), ("jny", "gy"), ("jn", "gy"), ("x", "ks"),
    ("cch", "ch"), ("ck", "k"), ("ch", "\0"), ("\0h", "\0"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("\0", "c"),
    ("q", "k"), ("z", "j"), ("ph", "f"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("kh", "k"),
    ("gh", "g"), ("jh", "j"), ("rh", "r"),
    ("ee", "i"), ("oo", "u"), ("ou", "au"), ("ow", "au"), ("ey", "e"), ("er", "ar"), ("ohn", "on"), ("w", "v"),
)  # fmt: skip
_LATER_A = re.compile(r"(?<=[aeiou])([^ ]*)")
_TWICE = re.compile(r"([^\W\d])\1+")


def is_devanagari(text: str) -> bool:
    """Return True if a part of the text is in Devanagari."""
    return _DEVANAGARI.search(text) is not None


def is_latin(text: str) -> bool:
    """Return True if a part of a folded text (flows/name_folding.py) is in Latin letters."""
    return _LATIN.search(text) is not None


def transliterate(text: str) -> str:
    """Return a text with its Devanagari in Latin letters, each consonant with its vowel; the rest is unchanged."""
    if not is_devanagari(text):
        return text
    seen = [one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Cf"]
    return "".join(_letter(seen, at) for at in range(len(seen)))


def sound(phrase: str) -> str:
    """Return the sound of folded words in Latin letters, separated by single spaces."""
    for written, heard in _ALIKE:
        phrase = phrase.replace(written, heard)
    heard = _LATER_A.sub(lambda rest: rest[1].replace("a", ""), phrase).replace("y", "i")
    return _TWICE.sub(r"\1", heard)


def _letter(text: list[str], at: int) -> str:
    one = text[at]
    behind = text[at + 1 : at + 3]
    if one in _CONSONANTS:
        dotted = behind[:1] == [_NUKTA]
        follows = behind[dotted : dotted + 1]
        bare = bool(follows) and (follows[0] in _SIGNS or follows[0] == _VIRAMA)
        heard = "r" if dotted and one in _FLAPPED else _CONSONANTS[one]
        if one == "ञ" and text[max(at - 2, 0) : at] == ["ज", _VIRAMA]:
            heard = "ny"  # ज्ञ: Gyan, Pragya
        return heard if bare else f"{heard}a"
    if one in _NASAL:
        return "m" if behind[:1] and behind[0] in _LIPS else "ng" if behind[:1] == ["ह"] else "n"
    if one in (_VIRAMA, _NUKTA):
        return ""
    return _VOWELS.get(one) or _SIGNS.get(one) or _OTHERS.get(one, one)
