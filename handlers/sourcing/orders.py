"""What a sourced order's decision asks for, written in its transaction: rows, own stock, news to desks and staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.desk import news as desk_news
from flows.engine import Decision, Departed, Subject
from flows.events import Customer, Item, LinkEnded, OrderCreated
from flows.money import Money
from flows.sourcing.facts import Lost, SourcingFacts
from flows.sourcing.news import (
    AddOwn,
    AskShop,
    Await,
    Book,
    Flawed,
    FreeCredit,
    FreeOwn,
    Handed,
    Moved,
    Outcome,
    PhotosTaken,
    Quoted,
    Record,
    Reserved,
    Restock,
    StockAnswered,
    TakeCredit,
    TakeOwn,
    TellShop,
    TellStaff,
    UseOwn,
    Wanted,
)
from flows.sourcing.order import Ask, Line, Order, Says, Stand, Status
from handlers import alerts, noted, recovered
from handlers.sourcing import cards, endings, referring, waitlist, watching
from handlers.turn import Turn
from storage.earnings import COMMISSION, REVERSAL
from storage.inventory import Source, Stated
from storage.runs import Run
from storage.transaction import Again


def token_of(turn: Turn, order: UUID) -> str:
    """What opens the page of an order: nobody can guess it, and everybody who was sent it may look."""
    return turn.tools.seeds.page_token(turn.business.id, order)


async def facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    """What an order may know to decide upon this event."""
    known = await _known(turn, contact, subject, event)
    return replace(known, off=await referring.usable(turn, contact)) if turn.business.referral else known


async def _known(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    from storage.facts.sourcing import answer_facts, sourcing_facts  # loaded with the first conversation

    assert subject is not None, "an order's conversation is about it"
    page = f"{turn.link_base}/track/{token_of(turn, subject.id)}" if turn.link_base else None
    if isinstance(event, _SHALLOW):
        known = await answer_facts(turn.unit, turn.business, contact, subject.id, page)
        known = replace(known, own=await _shelf(turn, subject.id)) if isinstance(event, Handed) else known
        return replace(known, lost=await lost(turn, event)) if isinstance(event, Departed) else known
    if isinstance(event, Reserved | Quoted | Restock):
        lines = list(event.order.lines)
    else:
        found = await turn.unit.reservations.lines([subject.id])
        lines = [line for line, _ in found[subject.id]]
    return await sourcing_facts(turn.unit, turn.business, contact, lines, page, turn.now)


async def _shelf(turn: Turn, order: UUID) -> dict[str, int]:
    """The free pieces of our own by line, where it is our own shelf that is filled."""
    found = await turn.unit.reservations.get(order)
    if found is None or not found.for_stock:
        return {}
    lines = [line for line, _ in (await turn.unit.reservations.lines([order]))[order]]
    stocks = await turn.unit.stocks.of({line.product for line in lines})
    return {line.id: stocks[key].free for line in lines if (key := (line.product, line.size)) in stocks}


async def lost(turn: Turn, event: Departed) -> Lost | None:
    """The message that did not reach anybody; None where it was no template's."""
    message = await turn.unit.messages.get(event.message)
    if message is None or message.template is None:
        return None
    return Lost(message.template, message.address, message.data)


_SHALLOW = (
    Departed,
    StockAnswered,
    LinkEnded,
    Handed,
    Moved,
    PhotosTaken,
    Flawed,
)  # after these nobody new is asked, and nothing is offered in the place of what cannot be had


async def write(turn: Turn, run: Run, before: Order | None, decision: Decision[Order]) -> None:
    """Bring the rows to the order's new state and do what else was decided. Raises Again where stock is gone."""
    after = decision.state
    if before is None:
        await turn.unit.reservations.begin(after, run.id, run.contact, token_of(turn, after.id), turn.now)
    await turn.unit.reservations.advance(before or _bare(after), after, turn.now)
    await turn.unit.payments.advance(before, after, turn.now)
    await _learn_stock(turn, before, after)
    effects: tuple[Any, ...] = decision.effects
    last = {(one.shop, one.outcome): one for one in effects if isinstance(one, TellShop)}
    for number, effect in enumerate(effects):
        more = isinstance(effect, TellShop) and last[effect.shop, effect.outcome] is not effect
        await _do(turn, run, after, effect, f"{run.id}:{run.version}:{number}", more=more)
    taken = {effect.line.product for effect in effects if isinstance(effect, TakeOwn)}
    if taken:
        await watching.running_low(turn, taken)
    await _tell_shop_order(turn, run, before, after)
    if run.contact is not None and _brought_money(before, after):
        await referring.reward(turn, run.contact)
    await cards.show(turn, before, after)
    steps = [effect for effect in effects if isinstance(effect, Record)]
    if steps:
        await endings.tell(turn, before, after, steps[-1].by)


