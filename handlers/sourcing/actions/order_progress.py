"""Progress of an order, and the tracking of its parcel.

A move needs a confirmation if the customer has not approved the photos, if the order was never packed but is marked as
delivered, or if it leaves with no address or with an unanswered question of the customer.
"""

from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from flows.phrase import Lines, Text, phrase, sentences, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_events import ParcelMoved
from flows.sourcing.order_line import Promise, PromiseState
from flows.sourcing.order_state import FETCHING, Status
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_effect_preview import describe_hearing, emit_for
from handlers.sourcing.actions.order_list_entries import destination, is_address_missing
from handlers.sourcing.actions.order_refusals import OrderStays, find_customer_order, stays
from handlers.sourcing.customer_orders import AtHand
from handlers.sourcing.order_words import describe_missing, list_to_fetch, make_next_tap
from storage.businesses.deeds import Deeds

_ANYWAY = MappingProxyType(
    {Status.PACKED: "button_pack", Status.SHIPPED: "button_ship", Status.DELIVERED: "button_delivered"}
)


@dataclass(frozen=True, slots=True)
class Move:
    """A request to move an order to a state, with the parcel's ``tracking`` and ``carrier``; "" changes nothing."""

    order: UUID
    to: Status
    tracking: str = ""
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class MovedOn:
    """An order after a move. ``taken`` are the pieces that now count as fetched; ``told`` describes the message to the
    customer. ``goes_to`` is the address of a packed order, if one was asked for."""

    order: Order
    to: Status
    tracking: str
    carrier: str
    taken: tuple[Promise, ...]
    told: Text
    goes_to: Text = ""

    @property
    def parcel(self) -> str:
        """Format the parcel's carrier and tracking as given now; the carrier may have been given before."""
        known = self.order.carrier if self.to is Status.SHIPPED else ""
        return f"{self.carrier or known} {self.tracking}".strip() if self.tracking or self.carrier else ""


async def would_move(turn: Turn, command: Move) -> Preview:
    """Return a preview with the reason for doubt; a move without doubt needs no confirmation."""
    at_hand = await _find_movable(turn, command)
    order, to = at_hand.order, command.to
    doubt = _explain_unseen(turn, order, to) or _skips(order, to) or await _explain_unsettled(turn, at_hand, to)
    if doubt is not None:
        return Preview(doubt, phrase(_ANYWAY[to]))
    would = phrase("will_be_moved", order=name_order(order), status=phrase(f"status_{to.value}"))
    return Preview(would, phrase("button_move"), harmless=True)


async def move(turn: Turn, origin: Origin, command: Move) -> MovedOn:
    """Move the order on: send it the event of its progress."""
    at_hand = await _find_movable(turn, command)
    order, to = at_hand.order, command.to
    event = ParcelMoved(order.id, to.value, origin.by, command.tracking, command.carrier)
    await emit_for(turn, origin, at_hand, to.value, event)
    await _note(turn, origin, order, to)
    hears = "" if to is Status.PACKED else await describe_hearing(turn, at_hand, phrase("customer_is_told"))
    goes_to = await destination(turn, order.id) if to is Status.PACKED else ""
    return MovedOn(order, to, command.tracking, command.carrier, list_to_fetch(order), hears, goes_to)


async def _note(turn: Turn, origin: Origin, order: Order, to: Status) -> None:
    """Store the deed, with the state before the move and the promises that now count as fetched, our own included."""
    if order.status is to:  # only its tracking was given
        return
    held = [one for one in order.promises if one.stand is PromiseState.HELD]
    parts = [[str(one.shop) if one.shop else None, one.line, one.quantity] for one in held]
    await turn.unit.of(Deeds).note(to.value, order.id, origin.by, turn.now, before=order.status.value, parts=parts)


async def _find_movable(turn: Turn, command: Move) -> AtHand:
    """Return the order if it can be moved to the wanted state. Raises Refused."""
    at_hand = await find_customer_order(turn, command.order)
    _check(at_hand.order, command)
    return at_hand


def _explain_unseen(turn: Turn, order: Order, to: Status) -> Text | None:
    """Say that the customer has not approved the photos, and what to do next; None if no approval is awaited."""
    checked = turn.business.sourcing.quality_check or order.photos_until is not None
    if not checked or order.approved or order.status not in FETCHING - {Status.PACKED}:
        return None
    first = phrase("to_show_photos_first")
    if order.held:
        first = phrase("they_wrote_of_photos")
    elif order.photos_until is not None:
        first = phrase("they_look_until", until=order.photos_until)
    return sentences(phrase("photos_not_approved", order=order.number), first, _counts_as(to))


def _skips(order: Order, to: Status) -> Text | None:
    """Say that an order marked as delivered was never packed; None in any other case."""
    if to is not Status.DELIVERED or order.status in {Status.PACKED, Status.SHIPPED}:
        return None
    status = phrase(f"status_{order.status.value}")
    return sentences(phrase("never_packed", order=name_order(order), status=status), _counts_as(to))


async def _explain_unsettled(turn: Turn, at_hand: AtHand, to: Status) -> Text | None:
    """Say what is open with the customer before the order is sent: an address or an answer; None if nothing."""
    order, contact = at_hand.order, at_hand.row.contact
    if to is not Status.SHIPPED or order.status is Status.SHIPPED or contact is None:
        return None
    addresses = await turn.unit.people.addresses_of(contact)
    asked = [await turn.tools.conversations.keeper.asked(turn, one.id) for one in addresses]
    said = [phrase("no_address_yet")] if await is_address_missing(turn, order.id) else []
    said += [phrase("send_leaves_open", question=one, command=tap("questions")) for one in asked if one is not None]
    return Lines((*said, _counts_as(to))) if said else None


def _counts_as(to: Status) -> Text:
    return phrase("will_count_as", status=phrase(f"status_{to.value}"))


def _check(order: Order, command: Move) -> None:
    """Check that the order can reach the state. Raises Refused if it cannot, has ended, or is there already."""
    to = command.to
    if order.status is Status.SHIPPED and to is not Status.PACKED:
        if to is Status.SHIPPED:
            _check_parcel(order, command)
        return
    become = phrase(f"status_{to.value}")
    if order.status is to:
        values = {"order": name_order(order), "status": become}
        raise Refused(OrderStays.SO_ALREADY, values, more=tap("order", order.number))
    if order.status not in FETCHING:
        raise stays(order, OrderStays.CANNOT_BECOME, status=become)
    if order.lacks:
        after = Lines((phrase("assign_whom", order=order.number), make_next_tap("cantsource", order)), between=" · ")
        lacks = {"order": order.number, "missing": describe_missing(order), "next": phrase("next", command=after)}
        raise Refused(OrderStays.LACKS, lacks)


def _check_parcel(order: Order, command: Move) -> None:
    """Check the tracking of a parcel that has left. Raises Refused if nothing in it is new."""
    said = {"tracking": command.tracking, "carrier": command.carrier}
    if any(value and getattr(order, name) != value for name, value in said.items()):
        return
    under = {"tracking": order.parcel} if order.parcel else {}
    raise Refused(
        OrderStays.SHIPPED_ALREADY, {"order": order.number, "delivered": make_next_tap("delivered", order), **under}
    )
