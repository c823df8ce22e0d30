"""A file of customers or orders as a job: surveyed, then imported in parts, each row once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.importing.column_check import UnclearColumns
from flows.importing.file_columns import WrongColumns
from flows.importing.file_encoding import NoText
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.importing.chat_import import report_progress
from handlers.importing.customer_row import RowFate, RowOutcome
from handlers.importing.import_load import AnyOutcome, CustomersLoad, ImportLoad, open_load
from handlers.importing.import_rejects import drop_erased, list_reject_heads, list_rejected_cells
from handlers.importing.import_request import FileWish, list_columns, make_new_file, read_wish
from handlers.importing.unclear_columns import UnclearFile
from handlers.jobs.job_files import encode_csv
from handlers.jobs.job_kind import HeldJob, JobFailed, end_job
from storage.jobs.job_erasure import ERASED_MEANWHILE
from storage.jobs.job_file_parts import JobFile, JobFiles
from storage.jobs.jobs import JobRecord, Jobs, JobState

LOOK, BRING = "look", "bring"


async def begin(held: HeldJob) -> OpenImport | UnclearFile:
    """Open the job's file on the local disk, at the row where the job is. If a column may hold opt-outs and a person
    can answer, return the question about it instead. Raises JobFailed if the file is invalid."""

    async def look(turn: Turn) -> tuple[Any, Any, Any]:
        return turn.business, turn.now, turn.elapsed

    business, now, elapsed = await held.look(held.business, look)
    path, wish = make_new_file(elapsed), read_wish(held.job.asked)
    try:
        await _fetch(held, path)
        load = await asyncio.to_thread(open_load, held.job.kind, path, business, now, wish)
    except (NoText, WrongColumns) as wrong:
        path.unlink()
        if wish.confirm and isinstance(wrong, UnclearColumns):
            return UnclearFile(held, wrong.columns[0])
        raise JobFailed(str(wrong)) from None
    except BaseException:
        path.unlink()
        raise
    return OpenImport(held, path, load, wish)


async def _fetch(held: HeldJob, path: Path) -> None:
    """Write the uploaded file to disk, part by part."""
    after = -1
    with path.open("wb") as file:
        while True:

            async def look(turn: Turn, after: int = after) -> tuple[int, bytes] | None:
                return await turn.unit.of(JobFiles).get(held.job.id, JobFile.INPUT, after)

            part = await held.look(held.business, look)
            if part is None:
                return
            after, body = part
            file.write(body)


class OpenImport:
    """A running import. ``place`` has the ``phase``, how many ``rows`` or orders are done, of the ``total`` if known,
    how many ``parts`` the file of rejects has, and, by line, the ``fates`` of the rows already written in the current
    part, so that none counts twice."""

    def __init__(self, held: HeldJob, path: Path, load: ImportLoad, wish: FileWish) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._path = path
        self._load = load
        self._wish = wish
        self._figures: dict[str, Any] = {"columns": list_columns(load.columns), **held.job.figures}
        self._load.go_to(self._done)

    async def work(self) -> bool:
        many = await asyncio.to_thread(self._load.read)
        if self._phase == LOOK:
            return await (self._look(many) if many else self._end_survey())
        return await (self._bring(many) if many else self._has_brought())

    def close(self) -> None:
        with suppress(FileNotFoundError):
            self._path.unlink()

    @property
    def _phase(self) -> str:
        return str(self.place.get("phase", LOOK))

    @property
    def _done(self) -> int:
        return int(self.place.get("rows", 0))

    async def _look(self, many: int) -> bool:
        """Survey the next part of the file; nothing is written."""
        before = self._figures.get("found", {})
        found, outcomes = await self._load.look(self._held, self._held.business, before)
        await self._keep(many, outcomes if self._wish.dry_run else (), found=found)
        return False

    async def _end_survey(self) -> bool:
        """End the survey: store its result, and ask for a confirmation if one is wanted."""
        if self._wish.dry_run:
            await self._held.end(JobState.DONE)
            return True
        if self._wish.confirm and not self._figures.get("found", {}).get("people"):
            raise JobFailed("no row identifies a person by phone, e-mail or id")
        total = self._done
        place = {"phase": BRING, "rows": 0, "parts": 0, "total": total}

        async def go_on(turn: Turn) -> None:
            await turn.unit.of(Jobs).note(self._held.job.id, place=place, done=0, total=total, figures=self._figures)
            if self._wish.confirm:
                await turn.unit.of(Jobs).ask(self._held.job.id)
                job = await turn.unit.of(Jobs).get(self._held.job.id)
                assert job is not None, "it was held a moment ago"
                await conversations_of(turn).long_jobs[job.kind].told(turn, job)

        await self._held.act(self._held.business, go_on)
        self.place = place
        self._load.go_to(0)
        return self._wish.confirm

    async def _bring(self, many: int) -> bool:
        """Import the next part of the file's rows and record their outcomes."""
        before = dict(self.place.get("fates", {}))
        written = dict(before)

        async def note(turn: Turn, outcomes: Sequence[AnyOutcome]) -> None:
            written.update({str(one.line): one.fate.value for one in outcomes})
            await turn.unit.of(Jobs).note(self._held.job.id, place={**self.place, "fates": written})

        found = await self._load.bring(self._held, self._held.business, note)
        outcomes = [_settle_outcome(one, before) for one in found]
        became = {fate.value: 0 for fate in RowFate} | {"in_part": 0} | self._figures.get("became", {})
        opted_out = sum(isinstance(one, RowOutcome) and one.opts_out for one in outcomes)
        if self._load.what == CustomersLoad.what:
            became["opted_out"] = became.get("opted_out", 0) + opted_out
        for one in outcomes:
            became[one.fate.value] += 1
            became["in_part"] += one.fate is not RowFate.REFUSED and bool(one.mistakes)
        await self._keep(many, outcomes, became=became)
        return False

    async def _has_brought(self) -> bool:
        async def over(turn: Turn) -> None:
            by, became = self._held.job.made_by, self._figures.get("became", {})
            await turn.unit.access.log(by, f"imported {self._load.what}", turn.now, None, **became)
            await turn.unit.of(Jobs).note(self._held.job.id, figures=self._figures)
            await end_job(turn, self._held.job.id, JobState.DONE)

        await self._held.act(self._held.business, over)
        return True

    async def _keep(self, many: int, outcomes: Sequence[AnyOutcome], **figures: Any) -> None:
        """Store the figures of a finished part, and its rejected rows."""
        mistaken = [row for one in outcomes if one.mistakes for row in one.rows()]
        told, done = self._figures | figures, self._done + many
        part, total = int(self.place.get("parts", 0)), int(self.place.get("total", 0))
        place = {"phase": self._phase, "rows": done, "parts": part + bool(mistaken), "total": total}

        async def keep(turn: Turn) -> None:
            jobs = turn.unit.of(Jobs)
            stands: dict[str, Any] = {"place": place, "figures": told, "done": done}
            if mistaken:
                job = await jobs.get(self._held.job.id)
                assert job is not None, "it is held"
                size, body = job.size, self._rejects(await self._drop_erased(turn, job, mistaken), first=job.size == 0)
                await turn.unit.of(JobFiles).add(self._held.job.id, part, body)
                stands["size"] = size + len(body)
            await jobs.note(self._held.job.id, **stands)
            if self._phase == BRING:
                await report_progress(turn, self._held.job, self._done, done, total)

        await self._held.act(self._held.business, keep)
        self.place, self._figures = place, told

    async def _drop_erased(self, turn: Turn, job: JobRecord, mistaken: Sequence[RowOutcome]) -> list[RowOutcome]:
        """Return the outcomes without data of people who were erased since the job began."""
        meanwhile = ERASED_MEANWHILE in job.asked
        return await drop_erased(turn, mistaken, self._load.columns, self._wish.source, meanwhile=meanwhile)

    def _rejects(self, outcomes: Sequence[RowOutcome], *, first: bool) -> bytes:
        heads, separator = self._load.columns.heads, self._load.table.separator
        rows = (list_rejected_cells(one, len(heads)) for one in outcomes)
        return encode_csv(rows, list_reject_heads(heads), first=first, separator=separator, errors="replace")


def _settle_outcome(outcome: AnyOutcome, before: Mapping[str, str]) -> AnyOutcome:
    """Return the final outcome: rows written before a crash would now be found as known."""
    fate = before.get(str(outcome.line))
    return outcome if fate is None else replace(outcome, fate=RowFate(fate))
