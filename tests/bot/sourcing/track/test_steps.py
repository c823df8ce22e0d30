"""The steps on the page of an order, as they come: from the shops to the door."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.sourcing.partner_shops import Shops
from tests.bot.sourcing.track.page import Client, shown
from tests.sourced import Souvenirs


async def test_the_steps_of_an_order_as_they_come(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
    page = await shown(client, house, order)
    assert page.says("Delhi Souvenirs", "Order 1234", "Hello Noor,", "We are looking for it", "₹2,148", "Size L")
    assert page.steps == [
        ("done", "Ordered"),
        ("now", "Shops asked"),
        ("next", "Found"),
        ("next", "Payment"),
        ("next", "Collected"),
        ("next", "Packed"),
        ("next", "Sent to you"),
        ("next", "Delivered"),
    ]
    house.later(minutes=25)
    await house.says("1234", "connaught", Says.YES, 2)
    assert (await shown(client, house, order)).says("You get a way to pay in your chat.")
    await house.linked("1234")
    page = await shown(client, house, order)
    assert (page.links["Pay ₹2,148"], page.steps[2]) == ("https://pay.example/1234", ("now", "All of it was found"))
    house.later(hours=1)
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are getting it for you", "Leaves us by Thu, Mar 5", "Mon, Mar 2, 12:55 pm")
    assert not any("pay.example" in link for link in page.links.values())
    assert page.steps[2:5] == [
        ("done", "All of it was found"),
        ("done", "Paid"),
        ("now", "Started to collect it"),
    ]


async def test_closed_shops_are_asked_when_they_open(client: Client, house: Souvenirs) -> None:
    async def close(turn: Turn) -> None:
        for shop in house.shops.values():
            await turn.unit.of(Shops).close_until(shop, datetime(2026, 3, 3, 4, 30, tzinfo=UTC))

    await house.act(close)
    order = await house.reserve("1234", ("SHORTS", "L", 2))
    page = await shown(client, house, order)
    assert page.says("We have your order")
    assert page.steps[:3] == [("now", "Ordered"), ("next", "Shops asked"), ("next", "Found")]
    house.later(hours=23)
    page = await shown(client, house, order)
    assert page.steps[:3] == [("done", "Ordered"), ("now", "Shops asked"), ("next", "Found")]
    assert page.says("Tue, Mar 3, 10 am")


async def test_from_the_shops_to_the_door(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    house.later(days=1)
    await house.picked("1234", "connaught")
    page = await shown(client, house, order)
    assert page.steps[4:6] == [("done", "Started to collect it"), ("now", "Picked up from the shops")]
    house.later(hours=2)
    await house.moved("1234", "packed")
    house.later(hours=2)
    await house.moved("1234", "shipped", "https://courier.example/AWB1")
    page = await shown(client, house, order)
    assert (page.links["Follow the parcel"], page.steps[-2:]) == (
        "https://courier.example/AWB1",
        [("now", "Handed to the courier"), ("next", "Delivered")],
    )
    house.later(days=1)
    await house.moved("1234", "delivered")
    page = await shown(client, house, order)
    assert page.says("It was delivered")
    assert page.steps[-1] == ("end", "Delivered")


async def test_a_number_that_is_no_link_stays_text(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "javascript:alert(1)")
    page = await shown(client, house, order)
    assert page.says("Tracking number:", "javascript:alert(1)")
    assert not any("javascript" in link for link in page.links.values())


async def test_who_brings_it_stands_by_its_number(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "AWB77", "Delhivery")
    page = await shown(client, house, order)
    assert page.says("Tracking number:", "Delhivery", "AWB77")


async def test_who_brings_it_stands_by_its_link(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "https://courier.example/AWB1", "Delhivery")
    page = await shown(client, house, order)
    assert page.links["Follow the parcel"] == "https://courier.example/AWB1"
    assert page.says("Delhivery")


async def test_how_many_of_the_shops_gave_theirs(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("SHORTS", "M", 1))
    await house.says("1234", "connaught", Says.YES, 1, "1")
    await house.says("1234", "karol", Says.YES, 1, "2")
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=1)
    await house.picked("1234", "karol")
    assert (await shown(client, house, order)).says("1 of 2 shops so far")


async def test_a_part_is_chosen(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.PART, 1)
    await house.says("1234", "karol", Says.NO)
    await house.elapses("1234", "answer")
    assert (await shown(client, house, order)).says("A part of it is there", "take the part, wait for the rest")
    await house.chooses("1234", 1)
    await house.linked("1234")
    page = await shown(client, house, order)
    assert page.says("1 more not available", "₹899")
    assert "Pay ₹899" in page.links


async def test_a_day_that_passed_is_owned_up_to(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    house.later(days=3, hours=2)
    assert (await shown(client, house, order)).says("We said Thu, Mar 5. It takes longer than we thought")


async def test_with_a_clock_that_stands_steps_come_as_they_were_written(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.pays("1234")
    await house.picked("1234", "connaught")
    page = await shown(client, house, order)
    assert [said for _, said in page.steps][:6] == [
        "Ordered",
        "Shops asked",
        "All of it was found",
        "Paid",
        "Started to collect it",
        "Picked up from the shops",
    ]


async def test_our_own_stock_is_packed_and_no_shop_is_spoken_of(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("MUG", "", 1))
    await house.linked("1234")
    page = await shown(client, house, order)
    assert page.says("It is in stock", "Pay and we pack it.", "In stock, kept for you")
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are packing it", "We have it here.", "Being packed")
    assert not any(word in line for line in page.lines for word in ("collect", "Collect", "shop", "found"))


async def test_what_a_shop_gives_a_part_of_is_fetched(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("MUG", "", 2))
    await house.says("1234", "connaught", Says.YES, 1)
    assert (await shown(client, house, order)).says("We have found it")


async def test_what_we_make(client: Client, house: Souvenirs) -> None:
    order = await house.quoted("1234", 4500, "painted box")
    page = await shown(client, house, order)
    assert page.says("We can make it for you", "Say yes or no in your chat.", "Offered to you", "Made for you")
    assert not page.says("kept")
    await house.agrees("1234")
    await house.linked("1234")
    assert (await shown(client, house, order)).says("Pay and we start to make it.")
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are making it for you", "Started to make it")
    assert not any(word in line for line in page.lines for word in ("ollect", "shop", "found", "getting"))
