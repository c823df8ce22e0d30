"""Acts of customers: each message is classified once as one act of a closed set, which selects its readers.

Texts are tried in the order of the harm that a misreading does: an opt-out, a keyword, a button, a number, then the
meaning of the words. An act selects the readers that may answer, and does nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from handlers.replies.customer_intents import Intent, ReplyReading
from handlers.replies.data_access_wishes import asks_to_see
from handlers.replies.nods import is_nod
from handlers.replies.numbered_choices import read_figure
from handlers.replies.payment_questions import asks_to_pay, says_paid
from handlers.replies.sender_questions import asks_who_we_are
from handlers.replies.text_normalisation import words


class ActKind(StrEnum):
    """The kinds of acts."""

    STOP = "stop"  # an opt-out
    DOUBT = "doubt"  # a possible opt-out
    KEYWORD = "keyword"  # START, HELP, JOIN, KEEP
    COMMAND = "command"  # a word after a slash, a link that leads in
    MACHINE = "machine"  # no person wrote it
    CHOICE = "choice"  # a button that says neither yes nor no
    NUMBER = "number"  # a figure alone
    YES = "yes"
    NO = "no"
    LATER = "later"
    THANKS = "thanks"
    GREETING = "greeting"
    PERSON = "person"  # asks for a member of the staff, or who answers
    STATUS = "status"  # a topic: where an order is
    PAY = "pay"  # a topic: how to pay, or that it is paid
    CANCEL = "cancel"  # a topic: an order is not wanted
    CHANGE = "change"  # a topic: other goods, another address
    RETURN = "return"  # a topic: money back
    COMPLAINT = "complaint"  # a topic
    DATA = "data"  # a topic: the data about the writer
    TEXT = "text"  # words with no act of their own: goods, an address, a question
    UNCLEAR = "unclear"  # no words


@dataclass(frozen=True, slots=True)
class Act:
    """What a message does, with its values.

    ``number`` is a figure alone, ``button`` the id of a press, ``order`` the number of an order as written.
    """

    kind: ActKind
    number: int | None = None
    button: str | None = None
    order: str | None = None


_KINDS: Mapping[Intent, ActKind] = MappingProxyType(
    {
        Intent.STOP: ActKind.STOP,
        Intent.AMBIGUOUS_STOP: ActKind.DOUBT,
        Intent.START: ActKind.KEYWORD,
        Intent.HELP: ActKind.KEYWORD,
        Intent.JOIN: ActKind.KEYWORD,
        Intent.AUTOMATIC: ActKind.MACHINE,
        Intent.YES: ActKind.YES,
        Intent.NO: ActKind.NO,
        Intent.LATER: ActKind.LATER,
        Intent.THANKS: ActKind.THANKS,
        Intent.GREETING: ActKind.GREETING,
        Intent.HUMAN: ActKind.PERSON,
        Intent.ORDER_STATUS: ActKind.STATUS,
        Intent.CANCEL_ORDER: ActKind.CANCEL,
        Intent.CHANGE_ITEM: ActKind.CHANGE,
        Intent.CHANGE_SIZE: ActKind.CHANGE,
        Intent.REFUND: ActKind.RETURN,
        Intent.COMPLAINT: ActKind.COMPLAINT,
    }
)
KEEP = "keep"
"""The word and the button for a wish to keep our messages."""
_FIRST = frozenset({ActKind.STOP, ActKind.DOUBT, ActKind.KEYWORD, ActKind.MACHINE})
"""Acts that come before any other act of the same message."""
_ANSWERS = frozenset({ActKind.YES, ActKind.NO, ActKind.LATER, ActKind.CANCEL})
"""Acts of buttons with that meaning; any other button is a choice."""

_TOPICS = frozenset({ActKind.STATUS, ActKind.CANCEL, ActKind.CHANGE, ActKind.RETURN, ActKind.COMPLAINT, ActKind.PERSON})
"""Topics that a word after a slash may also name: "/cancel 3"."""


def act_of(text: str, reading: ReplyReading, *, button: str | None = None) -> Act:
    """Classify a message, given its reading, as an act."""
    kind = _KINDS.get(reading.intent)
    if kind in _FIRST:
        return Act(kind, button=button, order=reading.order)
    if button:
        return Act(kind if kind in _ANSWERS else ActKind.CHOICE, button=button, order=reading.order)
    number = read_figure(text)
    if number is not None:
        return Act(ActKind.NUMBER, number=number)
    if text.lstrip().startswith("/") and kind not in _TOPICS:
        return Act(ActKind.COMMAND, order=reading.order)
    if words(text) == [KEEP]:
        return Act(ActKind.KEYWORD)
    return Act(_topic(text) or kind or _rest(text), order=reading.order)


def _topic(text: str) -> ActKind | None:
    """Return the topic of a text only if each word is known; nothing is weighed here. None if there is none."""
    if asks_to_see(text):
        return ActKind.DATA
    if asks_who_we_are(text):
        return ActKind.PERSON
    if asks_to_pay(text) or says_paid(text):
        return ActKind.PAY
    return None


def _rest(text: str) -> ActKind:
    if is_nod(text):
        return ActKind.THANKS
    return ActKind.TEXT if words(text) else ActKind.UNCLEAR
