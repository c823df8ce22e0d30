"""A file in chat with columns that may hold opt-outs: its sender explains each, one question for each column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.engine import Asks
from flows.importing.column_check import UnclearColumn
from flows.importing.column_fields import Field
from flows.importing.file_columns import IGNORE
from flows.phrase import Ours, Text, phrase
from handlers.conversation import Written
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.jobs.job_kind import PATIENCE, HeldJob, end_job
from handlers.replies.numbered_choices import read_choice
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import OWNERS, Reply, number_buttons
from storage.businesses.access import Member
from storage.jobs.jobs import JobRecord, Jobs, JobState
from templates.message_values import one_line

UNCLEAR = "import_unclear"
"""The name of the question about a column, and its place among the figures of a job."""
_JOB, _COLUMN, _FIELD = "job", "column", "field"
_OPT_OUTS, _IGNORE, _LEAVE = 1, 2, 3
_WITHIN = PATIENCE - timedelta(hours=1)


class UnclearFile:
    """A job that asks about the first unclear column of its file, and then waits for the answer."""

    def __init__(self, held: HeldJob, column: UnclearColumn) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._column = column

    async def work(self) -> bool:
        """Ask about the column; nothing of the file is written."""
        column = self._column
        told = {"values": list(column.values), "counted": list(column.counted), "passed": list(column.passed)}
        unclear = {_COLUMN: column.name, _FIELD: Field.OPTED_OUT_REASON if column.is_long else column.field, **told}

        async def ask(turn: Turn) -> None:
            jobs = turn.unit.of(Jobs)
            await jobs.note(self._held.job.id, figures={UNCLEAR: unclear})
            await jobs.ask(self._held.job.id)
            job = await jobs.get(self._held.job.id)
            assert job is not None, "it was held a moment ago"
            await conversations_of(turn).long_jobs[job.kind].told(turn, job)

        await self._held.act(self._held.business, ask)
        return True

    def close(self) -> None:
        """Do nothing: the job holds no resources."""


def ask_unclear(job: JobRecord) -> Reply:
    """Ask about an unclear column."""
    unclear = job.figures[UNCLEAR]
    lists = {name: Ours(one_line(", ".join(unclear[name]))) for name in ("values", "counted", "passed")}
    told = phrase("import_unclear", column=Ours(one_line(unclear[_COLUMN])), **lists)
    buttons = number_buttons(phrase("import_opt_outs"), phrase("import_ignore"), phrase("confirm_leave"))
    data = {_JOB: str(job.id), _COLUMN: unclear[_COLUMN], _FIELD: unclear[_FIELD]}
    return Reply(told, buttons, confirms=Asks(UNCLEAR, values=data, within=_WITHIN))


async def take_column_answer(turn: Turn, written: Written) -> bool:
    """Handle a staff member's tap or number as the answer about a column; the file is then read again. Return True if
    it was one."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    taken = read_choice(event.text, event.button, most=_LEAVE)
    if taken is None:
        return False
    name, said = await _settle_columns(turn, question.data, taken, member)
    await say(turn, written.address, written.message, name, said)
    return True


async def _settle_columns(turn: Turn, data: Mapping[str, Any], taken: int, member: Member) -> tuple[str, Text]:
    jobs, which = turn.unit.of(Jobs), UUID(str(data[_JOB]))
    job = await jobs.get(which)
    if member.role not in OWNERS:
        return "import", phrase("import_was_left")
    if job is None or job.state is not JobState.ASKING or UNCLEAR not in job.figures:
        return "import", phrase("confirm_done_already")
    if taken == _LEAVE:
        await end_job(turn, which, JobState.CANCELLED)
        return "import", phrase("import_was_left")
    mapped = [data[_COLUMN], data[_FIELD] if taken == _OPT_OUTS else IGNORE]
    await jobs.note(which, asked={**job.asked, "map": [*job.asked["map"], mapped]}, figures={})
    await jobs.go_on(which)
    return "import_reading", phrase("import_reading")
