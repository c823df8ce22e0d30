"""Does a text greet, and say nothing else: "hello", "good morning team", "namaste ji"?"""

from collections.abc import Sequence

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import polarity_of

_COURTESIES, _LISTED = read_sets("courtesies"), read_sets("greeting")
_GREETS = _COURTESIES["greeting"] | _LISTED["greets"]
_AROUND = _COURTESIES["whom"] | _COURTESIES["sign"] | _LISTED["around"]
_SOUNDS = _GREETS | _LISTED["sounds"]
_PHRASES = sorted((one for one in _SOUNDS if " " in one), key=len, reverse=True)
_LONGEST = 5  # words
_NAMED = 3  # words of a greeting that names somebody


def is_greeting(text: str) -> bool:
    """Whether a text is a greeting and what is said around one."""
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


def only_sounds(text: str) -> bool:
    """Whether all of a text is what people let out at whatever they read, greetings among it: "oh", "haha wow", "eh".

    Whoever is greeted may be named behind it: "hi Dana".
    """
    said = words(text)
    if not said or len(said) > _LONGEST:
        return False
    joined = f" {' '.join(said)} "
    for phrase in _PHRASES:
        joined = joined.replace(f" {phrase} ", " ")
    rest = [word for word in joined.split() if word not in _SOUNDS and word not in _AROUND]
    return not rest or (said[0] in _GREETS and len(rest) < len(said) <= _NAMED and _are_names(rest))


def _are_names(said: Sequence[str]) -> bool:
    """Whether none of the words answers anything."""
    return all(name == "other" for name, _ in polarity_of(list(said)))
