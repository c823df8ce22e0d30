"""Does a member of the staff want sending to customers to stop: "stop", "stop all messages", "msg band karo"?"""

from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.optout import OptOut, is_keyword, read_opt_out
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sending")
_HALTS, _SENT = _LISTED["halt"], _LISTED["what is sent"]


def wants_no_sending(text: str) -> bool:
    """Whether a text says in so many words that nothing is to be sent any more.

    A bare "cancel" is about something else, and what names a number ("1027 stop") is about an order.
    """
    if is_bare_cancel(text):
        return False
    if is_keyword(text) or read_opt_out(text) is OptOut.STOP:
        return True
    said = words(text)
    pairs = {*said, *(" ".join(said[at : at + 2]) for at in range(len(said)))}
    return bool(_HALTS & pairs and _SENT & pairs) and not any(len(word) > 2 and word.isdigit() for word in said)
