"""/restock: in any words, shown and confirmed; then the shops are asked, and what is fetched is our own stock."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.conversations import EVENTS
from flows.sourcing.order import Order
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from handlers.engine.own_events import SOURCE
from handlers.sourcing import incoming_reservation
from handlers.sourcing.pages import order_page
from handlers.sourcing.pages.order_links import make_page_token
from handlers.sourcing.staff import morning_checks
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.schema import events, messages
from storage.sourcing.own_stock import Stocks
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_earnings import Earnings
from storage.sourcing.sourcing_report import load_sourcing_report
from storage.sourcing.sourcing_scene import find_reserved
from storage.sourcing.waitlist_people import WaitingPeople
from storage.sql import json_codec
from tests.handlers.sourcing.staff.sourced import Desk, play
from tests.sourced import status_of

MICRO = 1_000_000


async def begun(desk: Desk) -> list[UUID]:
    """Have what was confirmed begin, as the inbox does; the restocks."""
    told = events.c.external_id.like("restock:%")
    found = select(events).where(desk.unit.owns(events), events.c.status == "new", told)
    orders = []
    for row in await desk.unit.rows(found.order_by(events.c.arrival)):
        news = EVENTS.load(row.type, row.data)
        stored = Stored("tiger", row.id, SOURCE, row.type, row.contact, desk.now, 0, news)
        await incoming_reservation.begin_wanted(desk.turn, stored, news)
        await desk.unit.inbox.finish(row.id)
        orders.append(news.order.id)
    return orders


async def restocked(desk: Desk, words: str = "tiger shorts L 10") -> UUID:
    """A restock whose shops are asked."""
    assert "we asked the shops for " in await desk.press(await desk.say(f"/restock {words}"))
    (order,) = await begun(desk)
    return order


async def state(desk: Desk, order: UUID) -> Order:
    row = await desk.unit.of(Reservations).get(order)
    assert row is not None
    return json_codec.load(Order, (await desk.unit.runs.get(row.run)).state)


@pytest.mark.parametrize(
    "text",
    [
        "/restock tiger shorts L 10",
        "/restock 10 tiger shorts L",
        "/restock L tiger 10",
        "/restock tigr shorts size L 10 pcs",
        "/restock SHORTS L x10",
        "/restock_SHORTS_L_10",
        "/restok shorts l 10",
        "restock shorts l 10",
    ],
)
async def test_what_will_happen_is_shown(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 2, low=3)
        question = await desk.say(text)
        assert question.text == (
            "Restock 10 Tiger Shorts L (2 free now, mark 3). We would ask: Connaught Souvenirs, Hauz Khas Crafts, "
            "Karol Bagh Gifts; they have 1 d to answer. A shop that says yes keeps it for us. "
            "Commissions: ₹0 to ₹1,500.\nNot done yet. Confirm within 10 minutes."
        )
        assert [button["text"] for button in question.buttons] == ["1 Ask the shops", "2 Leave it"]
        assert await begun(desk) == []
        desk.now += timedelta(minutes=9)
        assert await desk.press(question) == "Restock R1: we asked the shops for 10 Tiger Shorts L.\nNext: /order_R1"
        (order,) = await begun(desk)
        assert await desk.trail() == [("restock", f"reservation {order}")]

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/restock socks 10",
            'No product matches "socks 10". Example: /restock tiger shorts L 10\nMore: /stock',
        ),
        ("/restock t", 'No product matches "t".'),
        ("/restock shorts 10", "Which size of Tiger Shorts?\n/restock_SHORTS_M_10\n/restock_SHORTS_L_10\n/restock_SH"),
        ("/restock shorts", "Which size of Tiger Shorts?\n/restock_SHORTS_M\n/restock_SHORTS_L_4\n/restock_SHORTS_XL"),
        ("/restock tiger taj 3", "Which product?\n/restock_MUG_3 Taj Mug\n/restock_SHORTS_3 Tiger Shorts"),
        ("/restock mug", "How many pieces, from 1 to 999? Example: /restock_MUG_10"),
        ("/restock mug 0", "How many pieces, from 1 to 999?"),
        ("/restock mug 1000", "How many pieces, from 1 to 999?"),
        ("/restock mug -5", "How many pieces, from 1 to 999?"),
        ("/restock mug 5.5", "How many pieces, from 1 to 999?"),
        ("/restock mug 1e9", "How many pieces, from 1 to 999?"),
        ("/restock mug 99999999999", "How many pieces, from 1 to 999?"),
        ("/restock shorts -5", "How many pieces, from 1 to 999?"),
        ("/restock shorts L", "Restock 4 Tiger Shorts L (2 free now, mark 3)."),
        ("/restock mug 5", "Restock 5 Taj Mug (0 free now)."),
    ],
)
async def test_what_is_missing_is_asked_for(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 2, low=3)
        assert (await desk.ask(text)).startswith(expected)
        assert await begun(desk) == []

    await play(store, scene)


async def test_no_shop_can_be_asked(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask("/restock mug 5") == (
            "There is no shop to ask for Taj Mug: none exists, none has opened its link, or all are away for long.\n"
            "Next: /shops"
        )

    await play(store, scene, linked=False)


async def test_an_agent_may_not(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        assert "Only an owner or a manager may /restock" in await desk.ask("/restock mug 5", "Ravi")

    await play(store, scene)


async def test_the_second_of_two_sees_the_first(store: Database) -> None:
    """Both read the same alert: what is under way since is shown, and nothing is asked for twice unknowingly."""

    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "manager", "9002")
        first, second = await desk.say("/restock mug 5"), await desk.say("/restock mug 5", "Ravi")
        await desk.press(first)
        await begun(desk)
        anew = await desk.press(second, who="Ravi")
        assert anew.startswith("It changed after the preview, so nothing was done.")
        assert "Already in progress: R1 (5)." in anew
        assert await begun(desk) == []

    await play(store, scene)


async def test_of_two_who_were_shown_the_same_the_second_hears_of_the_first(store: Database) -> None:
    """Both confirm before the first restock has begun: what was confirmed stands in the inbox alone."""

    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "owner", "9002")
        ashas, ravis = [await desk.say("/restock shorts L 3", who) for who in ("Asha", "Ravi")]
        assert (await desk.press(ashas)).startswith("Restock R1: we asked the shops for 3 Tiger Shorts L.")
        anew = await desk.say("1", "Ravi", button=ravis.buttons[0]["id"])
        assert anew.text is not None
        assert anew.text.startswith("It changed after the preview, so nothing was done. Now:\nRestock 3 Tiger Shorts L")
        assert "Already in progress: R1 (3)." in anew.text
        assert len(await begun(desk)) == 1
        assert (await desk.press(anew, who="Ravi")).startswith("Restock R2: "), "what is under way was shown"

    await play(store, scene)


async def test_what_begins_is_of_its_size_alone(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.press(await desk.say("/restock shorts L 3"))
        assert "Already in progress" not in await desk.ask("/restock shorts M 3")
        assert "Already in progress" not in await desk.ask("/restock mug 3")

    await play(store, scene)


async def test_from_the_shops_to_the_shelf(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 2, low=3)
        await morning_checks.report_low_stock(desk.turn)
        order = await restocked(desk)
        assert (await desk.ask("/orders")).splitlines()[:2] == ["1 open.", "Asking shops (1):"]
        told = (await desk.ask("/order r1")).splitlines()
        assert told[0] == "Restock R1: 10 wanted, 0 kept, 0 here; for our own shelf, checking."
        assert told[-1] == "Next: /assign R1 SHOP"
        await desk.answers(order, "connaught", Says.PART, 6)
        await desk.answers(order, "karol-bagh", Says.PART, 4)
        assert await desk.taps("/order R1") == ["/picked_R1_connaught", "/picked_R1_karol_bagh"]
        assert await desk.ask("/picked R1 connaught") == (
            "Picked up at Connaught Souvenirs: 6 Tiger Shorts L. Restock R1: still to fetch 4 Tiger Shorts L.\n"
            "Next: /order_R1"
        )
        await desk.heard()
        stock = await desk.unit.of(Stocks).get(desk.products["SHORTS"].id, "L")
        assert (stock.count, stock.free, stock.alerted_at) == (8, 8, None)
        assert await desk.ask("/picked R1") == ("Picked up at Karol Bagh Gifts: 4 Tiger Shorts L.\nNext: /stock_SHORTS")
        await desk.heard()
        assert (await state(desk, order)).status is Status.DELIVERED
        assert (await desk.told())[-1] == (
            "Restock R1 is over: 10 Tiger Shorts L on our shelf. Free in our own stock now: Tiger Shorts L 12."
        )
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 900 * MICRO
        assert (await desk.ask("/orders")).startswith("No order is open.")

    await play(store, scene)


async def test_it_is_nobody_s_order(store: Database) -> None:
    """No purchase, no order of a customer, no page, no message, no figure of customers; the shops were asked."""

    async def scene(desk: Desk) -> None:
        _, address = desk.people["Asha"]
        order = await restocked(desk)
        await desk.answers(order, "connaught", Says.YES, 10)
        await desk.ask("/picked R1")
        await desk.heard()
        row = await desk.unit.orders.get(order)
        assert (row.placed_at, row.contact, row.delivered_at) == (None, None, None)
        person = await desk.unit.people.get(address.contact)
        assert (person.orders, person.last_purchase_at) == (None, None)
        template, _ = await status_of(desk.turn, address.contact, "R1")
        assert template is None
        assert (await status_of(desk.turn, address.contact))[0] == "order_unknown"
        assert await order_page.load_page(desk.turn, make_page_token(desk.turn, order)) is None
        sent = select(messages.c.template).where(desk.unit.owns(messages), messages.c.contact == address.contact)
        assert {one.template for one in await desk.unit.rows(sent)} == {None}
        report = await load_sourcing_report(desk.unit, desk.house.tenant, None, None, desk.now)
        assert (report.reserved, report.confirmed, report.delivered, report.revenue.micros) == (0, 0, 0, 0)
        assert (report.fill_rate, report.time_to_answer) == (None, None)
        by_shop = {one.shop: (one.asked, one.yes, one.handed_over) for one in report.by_shop}
        assert by_shop == {"connaught": (1, 1, 1), "karol-bagh": (1, 0, 0), "hauz": (1, 0, 0)}
        assert await find_reserved(desk.unit, address.contact) is None

    await play(store, scene)


@pytest.mark.parametrize(
    "text", ["/packed R1", "/shipped R1 AWB1", "/delivered R1", "/settled R1", "/refunded R1", "/express R1"]
)
async def test_what_is_of_customers_orders_alone_says_so(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await restocked(desk)
        await desk.answers(order, "connaught", Says.YES, 10)
        assert await desk.ask(text) == (
            "Restock R1: it fills our own shelf, so nobody pays for it, and nothing is packed, sent or shown to a "
            "customer. Nothing was changed.\nMore: /order_R1"
        )
        assert await desk.heard() == []

    await play(store, scene)


async def test_it_is_called_off_and_the_shops_are_free(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await restocked(desk)
        await desk.answers(order, "connaught", Says.YES, 10)
        shown = await desk.say("/cancel R1")
        assert (shown.text or "").startswith("Restock R1 will be cancelled. Free again: 10 Tiger Shorts L.")
        assert await desk.ask("1") == (
            "Restock R1 is cancelled. Shops no longer keep anything for it.\nNext: /order_R1"
        )
        await desk.heard()
        assert (await state(desk, order)).status is Status.CANCELLED
        assert await desk.taps("/order R1") == ["/orders"]

    await play(store, scene)


async def test_the_rest_cannot_be_had_and_what_is_here_stays(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await restocked(desk)
        await desk.answers(order, "connaught", Says.PART, 6)
        await desk.answers(order, "karol-bagh", Says.PART, 4)
        await desk.ask("/picked R1 connaught")
        await desk.heard()
        question = await desk.say("/cantsource R1")
        assert (question.text or "").splitlines()[0] == (
            "Restock R1: 10 Tiger Shorts L cannot be sourced. Free again: 4 Tiger Shorts L. It stays on our shelf: "
            "6 Tiger Shorts L. We tell the shops."
        )
        await desk.press(question)
        await desk.heard()
        assert (await state(desk, order)).status is Status.DELIVERED
        assert (await desk.unit.of(Stocks).get(desk.products["SHORTS"].id, "L")).count == 6
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 900 * MICRO

    await play(store, scene)


async def test_a_shop_that_is_fetched_from_twice_earns_twice(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await restocked(desk)
        await desk.answers(order, "connaught", Says.PART, 6)
        await desk.answers(order, "karol-bagh", Says.PART, 4)
        await desk.ask("/picked R1 connaught")
        await desk.heard()
        await desk.answers(order, "karol-bagh", Says.NO, 0)
        assert "4 Tiger Shorts L from Connaught Souvenirs" in await desk.confirm("/assign R1 connaught")
        await desk.heard()
        known = (await desk.unit.of(Promises).find_promises([order]))[order]
        assert {(one.quantity, one.stand.value) for one in known} == {(6, "picked"), (4, "held")}
        await desk.ask("/picked R1")
        await desk.heard()
        (kept,) = (await desk.unit.of(Promises).find_promises([order]))[order]
        assert (kept.quantity, kept.stand.value) == (10, "picked")
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 1500 * MICRO
        assert (await desk.unit.of(Stocks).get(desk.products["SHORTS"].id, "L")).count == 10

    await play(store, scene)


async def test_those_who_wait_hear_of_it(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        noor = await desk.house.person("+919820000099", "Noor", "whatsapp", agreed=False)
        product = desk.products["MUG"].id
        await desk.unit.of(WaitingPeople).add(product, "", noor.contact, None, desk.now)
        order = await restocked(desk, "mug 5")
        await desk.answers(order, "hauz", Says.YES, 5)
        told = select(events.c.data).where(desk.unit.owns(events), events.c.external_id.like("stock:%"))
        assert await desk.unit.rows(told) == []
        await desk.ask("/picked R1")
        await desk.heard()
        (reported,) = await desk.unit.rows(told)
        assert '"pieces":5' in reported.data.replace(" ", "")

    await play(store, scene)


async def test_what_runs_low_and_what_is_under_way(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask("/restock") == (
            "0 sizes are low, 0 in progress.\nAnything else: /restock tiger shorts L 10"
        )
        await desk.stock("SHORTS", "L", 2, low=3)
        await desk.stock("MUG", "", 0, low=2)
        assert await desk.ask("/restock") == (
            "2 sizes are low, 0 in progress.\n"
            "/restock_MUG_4 Taj Mug: 0 free (mark 2)\n"
            "/restock_SHORTS_L_4 Tiger Shorts L: 2 free (mark 3)\n"
            "Anything else: /restock tiger shorts L 10"
        )
        await restocked(desk, "mug 4")
        assert await desk.ask("/restock") == (
            "2 sizes are low, 1 in progress.\n"
            "/restock_SHORTS_L_4 Tiger Shorts L: 2 free (mark 3)\n"
            "/order_R1 4 Taj Mug: checking\n"
            "Anything else: /restock tiger shorts L 10"
        )

    await play(store, scene)


async def test_they_are_numbered_one_by_one(store: Database) -> None:
    """Also beyond nine, and past a number that a shop's system gave."""

    async def scene(desk: Desk) -> None:
        await desk.reserve("R3")
        numbers = []
        for _ in range(11):
            order = await restocked(desk, "mug 1")
            numbers.append((await state(desk, order)).number)
        assert numbers == ["R1", "R2", *(f"R{number}" for number in range(4, 13))]

    await play(store, scene)
