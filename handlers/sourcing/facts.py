"""What an order may know to decide upon an event."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Departed, Subject
from flows.events import LinkEnded
from flows.sourcing.events import (
    CalledOff,
    Flawed,
    Given,
    Handed,
    HandoverSaid,
    ParcelMoved,
    PhotosTaken,
    Quoted,
    Reserved,
    Restock,
    ShopGone,
    StockAnswered,
)
from flows.sourcing.facts import Lost, SourcingFacts
from handlers.sourcing.customer import referring
from handlers.sourcing.history import name_of
from handlers.sourcing.pages.links import newest_photo, page_of
from handlers.turn import Turn
from storage.sourcing.reservations import Reservations
from storage.sourcing.shops import Shops
from storage.sourcing.stocks import Stocks

_SHALLOW = (
    Departed,
    StockAnswered,
    LinkEnded,
    HandoverSaid,
    Handed,
    ParcelMoved,
    PhotosTaken,
    Flawed,
)  # after these nobody new is asked, and nothing is offered in the place of what cannot be had


async def of_order(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    """What it may know: no more is asked for than this event needs."""
    known = await _known(turn, contact, subject, event)
    if isinstance(event, Flawed | Given | CalledOff):
        known = replace(known, who=await name_of(turn, event.by))
    return replace(known, off=await referring.usable(turn, contact)) if turn.business.referral else known


async def _known(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> SourcingFacts:
    from storage.sourcing.facts.orders import answer_facts, sourcing_facts  # loaded with the first conversation

    assert subject is not None, "an order's run is about it"
    page = page_of(turn, subject.id)
    if isinstance(event, _SHALLOW) and not (isinstance(event, StockAnswered) and event.loses):
        known = await answer_facts(turn.unit, turn.business, contact, subject.id, page)
        known = replace(known, own=await _shelf(turn, subject.id)) if isinstance(event, Handed) else known
        known = (
            replace(known, picture=await newest_photo(turn, subject.id)) if isinstance(event, PhotosTaken) else known
        )
        return replace(known, lost=await lost(turn, event)) if isinstance(event, Departed) else known
    if isinstance(event, Reserved | Quoted | Restock):
        lines = list(event.order.lines)
    else:
        found = await turn.unit.of(Reservations).lines([subject.id])
        lines = [line for line, _ in found[subject.id]]
    known = await sourcing_facts(turn.unit, turn.business, contact, lines, page, turn.now)
    if isinstance(event, ShopGone):  # it is among those that may be asked no more, and is named all the same
        gone = await turn.unit.of(Shops).by_ids([event.shop])
        known = replace(known, names={**known.names, **{shop.id: shop.name for shop in gone.values()}})
    return known


async def _shelf(turn: Turn, order: UUID) -> dict[str, int]:
    """The free pieces of our own by line, where it is our own shelf that is filled."""
    found = await turn.unit.of(Reservations).get(order)
    if found is None or not found.for_stock:
        return {}
    lines = [line for line, _ in (await turn.unit.of(Reservations).lines([order]))[order]]
    stocks = await turn.unit.of(Stocks).of({line.product for line in lines})
    return {line.id: stocks[key].free for line in lines if (key := (line.product, line.size)) in stocks}


async def lost(turn: Turn, event: Departed) -> Lost | None:
    """The message that did not reach anybody; None where it was no template's."""
    message = await turn.unit.messages.get(event.message)
    if message is None or message.template is None:
        return None
    return Lost(message.template, message.address, message.data)
