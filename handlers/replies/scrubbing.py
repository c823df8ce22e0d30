"""A text without the people in it: what may be read outside, or kept as a line that teaches."""

import re
import unicodedata

from handlers.replies.known import names_in
from handlers.replies.text import normalise

_LINKS = re.compile(r"\S*@\S+|(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z]{2,})+/\S*", re.IGNORECASE)
_NUMBERS = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
# What is nobody else's, however short: a code, a door, an order. Sizes, counts, hours and prices of three digits stay.
_CODES = re.compile(r"(?<![^\W_])#?(?:[^\W\d_]{0,4}-?)?\d(?:[\s.-]?\d){3,}(?![^\W_])")
_NAMED_CODES = re.compile(
    r"\b(pin|otp|cvv|code|password|passcode|clave|codigo|código|contraseña)\W{0,3}(?:is|es|hai)?\s*\S+", re.IGNORECASE
)

_WORD = re.compile(r"[^\W\d_]+")


def scrubbed(text: str, name: str | None) -> str:
    """A text on one line, without numbers that may be phones, orders or codes, without addresses of mail and web, its
    writer's name, and words that are a name by how they are written.

    What has no letters of its own (marks of zero width) is taken out first: it hides numbers.
    """
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = _NUMBERS.sub("…", _LINKS.sub("…", " ".join(text.split())))
    text = _CODES.sub("…", _NAMED_CODES.sub(r"\1 …", text))
    others = names_in(text)
    text = _WORD.sub(lambda word: "…" if normalise(word.group()) in others else word.group(), text)
    for part in (name or "").split():
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
