"""The nights of audiences in the service: events kept once, the history of customers, and figures of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations import CONVERSATIONS
from handlers.audience import nightly_segments
from handlers.engine.turn import Turn
from storage.erasure.erasure import scrub_person
from storage.events import recurring_events
from storage.events.event_inbox import read_stored
from storage.people.people_merge import merge
from storage.schema import events, segment_members
from storage.unit import Unit
from tests.handlers.profiles.conftest import DANA, NOOR, OMAR, TIGER, Shop, rig, shop

__all__ = ["rig", "shop"]
DAY = timedelta(days=1)
RICH = {"fact": "spend", "op": ">=", "value": 100}
Row = dict[str, Any]


async def pass_nights(shop: Shop, many: int = 1) -> None:
    """So many days go by."""
    assert shop.service.sandbox is not None
    for _ in range(many):
        await shop.service.sandbox.push(shop.service.clock.now() + DAY)


async def make(shop: Shop, name: str, criteria: object) -> str:
    made = await shop.ask("POST", "/api/segments", {"name": name, "criteria": criteria})
    assert made.status == 201, made.body
    return str(made.body["id"])


async def told(shop: Shop) -> list[tuple[str, str]]:
    """The events about audiences, as they are stored: all of them are done."""

    async def look(unit: Unit) -> list[tuple[str, str]]:
        rows = await unit.rows(select(events).where(unit.owns(events), events.c.type.like("segment.%")))
        assert {row.status for row in rows} <= {"done"}
        assert [row.data is None for row in rows] == [False] * len(rows)
        return sorted((row.type, str(row.contact)) for row in rows)

    return await shop.service.turns.store.read(TIGER, look)


async def history(shop: Shop, who: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands in a customer's history about segments, the newest first."""
    items = (await shop.get(f"/api/customers/{await shop.id_of(who)}/history"))["items"]
    found = [one["event"] for one in items if one["event"] and one["event"]["type"].startswith("segment.")]
    return [(one["type"], one["segment"]["name"]) for one in found]


async def test_who_came_and_went_is_told_once_and_the_sizes_are_kept(shop: Shop) -> None:
    for who in (DANA, NOOR, OMAR):
        await shop.tell("customer.updated", {"customer": who})
    await shop.order("o1", NOOR, "250.00")
    rich = await make(shop, "Rich", RICH)
    await pass_nights(shop)
    assert await told(shop) == [], "a first night"
    await shop.order("o2", DANA, "140.00")
    await shop.tell("order.refunded", {"order_id": "o1", "currency": "USD", "total": "250.00", "customer": NOOR})
    await pass_nights(shop, 2)
    dana, noor = await shop.id_of(DANA), await shop.id_of(NOOR)
    assert await told(shop) == [("segment.entered", str(dana)), ("segment.left", str(noor))]
    assert await history(shop, DANA) == [("segment.entered", "Rich")]
    assert await history(shop, NOOR) == [("segment.left", "Rich")]
    assert await history(shop, OMAR) == []
    figures = await shop.get(f"/api/segments/{rich}/analytics")
    day = shop.service.clock.now().date()
    assert figures["nights"] == [
        {"night": str(day), "customers": 1, "value": "140.00", "currency": "USD", "entered": 0, "left": 0},
        {"night": str(day - DAY), "customers": 1, "value": "140.00", "currency": "USD", "entered": 1, "left": 1},
        {
            "night": str(day - 2 * DAY),
            "customers": 1,
            "value": "250.00",
            "currency": "USD",
            "entered": None,
            "left": None,
        },
    ]
    assert len((await shop.get(f"/api/segments/{rich}/analytics?nights=1"))["nights"]) == 1
    assert (await shop.get("/api/segments/vip/analytics"))["nights"] == []
    refused = await shop.ask("GET", f"/api/segments/{rich}/analytics?nights=367")
    assert refused.error == (422, "invalid", "nights")


class Crash(Exception):
    """The process ends in the middle of a part."""


async def test_a_part_that_crashed_is_told_once(shop: Shop) -> None:
    await shop.tell("customer.updated", {"customer": DANA})
    for name in ("Rich", "Rich too"):
        await make(shop, name, RICH)
    await pass_nights(shop)
    await shop.order("o1", DANA, "140.00")
    parts = await _in_parts(shop)
    assert parts == 3, "two audiences, and the end"
    assert await told(shop) == [("segment.entered", str(await shop.id_of(DANA)))] * 2


async def _in_parts(shop: Shop) -> int:
    """One more night, each part of which crashes once before it is done."""
    turns, now = shop.service.turns, shop.service.clock.now() + DAY

    async def fire(turn: Turn) -> Any:
        await recurring_events.fire(turn.unit, nightly_segments.JOB, now.date(), now)
        which = recurring_events.make_firing_id(TIGER, nightly_segments.JOB, now.date())
        await turn.unit.change(events, which, status="parked")  # no worker takes it
        return read_stored(await turn.unit.row(select(events).where(events.c.id == which)), turn.unit.events)

    firing = await turns.act(TIGER, fire)

    async def crash(turn: Turn) -> None:
        await nightly_segments.work_out(turn, firing)
        raise Crash

    for part in range(1, 100):
        with pytest.raises(Crash):
            await turns.act(TIGER, crash)
        if await turns.act(TIGER, lambda turn: nightly_segments.work_out(turn, firing)):
            return part
    raise AssertionError("it comes to no end")


async def test_people_who_become_one_are_a_member_once_and_an_erased_one_is_none(shop: Shop) -> None:
    for who in (DANA, NOOR, OMAR):
        await shop.tell("customer.updated", {"customer": who})
    await shop.order("o1", DANA, "140.00")
    await make(shop, "Rich", RICH)
    await make(shop, "Everyone", {"all": []})
    await pass_nights(shop)
    dana, noor, omar = [await shop.id_of(who) for who in (DANA, NOOR, OMAR)]

    async def join(turn: Turn) -> None:
        await merge(turn.unit, noor, dana, turn.now)
        await scrub_person(turn.unit, omar, turn.now, lambda name: f"hash of {name}")

    await shop.service.turns.act(TIGER, join)
    await pass_nights(shop)

    async def look(unit: Unit) -> list[Any]:
        theirs = segment_members.c.contact.in_([dana, noor, omar])
        return [row.contact for row in await unit.rows(select(segment_members).where(theirs))]

    members = await shop.service.turns.store.read(TIGER, look)
    assert members == [dana] * 2, "rich, and everyone"
    assert await told(shop) == [], "nobody came, and nobody went of whom there is anything to say"


async def test_what_begins_by_an_event_would_hear_it(shop: Shop) -> None:
    """Of events that no conversation acts upon none waits in the queue; the one that hears them does nothing."""
    hears = CONVERSATIONS.hears
    assert [hears[kind] for kind in hears if kind.TYPE.startswith("segment.")] == [(nightly_segments.accept_event,)] * 2
