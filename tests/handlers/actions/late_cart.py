"""A cart left late in the evening, and the turn in which somebody asks about it two days after."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.delivery import MessageStatus
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.unit import Unit
from tests.handlers.sourcing.staff.rows import DAY, MINUTE, TOOLS, Shop
from tests.single import mark

LEFT = datetime(2026, 3, 3, 3, 10, tzinfo=UTC)  # Monday 21:10 in Chicago, 22:10 in Miami
OPENS = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)  # Tuesday 08:00 in Miami
NOW = OPENS + 2 * DAY
MIAMI, CHICAGO = "+17865550123", "+13125550177"
QUIET = Verdict(Outcome.WAIT, "quiet-hours.FL", "Quiet hours in Florida until 08:00 (Fla. Stat. 501.059).", OPENS)


async def dana(shop: Shop) -> Message:
    """Dana in Miami left a cart late; the reminder waited for the morning, and she bought."""
    who = await shop.person(MIAMI, "Dana P.")
    cart = await shop.cart(who, at=LEFT)
    message = await shop.planned(who, cart)
    await shop.unit.verdicts.add(message.id, QUIET, LEFT + 30 * MINUTE)
    await mark(shop.unit, message.id, "You left a tee.", OPENS)
    await shop.unit.messages.reach(message.id, MessageStatus.SENT, OPENS)
    await shop.unit.messages.reach(message.id, MessageStatus.DELIVERED, OPENS)
    await shop.unit.messages.note(message.id, price=7_900, price_currency="USD")
    await shop.click(message, OPENS + 14 * MINUTE)
    await shop.order(who, "89", OPENS + 21 * MINUTE, cart, message)
    return message


def turn_of(unit: Unit) -> Turn:
    return Turn(unit, Shop(unit).tenant, TOOLS, NOW, NOW)
