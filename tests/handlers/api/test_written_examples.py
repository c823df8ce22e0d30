"""What the documents tell people to copy works: every example is sent to the real API, and has the effect it is for."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Service
from bot.web_application import build_application
from flows.money import MICROS
from flows.policy.departure_facts import ConsentState, Programme
from handlers.actions.api_keys import create_key
from handlers.engine.turn import Turn
from tests.bot.simulator.shop import sandbox
from tests.single import events_by_status

ROOT = Path(__file__).parents[3]
WRITTEN = (ROOT / "docs/api.md").read_text(encoding="utf-8")
INVITES = (ROOT / "README.md").read_text(encoding="utf-8")
EVENTS = [json.loads(text) for text in re.findall(r"^tell '(\{.*?\})'$", WRITTEN, re.MULTILINE | re.DOTALL)]
BUSINESS = "tiger"


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """A running service of the sample shop, on both databases."""
    async with sandbox(database) as running:
        yield running


@pytest.fixture
async def served(service: Service) -> AsyncIterator[TestServer]:
    """All that it serves."""
    server = TestServer(build_application(service))
    async with server:
        yield server


@pytest.fixture
async def key(service: Service) -> str:
    """A key as ``parley key create`` makes it."""
    now = service.clock.now()
    key = await service.turns.store.write(
        BUSINESS, lambda unit: create_key(unit, ["events", "read"], now, service.vault)
    )
    return str(key)


async def became(service: Service) -> dict[str, Any]:
    """What the examples are about, once everything was worked through."""
    assert service.sandbox is not None
    await service.sandbox.settle()

    async def look(turn: Turn) -> dict[str, Any]:
        order = await turn.unit.orders.find_by_ref("api", "order_1")
        whatsapp = await turn.unit.people.address("whatsapp", "+13145550142")
        assert order is not None
        assert whatsapp is not None
        consent = await turn.unit.consents.state(whatsapp.id, Programme.REMINDERS)
        return {
            "events": set(await events_by_status(turn.unit)),
            "order": (order.number, str(order.total), order.refunded, order.carrier),
            "cancelled": order.cancelled_at is not None,
            "consent": consent is not ConsentState.NONE,
        }

    return await service.turns.look(BUSINESS, look)


EXPECTED = {
    "events": {"done"},
    "order": ("1001", "64.00", 15 * MICROS, "USPS"),
    "cancelled": True,
    "consent": True,
}


def test_there_is_an_example_of_each_thing_people_tell() -> None:
    told = {event["type"] for event in EVENTS}
    assert told >= {"cart.updated", "customer.consented", "order.created", "order.refunded", "order.shipped"}
    assert "order.cancelled" in told


async def test_every_example_is_used(service: Service, served: TestServer, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    async with TestClient(served) as client:
        for event in EVENTS:
            async with client.post("/api/v1/events", json=event, headers=headers) as answer:
                assert (answer.status, (await answer.json())["duplicate"]) == (202, False)
    assert await became(service) == EXPECTED


async def test_they_can_be_copied_into_a_shell(service: Service, served: TestServer, key: str) -> None:
    bash, curl = shutil.which("bash"), shutil.which("curl")
    if bash is None or curl is None:
        pytest.skip("there is no bash, or no curl")
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", WRITTEN, re.MULTILINE | re.DOTALL))
    known = os.environ | {"URL": str(served.make_url("")).rstrip("/"), "KEY": key}
    ran = await asyncio.create_subprocess_exec(bash, "-eu", "-c", script, env=known, stdout=asyncio.subprocess.PIPE)
    output, _ = await ran.communicate()
    assert ran.returncode == 0
    assert output.count(b'"duplicate": false') == len(EVENTS) + script.count("/prompt/send")
    assert b'"error"' not in output
    assert await became(service) == EXPECTED


async def test_what_is_reserved_is_an_order(service: Service, served: TestServer, key: str) -> None:
    written = map(
        json.loads, re.findall(r"^```json\n(\{\n  \"id\": \"evt_.*?)^```$", WRITTEN, re.MULTILINE | re.DOTALL)
    )
    (event,) = (one for one in written if one.get("type") == "order.reserved")
    headers = {"Authorization": f"Bearer {key}"}
    async with TestClient(served) as client:
        async with client.post("/api/v1/events", json=event, headers=headers) as answer:
            assert (answer.status, (await answer.json())["duplicate"]) == (202, False)
        assert service.sandbox is not None
        await service.sandbox.settle()
        async with client.get("/api/v1/orders", headers=headers) as answer:
            (order,) = (await answer.json())["items"]
    assert (order["id"], order["status"]) == (event["data"]["order_id"], "checking")


SAID = {
    "refunded beside the order's total": ({"refunded": {"total": "15.00"}, "total": "64.00"}, 15),
    "total alone": ({"total": "15.00"}, 15),
    "both with a currency": ({"refunded": {"total": "15.00", "currency": "USD"}, "currency": "USD"}, 15),
    "more than was paid": ({"total": "100.00"}, 64),
}


@pytest.mark.parametrize(("data", "taken_off"), SAID.values(), ids=SAID)
@pytest.mark.parametrize("first", ["the order", "the refund"])
async def test_a_refund_is_taken_off_however_it_is_said(
    service: Service, served: TestServer, key: str, first: str, data: dict[str, Any], taken_off: int
) -> None:
    order = next(event for event in EVENTS if event["type"] == "order.created")
    refund = next(event for event in EVENTS if event["type"] == "order.refunded")
    refund = {**refund, "data": {"order_id": "order_1", **data}}
    told = [order, refund] if first == "the order" else [refund, order]
    async with TestClient(served) as client:
        for event in told:
            async with client.post("/api/v1/events", json=event, headers={"Authorization": f"Bearer {key}"}) as answer:
                assert answer.status == 202
    assert service.sandbox is not None
    await service.sandbox.settle()
    known = await service.turns.look(BUSINESS, lambda turn: turn.unit.orders.find_by_ref("api", "order_1"))
    assert known is not None
    assert known.refunded == taken_off * MICROS


async def test_the_invite_of_the_readme_is_made(served: TestServer, key: str) -> None:
    found = re.search(r"api/v1/invites .*?'(\{.*?\})'", INVITES, re.DOTALL)
    assert found is not None
    async with TestClient(served) as client:
        headers = {"Authorization": f"Bearer {key}"}
        async with client.post("/api/v1/invites", json=json.loads(found.group(1)), headers=headers) as answer:
            assert (answer.status, (await answer.json())["url"][:13]) == (201, "https://t.me/")
