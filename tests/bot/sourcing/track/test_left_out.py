"""What the page of an order leaves out: what is over, what is nobody's, and marks that nobody sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.business import Referral, Sourcing
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservations
from tests.bot.sourcing.track.page import Client, look, shown
from tests.sourced import SOUVENIRS, Souvenirs


async def test_what_fills_our_own_shelf_has_no_page(client: Client, house: Souvenirs) -> None:
    await house.restock("MUG", 5)

    async def token(turn: Turn) -> str:
        found = await turn.unit.of(Reservations).find_by_number("R1")
        assert found is not None
        return found.token

    assert (await look(client, await house.act(token)))[0] == 404


async def test_a_parcel_that_arrived_is_not_followed_any_more(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "AWB77", "Delhivery")
    await house.moved("1234", "delivered")
    page = await shown(client, house, order)
    assert not page.says("AWB77")
    assert not page.says("Delhivery")


async def test_of_what_was_called_off_no_sum_is_told(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, referral=Referral(100)))
    await house.credited(100)
    order = await house.reserve("1234", ("MUG", "", 1), express=True)
    assert (await shown(client, house, order)).says("₹149", "−₹100", "₹399")
    await house.confirmed("2", express=True)
    for ref in ("1234", "2"):
        await house.called_off(ref)
    for found in (order, await identity(house, "2")):
        page = await shown(client, house, found)
        assert [word for word in ("Total", "₹149", "Referral") if page.says(word)] == []


async def identity(house: Souvenirs, ref: str) -> Any:
    known = await house.act(lambda turn: turn.unit.orders.find_by_ref("api", ref))
    assert known is not None
    return known.id


async def test_what_is_left_of_a_line_is_priced_and_not_what_was_ordered(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.PART, 1)
    await house.says("1234", "karol", Says.NO)
    await house.elapses("1234", "answer")
    await house.chooses("1234", 1)
    page = await shown(client, house, order)
    assert page.lines[page.lines.index("Tiger Print Shorts") + 1] == "₹899"


async def test_its_last_change_is_when_something_happened_to_it(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    house.later(hours=2)
    await house.says("1234", "connaught", Says.YES, 2)
    house.later(hours=3)
    page = await shown(client, house, order)
    assert page.lines[page.lines.index("Last update:") + 1] == "Mon, Mar 2, 1:30 pm"


@pytest.mark.parametrize(
    ("support", "site", "told"),
    [
        pytest.param("", "https://souvenirs.example", "https://souvenirs.example", id="the site in its place"),
        pytest.param("a@souvenirs.example", "https://x.example", "mailto:a@souvenirs.example", id="an address"),
        pytest.param("javascript:alert(1)", "", None, id="no link of the web"),
    ],
)
async def test_whom_to_ask(client: Client, house: Souvenirs, support: str, site: str, told: str | None) -> None:
    await house.becomes(replace(SOUVENIRS, support=support, site=site))
    page = await shown(client, house, await house.reserve("1"))
    links = [link for link in page.links.values() if link not in {"", "#steps"}]
    assert links == ([told] if told else [])


async def test_packed_at_once_nothing_was_picked_up_before(client: Client, house: Souvenirs) -> None:
    """What is packed without a word of fetching counts as fetched with it."""
    order = await house.confirmed("1234")
    house.later(hours=1)
    await house.moved("1234", "packed")
    said = [what for _, what in (await shown(client, house, order)).steps]
    assert "Picked up from the shops" not in said


async def test_called_off_while_the_shops_were_closed(client: Client, house: Souvenirs) -> None:
    async def close(turn: Turn) -> None:
        for shop in house.shops.values():
            await turn.unit.of(Shops).close_until(shop, datetime(2026, 3, 3, 4, 30, tzinfo=UTC))

    await house.act(close)
    order = await house.reserve("1234")
    await house.called_off("1234")
    assert (await shown(client, house, order)).says("This order was cancelled")


async def test_with_the_courier_no_day_of_delivery_is_told_where_it_is_unknown(
    client: Client, house: Souvenirs
) -> None:
    """Found by play (M2): the day on which it was to leave was told as that of its delivery."""
    order = await house.confirmed("1234")
    assert (await shown(client, house, order)).says("Leaves us by Thu, Mar 5")
    await house.moved("1234", "shipped", "AWB77")
    page = await shown(client, house, order)
    assert not any(page.says(words) for words in ("Expected by", "Leaves us by", "We said", "Mar 5"))


async def test_the_day_of_delivery_follows_from_the_courier_s_days(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(house.business, sourcing=Sourcing(courier_days=2)))
    order = await house.confirmed("1234")
    house.later(hours=24)
    await house.moved("1234", "shipped", "AWB77")
    assert (await shown(client, house, order)).says("Expected by Thu, Mar 5")
    house.later(days=4)
    page = await shown(client, house, order)
    assert not page.says("Expected by")
    assert not page.says("We said")


async def test_marks_that_turn_the_reading_direction_are_not_on_it(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, name="Delhi\u202e Souvenirs", support="\u2066help@souvenirs.example"))
    token = await house.token(await house.reserve("\u202e7"))
    async with client.get(f"/track/{token}") as answer:
        text = await answer.text()
    assert not {"\u202e", "\u2066"} & set(text)
    assert "Delhi Souvenirs" in text
