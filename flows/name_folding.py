"""Names in comparable form: brands, categories, people and places."""

from __future__ import annotations

import unicodedata

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters of Hangul without a shape


def fold_name(name: str) -> str:
    """Return a name without case, accents of Latin letters, doubled spaces and invisible characters: "Café NOIR" is
    "cafe noir".

    Marks of other scripts stay, because a word in Devanagari without its vowel signs is another word (Unicode 15.0,
    3.13 "Default Case Algorithms"; Unicode Technical Standard 10). Joiners, direction marks and emoji variation
    selectors are removed, so that names that look alike are found alike.
    """
    if name.isascii():  # most are, and nothing of it comes apart
        return " ".join(name.casefold().split())
    return " ".join(strip_accents(name).casefold().split())


def strip_accents(name: str) -> str:
    """Return a name without accents of Latin letters and invisible characters: "Otoño" is "Otono"."""
    apart = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", "".join(one for one in apart if not (_is_accent(one) or _is_unseen(one))))


def _is_accent(one: str) -> bool:
    return "\u0300" <= one <= "\u036f"


def _is_unseen(one: str) -> bool:
    """Return True for code points ignored in display (Unicode 15.0, 5.21 "Default Ignorable Code Points")."""
    return unicodedata.category(one) == "Cf" or one in _FILLERS or "\ufe00" <= one <= "\ufe0f"
