"""Money on the page of an order: its fee, what makes it cheaper, how it is paid, and what goes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import PushedClock
from bot.sourcing.tracking_routes import OrderPages
from bot.web.web_server import build
from flows.business import Referral, Sourcing
from flows.sourcing.shop_ask import Says
from storage.database.stores import Database
from tests.bot.sourcing.track.page import Client, shown
from tests.sourced import SOUVENIRS, Souvenirs, turns_of


async def test_the_fee_of_an_express_order(client: Client, house: Souvenirs) -> None:
    page = await shown(client, house, await house.confirmed("1234", express=True))
    assert page.lines[page.lines.index("Total") - 2 :][:4] == ["Express", "₹149", "Total", "₹1,947"]
    assert page.says("Leaves us by Tue, Mar 3, 12:30 pm")


CREDITS = {
    "more than it costs": (1200, ["Express", "₹149", "Referral", "−₹499", "Total", "₹0"]),
    "more than the fee": (200, ["Express", "₹149", "Referral", "−₹200", "Total", "₹299"]),
    "less than the fee": (100, ["Express", "₹149", "Referral", "−₹100", "Total", "₹399"]),
}


@pytest.mark.parametrize(("off", "sums"), CREDITS.values(), ids=CREDITS)
async def test_an_express_order_that_a_referral_makes_cheaper(
    client: Client, house: Souvenirs, off: int, sums: list[str]
) -> None:
    await house.becomes(replace(SOUVENIRS, referral=Referral(off)))
    await house.credited(off)
    page = await shown(client, house, await house.reserve("1234", ("MUG", "", 1), express=True))
    assert page.lines[page.lines.index("Total") - 4 :][:6] == sums


async def test_a_credit_stays_on_the_page_when_there_are_no_more_of_them(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, referral=Referral(100)))
    await house.credited(100)
    order = await house.reserve("1234", ("MUG", "", 1))
    await house.becomes(SOUVENIRS)
    assert (await shown(client, house, order)).says("Referral", "−₹100", "₹250")


async def test_what_goes_back(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("MUG", "", 1))
    await house.says("1234", "connaught", Says.YES, 1)
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=5)
    await house.given_up("1234", "1")
    page = await shown(client, house, order)
    assert page.says("₹899 is on its way back to you.", "no longer in this order", "A part is not available")
    assert page.steps[-4] == ("now", "Being packed")  # the rest of it is our own stock
    await house.refunded("1234")
    assert (await shown(client, house, order)).says("₹899 was sent back to you.")
    await house.given_up("1234")
    page = await shown(client, house, order)
    assert page.says("Your money is on its way back", "₹350 is on its way back to you.")
    assert page.steps[-2:] == [("now", "Refund started"), ("next", "Refunded")]
    await house.refunded("1234", "failed")
    assert (await shown(client, house, order)).says("we send it by hand")


async def test_money_that_came_twice_is_no_refund_of_the_order(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.pays("1234", "pay_again")
    page = await shown(client, house, order)
    assert page.says("We are getting it for you")
    assert not page.says("back to you")


async def test_how_it_ends_without_money(client: Client, house: Souvenirs) -> None:
    gone = await house.reserve("1")
    await house.called_off("1")
    assert (await shown(client, house, gone)).says("This order was cancelled")
    none = await house.reserve("2")
    await house.elapses("2", "answer")
    assert (await shown(client, house, none)).says("We could not find it", "Not found in any shop")
    late = await house.reserve("3", ("MUG", "", 1))
    await house.elapses("3", "reservation")
    page = await shown(client, house, late)
    assert page.says("Your reservation is over")
    assert not page.says("Total")


async def test_cash_on_delivery_asks_for_a_word(store: Database, clock: PushedClock) -> None:
    business = replace(SOUVENIRS, sourcing=Sourcing(pay="cod"))
    house = await Souvenirs(turns_of(store, clock), clock, business).open()
    order = await house.reserve("1234", ("MUG", "", 1))
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as client:
        page = await shown(client, house, order)
    assert page.says("Confirm it in your chat")
    assert ("next", "Your confirmation") in page.steps
    assert not any("pay" in link for link in page.links.values())


async def test_how_it_is_paid_was_said_when_it_was_reserved(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="cod")))
    at_the_door = await house.reserve("1234", ("MUG", "", 1))
    await house.becomes(SOUVENIRS)
    page = await shown(client, house, at_the_door)
    assert page.says("Confirm it in your chat")
    assert ("next", "Your confirmation") in page.steps
    before = await house.reserve("1235")
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="cod")))
    assert ("next", "Payment") in (await shown(client, house, before)).steps


async def test_paid_first(store: Database, clock: PushedClock) -> None:
    business = replace(SOUVENIRS, sourcing=Sourcing(pay="first"))
    house = await Souvenirs(turns_of(store, clock), clock, business).open()
    order = await house.reserve("1234")
    await house.linked("1234")
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as client:
        page = await shown(client, house, order)
        assert "Pay ₹1,798" in page.links
        assert page.says("If we cannot get something, we refund it.")
        await house.pays("1234")
        page = await shown(client, house, order)
    assert page.steps[:3] == [("done", "Ordered"), ("done", "Paid"), ("now", "Shops asked")]
    assert ("next", "Payment") not in page.steps


async def test_paid_first_with_a_clock_that_stands(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="first")))
    order = await house.reserve("1234")
    await house.linked("1234")
    await house.pays("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    page = await shown(client, house, order)
    assert [said for _, said in page.steps][:4] == ["Ordered", "Paid", "Shops asked", "Started to collect it"]
