"""Names as they are compared: brands, categories, people and places, however they were written."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """A name without case, accents of Latin letters and doubled spaces: "Café  NOIR" is "cafe noir".

    Marks of other scripts stay, for without its vowel signs a word in Devanagari is another word
    (Unicode 15.0, 3.13 "Default Case Algorithms"; Unicode Technical Standard 10).
    """
    apart = unicodedata.normalize("NFKD", name)
    bare = "".join(one for at, one in enumerate(apart) if not _is_accent(apart, at))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


def _is_accent(text: str, at: int) -> bool:
    return "\u0300" <= text[at] <= "\u036f"
