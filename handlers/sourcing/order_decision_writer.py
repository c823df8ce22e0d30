"""Writer of a sourced order's decisions in one transaction: rows, own stock, messages to desks and the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import SYSTEM
from flows.engine import Decision, Subject
from flows.events import Event
from flows.sourcing.desk import desk_events
from flows.sourcing.order import Order
from flows.sourcing.order_effects import (
    AddOwn,
    AskShop,
    Await,
    Book,
    FreeCredit,
    FreeOwn,
    Record,
    RequestedLine,
    RequestOutcome,
    TakeCredit,
    TakeOwn,
    TellShop,
    TellStaff,
    UseOwn,
)
from flows.sourcing.order_line import Line, PromiseState
from flows.sourcing.shop_ask import Ask, Says
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.sourcing import order_report, referral_rewards, waitlist_news
from handlers.sourcing.customer import friend_referral
from handlers.sourcing.customer.address import address_occasions
from handlers.sourcing.pages.order_links import make_page_token
from handlers.sourcing.staff import morning_checks, order_card_messages
from handlers.staff_notices import alerts
from storage.events.runs import Run
from storage.sourcing.order_histories import Histories
from storage.sourcing.order_payments import Payments
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.referral_credits import Credits
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_earnings import COMMISSION, REVERSAL, Earnings
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.sourcing.waitlist_people import WaitingPeople
from storage.sql.transaction import RetryTransaction

DOES = (
    AddOwn, AskShop, Await, Book, FreeCredit, FreeOwn, Record, TakeCredit, TakeOwn, TellShop, TellStaff, UseOwn,
)  # fmt: skip
_GIVEN = frozenset({RequestOutcome.YOURS, RequestOutcome.PAID, RequestOutcome.RETURNED})
_TOLD = frozenset({Says.YES, Says.PART, Says.NO})


async def write(turn: Turn, run: Run, before: Order | None, decision: Decision[Order]) -> None:
    """Write the order's new state and carry out its effects. Raises RetryTransaction if own stock is gone."""
    after = decision.state
    if before is None:
        await turn.unit.of(Reservations).begin(after, run.id, run.contact, make_page_token(turn, after.id), turn.now)
    await turn.unit.of(Reservations).advance(before or _strip_run(after), after, turn.now)
    await turn.unit.of(Payments).advance(before, after, turn.now)
    await learn_stock(turn, before, after)
    effects: tuple[Any, ...] = decision.effects
    last = {(one.shop, one.outcome): one for one in effects if isinstance(one, TellShop)}
    for number, effect in enumerate(effects):
        more = isinstance(effect, TellShop) and last[effect.shop, effect.outcome] is not effect
        await _do(turn, run, after, effect, f"{run.id}:{run.version}:{number}", more=more)
    taken = {effect.line.product for effect in effects if isinstance(effect, TakeOwn)}
    if taken:
        await morning_checks.report_low_stock(turn, taken)
    await order_report.tell(turn, run, before, after)
    if run.contact is not None and referral_rewards.is_earned(before, after):
        await friend_referral.credit_referrer(turn, run.contact, after.id)
    if run.contact is not None and before is not None and referral_rewards.is_undone(before, after):
        await referral_rewards.take_back(turn, run.contact, after.id)
    await address_occasions.settle(turn, before, after)
    await address_occasions.remind(turn, run.contact, before, after)
    await order_card_messages.update_cards(turn, before, after)
    steps = [effect for effect in effects if isinstance(effect, Record)]
    if steps:
        await order_card_messages.tell_end(turn, before, after, steps[-1].by)


def _strip_run(order: Order) -> Order:
    """Return the order without its promises and requests, as its first row was written."""
    return replace(order, promises=(), asks=())


async def _do(turn: Turn, run: Run, order: Order, effect: object, key: str, *, more: bool) -> None:
    match effect:
        case TakeOwn() | FreeOwn() | AddOwn() | UseOwn():
            await _move_own(turn, effect)
        case TakeCredit(credit):
            if not await turn.unit.of(Credits).use(credit, order.id, turn.now):
                raise RetryTransaction("this credit went to another order")
        case FreeCredit():
            await turn.unit.of(Credits).release(order.id)
        case AskShop():
            await _tell_desk(turn, effect.shop, desk_events.LinesAsked.make(order, effect), key)
        case TellShop():
            await _tell_desk(turn, effect.shop, _make_outcome(order, effect, more=more), key)
        case TellStaff(about, text, but):
            await alerts.tell(turn, about, text, but=but, subject=Subject("reservation", order.id))
        case Book():
            await _book(turn, order, effect, key)
        case Await(line) if run.contact is not None:
            await turn.unit.of(WaitingPeople).add(line.product, line.size, run.contact, order.id, turn.now)
        case Record(status, by, why):
            await turn.unit.of(Histories).record(order.id, status, by, why, turn.now)


