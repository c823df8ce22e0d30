"""What a customer wants, read from free text, a button, or both.

The order of reading is the order of harm: an opt-out first, then what concerns an order, then yes and no (only from a
text understood as a whole), then the rest. Below a confidence the caller sets, ask one short question instead.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.replies.answering import read_answer
from handlers.replies.grammar import Vocabulary
from handlers.replies.moments import find_moment, is_little_but_a_moment
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.questions import Expecting
from handlers.replies.sizes import mark_sizes
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.replies.yes_no import read_yes_no

__all__ = ["Expecting", "Intent", "Reading", "read"]


class Intent(StrEnum):
    """What a text asks for."""

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
    YES = "yes"  # agrees to what was asked
    NO = "no"  # declines what was asked or offered
    THANKS = "thanks"  # nothing to do
    GREETING = "greeting"  # hello, and nothing else
    QUESTION = "question"  # something to be answered
    UNCLEAR = "unclear"  # not understood
    JOIN = "join"  # the keyword that signs up
    AUTOMATIC = "automatic"  # out of office, another bot


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reply was read: `confidence` is 0 to 1, `order` the number of an order as it was written."""

    intent: Intent
    confidence: float
    order: str | None = None


_WORDS = Vocabulary(read_words("topics"))

_MONEY_BACK = "refund|money.{0,3}back|back.{0,3}money"
_CANCEL = "cancel[^full]{0,5}(order|parcel|digits)|(order|parcel|digits)[^full]{0,4}cancel"

# Tried in this order; a dot is any word.
_TOPICS = tuple(
    (intent, confidence, _WORDS.rule(pattern))
    for intent, confidence, pattern in (
        (Intent.AUTOMATIC, 0.9, "out"),
        (Intent.JOIN, 0.95, "^(other)?join(full|sign)*$"),
        (
            Intent.HUMAN,
            0.9,
            "talk.{0,5}human|human.{0,3}talk|^(kind|full|sign)*human(kind|full|sign)*$|give.{0,3}human",
        ),
        (Intent.QUESTION, 0.8, "asking.*shop_talk|asking(money)"),
        (Intent.GREETING, 0.9, "^(kind|sign)*greet(greet|kind|sign|comma|full)*$"),
        # To call an order off is to want its money back; what is called off already is another story.
        (
            Intent.CANCEL_ORDER,
            0.9,
            f"^(?!.*(done|where|when|asking|already|not_here))(?=.*({_MONEY_BACK})).*({_CANCEL})",
        ),
        (Intent.REFUND, 0.9, _MONEY_BACK),
        (Intent.UNCLEAR, 0.4, "no_want.{0,2}cancel|cancel.{0,2}no_want"),
        (Intent.CANCEL_ORDER, 0.9, _CANCEL),
        (
            Intent.CANCEL_ORDER,
            0.8,
            "^(kind|comma)*cancel(other|give){0,2}(kind|comma|full)*no_want(give)(kind|sign|full)*$"
            "|^(kind|comma)*no_want(give)(kind|comma|full)*cancel(other|give){0,2}(kind|sign|full)*$",
        ),
        (Intent.CANCEL_ORDER, 0.8, "no_want.{0,2}give.{0,3}order|order.{0,2}no_want.{0,1}give"),
        (Intent.COMPLAINT, 0.9, "fault|wrong.{0,3}(parcel|colour|size|got|order)|got.{0,4}wrong"),
        (Intent.QUESTION, 0.7, "^asking[^full]{0,3}size(?!.*(swap|give))"),
        (
            Intent.CHANGE_SIZE,
            0.9,
            "size.{0,6}(swap|big|small|give|letter_size|digits)|(swap|give).{0,5}(size|letter_size)|swap.{0,5}(big|small)",
        ),
        (
            Intent.CHANGE_SIZE,
            0.8,
            "letter_size.{0,2}(no_want|swap|give)|^(kind|other|comma){0,4}(small|big)(kind|full|sign)*$",
        ),
        (
            Intent.CHANGE_ITEM,
            0.85,
            "swap.{0,6}(colour|parcel|address|order)|(colour|address).{0,5}swap|give.*colour.*give.*colour",
        ),
        (Intent.CHANGE_ITEM, 0.8, "add.{0,6}order|colour.*(give|no_want).*colour"),
        (
            Intent.ORDER_STATUS,
            0.9,
            "where.{0,5}(order|parcel)|(order|parcel).{0,5}(where|when|track|not_here)|when.{0,6}(arrive|order|parcel)",
        ),
        (Intent.NO, 0.8, "bought.{0,3}already|already.{0,2}bought|^(?!asking|kind(asking)).*dear"),
        (
            Intent.ORDER_STATUS,
            0.85,
            "^(other|kind|asking|when){1,3}arrive(kind|full|sign)*$|track|not_here|arrive.{0,4}(order|parcel)|(order|parcel).{0,4}arrive",
        ),
    )
)
_LATER = _WORDS.rule("later")
_GRATEFUL = _WORDS.rule(
    "(thanks|kind|already|got|sign|full|comma|order|parcel)*thanks(thanks|kind|already|got|sign|full|comma|order|parcel)*"
)
_ASKING = _WORDS.rule(
    "^(sign|comma|kind)*(asking|where|when|shop_talk)|asking.{0,3}(full|$)|^(other)(shop_talk|asking)|^(other)?shop_talk$"
)

