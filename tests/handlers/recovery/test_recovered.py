"""The cart we wrote about, bought: what counts as having reached its person, with receipts and where none can come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import Customer, OrderCreated
from handlers.engine.recovered_orders import attribute_order
from storage.database.stores import Database
from storage.people.people import Address
from storage.sending.message import Message
from storage.store.discounts import DiscountCode
from storage.store.purchases import Purchase
from tests.handlers.sourcing.staff.rows import DAY, HOUR, START, TIGER, Shop, play, usd
from tests.storage.campaigns.mailed import Mailed

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
        (order,) = await shop.unit.orders.list_by_cart(cart.id)
        turn = shop.turn(START + 2 * HOUR)
        return await attribute_order(replace(turn, tools=replace(turn.tools, public_url=public_url)), order)

    assert await play(store, scene) == reason


async def _offered(shop: Shop, spring: Mailed, who: Address) -> tuple[Message, Message]:
    """A reminder with a code whose link was opened, and later a letter of a campaign whose link was opened, too."""
    reminder = await shop.sent(who, await shop.cart(who), data={"code": "BACK10"})
    letter = await shop.unit.messages.get(await spring.to(who, START + 2 * HOUR))
    assert letter is not None
    await shop.click(reminder, START + HOUR)
    await shop.click(letter, START + 3 * HOUR)
    return reminder, letter


async def _code(shop: Shop, code: str, message: Message, run: UUID | None) -> None:
    """A code that a message brought: of its run, or handed out with it by a campaign."""
    assert message.contact is not None
    handed = message.id if run is None else None
    ends = START + 30 * DAY
    made = DiscountCode(shop.unit.ids.make(), code, message.contact, run, 10, "created", START, ends, message=handed)
    assert await shop.unit.discounts.add(made)


async def _bought(
    shop: Shop, who: Address, codes: tuple[str, ...] = (), cart: UUID | None = None, at: datetime = START + 4 * HOUR
) -> Purchase:
    """An order of the person, an hour after the last of what was opened."""
    known = await shop.unit.orders.ensure("api", "o1", at)
    news = OrderCreated("o1", "#o1", usd(80), (), Customer(), at, discount_codes=codes)
    await shop.unit.orders.place(known, news, who.contact, cart)
    placed = await shop.unit.orders.get(known.id)
    assert placed is not None
    return placed


@pytest.mark.parametrize(
    ("by", "reason", "recovered"),
    [
        pytest.param("BACK10", "code", 1, id="the reminder's code goes before the campaign's newer click"),
        pytest.param("DIWALI", "code", 0, id="the campaign's code"),
        pytest.param("BOTH", "code", 0, id="of two codes that whose message left last"),
        pytest.param("cart", "checkout", 1, id="the cart that the reminder was about"),
        pytest.param("", "click", 0, id="the newest click alone"),
    ],
)
async def test_an_order_counts_once_for_a_campaign_or_for_recovery(
    store: Database, by: str, reason: str, recovered: int
) -> None:
    async def scene(shop: Shop) -> None:
        spring, who = await Mailed.out(shop), await shop.person(ADDRESSES["sms"])
        reminder, letter = await _offered(shop, spring, who)
        await _code(shop, "BACK10", reminder, reminder.run)
        await _code(shop, "DIWALI", letter, None)
        codes = ("back10", "diwali") if by == "BOTH" else (by,) if by.isupper() else ()
        order = await _bought(shop, who, codes, reminder.subject if by == "cart" else None)
        turn = shop.turn(START + 4 * HOUR)
        assert await attribute_order(turn, order) == reason
        assert await attribute_order(turn, order) is None, "once"
        report, results = await shop.report(), await spring.results(START + 5 * HOUR)
        assert (report.recovered, results.report.ordered) == (recovered, 1 - recovered)
        assert {one.status for one in await shop.unit.discounts.list_by_codes(codes)} <= {"used"}

    await play(store, scene)


@pytest.mark.parametrize(
    ("before", "robot", "reason"),
    [
        pytest.param(timedelta(0), False, "click", id="as it is placed"),
        pytest.param(TIGER.counts_for, False, "click", id="just in time"),
        pytest.param(TIGER.counts_for + HOUR, False, None, id="too long before it"),
        pytest.param(-HOUR, False, None, id="after it"),
        pytest.param(HOUR, True, None, id="by a robot"),
    ],
)
async def test_a_click_counts_for_so_long_before_the_order(
    store: Database, before: timedelta, robot: bool, reason: str | None
) -> None:
    async def scene(shop: Shop) -> str | None:
        who, placed = await shop.person(ADDRESSES["sms"]), START + 30 * DAY
        await shop.click(await shop.sent(who, await shop.cart(who)), placed - before, robot=robot)
        return await attribute_order(shop.turn(placed), await _bought(shop, who, at=placed))

    assert await play(store, scene) == reason


@pytest.mark.parametrize(
    ("after", "step"),
    [(HOUR, 2), (TIGER.counts_for, 2), (TIGER.counts_for + HOUR, None)],
    ids=["an hour", "just in time", "too late"],
)
async def test_a_cart_that_was_written_about_twice_counts_for_the_newest(
    store: Database, after: timedelta, step: int | None
) -> None:
    async def scene(shop: Shop) -> int | None:
        who = await shop.person(ADDRESSES["sms"])
        cart, last = await shop.cart(who), START + 5 * HOUR
        await shop.sent(who, cart)
        newest = await shop.sent(who, cart, step=2, at=last)
        turn = shop.turn(last + after)
        await attribute_order(turn, await _bought(shop, who, cart=cart.id, at=last + after))
        found = await shop.unit.attributions.find_attribution(newest.id)
        return found.step if found else None

    assert await play(store, scene) == step


async def test_an_order_that_was_cancelled_before_it_was_heard_of_counts_for_nothing(store: Database) -> None:
    async def scene(shop: Shop) -> str | None:
        who = await shop.person(ADDRESSES["sms"])
        await shop.click(await shop.sent(who, await shop.cart(who)), START + 3 * HOUR)
        order = replace(await _bought(shop, who), cancelled_at=START + 4 * HOUR)
        return await attribute_order(shop.turn(START + 4 * HOUR), order)

    assert await play(store, scene) is None
