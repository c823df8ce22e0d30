"""A file of customers as a job: looked through, then taken over, so many rows at a time and once each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from flows.importing.columns import WrongColumns
from flows.importing.encoding import NoText
from handlers.importing.bringing import Survey, foresee, take_over
from handlers.importing.file import Sheet
from handlers.importing.rejects import heads_of_rejects, rejected
from handlers.importing.row import Fate, Outcome, Row
from handlers.importing.sent import progressed
from handlers.importing.wish import FileWish, columns_of, new_file, open_wished, read_wish
from handlers.jobs.ending import end_job
from handlers.jobs.held import HeldJob
from handlers.jobs.kind import JobFailed
from handlers.jobs.tables import csv_part
from handlers.turn import Turn
from storage.jobs.files import JobFile, JobFiles
from storage.jobs.jobs import Jobs, JobState

MOST = 50
"""Rows of one part: what is reckoned for more holds up whoever wants an answer of the same process."""
LOOK, BRING = "look", "bring"


async def begin(held: HeldJob) -> OpenImport:
    """The file on this machine's disk, at the row where the job stands. Raises JobFailed for what is no such file."""

    async def look(turn: Turn) -> tuple[Any, Any, Any]:
        return turn.business, turn.now, turn.elapsed

    business, now, elapsed = await held.look(held.business, look)
    path, wish = new_file(elapsed), read_wish(held.job.asked)
    try:
        await _fetch(held, path)
        sheet = await asyncio.to_thread(open_wished, path, business, now, wish)
    except (NoText, WrongColumns) as wrong:
        path.unlink()
        raise JobFailed(str(wrong)) from None
    except BaseException:
        path.unlink()
        raise
    return OpenImport(held, path, sheet, wish)


async def _fetch(held: HeldJob, path: Path) -> None:
    """What was sent, part by part."""
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
    """A file that is being taken over.

    ``place`` has the ``phase``, how many ``rows`` of it are done, how many ``parts`` the file of rejects has, and of
    the part under way the ``fates`` of rows that were written, so that none counts twice.
    """

    def __init__(self, held: HeldJob, path: Path, sheet: Sheet, wish: FileWish) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._path = path
        self._sheet = sheet
        self._wish = wish
        self._figures: dict[str, Any] = {"columns": columns_of(sheet), **held.job.figures}
        self._rows = self._from(self._done)

    async def work(self) -> bool:
        rows = await asyncio.to_thread(lambda: list(islice(self._rows, MOST)))
        if self._phase == LOOK:
            return await (self._look(rows) if rows else self._looked())
        return await (self._bring(rows) if rows else self._brought())

    def close(self) -> None:
        with suppress(FileNotFoundError):
            self._path.unlink()

    @property
    def _phase(self) -> str:
        return str(self.place.get("phase", LOOK))

    @property
    def _done(self) -> int:
        return int(self.place.get("rows", 0))

    def _from(self, row: int) -> Iterator[Row]:
        return self._sheet.rows(row)

    async def _look(self, rows: Sequence[Row]) -> bool:
        """Count some rows; nobody is written."""
        outcomes = await foresee(self._held, self._held.business, rows)
        found = Survey(**self._figures.get("found", {}))
        for outcome in outcomes:
            found.add(outcome)
        await self._keep(rows, outcomes if self._wish.dry_run else (), found=asdict(found))
        return False

    async def _looked(self) -> bool:
        """All rows are counted."""
        if self._wish.dry_run:
            await self._held.end(JobState.DONE)
            return True
        if self._wish.confirm and not self._figures.get("found", {}).get("people"):
            raise JobFailed("none of its rows names anybody who can be known by a phone, an e-mail or an id")
        place = {"phase": BRING, "rows": 0, "parts": 0}
        total = self._done

        async def go_on(turn: Turn) -> None:
            await turn.unit.of(Jobs).note(self._held.job.id, place=place, done=0, total=total, figures=self._figures)
            if self._wish.confirm:
                await turn.unit.of(Jobs).ask(self._held.job.id)
                job = await turn.unit.of(Jobs).get(self._held.job.id)
                assert job is not None, "it was held a moment ago"
                await turn.tools.conversations.long_jobs[job.kind].told(turn, job)

        await self._held.act(self._held.business, go_on)
        self.place, self._rows = place, self._from(0)
        return self._wish.confirm

    async def _bring(self, rows: Sequence[Row]) -> bool:
        """Take some rows over."""
        before = dict(self.place.get("fates", {}))
        written = dict(before)

        async def note(turn: Turn, outcomes: Sequence[Outcome]) -> None:
            written.update({str(one.row.record.line): one.fate.value for one in outcomes})
            await turn.unit.of(Jobs).note(self._held.job.id, place={**self.place, "fates": written})

        found = await take_over(self._held, self._held.business, rows, self._sheet.how.source, note)
        outcomes = [_as_written(one, before) for one in found]
        became = {fate.value: 0 for fate in Fate} | {"in_part": 0} | self._figures.get("became", {})
        for one in outcomes:
            became[one.fate.value] += 1
            became["in_part"] += one.fate is not Fate.REFUSED and bool(one.mistakes)
        await self._keep(rows, outcomes, became=became)
        return False

    async def _brought(self) -> bool:
        async def over(turn: Turn) -> None:
            by, became = self._held.job.made_by, self._figures.get("became", {})
            await turn.unit.access.log(by, "imported customers", turn.now, None, **became)
            await turn.unit.of(Jobs).note(self._held.job.id, figures=self._figures)
            await end_job(turn, self._held.job.id, JobState.DONE)

        await self._held.act(self._held.business, over)
        return True

    async def _keep(self, rows: Sequence[Row], outcomes: Sequence[Outcome], **figures: Any) -> None:
        """Keep the figures of a part that is done, and its rows that were not taken over."""
        mistaken = [one for one in outcomes if one.mistakes]
        told, done = self._figures | figures, self._done + len(rows)
        part = int(self.place.get("parts", 0))
        place = {"phase": self._phase, "rows": done, "parts": part + bool(mistaken)}

        async def keep(turn: Turn) -> None:
            jobs = turn.unit.of(Jobs)
            stands: dict[str, Any] = {"place": place, "figures": told, "done": done}
            if mistaken:
                job = await jobs.get(self._held.job.id)
                size = 0 if job is None else job.size
                body = self._rejects(mistaken, first=size == 0)
                await turn.unit.of(JobFiles).add(self._held.job.id, part, body)
                stands["size"] = size + len(body)
            await jobs.note(self._held.job.id, **stands)
            if self._phase == BRING:
                total = int(told["found"]["rows"])
                await progressed(turn, self._held.job, self._done, done, total)

        await self._held.act(self._held.business, keep)
        self.place, self._figures = place, told

    def _rejects(self, outcomes: Sequence[Outcome], *, first: bool) -> bytes:
        heads, separator = self._sheet.columns.heads, self._sheet.table.separator
        rows = (rejected(one, len(heads)) for one in outcomes)
        return csv_part(rows, heads_of_rejects(heads), first=first, separator=separator, errors="replace")


def _as_written(outcome: Outcome, before: Mapping[str, str]) -> Outcome:
    """What became of a row at last: one that was written before the process died is known by now."""
    fate = before.get(str(outcome.row.record.line))
    return outcome if fate is None else replace(outcome, fate=Fate(fate))
