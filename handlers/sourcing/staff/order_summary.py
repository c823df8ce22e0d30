"""Summary of an order's state: its money and the next step. /order and the order's own message use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from flows.sourcing import shop_hours
from flows.sourcing.order import Order
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import FETCHING, UNPAID, Status
from flows.sourcing.refunds import sum_owed
from flows.sourcing.shop_ask import Ask, Says
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_list_entries import ShownNote
from storage.sourcing.partner_shops import Shop
from templates.message_values import quote_line

_MOST_VISITS = 3
_LONGEST_NOTE = 120
_LABELS = {
    "refunded": "button_it_is_back", "cantsource": "button_cannot_be_had", "picked": "button_all_fetched",
    "packed": "button_packed", "delivered": "button_delivered", "settled": "button_it_is_paid",
    "cancel": "button_call_off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formatting:
    """The business's zone and the current time, for formatting."""

    zone: ZoneInfo
    now: datetime


def describe_money(order: Order) -> Text:
    """Describe the state of the order's money."""
    back = sum(one.amount for one in order.repayments if one.state == "processed")
    going = sum(one.amount for one in order.repayments if one.state in {"asked", "pending"})
    refused = sum(one.amount for one in order.repayments if one.state == "failed")
    amounts = {
        "money_is_back": back,
        "money_is_going_back": going,
        "money_was_refused": refused,
        "money_by_hand": sum_owed(order),
    }
    parts = [phrase(name, amount=Money(micros, order.currency)) for name, micros in amounts.items() if micros]
    return phrase("money_stands", what=Lines((_describe_paid(order), *parts), between=", "))


def _describe_paid(order: Order) -> Text:
    payment = order.payment
    if order.paid_at is not None:
        return phrase("money_paid", at=order.paid_at)
    if order.pay == "cod":
        return phrase("money_at_the_door")
    if payment is not None and payment.state is PaymentState.OPEN:
        return phrase("money_by_link", until=order.reserved_until)
    return phrase("money_not_paid")


def notes(kept: Sequence[ShownNote]) -> list[Text]:
    """Format the staff's notes on an order, each with its author and time."""
    return [phrase("note_of_order", text=quote_line(one.text, _LONGEST_NOTE), by=one.by, at=one.at) for one in kept]


def describe_photo_steps(order: Order) -> Text:
    """Describe the photo steps before packing an order whose customer approves photos."""
    if order.held:
        return phrase("answer_of_photos", packed=order_words.make_next_tap("packed", order))
    if order.photos_until is not None:
        return phrase("photos_are_looked_at", packed=order_words.make_next_tap("packed", order))
    return phrase("send_photos", order=order.number)


def explain_closed(ask: Ask, shop: Shop | None, reader: Formatting) -> Text | None:
    """Say that a shop has not answered because it is closed or away; None if it is not, or has answered."""
    if shop is None or ask.says is not Says.OPEN:
        return None
    if shop.away_until is not None and shop.is_away(reader.now):
        return phrase("answer_away", until=shop.away_until)
    away = (shop.away_until, shop.away_from)
    opens = shop_hours.opens_at(shop.opens, shop.closes, reader.zone, ask.asked_at, *away)
    opens = opens or ask.asked_at  # its opening, if it was closed at the request
    return phrase("answer_closed", opens=opens) if opens > reader.now else None


def next_step(order: Order, shops: Mapping[UUID, Shop], *, checked: bool) -> Text:
    """Format the next tap for an order with an open run; ``checked``: the customer approves photos first."""
    return Lines(tuple(list_steps(order, shops, checked=checked)) or (Ours("/orders"),), between=" · ")


def label_steps(order: Order, taps: Sequence[Ours]) -> tuple[tuple[str, Text], ...]:
    """Return buttons for steps to tap; that of a pick-up names its shop."""
    number = order_words.make_next_tap("", order)[1:]  # as a tap spells it
    named = ((one, *one[1:].split(f"_{number}", 1)) for one in taps)
    return tuple((one, Lines((phrase(_LABELS[command]), Ours(shop[1:])), ": ")) for one, command, shop in named)


def list_steps(order: Order, shops: Mapping[UUID, Shop], *, checked: bool) -> list[Text]:
    """Return the next steps of an order with an open run: those to tap are ``Ours``, the others need further words."""
    visits = [shops[shop] for shop in order_words.shops_to_visit(order) if shop in shops]
    assign, getting = phrase("assign_whom", order=order.number), {Status.CONFIRMED, Status.SOURCING}
    if sum_owed(order) or any(one.unheard for one in order.repayments):
        return _taps(order, "refunded")
    if order.status in FETCHING and order.lacks:
        return [assign, *_taps(order, "cantsource")]
    if order.status in getting and visits:
        return [order_words.make_next_tap("picked", order, shop.ref) for shop in visits[:_MOST_VISITS]]
    if order.status is Status.QUALITY_CHECK and not order.approved:
        return [describe_photo_steps(order)]
    if order.status in getting and checked and not (order.approved or order.for_stock):
        return [describe_photo_steps(order)]
    if order.status in getting | {Status.QUALITY_CHECK}:
        return _taps(order, "packed")
    if order.status is Status.PACKED:
        return [phrase("shipped_how", order=order.number)]
    if order.status is Status.SHIPPED:
        return _taps(order, "delivered")
    if order.status is Status.AVAILABLE and order.pay != "cod" and not order.for_stock:
        return _taps(order, "settled", "cancel")
    return [assign, *_taps(order, "cancel")] if order.status in UNPAID else []


def _taps(order: Order, *commands: str) -> list[Text]:
    return [order_words.make_next_tap(one, order) for one in commands]
