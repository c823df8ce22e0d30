"""Telling what happened, over HTTP: what is refused is not stored, what is kept is answered 202."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Row, select

from bot.conversations import CONVERSATIONS
from handlers.api.event_endpoints import build_event_endpoint
from handlers.api.event_envelope import make_envelope_model
from handlers.api.store_event_data import CART, GoodsLine
from handlers.engine.turn import Turn
from storage.events.event_inbox import event_id
from storage.schema import events
from tests.cases import each
from tests.handlers.api.conftest import OTHER, READ, TELL, Rig

EVENT: dict[str, Any] = {"id": "e1", "type": "cart.updated", "occurred_at": "2026-03-02T14:00:00Z", "data": dict(CART)}
PATH = "/api/v1/events"
EXAMPLES = build_event_endpoint(make_envelope_model(CONVERSATIONS.told)).examples


async def kept(rig: Rig, business: str = "tiger") -> list[Row[Any]]:
    """The events that are stored."""

    async def look(turn: Turn) -> list[Row[Any]]:
        return list(await turn.unit.rows(select(events).where(turn.unit.owns(events))))

    return await rig.turns.look(business, look)


@pytest.mark.parametrize("kind", EXAMPLES)
async def test_each_documented_example_is_understood(rig: Rig, kind: str) -> None:
    expected = event_id("tiger", "api", EXAMPLES[kind]["id"])
    assert await rig.post(PATH, EXAMPLES[kind]) == (202, {"event": str(expected), "duplicate": False})
    (row,) = await kept(rig)
    assert (row.id, row.source, row.status, row.reason) == (expected, "api", "new", None)
    assert json.loads(row.raw) == EXAMPLES[kind]


async def test_a_repeat_changes_nothing(rig: Rig) -> None:
    first = await rig.post(PATH, EVENT)
    again = await rig.post(PATH, EVENT | {"data": {}})
    assert again == (202, first[1] | {"duplicate": True})
    assert len(await kept(rig)) == 1


async def test_two_businesses_may_use_the_same_id(rig: Rig) -> None:
    first, second = await rig.post(PATH, EVENT), await rig.post(PATH, EVENT, OTHER)
    assert not second[1]["duplicate"]
    assert first[1]["event"] != second[1]["event"]
    assert (len(await kept(rig)), len(await kept(rig, "lion"))) == (1, 1)


def item(**change: object) -> dict[str, object]:
    """The example's cart with its line changed."""
    return {"items": [{**CART["items"][0], **change}]}


UNUSABLE: dict[str, dict[str, Any]] = {
    "nothing": {name: None for name in CART},
    "a negative price": item(price="-1"),
    "an absurd price": item(price=1e300),
    "a quantity of half": item(quantity=0.5),
    "an unknown currency": {"currency": "XQX"},
    "a script for a link": {"checkout_url": "javascript:alert(1)"},
    "a NUL in the cart's id": {"cart_id": "c\u00001"},
    "a customer that is a list": {"customer": []},
    "a consent without its text": {"consent": {"channel": "sms"}},
}


@pytest.mark.parametrize("change", UNUSABLE.values(), ids=UNUSABLE)
async def test_data_that_cannot_be_used_is_kept_with_the_reason(rig: Rig, change: dict[str, Any]) -> None:
    status, answer = await rig.post(PATH, EVENT | {"data": {**CART, **change}})
    (row,) = await kept(rig)
    assert (status, answer) == (202, {"event": str(row.id), "duplicate": False, "unreadable": row.reason})
    assert (row.status, row.data) == ("unreadable", None)
    assert row.reason.startswith("cart.updated: data.")


USABLE: dict[str, dict[str, Any]] = {
    "ten thousand items": {"items": [{"title": "Tea", "price": 1}] * 10_000},
    "numbers as strings": {**item(quantity="2"), "total": "15"},
    "strings as numbers": {"cart_id": 7, "total": 15},
    "a NUL in a title": item(title="Green\u0000 tea"),
    "half a pair in a title": item(title="Green \ud800tea"),
    "no phone": {"customer": {"id": "77"}},
    "a phone of no country": {"customer": {"id": "77", "phone": "+999123"}},
    "nobody": {"customer": None, "consent": None},
    "another's template": item(title="{{ 7*7 }}{% raw %}"),
    "a picture that is a script": item(image="javascript:alert(1)"),
    "a birthday that is none": {"customer": {"id": "77", "birthday": {"day": 2}}},
}


def test_the_names_of_goods_lose_their_html() -> None:
    told = {"title": "Salt &amp; <b>Oil</b>", "variant": "S &amp; M", "brand": "Ben &amp; Jo", "category": "A&#47;B"}
    line = GoodsLine.model_validate(told).build_item("USD")
    assert (line.title, line.variant, line.brand, line.category) == ("Salt & Oil", "S & M", "Ben & Jo", "A/B")


