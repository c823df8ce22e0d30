"""Whether a text may correct an order that is placed, before anybody looks which order that is."""

from handlers.customer_talk.said import Said
from handlers.replies.intents import Expecting, Intent
from handlers.sourcing.customer.address.question import KEPT, WHERE
from handlers.sourcing.customer.amending import resized
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.customer.placed.spoken_of import asks_about_order, is_ordered
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.both import wants_both
from handlers.sourcing.replies.exchanging import asks_exchange
from handlers.sourcing.replies.mistaken import meant_instead
from handlers.sourcing.replies.partial import keeps, means_another
from handlers.sourcing.replies.put_plainly import asks_for_express
from handlers.turn import Turn

_MAY_CORRECT = frozenset(
    {Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.CHANGE_ITEM, Intent.CHANGE_SIZE, Intent.QUESTION}
)
_MAY_EXCHANGE = _MAY_CORRECT | {Intent.COMPLAINT, Intent.REFUND}  # "shorts nahi, mug chahiye tha", "badal do L mein"
_MAY_MISTAKE = _MAY_EXCHANGE | {Intent.CANCEL_ORDER}  # "wrong order, i wanted a mug"
_BESIDE = frozenset({WHERE, KEPT, sure.SURE, sure.AGAIN})  # questions to which a correction is no answer


def may_correct(said: Said) -> bool:
    """Whether it may want what is ordered to be another; who wants both may complain or want money back as well."""
    text = said.event.text
    may = said.reading.intent in (_MAY_EXCHANGE if wants_both(text) else _MAY_CORRECT)
    return may and not (keeps(text) or means_another(text)) and _may_be_of_it(said)


def may_exchange(said: Said) -> bool:
    """Whether it may want other goods than are ordered: "not the shorts, the mug" keeps none of them."""
    return said.reading.intent in _MAY_EXCHANGE and _may_be_of_it(said)


async def is_put_plainly(turn: Turn, said: Said) -> bool:
    """Whether a text says that what is ordered shall be in another size, or other goods, however it opens; or that the
    wrong thing was ordered, and what was meant."""
    text, intent = said.event.text, said.reading.intent
    if not _may_be_of_it(said) or keeps(text) or means_another(text):
        return False
    sold = await assortment(turn)
    if intent in _MAY_MISTAKE and resized.is_meant(said, sold.shelf):
        return True
    if intent is Intent.REFUND and asks_exchange(text):
        return True
    meant = meant_instead(text, sold.shelf)
    if intent not in (_MAY_MISTAKE if meant else _MAY_EXCHANGE):
        return False
    change = read_change(meant or text.strip("?¿ "), sold.shelf, sold.categories)
    if meant and change is None:
        return intent in _MAY_CORRECT
    if change is None:
        return False
    if any(one.quantity for one in change.removed) or asks_for_express(text):
        return True
    more = [place for one in change.wishes if one.more for place in one.wares]
    if more and await is_ordered(turn, said, sold.ids_at(more)):
        return True  # "another mug" behind one
    return bool(change.wishes) and (bool(meant) or change.instead)


def _may_be_of_it(said: Said) -> bool:
    """Whether a text may be about what is ordered: it answers nothing else that was asked, and has no postal code."""
    question, text = said.answered.question, said.event.text
    if not said.is_words_alone or said.answered.staffs is not None:
        return False
    if question is not None and question.expects not in _BESIDE:
        return False
    asked = said.answered.asked
    if asked is not None and not (asks_about_order(said) and asked.question.expecting == Expecting.YES_NO):
        return False
    return not any(map(_is_code, text.split()))


def _is_code(word: str) -> bool:
    """Whether it is a postal code, an order's number or a price rather than a number of pieces."""
    return sum(letter.isdigit() for letter in word) > 2
