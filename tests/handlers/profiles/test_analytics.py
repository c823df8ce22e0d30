"""``GET /api/customers/analytics``: acquisition, retention by cohort, value, and the stages of a life."""

from __future__ import annotations

from tests.handlers.profiles.conftest import DANA, NOOR, OMAR, Shop

NOW = "2026-03"


async def test_all_customers_in_figures(shop: Shop) -> None:
    for who, source in ((DANA, "instagram"), (NOOR, "instagram"), (OMAR, None)):
        await shop.tell("customer.updated", {"customer": who, **({"acquired_from": source} if source else {})})
    await shop.order("o1", NOOR, "250.00", "2026-01-10T10:00:00Z")
    await shop.order("o2", DANA, "40.00", "2026-01-31T23:30:00Z")  # still January in Chicago
    await shop.order("o3", DANA, "70.00", "2026-03-01T10:00:00Z")
    await shop.order("o4", NOOR, "10.00", "2026-02-10T10:00:00Z")
    await shop.tell("order.cancelled", {"order_id": "o4"})
    await shop.tell("order.refunded", {"order_id": "o3", "refunded": {"total": "20.00"}})
    shown = await shop.get("/api/customers/analytics?months=3")
    names = ("currency", "ordered", "repeated", "repeat_rate", "orders", "revenue", "average_order")
    assert {name: shown[name] for name in names} == {
        "currency": "USD",
        "ordered": 2,
        "repeated": 1,
        "repeat_rate": 0.5,
        "orders": 3,
        "revenue": "340.00",
        "average_order": "113.333333",
    }
    assert shown["value"] == {"average": "170.00", "median": None, "top_tenth": None}
    assert shown["lifecycle"] == {"new": 1, "active": 1, "loyal": 0, "at_risk": 0, "dormant": 0, "lost": 0}
    assert shown["cohorts"] == [
        {"month": "2026-01", "customers": 2, "ordered": [2, 0, 1], "retention": [1.0, 0.0, 0.5]},
        {"month": "2026-02", "customers": 0, "ordered": [0, 0], "retention": [0.0, 0.0]},
        {"month": NOW, "customers": 0, "ordered": [0], "retention": [0.0]},
    ]
    january, february, march = shown["acquisition"]
    assert (january["month"], january["customers"], january["sources"]) == ("2026-01", 2, {"instagram": 2})
    assert (february["customers"], march["month"]) == (0, NOW)
    assert sum(one["customers"] for one in shown["acquisition"]) == shown["customers"]


async def test_the_cohorts_for_a_spreadsheet(shop: Shop) -> None:
    await shop.order("o1", NOOR, "250.00", "2026-02-10T10:00:00Z")
    await shop.order("o2", NOOR, "50.00", "2026-03-01T10:00:00Z")
    answer = await shop.ask("GET", "/api/customers/analytics?months=2&form=csv")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.body == "month,customers,month_0,month_1\r\n2026-02,1,1.0,1.0\r\n2026-03,0,0.0\r\n"


async def test_nobody_yet_is_no_mistake(shop: Shop) -> None:
    shown = await shop.get("/api/customers/analytics?months=1", key="foreign")
    assert (shown["customers"], shown["repeat_rate"], shown["average_order"], shown["revenue"]) == (
        0,
        None,
        None,
        "0.00",
    )
    assert shown["cohorts"] == [{"month": NOW, "customers": 0, "ordered": [0], "retention": [0.0]}]


async def test_months_that_cannot_be_told(shop: Shop) -> None:
    for months in ("0", "37", "many"):
        answer = await shop.ask("GET", f"/api/customers/analytics?months={months}")
        assert answer.error == (422, "invalid", "months")
    assert (await shop.ask("GET", "/api/customers/analytics?form=xml")).error == (422, "invalid", "form")
