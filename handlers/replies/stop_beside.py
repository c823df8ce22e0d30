"""An opt-out that is a clause of its own, beside something else: "please stop sending me this. yes order the mug",
"12 Park Street, Delhi 110001. and dont text me anymore".

What is told around an opt-out may speak of another thing ("take me off your list, they come at six"), so a clause takes
back a consent only where the rest is surely another thing; else the text is weighed as a whole.
"""

import re
from dataclasses import dataclass

from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.optout import OptOut, is_keyword, names_our_messages, read_opt_out
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_MARKS = " \t\n,.;:!–—-"
# Between two clauses: a sign, "and" or "but", or the end of a postal code.
_AND = r"(?:and|but|y|pero|aur|lekin|par|और|लेकिन)"
_BETWEEN = re.compile(rf"[.!;,\n।]+(?=\s|$)|\s{_AND}(?=\s)|(?<=\d{{5}})(?<!\d{{7}})(?=\s)", re.IGNORECASE)
_JOINT = re.compile(rf"^{_AND}\s+", re.IGNORECASE)
_CODED = re.compile(r"\S+\s+\S+.*(?<!\d)\d{5,6}(?!\d)")
_LONGEST = 300  # characters that are looked at


@dataclass(frozen=True, slots=True)
class StopBeside:
    """The ``rest`` of a text without its opt-out; ``plain``: the clause says so in words, or names our messages. A bare
    "stop" beside a wish may be said of that: "stop, i want the mug, not the shorts"."""

    rest: str
    plain: bool


def part_stop(text: str) -> StopBeside | None:
    """The opt-out that one clause of a text is, and the rest; None where none is, or it is all of the text."""
    if len(text) > _LONGEST:
        return None
    start = 0
    for end in [*(found.start() for found in _BETWEEN.finditer(text)), len(text)]:
        clause, rest = text[start:end], f"{text[:start].rstrip(_MARKS)}, {text[end:].lstrip(_MARKS)}"
        rest = _without_joint(rest.strip(_MARKS))
        if rest and _is_stop(clause):
            return StopBeside(rest, plain=names_our_messages(clause) or not is_keyword(clause))
        start = end
    return None


def wishes(text: str) -> bool:
    """Whether a text has a word by which something is wanted."""
    return not (read_sets("polarity")["want"] | read_sets("opt_out_at_last")["wishes"]).isdisjoint(words(text))


def is_another_thing(rest: str) -> bool:
    """Whether what stands beside a stop is surely another thing: it wishes for something, or ends by a postal code."""
    return wishes(rest) or _CODED.search(rest) is not None


def _is_stop(clause: str) -> bool:
    said = _without_joint(clause.strip(_MARKS))
    return bool(said) and not is_bare_cancel(said) and read_opt_out(said) is OptOut.STOP


def _without_joint(text: str) -> str:
    """A clause without the word that joins it to the one before."""
    return _JOINT.sub("", text)
