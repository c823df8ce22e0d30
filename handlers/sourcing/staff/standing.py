"""Where an order stands, in the words that /order and the order's own message share: its money, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.sourcing import opening
from flows.sourcing.ask import Ask, Says
from flows.sourcing.order import Order
from flows.sourcing.payment import PaymentState
from flows.sourcing.refunding import owed_back
from flows.sourcing.status import FETCHING, UNPAID, Status
from handlers.actions import lives
from handlers.sourcing import shown
from handlers.turn import Turn
from storage.sourcing.shops import Shop
from templates import formats

_MOST_VISITS = 3


@dataclass(frozen=True, slots=True)
class Eyes:
    """How the business's people read: their zone and language, and the moment at which it is written."""

    zone: ZoneInfo
    locale: str
    now: datetime

    def at(self, moment: datetime) -> str:
        """A time for reading in passing: "Tue 08:00"."""
        return lives.said(moment, self.zone, self.now)

    def cost(self, micros: int, currency: str) -> str:
        """Micro-units of a currency: "₹1,798"."""
        return formats.money(Money(micros, currency).decimal, currency, self.locale)


def eyes(turn: Turn) -> Eyes:
    """Those of the business, now."""
    return Eyes(turn.zone, turn.business.locale, turn.now)


def money(order: Order, reader: Eyes) -> str:
    """Where its money is."""
    parts = []
    back = sum(one.amount for one in order.repayments if one.state == "processed")
    going = sum(one.amount for one in order.repayments if one.state in {"asked", "pending"})
    refused = sum(one.amount for one in order.repayments if one.state == "failed")
    payment = order.payment
    if order.paid_at is not None:
        parts.append(f"paid {reader.at(order.paid_at)}")
    elif order.pay == "cod":
        parts.append("paid at the door")
    elif payment is not None and payment.state is PaymentState.OPEN:
        parts.append(f"to be paid by link until {reader.at(order.reserved_until)}")
    else:
        parts.append("not paid")
    for micros, what in ((back, "is back"), (going, "is going back"), (refused, "was refused on its way back")):
        parts += [f"{reader.cost(micros, order.currency)} {what}"] if micros else []
    by_hand = owed_back(order)
    parts += [f"{reader.cost(by_hand, order.currency)} is to be sent back by hand"] if by_hand else []
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def photos(order: Order) -> str:
    """What is to be done before an order is packed whose customer is to approve its photos."""
    if order.held:
        return f"answer what its customer wrote of the photos; new photos here, or {shown.next_tap('packed', order)}"
    if order.photos_until is not None:
        return f"its customer looks at the photos, then {shown.next_tap('packed', order)}"
    return f"send photos of order {order.number} here"


def closed(ask: Ask, shop: Shop | None, reader: Eyes) -> str:
    """That a shop answers nothing yet because it is closed or away; "" where it is neither, or answered."""
    if shop is None or ask.says is not Says.OPEN:
        return ""
    if shop.away_until is not None and shop.is_away(reader.now):
        return f"is away until {reader.at(shop.away_until)}"
    away = (shop.away_until, shop.away_from)
    opens = opening.opens_at(shop.opens, shop.closes, reader.zone, ask.asked_at, *away)
    opens = opens or ask.asked_at  # which is when it opens, where it was closed as the order turned to it
    return f"is asked {reader.at(opens)}, closed until then" if opens > reader.now else ""


def next_step(order: Order, shops: Mapping[UUID, Shop], *, checked: bool) -> str:
    """What is to be tapped now, for an order whose conversation goes on; ``checked``: photos are shown first."""
    number = order.number
    visits = [shops[shop] for shop in shown.shops_to_visit(order) if shop in shops]
    if owed_back(order) or any(one.unheard for one in order.repayments):
        return shown.next_tap("refunded", order)
    if order.status in FETCHING and order.lacks:
        return f"/assign {number} SHOP · {shown.next_tap('cantsource', order)}"
    if order.status in {Status.CONFIRMED, Status.SOURCING} and visits:
        return " · ".join(shown.next_tap("picked", order, shop.ref) for shop in visits[:_MOST_VISITS])
    if order.status is Status.QUALITY_CHECK and not order.approved:
        return photos(order)
    if order.status in {Status.CONFIRMED, Status.SOURCING} and checked and not (order.approved or order.for_stock):
        return photos(order)
    if order.status in {Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK}:
        return shown.next_tap("packed", order)
    if order.status is Status.PACKED:
        return f"/shipped {number} TRACKING"
    if order.status is Status.SHIPPED:
        return shown.next_tap("delivered", order)
    if order.status is Status.AVAILABLE and order.pay != "cod" and not order.for_stock:
        return f"{shown.next_tap('settled', order)} · {shown.next_tap('cancel', order)}"
    if order.status in UNPAID:
        return f"/assign {number} SHOP · {shown.next_tap('cancel', order)}"
    return "/orders"
