"""The numbered answer that a person chose: a number in any script, its word, or a tapped button."""

import re
import unicodedata
from types import MappingProxyType

from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import read_yes_no

_LISTED = read_sets("choices")
_YES_NO = MappingProxyType({"1": True, "2": False})
_FEW = 3
_SIGNED = re.compile(r"\?|(?<!\w)[-+−–]\s*\d|^\s*[>\"'“”‘«]")
"""A question, a number with a sign, and a quotation take no choice."""
_LONGEST_NUMBER = 9  # digits
_HAVING = _LISTED["having"]
_NUMBERS = {word: int(number) for number, spelled in _LISTED.items() if number.isdigit() for word in spelled}
_AROUND = _LISTED["beside"]
_WANTING = _LISTED["wanting"]
# Not the comma of "1,500".
_BETWEEN = re.compile(
    rf",(?!\d\d)|[;&+\n]|(?<![^\W_])(?:{'|'.join(sorted(_LISTED['between']))})(?![^\W_])", re.IGNORECASE
)


def read_choice(text: str, button: str | None = None, *, most: int = 9) -> int | None:
    """Return the chosen number, from 1 to ``most``; None if the text is more than a choice."""
    said = button if button and button.strip().isdigit() else text
    if _SIGNED.search(said):
        return None
    numbers = []
    for word in words(said):
        number = read_number(word)
        if number is not None:
            numbers.append(number)
        elif word not in _AROUND:
            return None
    return numbers[0] if len(numbers) == 1 and 1 <= numbers[0] <= most else None


def read_choices(text: str, *, most: int = 9) -> tuple[int, ...]:
    """Return the two or more chosen numbers: "1 and 4", "1, 2 aur 4", "both" of two.

    Return an empty tuple if one is no valid choice, or if no word or mark separates them.
    """
    said = [word for word in words(text) if word not in _AROUND and word not in _WANTING]
    if " ".join(said) in _LISTED["both"]:
        return (1, 2) if most == 2 else ()
    taken = [_read_one(part, most) for part in _BETWEEN.split(text) if words(part)]
    found = tuple(one for one in taken if one is not None)
    return found if 1 < len(found) == len(taken) == len(set(found)) else ()


def _read_one(part: str, most: int) -> int | None:
    """Read the choice in one part of the text; None if there is none. "both" or "want" may be next to it."""
    said = [word for word in words(part) if word not in _WANTING and word not in _LISTED["both"]]
    return read_choice(" ".join(said), most=most)


def read_sure(text: str, button: str | None = None) -> bool | None:
    """Parse the answer to "1 yes 2 no" about a thing that may also be present or missing.

    So "nahi hai" gives None: it means that the thing is missing, not "no".
    """
    choice = read_choice(text, button, most=2)
    if choice is not None:
        return choice == 1
    said = words(text)
    numbered = len(said) == 2 and said[0] in _YES_NO
    plain = said[1:] if numbered else said
    if len(plain) > _FEW or _HAVING.intersection(plain):
        return None
    answer = read_yes_no(" ".join(plain)).answer
    return None if numbered and answer is not _YES_NO[said[0]] else answer


def read_number(word: str) -> int | None:
    """Parse a word as a number, in digits of any script or spelled out; None for other words."""
    if word.isdecimal() and len(word) <= 2:
        return int("".join(str(unicodedata.digit(letter)) for letter in word))
    return _NUMBERS.get(word)


def read_figure(text: str) -> int | None:
    """Parse a text that is only a number, in digits of any script; None for other texts."""
    digits = text.strip(" .)")
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else None