def _brought_money(before: Order | None, after: Order) -> bool:
    """Whether an order is paid just now; at the door that is when it is delivered."""
    if after.pay == "cod" and after.paid_at is None:
        return after.status is Status.DELIVERED and (before is None or before.status is not Status.DELIVERED)
    return after.paid_at is not None and (before is None or before.paid_at is None)


def _bare(order: Order) -> Order:
    """The order as ``begin`` wrote it."""
    return replace(order, promises=(), asks=())


async def _learn_stock(turn: Turn, before: Order | None, after: Order) -> None:
    """What a shop says of its stock in an answer is known from then on, until it takes its word back."""
    was = {(ask.shop, ask.line): ask for ask in before.asks} if before else {}
    said = list[tuple[Ask, Line]]()
    for ask in after.asks:
        line, earlier = after.line(ask.line), was.get((ask.shop, ask.line))
        if line is None or (
            earlier is not None and earlier.says is ask.says and earlier.answered_at == ask.answered_at
        ):
            continue
        if ask.says is Says.TAKEN_BACK:
            await turn.unit.inventory.take_word_back(ask.shop, line.product, line.size, turn.now)
        elif ask.says is Says.OPEN and earlier is not None and earlier.says is Says.NO:
            await turn.unit.inventory.forget_no(ask.shop, line.product, line.size)
        elif ask.says in _TOLD and ask.answered_at is not None:
            said.append((ask, line))
    if said:
        known = await turn.unit.inventory.of({line.product for _, line in said}, {ask.shop for ask, _ in said})
        counts = {(one.shop, one.product, one.size): one for one in known}
        keys = [(ask.shop, line.product, line.size) for ask, line in said]
        stated = [_stated(turn, after, *one, counts.get(key)) for one, key in zip(said, keys, strict=True)]
        await waitlist.learn(turn.unit, stated, turn.now, known=known)


def _stated(turn: Turn, order: Order, ask: Ask, line: Line, known: Stated | None) -> Stated:
    """What an answer tells of a shop's stock, beside what it keeps for other orders. A yes to as many as were wanted is
    no count, nor is one that came too late: it tells that they are there, and a count that holds as many stands."""
    theirs = (one for one in order.promises if (one.shop, one.line) == (ask.shop, ask.line))
    kept = sum(one.quantity for one in theirs if one.stand is Stand.HELD)
    counts = ask.quantity > line.wanted and (kept or ask.held)
    if known and ask.says is Says.YES and not counts and ask.quantity <= known.quantity - known.taken + kept:
        return replace(known, price=known.price if ask.price is None else ask.price)
    others = max(known.kept - kept, 0) if known else 0
    quantity = others if ask.says is Says.NO else max(ask.quantity, min(ask.quantity, line.wanted) + others)
    return Stated(ask.shop, line.product, line.size, quantity, turn.now, Source.REPLY, ask.price)


_TOLD = frozenset({Says.YES, Says.PART, Says.NO})
_GIVEN = frozenset({Outcome.YOURS, Outcome.PAID, Outcome.RETURNED})


async def _do(turn: Turn, run: Run, order: Order, effect: object, key: str, *, more: bool) -> None:
    match effect:
        case TakeOwn(line, quantity):
            if not await turn.unit.stocks.take(line.product, line.size, quantity):
                raise Again(f"the last pieces of {line.sku} went to another order")
        case TakeCredit(credit):
            if not await turn.unit.credits.take(credit, order.id, turn.now):
                raise Again("this credit went to another order")
        case FreeCredit():
            await turn.unit.credits.release(order.id)
        case FreeOwn(line, quantity, packed):
            if packed:
                await turn.unit.stocks.use(line.product, line.size, -quantity)
            await turn.unit.stocks.give_back(line.product, line.size, quantity)
        case AddOwn(line, quantity):
            await turn.unit.stocks.refill(line.product, line.size, quantity, turn.now)
            await waitlist.report(turn.unit, line.product, line.size, quantity, turn.now)
        case UseOwn(line, quantity):
            await turn.unit.stocks.use(line.product, line.size, quantity)
        case AskShop():
            await _tell_desk(turn, effect.shop, desk_news.Asked.of(order, effect), key)
        case TellShop():
            await _tell_desk(turn, effect.shop, _told(order, effect, more=more), key)
        case TellStaff(about, text, but):
            await alerts.tell(turn, about, text, but=but)
        case Book():
            await _book(turn, order, effect, key)
        case Await(line) if run.contact is not None:
            await turn.unit.waiting_people.add(line.product, line.size, run.contact, order.id, turn.now)
        case Record(status, by, note):
            await turn.unit.histories.record(order.id, status, by, note, turn.now)


