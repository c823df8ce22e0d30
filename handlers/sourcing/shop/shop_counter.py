"""A shop's handover of goods: kept pieces, open requests, and the shop's earnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.money import Money
from flows.phrase import Ours, phrase
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.desk.list_fit import CHARACTERS, few
from flows.sourcing.desk.outcome_message import KEPT_PIECES
from flows.sourcing.order_line import PromiseState
from handlers.engine.turn import Turn
from handlers.sourcing.replies.counter_phrases import NOTHING_SAID, CounterIntent, CounterReading, read_counter
from handlers.sourcing.shop import shop_escalation, shop_handover
from handlers.sourcing.shop.shop_talk import Talk, say
from handlers.staff_notices import alerts
from storage.sourcing.promises import KeptLine, Promises
from storage.sourcing.shop_earnings import Earnings
from templates import formats

MOST = 20
MOST_KEPT = 40
_PRESSED = frozenset({CounterIntent.HANDED.value, CounterIntent.READY.value})  # buttons


@dataclass(frozen=True, slots=True)
class Piece:
    """Pieces of an order that a shop keeps or is asked for, with the shop's commission in micro-units."""

    number: str
    title: str
    quantity: int
    earns: int


async def read(turn: Turn, talk: Talk, desk: Desk | None) -> CounterReading:
    """Parse a message about a handover; NOTHING_SAID for an answer to a request."""
    event, question = talk.event, talk.question
    if event.button in _PRESSED and question is not None and question.expects == KEPT_PIECES:
        return CounterReading(CounterIntent(event.button), tuple(question.data.get("orders", ())))
    if event.button == CounterIntent.PENDING.value:
        return CounterReading(CounterIntent.PENDING)
    if event.media or event.button:
        return NOTHING_SAID
    kept = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.HELD)
    known = desk.requests if desk else ()
    reading = read_counter(event.text, [*(one.number for one in known), *(one.number for one in kept)])
    waits = any(one.open and one.round for one in known) and not reading.numbers
    if reading.intent is CounterIntent.HANDED and waits:
        return NOTHING_SAID  # the shop may have given the requested goods to somebody else
    if reading.intent is CounterIntent.READY and (waits or not await shop_handover.find_due(turn, talk)):
        return NOTHING_SAID
    return reading


async def take_counter_message(turn: Turn, talk: Talk) -> bool:
    """Answer a message about a handover; return False for any other message."""
    match talk.counter.intent:
        case CounterIntent.HANDED:
            return await shop_handover.take_handover(turn, talk)
        case CounterIntent.READY:
            await shop_handover.tell_ready(turn, talk)
        case CounterIntent.PENDING:
            await _show(turn, talk)
        case _:
            return False
    return True


async def tell_over(turn: Turn, talk: Talk, numbers: Sequence[str]) -> None:
    """Say that these orders do not exist or have no more requests for the shop, and list the open requests."""
    asked, _ = await _list_pieces(turn, talk)
    strange = talk.mentioned.unknown
    over, unknown = ([one for one in numbers if (one in strange) is is_strange] for is_strange in (False, True))
    asks = _lines(turn, talk, asked) or None
    await say(
        turn, talk, "shop_order_over", orders=tuple(over) or None, unknown=tuple(unknown) or None, asks=asks,
    )  # fmt: skip


async def _show(turn: Turn, talk: Talk) -> None:
    """Show open requests and kept pieces, each with its commission."""
    asked, kept = [_lines(turn, talk, some) or None for some in await _list_pieces(turn, talk)]
    await say(turn, talk, "shop_pending", asks=asked, kept=kept)


async def _list_pieces(turn: Turn, talk: Talk) -> tuple[list[Piece], list[Piece]]:
    desk = talk.desk.state if talk.desk else None
    open_ = [one for one in desk.requests if one.open and one.round] if desk else []
    asked = [Piece(one.number, one.title, one.quantity, one.earns * one.quantity) for one in open_]
    held = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.HELD)
    return asked, [_make_piece(one) for one in held]


def _make_piece(one: KeptLine) -> Piece:
    many = one.promise.quantity
    return Piece(one.number, _name_piece(one), many, many * one.promise.commission)


