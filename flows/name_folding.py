"""Names as they are compared: brands, categories, people and places, however they were written."""

from __future__ import annotations

import unicodedata

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters of Hangul without a shape


def fold_name(name: str) -> str:
    """Return a name without case, accents of Latin letters, doubled spaces and what is not seen: "Café NOIR" is "cafe
    noir".

    Marks of other scripts stay, for without its vowel signs a word in Devanagari is another word (Unicode 15.0, 3.13
    "Default Case Algorithms"; Unicode Technical Standard 10). Joiners, marks of direction and selectors of a picture's
    look go, so that no name looks like another and is not found with it.
    """
    if name.isascii():  # most are, and nothing of it comes apart
        return " ".join(name.casefold().split())
    return " ".join(strip_accents(name).casefold().split())


def strip_accents(name: str) -> str:
    """Return a name without accents of Latin letters and what is not seen: "Otoño" is "Otono"."""
    apart = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", "".join(one for one in apart if not (_is_accent(one) or _is_unseen(one))))


def _is_accent(one: str) -> bool:
    return "\u0300" <= one <= "\u036f"


def _is_unseen(one: str) -> bool:
    """Return True for code points ignored in display (Unicode 15.0, 5.21 "Default Ignorable Code Points")."""
    return unicodedata.category(one) == "Cf" or one in _FILLERS or "\ufe00" <= one <= "\ufe0f"
