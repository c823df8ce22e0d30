"""Orders and shops for the message about an order, and what it says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.money import MICROS
from flows.sourcing.order import Order
from flows.sourcing.order_line import Line
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Ask, Says
from handlers.sourcing.staff.order_card import render_card
from handlers.sourcing.staff.order_summary import Formatting
from storage.sourcing.partner_shops import Shop
from templates.phrases import Phrases
from templates.speech import Speech

NOW = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # a Monday, 11:00 in Delhi
HOUR = timedelta(hours=1)
READER = Formatting(ZoneInfo("Asia/Kolkata"), NOW)
SHORTS = Line("1", UUID(int=1), "SHORTS", "Tiger Shorts", "L", 2, 899 * MICROS)
MUG = Line("2", UUID(int=2), "MUG", "Taj Mug", "", 1, 350 * MICROS)
CONNAUGHT, KAROL, HAUZ = UUID(int=11), UUID(int=12), UUID(int=13)


def shop(identity: UUID, ref: str, name: str, **more: Any) -> Shop:
    values = dict.fromkeys(Shop.__slots__)
    given = {"id": identity, "ref": ref, "name": name, "opens": 600, "closes": 1200}  # 10:00 to 20:00
    return Shop(**values | given | more)  # type: ignore[arg-type]


SHOPS = {
    CONNAUGHT: shop(CONNAUGHT, "connaught", "Connaught"),
    KAROL: shop(KAROL, "karol", "Karol Bagh"),
    HAUZ: shop(HAUZ, "hauz", "Hauz Khas"),
}


def order(status: Status = Status.CHECKING, *lines: Line, **values: Any) -> Order:
    kept = replace(
        Order(
            id=UUID(int=9),
            number="1234",
            status=status,
            lines=lines or (SHORTS,),
            currency="INR",
            reserved_until=NOW + 48 * HOUR,
            answer_by=NOW + 24 * HOUR,
            pay="after",
            days=3,
        ),
        **values,
    )
    return kept


def ask(shop: UUID, says: Says, quantity: int = 0, line: str = "1", **values: Any) -> Ask:
    return Ask(line, shop, 1, NOW, says, quantity, **values)


def worded(one: Order, shops: Mapping[UUID, Shop], reader: Formatting, *, checked: bool = False) -> str:
    """The message about an order, as an owner reads it in English."""
    common = {"zone": reader.zone, "now": reader.now, "currency": "INR"}
    return Speech(Phrases.load(), "en", common, {}).say(render_card(one, shops, reader, checked=checked))


def told(one: Order) -> list[str]:
    return worded(one, SHOPS, READER).splitlines()