def _told(order: Order, effect: TellShop, *, more: bool) -> desk_news.Told:
    shop, line, quantity = effect.shop, order.line(effect.line), effect.quantity
    given = None
    if line is not None and effect.outcome in _GIVEN:
        earns = effect.earns or next(
            (one.commission for one in order.promises if (one.shop, one.line) == (shop, line.id)), 0
        )
        asks = AskShop(shop, (Wanted.of(line, quantity, earns),), order.answer_by, timedelta(0))
        given = desk_news.Asked.of(order, asks)
    return desk_news.Told(shop, order.id, effect.line, effect.outcome, quantity, effect.by, more, given)


async def _tell_desk(turn: Turn, shop: UUID, event: object, key: str) -> None:
    found = await turn.unit.shops.get(shop)
    if found is not None and found.contact is not None:
        await noted.note(turn, found.contact, event, f"desk:{key}")


async def _book(turn: Turn, order: Order, effect: Book, step: str) -> None:
    """Once for each step of the order: a shop may be fetched from a second time, for another's pieces."""
    kind = REVERSAL if effect.reverse else COMMISSION
    amount = -effect.amount if effect.reverse else effect.amount
    key = f"{kind}:{step}"
    await turn.unit.earnings.book(effect.shop, order.id, kind, key, amount, order.currency, "order", turn.now)


async def _tell_shop_order(turn: Turn, run: Run, before: Order | None, after: Order) -> None:
    """The order as all reports know it: placed when it is owed, and how far it came. A restock is nobody's order."""
    if after.for_stock:
        return
    was = before.status if before else None
    if after.promised_at is not None and (before is None or before.promised_at is None):
        await _place(turn, run, after)
    if after.paid_at is not None and (before is None or before.paid_at is None):
        await turn.unit.orders.note(after.id, paid_at=after.paid_at)
    if after.status is Status.SHIPPED:
        await _tell_parcel(turn, before, after)
    if after.status is not was and after.status is Status.DELIVERED:
        await turn.unit.orders.note(after.id, delivered_at=turn.now)
    if after.status is not was and after.status is Status.CANCELLED:
        await turn.unit.orders.note(after.id, cancelled_at=turn.now)
    known = {one.reference: one.state for one in before.repayments} if before else {}
    ours = {one.payment for one in after.payments}  # what came a second time was never the order's
    for one in after.repayments:
        its = not one.payment or one.payment in ours
        if its and one.state == "processed" and known.get(one.reference) != "processed":
            amount = Money(one.amount, after.currency)
            await turn.unit.orders.refund(after.id, one.reference.hex, amount, turn.now)


async def _tell_parcel(turn: Turn, before: Order | None, after: Order) -> None:
    """When it left, and by what it is followed; what is said of that later takes the place of what was said before."""
    link = after.tracking if after.tracking.startswith("https://") else None
    told: dict[str, Any] = {"tracking_url": link, "carrier": after.carrier or None}
    if before is None or before.status is not Status.SHIPPED:
        await turn.unit.orders.note(after.id, shipped_at=turn.now, **told)
    elif before.parcel != after.parcel:
        await turn.unit.orders.note(after.id, **told)


async def _place(turn: Turn, run: Run, order: Order) -> None:
    items = tuple(
        Item(line.sku, line.title, line.size, line.wanted, Money(line.price, order.currency)) for line in order.wants
    )
    known = await turn.unit.orders.get(order.id)
    assert known is not None, "a reservation is of an order"
    total = Money(order.amount, order.currency)
    news = OrderCreated(known.ref, order.number, total, items, Customer(), turn.now)  # described when it was reserved
    await turn.unit.orders.place(order.id, news, run.contact, None)
    if run.contact is not None:
        await turn.unit.people.bought(run.contact, turn.now)
    placed = await turn.unit.orders.get(order.id)
    assert placed is not None, "it was placed a moment ago"
    await recovered.attribute(turn, placed)
