"""Nods: texts that only agree or show pleasure and ask for nothing: "wow", "ok great", "🙏"."""

from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets

_LISTED, _COURTESIES = read_sets("nodding"), read_sets("courtesies")
_NODS = _LISTED["nods"] | _LISTED["signs"] | _COURTESIES["thanks"]
_PHRASES = sorted((one for one in _NODS if " " in one), key=len, reverse=True)
_BESIDE = _LISTED["beside"] | _COURTESIES["whom"]
_LONGEST = 6  # words
_NODDED = "nodmark"


def is_nod(text: str) -> bool:
    """Return True if a text only nods, thanks or shows pleasure; "is it good" and texts with a question mark ask."""
    said = words(text)
    if not said or len(said) > _LONGEST or "?" in text:
        return False
    spoken = f" {' '.join(said)} "
    for phrase in _PHRASES:
        spoken = spoken.replace(f" {phrase} ", f" {_NODDED} ")
    parts = [_NODDED if word in _NODS else word for word in spoken.split()]
    return _NODDED in parts and parts[0] != "is" and all(word == _NODDED or word in _BESIDE for word in parts)
