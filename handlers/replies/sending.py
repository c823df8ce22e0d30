"""Does a member of the staff want sending to customers to stop: "stop", "stop all messages", "msg band karo"?"""

from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.courtesies import without_courtesies
from handlers.replies.optout import OptOut, is_keyword, read_opt_out
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sending")
_HALTS, _SENT = _LISTED["halt"], _LISTED["what is sent"]
_ALL, _BESIDE, _ALONE = _LISTED["all"], _LISTED["beside"], _LISTED["alone"]
_FEW = 5  # words


def wants_no_sending(text: str) -> bool:
    """Whether a text says in so many words that nothing is to be sent any more.

    A bare "cancel" is about something else, and what names a number ("1027 stop") is about an order.
    """
    if is_bare_cancel(text):
        return False
    if is_keyword(text) or read_opt_out(text) is OptOut.STOP:
        return True
    said = words(text)
    if _is_short(list(without_courtesies(said))):
        return True
    pairs = {*said, *(" ".join(said[at : at + 2]) for at in range(len(said)))}
    return bool(_HALTS & pairs and _SENT & pairs) and not any(len(word) > 2 and word.isdigit() for word in said)


def _is_short(said: list[str]) -> bool:
    """Whether a few words want everything to stop, or just a stop, and say nothing else: "band karo sab", "ruko"."""
    spoken = " ".join(said)
    for phrase in sorted((one for one in _ALL | _ALONE if " " in one), key=len, reverse=True):
        spoken = f" {spoken} ".replace(f" {phrase} ", f" {'sab' if phrase in _ALL else 'ruko'} ").strip()
    left = [word for word in spoken.split() if word not in _BESIDE]
    alone = bool(_ALONE.intersection(left)) or (bool(_HALTS.intersection(left)) and bool(_ALL.intersection(left)))
    return len(said) <= _FEW and alone and all(word in _HALTS | _ALL | _ALONE for word in left)
