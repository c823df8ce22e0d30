"""/assign, /picked, /packed, /shipped, /delivered: tolerant of spelling and order, done by the order's own turn."""

from __future__ import annotations

import pytest

from flows.actor import Actor
from flows.sourcing.order_events import TakenBack
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.shop_ask import Says
from handlers.sourcing import desk_news
from storage.database.stores import Database
from storage.sourcing.order_histories import Histories
from storage.sourcing.shop_earnings import Earnings
from tests.handlers.sourcing.staff.sourced import Desk, play

MICRO = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "/picked 1234 connaught",
        "/picked connaught 1234",
        "/picked #1234 Connaught Souvenirs",
        "/picked_1234_connaught",
        "/picked 1234",
        "/pickd 1234 conn",
        "picked up 1234 connaught",
    ],
)
async def test_it_was_fetched_however_it_is_written(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        assert await desk.ask(text) == (
            "Picked up at Connaught Souvenirs: 2 Tiger Shorts L. Order 1234: all of it is here.\nNext: /packed_1234"
        )
        assert await desk.heard() == ["order.handed"]
        (promise,) = (await desk.order(order)).promises
        assert promise.stand is PromiseState.PICKED
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 300 * MICRO
        steps = await desk.unit.of(Histories).history(order)
        assert (steps[-1].by, steps[-1].why) == (
            Actor.staff(desk.people["Asha"][0].id),
            explain_reason(Reason.PICKED_UP, shop=desk.shops["connaught"].id),
        )
        assert await desk.trail() == [("picked", f"reservation {order}")]

    await play(store, scene)


async def _of_two_shops(desk: Desk) -> None:
    order = await desk.reserve("1234", ("SHORTS", "L", 2), ("SHORTS", "M", 1), ("MUG", "", 1))
    await desk.answers(order, "connaught", Says.YES, 2, "1")
    await desk.answers(order, "connaught", Says.YES, 1, "2")
    await desk.answers(order, "karol-bagh", Says.YES, 1, "3")
    await desk.pays(order)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/picked 1234", "Which shop?\n/picked_1234_connaught Connaught Souvenirs\n/picked_1234_karol_bagh Karol"),
        ("/picked 1234 souvenirs gifts", "Which shop?\n/picked_1234_connaught"),
        ("/picked 1234 hauz", "Hauz Khas Crafts keeps nothing of order 1234 to fetch.\nWhich shop?"),
        ("/picked 1234 own", "our own stock is at hand"),
        (
            "/picked 1234 connaught socks",
            'I know Connaught Souvenirs, but it keeps nothing called "socks" for order 1234.\n'
            "/picked_1234_connaught_1 2 Tiger Shorts L\n/picked_1234_connaught_2 Tiger Shorts M\n"
            "/picked_1234_connaught all of it",
        ),
        ("/picked 77 connaught", "There is no order 77 here."),
    ],
)
async def test_what_is_unclear_is_asked_and_nothing_is_done(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await _of_two_shops(desk)
        assert expected in await desk.ask(text)
        assert await desk.heard() == []
        assert await desk.trail() == []

    await play(store, scene)


async def _mehta(desk: Desk) -> None:
    """Three shorts over two shops, of which the first was fetched; the second keeps one."""
    order = await desk.reserve("1054", ("SHORTS", "L", 3))
    await desk.confirm("/assign 1054 connaught shorts L 2")
    await desk.confirm("/assign 1054 karol shorts L 1")
    assert await desk.heard() == ["order.assigned"] * 2
    await desk.pays(order)
    assert (await desk.ask("/picked_1054_connaught")).startswith("Picked up at Connaught Souvenirs: 2 Tiger Shorts L.")
    assert await desk.heard() == ["order.handed"]


@pytest.mark.parametrize(
    "text", ["/picked_1054_connaught", "/picked 1054 connaught souvenirs", "/picked conaught 1054"]
)
async def test_what_was_fetched_before_is_here_already(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await _mehta(desk)
        assert await desk.ask(text) == (
            "Connaught Souvenirs: 2 Tiger Shorts L, here already. Nothing was changed. "
            "Still to fetch: Tiger Shorts L.\nNext: /order_1054"
        )
        assert await desk.heard() == []
        await desk.ask("/picked 1054")
        assert await desk.heard() == ["order.handed"]
        assert await desk.ask(text) == (
            "Connaught Souvenirs: 2 Tiger Shorts L, here already. Nothing was changed.\nNext: /order_1054"
        )

    await play(store, scene)


async def test_of_what_is_not_there_as_many_are_offered_as_are_kept(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _mehta(desk)
        assert await desk.ask("/picked 1054 socks") == (
            'I know Karol Bagh Gifts, but it keeps nothing called "socks" for order 1054.\n'
            "/picked_1054_karol_bagh_1 Tiger Shorts L\n/picked_1054_karol_bagh all of it"
        )

    await play(store, scene)


async def test_a_line_that_was_fetched_before_is_here_already(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _of_two_shops(desk)
        await desk.ask("/picked_1234_connaught_2")
        await desk.heard()
        assert await desk.ask("/picked_1234_connaught_2") == (
            "Connaught Souvenirs: Tiger Shorts M, here already. Nothing was changed. "
            "Still to fetch: 2 Tiger Shorts L, Taj Mug.\nNext: /order_1234"
        )
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_shop_that_is_still_to_be_visited_is_meant_first(store: Database) -> None:
    """Both are in New Delhi, and one of them was visited."""

    async def scene(desk: Desk) -> None:
        await _mehta(desk)
        assert (await desk.ask("/picked 1054 delhi")).startswith("Picked up at Karol Bagh Gifts: Tiger Shorts L.")

    await play(store, scene)


async def test_the_bare_command_offers_what_is_to_be_fetched(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/picked")).startswith("There is nothing to fetch. Example: /picked 1234 connaught\n")
        await _of_two_shops(desk)
        await desk.bought("1235", "hauz")
        assert (await desk.ask("/picked")).splitlines() == [
            "What was fetched?",
            "/picked_1234_connaught Connaught Souvenirs: 2 Tiger Shorts L, Tiger Shorts M",
            "/picked_1234_karol_bagh Karol Bagh Gifts: Taj Mug",
            "/picked_1235_hauz Hauz Khas Crafts: 2 Tiger Shorts L",
            "All open orders: /orders",
        ]

    await play(store, scene)


async def test_the_bare_command_offers_what_is_missing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/assign")).startswith("Nothing is missing. Example: /assign 1234 connaught\n")
        await desk.bought("1233")
        await desk.reserve("1234", ("SHORTS", "L", 3), ("MUG", "", 1))
        assert (await desk.ask("/assign")).splitlines() == [
            "Which order?",
            "/assign_1234 3 Tiger Shorts L, Taj Mug",
            "All open orders: /orders",
        ]
        assert (await desk.ask("/assign_1234")).startswith("Which shop?\n/assign_1234_connaught Connaught Souvenirs\n")

    await play(store, scene)


async def test_of_many_visits_eight_are_offered(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for number in range(20, 29):
            await desk.bought(str(number))
        lines = (await desk.ask("/picked")).splitlines()
        assert len(lines) == 11
        assert lines[-2:] == ["More: /orders_to_fetch", "All open orders: /orders"]

    await play(store, scene)


@pytest.mark.parametrize("text", ["/picked 1234 connaught M", "/picked m connaught 1234", "/picked_1234_connaught_2"])
async def test_a_line_of_what_a_shop_keeps(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await _of_two_shops(desk)
        assert await desk.ask(text) == (
            "Picked up at Connaught Souvenirs: Tiger Shorts M. Order 1234: still to fetch 2 Tiger Shorts L, Taj Mug.\n"
            "Next: /order_1234"
        )
        assert await desk.heard() == ["order.handed"]
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 150 * MICRO
        assert (await desk.ask("/picked 1234 karol")).startswith("Picked up at Karol Bagh Gifts: Taj Mug.")

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "what", "kept"),
    [
        ("/assign 1234 karol shorts L 2", "2 Tiger Shorts L", [("1", 2)]),
        ("/assign 1234 karol shorts L 1", "Tiger Shorts L", [("1", 1)]),
        ("/assign 1234 2 shorts karol", "2 Tiger Shorts L", [("1", 2)]),
        ("/assign 1234 karol mug", "Taj Mug", [("2", 1)]),
    ],
)
async def test_a_shop_gets_a_part_by_its_name(
    store: Database, text: str, what: str, kept: list[tuple[str, int]]
) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 3), ("MUG", "", 1))
        assert (await desk.confirm(text)).startswith(f"Order 1234: {what} from Karol Bagh Gifts. We told the shop.")
        await desk.heard()
        known = await desk.order(order)
        assert [(one.line, one.quantity) for one in known.promises] == kept
        assert known.status.value == "checking"

    await play(store, scene)


@pytest.mark.parametrize("words", ["shorts L 4", "2", "shorts L 0", "hat 1", "shorts mug 2"])
async def test_a_part_that_is_not_clear_is_not_given(store: Database, words: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 3), ("SHORTS", "M", 1), ("MUG", "", 1))
        answer = await desk.ask(f"/assign 1234 karol {words}")
        assert f'order 1234 does not lack "{words}"' in answer
        assert (await desk.order(order)).promises == ()

    await play(store, scene)


async def test_a_shop_gets_what_is_missing_by_a_word(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        assert (await desk.ask("/assign karol 1234")).startswith(
            "Karol Bagh Gifts will be told to keep 2 Tiger Shorts L"
        )
        assert await desk.heard() == []
        answer = await desk.confirm("/assign karol 1234")
        assert answer == "Order 1234: 2 Tiger Shorts L from Karol Bagh Gifts. We told the shop.\nNext: /order_1234"
        assert await desk.heard() == ["order.assigned"]
        (promise,) = (await desk.order(order)).promises
        assert (promise.shop, promise.quantity) == (desk.shops["karol-bagh"].id, 2)
        assert promise.commission == 120 * MICRO
        assert "nothing of it is missing" in await desk.ask("/assign 1234 hauz")
        assert (await desk.ask("/assign 1234")).startswith("Order 1234 is available: nothing of it is missing.")

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "tracking", "carrier"),
    [
        ("/shipped 1234 1Z999AA10", "1Z999AA10", ""),
        ("/shipped 1Z999AA10 1234", "1Z999AA10", ""),
        ("/shipped 1234 Delhivery 445566", "445566", "Delhivery"),
        ("/shipped 1234 AWB1 Blue Dart", "AWB1", "Blue Dart"),
        ("/shipped 1234 https://track.example/x?n=1", "https://track.example/x?n=1", ""),
        ("/shipped 1234", "", ""),
    ],
)
async def test_its_way_to_the_door(store: Database, text: str, tracking: str, carrier: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        assert await desk.ask("/packed 1234") == (
            "Order 1234 is packed. This also books 2 Tiger Shorts L as picked up.\nNext: /shipped 1234 TRACKING"
        )
        assert await desk.heard() == ["order.moved"]
        answer = await desk.ask(text)
        assert answer.endswith("We told the customer.\nNext: /delivered_1234")
        assert await desk.heard() == ["order.moved"]
        parcel = f"{carrier} {tracking}".strip()
        assert answer.startswith(f"Order 1234 is shipped{f', tracking {parcel}' if parcel else ''}.")
        known = await desk.order(order)
        assert (known.tracking, known.carrier) == (tracking, carrier)
        assert (f"Tracking: {parcel}." in await desk.ask("/order 1234")) == bool(parcel)
        assert "cannot become packed" in await desk.ask("/packed 1234")
        assert (await desk.ask("delivered 1234")).startswith("Order 1234 is delivered.")
        assert await desk.heard() == ["order.moved"]
        assert (await desk.order(order)).status.value == "delivered"
        again = "Order 1234 is already delivered. Nothing was changed.\nMore: /order_1234"
        assert await desk.ask("/delivered 1234") == again
        assert "cannot become shipped" in await desk.ask("/shipped 1234 X1")
        assert [action for action, _ in await desk.trail()] == ["packed", "shipped", "delivered"]

    await play(store, scene)


async def test_what_lacks_something_is_not_packed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        await desk_news.route_to_order(desk.turn, TakenBack(order, desk.shops["connaught"].id, ("1",)))
        for text in ("/packed 1234", "/shipped 1234 X1", "/delivered 1234"):
            assert (await desk.ask(text)).startswith("Order 1234 lacks 2 Tiger Shorts L, so nothing was changed.")
        assert await desk.heard() == []

    await play(store, scene)


async def test_an_agent_carries_and_moves_no_money(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Ravi", "agent", "9002")
        for text in ("/assign 1234 karol", "/cantsource 1234", "/cancel 1234", "/settled 1234", "/refunded 1234",
                     "/paid connaught 10", "/shops add Janpath Crafts, New Delhi"):  # fmt: skip
            assert "nly an owner or a manager may" in await desk.ask(text, "Ravi")
        assert (await desk.ask("/picked 1234", "Ravi")).startswith("Picked up at Connaught Souvenirs")
        assert (await desk.ask("/orders", "Ravi")).startswith("1 open.")
        assert await desk.heard() == ["order.handed"]

    await play(store, scene)


async def test_all_of_a_shop_is_shown_and_booked_by_one_command(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("10")
        await desk.bought("11", "hauz")
        for number in ("12", "13"):
            await desk.bought(number)
        await desk.answers(await desk.reserve("14"), "connaught")
        shown = await desk.say("/picked connaught")
        assert (shown.text or "").splitlines()[:4] == [
            "All fetched at Connaught Souvenirs: 6 pieces for 3 orders; the shop earns ₹900.",
            "10: 2 Tiger Shorts L",
            "12: 2 Tiger Shorts L",
            "13: 2 Tiger Shorts L",
        ]
        assert await desk.heard() == []
        assert await desk.press(shown) == (
            "Picked up at Connaught Souvenirs for 3 orders.\nAll of it is here: /order_10, /order_12, /order_13\n"
            "Next: /orders"
        )
        assert await desk.heard() == ["order.handed"] * 3
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 900 * MICRO
        assert await desk.ask("/picked connaught") == "There is nothing to fetch at Connaught Souvenirs.\nNext: /fetch"

    await play(store, scene)


async def test_several_orders_and_their_shop_are_all_looked_at(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for number in ("4100", "4101", "4102"):
            await desk.bought(number)
        shown = await desk.say("/picked 4100 4102 connaught")
        assert "4 pieces for 2 orders" in (shown.text or "")
        await desk.press(shown)
        assert await desk.heard() == ["order.handed"] * 2
        await desk.bought("4103", "hauz")
        refused = await desk.ask("/picked 4101 4103 connaught")
        assert refused == "Connaught Souvenirs keeps nothing of order 4103 to fetch."

    await play(store, scene)


async def test_the_round_goes_shop_by_shop(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/fetch")).startswith("Nothing is waiting at a shop.")
        await desk.bought("10")
        await desk.bought("12")
        await desk.bought("11", "hauz")
        await desk.answers(await desk.reserve("13"), "connaught")
        assert (await desk.ask("what do I fetch today?")).splitlines() == [
            "To fetch: 6 pieces for 3 orders at 2 shops.",
            "Connaught Souvenirs, New Delhi (00:00-24:00):",
            "4 Tiger Shorts L",
            "for /order_10, /order_12",
            "Call +919810000000, WhatsApp https://wa.me/919810000000, or /send_connaught and your words",
            "All fetched: /picked_connaught · /fetch_connaught",
            "Hauz Khas Crafts, South Delhi (00:00-24:00):",
            "2 Tiger Shorts L",
            "for /order_11",
            "Call +919810000002, WhatsApp https://wa.me/919810000002, or /send_hauz and your words",
            "All fetched: /picked_hauz · /fetch_hauz",
        ]
        alone = (await desk.ask("/fetch_connaught")).splitlines()
        assert alone[1:4] == [
            "In all: 4 Tiger Shorts L",
            "/picked_10_connaught 2 Tiger Shorts L, by Thu 21:30",
            "/picked_12_connaught 2 Tiger Shorts L, by Thu 21:30",
        ]
        assert (await desk.ask("/fetch karol")).startswith("There is nothing to fetch at Karol Bagh Gifts.")

    await play(store, scene)


async def test_an_order_that_is_passed_over_is_said_so(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("1234")
        for text in ("/picked 1234 1048 connaught", "/picked 1048 1234 connaught"):
            said = await desk.ask(text)
            assert "1048" in said, text
            assert "/picked_1234_connaught" in said, text
            assert await desk.heard() == [], text

    await play(store, scene)
