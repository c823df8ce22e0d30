"""A customer's answers to the questions about a delivery address.

The whole answer to "where to?" is the address, as written and not parsed: it is shown back with [Right] and [Change].
An answer with no digit may be something else, so Parley asks about it first, and passes the next one to a person. A
button or an exact yes accepts the shown address; an exact no asks for another.
"""

from datetime import timedelta

from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.replies.numbered_choices import read_choice
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_meanings import classify_words
from handlers.sourcing.address_text import LONGEST, tidy_text
from handlers.sourcing.customer.address.address_orders import find_asked_order, find_asked_orders
from handlers.sourcing.customer.address.address_question import CHANGE, RIGHT, THERE, ask_again
from handlers.sourcing.customer.address.order_address import keep
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.ordering import open_order, ordering_start
from handlers.sourcing.customer.ordering.order_grammar import parse
from storage.sourcing.order_addresses import DeliveryAddresses

_LATELY = timedelta(hours=1)
"""How long a text may still be the address after other words of ours."""
_MAY_BE_ADDRESS = frozenset({Intent.UNCLEAR, Intent.CHANGE_ITEM, Intent.CHANGE_SIZE})
"""Readings of a text that may be an address. All other readings belong to other readers: an opt-out, a wish to cancel,
a complaint, a wish for a person, "later".
"""
_RIGHT, _CHANGE = 1, 2  # as numbered in an SMS


async def take_address_answer(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle an answer about an order's address: a button, a yes or no, or the address. Return False for others."""
    return await take_choice(turn, said) or await take_typed(turn, said)


async def take_choice(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle a button, or an exact yes or no, as the answer to where an order goes. Return False for other texts."""
    row = await find_asked_order(turn, said)
    if row is None or not _is_theirs(said):
        return False
    known, unsure = said.answers.data.get("address", ""), bool(said.answers.data.get("unsure"))
    if said.event.button:
        takes = said.event.button == THERE and bool(known)
        return takes and await keep(turn, said, known, await find_asked_orders(turn, said), is_confirmed=not unsure)
    answer = _read_exact(said.event.text)
    if answer is None or not await _is_last(turn, said):
        return False
    if answer and known:
        return await keep(turn, said, known, await find_asked_orders(turn, said), is_confirmed=not unsure)
    return (answer or bool(known)) and await ask_again(turn, said, row)


async def take_typed(turn: Turn, said: UnderstoodMessage) -> bool:
    """Store a text as the address; one with no digit is first asked about, once. Return False for other texts."""
    row = await find_asked_order(turn, said)
    if row is None or not _is_theirs(said) or said.event.button or read_exact_answer(said.event.text) is not None:
        return False
    if not await _may_be_address(turn, said) or await _names_goods(turn, said):
        return False
    text = tidy_text(said.event.text)
    if _has_digit(text) and (await _is_last(turn, said) or _has_parts(said.event.text)):
        return await keep(turn, said, text, await find_asked_orders(turn, said))
    if said.answers.data.get("unsure"):
        return False
    shown_back = {"address": text} if len(text.split()) > 1 else {}  # a single word without a digit is no address
    return await ask_again(turn, said, row, **dict(said.answers.data) | shown_back | {"unsure": True})


async def take_review(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle the answer to whether an address is right: thank the customer for a yes, ask for another address after a
    no. Return False for other texts and for an order that has left."""
    row = await find_asked_order(turn, said)
    right = _is_right(said)
    if row is None or right is None:
        return False
    if not right:
        return await ask_again(turn, said, row, orders=tuple(said.answers.data["orders"]))
    told = await turn.unit.of(DeliveryAddresses).find_address(row.id)
    if told is not None and told.text not in {None, said.answers.data["address"]}:  # it was changed meanwhile
        return await keep(turn, said, told.text or "", [row])
    await say(turn, said, "thanks")
    return True


def _is_right(said: UnderstoodMessage) -> bool | None:
    """Return whether an address is right, from a button, a number or an exact short reply; None for other texts."""
    if said.event.button in {RIGHT, CHANGE}:
        return said.event.button == RIGHT
    if said.event.forwarded or said.event.button:
        return None
    number = read_choice(said.event.text, most=_CHANGE)
    return _read_exact(said.event.text) if number is None else number == _RIGHT


def _read_exact(text: str) -> bool | None:
    """Parse an exact yes or no. A bare "cancel" is about the order, so it is no answer here."""
    return None if is_bare_cancel(text) else read_exact_answer(text)


def _is_theirs(said: UnderstoodMessage) -> bool:
    """Return True if the customer typed or tapped this, and it does not answer a staff member."""
    return not (said.event.forwarded or said.event.media or said.answered.staffs is not None)


async def _may_be_address(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a text may be an address: a statement right after our question. If another message of ours came
    between, such as the payment link, the text needs a digit, and no order may be open for picking."""
    text = said.event.text
    if "?" in text or len(text) > LONGEST or not any(map(str.isalpha, text)):
        return False
    if said.reading.intent not in _MAY_BE_ADDRESS or text.lstrip().startswith("/"):
        return False
    if not _has_digit(text) and "cancel" in classify_words(split_tokens(text)):
        return False
    if await _is_last(turn, said):
        return True
    recent = turn.now - said.answers.asked_at < _LATELY
    return recent and _has_digit(text) and not open_order.is_asked(said.answered.asked)


async def _names_goods(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the text is only a wish for goods: "2 kurta M"."""
    parsed = parse(said.event.text, await ordering_start.load_names(turn))
    return parsed is not None and bool(parsed.goods)


def _has_parts(text: str) -> bool:
    """Return True if the text has several lines or commas, as addresses do; "paid 350" has none."""
    return "," in text or "\n" in text.strip()


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


async def _is_last(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if our question is the last message sent to the customer, or if they quote it."""
    if said.message.reply_to == said.answers.message:
        return True
    last = await find_last_word(turn, said)
    return last is not None and last.id == said.answers.message
