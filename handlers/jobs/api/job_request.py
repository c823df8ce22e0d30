"""A job that a key requests: stored once for each Idempotency-Key, and answered with the URL of its progress."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.engine import Subject
from handlers.api import api_audit
from handlers.api.endpoint import ApiCall, ApiReply
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.engine.turn import Turn
from handlers.jobs.api.job_resource import show_job
from handlers.jobs.api.routes import SHOW_JOB
from storage.jobs.job_file_parts import JobFiles
from storage.jobs.jobs import JobRecord, Jobs


async def ask_for(call: ApiCall, made: Callable[[Turn], Awaitable[JobRecord]], parts: Sequence[bytes] = ()) -> ApiReply:
    """Answer with the job that ``made`` makes; a repeated request gets the earlier job. ``parts`` are the parts of its
    input file, if it has one."""

    async def work(turn: Turn) -> tuple[Mapping[str, Any], bool]:
        job = await made(turn)

        async def keep() -> UUID:
            await turn.unit.of(Jobs).add(job, turn.elapsed)
            if parts:
                await turn.unit.of(JobFiles).put(job.id, parts)
            await api_audit.log(call, turn, "job asked for", Subject("job", job.id))
            return job.id

        which, before = await run_once(call, turn, keep)
        kept = await turn.unit.of(Jobs).get(which)
        if kept is None:
            raise refuse_deleted()
        return show_job(turn, kept), before

    shown, before = await call.api.turns.act(call.business, work)
    headers = {"Location": SHOW_JOB.path.replace("{id}", str(shown["id"]))}
    return ApiReply(202, shown, headers | (REPLAYED if before else {}))
