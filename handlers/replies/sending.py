"""Does a member of the staff want sending to customers to stop: "stop", "stop all messages", "msg band karo"?"""

import re

from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.courtesies import without_courtesies
from handlers.replies.optout import OptOut, is_keyword, read_opt_out
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sending")
_HALTS, _SENT = _LISTED["halt"], _LISTED["what is sent"]
_ALL, _BESIDE, _ALONE = _LISTED["all"], _LISTED["beside"], _LISTED["alone"]
_LEADS, _OPTS_OUT = _LISTED["leads to a person"], _LISTED["opts out"]
_MANY, _BESIDE_A_PERSON = _LISTED["many"], _LISTED["beside a person"]
_OF_PEOPLE = _LISTED["denies"] | {"para"}
"""Beside customers alone these tell of customers: "the customers who dont buy", "clientes para navidad"."""
# Of somebody else: "riya does not want messages", "riya ko message nahi chahiye".
_WANTS_NONE = re.compile(
    r"(?<![^\W_])(?:(?:does not|doesn'?t|no longer) (?:want|wants|wish|like)(?: to (?:get|receive|have))?|wants no"
    r"|no quiere(?: recibir)?|nahin? chahi[yt]?e|नहीं चाहिए)(?![^\W_])"
)
_OWN = _LISTED["oneself"]
_FEW = 5  # words
_LONGEST_NAME = 3  # words
_SHORTEST_NUMBER = 3  # digits of a phone by which somebody is called


def wants_no_sending(text: str) -> bool:
    """Whether a text says in so many words that nothing is to be sent any more.

    A bare "cancel" is about something else, and what names a number ("1027 stop") is about an order.
    """
    if is_bare_cancel(text):
        return False
    if is_keyword(text) or read_opt_out(text) is OptOut.STOP:
        return True
    said = words(text)
    if _is_denied(said):
        return False
    if _is_short(list(without_courtesies(said))):
        return True
    pairs = {*said, *(" ".join(said[at : at + 2]) for at in range(len(said)))}
    sent = _SENT & pairs
    halts = _HALTS & pairs if sent - _MANY else (_HALTS & pairs) - _OF_PEOPLE
    return bool(halts and sent) and not any(len(word) > 2 and word.isdigit() for word in said)


def whose_end(text: str) -> str | None:
    """The person to whom nothing more is to go: "asha" of "don't text asha anymore", "0003" of "stop sending to 0003".

    None for a text about everybody, a question, and a number to which no word leads: that may be an order's.
    """
    wished = _WANTS_NONE.sub(" stop ", normalise(text))
    said = _joined(list(without_courtesies(words(wished))))
    if wished != normalise(text) and not _OWN.isdisjoint(said):
        return None
    ends = not _OPTS_OUT.isdisjoint(said) or not (_HALTS.isdisjoint(said) or _SENT.isdisjoint(said))
    if "?" in text or not ends or not _MANY.isdisjoint(said) or _is_denied(words(text)):
        return None
    left = [one for one in said if one not in _HALTS | _SENT | _LEADS | _BESIDE_A_PERSON | _OPTS_OUT]
    if any(one.isdigit() for one in left):  # "for 3 hours" is a time, and of one digit too many people
        ends_a_number = len(left) == 1 and len(left[0]) >= _SHORTEST_NUMBER and not _LEADS.isdisjoint(said)
        return left[0] if ends_a_number else None
    return " ".join(left) if 0 < len(left) <= _LONGEST_NAME else None


def _is_denied(said: list[str]) -> bool:
    """Whether a stop is spoken of that shall not be: "never stop sending to dana", "bhejna band mat karo"."""
    spoken = f" {' '.join(said)} "
    return any(f" {one} " in spoken for one in _LISTED["forbids"]) and not _LISTED["ends"].isdisjoint(said)


def _joined(said: list[str]) -> list[str]:
    """The words, two of them as one where a list has them so."""
    pairs = {one for one in _HALTS | _LEADS | _OPTS_OUT if " " in one}
    joined: list[str] = []
    for word in said:
        if joined and f"{joined[-1]} {word}" in pairs:
            word = f"{joined.pop()} {word}"
        joined.append(word)
    return joined


def _is_short(said: list[str]) -> bool:
    """Whether a few words want everything to stop, or just a stop, and say nothing else: "band karo sab", "ruko"."""
    spoken = " ".join(said)
    for phrase in sorted((one for one in _ALL | _ALONE if " " in one), key=len, reverse=True):
        spoken = f" {spoken} ".replace(f" {phrase} ", f" {'sab' if phrase in _ALL else 'ruko'} ").strip()
    left = [word for word in spoken.split() if word not in _BESIDE]
    alone = bool(_ALONE.intersection(left)) or (bool(_HALTS.intersection(left)) and bool(_ALL.intersection(left)))
    return len(said) <= _FEW and alone and all(word in _HALTS | _ALL | _ALONE for word in left)
