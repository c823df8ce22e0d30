"""Reading of a shopkeeper's message: parsed once, then tried on each reader in turn. The rest goes to a person."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.events import MessageReceived
from flows.sourcing.desk.desk_events import AskedBack, Undone
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order_state import OVER, Status
from handlers.conversation import Rank, Reader, Written, read_by
from handlers.engine import host, person_language, slash_command
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import detect_machine
from handlers.replies.opt_out_recognition import tells_of_a_wrong_number
from handlers.sourcing.replies.counter_phrases import CounterIntent, read_counter
from handlers.sourcing.replies.shop_intents import ShopIntent, read_shop
from handlers.sourcing.replies.stock.stock_grammar import is_undo
from handlers.sourcing.shop import (
    shop_counter,
    shop_escalation,
    shop_handover,
    shop_stock_list,
    shop_text_mentions,
    shop_undo,
    shop_wishes,
)
from handlers.sourcing.shop.shop_reply import answers_exactly, make_reply
from handlers.sourcing.shop.shop_request_match import AtDesk
from handlers.sourcing.shop.shop_talk import OpenDesk, Talk, load_desk
from handlers.sourcing.staff import quality_check
from handlers.staff_notices import handover
from storage.people.people import Address
from storage.sending.message import Message
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservations

_TELLING = frozenset(
    {"shop_handed", "shop_paid", "stock_freed", "stock_over", "stock_paid", "stock_returned", "stock_to_bring"}
)
"""Texts to shops that ask for no goods: an answer after one of them that names nothing may belong to it."""


async def read_talk(turn: Turn, talk: Talk) -> Talk:
    """Return the message with the shop's desk and its parsed meaning. Files and buttons state no stock."""
    event, desk = talk.event, await load_desk(turn, talk.shop)
    talk = replace(talk, desk=desk)
    said = await shop_counter.read(turn, talk, desk.state if desk else None)
    if said.intent is not CounterIntent.NOTHING:
        return replace(talk, counter=said, is_own=True)
    if event.media:
        return replace(talk, is_own=shop_stock_list.is_list(event))
    command = read_shop(event.text, turn.now, turn.zone, button=event.button)
    talk = replace(talk, command=command, takes_back=not event.button and is_undo(event.text))
    if command.intent is ShopIntent.NOTHING and not (talk.takes_back or event.button):
        talk = replace(talk, counts=await shop_text_mentions.counts_in(turn, event.text))
    if desk is None or event.button:
        return replace(talk, is_own=command.is_command)
    talk = replace(talk, mentioned=await shop_text_mentions.find_orders(turn, talk.shop.id, event.text, desk.state))
    return replace(talk, is_own=await _is_own(turn, talk, desk))


async def _is_own(turn: Turn, talk: Talk, desk: OpenDesk) -> bool:
    """Return True if the message is no answer although requests are open: "earnings", or stock of other products.

    A count of requested goods, or one below the pieces that the shop keeps, goes to the desk.
    """
    if talk.takes_back:
        return not talk.mentioned.mentions and await shop_undo.is_meant(turn, talk.message, desk.state)
    if talk.command.is_command:
        return not talk.event.reply_to
    if not talk.counts or talk.mentioned.mentions:
        return False
    answered = answers_exactly(AtDesk(talk, desk.run, desk.state, turn.now, turn.zone))
    counts = {(one.product.title, one.size): one.quantity for one in talk.counts}
    if any(one.open or counts.get((one.item, one.size), one.kept) < one.kept for one in answered):
        return False
    return not any(one.open and one.round and (one.item, one.size) in counts for one in desk.state.requests)


async def read_shop_message(turn: Turn, written: Written) -> bool:
    """Return True if a shopkeeper's message was handled.

    Commands of the staff and ``/start`` are not, but ``/pending`` counts as a word. The answer to whether our messages
    should stop is handled as for customers.
    """
    if shop_wishes.answers_stop(written):
        return False
    if written.is_unread:
        return await _pass_on_unread(turn, written)
    talk = await _load_talk(turn, written)
    if talk is None or await read_by(turn, READERS, talk, written.question):
        return talk is not None
    await turn.unit.people.introduce(talk.address.contact, talk.shop.name)  # for the people who hear of the shop now
    return False


