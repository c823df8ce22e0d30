"""The run in which an order is picked: the facts of its decisions, and the reservation that comes of them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from flows.availability import Promisable
from flows.engine import Decision, Subject
from flows.events import Customer, OrderReserved, ReservedItem
from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import OrderingFacts, PlaceOrder
from flows.sourcing.replacing import Placed
from flows.sourcing.wishes import Orderable, OrderWish, Picked
from handlers import own_events
from handlers.sourcing.customer import referring
from handlers.sourcing.customer.picking import how_soon, open_order
from handlers.sourcing.customer.wares import ware_of
from handlers.sourcing.customer_orders import as_it_stands, called, with_us
from handlers.sourcing.order_numbers import order_number, order_of
from handlers.turn import Turn
from storage.runs import Run
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation


async def facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> OrderingFacts:
    """The products now, for a yes to a summary; the day of delivery, for a question about the day."""
    pay_first = turn.business.sourcing.pay == "first"
    credit = await referring.usable(turn, contact) if turn.business.referral else None
    offered = await _offered(turn, await _asked_about(turn, contact, event))
    off = credit.amount if credit else 0
    known = OrderingFacts(pay_first, turn.business.sourcing.express_fee, off=off, offered=offered)
    known = replace(known, replaced=await _replaced(turn, contact, event))
    if isinstance(event, Picked) and (event.agrees is False or event.removes):
        return replace(known, standing=tuple(one.number for one in await with_us(turn, contact)))
    if not (isinstance(event, Picked) and event.agrees):
        return known
    return replace(known, sold={one.id: ware_of(one) for one in await turn.unit.products.all()})


async def _asked_about(turn: Turn, contact: UUID, event: object) -> tuple[Orderable, ...]:
    """What is asked about, when the answer is to be said: nothing where an order is picked."""
    if isinstance(event, OrderWish):
        return event.wares if event.asks else ()
    order = await open_order.of(turn, contact) if isinstance(event, Picked) else None
    return order.state.wares if order is not None and order.state.asks else ()


async def _replaced(turn: Turn, contact: UUID, event: object) -> Placed | None:
    """What the order holds whose place is to be taken; None for none, and for one that has left."""
    order = await open_order.of(turn, contact)
    number = event.instead if isinstance(event, OrderWish) else ""
    number = number or (order.state.instead if order is not None else "")
    rows = called(await with_us(turn, contact), {number}) if number else []
    placed = await as_it_stands(turn, rows[0]) if rows else None
    if placed is None:
        return None
    return Placed(frozenset((one.product, one.size, one.wanted) for one in placed.wants), placed.express)


async def _offered(turn: Turn, wares: Sequence[Orderable]) -> dict[tuple[UUID, str], Promisable]:
    """How soon these can be had, as the API tells it."""
    products = list((await turn.unit.products.by_ids([one.product for one in wares])).values()) if wares else []
    sold = [one for one in products if one.removed_at is None]
    return await how_soon.promised(turn, sold) if sold else {}


async def _where(turn: Turn, contact: UUID, effect: PlaceOrder) -> tuple[str, str]:
    """Return the address and the note of the order whose place this one takes; "" for what was not told."""
    replaced = called(await with_us(turn, contact), {effect.instead}) if effect.instead else []
    known = await turn.unit.of(DeliveryAddresses).of_all([one.id for one in replaced])
    return next(((one.text, one.note or "") for one in known.values() if one.text), ("", ""))


async def write(turn: Turn, run: Run, before: Ordering | None, decision: Decision[Ordering]) -> None:
    """Reserve what was agreed to, by the same news that a shop's system tells."""
    for effect in decision.effects:
        if isinstance(effect, PlaceOrder) and run.contact is not None:
            number = await order_number(turn, _seed(run.id, run.version))
            items = tuple(ReservedItem(one.ware.sku, one.size, one.quantity) for one in effect.lines)
            agreed_at = (decision.state.address, decision.state.channel)
            address, note = await _where(turn, run.contact, effect)
            wants = OrderReserved(number, number, items, effect.express, Customer(), turn.now, agreed_at)
            news = replace(wants, address=address, note=note, unshown=bool(address) and effect.unshown)
            await own_events.emit(turn, run.contact, news, f"picked:{run.id}:{number}")


async def placed_by(turn: Turn, run: Run) -> Reservation | None:
    """The order that came of a run which ended by a yes; None while nobody has taken it in."""
    return await order_of(turn, _seed(run.id, run.version - 1), run.contact) if run.contact is not None else None


def _seed(run: UUID, version: int) -> UUID:
    """What the number of an order follows from: its run, and the version that was agreed to."""
    return uuid5(run, str(version))
