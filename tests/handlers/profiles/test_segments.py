"""``/api/segments``: kept, changed as they were read, and in figures."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from flows.audience.standard_audiences import READY
from tests.handlers.profiles.conftest import DANA, NOOR, OMAR, Answer, Shop

RICH = {"fact": "spend", "op": ">=", "value": 100}


async def make(shop: Shop, name: str = "Rich", criteria: object = RICH) -> Answer:
    return await shop.ask("POST", "/api/segments", {"name": name, "criteria": criteria})


async def test_a_segment_is_kept_and_shown(shop: Shop) -> None:
    made = await make(shop)
    assert made.status == 201
    assert made.body == {
        "id": made.body["id"],
        "name": "Rich",
        "ready": False,
        "criteria": {"fact": "spend", "op": ">=", "value": "100"},
        "phrase": None,
        "version": 1,
        "made_by": "provider",
        "made_at": made.body["made_at"],
        "updated_at": made.body["made_at"],
    }
    path = made.headers["Location"]
    assert path == f"/api/segments/{made.body['id']}"
    shown = await shop.ask("GET", path)
    assert (shown.status, shown.body, shown.headers["ETag"]) == (200, made.body, made.headers["ETag"])
    assert (await shop.ask("GET", path, If_None_Match=made.headers["ETag"])).status == 304


async def test_what_get_gave_is_changed_and_sent_back(shop: Shop) -> None:
    made = await make(shop)
    path, tag = made.headers["Location"], made.headers["ETag"]
    told = made.body | {"name": "Richest", "criteria": {"fact": "spend", "op": ">=", "value": 500}}
    first = await shop.ask("PUT", path, told, key="write", If_Match=tag)
    assert (first.status, first.body["name"], first.body["version"]) == (200, "Richest", 2)
    second = await shop.ask("PUT", path, told | {"name": "Late"}, If_Match=tag)
    assert second.error == (412, "outdated", "If-Match")
    assert (await shop.ask("DELETE", path, If_Match=tag)).error == (412, "outdated", "If-Match")
    assert (await shop.get(path)) == first.body
    assert (await shop.ask("DELETE", path, If_Match=first.headers["ETag"])).status == 204
    assert (await shop.ask("GET", path)).error == (404, "not_found", "id")


async def test_what_get_gave_sent_back_as_it_was_changes_nothing(shop: Shop) -> None:
    made = await make(shop)
    path = made.headers["Location"]
    again = await shop.ask("PUT", path, made.body, If_Match=made.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (200, made.body, made.headers["ETag"])


async def test_a_list_page_by_page_and_the_ready_ones(shop: Shop) -> None:
    ids = [(await make(shop, f"Segment {number}")).body["id"] for number in range(3)]
    found: list[str] = []
    following: str | None = ""
    while following is not None:
        page = await shop.get(f"/api/segments?limit=2&cursor={following}")
        found += [one["id"] for one in page["items"]]
        following = page["next"]
        assert len(found) < 10, "the pages come to no end"
    assert found == ids[::-1]
    ready = (await shop.get("/api/segments?ready=true"))["items"]
    assert [one["id"] for one in ready] == list(READY)
    assert await shop.get("/api/segments/vip") == next(one for one in ready if one["id"] == "vip")


DEEP: Any = {"all": []}
for _ in range(200):
    DEEP = {"not": DEEP}

REFUSED: dict[str, tuple[object, int, str, str | None]] = {
    "no name": ({"criteria": RICH}, 422, "invalid", "name"),
    "a blank name": ({"name": " ", "criteria": RICH}, 422, "invalid", "name"),
    "a name that is too long": ({"name": "x" * 101, "criteria": RICH}, 422, "invalid", "name"),
    "no criteria": ({"name": "None"}, 422, "invalid", "criteria"),
    "criteria in a word": ({"name": "Word", "criteria": "richest"}, 422, "invalid", "criteria"),
    "a fact that is none": (
        {"name": "Shoes", "criteria": {"any": [{"fact": "shoe", "op": "=", "value": 1}]}}, 422, "invalid",
        "criteria.any[0].fact",
    ),
    "criteria 200 deep": ({"name": "Deep", "criteria": DEEP}, 422, "invalid", f"criteria.{'.'.join(['not'] * 20)}"),
    "an audience that is none": (
        {"name": "Lost", "criteria": {"fact": "audience", "op": "=", "value": str(UUID(int=9))}}, 422, "invalid",
        "criteria",
    ),
    "an unknown field": ({"name": "More", "criteria": RICH, "colour": "red"}, 422, "invalid", "colour"),
    "a name that another one has": ({"name": "rich", "criteria": RICH}, 409, "conflict", "name"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "status", "code", "field"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_a_segment_is_told(
    shop: Shop, told: object, status: int, code: str, field: str | None
) -> None:
    await make(shop)
    assert (await shop.ask("POST", "/api/segments", told)).error == (status, code, field)
    assert len((await shop.get("/api/segments"))["items"]) == 1


async def test_a_filter_is_taken_as_criteria_and_its_mistake_is_told_at_its_place(shop: Shop) -> None:
    made = await make(shop, "Best", "spent>=100 -vip")
    assert (made.status, made.body["phrase"]) == (201, "spent>=100 -vip")
    assert made.body["criteria"]["all"][0] == {"fact": "spend", "op": ">=", "value": "100"}
    wrong = await make(shop, "Wrong", "vip contry=us")
    assert wrong.error == (422, "invalid", "criteria")
    said = 'character 5, "contry": there is no filter of this name; did you mean country?'
    assert wrong.body["error"]["message"] == said


async def test_no_segment_contains_itself(shop: Shop) -> None:
    inner, outer = await make(shop, "Inner"), None
    named = {"fact": "audience", "op": "=", "value": inner.body["id"]}
    outer = await make(shop, "Outer", named)
    assert outer.status == 201
    around = {"name": "Inner", "criteria": {"fact": "audience", "op": "=", "value": outer.body["id"]}}
    answer = await shop.ask("PUT", inner.headers["Location"], around)
    assert answer.error == (422, "invalid", "criteria")
    assert "Inner in Outer in Inner" in answer.body["error"]["message"]
    assert (await shop.ask("DELETE", inner.headers["Location"])).error == (409, "conflict", "id")


async def test_a_ready_one_is_nobodys_to_change(shop: Shop) -> None:
    told = {"name": "vip", "criteria": RICH}
    assert (await shop.ask("PUT", "/api/segments/vip", told)).error == (409, "conflict", "id")
    assert (await shop.ask("DELETE", "/api/segments/vip")).error == (409, "conflict", "id")
    for name in ("VIP", "one-time buyers", "high_value", "Birthday this month"):
        assert (await make(shop, name)).error == (409, "conflict", "name")


async def test_who_may_do_what(shop: Shop) -> None:
    path = (await make(shop)).headers["Location"]
    for key in ("events", "write", "admin"):
        for asked in ("/api/segments", path, f"{path}/analytics", f"{path}/customers"):
            assert (await shop.ask("GET", asked, key=key)).error == (403, "forbidden", None)
    for key in ("events", "read", "admin"):
        assert (await shop.ask("POST", "/api/segments", {"name": "A", "criteria": RICH}, key=key)).status == 403
        assert (await shop.ask("PUT", path, {"name": "A", "criteria": RICH}, key=key)).status == 403
        assert (await shop.ask("DELETE", path, key=key)).status == 403


async def test_the_customers_and_the_figures_of_a_segment(shop: Shop) -> None:
    for who in (DANA, NOOR, OMAR):
        await shop.tell("customer.updated", {"customer": who})
    await shop.order("o1", NOOR, "250.00", "2026-02-01T10:00:00Z")
    await shop.order("o2", DANA, "40.00", "2026-02-02T10:00:00Z")
    await shop.order("o3", DANA, "70.00", "2026-02-20T10:00:00Z")
    path = (await make(shop)).headers["Location"]
    listed = await shop.get(f"{path}/customers?sort=-spend&fields=name,spend")
    assert [(one["name"], one["spend"]) for one in listed["items"]] == [
        ("Noor Khan", "250.00"),
        ("Dana Reyes", "110.00"),
    ]
    more = quote(json.dumps({"fact": "orders", "op": ">", "value": 1}))
    assert len((await shop.get(f"{path}/customers?criteria={more}"))["items"]) == 1
    assert await shop.get(f"{path}/analytics") == {
        "customers": 2,
        "reachable": {"sms": 2, "whatsapp": 0, "telegram": 0, "email": 1},
        "agreed": {"reminders": 0, "offers": 0, "partner_offers": 0, "waitlist": 0},
        "currency": "USD",
        "ordered": 2,
        "repeated": 1,
        "repeat_rate": 0.5,
        "orders": 3,
        "revenue": "360.00",
        "average_order": "120.00",
        "average_spend": "180.00",
        "lifecycle": {"new": 1, "active": 1, "loyal": 0, "at_risk": 0, "dormant": 0, "lost": 0},
        "nights": [],
    }


async def test_the_stages_are_those_of_the_cards(shop: Shop) -> None:
    for number, day in enumerate(("2025-03-01", "2025-10-15", "2025-12-20", "2026-02-01")):
        who = {"id": f"s{number}", "phone": f"+1314555016{number}"}
        await shop.order(f"s{number}", who, "10.00", f"{day}T10:00:00Z")
    await make(shop, "Buyers", {"fact": "orders", "op": ">=", "value": 1})
    (kept,) = (await shop.get("/api/segments"))["items"]
    told = (await shop.get(f"/api/segments/{kept['id']}/analytics"))["lifecycle"]
    shown = (await shop.get(f"/api/segments/{kept['id']}/customers?fields=lifecycle"))["items"]
    stages = [one["lifecycle"] for one in shown]
    assert told == {stage: stages.count(stage) for stage in told}
    assert len(set(stages)) == 4


async def test_of_changes_at_once_one_is_done_and_the_others_are_told(shop: Shop) -> None:
    made = await make(shop)
    path, tag = made.headers["Location"], made.headers["ETag"]
    told = [{"name": f"Rich {number}", "criteria": RICH} for number in range(5)]
    sent = await asyncio.gather(*(shop.ask("PUT", path, one, If_Match=tag) for one in told))
    assert sorted(one.status for one in sent) == [200, 412, 412, 412, 412]
    others = [{**one, "criteria": {**RICH, "value": 200}} for one in told]
    sent = await asyncio.gather(*(shop.ask("PUT", path, one) for one in others))
    assert [one.status for one in sent] == [200] * 5
    assert (await shop.get(path))["version"] == 7
