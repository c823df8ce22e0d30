"""The size a person wants: "need M not L" is M, "talla 38 en vez de 36" is 38, "ek size bada do" is one up."""

import re

from handlers.replies.text import normalise

# Single letters count only in capitals: French and text speak are full of small ones ("s'il", "l'autre", "m").
_LETTER = r"(?:[2-5]?X{0,3}[SL]|XS|M)"
_CAPITAL = re.compile(rf"(?<![\w'’.]){_LETTER}(?![\w'’])")
_NAMED = re.compile(
    r"(?<![^\W_])(?:size|sz|talla|talle|taille|tamanho|साइज)\s(?:no\s|number\s)?"
    r"(\d{1,2}(?:[.,]5)?|[2-5]?x{0,3}[sml]|small|medium|large)(?![^\W_])"
    r"|(?<![^\W_])([2-5]?x{1,3}[sl])(?![^\W_])"
    r"|(?<![^\W_])(?:in|to|for|a)\s(?:a\s)?(small|medium|large)(?![^\W_])"
    r"|(?<![^\W_])(?:need|want|get|have)\s(?:an?\s)?([2-5]?x{0,3}[sml])(?![^\W_])"
)
_REJECTED = re.compile(
    r"(?:not|instead of|rather than|en vez de|en lugar de|no|au lieu de|em vez de|from|nahi|pas)"
    r"\s*(?:the |a |an |size |talla )?$"
)
_REJECTED_AFTER = re.compile(r"^\s*(?:nahi|nhi|no\b|नहीं|ki jagah|ke badle)")
_UP = re.compile(
    r"(?<![^\W_])(?:bigger|larger|size up|one up|next size up|bada do|bada chahiye|mas grande|plus grande?|maior|बडा)"
    r"(?![^\W_])|size bada|too small|chhota hai|muito pequeno|trop petit"
)
_DOWN = re.compile(
    r"(?<![^\W_])(?:smaller|size down|one down|next size down|chhota do|chota do|mas chic[oa]|mas pequen[oa]"
    r"|plus petite?|menor)(?![^\W_])|too (?:big|large|loose)|bada hai|muito grande|trop grand"
)


def mark_sizes(text: str) -> str:
    """The text with single capital letters that are sizes written as "XL", which no other word resembles."""
    return text if text.isupper() and len(text) > 6 else _CAPITAL.sub("XL", text)


def read_size(text: str) -> str | None:
    """The first size named and not turned down, upper case; "one up" or "one down"; None where none is named."""
    for size, start, end, whole in _candidates(text):
        if not _REJECTED.search(whole[:start]) and not _REJECTED_AFTER.search(whole[end:]):
            return size
    said = normalise(text)
    if _UP.search(said):
        return "one up"
    return "one down" if _DOWN.search(said) else None


def _candidates(text: str) -> list[tuple[str, int, int, str]]:
    capitals = [] if text.isupper() and len(text) > 6 else list(_CAPITAL.finditer(text))
    if capitals:
        folded = text.casefold()
        return [(m.group(), m.start(), m.end(), folded) for m in capitals]
    said = normalise(text)
    return [(next(g for g in m.groups() if g).upper(), m.start(), m.end(), said) for m in _NAMED.finditer(said)]
