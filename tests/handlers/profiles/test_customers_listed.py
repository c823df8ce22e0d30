"""``GET /api/customers``: found, filtered, sorted, page by page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from handlers.profiles.api.customer_resource import FIELDS
from tests.cases import each
from tests.handlers.profiles.conftest import DANA, NOOR, OMAR, Shop

RICH = {"fact": "spend", "op": ">=", "value": 100}


@pytest.fixture
async def people(shop: Shop) -> Shop:
    """Noor spent most, Dana ordered last, Omar never ordered."""
    for who in (DANA, NOOR, OMAR):
        await shop.tell("customer.updated", {"customer": who, "tags": ["wholesale"] if who is DANA else []})
    await shop.order("o1", NOOR, "250.00", "2026-02-01T10:00:00Z")
    await shop.order("o2", DANA, "40.00", "2026-02-02T10:00:00Z")
    await shop.order("o3", DANA, "70.00", "2026-02-20T10:00:00Z")
    return shop


async def names(shop: Shop, query: str = "") -> list[str]:
    return [one["name"] for one in (await shop.get(f"/api/customers?{query}"))["items"]]


def criteria(told: object) -> str:
    return f"criteria={quote(json.dumps(told))}"


async def test_a_customer_with_all_that_is_known(people: Shop) -> None:
    (shown,) = (await people.get("/api/customers?q=dana"))["items"]
    assert list(shown) == list(FIELDS)
    assert {name: shown[name] for name in ("name", "tags", "orders", "spend", "average_order", "currency")} == {
        "name": "Dana Reyes",
        "tags": ["wholesale"],
        "orders": 2,
        "spend": "110.00",
        "average_order": "55.00",
        "currency": "USD",
    }
    assert shown["last_order_at"] == "2026-02-20T10:00:00Z"
    assert {(one["channel"], one["value"]) for one in shown["addresses"]} >= {
        ("sms", "+13145550142"),
        ("email", "dana@example.com"),
        ("customer", "api:c1"),
    }


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-spend", ["Noor Khan", "Dana Reyes", "Omar Diaz"]),
        ("spend", ["Omar Diaz", "Dana Reyes", "Noor Khan"]),
        ("-orders", ["Dana Reyes", "Noor Khan", "Omar Diaz"]),
        ("-last_order_at", ["Dana Reyes", "Noor Khan", "Omar Diaz"]),
        ("last_order_at", ["Omar Diaz", "Noor Khan", "Dana Reyes"]),
        ("id", ["Dana Reyes", "Noor Khan", "Omar Diaz"]),
        ("", ["Omar Diaz", "Noor Khan", "Dana Reyes"]),
    ],
)
async def test_a_list_is_sorted_and_its_pages_are_the_whole_of_it(people: Shop, sort: str, expected: list[str]) -> None:
    found: list[str] = []
    following: str | None = ""
    while following is not None:
        page = await people.get(f"/api/customers?sort={sort}&limit=1&fields=name&cursor={following}")
        found += [one["name"] for one in page["items"] if one["name"]]
        following = page["next"]
        assert len(found) < 20, "the pages come to no end"
    assert [one for one in found if one in expected] == expected
    assert len(found) == len(set(found))


@each(
    ("query", "expected"),
    [
        ("q=dana", ["Dana Reyes"]),
        ("q=50144", ["Omar Diaz"]),
        ("q=dana@exam", ["Dana Reyes"]),
        ("q=N-o1", ["Noor Khan"]),
        ("q=wholesale", ["Dana Reyes"]),
        ("q=c2", ["Noor Khan"]),
        ("q=nobody", []),
        ("q=dana&" + criteria({"fact": "spend", "op": ">=", "value": 200}), []),
        ("q=dana&" + criteria(RICH), ["Dana Reyes"]),
        ("sort=-spend&" + criteria(RICH), ["Noor Khan", "Dana Reyes"]),
        ("audience=one_time", ["Noor Khan"]),
        ("audience=one_time&" + criteria({"fact": "tag", "op": "=", "value": "wholesale"}), []),
        (criteria({"any": []}), []),
    ],
)
async def test_a_list_is_of_those_who_are_meant(people: Shop, query: str, expected: list[str]) -> None:
    assert await names(people, query) == expected


async def test_what_is_asked_for_is_what_is_shown(people: Shop) -> None:
    (shown,) = (await people.get("/api/customers?q=noor&fields=spend,%20tags,spend"))["items"]
    assert shown == {"id": str(await people.id_of(NOOR)), "tags": [], "spend": "250.00"}


DEEP: Any = {"all": []}
for _ in range(200):
    DEEP = {"not": DEEP}

WRONG = {
    "a sort that is none": ("sort=name", "sort"),
    "a field that is none": ("fields=name,password", "fields"),
    "no cursor": ("cursor=xyz", "cursor"),
    "bytes for a cursor": ("cursor=%00%ff", "cursor"),
    "too many at once": ("limit=1000", "limit"),
    "criteria that are no JSON": ("criteria=spend", "criteria"),
    "criteria beyond all reading": ("criteria=" + "[" * 2000, "criteria"),
    "criteria of nothing": ("criteria=null", "criteria"),
    "a fact that is none": (criteria({"all": [{"fact": "shoe", "op": "=", "value": 1}]}), "criteria.all[0].fact"),
    "criteria 200 deep": (criteria(DEEP), f"criteria.{'.'.join(['not'] * 20)}"),
    "an audience within criteria that is none": (
        criteria({"fact": "audience", "op": "=", "value": str(UUID(int=9))}),
        "criteria",
    ),
    "a place in what is found": ("q=dana&sort=spend", ""),
}


@each(("query", "field"), WRONG.values(), ids=WRONG)
async def test_what_cannot_be_read_is_told(shop: Shop, query: str, field: str) -> None:
    answer = await shop.ask("GET", f"/api/customers?{query}")
    assert answer.error == (422, "invalid", field or None)


async def test_a_cursor_goes_on_in_the_list_that_it_is_of(people: Shop) -> None:
    following = (await people.get("/api/customers?sort=-spend&limit=1"))["next"]
    answer = await people.ask("GET", f"/api/customers?sort=spend&cursor={following}")
    assert answer.error == (422, "invalid", "cursor")


async def test_an_audience_that_is_none(shop: Shop) -> None:
    for name in ("nobody", str(UUID(int=9))):
        assert (await shop.ask("GET", f"/api/customers?audience={name}")).error == (404, "not_found", "audience")
        assert (await shop.ask("GET", f"/api/segments/{name}/customers")).error == (404, "not_found", "id")


async def test_who_may_ask(people: Shop) -> None:
    for path in ("/api/customers", f"/api/customers/{await people.id_of(DANA)}", "/api/segments/vip/customers"):
        assert (await people.ask("GET", path, key="read")).status == 200
        for key in ("events", "write", "admin"):
            assert (await people.ask("GET", path, key=key)).error == (403, "forbidden", None)
    assert (await people.get("/api/customers", key="foreign"))["items"] == []


async def test_a_parameter_that_there_is_not_is_refused(shop: Shop) -> None:
    """A filter that is misspelt and passed over would answer with everybody."""
    for asked in ("audiance=vip", "search=dana", "id=1"):
        answer = await shop.ask("GET", f"/api/customers?{asked}")
        assert answer.error == (422, "invalid", asked.partition("=")[0])
    told = await shop.ask("GET", "/api/customers?audiance=vip")
    assert "audience" in str(told.body)
    assert (await shop.ask("GET", "/api/segments/vip?ids=1")).error == (422, "invalid", "ids")