def _lines(turn: Turn, talk: Talk, pieces: list[Piece]) -> tuple[str, ...]:
    """Format a line for each piece, with the commission after a dash: "1234: Tiger Shorts L × 2 – ₹240"."""
    lines = [f"{one.number}: {one.title} × {one.quantity}{_amount(turn, talk, one)}" for one in pieces]
    return few(lines, MOST, CHARACTERS // 2)  # of two lists in a message


def _amount(turn: Turn, talk: Talk, piece: Piece) -> str:
    currency = turn.business.currency
    earned = Money(piece.earns, currency).decimal
    return f" – {formats.format_money(earned, currency, talk.shop.language)}" if piece.earns else ""


async def refuse_closed(turn: Turn, talk: Talk, numbers: Sequence[str], *, corrects: bool) -> None:
    """Say that the shop has no more requests for these orders.

    If the message ``corrects`` fetched goods, say that a message cannot change this, and alert the staff.
    """
    handed = await _find_handed(turn, talk, numbers) if corrects else []
    if not handed:
        await tell_over(turn, talk, numbers)
        return
    items = tuple(f"{_name_piece(one)} ({one.number})" for one in handed)
    await say(turn, talk, "stock_nothing_to_undo", handed=items)
    await shop_escalation.pass_on(turn, talk)


async def _find_handed(turn: Turn, talk: Talk, numbers: Sequence[str]) -> list[KeptLine]:
    fetched = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.PICKED)
    return [one for one in fetched if one.number in numbers]


def _name_piece(one: KeptLine) -> str:
    return f"{one.line.title} {one.line.size}".rstrip()


async def show_earnings(turn: Turn, talk: Talk) -> None:
    """Show the commissions of this calendar month, the amount owed now, and the last payout."""
    local = turn.now.astimezone(turn.zone)
    month = datetime(local.year, local.month, 1, tzinfo=turn.zone).astimezone(UTC)
    earned = await turn.unit.of(Earnings).sum_since(talk.shop.id, month)
    last = await turn.unit.of(Earnings).find_last_payout(talk.shop.id)
    amount = Money(earned.amount, turn.business.currency).decimal
    paid = Money(last.amount, last.currency).decimal if last else None
    owed = Money(max(await turn.unit.of(Earnings).sum_owed(talk.shop.id), 0), turn.business.currency).decimal or None
    date = last.at if last else None
    back = Money(earned.back, turn.business.currency).decimal or None
    await say(
        turn, talk, "shop_earnings", amount=amount, count=earned.orders, back=back, last=paid, date=date, owed=owed
    )


async def ask_payout(turn: Turn, talk: Talk) -> None:
    """Tell the owners the amount owed, once a day. If nothing is owed, tell the shop so, with its earnings."""
    shop = talk.shop
    owed = Money(await turn.unit.of(Earnings).sum_owed(shop.id), turn.business.currency)
    if owed.micros <= 0:
        await show_earnings(turn, talk)
        return
    text = phrase("shop_asks_payout", shop=shop.name, amount=owed, ref=Ours(shop.ref), figure=str(owed))
    await alerts.tell(turn, f"payout:{shop.id}", text)
    await say(turn, talk, "shop_payout_asked", amount=owed.decimal)


async def show_kept(turn: Turn, talk: Talk) -> None:
    """List the pieces that the shop keeps, the oldest order first, with the day on which they are needed."""
    kept = await turn.unit.of(Promises).list_kept(talk.shop.id, PromiseState.HELD)
    if not kept:
        await say(turn, talk, "shop_orders_none")
        return
    lines = [_describe_kept(turn, talk, one) for one in kept]
    await say(turn, talk, "shop_orders", lines=few(lines, MOST_KEPT), many=len(kept))


def _describe_kept(turn: Turn, talk: Talk, kept: KeptLine) -> str:
    by = kept.promise.ready_at or kept.promised_at
    day = formats.format_day_or_date(by, turn.zone, talk.shop.language, turn.now) if by else ""
    return f"{kept.number}: {_name_piece(kept)} × {kept.promise.quantity}{f', {day}' if day else ''}"