async def _move_own(turn: Turn, effect: TakeOwn | FreeOwn | AddOwn | UseOwn) -> None:
    """Apply a change to our own stock."""
    product, size, quantity = effect.line.product, effect.line.size, effect.quantity
    match effect:
        case TakeOwn(line):
            if not await turn.unit.of(Stocks).take(product, size, quantity):
                raise RetryTransaction(f"the last pieces of {line.sku} went to another order")
        case FreeOwn():
            if effect.packed:
                await turn.unit.of(Stocks).use(product, size, -quantity)
            await turn.unit.of(Stocks).give_back(product, size, quantity)
        case AddOwn():
            await turn.unit.of(Stocks).refill(product, size, quantity, turn.now)
            await waitlist_news.report(turn.unit, product, size, quantity, turn.now)
        case UseOwn():
            await turn.unit.of(Stocks).use(product, size, quantity)


def _make_outcome(order: Order, effect: TellShop, *, more: bool) -> desk_events.OutcomeTold:
    shop, line, quantity = effect.shop, order.line(effect.line), effect.quantity
    given = None
    if line is not None and effect.outcome in _GIVEN:
        earns = effect.earns or next(
            (one.commission for one in order.promises if (one.shop, one.line) == (shop, line.id)), 0
        )
        asks = AskShop(shop, (RequestedLine.of(line, quantity, earns),), order.answer_by, timedelta(0))
        given = desk_events.LinesAsked.make(order, asks)
    return desk_events.OutcomeTold(shop, order.id, effect.line, effect.outcome, quantity, effect.by, more, given)


async def _tell_desk(turn: Turn, shop: UUID, event: Event, key: str) -> None:
    found = await turn.unit.of(Shops).get(shop)
    if found is not None and found.contact is not None:
        await own_events.emit(turn, found.contact, event, f"desk:{key}")


async def _book(turn: Turn, order: Order, effect: Book, step: str) -> None:
    """Book a pickup once for each step of the order; a shop can be visited again for other pieces."""
    kind = REVERSAL if effect.reverse else COMMISSION
    amount = -effect.amount if effect.reverse else effect.amount
    key = f"{kind}:{step}"
    await turn.unit.of(Earnings).book(effect.shop, order.id, kind, key, amount, order.currency, SYSTEM, turn.now)


async def learn_stock(turn: Turn, before: Order | None, after: Order) -> None:
    """Store the stock that the shops' new answers to this order reveal."""
    was = {(ask.shop, ask.line): ask for ask in before.asks} if before else {}
    said = list[tuple[Ask, Line]]()
    for ask in after.asks:
        line, earlier = after.line(ask.line), was.get((ask.shop, ask.line))
        if line is None or (earlier is not None and (earlier.says, earlier.answered_at) == (ask.says, ask.answered_at)):
            continue
        if ask.says is Says.TAKEN_BACK:
            await turn.unit.of(ShopInventory).take_word_back(ask.shop, line.product, line.size, turn.now)
        elif ask.says is Says.OPEN and earlier is not None and earlier.says is Says.NO:
            await turn.unit.of(ShopInventory).forget_no(ask.shop, line.product, line.size)
        elif ask.says in _TOLD and ask.answered_at is not None:
            said.append((ask, line))
    if said:
        await _keep_counts(turn, after, said)


async def _keep_counts(turn: Turn, order: Order, said: Sequence[tuple[Ask, Line]]) -> None:
    """Store the counts of the answers, and send messages to people who wait for a product that was out of stock."""
    known = await turn.unit.of(ShopInventory).of({line.product for _, line in said}, {ask.shop for ask, _ in said})
    counts = {(one.shop, one.product, one.size): one for one in known}
    stated = [_make(turn, order, ask, line, counts.get((ask.shop, line.product, line.size))) for ask, line in said]
    await waitlist_news.learn(turn.unit, stated, turn.now, known=known)


def _make(turn: Turn, order: Order, ask: Ask, line: Line, known: Stated | None) -> Stated:
    """Return the shop's stock after an answer; pieces that it keeps for other orders come on top.

    A yes to the wanted number is no count, and neither is an answer that came too late. It only shows that the pieces
    are there, so a known count that is high enough is left unchanged.
    """
    theirs = (one for one in order.promises if (one.shop, one.line) == (ask.shop, ask.line))
    kept = sum(one.quantity for one in theirs if one.stand is PromiseState.HELD)
    counts = ask.quantity > line.wanted and (kept or ask.held)
    if known and ask.says is Says.YES and not counts and ask.quantity <= known.quantity - known.taken + kept:
        return replace(known, price=known.price if ask.price is None else ask.price)
    others = max(known.kept - kept, 0) if known else 0
    quantity = others if ask.says is Says.NO else max(ask.quantity, min(ask.quantity, line.wanted) + others)
    return Stated(ask.shop, line.product, line.size, quantity, turn.now, StockSource.REPLY, ask.price)
