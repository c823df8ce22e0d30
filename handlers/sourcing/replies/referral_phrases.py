"""Referral texts: requests for a code to share ("refer a friend"), and texts that bring one ("code R7K2QMX")."""

import re

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_lists import read_sets

# R and six characters of handlers.engine.seeds.READABLE, as typed: small, in parts, after "code".
_CODE = re.compile(r"(?<![^\W_])(R[ -]?[A-HJKMNP-Z2-9]{3}[ -]?[A-HJKMNP-Z2-9]{3})(?![^\W_])", re.IGNORECASE)
_NAMED = re.compile(r"(?<![^\W_])(?:code|codigo|código|kod|कोड|invite|invitation|referral)(?![^\W_])", re.IGNORECASE)
_LONGEST_WITH_CODE = 25  # words of a link's text, and some of their own


def wants_to_refer(text: str) -> bool:
    """Return True if the whole text, except courtesies and a question mark, asks for a referral code to share."""
    return " ".join(strip_courtesies(split_tokens(text.rstrip(" ?")))) in read_sets("sourcing:referring")["refer"]


def read_code(text: str) -> str | None:
    """Return the referral code in a text: alone, or after the word "code"; None if there is none."""
    found = _CODE.search(text)
    if found is None or len(words(text)) > _LONGEST_WITH_CODE:
        return None
    code = re.sub(r"[ -]", "", found[1]).upper()
    alone = text.strip().rstrip(".!") == found[1]
    return code if alone or _NAMED.search(text) else None
