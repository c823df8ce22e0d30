"""/packed, /shipped and /delivered where photos are wanted, where something changed meanwhile, and said once more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.conversations import EVENTS
from flows.actor import Actor
from flows.business import Sourcing
from flows.engine import Elapsed
from flows.events import OrderDelivered, OrderProgressed
from flows.sourcing.order_events import ParcelMoved, PhotosTaken, TakenBack
from handlers.engine import host
from handlers.intake import store_events
from handlers.privacy import privacy_requests
from handlers.sourcing import desk_news
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.schema import events
from storage.sourcing.reservations import Reservations
from tests.actors import ASHA
from tests.handlers.sourcing.staff.sourced import SOUVENIRS, Desk, play

ANYWAY = "Not done yet. Confirm within 10 minutes."


async def _fetched(desk: Desk) -> UUID:
    """Paid and fetched, in a business that shows photos before anything leaves."""
    desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(quality_check=True))
    order = await desk.bought()
    assert await desk.ask("/picked 1234 connaught") == (
        "Picked up at Connaught Souvenirs: 2 Tiger Shorts L. Order 1234: all of it is here.\n"
        "Next: send photos of order 1234 here"
    )
    await desk.heard()
    assert (await desk.order(order)).status.value == "quality_check"
    assert (await desk.ask("/order 1234")).endswith("Next: send photos of order 1234 here")
    return order


@pytest.mark.parametrize(
    ("text", "to", "label"),
    [
        ("/packed 1234", "packed", "1 Pack it anyway"),
        ("/shipped 1234 AWB1", "shipped", "1 Ship it anyway"),
        ("/delivered 1234", "delivered", "1 It is delivered"),
    ],
)
async def test_what_its_customer_has_not_seen_is_moved_on_a_yes_alone(
    store: Database, text: str, to: str, label: str
) -> None:
    async def scene(desk: Desk) -> None:
        await _fetched(desk)
        await desk.member("Ravi", "agent", "9002")
        question = await desk.say(text, "Ravi")
        assert question.text == (
            "Order 1234: the customer has not approved its photos. To show them first, send its photos here. "
            f"It will count as {to}.\n{ANYWAY}"
        )
        assert [button["text"] for button in question.buttons] == [label, "2 Leave it"]
        assert await desk.heard() == []
        assert (await desk.press(question, who="Ravi")).startswith(f"Order 1234 is {to}")
        assert await desk.heard() == ["order.moved"]

    await play(store, scene)


async def test_its_customer_is_looking(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await _fetched(desk)
        await desk_news.route_to_order(desk.turn, PhotosTaken(order, ASHA, 2))
        assert (await desk.ask("/order 1234")).endswith("Next: the customer looks at the photos, then /packed_1234")
        question = await desk.say("/packed 1234")
        assert question.text is not None
        assert "They can look until Tue 21:30; after that we do not wait for them." in question.text

    await play(store, scene)


async def test_what_is_approved_while_it_is_asked_is_moved_at_the_yes(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await _fetched(desk)
        question = await desk.say("/packed 1234")
        await desk_news.route_to_order(desk.turn, PhotosTaken(order, ASHA, 2))
        run = await desk.unit.runs.get_open("sourcing", str(order))
        assert run is not None
        await host.advance(desk.turn, run, Elapsed("photos"))
        assert (await desk.press(question)).startswith("Order 1234 is packed.")
        assert await desk.taps("/order 1234") == ["/packed_1234"]  # it has not heard of it yet

    await play(store, scene)


async def test_what_was_taken_back_since_it_was_asked_is_not_packed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(quality_check=True))
        order = await desk.bought()
        question = await desk.say("/packed 1234")
        await desk_news.route_to_order(desk.turn, TakenBack(order, desk.shops["connaught"].id, ("1",)))
        assert (await desk.press(question)).startswith(
            "Order 1234 lacks 2 Tiger Shorts L, so nothing was changed.\nNext: /assign 1234 SHOP"
        )
        assert await desk.heard() == []

    await play(store, scene)


async def test_what_was_taken_back_before_the_order_heard_of_it_is_not_packed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        assert (await desk.ask("/packed 1234")).startswith("Order 1234 is packed.")
        await desk_news.route_to_order(desk.turn, TakenBack(order, desk.shops["connaught"].id, ("1",)))
        assert await desk.heard() == ["order.moved"]
        assert (await desk.order(order)).status.value == "sourcing"
        assert "Order 1234 is not packed: 2 Tiger Shorts L is missing since then." in (await desk.told())[-1]

    await play(store, scene)


async def test_by_what_it_is_followed_can_be_said_later(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        await desk.ask("/shipped 1234")
        await desk.heard()
        assert await desk.ask("/shipped 1234") == (
            "Order 1234 is already shipped. Nothing was changed.\n"
            "Another number: /shipped 1234 TRACKING · /delivered_1234"
        )
        for text, parcel in (
            ("/shipped 1234 Delhivery AWB1", "Delhivery AWB1"),
            ("/shipped 1234 AWB2", "Delhivery AWB2"),
            ("/shipped 1234 https://track.example/AWB3", "Delhivery https://track.example/AWB3"),
            ("/shipped 1234 AWB4", "Delhivery AWB4"),
        ):
            assert (await desk.ask(text)).startswith(
                f"Order 1234 is shipped, tracking {parcel}. We told the customer.\nNext: /delivered_1234"
            )
            assert await desk.heard() == ["order.moved"]
            row = await desk.unit.of(Reservations).get(order)
            assert row is not None
            assert row.parcel == parcel
            assert (await desk.ask(text)).startswith(f"Order 1234 is already shipped, tracking {parcel}. Nothing was")
            assert await desk.heard() == []

    await play(store, scene)


async def test_how_the_parcel_of_an_erased_customer_is_followed_is_not_kept(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        await desk.ask("/shipped 1234")
        await desk.heard()
        row = await desk.unit.of(Reservations).get(order)
        assert row is not None
        assert row.contact is not None
        await privacy_requests.erase_person(desk.turn, row.contact, "a test asked to erase")
        await desk.ask("/shipped 1234 Delhivery AWB1")
        moved = select(events.c.data).where(desk.unit.owns(events), events.c.type == "order.moved")
        assert [EVENTS.load("order.moved", one.data) for one in await desk.unit.rows(moved) if one.data] == [
            ParcelMoved(order, "shipped", Actor.staff(desk.people["Asha"][0].id))
        ]

    await play(store, scene)


async def test_others_hear_once_that_an_order_is_delivered_whoever_says_so(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        for words in ("/packed 1234", "/delivered 1234"):
            await desk.ask(words)
            await desk.heard()
        told = OrderDelivered("1234", desk.now, "", "")
        stored = Stored("tiger", desk.unit.ids.make(), "api", told.TYPE, None, desk.now, 0, told)
        await store_events.store_move(desk.turn, stored, told)
        query = select(events).where(desk.unit.owns(events), events.c.type == OrderProgressed.TYPE)
        heard = [EVENTS.load(row.type, row.data) for row in await desk.unit.rows(query)]
        assert Counter(heard) == {OrderProgressed(order, to): 1 for to in ("created", "delivered")}

    await play(store, scene)


async def test_whoever_cannot_be_written_to_is_not_said_to_be_told(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        desk.house.business = replace(SOUVENIRS, channels=SOUVENIRS.channels[:1])  # and Noor has WhatsApp alone
        question = await desk.say("/cantsource 1234")
        assert "We cannot write to the customer: tell them yourself.\nNot done yet." in (question.text or "")
        assert (
            "Order 1234 is shipped, tracking AWB1. We cannot write to the customer: tell them yourself."
            in await desk.ask("/shipped 1234 AWB1")
        )

    await play(store, scene)


async def test_what_was_never_said_to_have_left_is_delivered_on_a_yes_alone(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        asked = await desk.ask("/delivered 1234")
        assert "nobody marked it as packed or shipped" in asked
        assert ANYWAY in asked
        await desk.heard()
        assert (await desk.order(order)).status.value == "sourcing"

    await play(store, scene)
