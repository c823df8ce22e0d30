"""The download of a job's file by its link, streamed, so that a large file needs no more memory than a small one."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.sealed_files import ALWAYS, make_refusal
from handlers.conversation import Conversations
from handlers.engine.sealed_links import LinkExpired, read_business
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.jobs.job_files import PATH, find_job
from storage.jobs.job_file_parts import JobFile, JobFiles
from storage.jobs.jobs import JobRecord

_KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class JobFilePages:
    """``GET /files/{token}``."""

    turns: OpenTurns
    conversations: Conversations

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too."""
        app.router.add_get(PATH + "{token}", self.show)

    async def show(self, http: web.Request) -> web.StreamResponse:
        """Return the file; 404 if the link is not ours, 410 if it expired. Raises DatabaseAway."""
        token = http.match_info["token"]
        business = read_business(token)
        try:
            job = await self._job(business, token) if business is not None else None
        except LinkExpired:
            return make_refusal(410, "This link has expired. Read the job again within seven days for a new link.")
        if job is None or business is None:
            return make_refusal(404, "There is no such file.")
        return await self._send(http, business, job)

    async def _job(self, business: str, token: str) -> JobRecord | None:
        async def look(turn: Turn) -> JobRecord | None:
            return await find_job(turn, token)

        try:
            return await self.turns.look(business, look)
        except UnknownBusiness:
            return None

    async def _send(self, http: web.Request, business: str, job: JobRecord) -> web.StreamResponse:
        name = self.conversations.long_jobs[job.kind].file_name(job)
        headers = ALWAYS | {
            "Content-Type": _KINDS[name.rpartition(".")[2]],
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(job.size),
        }
        answer = web.StreamResponse(headers=headers)
        await answer.prepare(http)
        after = -1
        while http.method != "HEAD":
            part = await self._part(business, job, after)
            if part is None:
                break
            after, body = part
            await answer.write(body)
        await answer.write_eof()
        return answer

    async def _part(self, business: str, job: JobRecord, after: int) -> tuple[int, bytes] | None:
        async def look(turn: Turn) -> tuple[int, bytes] | None:
            return await turn.unit.of(JobFiles).get(job.id, JobFile.RESULT, after)

        return await self.turns.look(business, look)
