"""A customer's intent, read from free text, a button, or both.

Texts are tried in the order of the harm that a misreading does: an opt-out, then matters of an order, then yes and no,
then the rest. Yes and no need a fully understood text. A text that is not understood goes to a person.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.replies.arrival_stories import drop_others
from handlers.replies.courtesies import strip_courtesies
from handlers.replies.customer_concerns import TOPICS, Concern, read_concern
from handlers.replies.expected_answers import Expecting
from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.moment_phrases import is_little_but_a_moment
from handlers.replies.numbered_choices import read_figure
from handlers.replies.opt_out_recognition import OptOut, read_opt_out, would_end
from handlers.replies.reading_effort import count_calls
from handlers.replies.size_letters import mark_sizes
from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.weighed_answer import read_answer
from handlers.replies.yes_no import read_yes_no

__all__ = ["Expecting", "Intent", "ReplyReading", "read"]


class Intent(StrEnum):
    """The wish of a text."""

    STOP = "stop"  # never write again
    AMBIGUOUS_STOP = "ambiguous_stop"  # perhaps an opt-out: ask
    START = "start"  # write again
    HELP = "help"  # the HELP keyword
    HUMAN = "human"  # a person, please
    ORDER_STATUS = "order_status"  # where is it
    CANCEL_ORDER = "cancel_order"  # an order, not the messages
    CHANGE_ITEM = "change_item"  # another item, colour or address
    CHANGE_SIZE = "change_size"  # another size
    REFUND = "refund"  # money back
    COMPLAINT = "complaint"  # damaged, wrong, does not work
    LATER = "later"  # not now; `moments` reads when
    YES = "yes"  # agrees to the question
    NO = "no"  # declines the question or offer
    THANKS = "thanks"  # no action needed
    GREETING = "greeting"  # hello, and nothing else
    QUESTION = "question"  # needs an answer
    UNCLEAR = "unclear"  # not understood
    JOIN = "join"  # the keyword that signs up
    AUTOMATIC = "automatic"  # out of office, another bot


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """The reading of one reply: `confidence` is 0 to 1, `order` the number of an order as written."""

    intent: Intent
    confidence: float
    order: str | None = None

    @property
    def may_mean_messages(self) -> bool:
        """Return True if the text may be about our messages.

        It is not understood, declines, complains or asks for a person. A question mark alone is about something else.
        """
        if self.intent is Intent.QUESTION:
            return not allows(ReadingDeed.TELL, self.confidence)
        return self.intent in {Intent.UNCLEAR, Intent.NO, Intent.COMPLAINT, Intent.HUMAN}


_AUTOMATIC = TOPICS.rule("out")
_JOINING = TOPICS.rule("^(other)?join(full|sign)*$")
_SIZED = TOPICS.letters("size", "letter_size", "small", "big")
_FAULTY = TOPICS.letters("fault")
_INTENTS = {
    Concern.STATUS: Intent.ORDER_STATUS,
    Concern.LATER: Intent.LATER,
    Concern.COMPLAINT: Intent.COMPLAINT,
    Concern.QUESTION: Intent.QUESTION,
    Concern.PRICE: Intent.QUESTION,
    Concern.THANKS: Intent.THANKS,
    Concern.HUMAN: Intent.HUMAN,
    Concern.CANCEL: Intent.CANCEL_ORDER,
    Concern.CHANGE: Intent.CHANGE_ITEM,
    Concern.RETURN: Intent.REFUND,
    Concern.GREETING: Intent.GREETING,
}

_ORDER = re.compile(
    r"#\s?([A-Za-z]{0,4}-?\d{2,12})(?!\w)"
    r"|(?:order|ordr|pedido|commande|encomenda|ऑर्डर)\s*(?:no|number|num|id|nr|numero|número)?\.?\s*[:#]?\s*([A-Za-z]{0,4}-?\d{3,12})(?!\w)"
    r"|(?<![\w.$₹€£+-])(\d{4,12})\s+(?:ka|ki|का|की)?\s*(?:order|status|kahan|cancel)",
    re.IGNORECASE,
)


_PRESSED = {
    "yes": Intent.YES,
    "no": Intent.NO,
    "later": Intent.LATER,
    "stop": Intent.STOP,
    "cancel_order": Intent.CANCEL_ORDER,
}
"""Our buttons with the meaning of an answer in words."""
_LONGEST = 1_000  # characters of an answer
_TAKEN = frozenset(
    {
        *("some", "open", "pay", "keep", "no_carts"),
        *("fewer", "how_often", "pause_month", "weekly", "monthly", "no_limit"),
        *(f"language.{one}" for one in ("en", "es", "hi", "hi-Latn")),
    }
)
"""Buttons that only their sender knows, by their id."""


@count_calls
def read(
    text: str,
    *,
    expecting: Expecting = Expecting.NOTHING,
    question: str = "",
    forwarded: bool = False,
    quick: str | None = None,
) -> ReplyReading:
    """Read one reply, given the open question; ``question`` is the question's text, if known.

    `quick` is the payload or label of a tapped button. It decides, unless it has no meaning ("btn_2"). The labels of
    our own buttons (templates/messages/*/buttons.toml) are no words, and are not weighed.
    """
    if quick in _PRESSED:
        return ReplyReading(_PRESSED[quick], 1.0)
    if quick in _TAKEN or (quick and quick.isdecimal()):
        return ReplyReading(Intent.UNCLEAR, 1.0)
    if quick:
        # A button of a message that a shop had approved: its words give its purpose, regardless of later questions.
        pressed = read(re.sub(r"[_:/|-]+", " ", quick))
        return pressed if pressed.intent is not Intent.UNCLEAR else read(text)
    if read_figure(text) is not None:
        return ReplyReading(Intent.UNCLEAR, 0.2)  # the open question gives a figure its meaning
    return replace(_read_about(text, expecting, question, forwarded), order=_read_order(text))


@count_calls
def _read_about(text: str, expecting: Expecting, question: str, forwarded: bool) -> ReplyReading:
    match read_opt_out(text, forwarded=forwarded, expecting=expecting, question=question):
        case OptOut.STOP:
            return ReplyReading(Intent.STOP, 0.97)
        case OptOut.AMBIGUOUS:
            answers = expecting is not Expecting.NOTHING and answers_plainly(text)
            return _read_topic(text, expecting, question) if answers else ReplyReading(Intent.AMBIGUOUS_STOP, 0.6)
        case OptOut.START:
            return ReplyReading(Intent.START, 0.95)
        case OptOut.HELP:
            return ReplyReading(Intent.HELP, 0.95)
    return _read_topic(text, expecting, question)


def answers_plainly(text: str) -> bool:
    """Return True if a possible opt-out is an exact answer to the open question: no, "later", "cancel my order".

    Any other text pauses our messages, as does a text that is an opt-out even with no question ("don't text me again").
    A yes pauses them too, because a text that only agrees is no possible opt-out. A text that is too long to be read is
    no exact answer.
    """
    if len(text) > _LONGEST or would_end(text):
        return False
    if read_yes_no(text).answer is False or is_little_but_a_moment(text):
        return True
    return read_concern(text)[0] in {Concern.LATER, Concern.CANCEL}


def _read_topic(text: str, expecting: Expecting, question: str) -> ReplyReading:
    answer = read_answer(text, question) if expecting is Expecting.YES_NO else read_yes_no(text)
    said = (
        None if answer.answer is None else ReplyReading(Intent.YES if answer.answer else Intent.NO, answer.confidence)
    )
    if said and expecting is Expecting.YES_NO:
        return said
    sentence = TOPICS.encode(split_tokens(mark_sizes(text)))
    if _AUTOMATIC.search(sentence):
        return ReplyReading(Intent.AUTOMATIC, 0.9)
    if _JOINING.search(sentence):
        return ReplyReading(Intent.JOIN, 0.95)
    concern, likely = _skip_greeting(text)
    wanted = _INTENTS.get(concern)
    if wanted is Intent.CANCEL_ORDER and not drop_others(text):
        wanted = None  # "hi, my sister wants tiger shorts"
    if wanted is Intent.CHANGE_ITEM and not _SIZED.isdisjoint(sentence):
        wanted = Intent.CHANGE_SIZE
    if wanted is Intent.ORDER_STATUS and not _FAULTY.isdisjoint(sentence):
        wanted = Intent.COMPLAINT  # "my parcel is broken, where is the new one?": the location is no answer to that
    if wanted is not None and (said is None or expecting is Expecting.NOTHING or likely > said.confidence):
        return ReplyReading(wanted, round(likely, 2))
    return said or _read_rest(text, likely)


def _skip_greeting(text: str) -> tuple[Concern, float]:
    """Return the concern of a text, or of the words after a greeting: "hi r u open today" is a question."""
    concern, likely = read_concern(text)
    if concern is not Concern.GREETING:
        return concern, likely
    rest = " ".join(strip_courtesies(split_tokens(text)))
    behind, surely = read_concern(rest)
    return (behind, surely) if behind in _INTENTS and allows(ReadingDeed.TELL, surely) else (concern, likely)


def _read_rest(text: str, likely: float) -> ReplyReading:
    if "?" not in text and is_little_but_a_moment(text):
        return ReplyReading(Intent.LATER, 0.8)
    if "?" in text and any(word[0].isalpha() for word in words(text)):
        return ReplyReading(Intent.QUESTION, 0.5)
    return ReplyReading(Intent.UNCLEAR, round(min(likely, 0.2), 2))


def _read_order(text: str) -> str | None:
    match = _ORDER.search(text)
    return next((group for group in match.groups() if group), None) if match else None