async def _pass_on_unread(turn: Turn, written: Written) -> bool:
    """Pass a shop's message to the staff; return False for an opt-out, or if the writer has no shop."""
    shop = None if written.message.data.get("stops") or written.member else await _find_shop(turn, written)
    if shop is None:
        return False
    event = replace(written.event, text=written.message.text or "")
    await shop_escalation.pass_on(turn, Talk(shop, written.address, written.message, event))
    return True


async def answer_desk(turn: Turn, written: Written) -> bool:
    """Return True if the message answered a question of the desk."""
    talk = None if written.event.media else await _load_talk(turn, written)
    return talk is not None and await _answer_desk(turn, talk)


async def take_handed_over(turn: Turn, written: Written) -> bool:
    """Return True if the message answered which orders the shop handed over."""
    talk = await _load_talk(turn, written)
    return talk is not None and await shop_handover.take_which(turn, talk)


async def take_check_result(turn: Turn, written: Written) -> bool:
    """Return True if the message was the result of checking goods, from a shop or a staff member."""
    shop = None if written.is_unread else await _find_shop(turn, written)
    who, question = shop or written.member, written.question
    return who is not None and question is not None and await quality_check.take_answer(turn, who, question, written)


async def _load_talk(turn: Turn, written: Written) -> Talk | None:
    text = slash_command.strip_slash(written.event.text)
    is_theirs = slash_command.command(written.event.text) is None or (written.member is None and _is_word(turn, text))
    shop = await _find_shop(turn, written) if is_theirs and not written.is_unread else None
    if shop is None:
        return None
    event = replace(written.event, text=text)
    return await read_talk(turn, Talk(shop, written.address, written.message, event, written.question))


def _is_word(turn: Turn, text: str) -> bool:
    """Return True if a command, given with no slash, is a shop's request: ``/stock``, ``/holiday till Monday``."""
    asks = read_shop(text, turn.now, turn.zone).intent is not ShopIntent.NOTHING
    return asks or is_undo(text) or read_counter(text).intent is not CounterIntent.NOTHING


async def _find_shop(turn: Turn, written: Written) -> Shop | None:
    """Return the shop of the writer, with the language of this message; None if there is none or it was removed."""
    shop = await turn.unit.of(Shops).find_by_contact(written.address.contact)
    if shop is None or shop.removed_at is not None:
        return None
    return await learn(turn, shop, written.address, written.event)


async def learn(turn: Turn, shop: Shop, address: Address, event: MessageReceived) -> Shop:
    """Store the language of a shopkeeper's text for messages to the shop, unless a language was chosen."""
    await person_language.learn(turn, address, event)
    person = await turn.unit.people.get(address.contact) if shop.follows else None
    spoken = shop.language if person is None or person.writes is None else person_language.of(person, turn.business)
    if spoken == shop.language:
        return shop
    await turn.unit.of(Shops).follow(shop.id, spoken)
    return replace(shop, language=spoken)


async def _ignore_machine(turn: Turn, talk: Talk) -> bool:
    """Return True if a machine answers: warn the staff once and send no reply. An answer to a
    question is still handled."""
    if talk.question is not None or talk.event.media:
        return False
    if detect_machine(await turn.unit.messages.thread(talk.address.id), talk.message) is None:
        return False
    await handover.warn(turn, talk.address, talk.message, talk.shop.name)
    return True


async def _take_photos(turn: Turn, talk: Talk) -> bool:
    """Store photos of an order's goods; return False for other messages."""
    return await quality_check.check_photos(
        turn, talk.shop, Written(talk.address, talk.message, talk.event, talk.question)
    )


async def _answer_desk(turn: Turn, talk: Talk) -> bool:
    """Pass an answer to the desk, or to a person if it is unclear; return False for other messages.

    A shopkeeper who wants no more messages is asked about that before anything else, because a "yes" after another
    reply of ours would count for goods.
    """
    if talk.desk is None or talk.is_own:
        return False
    if shop_wishes.wishes_stop(talk) and await shop_wishes.ask_about_stop(turn, talk):
        return True
    run, desk = talk.desk.run, talk.desk.state
    if talk.event.button is None and tells_of_a_wrong_number(talk.event.text):
        await _pass_to_staff(turn, talk, desk)
        return True
    if talk.event.forwarded:
        await _pass_to_staff(turn, talk, desk)
        return True
    if talk.event.edited:
        return await _ask_after_edit(turn, talk)
    told = make_reply(AtDesk(talk, run, desk, turn.now, turn.zone))
    if told is None:
        return False
    if _sells_or_refuses(told.event) and await _is_behind_other_words(turn, talk):
        return await _ask_back(turn, talk)
    if told.past:
        await shop_counter.refuse_closed(turn, talk, told.past, corrects=told.corrects)
    if told.event is None and told.past:
        return True
    if told.event is None and not await shop_wishes.is_asked(turn, talk):
        await _pass_to_staff(turn, talk, desk)
    elif isinstance(told.event, Undone):
        await host.advance(turn, run, await _complete_undo(turn, told.event, desk), desk)
    elif told.event is not None:
        await host.advance(turn, run, told.event, desk)
    return True


