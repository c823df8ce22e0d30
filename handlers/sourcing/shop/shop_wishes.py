"""Handling of shopkeepers' own requests; a message that is not understood goes to a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from flows.call_kinds import PROPOSAL
from handlers.calls import proposal_call
from handlers.consent import stop_doubts
from handlers.conversation import Written
from handlers.customer_talk.understood_message import understand
from handlers.engine.turn import Turn
from handlers.replies.customer_acts import KEEP
from handlers.replies.customer_intents import Intent, read
from handlers.replies.opt_out_recognition import has_a_stop, has_our_messages, tells_of_a_wrong_number
from handlers.replies.stop_question_answers import wants_them
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.shop_intents import ShopIntent
from handlers.sourcing.shop import shop_counter, shop_escalation, shop_handover, shop_presence, shop_stock, shop_undo
from handlers.sourcing.shop.shop_reply import answers_exactly
from handlers.sourcing.shop.shop_request_match import AtDesk
from handlers.sourcing.shop.shop_talk import Talk, say

# Intents with the same words for shopkeepers and all other writers.
_EVERYBODYS = frozenset({Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP})


def wishes_stop(talk: Talk) -> bool:
    """Return True if a shopkeeper's text, not a button, asks us to stop our messages."""
    event = talk.event
    written = not event.button and not event.forwarded and not event.media
    wished = has_our_messages(event.text) or has_a_stop(event.text)
    return written and wished and not tells_of_a_wrong_number(event.text)


async def ask_about_stop(turn: Turn, talk: Talk) -> bool:
    """Ask whether our messages should stop. Return False if the question is open already.

    The answer is read like a customer's, even if requests to the shop are open.
    """
    said = await understand(turn, Written(talk.address, talk.message, talk.event, talk.question))
    return await stop_doubts.ask_once(turn, said)


def answers_stop(written: Written) -> bool:
    """Return True if the message answers our last question, whether our messages should stop."""
    if written.question is None or written.question.expects != stop_doubts.STOP_QUESTION:
        return False
    return written.event.button == KEEP or wants_them(written.event.text) is not None


async def do_wish(turn: Turn, talk: Talk) -> bool:
    """Carry out a shopkeeper's request; return False for other messages, or for words that any customer may write."""
    does = _DOES.get(talk.command.intent)
    if _is_everybodys(turn, talk):
        return False
    if does is not None:
        await does(turn, talk)
    elif talk.takes_back:
        await _undo(turn, talk)
    elif talk.counts:
        await shop_stock.take(turn, talk)
    else:
        return talk.command.intent is ShopIntent.COURTESY
    return True


async def pass_to_person(turn: Turn, talk: Talk) -> bool:
    """Pass a text that is not understood to the staff; return False for words that customers or the staff use too."""
    if _is_everybodys(turn, talk) or await turn.unit.access.member_of(talk.address.contact) is not None:
        return False
    if read(talk.event.text).intent is not Intent.AUTOMATIC and not await is_asked(turn, talk):
        await shop_escalation.pass_on_unread(turn, talk)
    return True


async def is_asked(turn: Turn, talk: Talk) -> bool:
    """Ask a proposer which choice of the open question a text means; return False if it cannot be asked."""
    event, asked = talk.event, talk.question.message if talk.question is not None else None
    own = event.text.strip() and not (event.button or event.media or event.forwarded or event.edited)
    if not own or not await proposal_call.list_choices(turn, asked):
        return False
    return await proposal_call.ask(turn, PROPOSAL, talk.message, {"asked": asked})


def _is_everybodys(turn: Turn, talk: Talk) -> bool:
    event = talk.event
    if event.button is None and tells_of_a_wrong_number(event.text):
        return False  # the staff corrects the number
    intent = read(event.text, quick=event.button).intent
    bare = read_yes_no(event.text).answer is False
    about_goods = bare or (not has_a_stop(event.text) and (bool(talk.counts) or _answers(turn, talk)))
    if intent is Intent.AMBIGUOUS_STOP and about_goods and not has_our_messages(event.text):
        return False  # a shop's bare no is about goods, and so is an exact reply
    return event.keyword is not None or intent in _EVERYBODYS


def _answers(turn: Turn, talk: Talk) -> bool:
    """Return True if the message is an exact reply to a request to the shop."""
    desk = talk.desk
    return desk is not None and bool(answers_exactly(AtDesk(talk, desk.run, desk.state, turn.now, turn.zone)))


async def _undo(turn: Turn, talk: Talk) -> None:
    handed = await shop_undo.find_handover(turn, talk)
    if handed is not None:
        await shop_handover.take_back(turn, talk, handed, shop_undo.list_handed_orders(handed))
    elif await shop_undo.is_last_word_holiday(turn, talk):
        await shop_presence.come_back(turn, talk)
    else:
        await shop_stock.undo(turn, talk)


async def _help(turn: Turn, talk: Talk) -> None:
    await say(turn, talk, "shop_help")


_DOES: Mapping[ShopIntent, Callable[[Turn, Talk], Awaitable[None]]] = {
    ShopIntent.STOCK: shop_stock.send_stock,
    ShopIntent.ORDERS: shop_counter.show_kept,
    ShopIntent.EARNINGS: shop_counter.show_earnings,
    ShopIntent.PAYOUT: shop_counter.ask_payout,
    ShopIntent.HOLIDAY: shop_presence.leave,
    ShopIntent.BACK: shop_presence.come_back,
    ShopIntent.LANGUAGE: shop_presence.ask_language,
    ShopIntent.HELP: _help,
    ShopIntent.GREETING: _help,
}