_ORDER = re.compile(
    r"#\s?([A-Za-z]{0,4}-?\d{2,12})(?!\w)"
    r"|(?:order|ordr|pedido|commande|encomenda|ऑर्डर)\s*(?:no|number|num|id|nr|numero|número)?\.?\s*[:#]?\s*([A-Za-z]{0,4}-?\d{3,12})(?!\w)"
    r"|(?<![\w.$₹€£+-])(\d{4,12})\s+(?:ka|ki|का|की)?\s*(?:order|status|kahan|cancel)",
    re.IGNORECASE,
)

# A moment named in a text longer than this is told, not asked for.
_SHORT = 8


def read(
    text: str,
    *,
    expecting: Expecting = Expecting.NOTHING,
    question: str = "",
    forwarded: bool = False,
    quick: str | None = None,
) -> Reading:
    """Read one reply in the light of the open question; ``question`` is what it says, where that is known.

    `quick` is the payload or label of a pressed button; it decides, unless it says nothing ("btn_2").
    """
    if quick:
        pressed = read(re.sub(r"[_:/|-]+", " ", quick), expecting=expecting, question=question)
        if pressed.intent is not Intent.UNCLEAR:
            return pressed
    return replace(_read_about(text, expecting, question, forwarded), order=_read_order(text))


def _read_about(text: str, expecting: Expecting, question: str, forwarded: bool) -> Reading:
    match read_opt_out(text, forwarded=forwarded, expecting=expecting):
        case OptOut.STOP:
            return Reading(Intent.STOP, 0.97)
        case OptOut.AMBIGUOUS:
            # While a question is open, what may be its answer is one.
            topic = None if expecting is Expecting.NOTHING else _read_topic(text, expecting, question)
            return topic if topic and topic.intent is not Intent.UNCLEAR else Reading(Intent.AMBIGUOUS_STOP, 0.6)
        case OptOut.START:
            return Reading(Intent.START, 0.95)
        case OptOut.HELP:
            return Reading(Intent.HELP, 0.95)
    return _read_topic(text, expecting, question)


def _read_topic(text: str, expecting: Expecting, question: str) -> Reading:
    sentence = _WORDS.encode(tokens(mark_sizes(text)))
    answer = read_answer(text, question) if expecting is Expecting.YES_NO else read_yes_no(text)
    said = None if answer.answer is None else Reading(Intent.YES if answer.answer else Intent.NO, answer.confidence)
    if said and expecting is Expecting.YES_NO:
        return said
    topic = next((Reading(intent, sure) for intent, sure, rule in _TOPICS if rule.search(sentence)), None)
    if topic and topic.intent is Intent.NO and len(words(text)) <= _SHORT and find_moment(text):
        return Reading(Intent.LATER, 0.7)  # "too expensive, tomorrow" puts it off
    if topic or _GRATEFUL.fullmatch(sentence):
        return topic or Reading(Intent.THANKS, 0.95)
    return said or _read_rest(text, sentence)


def _read_rest(text: str, sentence: str) -> Reading:
    asking = "?" in text or bool(_ASKING.search(sentence))
    spoken = words(text)
    if _LATER.search(sentence) and not sentence.startswith("asking"):
        return Reading(Intent.LATER, 0.9 if len(spoken) <= _SHORT else 0.6)
    if "?" not in text and is_little_but_a_moment(text):
        return Reading(Intent.LATER, 0.8)
    if asking and any(word[0].isalpha() for word in spoken):
        return Reading(Intent.QUESTION, 0.7)
    return Reading(Intent.UNCLEAR, 0.2)


def _read_order(text: str) -> str | None:
    match = _ORDER.search(text)
    return next((group for group in match.groups() if group), None) if match else None
