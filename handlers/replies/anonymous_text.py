"""Text with personal data removed, for outside readers and for training lines."""

import re
import unicodedata

from handlers.replies.known_words import find_names
from handlers.replies.text_normalisation import normalise

_LINKS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# A chunk between spaces with a sign of mail in it, or a name of a host and a path.
_MAIL = re.compile(r"@|\(at\)|\[at\]|[a-z0-9-]\.[a-z]{2,}/", re.IGNORECASE)
_SPOKEN_MAIL = re.compile(r"\S+ (?:at|arroba) \S+ (?:dot|punto) \S+", re.IGNORECASE)
# One or two signs may separate the figures of a phone, but no letters: "98/76/54", "312 - 555 - 0177".
_NUMBERS = re.compile(r"\+?\d(?:(?: ?[^\w\s] ?|\s|_)?\d){6,}|\d{4,}[x*]\d{4,}", re.IGNORECASE)
# Personal numbers of any length: a code, a door, an order. Sizes, counts, hours and prices of three digits stay.
_CODES = re.compile(r"(?<![^\W_])#?(?:[^\W\d_]{0,4}-?)?\d(?:[\s.-]?\d){3,}(?![^\W_])")
_NAMED_CODES = re.compile(
    r"\b(pin|otp|cvv|code|password|passcode|pass|pwd|pan|aadhaar|aadhar|exp|clave|codigo|código|contraseña)\b"
    r"\W{0,3}(?:is|es|hai)?\s*\S+",
    re.IGNORECASE,
)
_DIGITS_SPELLED = re.compile(
    r"\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|cero|uno|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|nueve|ek|do|teen|char|chaar|paanch|panch|che|chhe|saat|aath|nau|shunya)\W+){6,}\w+",
    re.IGNORECASE,
)
_LONGEST = 4096  # letters of a chat's text: longer texts are cut first

_WORD = re.compile(r"[^\W\d_]+")


def scrub_text(text: str, name: str | None) -> str:
    """Return a text on one line, with personal data removed.

    This removes possible phone, order and code numbers, e-mail and web addresses, the writer's name, and words spelled
    like names. Invisible characters are removed first, since they can hide numbers.
    """
    text = "".join(letter for letter in text[:_LONGEST] if unicodedata.category(letter) != "Cf")
    chunks = ["…" if _MAIL.search(chunk) else chunk for chunk in text.split()]
    text = _SPOKEN_MAIL.sub("…", _LINKS.sub("…", " ".join(chunks)))
    text = _DIGITS_SPELLED.sub("…", _NUMBERS.sub("…", text))
    text = _CODES.sub("…", _NAMED_CODES.sub(r"\1 …", text))
    others = find_names(text) | {normalise(part) for part in (name or "").split()}
    text = _WORD.sub(lambda word: "…" if normalise(word.group()) in others else word.group(), text)
    for part in (name or "").split():
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
