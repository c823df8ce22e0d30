"""Sourced orders over HTTP, and the report of them: in the form that outsiders hold on to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.conversations import CONVERSATIONS
from flows.sourcing.order_events import RefundedByHand
from flows.sourcing.shop_ask import Says
from handlers.api.event_declaration import EventTiming
from handlers.api.openapi import describe
from handlers.engine.turn import Turn
from handlers.sourcing.api.order_endpoints import OrderList, OrderShown
from handlers.sourcing.api.reservation_event_data import ReservedData, ReservedLine
from storage.schema import shops
from tests.actors import ASHA
from tests.handlers.api.conftest import OTHER, TELL, Rig, check
from tests.sourced import SOUVENIRS, Souvenirs

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ORDERS, REPORT = "/api/v1/orders", "/api/v1/reports/sourcing"


@pytest.fixture
async def house(rig: Rig) -> Souvenirs:
    """The business behind the keys sources."""
    return await Souvenirs(rig.turns, rig.clock, replace(SOUVENIRS, id="tiger")).open()


async def test_an_order_from_its_reservation_to_the_fetching(rig: Rig, house: Souvenirs) -> None:
    await house.reserve("shop-77", ("SHORTS", "L", 2), ("MUG", "", 1), express=True, number="1077")
    house.later(minutes=10)
    await house.says("shop-77", "hauz", Says.PART, 1)
    await house.says("shop-77", "karol", Says.YES, 2)
    await house.linked("shop-77")
    house.later(minutes=10)
    await house.pays("shop-77")
    house.later(hours=3)
    await house.picked("shop-77", "karol")
    status, order = await rig.get(f"{ORDERS}/shop-77")
    assert status == 200
    assert order == {
        "id": "shop-77",
        "status": "sourcing",
        "express": True,
        "for_stock": False,
        "items": [
            {
                "sku": "SHORTS",
                "size": "L",
                "quantity": 2,
                "status": "picked",
                "shops": [{"shop": "karol", "quantity": 2, "commission": "240.00"}],
            },
            {"sku": "MUG", "size": "", "quantity": 1, "status": "held", "shops": []},
        ],
        "amount": "2297.00",
        "payment": {"state": "paid", "link": "https://pay.example/shop-77", "refunded": "0.00"},
        "promise": "2026-03-03T15:20:00Z",
        "carrier": None,
        "tracking": None,
        "address": None,
        "history": order["history"],
    }
    told = [(one["at"][11:16], one["status"], one["by"]) for one in order["history"]]
    assert told == [
        ("15:00", "reserved", "customer"),
        ("15:00", "reserved", "customer"),
        ("15:00", "checking", "customer"),
        ("15:10", "checking", "shop:Karol Gifts"),
        ("15:10", "available", "shop:Karol Gifts"),
        ("15:20", "available", "simulator"),
        ("15:20", "confirmed", "simulator"),
        ("15:20", "sourcing", "simulator"),
        ("18:20", "sourcing", f"staff:{ASHA.id}"),
    ]
    shown = OrderShown.model_validate(order, extra="forbid").model_dump(mode="json")
    assert shown == order


async def test_a_restock_is_marked_and_counts_for_the_shops_alone(rig: Rig, house: Souvenirs) -> None:
    await house.restock("MUG", 5)
    await house.says("R1", "karol", Says.YES, 5)
    await house.picked("R1", "karol")
    status, order = await rig.get(f"{ORDERS}/R1")
    assert status == 200
    assert (order["id"], order["for_stock"], order["status"], order["amount"]) == ("R1", True, "delivered", "0.00")
    assert order["payment"] == {"state": None, "link": None, "refunded": "0.00"}
    assert OrderShown.model_validate(order, extra="forbid").model_dump(mode="json") == order
    _, report = await rig.get(f"{REPORT}?from=2026-03-02T00:00:00Z")
    assert [report[name] for name in ("reserved", "confirmed", "delivered", "revenue")] == [0, 0, 0, "0.00"]
    first = report["by_shop"][0]
    assert (first["shop"], first["handed_over"], first["commission"]) == ("karol", 1, "600.00")


async def test_an_order_before_anything_is_known(rig: Rig, house: Souvenirs) -> None:
    await house.reserve("1")
    _, order = await rig.get(f"{ORDERS}/1")
    unpaid = {"state": None, "link": None, "refunded": "0.00"}
    assert (order["status"], order["payment"], order["promise"]) == ("checking", unpaid, None)
    assert order["items"][0] == {"sku": "SHORTS", "size": "L", "quantity": 2, "status": "missing", "shops": []}


async def test_money_that_goes_back_is_not_called_paid(rig: Rig, house: Souvenirs) -> None:
    async def payment() -> tuple[str, str]:
        shown = (await rig.get(f"{ORDERS}/1"))[1]["payment"]
        return shown["state"], shown["refunded"]

    await house.reserve("1", ("SHORTS", "L", 2), ("MUG", "", 1))
    await house.says("1", "karol", Says.YES, 2)
    await house.linked("1")
    assert await payment() == ("open", "0.00")
    await house.pays("1")
    assert await payment() == ("paid", "0.00")
    await house.given_up("1", "2")
    await house.refunded("1")
    assert await payment() == ("paid", "350.00")
    await house.given_up("1")
    assert await payment() == ("refunding", "2148.00")
    await house.refunded("1", "failed")
    assert await payment() == ("paid", "350.00")
    await house.give("1", lambda order: RefundedByHand(order.id, ASHA))
    assert await payment() == ("refunded", "2148.00")
    _, page = await rig.get(ORDERS)
    assert [one["payment"]["state"] for one in page["items"]] == ["refunded"]
    OrderList.model_validate(page, extra="forbid")


async def test_how_its_parcel_is_followed(rig: Rig, house: Souvenirs) -> None:
    await house.confirmed("1")
    await house.moved("1", "shipped", "AWB77", "Delhivery")
    _, order = await rig.get(f"{ORDERS}/1")
    assert (order["status"], order["carrier"], order["tracking"]) == ("shipped", "Delhivery", "AWB77")
    assert (order["history"][-1]["status"], order["history"][-1]["note"]) == ("shipped", "")


async def test_an_order_tells_the_address_that_it_was_reserved_with(rig: Rig, house: Souvenirs) -> None:
    told = ReservedData(
        order_id="1", items=[ReservedLine(sku="SHORTS", size="L")], address=" 12 MG Road \n\nDelhi\t110001"
    )
    event = told.event(EventTiming(NOW, "e1", NOW))
    await house.reserve("1", address=event.address)
    _, order = await rig.get(f"{ORDERS}/1")
    assert order["address"] == "12 MG Road\nDelhi 110001"


async def test_by_the_shop_s_name_its_number_or_ours(rig: Rig, house: Souvenirs) -> None:
    first = await house.reserve("a", number="#b")
    await house.reserve("b", number="#c")
    asked = {"a": "a", "b": "b", "c": "b", "%23c": "b", str(first): "a", first.hex: "a"}
    found = {name: (await rig.get(f"{ORDERS}/{name}"))[1]["id"] for name in asked}
    assert found == asked


NOBODYS = {
    "unknown": "zzz",
    "another id": str(uuid4()),
    "bytes": "a%00b",
    "half a letter": "%ed%a0%80",
    "long": "x" * 300,
}


@pytest.mark.parametrize("name", NOBODYS.values(), ids=NOBODYS)
async def test_an_order_that_is_none(rig: Rig, house: Souvenirs, name: str) -> None:
    status, refused = await rig.get(f"{ORDERS}/{name}")
    assert (status, refused["error"]["code"], refused["error"]["field"]) == (404, "not_found", "order_id")


async def test_what_was_told_but_not_reserved_is_none(rig: Rig, house: Souvenirs) -> None:
    async def tell(turn: Turn) -> None:
        await turn.unit.orders.ensure("api", "99", turn.now)

    await house.act(tell)
    assert (await rig.get(f"{ORDERS}/99"))[0] == 404
    assert await rig.get(ORDERS) == (200, {"items": [], "next": None})


async def test_newest_first_page_by_page(rig: Rig, house: Souvenirs) -> None:
    for ref in ("1", "2", "3"):
        await house.reserve(ref)
        house.later(minutes=1)
    status, first = await rig.get(f"{ORDERS}?limit=2")
    assert (status, [one["id"] for one in first["items"]]) == (200, ["3", "2"])
    OrderList.model_validate(first, extra="forbid")
    await house.reserve("4")  # what comes meanwhile does not move the next page
    _, rest = await rig.get(f"{ORDERS}?limit=2&cursor={first['next']}")
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (["1"], None)
    _, whole = await rig.get(f"{ORDERS}?limit=4")
    assert (len(whole["items"]), whole["next"]) == (4, None)


async def test_those_of_one_status(rig: Rig, house: Souvenirs) -> None:
    await house.reserve("1")
    await house.reserve("2")
    await house.called_off("2")
    for asked, ids in {"cancelled": ["2"], "checking": ["1"], "delivered": [], "": ["2", "1"]}.items():
        _, found = await rig.get(f"{ORDERS}?status={asked}")
        assert [one["id"] for one in found["items"]] == ids


WRONG = {"status": "?status=lost", "cursor": "?cursor=no", "limit": "?limit=0"}


@pytest.mark.parametrize(("field", "query"), WRONG.items())
async def test_a_wrong_question(rig: Rig, house: Souvenirs, field: str, query: str) -> None:
    status, refused = await rig.get(ORDERS + query)
    assert (status, refused["error"]["field"]) == (422, field)


async def test_the_key_decides_what_is_seen(rig: Rig, house: Souvenirs) -> None:
    order = await house.reserve("1")
    assert await rig.get(ORDERS, OTHER) == (200, {"items": [], "next": None})
    for name in ("1", str(order)):
        assert (await rig.get(f"{ORDERS}/{name}", OTHER))[0] == 404
    for path in (ORDERS, f"{ORDERS}/1", REPORT):
        assert (await rig.get(path, TELL))[0] == 403
        assert (await rig.get(path, {}))[0] == 401


async def test_a_shop_that_was_removed_keeps_its_name(rig: Rig, house: Souvenirs) -> None:
    await house.confirmed("1")

    async def remove(turn: Turn) -> None:
        await turn.unit.run(shops.update().where(turn.unit.owns(shops)).values(removed_at=turn.now))

    await house.act(remove)
    _, order = await rig.get(f"{ORDERS}/1")
    assert order["items"][0]["shops"][0]["shop"] == "connaught"


async def test_the_report_has_the_documented_shape(rig: Rig, house: Souvenirs) -> None:
    await house.confirmed("1")
    house.later(hours=1)
    await house.picked("1", "connaught")
    status, report = await rig.get(f"{REPORT}?from=2026-03-02T00:00:00Z")
    assert status == 200
    check(describe(CONVERSATIONS.endpoints, None), "SourcingReport", report)
    assert report["by_shop"][0] == {
        "shop": "connaught",
        "asked": 1,
        "yes": 1,
        "no": 0,
        "silent": 0,
        "open": 0,
        "spared": 0,
        "taken_back": 0,
        "median_reply": 1200,
        "won": 1,
        "handed_over": 1,
        "commission": "300.00",
    }
    assert (report["reserved"], report["revenue"], report["time_to_answer"]) == (1, "1798.00", 1200)
    assert report["refunded"] == {"count": 0, "amount": "0.00"}
    assert (report["from"], report["to"], report["currency"]) == ("2026-03-02T00:00:00Z", None, "INR")


async def test_the_report_of_a_wrong_period(rig: Rig, house: Souvenirs) -> None:
    status, refused = await rig.get(f"{REPORT}?from=march")
    assert (status, refused["error"]["field"]) == (422, "from")
