"""A sponsor's postback over HTTP: signed, stored once, and refused with a reason that helps."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.returns.conversion_route import PATH, ConversionPosts
from flows.promotions.prompt import Prompt
from handlers.returns.postback_signature import derive_secret
from storage.database.stores import Database
from tests.handlers.returns.returned import NOON, Parcels

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def parcels(store: Database) -> Parcels:
    return await Parcels.open(store)


@pytest.fixture
async def client(parcels: Parcels) -> AsyncIterator[Client]:
    app = web.Application()
    ConversionPosts(parcels.turns, parcels.clock).add_to(app)
    async with TestClient(TestServer(app)) as opened:
        yield opened


@pytest.fixture
async def clicked(parcels: Parcels) -> Prompt:
    return await parcels.prompt(clicked_at=NOON, last_click_at=NOON)


def _body(of: Prompt, **other: Any) -> dict[str, Any]:
    told = {"prompt_id": str(of.id), "order_id": "o1", "amount": "40.00", "currency": "USD"}
    return {**told, "occurred_at": NOON.isoformat(), **other}


async def _post(client: Client, parcels: Parcels, body: dict[str, Any] | bytes, ago: int = 0) -> tuple[int, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    at = str(int(parcels.clock.get_real_time().timestamp()) - ago)

    async def read(turn: Any) -> str:
        return derive_secret(turn, parcels.sponsor)

    key = base64.b64decode((await parcels.act(read)).removeprefix("whsec_"))
    proof = base64.b64encode(hmac.digest(key, f"msg_1.{at}.".encode() + raw, "sha256")).decode()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": f"v1,{proof}"}
    async with client.post(PATH, data=raw, headers=headers) as answer:
        told = await answer.json() if answer.content_type == "application/json" else None
        return answer.status, told


async def test_a_signed_purchase_counts_once(client: Client, parcels: Parcels, clicked: Prompt) -> None:
    counted = {"status": "counted", "duplicate": False}
    assert await _post(client, parcels, _body(clicked)) == (202, counted)
    assert await _post(client, parcels, _body(clicked)) == (202, counted | {"duplicate": True})
    back = _body(clicked, type="reversal", reversal_id="b1")
    assert await _post(client, parcels, back) == (202, {"status": "reversal", "duplicate": False})
    other = _body(clicked, order_id="o2", currency="EUR")
    assert await _post(client, parcels, other) == (202, {"status": "other_currency", "duplicate": False})


async def test_a_reversal_takes_no_id_of_a_purchase(client: Client, parcels: Parcels, clicked: Prompt) -> None:
    back = {"status": "reversal", "duplicate": False}
    for order in ("B1", "B1:z", "B1:z:z"):
        assert (await _post(client, parcels, _body(clicked, order_id=order)))[1]["duplicate"] is False
    for order, own in (("B1", "z"), ("B1", "z:z"), ("B1:z", "z")):
        told = _body(clicked, order_id=order, type="reversal", reversal_id=own, amount="1")
        assert await _post(client, parcels, told) == (202, back)


@pytest.mark.parametrize(
    ("other", "status", "field"),
    [
        ({"prompt_id": str(UUID(int=9))}, 404, "prompt_id"),
        ({"prompt_id": "x"}, 422, "prompt_id"),
        ({"amount": "0"}, 422, "amount"),
        ({"amount": "-5"}, 422, "amount"),
        ({"currency": "XQX"}, 422, "currency"),
        ({"occurred_at": "2026-03-03T12:00:00Z"}, 422, None),
        ({"occurred_at": "2026-03-02T12:00:00"}, 422, "occurred_at"),
        ({"type": "reversal"}, 422, "reversal_id"),
        ({"order_id": ""}, 422, "order_id"),
        ({"order_id": "a\0b"}, 422, "order_id"),
        ({"order_id": "a  b"}, 422, "order_id"),
        ({"type": "reversal", "reversal_id": "\x1b"}, 422, "reversal_id"),
        ({"occurred_at": "0001-01-01T00:00:00+23:59"}, 422, "occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59-23:59"}, 422, "occurred_at"),
        ({"occurred_at": 1}, 422, "occurred_at"),
        ({"occurred_at": None}, 422, "occurred_at"),
        ({"amount": "100000000"}, 422, "amount"),
    ],
)
async def test_a_mistake_is_named(
    client: Client, parcels: Parcels, clicked: Prompt, other: dict[str, Any], status: int, field: str | None
) -> None:
    found, answer = await _post(client, parcels, _body(clicked, **other))
    assert (found, answer["error"]["field"]) == (status, field)


async def test_only_the_sponsor_itself_is_believed(client: Client, parcels: Parcels, clicked: Prompt) -> None:
    async with client.post(PATH, data=json.dumps(_body(clicked))) as unsigned:
        assert unsigned.status == 401
    status, answer = await _post(client, parcels, _body(clicked), ago=301)
    assert (status, "five minutes ago" in answer["error"]["message"]) == (401, True)
    assert (await _post(client, parcels, b"{"))[0] == 400
    assert (await _post(client, parcels, b" " * 20_000))[0] == 413
    assert (await parcels.read(clicked)).bought_at is None