async def _ask_after_edit(turn: Turn, talk: Talk) -> bool:
    """Repeat the requests with buttons after an edit of a sent text, which is never applied itself. A person reads it
    if no request is open. Return False for a courtesy and for other messages."""
    courtesy = talk.command.intent is ShopIntent.COURTESY
    if not talk.event.edited or talk.event.media or courtesy or shop_wishes.wishes_stop(talk):
        return False
    return await _ask_back(turn, talk)


def _sells_or_refuses(event: object) -> bool:
    return event is not None and not isinstance(event, (AskedBack, Undone))


async def _is_behind_other_words(turn: Turn, talk: Talk) -> bool:
    """Return True if a bare answer may not be about the open request: our last message asked for no goods.

    That is a message about a payment or another order, or one from the staff.
    """
    named = talk.event.button or talk.mentioned.mentions or talk.counts
    if named or talk.desk is None or not _open_keys(talk.desk.state):
        return False
    last = await _find_last_words(turn, talk)
    return last is not None and (last.by_staff or last.template in _TELLING)


async def _staff_spoke_last(turn: Turn, talk: Talk) -> bool:
    last = await _find_last_words(turn, talk)
    return last is not None and last.by_staff


async def _find_last_words(turn: Turn, talk: Talk) -> Message | None:
    """Return the message that the shop quotes, or else the last one sent to it; None if there is none."""
    quoted = await turn.unit.messages.get(talk.message.reply_to) if talk.message.reply_to else None
    return quoted or await turn.unit.messages.find_last_word(talk.address.id, talk.message.id)


def _open_keys(desk: Desk) -> tuple[tuple[UUID, str], ...]:
    return tuple(one.key for one in desk.requests if one.open and one.round)


async def _ask_back(turn: Turn, talk: Talk) -> bool:
    """Repeat the open requests with their buttons; if there are none, a person reads the text."""
    keys = _open_keys(talk.desk.state) if talk.desk is not None else ()
    if talk.desk is None or not keys or await _staff_spoke_last(turn, talk):
        await shop_escalation.pass_on(turn, talk)
    else:
        await host.advance(turn, talk.desk.run, AskedBack(keys, talk.message.id), talk.desk.state)
    return True


async def _pass_to_staff(turn: Turn, talk: Talk, desk: Desk) -> None:
    """Pass a message on with the open requests of the desk."""
    await shop_escalation.pass_on(
        turn, talk, ", ".join(f"{one.title} ({one.number})" for one in desk.requests if one.open)
    )


async def _complete_undo(turn: Turn, undone: Undone, desk: Desk) -> Undone:
    """Complete the undo with the orders that wait for payment, and with those that have ended."""
    kept = {one.order for one in desk.requests if one.kept and not one.closed_at}
    denied = {one.order for one in desk.requests if one.denied}
    rows = [await turn.unit.of(Reservations).get(order) for order in sorted(kept | denied)]
    found = [one for one in rows if one is not None]
    linked = tuple(one.id for one in found if one.id in kept and one.status == Status.AVAILABLE)
    return replace(undone, linked=linked, over=tuple(one.id for one in found if one.status in OVER))


READERS = (
    Reader(Rank.MACHINE, _ignore_machine),
    Reader(Rank.FIRST, _take_photos),
    Reader(Rank.FIRST, _ask_after_edit),
    Reader(Rank.FIRST, shop_counter.take_counter_message),
    Reader(Rank.OPEN, _answer_desk),
    Reader(Rank.ASIDE, shop_stock_list.fetch_list),
    Reader(Rank.OWN, shop_wishes.do_wish),
    Reader(Rank.PERSON, shop_wishes.pass_to_person),
)
"""The readers of shopkeepers' messages, by rank."""
