"""A shop's message that kept goods are ready or handed over: the staff can book the handover with one tap.

The shop's message alone books nothing, because it leads to money; and a handover is booked once. A shop that keeps
several orders and names none is asked which one it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject
from flows.phrase import Lines, Text, join_first, phrase, tap
from flows.sourcing.desk.desk_events import AskedBack, ShopAnswer, ShopReplied
from flows.sourcing.desk.list_fit import few
from flows.sourcing.desk.outcome_message import ask_about_kept
from flows.sourcing.order_events import HandoverSaid
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_state import FETCHING
from flows.sourcing.shop_ask import Says
from handlers.engine import host, own_events
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.replies.stock.reply_words import read_chosen
from handlers.sourcing.shop import shop_escalation, shop_undo
from handlers.sourcing.shop.shop_talk import Talk, say
from handlers.staff_notices import alerts
from storage.sending.message import Message
from storage.sourcing.promises import KeptLine, Promises
from storage.sourcing.reservations import Reservations
from templates.message_values import disarm_taps

WHICH = "shop_handed_which"
"""Template that asks which orders a shop handed over, and the expected kind of its answer."""
_WITHIN = timedelta(hours=12)


async def take_handover(turn: Turn, talk: Talk) -> bool:
    """Tell the staff which pieces the shop handed over, or ask the shop which orders it means."""
    kept = await find_due(turn, talk)
    named = set(talk.counter.numbers)
    meant = [one for one in kept if one.number in named]
    orders = list(dict.fromkeys(one.number for one in kept))
    if named and not meant:
        asked = await _ask_if_there(turn, talk, named)
        return asked or await _report_unpaid(turn, talk, named) or await _answer_unknown(turn, talk, named)
    if meant or talk.counter.all or len(orders) == 1:
        await _tell(turn, talk, meant or kept)
        return True
    if not orders:
        return await _report_unpaid(turn, talk) or await _answer_unknown(turn, talk, named)
    await _ask_which(turn, talk, orders, kept)
    return True


async def take_which(turn: Turn, talk: Talk) -> bool:
    """Handle the answer about which orders were handed over: by list number, order number, or "all".

    Return False for other messages.
    """
    question = talk.question
    if question is None or talk.event.media or talk.event.forwarded or talk.event.edited:
        return False
    chosen = read_chosen(talk.event.button or talk.event.text, question.choices)
    if chosen is None:
        return False
    numbers = {question.choices[place] for place in chosen}
    handed = [one for one in await find_due(turn, talk) if one.number in numbers]
    if handed:
        await _tell(turn, talk, handed)
    else:
        await say(turn, talk, "shop_handed", none="yes")
    return True


async def find_due(turn: Turn, talk: Talk) -> list[KeptLine]:
    """Return the shop's pieces that are to be fetched: for paid orders, or for our own stock."""
    kept = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.HELD)
    found = {one: await turn.unit.of(Reservations).get(one) for one in {one.order for one in kept}}
    fetching = {order for order, row in found.items() if row is not None and row.status in FETCHING}
    return [one for one in kept if one.order in fetching]


async def _ask_if_there(turn: Turn, talk: Talk, numbers: set[str]) -> bool:
    """Ask the shop if it still has the goods of an open request, which were not due to be fetched yet.

    Another customer may have bought them. Return False if there is no open request for these orders.
    """
    desk = talk.desk
    keys = tuple(one.key for one in desk.state.requests if one.open and one.number in numbers) if desk else ()
    if desk is None or not keys:
        return False
    await host.advance(turn, desk.run, AskedBack(keys, talk.message.id), desk.state)
    return True


async def _report_unpaid(turn: Turn, talk: Talk, named: set[str] | None = None) -> bool:
    """Tell the shop that the kept goods are unpaid and must wait, and alert the staff that they were handed over.
    Return False if the shop keeps no such goods."""
    kept = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.HELD)
    given = [one for one in kept if named is None or one.number in named]
    for number, what, about in _list_by_order(given):
        values = {"shop": order_words.name_shop(talk.shop), "order": disarm_taps(number), "what": what}
        said = phrase("shop_handed_unpaid", **values)
        await alerts.tell(turn, f"handed:{talk.shop.id}:{about.id}", said, subject=about)
    if given:
        await say(turn, talk, "shop_handed", unpaid=_lines(given))
    return bool(given)


async def _answer_unknown(turn: Turn, talk: Talk, named: set[str]) -> bool:
    """Answer that fetched goods are booked already; pass any other message to a person."""
    fetched = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.PICKED)
    before = [one for one in fetched if one.number in named] if named else []
    if before:
        await say(turn, talk, "shop_handed", before=_lines(before))
    else:
        await shop_escalation.pass_on(turn, talk)
    return True


