"""Orders of people who opt out: the lines of the confirmation, and the alert for the staff.

After a STOP by SMS the confirmation explains what happens to the order, and the staff learns that the customer gets no
more updates. Updates of a chat order continue until it ends. The confirmation says so, and how to stop them too: STOP
ALL, or a second STOP.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flows.phrase import At, Ours, Shows, Text, join_first, phrase, sentences
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_events import Closed
from flows.sourcing.order import Order
from flows.sourcing.order_state import UNPAID, WITH_US, Status
from handlers.consent.stop_confirmation import QUOTED
from handlers.conversation import LeavingHooks
from handlers.customer_talk import opt_out_extent
from handlers.engine import host, own_events
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.sourcing import customer_orders
from handlers.sourcing.calls import photo_file_calls
from handlers.sourcing.customer import opt_out_remainder, waitlist_answers
from handlers.sourcing.customer.calling_off import order_opt_out
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.order_words import name_shop
from handlers.staff_notices import alerts
from storage.events.runs import RunQuestion
from storage.people.people import Address
from storage.sending.message import Message
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservation, Reservations
from templates.message_values import quote_line

_MOST = 50  # orders of a person to look through
_LEAVES = frozenset(status.value for status in WITH_US)


async def describe_orders(turn: Turn, address: Address, message: Message) -> Mapping[str, Any]:
    """Return the confirmation's values: the person's orders, and whether an order being picked is dropped.

    Alert the staff about orders that go on while their customer gets no updates.
    """
    picked: dict[str, Any] = {"picked": "yes"} if await open_order.find_open(turn, message.contact) is not None else {}
    orders, placed = (
        await customer_orders.list_unfinished(turn, message.contact),
        await customer_orders.list_just_placed(turn, address),
    )
    if not orders and not placed:
        return picked
    values = {"orders": (*(one.number for one in orders), *placed)} | picked
    if await opt_out_extent.are_orders_told(turn, message):
        return values | {"still": "yes"}
    for one in orders:
        await alerts.tell(turn, f"stopped:{one.id}", await _make_alert(turn, address, message, one), person=address.id)
    unpaid = await _find_unpaid(turn, orders[0]) if len(orders) == 1 else None
    return values | ({"until": unpaid.reserved_until} if unpaid else {})


async def goes_on(turn: Turn, contact: UUID) -> bool:
    """Return True if the person has an order that has not ended."""
    return bool(await customer_orders.list_unfinished(turn, contact))


async def keeps_shop(turn: Turn, contact: UUID) -> bool:
    """Return True if the person is the shopkeeper of a shop."""
    return bool(await turn.unit.of(Shops).list_kept_by([contact]))


async def leave_shops(turn: Turn, contact: UUID, because: UUID) -> None:
    """End requests to the shop of a person who wants no messages, until they write START or open a new start link."""
    for shop in await turn.unit.of(Shops).list_kept_by([contact]):
        await turn.unit.of(Shops).unlink(shop.id, contact)
        await own_events.emit(turn, contact, Closed(shop.id, "opted_out"), f"closed:{because}:{shop.id}")
        await alerts.tell(turn, f"closed:{because}:{shop.id}", phrase("shop_stopped_messages", shop=shop.name))


async def release_shops(turn: Turn, contact: UUID) -> None:
    """Source the pieces of the person's shops elsewhere, as when a shop is removed."""
    for shop in await turn.unit.of(Shops).list_kept_by([contact]):
        desk = await turn.unit.runs.get_open(shop_desk.NAME, str(shop.id))
        if desk is not None:
            await host.advance(turn, desk, Closed(shop.id, "erased"))
        await alerts.tell(turn, f"erased:{shop.id}", phrase("keeper_was_erased", shop=shop.name))


async def list_lost(turn: Turn, contact: UUID) -> list[Text]:
    """Describe the shops and orders that end with a person, for the staff member who confirms the erasure."""
    orders = await turn.unit.of(Reservations).list_by_contact(contact, _MOST)
    off = [one.number for one in orders if one.status in _LEAVES]
    shipped = [one.number for one in orders if one.status == Status.SHIPPED.value]
    texts: list[Text] = [
        phrase("lost_shop", shop=name_shop(one), removes=Ours(f"/shops remove {one.ref}"))
        for one in await turn.unit.of(Shops).list_kept_by([contact])
    ]
    texts += [phrase("lost_called_off", orders=join_first(off))] if off else []
    return texts + ([phrase("lost_on_its_way", orders=join_first(shipped))] if shipped else [])


async def _make_alert(turn: Turn, address: Address, message: Message, order: Reservation) -> Text:
    name, wrote = await persons.name_person(turn, address), message.text or ""
    told = phrase("stopped_with_order", name=name, wrote=quote_line(wrote, QUOTED), number=order.number)
    unpaid = await _find_unpaid(turn, order)
    if unpaid is None:
        return sentences(told, phrase("stopped_order_goes_on"))
    until = At(unpaid.reserved_until, Shows.WEEKDAY)
    ends = phrase("stopped_order_unpaid", until=until, number=order.number, meant=is_bare_cancel(wrote))
    return sentences(told, ends)


async def _find_unpaid(turn: Turn, order: Reservation) -> Order | None:
    """Return the order if it waits for money or a reply; None if it does not."""
    found = await customer_orders.load_order(turn, order)
    return found if found is not None and found.status in UNPAID and not found.paid else None


async def _spares(turn: Turn, message: Message, asked: RunQuestion | None) -> bool:
    """Return True if an apparent opt-out is about an order or about the waitlist."""
    return await waitlist_answers.is_meant(turn, message, asked) or await order_opt_out.is_about_order(
        turn, message, asked
    )


LEAVING = LeavingHooks(
    spares=_spares,
    owns=order_opt_out.has_own_wish,
    names=order_opt_out.has_goods,
    goes_on=goes_on,
    keeps=keeps_shop,
    ended=leave_shops,
    lost=list_lost,
    forgotten=release_shops,
    erased=photo_file_calls.take_away,
    told=describe_orders,
    beside=opt_out_remainder.note_remainder,
    kept=open_order.ask_again,
)
