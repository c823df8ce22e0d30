"""Storage of orders' addresses, with messages to the customer and the staff."""

from collections.abc import Sequence

from flows.phrase import phrase
from flows.policy.departure_facts import Kind
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_state import FETCHING
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from handlers.sourcing.address_text import show_address
from handlers.sourcing.customer.address.address_question import KEPT, ask_about_kept, settle
from handlers.sourcing.staff import order_card_messages
from handlers.staff_notices import alerts
from storage.people.people import Address
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation
from templates.message_values import quote_line

_QUOTED = 120  # characters of an address in a message to the staff


async def keep(
    turn: Turn, said: UnderstoodMessage, text: str, orders: Sequence[Reservation], *, is_confirmed: bool = False
) -> bool:
    """Store the address from a customer's chat; return False if there is no order. Show the address and ask whether it
    is right, unless it ``is_confirmed``, as after a tap on the last order's address."""
    if not orders:
        return False
    await _note(turn, said.address, text, orders, f"{said.message.id}")
    if is_confirmed and len(orders) == 1:
        await say(turn, said, "thanks")
        return True
    values, asks = ask_about_kept(orders, text)
    await say(turn, said, KEPT, values=values, asks=asks)
    return True


async def keep_posted(turn: Turn, to: Address, text: str, row: Reservation, note: str) -> None:
    """Store the address from a form and show it in the chat; ``note`` is for the courier."""
    which = f"form:{row.id}:{turn.now:%Y%m%dT%H%M%S}"
    await _note(turn, to, text, [row], which, note)
    values, asks = ask_about_kept([row], text)
    key = f"{KEPT}:{which}"
    await post(turn, to, OutboundMessage(key, Kind.ANSWER, KEPT, values=values, subject=asks.about, asks=asks))


async def _note(
    turn: Turn, to: Address, text: str, orders: Sequence[Reservation], which: str, note: str | None = None
) -> None:
    """Store the address and a new note, close the open questions, and alert the staff, once per value of ``which``."""
    addresses = turn.unit.of(DeliveryAddresses)
    for row in orders:
        await addresses.keep(row.id, to.contact, text, turn.now)
        if note is not None:
            await addresses.wish(row.id, note)
        await settle(turn, row.id)
        await _tell_staff(turn, to, row, text, which)


async def _tell_staff(turn: Turn, to: Address, row: Reservation, text: str, which: str) -> None:
    """Show the address on the order's card; alert the staff if the order is in preparation."""
    order = await customer_orders.load_order(turn, row)
    if order is None:
        return
    await order_card_messages.show_notes(turn, order)
    if order.status in FETCHING:
        told = phrase("address_told", order=name_order(order), address=quote_line(show_address(text), _QUOTED))
        about = f"address:{row.id}:{which}"
        await alerts.tell(turn, about, told, person=to.id, subject=customer_orders.make_row_subject(row))