async def _tell(turn: Turn, talk: Talk, handed: Sequence[KeptLine]) -> None:
    """Confirm the handover to the shop, and ask the staff to book each order with a tap."""
    again = await shop_undo.count_taken_back(turn, talk)
    for number, what, about in _list_by_order(handed):
        said = phrase("shop_says_handed", shop=order_words.name_shop(talk.shop), order=disarm_taps(number), what=what)
        book = phrase("book_handed", command=tap("picked", number, talk.shop.ref))
        key = f"handed:{talk.shop.id}:{about.id}" + (f":{again}" if again else "")
        await alerts.tell(turn, key, Lines((said, book)), subject=about)
        await _claim(turn, talk, about.id)
    await shop_undo.remember_handed(turn, talk, list(dict.fromkeys(one.order for one in handed)))
    await say(turn, talk, "shop_handed", items=_lines(handed))


async def take_back(turn: Turn, talk: Talk, claim: Message, orders: frozenset[UUID]) -> None:
    """Tell the staff, who were asked to book a handover, that the shop takes its message back."""
    await shop_undo.take_handed_back(turn, claim, orders)
    back = [one for one in await find_due(turn, talk) if one.order in orders]
    for number, what, about in _list_by_order(back):
        text = phrase("shop_never_handed", shop=order_words.name_shop(talk.shop), order=disarm_taps(number), what=what)
        await alerts.tell(turn, f"never-handed:{talk.shop.id}:{about.id}:{talk.message.id}", text, subject=about)
        await _claim(turn, talk, about.id, back=True)
    booked = [one for one in await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.PICKED)]
    before = [one for one in booked if one.order in orders]
    await say(turn, talk, "shop_handed", undone=_lines(back) or None, before=_lines(before) or None)


async def _claim(turn: Turn, talk: Talk, order: UUID, *, back: bool = False) -> None:
    """Send the order an event about the shop's claim, so that no refund is made before the staff has answered."""
    row = await turn.unit.of(Reservations).get(order)
    if row is not None and row.contact is not None:
        key = f"handover:{talk.message.id}:{order}"
        await own_events.emit(turn, row.contact, HandoverSaid(order, talk.shop.id, back), key)


def _list_by_order(kept: Sequence[KeptLine]) -> Iterator[tuple[str, Text, Subject]]:
    """Yield the number, the pieces, and the alert's subject of each order."""
    for number in dict.fromkeys(one.number for one in kept):
        theirs = [one for one in kept if one.number == number]
        what = join_first([order_words.pieces(one.line, one.promise.quantity) for one in theirs])
        yield number, what, Subject("reservation", theirs[0].order)


async def _ask_which(turn: Turn, talk: Talk, orders: Sequence[str], kept: Sequence[KeptLine]) -> None:
    shown_ = [f"{place}. {number}: {_describe_pieces(number, kept)}" for place, number in enumerate(orders, 1)]
    await say(turn, talk, WHICH, orders=few(shown_), question=Asks(WHICH, choices=tuple(orders), within=_WITHIN))


def _describe_pieces(number: str, kept: Sequence[KeptLine]) -> str:
    return ", ".join(_piece(one) for one in kept if one.number == number)


def _lines(kept: Sequence[KeptLine]) -> tuple[str, ...]:
    return few([f"{_piece(one)} ({one.number})" for one in kept])


def _piece(one: KeptLine) -> str:
    return f"{one.line.title} {one.line.size}".rstrip() + f" × {one.promise.quantity}"


async def tell_ready(turn: Turn, talk: Talk) -> None:
    """Tell the staff, once a day, about each order that the shop reports as ready; if repeated, say so to the shop."""
    kept, named = await find_due(turn, talk), set(talk.counter.numbers)
    meant = [one for one in kept if not named or one.number in named]
    new = [await _is_news(turn, talk, *one) for one in _list_by_order(meant)]
    desk, keys = talk.desk, {(one.order, one.line.id) for one in meant}
    if meant and not any(new):
        asked = ask_about_kept([one for one in desk.state.requests if one.key in keys]) if desk is not None else None
        await say(turn, talk, "shop_handed", ready=_lines(meant), question=asked)
    elif desk is not None:  # show the shop its kept pieces again
        says = (ShopAnswer(one.order, one.line.id, Says.YES.value, one.promise.quantity) for one in meant)
        await host.advance(turn, desk.run, ShopReplied(tuple(says), talk.message.id), desk.state)


async def _is_news(turn: Turn, talk: Talk, number: str, what: Text, about: Subject) -> bool:
    """Alert the staff that an order is ready; return False if they know already."""
    shop, brings = order_words.name_shop(talk.shop), talk.shop.brings(turn.business.sourcing.handover)
    said = phrase("shop_says_ready", shop=shop, order=disarm_taps(number), what=what, brings=brings)
    book = phrase("next", command=tap("picked", number, talk.shop.ref))
    return await alerts.tell(turn, f"ready:{talk.shop.id}:{about.id}", Lines((said, book)), subject=about)
