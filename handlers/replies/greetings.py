"""Greetings with no other content: "hello", "good morning team", "namaste ji"."""

from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets

_COURTESIES, _LISTED = read_sets("courtesies"), read_sets("greeting")
_GREETS = _COURTESIES["greeting"] | _LISTED["greets"]
_AROUND = _COURTESIES["whom"] | _COURTESIES["sign"] | _LISTED["around"]
_LONGEST = 5  # words


def is_greeting(text: str) -> bool:
    """Return True if a text is only a greeting with the usual words around it."""
    said = words(text)
    if not said or len(said) > _LONGEST:
        return False
    greets, place = False, 0
    while place < len(said):
        pair = " ".join(said[place : place + 2])
        if pair in _GREETS:
            greets, place = True, place + 2
        elif said[place] in _GREETS or said[place] in _AROUND:
            greets, place = greets or said[place] in _GREETS, place + 1
        else:
            return False
    return greets
