"""/order, /orders and /express: numbers first, who keeps what, and the next step to tap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversations import CONVERSATIONS
from flows.availability import Availability
from flows.business import Sourcing
from flows.money import Money
from flows.sourcing.order_events import TakenBack
from flows.sourcing.shop_ask import Says
from handlers.sourcing import desk_news
from handlers.sourcing.conversation import SOURCING
from handlers.staff_chat.staff_command import LONGEST
from storage.database.stores import Database
from storage.sourcing.partner_shops import Shops
from storage.store.products import Listing
from tests.handlers.sourcing.staff import rows
from tests.handlers.sourcing.staff.rows import HOUR
from tests.handlers.sourcing.staff.sourced import NOW, SOUVENIRS, Desk, play
from tests.single import asked_of


async def test_one_order_from_its_search_to_the_door(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
        await desk.answers(order, "connaught")
        searching = (await desk.ask("/order 1234")).splitlines()
        assert searching[0] == "Order 1234: 3 wanted, 2 kept, 0 here; ₹2,148, checking."
        assert searching[2] == "Shops asked: 3, 3 still to answer, until Tue 21:30."
        assert searching[3:5] == [
            "1. 2 Tiger Shorts L: Connaught Souvenirs 2, to fetch",
            "2. Taj Mug: 1 missing",
        ]
        assert searching[-1] == "Next: /assign 1234 SHOP"
        assert await desk.taps("/order 1234") == ["/cancel_1234"]
        await desk.answers(order, "hauz", Says.YES, 1, "2")
        assert await desk.taps("/order 1234") == ["/settled_1234", "/cancel_1234"]
        await desk.pays(order)
        answer = await desk.say("order #1234")
        paid = (answer.text or "").splitlines()
        assert paid[0] == "Order 1234: 3 wanted, 3 kept, 0 here; ₹2,148, sourcing."
        assert paid[1:3] == ["Paid Mon 21:30.", "Leaves us by Thu 21:30: 3 d left."]
        assert paid[5].startswith("Last: Mon 21:30 sourcing (simulator); ")
        assert [(one["id"], one["text"]) for one in answer.buttons] == [
            ("/picked_1234_connaught", "All fetched: connaught"),
            ("/picked_1234_hauz", "All fetched: hauz"),
        ]

    await play(store, scene)


async def test_the_letter_of_a_number_of_ours_may_be_left_out(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("P86758", ("MUG", "", 1))
        assert (await desk.ask("/order 86758")).startswith("Order P86758: ")
        assert "86759" in await desk.ask("/order 86759")

    await play(store, scene)


@pytest.mark.parametrize(
    ("locale", "customer", "said"),
    [
        ("en", "(the customer)", "said Asha"),
        ("es", "(el cliente)", "según Asha"),
        ("hi", "(ग्राहक)", "Asha ने बताया"),
        ("hi-Latn", "(customer)", "Asha ne bataya"),
    ],
)
async def test_its_last_steps_name_people_as_the_reader_does(
    store: Database, locale: str, customer: str, said: str
) -> None:
    async def scene(desk: Desk) -> None:
        desk.house.business = replace(SOUVENIRS, locale=locale)
        order = await desk.reserve("1234")
        assert customer in await desk.ask("/order 1234")
        await desk.answers(order, "connaught")
        kept = await desk.ask("/order 1234")
        assert "(Connaught Souvenirs)" in kept
        await desk.pays(order)
        await desk.press(await desk.say("/cantsource 1234"))
        await desk.heard()
        given_up = await desk.ask("/order 1234")
        assert said in given_up
        assert "(Asha)" in given_up
        for shown in (kept, given_up):
            assert not any(code in shown for code in ("shop:", "staff:"))

    await play(store, scene)


@pytest.mark.parametrize(
    "text",
    [
        "/order 1234",
        "/order #1234",
        "/orders 1234",
        "/order_1234",
        "order 1234",
        "/odrer 1234",
        "/order १२३४",
    ],
)
async def test_an_order_is_found_however_it_is_written(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(text)).startswith("Order 1234: 2 wanted")

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/order 99", "There is no order 99 here.\nAll open orders: /orders"),
        ("/order the red one", "No order, customer, product or shop matches “the red one”. /orders finds by number,"),
        ("/order", "1 open."),
    ],
)
async def test_an_order_that_is_not_there(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(text)).startswith(expected)

    await play(store, scene)


async def test_numbers_with_letters_and_dashes_can_be_tapped(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("SO-77")
        assert "/cancel_SO_77" in await desk.taps("/order so-77")
        assert (await desk.ask("/order_SO_77")).startswith("Order SO-77:")

    await play(store, scene)


async def test_all_that_is_open_the_most_urgent_first(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask("/orders") == "No order is open."
        await desk.bought("10", "hauz")
        await desk.reserve("11")
        for number in range(20, 25):
            await desk.answers(await desk.reserve(str(number)), "connaught")
        desk.now += timedelta(days=3, hours=1)
        assert (await desk.ask("/orders")).splitlines() == [
            "7 open.",
            "To fetch (1):",
            "10 Noor (…0001): 2 Tiger Shorts L · Hauz Khas Crafts · 3 d · ₹1,798 · late",
            "To be paid (5):",
            *(f"2{at} {_line(at + 3)} · Connaught Souvenirs · 3 d · ₹1,798" for at in range(5)),
            "Asking shops (1):",
            f"11 {_line(2)} · 3 d · ₹1,798",
            "To find one: /orders and a name, a product, a shop or the last digits of a phone",
        ]
        orders = [f"/order_{one}" for one in ("10", "20", "21", "22", "23", "24", "11")]
        assert await desk.taps("/orders") == [*orders, "/fetch"]
        group = await desk.say("/orders_to_be_paid")
        assert (group.text or "").splitlines()[0] == "To be paid (5):"
        assert [one["id"] for one in group.buttons] == [*orders[1:6], "/orders"]
        await desk.reserve("12")
        assert await desk.taps("/orders") == [*orders, "/orders_page_2", "/fetch"]
        second = await desk.say("/orders_page_2")
        assert (second.text or "").splitlines()[1:3] == ["Asking shops (2):", f"12 {_line(8)} · 1 min · ₹1,798"]

    await play(store, scene)


def _line(customer: int) -> str:
    return f"Noor (…000{customer}): 2 Tiger Shorts L"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("connaught", ["10", "11"]),
        ("mug", ["11"]),
        ("noor", ["10", "11"]),
        ("नूर", ["10", "11"]),
        ("नूर mug", ["11"]),
        ("0002", ["11"]),
        ("noor mug", ["11"]),
        ("noor karol", ["11"]),
        ("shorts connaught", ["10"]),
    ],
)
async def test_orders_are_found_by_whatever_is_known_of_them(store: Database, words: str, found: list[str]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("10")
        await desk.reserve("11", ("MUG", "", 1))
        assert await desk.taps(f"/orders {words}") == [*(f"/order_{one}" for one in found), "/orders"]

    await play(store, scene)


async def test_what_goes_by_no_word_is_said_and_what_is_over_is_found_last(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("10")
        assert (await desk.ask("/orders zebra")).startswith("No order, customer, product or shop matches “zebra”.")
        await desk.ask("/cancel 10")
        await desk.heard()
        over = (await desk.ask("/orders noor")).splitlines()
        assert over[0] == "No open order. The last ones:"
        assert over[1].startswith("10 Noor (…0001): 2 Tiger Shorts L")
        assert over[1].endswith("cancelled")

    await play(store, scene)


async def test_what_is_open_stands_with_what_it_waits_for(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(quality_check=True))
        await desk.bought("10")
        await desk.ask("/picked 10")
        await desk.heard()
        desk.house.business = SOUVENIRS
        for number in ("11", "12", "13", "14", "15"):
            await desk.bought(number)
        for command in ("/picked 12", "/packed 13", "/shipped 14 AWB1"):
            await desk.ask(command)
        await desk.heard()
        lost = await desk.order(await desk.bought("16"))
        await desk_news.route_to_order(desk.turn, TakenBack(lost.id, desk.shops["connaught"].id, ("1",)))
        await desk.stock("MUG", "", 1)
        await desk.bought("17", "hauz")
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(pay="first"))
        await desk.reserve("18")
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(pay="cod"))
        await desk.answers(await desk.reserve("19"), "connaught")
        await desk.reserve("20")
        first, second = [(await desk.ask(f"/orders_page_{page}")).splitlines()[1:-1] for page in (1, 2)]
        assert first.pop() == "Customer to say yes 1 · To be paid 1 · Asking shops 1 · On the way 1"
        assert [line.split()[0] if line[0].isdecimal() else line for line in [*first, *second]] == [
            *("To fetch (3):", "11", "15", "17"),
            *("Asking shops again (1):", "16"),
            *("To check (1):", "10"),
            *("To pack (1):", "12"),
            *("To ship (1):", "13"),
            *("Customer to say yes (1):", "19"),
            *("To be paid (1):", "18"),
            *("Asking shops (1):", "20"),
            *("On the way (1):", "14"),
        ]

    await play(store, scene)


async def test_what_is_open_is_asked_at_once_however_much_waits_for_different_things(store: Database) -> None:
    async def asked(desk: Desk) -> int:
        desk.unit.met.clear()  # each command has a turn of its own
        with asked_of(desk.unit) as said:
            await desk.ask("/orders")
        return len(said)

    async def scene(desk: Desk) -> None:
        await desk.bought("11")
        one_group = await asked(desk)
        await desk.reserve("10")
        await desk.answers(await desk.reserve("12"), "connaught")
        assert await asked(desk) == one_group

    await play(store, scene)


async def test_express_orders_and_the_time_they_have(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/express")).startswith("No express order is open.")
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(express_fee=149))
        await desk.bought("31", express=True)
        await desk.reserve("32", express=True)
        await desk.reserve("33")
        desk.now += 12 * HOUR
        assert (await desk.ask("/express")).splitlines() == [
            "2 express orders open.",
            "31: 12 h left (50% used), sourcing",
            "32: not confirmed yet, reserved 12 h ago, checking",
        ]
        assert await desk.taps("/express") == ["/order_31", "/order_32", "/orders"]
        desk.now += 13 * HOUR
        assert "31: late by 1 h" in await desk.ask("/express")
        assert "2 of them express" in await desk.ask("/orders")

    await play(store, scene)


async def test_only_ones_own_orders(store: Database) -> None:
    async def other(house: rows.Shop) -> None:
        await (await Desk.open(house)).reserve("1234")

    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/order 1234")).startswith("There is no order 1234 here.")
        assert (await desk.ask("/orders")).startswith("No order is open")

    await rows.play(store, other, replace(SOUVENIRS, id="lion"))
    await play(store, scene)


async def test_help_has_a_page_for_each_topic(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        page = await desk.say("/help")
        assert len((page.text or "").splitlines()) <= 8
        assert {"/help_orders", "/help_shops", "/help_settings", "/help_people"} < {one["id"] for one in page.buttons}
        orders = (await desk.ask("/help_orders")).splitlines()
        assert orders[0].startswith("/orders - open orders, by what to do next; /order 1234 shows one, /orders and a")
        named = re.findall(r"/(\w+)", " ".join(line.partition(" - ")[0] for line in orders))
        assert {command.name for command in CONVERSATIONS.commands if command.topic == "orders"} <= {*named}
        assert len("\n".join(orders)) <= LONGEST
        await desk.member("Ravi", "agent", "9002")
        theirs = await desk.ask("/help orders", "Ravi")
        assert "/picked" in theirs
        assert "/cancel" not in theirs
        assert (await desk.ask("/help cancel")).startswith("/cancel 1234: cancel it; payments go back.")

    await play(store, scene)


async def test_a_dollar_shops_examples_are_in_dollars(store: Database) -> None:
    async def scene(house: rows.Shop) -> None:
        desk = Desk(house.unit, house)
        await desk.member("Asha", "owner", "9001")
        tee = Listing("TEE", "Tiger Tee", Money.parse("24.50", "USD"), Availability.SOURCE_2_3_DAYS, ())
        await house.unit.products.add([tee], NOW)
        assert (await desk.ask("/paid")).endswith("Example: /paid SHOP 120")
        assert (await desk.ask("/quote")).endswith("Example: /quote 120 hand-painted box, 5 days")

    await rows.play(store, scene, replace(SOUVENIRS, id="lion", currency="USD"))


async def test_a_shop_that_is_away_was_not_asked(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert "Shops asked: 3, 3 still to answer, until " in await desk.ask("/order 1234")
        await desk.unit.of(Shops).close_until(desk.shops["hauz"].id, desk.now + timedelta(days=3))
        told = (await desk.ask("/order 1234")).splitlines()
        assert told[2].startswith("Shops asked: 2, 2 still to answer, until ")
        assert told[2].endswith(". 1 more is closed or away.")

    await play(store, scene)


async def test_examples_are_the_businesss_own(store: Database) -> None:
    async def empty(house: rows.Shop) -> None:
        desk = Desk(house.unit, house)
        await desk.member("Asha", "owner", "9001")
        shown = f"{await desk.ask('/help')} {' '.join(await desk.taps('/help'))}"
        assert not [one for one in SOURCING.staff.commands if f"/{one.name} " in shown or f"/help_{one.topic}" in shown]
        assert (await desk.ask("/help assign")).startswith("/assign 1234 SHOP PRODUCT 2: give what is missing")
        assert (await desk.ask("/paid")).endswith("Example: /paid SHOP 100")

    async def scene(desk: Desk) -> None:
        await desk.reserve("SO-77")
        assert (await desk.ask("/help assign")).startswith("/assign SO-77 connaught MUG 2: give what is missing")
        assert (await desk.ask("/help stock")).startswith("/stock: our own stock, low first; /stock MUG also shows")
        assert "/packed SO-77 - ready for the courier\n" in await desk.ask("/help orders")
        assert (await desk.ask("/cancel")).startswith("Which order?\n/cancel_SO_77 checking\n")
        assert (await desk.ask("/picked it")).startswith("Which order? Example: /picked SO-77 connaught\n")
        assert (await desk.ask("/paid")).endswith("Example: /paid connaught 4500")
        assert (await desk.ask("/quote")).endswith("Example: /quote 4500 hand-painted box, 5 days")
        assert (await desk.ask("/help quote")).startswith("/quote 4500 hand-painted box, 5 days: reply to a question")

    await rows.play(store, empty, replace(SOUVENIRS, id="lion"))
    await play(store, scene)


async def test_the_steps_of_an_order_whose_number_has_a_dash_are_named(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("TT-1234")
        answer = await desk.say("/order TT-1234")
        assert [(one["id"], one["text"]) for one in answer.buttons] == [
            ("/picked_TT_1234_connaught", "All fetched: connaught")
        ]

    await play(store, scene)
