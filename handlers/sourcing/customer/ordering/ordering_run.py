"""The run of an order that is being picked: the facts for its decisions, and the reservation that it makes."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from flows.availability import Promisable
from flows.engine import Decision, Subject
from flows.events import Customer, OrderReserved, ReservedItem
from flows.sourcing.basket import Ordering
from flows.sourcing.chat_order import OrderingFacts, PlaceOrder
from flows.sourcing.order_wishes import OrderWish, Picked, Wanted
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.sourcing.customer import friend_referral
from handlers.sourcing.customer.orderable_goods import make_ware
from handlers.sourcing.customer.ordering import goods_availability, open_order
from handlers.sourcing.customer_orders import draw_number, find_order, list_unshipped
from handlers.sourcing.pages.cart_link import make_link
from storage.events.runs import Run
from storage.sourcing.reservations import Reservation


async def load_facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> OrderingFacts:
    """Load the facts that the event needs: current products for a yes to a summary, delivery days for a question."""
    settings = turn.business.sourcing
    credit = await friend_referral.find_discount(turn, contact) if turn.business.referral else None
    offered = await _load_offered(turn, await _find_asked_goods(turn, contact, event))
    off = credit.amount if credit else 0
    known = OrderingFacts(settings.pay == "first", settings.express_fee, off=off, offered=offered)
    if isinstance(event, Picked) and not event.agrees:
        order = await open_order.find_open(turn, contact)
        known = replace(known, page=make_link(turn, order.run.id) if order is not None else "")
    if not isinstance(event, Picked):
        return known
    if event.agrees:
        return replace(known, sold={one.id: make_ware(one) for one in await turn.unit.products.all()})
    return replace(known, standing=tuple(one.number for one in await list_unshipped(turn, contact)))


async def _find_asked_goods(turn: Turn, contact: UUID, event: object) -> tuple[Wanted, ...]:
    """Return the goods that a question is about; none while an order is being picked."""
    if isinstance(event, OrderWish):
        return event.goods if event.asks else ()
    order = await open_order.find_open(turn, contact) if isinstance(event, Picked) else None
    return order.state.lines if order is not None and order.state.asks else ()


async def _load_offered(turn: Turn, lines: Sequence[Wanted]) -> dict[tuple[UUID, str], Promisable]:
    """Return the availability of these lines, as the API states it."""
    wanted = [ware.product for one in lines for ware in one.wares]
    products = list((await turn.unit.products.by_ids(wanted)).values()) if wanted else []
    sold = [one for one in products if one.removed_at is None]
    return await goods_availability.load_promisable(turn, sold) if sold else {}


async def write(turn: Turn, run: Run, before: Ordering | None, decision: Decision[Ordering]) -> None:
    """Reserve the agreed lines, by the same event that a shop's system sends."""
    for effect in decision.effects:
        if isinstance(effect, PlaceOrder) and run.contact is not None:
            number = await draw_number(turn, _seed(run.id, run.version))
            items = tuple(ReservedItem(one.ware.sku, one.article[1], one.pieces) for one in effect.lines)
            agreed_at = (decision.state.address, decision.state.channel)
            news = OrderReserved(number, number, items, effect.express, Customer(), turn.now, agreed_at)
            await own_events.emit(turn, run.contact, news, f"picked:{run.id}:{number}")


async def find_placed(turn: Turn, run: Run) -> Reservation | None:
    """Return the order of a run that ended with a yes; None if the order is not stored yet."""
    return await find_order(turn, _seed(run.id, run.version - 1), run.contact) if run.contact is not None else None


def _seed(run: UUID, version: int) -> UUID:
    """Make the seed of the order's number from its run and the version that was agreed to."""
    return uuid5(run, str(version))
