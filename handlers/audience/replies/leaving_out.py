"""A phrase without the words that nobody knows, as an offer: what is left is told in full, and counted only when asked.

A part of a phrase may mean other people, so nothing is left out unsaid; never a number, no word beside a no, and none
that another word leads to: without its goods "bought me a" is anything, and without "agreed" it is "to sms".
"""

from __future__ import annotations

import re

from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import Phrased, read_phrase
from handlers.audience.replies.words import denying_words
from handlers.replies.text import normalise

_LEADING = frozenset(
    [
        "a",
        "an",
        "the",
        "me",
        "my",
        "this",
        "that",
        "to",
        "of",
        "in",
        "on",
        "at",
        "from",
        "after",
        "before",
        "since",
        "by",
        "with",
        "for",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "un",
        "una",
        "en",
        "por",
        "con",
        "al",
        "desde",
        "tras",
        "ka",
        "ki",
        "ke",
        "ko",
        "se",
        "pe",
        "par",
        "mein",
        "ne",
        "का",
        "की",
        "के",
        "को",
        "से",
        "पर",
        "में",
        "ने",
    ]
)
_FOLLOWING = frozenset({"to", "of", "on", "by", "for", "de", "del", "a"})
_CONSENT = ("consent", "agree", "opt", "subscri", "permis", "permit", "acept", "accept", "suscri", "sahmat", "सहमत")
"""How words about consent begin: without one a channel means who can be reached, which is no consent."""
_MOST = 4  # words that are left out; beyond that too little of the phrase is known


def without_unread(text: str, said: Phrased, names: Names) -> tuple[str, Phrased] | None:
    """The phrase without its unread words, with how it is read then; None where it is not to be offered."""
    unread = said.unread.split()
    if said.criteria is not None or said.doubtful or said.unsold or not said.parts or not 0 < len(unread) <= _MOST:
        return None
    if any(letter.isdigit() for letter in said.unread) or not denying_words().isdisjoint(_around(text, unread)):
        return None
    if any(word.startswith(_CONSENT) for word in unread):
        return None
    if not _LEADING.isdisjoint(_near(text, unread, -1)) or not _FOLLOWING.isdisjoint(_near(text, unread, 1)):
        return None
    rest = text
    for word in unread:
        rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    rest = " ".join(rest.split())
    read = read_phrase(rest, names)
    return (rest, read) if read.criteria is not None and normalise(rest) != normalise(text) else None


def _around(text: str, unread: list[str]) -> set[str]:
    """The unread words with their neighbours on either side."""
    return _near(text, unread, -1) | _near(text, unread, 1) | set(unread)


def _near(text: str, unread: list[str], step: int) -> set[str]:
    """The words right before (-1) or behind (1) the unread ones."""
    said = [word.strip(".,;:!?") for word in normalise(text).split()]
    places = [place + step for place, word in enumerate(said) if word in unread]
    return {said[near] for near in places if 0 <= near < len(said)}
