"""Shops, what they have and how soon a product can be had, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.availability import Availability
from flows.money import Money
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.schema import orders, reservations, reserved_lines, stock_asks
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Listing, Product
from tests.cases import each
from tests.handlers.api.conftest import OTHER, READ, START, Rig, bearer

WRITE = bearer("write-key")
SHORTS = Listing("SHORTS", "Tiger shorts", Money.parse(899, "USD"), Availability.SOURCE_2_3_DAYS, ("M", "L"))
MUG = Listing("MUG", "Mug", Money.parse("4.50", "USD"), Availability.SOURCE_4_7_DAYS)
INVENTORY, AVAILABILITY = "/api/v1/shops/connaught/inventory", "/api/v1/availability"


@pytest.fixture(autouse=True)
async def shops(rig: Rig) -> None:
    """Two shops, of which one is linked, and two products."""

    async def fill(turn: Turn) -> None:
        ids, contact = turn.unit.ids, await turn.unit.people.resolve([Identity("telegram", "77")], turn.now)
        one = Shop(ids.make(), "connaught", "Connaught", "Delhi", 600, 1260, 150_000_000, None, "hi", "hi", contact)
        other = Shop(ids.make(), "janpath", "Janpath", "", 0, 1440, None, 12.5, "en", away_until=START, handover="shop")
        await turn.unit.of(Shops).add([other, one], turn.now)
        await turn.unit.products.add([SHORTS, MUG], turn.now)

    await rig.turns.act("tiger", fill)


async def put(rig: Rig, body: object, path: str = INVENTORY, headers: dict[str, str] = WRITE) -> tuple[int, Any]:
    async with rig.http.put(path, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


def told(size: str, quantity: int, **more: object) -> dict[str, object]:
    return {"sku": "SHORTS", "size": size, "quantity": quantity, **more}


async def product(turn: Turn, sku: str = "SHORTS") -> Product:
    found = await turn.unit.products.find_by_sku(sku)
    assert found is not None
    return found


CONNAUGHT = {
    "id": "connaught",
    "name": "Connaught",
    "location": "Delhi",
    "hours": "10:00-21:00",
    "language": "hi",
    "commission": "150.00",
    "commission_percent": None,
    "handover": "us",
    "linked": True,
    "away_until": None,
}
JANPATH = {
    "id": "janpath",
    "name": "Janpath",
    "location": "",
    "hours": "00:00-24:00",
    "language": "en",
    "commission": None,
    "commission_percent": 12.5,
    "handover": "shop",
    "linked": False,
    "away_until": "2026-03-02T15:00:00Z",
}


async def test_the_shops(rig: Rig) -> None:
    assert await rig.get("/api/v1/shops") == (200, {"items": [CONNAUGHT, JANPATH], "next": None})
    assert await rig.get("/api/v1/shops", OTHER) == (200, {"items": [], "next": None})


async def test_the_shops_page_by_page(rig: Rig) -> None:
    assert await rig.get("/api/v1/shops?limit=1") == (200, {"items": [CONNAUGHT], "next": "connaught"})
    rest = await rig.get("/api/v1/shops?limit=1&cursor=connaught")
    assert rest == (200, {"items": [JANPATH], "next": None})
    status, refused = await rig.get("/api/v1/shops?cursor=Not%20one")
    assert (status, refused["error"]["field"]) == (422, "cursor")


async def test_a_told_list_takes_the_place_of_what_was_known(rig: Rig) -> None:
    status, first = await put(rig, {"items": [told("L", 5, price="249.5"), told("M", 2), mug(1)]})
    assert (status, first["next"]) == (200, None)
    assert first["items"] == [
        shown("MUG", "Mug", "", 1),
        shown("SHORTS", "Tiger shorts", "L", 5, "249.50"),
        shown("SHORTS", "Tiger shorts", "M", 2),
    ]
    assert await rig.get(INVENTORY) == (200, first)
    rig.clock.push(START + timedelta(hours=1))
    status, second = await put(rig, {"items": [told("M", 0)]})
    assert second["items"] == [shown("SHORTS", "Tiger shorts", "M", 0, hour=16)]
    assert await put(rig, {"items": []}) == (200, {"items": [], "next": None})


def mug(quantity: int) -> dict[str, object]:
    return {"sku": "MUG", "quantity": quantity}


def shown(
    sku: str, title: str, size: str, quantity: int, price: str | None = None, hour: int = 15
) -> dict[str, object]:
    return {
        "sku": sku,
        "title": title,
        "size": size,
        "quantity": quantity,
        "free": quantity,
        "price": price,
        "as_of": f"2026-03-02T{hour}:00:00Z",
        "source": "list",
    }


async def test_what_was_said_in_chat_is_shown_and_what_is_not_sold_is_not(rig: Rig) -> None:
    async def say(turn: Turn) -> None:
        shop = await turn.unit.of(Shops).find_by_ref("connaught")
        assert shop is not None
        shorts, cup = await product(turn), await product(turn, "MUG")
        said = Stated(shop.id, shorts.id, "L", 3, turn.now, StockSource.REPLY)
        await turn.unit.of(ShopInventory).put([said, replace(said, product=cup.id, size="")])
        await turn.unit.products.change([Product(cup.id, cup.listing, turn.now)])

    await rig.turns.act("tiger", say)
    _, inventory = await rig.get(INVENTORY)
    assert [(one["sku"], one["source"]) for one in inventory["items"]] == [("SHORTS", "reply")]


async def test_of_two_entries_for_one_size_the_later_counts(rig: Rig) -> None:
    status, inventory = await put(rig, {"items": [told("M", 1), told("L", 5), told("M", 2)]})
    assert status == 200
    assert [(one["size"], one["quantity"]) for one in inventory["items"]] == [("L", 5), ("M", 2)]


WRONG: dict[str, tuple[object, str, str]] = {
    "less than none": ({"items": [told("M", -1)]}, "items[0].quantity", "is less than 0"),
    "more than there can be": ({"items": [told("M", 10**9)]}, "items[0].quantity", "is more than 1000000"),
    "a number as text": ({"items": [told("M", "5")]}, "items[0].quantity", "is not a whole number"),  # type: ignore[arg-type]
    "a price in words": ({"items": [told("M", 1, price="cheap")]}, "items[0].price", "is not a price"),
    "a negative price": ({"items": [told("M", 1, price=-1)]}, "items[0].price", "is not a price"),
    "a price beyond any": ({"items": [told("M", 1, price="99999999999")]}, "items[0].price", "is not a price"),
    "half a character": ({"items": [{"sku": "\ud800", "quantity": 1}]}, "items[0].sku", "is not one line"),
    "a null byte": ({"items": [{"sku": "a\x00", "quantity": 1}]}, "items[0].sku", "is not one line"),
    "a number as sku": ({"items": [{"sku": 7, "quantity": 1}]}, "items[0].sku", "is not text"),
    "no list": ({"items": {"sku": "MUG"}}, "items", "is not a list"),
    "nothing": ({}, "items", "is missing"),
    "too much": ({"items": [mug(1)] * 10_001}, "items", "has more than 10000 entries"),
}


@each(("body", "field", "message"), WRONG.values(), ids=WRONG)
async def test_a_list_that_cannot_be_used_changes_nothing(rig: Rig, body: object, field: str, message: str) -> None:
    await put(rig, {"items": [told("L", 5)]})
    status, refused = await put(rig, body)
    assert (status, refused["error"]["code"], refused["error"]["field"]) == (422, "invalid", field)
    assert message in refused["error"]["message"]
    _, kept = await rig.get(INVENTORY)
    assert [(one["size"], one["quantity"]) for one in kept["items"]] == [("L", 5)]


UNKNOWN: dict[str, tuple[object, str, str]] = {
    "an unknown sku": (
        {"items": [told("M", 1), {"sku": "HAT", "quantity": 1}]},
        "items[1].sku",
        "no product has the sku 'HAT'",
    ),
    "an unknown size": ({"items": [told("XXL", 1)]}, "items[0].size", "has no size 'XXL'"),
    "no size": ({"items": [{"sku": "SHORTS", "quantity": 1}]}, "items[0].size", "has no size ''"),
}


@pytest.mark.parametrize(("body", "field", "message"), UNKNOWN.values(), ids=UNKNOWN)
async def test_a_list_of_what_is_not_sold_changes_nothing(rig: Rig, body: object, field: str, message: str) -> None:
    """Nothing is wrong with the request itself: what it names is not there, as in GET /api/v1/availability."""
    await put(rig, {"items": [told("L", 5)]})
    status, refused = await put(rig, body)
    assert (status, refused["error"]["code"], refused["error"]["field"]) == (404, "not_found", field)
    assert message in refused["error"]["message"]
    _, kept = await rig.get(INVENTORY)
    assert [(one["size"], one["quantity"]) for one in kept["items"]] == [("L", 5)]


@pytest.mark.parametrize("ref", ["karol", "Connaught", "%00", "a" * 300])
async def test_a_shop_that_is_none(rig: Rig, ref: str) -> None:
    path = f"/api/v1/shops/{ref}/inventory"
    for status, refused in (await rig.get(path), await put(rig, {"items": []}, path)):
        assert (status, refused["error"]["code"], refused["error"]["field"]) == (404, "not_found", "id")


async def test_whose_key_may_do_what(rig: Rig) -> None:
    assert (await put(rig, {"items": []}, headers=READ))[0] == 403
    assert (await rig.get(INVENTORY, WRITE))[0] == 403
    assert (await rig.get(INVENTORY, OTHER))[0] == 404  # another business has no such shop
    assert (await rig.get(f"{AVAILABILITY}?sku=MUG", WRITE))[0] == 403


async def test_how_soon_a_product_can_be_had(rig: Rig) -> None:
    async def stock(turn: Turn) -> None:
        shorts = await product(turn)
        await turn.unit.of(Stocks).add([Stock(shorts.id, "L", 3, 1, None, 3, turn.now)])

    await rig.turns.act("tiger", stock)
    status, found = await rig.get(f"{AVAILABILITY}?sku=SHORTS")
    assert status == 200
    assert found == {
        "sku": "SHORTS",
        "title": "Tiger shorts",
        "url": None,
        "price": "899.00",
        "currency": "USD",
        "availability": "in_stock",
        "days": 1,
        "items": [
            {
                "size": "M",
                "availability": "source_2_3_days",
                "days": 3,
                "why": "The business states it; nothing newer is known.",
            },
            {"size": "L", "availability": "in_stock", "days": 1, "why": "2 pieces in our own stock."},
        ],
        "next": None,
    }
    _, one = await rig.get(f"{AVAILABILITY}?sku=SHORTS&size=M")
    assert (one["availability"], one["days"], [item["size"] for item in one["items"]]) == ("source_2_3_days", 3, ["M"])
    _, cup = await rig.get(f"{AVAILABILITY}?sku=MUG&size=")
    assert (cup["availability"], cup["items"][0]["size"]) == ("source_4_7_days", "")


async def test_what_shops_told_and_answered_counts(rig: Rig) -> None:
    await put(rig, {"items": [told("M", 0), told("L", 1)]})
    _, found = await rig.get(f"{AVAILABILITY}?sku=SHORTS")
    assert [(one["size"], one["availability"], one["why"]) for one in found["items"]] == [
        ("M", "temporarily_out", "No shop has any left, by what all of them said lately."),
        ("L", "source_2_3_days", "1 shop told to have it, the latest within the hour."),
    ]
    answers = [Says.NO, Says.NO, Says.SILENT, Says.YES, Says.SPARED, Says.OPEN, Says.TAKEN_BACK]
    await rig.turns.act("tiger", lambda turn: ask(turn, "L", answers, days=2))
    await rig.turns.act("tiger", lambda turn: ask(turn, "L", [Says.YES] * 9, days=40))
    _, doubted = await rig.get(f"{AVAILABILITY}?sku=SHORTS&size=L")
    assert doubted["availability"] == "source_4_7_days"
    assert doubted["items"][0]["why"].endswith("but only 1 of 5 requests got it lately.")


async def ask(turn: Turn, size: str, answers: list[Says], days: int) -> None:
    """Shops were asked for a product so many days ago, each about an order of its own."""
    shop, shorts = await turn.unit.of(Shops).find_by_ref("connaught"), await product(turn)
    assert shop is not None
    at = turn.now - timedelta(days=days)
    for number, says in enumerate(answers):
        order: UUID = turn.unit.ids.make()
        name = f"{days}-{number}"
        await turn.unit.add(orders, id=order, source="api", ref=name, number=name, created_at=at)
        money = {"pay": "after", "amount": 1, "fee": 0, "credit": 0, "currency": "USD", "token": name}
        kind = {"status": "checking", "express": False, "for_stock": False, "approved": False}
        await turn.unit.add(reservations, id=order, created_at=at, changed_at=at, **kind, **money)
        line = {"order": order, "line": "1", "sku": "SHORTS", "title": "Shorts", "size": size, "quantity": 1}
        await turn.unit.add(reserved_lines, product=shorts.id, price=1, status="missing", **line)
        asked = {"order": order, "line": "1", "shop": shop.id, "wave": 1, "says": says.value, "quantity": 1}
        await turn.unit.add(stock_asks, asked_at=at, **asked)


@each(
    ("query", "status", "field"),
    [
        ("?sku=HAT", 404, "sku"),
        ("?sku=shorts", 404, "sku"),
        ("?sku=SHORTS&size=XXL", 404, "size"),
        ("?sku=SHORTS&size=", 404, "size"),
        ("", 422, "sku"),
        ("?sku=", 422, "sku"),
        ("?sku=a%00b", 422, "sku"),
        ("?sku=SHORTS&size=%ed%a0%80", 404, "size"),
        (f"?sku={'x' * 101}", 422, "sku"),
        ("?sku=MUG&size=" + "x" * 21, 422, "size"),
    ],
)
async def test_a_product_that_is_none(rig: Rig, query: str, status: int, field: str) -> None:
    found, refused = await rig.get(AVAILABILITY + query)
    assert (found, refused["error"]["field"]) == (status, field)
