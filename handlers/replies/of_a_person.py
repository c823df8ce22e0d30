"""A question of the staff about one person: "nikhil ka address kya hai", "what is anita's number", "dónde vive Ana"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.replies.errands import unlisted
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("of_a_person")
_DETAIL, _HAS, _OF = _LISTED["detail"], _LISTED["has"], _LISTED["of"]
_ASKS = _LISTED["asks"] | _LISTED["article"] | _LISTED["state"]
_BESIDE_A_NAME = _LISTED["article"] | _LISTED["title"]
_NO_NAME = frozenset().union(*_LISTED.values())
_POSSESSIVE = re.compile(r"(?<!\w)(?!(?:what|where|who|how|it|that|there|let)['’`])(\w+)['’`]s?(?=\s)", re.IGNORECASE)
_LONGEST, _LONGEST_NAME = 10, 3  # words of a question, and of a name
_SHORTEST_NUMBER = 4  # digits by which somebody is called


def person_asked_of(text: str) -> str | None:
    """The name, or the end of a number, of whoever is asked about; None for other texts.

    An order's, a shop's, our own address is asked for in the same words: of nobody is asked where a word of the name is
    one that our readers know.
    """
    spoken = _POSSESSIVE.sub(r"\1 ka ", text)  # as Hinglish says it
    said = words(spoken)
    if not 1 < len(said) <= _LONGEST:
        return None
    core = _without_asking(said)
    name = _lives(said) or _before_detail(core, asks="?" in text or len(core) < len(said)) or _behind_detail(core)
    unknown = set(unlisted(spoken)) - _NO_NAME
    named = 0 < len(name) <= _LONGEST_NAME and all(word in unknown or _ends_a_number(word) for word in name)
    return " ".join(name) if named else None


def _ends_a_number(word: str) -> bool:
    return word.isdigit() and len(word) >= _SHORTEST_NUMBER


def _without_asking(said: Sequence[str]) -> list[str]:
    core = list(said)
    while core and core[0] in _ASKS:
        del core[0]
    while core and core[-1] in _ASKS | _OF:  # "number de do"
        del core[-1]
    return core


def _before_detail(core: list[str], *, asks: bool) -> list[str]:
    """The name of "nikhil ka address", and where the text ``asks`` of "pooja joshi details?"; "wrong number" tells."""
    ends = len(core)
    while ends and core[ends - 1] in _DETAIL | _LISTED["behind a detail"]:
        ends -= 1
    if _DETAIL.isdisjoint(core[ends:]):
        return []
    has = ends > 0 and core[ends - 1] in _HAS
    return core[: ends - 1] if has else core[:ends] if asks else []


def _behind_detail(core: list[str]) -> list[str]:
    """The name of "address of noor khan", "telefono de la cliente Ana"."""
    begins = 0
    while begins < len(core) and core[begins] in (_DETAIL | _LISTED["behind a detail"] if begins else _DETAIL):
        begins += 1
    if not begins or begins == len(core) or core[begins] not in _OF:
        return []
    name = core[begins + 1 :]
    while name and name[0] in _BESIDE_A_NAME:
        del name[0]
    return name


def _lives(said: Sequence[str]) -> list[str]:
    """The name of "where does noor live", "noor kahan rehti hai"."""
    if _LISTED["where"].isdisjoint(said) or _LISTED["lives"].isdisjoint(said):
        return []
    aside = _LISTED["where"] | _LISTED["lives"] | _LISTED["state"] | _BESIDE_A_NAME
    return [one for one in said if one not in aside]
