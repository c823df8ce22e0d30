"""The cart we wrote about, bought: what counts as having reached its person, with receipts and where none can come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.delivery import MessageStatus
from handlers.recovered import attribute
from storage.database import Database
from tests.handlers.sourcing.staff.rows import HOUR, START, Shop, play

PUBLIC = "https://tigertees.example"
ADDRESSES = {"sms": "+13145550142", "telegram": "9100"}


@pytest.mark.parametrize(
    ("channel", "public_url", "reached", "reason"),
    [
        pytest.param("sms", PUBLIC, (MessageStatus.SENT, MessageStatus.DELIVERED), "checkout", id="delivered"),
        pytest.param("sms", PUBLIC, (MessageStatus.SENT, MessageStatus.READ), "checkout", id="read"),
        pytest.param("sms", PUBLIC, (MessageStatus.SENT,), None, id="sent, and a receipt may come"),
        pytest.param("sms", None, (MessageStatus.SENT,), "checkout", id="sent, and no receipt can come"),
        pytest.param("sms", None, (MessageStatus.SENT, MessageStatus.FAILED), None, id="sent and given up later"),
        pytest.param("sms", None, (MessageStatus.SENDING,), None, id="on its way"),
        pytest.param(
            "telegram", PUBLIC, (MessageStatus.SENT,), "checkout", id="sent on Telegram, which has no receipts"
        ),
    ],
)
async def test_the_cart_we_wrote_about(
    store: Database, channel: str, public_url: str | None, reached: tuple[MessageStatus, ...], reason: str | None
) -> None:
    async def scene(shop: Shop) -> str | None:
        who = await shop.person(ADDRESSES[channel], channel=channel)
        cart = await shop.cart(who)
        message = await shop.sent(who, cart, reached=MessageStatus.SENDING)
        for status in reached:
            await shop.unit.messages.reach(message.id, status, START + HOUR)
        await shop.order(who, "89", START + 2 * HOUR, cart)
        (order,) = await shop.unit.orders.from_cart(cart.id)
        turn = shop.turn(START + 2 * HOUR)
        return await attribute(replace(turn, tools=replace(turn.tools, public_url=public_url)), order)

    assert await play(store, scene) == reason
