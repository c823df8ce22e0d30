"""Customers who ask for a code to bring friends ("refer a friend"), and who come by one ("code R7K2QMX")."""

import re

from handlers.replies.courtesies import without_courtesies
from handlers.replies.text_normalisation import tokens, words
from handlers.replies.word_lists import read_sets

# R and six of handlers.engine.seeds.READABLE, as it is typed: small, in parts, behind "code".
_CODE = re.compile(r"(?<![^\W_])(R[ -]?[A-HJKMNP-Z2-9]{3}[ -]?[A-HJKMNP-Z2-9]{3})(?![^\W_])", re.IGNORECASE)
_NAMED = re.compile(r"(?<![^\W_])(?:code|codigo|código|kod|कोड|invite|invitation|referral)(?![^\W_])", re.IGNORECASE)
_LONGEST_WITH_CODE = 25  # words of what a link writes for them, and some of their own


def wants_to_refer(text: str) -> bool:
    """Return True if a whole text, but for courtesies and a question mark, asks for a code to pass on."""
    return " ".join(without_courtesies(tokens(text.rstrip(" ?")))) in read_sets("sourcing:referring")["refer"]


def read_code(text: str) -> str | None:
    """The code that somebody comes by: alone, or behind the word "code"; None where a text holds none."""
    found = _CODE.search(text)
    if found is None or len(words(text)) > _LONGEST_WITH_CODE:
        return None
    code = re.sub(r"[ -]", "", found[1]).upper()
    alone = text.strip().rstrip(".!") == found[1]
    return code if alone or _NAMED.search(text) else None
