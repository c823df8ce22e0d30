"""Jobs of one business take turns: what failed waits before others of its kind, and holds up no other kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from flows.actor import SYSTEM
from storage.database.stores import Database
from storage.jobs.job_claims import claim_job
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.unit import Unit
from tests.storage.world import NOW, SHOP, after

SOON, LEASE = after(1), timedelta(seconds=30)


async def test_what_failed_holds_up_its_own_kind_alone(store: Database) -> None:
    async def add(unit: Unit) -> None:
        for kind in ("preview", "preview", "wave"):
            await unit.of(Jobs).add(JobRecord(unit.ids.make(), kind, SYSTEM, NOW), NOW)

    async def next_kind(elapsed: datetime) -> str | None:
        lease = uuid4()
        claimed = await store.write("", lambda unit: claim_job(unit, lease, elapsed, elapsed + LEASE, NOW))
        if claimed is None:
            return None
        if claimed.job.kind == "preview":
            await store.write(SHOP, lambda unit: unit.of(Jobs).put_off(claimed.job.id, lease, 1, SOON))
        else:
            await store.write(SHOP, lambda unit: unit.of(Jobs).end(claimed.job.id, JobState.DONE, NOW))
        return claimed.job.kind

    await store.write(SHOP, add)
    assert [await next_kind(NOW) for _ in range(3)] == ["preview", "wave", None]
    assert await next_kind(SOON) == "preview", "the first of them again"
