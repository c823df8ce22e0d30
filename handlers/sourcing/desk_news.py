"""Events between orders and the shops' desks, and the facts for their decisions."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Decision, Departed, Subject
from flows.events import Event, LinkEnded
from flows.sourcing import order_flow
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_draft import DeskFacts
from flows.sourcing.desk.desk_events import Closed, HolidayTold, LinesAsked, OutcomeTold, ToOrder
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order_effects import RequestOutcome, TellStaff
from flows.sourcing.order_events import (
    CalledOff,
    Flawed,
    Given,
    Handed,
    HandoverSaid,
    OrderEvent,
    ParcelMoved,
    PhotosTaken,
    Quoted,
    Reserved,
    Restock,
    ShopGone,
    StockAnswered,
)
from flows.sourcing.order_facts import Lost, SourcingFacts
from handlers.engine import host, own_events
from handlers.engine.turn import Turn
from handlers.sourcing.customer import friend_referral
from handlers.sourcing.order_history import name_actor
from handlers.sourcing.pages.order_links import make_page_link, newest_photo
from handlers.staff_notices import alerts
from storage.events.runs import Run
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservations

_SHALLOW = (
    Departed,
    StockAnswered,
    LinkEnded,
    HandoverSaid,
    Handed,
    ParcelMoved,
    PhotosTaken,
    Flawed,
)  # after these, no new shop is asked, and no substitute is offered
DOES = (ToOrder, TellStaff)


async def load_order_facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    """Load the facts for a decision of an order; only those that this event needs."""
    known = await _load_order_facts(turn, contact, subject, event)
    if isinstance(event, Flawed | Given | CalledOff):
        known = replace(known, who=await name_actor(turn, event.by))
    return replace(known, off=await friend_referral.find_discount(turn, contact)) if turn.business.referral else known


async def _load_order_facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    from storage.sourcing.facts.sourcing_facts import (  # loaded with the first conversation
        answer_facts,
        load_sourcing_facts,
    )

    assert subject is not None, "an order's run is about it"
    page = make_page_link(turn, subject.id)
    if isinstance(event, _SHALLOW) and not (isinstance(event, StockAnswered) and event.loses):
        known = await answer_facts(turn.unit, turn.business, contact, subject.id, page)
        known = replace(known, own=await _load_shelf(turn, subject.id)) if isinstance(event, Handed) else known
        known = (
            replace(known, picture=await newest_photo(turn, subject.id)) if isinstance(event, PhotosTaken) else known
        )
        return replace(known, lost=await find_lost(turn, event)) if isinstance(event, Departed) else known
    if isinstance(event, Reserved | Quoted | Restock):
        lines = list(event.order.lines)
    else:
        found = await turn.unit.of(Reservations).lines([subject.id])
        lines = [line for line, _ in found[subject.id]]
    known = await load_sourcing_facts(turn.unit, turn.business, contact, subject.id, lines, page, turn.now)
    if isinstance(event, ShopGone):  # the shop may not be asked any more, and is named all the same
        gone = await turn.unit.of(Shops).by_ids([event.shop])
        known = replace(known, names={**known.names, **{shop.id: shop.name for shop in gone.values()}})
    return known


async def _load_shelf(turn: Turn, order: UUID) -> dict[str, int]:
    """Return our own free pieces by line, if the order refills our own shelf."""
    found = await turn.unit.of(Reservations).get(order)
    if found is None or not found.for_stock:
        return {}
    lines = [line for line, _ in (await turn.unit.of(Reservations).lines([order]))[order]]
    stocks = await turn.unit.of(Stocks).find_stocks({line.product for line in lines})
    return {line.id: stocks[key].free for line in lines if (key := (line.product, line.size)) in stocks}


async def find_lost(turn: Turn, event: Departed) -> Lost | None:
    """Return the message that did not arrive; None for a message with no template."""
    message = await turn.unit.messages.get(event.message)
    if message is None or message.template is None:
        return None
    return Lost(message.template, message.address, message.data)


async def handle_closing(turn: Turn, event: Closed | HolidayTold) -> None:
    """Handle a shop that closes, for good or for a holiday."""
    run = await turn.unit.runs.get_open(shop_desk.NAME, str(event.shop))
    if run is not None:
        await host.advance(turn, run, event)


async def route_to_desk(turn: Turn, event: LinesAsked | OutcomeTold) -> None:
    """Pass an order's event to the desk of a shop. A shop that has no shopkeeper gets nothing."""
    shop = await turn.unit.of(Shops).get(event.shop)
    if shop is not None and shop.contact is not None:
        await host.enter(turn, shop_desk.NAME, str(shop.id), shop.contact, Subject("shop", shop.id), event)


async def route_to_order(turn: Turn, event: OrderEvent) -> None:
    """Pass a desk's or the staff's event to an order. If the order has ended, tell the shop's desk so."""
    order = getattr(event, "order", None)
    run = await turn.unit.runs.get_open(order_flow.NAME, str(order))
    if run is not None:
        await host.advance(turn, run, event)
    elif isinstance(event, StockAnswered):
        await route_to_desk(turn, OutcomeTold(event.shop, event.order, event.line, RequestOutcome.OVER))


async def load_desk_facts(turn: Turn, _contact: UUID, subject: Subject | None, event: object) -> DeskFacts:
    """Load the facts for a decision of a shop's desk."""
    from storage.sourcing.facts.sourcing_facts import (
        read_desk_facts,  # needed by a conversation, loaded with the first
    )

    assert subject is not None, "a desk is a shop's"
    known = await read_desk_facts(turn.unit, turn.business, subject.id, turn.now)
    return replace(known, lost=await find_lost(turn, event)) if isinstance(event, Departed) else known


async def write(turn: Turn, run: Run, before: Desk | None, decision: Decision[Desk]) -> None:
    """Pass the shop's answers to the orders, and alert the staff about messages that the shop did not get."""
    for number, effect in enumerate(decision.effects):
        key = f"order:{run.id}:{run.version}:{number}"
        found: object = effect
        if isinstance(found, ToOrder):
            await _note(turn, found.event.order, found.event, key)
        elif isinstance(found, TellStaff):
            await alerts.tell(turn, found.about, found.text)


async def _note(turn: Turn, order: UUID, event: Event, key: str) -> None:
    reservation = await turn.unit.of(Reservations).get(order)
    if reservation is not None and reservation.contact is not None:
        await own_events.emit(turn, reservation.contact, event, key)
