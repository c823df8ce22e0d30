"""A placed order as it would be with a correction: picked anew, summed up, and for the place of the other one."""

from dataclasses import replace

from flows.sourcing import basket, ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, OrderWish, Picked
from handlers import host
from handlers.customer_talk.said import Said
from handlers.sourcing.address_text import shown
from handlers.sourcing.customer.amending import resized
from handlers.sourcing.customer.picking import baskets, picked
from handlers.sourcing.customer.picking.open_order import shelf_in
from handlers.sourcing.customer.picking.resized import in_capitals
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.mistaken import meant_instead
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation


async def changed(turn: Turn, said: Said, state: Ordering) -> tuple[Ordering, Picked] | None:
    """The order with the correction; None where that changes no line."""
    shelf = shelf_in(state)
    text = meant_instead(said.event.text, (await assortment(turn)).shelf) or said.event.text.strip("?¿ ")
    said = in_capitals(replace(said, event=replace(said.event, text=text)), state)
    event = resized.changed(said, state) if resized.is_meant(said, shelf) else None
    event = event or await baskets.read(turn, said, state) or picked.read(said, state)
    if event is None or event.agrees is False or not (event.says_something or event.lacks):
        return None
    new = basket.told(state, event, sells_express=turn.business.sourcing.express_fee is not None)
    if new is None or (_holds_the_same(new, state) and not event.over):
        return None
    return new, event


def _holds_the_same(new: Ordering, before: Ordering) -> bool:
    if new.step != "summary" or new.later:
        return False
    return new.lines == before.lines and new.express == before.express


async def show(turn: Turn, said: Said, row: Reservation, state: Ordering, order: tuple[Ordering, Picked]) -> None:
    """Sum up what would take the order's place, or ask for what it lacks; it goes where the order was to go."""
    new, event = order
    known = await turn.unit.of(DeliveryAddresses).of(row.id)
    to = shown(known.text) if known is not None and known.text else ""
    where = (said.address.id, said.address.channel, said.message.id)
    rest = (*new.kept, *new.later)
    wish = OrderWish(new.wares, *where, new.size, new.quantity, event.lacks, later=rest, express=new.express)
    wish = replace(
        wish,
        to=to,
        between=new.between,
        over=new.over,
        partly=event.partly,
        instead=row.number,
        replaced=_replaced(state, new),
    )
    await host.enter(turn, ordering.NAME, str(said.address.contact), said.address.contact, None, wish)


def _replaced(state: Ordering, new: Ordering) -> tuple[Next, ...]:
    """The lines of the order that are not there any more, in any number: both may be wanted yet."""
    stay = new.goods
    return tuple(one for one in state.lines if (one.ware.product, one.size) not in stay)
