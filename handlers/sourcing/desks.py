"""News between orders and the shops' desks, and what a desk's decision asks for."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Decision, Departed, Subject
from flows.events import Event
from flows.sourcing import flow
from flows.sourcing.desk import flow as shop_desk
from flows.sourcing.desk.draft import DeskFacts
from flows.sourcing.desk.events import (
    Closed,
    HolidayTold,
    LinesAsked,
    OutcomeTold,
    ToOrder,
)
from flows.sourcing.desk.requests import Desk
from flows.sourcing.effects import RequestOutcome, TellStaff
from flows.sourcing.events import OrderEvent, StockAnswered
from handlers import alerts, host, router
from handlers.sourcing.facts import lost
from handlers.turn import Turn
from storage.runs import Run
from storage.sourcing.reservations import Reservations
from storage.sourcing.shops import Shops

DOES = (ToOrder, TellStaff)


async def closed(turn: Turn, event: Closed | HolidayTold) -> None:
    """A shop answers no more, or nothing for a while."""
    run = await turn.unit.runs.open(shop_desk.NAME, str(event.shop))
    if run is not None:
        await host.advance(turn, run, event)


async def to_desk(turn: Turn, event: LinesAsked | OutcomeTold) -> None:
    """An order's news to the desk of a shop; a shop that is nobody's any more is asked nothing."""
    shop = await turn.unit.of(Shops).get(event.shop)
    if shop is not None and shop.contact is not None:
        await host.enter(turn, shop_desk.NAME, str(shop.id), shop.contact, Subject("shop", shop.id), event)


async def to_order(turn: Turn, event: OrderEvent) -> None:
    """A desk's or the staff's news to an order; a shop that answers one that is over is told so."""
    order = getattr(event, "order", None)
    run = await turn.unit.runs.open(flow.NAME, str(order))
    if run is not None:
        await host.advance(turn, run, event)
    elif isinstance(event, StockAnswered):
        await to_desk(turn, OutcomeTold(event.shop, event.order, event.line, RequestOutcome.OVER))


async def facts(turn: Turn, _contact: UUID, subject: Subject | None, event: object) -> DeskFacts:
    """What a shop's desk may know."""
    from storage.sourcing.facts.orders import desk_facts  # what is asked for a conversation, loaded with the first

    assert subject is not None, "a desk is a shop's"
    known = await desk_facts(turn.unit, turn.business, subject.id, turn.now)
    return replace(known, lost=await lost(turn, event)) if isinstance(event, Departed) else known


async def write(turn: Turn, run: Run, before: Desk | None, decision: Decision[Desk]) -> None:
    """Give the shop's answers to their orders, and to the staff what the shop did not hear."""
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
        await router.emit(turn, reservation.contact, event, key)