@pytest.mark.parametrize("change", USABLE.values(), ids=USABLE)
async def test_what_is_odd_and_usable_is_used(rig: Rig, change: dict[str, Any]) -> None:
    assert (await rig.post(PATH, EVENT | {"data": {**CART, **change}}))[0] == 202
    assert [(row.status, row.type) for row in await kept(rig)] == [("new", "cart.updated")]


async def test_what_nobody_uses_is_not_read_into_what_is_kept(rig: Rig) -> None:
    told = {**item(colour="blueish"), "customer": {"id": "77", "star_sign": "Leo"}}
    assert (await rig.post(PATH, EVENT | {"data": {**CART, **told}}))[0] == 202
    (row,) = await kept(rig)
    assert not {"blueish", "Leo"} & set(row.data.split('"'))
    assert b"blueish" in row.raw


async def test_category_brand_and_size_of_an_item_are_kept(rig: Rig) -> None:
    told = item(category="Shoes", brand="Nike", size=9)
    assert (await rig.post(PATH, EVENT | {"data": {**CART, **told}}))[0] == 202
    (row,) = await kept(rig)
    assert {"Shoes", "Nike", "9"} <= set(row.data.split('"'))


REFUSED: dict[str, tuple[bytes, int, str, str | None]] = {
    "empty": (b"", 400, "not_json", None),
    "no JSON": (b"{", 400, "not_json", None),
    "a form": (b"id=1&type=cart.updated", 400, "not_json", None),
    "bytes": (b"\xff\xfe\x00", 400, "not_json", None),
    "nested without end": (b"[" * 200_000, 400, "not_json", None),
    "a list": (b"[]", 422, "invalid", None),
    "an unknown type": (json.dumps(EVENT | {"type": "cart.eaten"}).encode(), 422, "invalid", "type"),
    "no time": (json.dumps(EVENT | {"occurred_at": "yesterday"}).encode(), 422, "invalid", "occurred_at"),
    "an id with a NUL": (json.dumps(EVENT | {"id": "a\u0000"}).encode(), 422, "invalid", "id"),
    "data that is text": (json.dumps(EVENT | {"data": "cart"}).encode(), 422, "invalid", "data"),
    "one byte too many": (b" " * ((1 << 20) + 1), 413, "too_large", None),
}


@each(("body", "status", "code", "field"), REFUSED.values(), ids=REFUSED)
async def test_a_wrong_request_is_refused_and_not_stored(
    rig: Rig, body: bytes, status: int, code: str, field: str | None
) -> None:
    answered, answer = await rig.post(PATH, body)
    assert answered == status
    assert (answer["error"]["code"], answer["error"]["field"]) == (code, field)
    assert answer["error"]["message"]
    assert await kept(rig) == []


async def test_the_largest_body_is_taken(rig: Rig) -> None:
    body = json.dumps(EVENT).encode()
    assert (await rig.post(PATH, body + b" " * ((1 << 20) - len(body))))[0] == 202


async def test_a_body_of_unknown_length_is_bounded_too(rig: Rig) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b" " * (1 << 14)

    async with rig.http.post(PATH, headers=TELL, data=endless()) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (413, "too_large")


PACKED: dict[str, bytes] = {
    "well": gzip.compress(json.dumps(EVENT).encode()),
    "not at all": json.dumps(EVENT).encode(),
    "a bomb": gzip.compress(b" " * (64 << 20)),
}


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "x-what"])
@pytest.mark.parametrize("body", PACKED.values(), ids=PACKED)
async def test_packed_bodies_are_not_unpacked(rig: Rig, body: bytes, packing: str) -> None:
    status, told = await rig.post(PATH, body, TELL | {"Content-Encoding": packing})
    assert (status, told["error"]["code"]) == (415, "packed")
    assert (await rig.post(PATH, EVENT, TELL | {"Content-Encoding": "identity"}))[0] == 202


UNPROVEN: dict[str, dict[str, str]] = {
    "nothing": {},
    "another key": {"Authorization": "Bearer tell-keY"},
    "no key": {"Authorization": "Bearer "},
    "a key of another form": {"Authorization": "Basic dGVsbC1rZXk="},
    "a key that is not ASCII": {"Authorization": "Bearer clé"},
    "a key without end": {"Authorization": f"Bearer {'x' * 5000}"},
    "two keys": {"Authorization": "Bearer tell-key, Bearer tell-key"},
}


@each("headers", UNPROVEN.values(), ids=UNPROVEN)
@each("body", [EVENT, b"{"], ids=["an event", "no JSON"])
async def test_without_proof_nothing_is_read(rig: Rig, headers: dict[str, str], body: object) -> None:
    status, answer = await rig.post(PATH, body, headers)
    assert (status, answer["error"]["code"]) == (401, "unauthorized")
    assert await kept(rig) == []


async def test_the_scheme_is_read_in_any_case(rig: Rig) -> None:
    assert (await rig.post(PATH, EVENT, {"authorization": "bearer  tell-key"}))[0] == 202


async def test_a_key_for_reading_tells_nothing(rig: Rig) -> None:
    status, answer = await rig.post(PATH, EVENT, READ)
    assert (status, answer["error"]["code"]) == (403, "forbidden")
    assert await kept(rig) == []
