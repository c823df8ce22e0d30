"""Due conversations of all businesses: fair shares, leases, and what the indexes find."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database.stores import Database
from storage.events.due_runs import claim_waits, find_next_wake, give_back, has_due
from storage.events.runs import Due
from storage.schema import waits
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do

LEASE = timedelta(seconds=60)
pytestmark = pytest.mark.usefixtures("shops")


async def waiting(store: Database, shop: str, *minutes: float) -> None:
    async def fill(unit: Unit) -> None:
        for minute in minutes:
            run = await unit.runs.start("recovery", str(unit.ids.make()), None, None, "{}", NOW)
            due = after(minute)
            await unit.add(waits, id=unit.ids.make(), run=run.id, name=f"{minute:g}", created_at=NOW, due_at=due)

    await do(store, fill, shop)


async def claim(store: Database, most: int, elapsed: datetime = NOW) -> list[Due]:
    return await do(store, lambda unit: claim_waits(unit, NOW, elapsed, LEASE, most), "")


def told(found: list[Due]) -> list[tuple[str, str]]:
    return [(due.business, due.name) for due in found]


async def test_a_shop_with_many_does_not_hold_back_another(store: Database) -> None:
    await waiting(store, SHOP, *range(-20, 0))
    await waiting(store, OTHER_SHOP, -1)
    assert told(await claim(store, 4)) == [(SHOP, "-20"), (SHOP, "-19"), (OTHER_SHOP, "-1")]
    assert told(await claim(store, 4)) == [(SHOP, f"-{number}") for number in (18, 17, 16, 15)]


async def test_what_is_leased_is_nobody_else_s_until_it_ends_or_is_given_back(store: Database) -> None:
    await waiting(store, SHOP, -1)
    (claimed,) = await claim(store, 9)
    assert await claim(store, 9) == []
    assert not await store.read("", lambda unit: has_due(unit, NOW, NOW))
    await do(store, lambda unit: give_back(unit, [claimed], NOW + LEASE + LEASE), "")
    assert await claim(store, 9) == [], "it was another's lease that was given back"
    await do(store, lambda unit: give_back(unit, [claimed], NOW + LEASE), "")
    assert await claim(store, 9) == [claimed]
    assert await claim(store, 9, NOW + LEASE) == [claimed]


async def test_what_is_not_due_or_parked_waits(store: Database) -> None:
    await waiting(store, SHOP, 5, -5)
    await do(store, lambda unit: unit.run(waits.update().where(waits.c.name == "-5").values(parked_at=NOW)))
    assert not await store.read("", lambda unit: has_due(unit, NOW, NOW))
    assert await claim(store, 9) == []
    assert await store.read("", lambda unit: find_next_wake(unit, NOW)) == after(5)
    assert await store.read("", lambda unit: find_next_wake(unit, after(5))) is None


# Swept over all businesses in one order of time, and small.
LED_BY_TIME = {"ix_events_new", "ix_events_texts", "ix_outbox_held"}
LED_BY_ID = {"ix_prompts_id"}  # what a sponsor's postback names, of any business


async def test_indexes_lead_with_the_business(store: Database) -> None:
    """So that a table can be split by business, and a probe is one business's own."""

    async def columns(unit: Unit) -> dict[str, str]:
        if unit.postgres:
            known = "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public'"
        else:
            known = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        return {row.name: row.sql.split("(", 1)[1].split(",")[0].split(")")[0] for row in await unit.rows(text(known))}

    leads = await store.read("", columns)
    assert {"ix_waits_due", "ix_messages_flying", "ix_outbox_due", "ix_events_done"} <= set(leads)
    others = {name for name, first in leads.items() if name.startswith("ix_") and first.strip('"') != "business"}
    assert others == LED_BY_TIME | LED_BY_ID
