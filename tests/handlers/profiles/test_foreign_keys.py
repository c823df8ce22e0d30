"""What belongs to another business is not there: every route that names something answers 404 to a foreign key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from bot.conversations import CONVERSATIONS
from flows.promotions.charge import Charge, ChargeKind, name_period
from handlers.api.routes import ApiRoute
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.promotions.charge_ledger import ChargeLedger
from tests.handlers.api.conftest import OTHER, Rig, bearer
from tests.sourced import NOOR, SOUVENIRS, Souvenirs
from tests.storage.promotions.promoted import CLICK, promotion, prompt, sponsor

NAMED = sorted((one for one in CONVERSATIONS.endpoints if one.route.in_path), key=lambda one: str(one.route))
CRITERIA: dict[str, Any] = {"all": []}
CAMPAIGN: dict[str, Any] = {"name": "Spring", "audience": CRITERIA, "texts": [{"text": "Hi"}]}
PLAN: dict[str, Any] = {
    "name": "care", "entry": {"by": "hand"}, "steps": [{"wait": "2d", "texts": [{"text": "Hi"}]}]
}  # fmt: skip
BODIES: dict[str, Any] = {
    "PUT /api/customers/{id}": {"name": "Mallory"},
    "PUT /api/customers/{id}/privacy": {"restricted": True},
    "POST /api/customers/{id}/corrections": {"name": "Mallory"},
    "POST /api/customers/{id}/tags": {"tags": ["mine"]},
    "POST /api/customers/{id}/notes": {"text": "mine"},
    "POST /api/customers/{id}/record": {},
    "PUT /api/segments/{id}": {"name": "Mine", "criteria": CRITERIA},
    "PUT /api/v1/shops/{id}/inventory": {"items": []},
    "PUT /api/v1/offers/{id}": {
        "partner": "Leaf",
        "brand": "Leaf",
        "title": "Mine",
        "text": "Mine",
        "url": "https://leaf.example/a",
        "image": "",
        "expiry": "2027-03-31T22:00:00Z",
        "price": {"per_click": "0.25", "currency": "USD"},
        "status": "draft",
    },
    "PUT /api/v1/partners/{id}": {"name": "Mine", "brands": ["Mine"]},
    "PUT /api/notifications/campaigns/{id}": CAMPAIGN,
    "PUT /api/notifications/plans/{id}": PLAN,
    "POST /api/notifications/campaigns/{id}/launch": {"snapshot": "1"},
    "POST /api/notifications/plans/{id}/people": {"customer": "019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"},
}
"""What is right to send to the routes that read a body."""


@pytest.fixture
async def theirs(rig: Rig) -> dict[str, str]:
    """The names of things of the first business, by what stands before them in a path."""
    house = await Souvenirs(rig.turns, rig.clock, replace(SOUVENIRS, id="tiger")).open()
    await house.reserve("shop-77", ("SHORTS", "L", 1), number="1077")

    async def customer(turn: Turn) -> tuple[str, str]:
        contact = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        (message, *_) = await turn.unit.messages.page(None, contact, None, 1)
        return str(contact), str(message.id)

    contact, message = await rig.turns.act("tiger", customer)
    _, shops = await rig.get("/api/v1/shops")
    made = {"name": "Everyone", "criteria": CRITERIA}
    _, segment = await rig.post("/api/segments", made, bearer("write-key"))
    await rig.post(f"/api/customers/{contact}/tags", {"tags": ["theirs"]}, bearer("write-key"))
    _, note = await rig.post(f"/api/customers/{contact}/notes", {"text": "theirs"}, bearer("write-key"))
    _, job = await rig.post("/api/customers/import", b"id,phone\nc_1,314-555-0142\n", bearer("write-key"))
    _, campaign = await rig.post("/api/notifications/campaigns", CAMPAIGN, bearer("write-key"))
    _, plan = await rig.post("/api/notifications/plans", PLAN, bearer("write-key"))
    shown = await rig.turns.act("tiger", _show_offer)
    return {
        **shown,
        "plans": plan["id"],
        "campaigns": campaign["id"],
        "jobs": job["id"],
        "notes": note["id"],
        "customers": contact,
        "messages": message,
        "segments": segment["id"],
        "orders": "shop-77",
        "shops": shops["items"][0]["id"],
        "tags": "theirs",
    }


async def _show_offer(turn: Turn) -> dict[str, str]:
    """A partner's offer that a return showed, and a click on it that was charged."""
    pays = await sponsor(turn.unit, made_at=turn.now)
    offer = await promotion(turn.unit, pays, expires_at=turn.now + timedelta(days=30))
    await prompt(turn.unit, offer, None, "r-1", decided_at=turn.now)
    day = turn.today
    told = (ChargeKind.CLICK, CLICK, "USD", day, name_period(day), "click:1", turn.now)
    line = Charge(turn.unit.ids.make(), pays.id, *told, offer.id)
    await turn.unit.of(ChargeLedger).add(line)
    return {"partners": str(pays.id), "offers": str(offer.id), "prompts": "r-1", "charges": str(line.id)}


def filled(route: ApiRoute, theirs: dict[str, str]) -> str:
    """The path of a route with names of these things."""
    parts = route.path.split("/")
    named = [theirs[parts[at - 1]] if part.startswith("{") else part for at, part in enumerate(parts)]
    return "/".join(quote(one, safe="") for one in named)


async def test_every_route_that_names_something_is_walked(rig: Rig, theirs: dict[str, str]) -> None:
    for one in NAMED:
        path = filled(one.route, theirs)
        body = BODIES[str(one.route)] if one.route.in_body else None
        async with rig.http.request(one.route.method, path, json=body, headers=OTHER) as answer:
            said = await answer.json()
        assert (answer.status, said["error"]["code"]) == (404, "not_found"), f"{one.route} as {path}: {said}"


async def test_what_is_walked_is_there_for_its_own_business(rig: Rig, theirs: dict[str, str]) -> None:
    for one in NAMED:
        if one.route.method == "GET":
            status, said = await rig.get(filled(one.route, theirs), bearer(f"{one.scope}-key"))
            assert status == 200, (one.route, said)


async def test_a_foreign_audience_is_none(rig: Rig, theirs: dict[str, str]) -> None:
    status, _ = await rig.get(f"/api/customers?audience={theirs['segments']}", OTHER)
    assert status == 404
    within = {"name": "Theirs", "criteria": {"fact": "audience", "op": "=", "value": theirs["segments"]}}
    status, said = await rig.post("/api/segments", within, OTHER)
    assert (status, said["error"]["field"]) == (422, "criteria")
