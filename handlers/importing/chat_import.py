"""A file that an owner or a manager sends in chat: surveyed, shown, and imported after they confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.engine import Asks
from flows.events import MessageReceived
from flows.phrase import Lines, Ours, Text, phrase
from handlers.calls import progress_message
from handlers.conversation import Written
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.importing.import_request import FETCH_SHEET
from handlers.importing.unclear_columns import UNCLEAR, ask_unclear
from handlers.jobs.job_files import make_link, read_whole_file
from handlers.jobs.job_kind import PATIENCE, end_job
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import OWNERS, Reply, number_buttons
from handlers.staff_chat.staff_yes_no import read_choice_of_two
from handlers.staff_chat.waiting_customer_reply import find_handed_over
from storage.businesses.access import Member
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.outbox import Priority
from templates.message_values import one_line, shorten

TAKE_IN = "import_take_in"
"""The expectation of a question whether to import the people of a file."""
BEGUN = "import begun"
LOGGED = (BEGUN, "imported customers", "imported orders")
"""The log's names of a started import and of its end."""
_JOB = "job"
_YES = 1
_TAKEN = ("new", "changed", "same")  # rows that were imported, some of them in part
# The media types of a CSV on phones: https://www.rfc-editor.org/rfc/rfc4180#section-3, and the other names in use.
_TYPES = frozenset({
    "text/csv", "text/comma-separated-values", "text/x-csv", "application/csv", "application/x-csv", "text/plain",
    "text/tab-separated-values", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip
_LONG = 300  # characters of a list of columns
_TIMES, _MANY = 20, 10_000
"""How often a message reports the progress, and the fewest rows for it, if a message can change."""
_WITHIN = PATIENCE - timedelta(hours=1)


def is_sheet(event: MessageReceived) -> bool:
    """Return True for a single file that may be a table, by its media type."""
    return event.file_type in _TYPES


async def take_file(turn: Turn, written: Written) -> bool:
    """Fetch a file of customers from an owner or a manager. Return False for other messages, and for a reply to a
    customer."""
    member, message = written.member, written.message
    if member is None or member.role not in OWNERS or not is_sheet(written.event) or not written.is_as_sent:
        return False
    if await find_handed_over(turn, message) is not None:
        return False
    asked = {"message": message.id, "channel": written.address.channel, "member": member.id}
    key, now = f"{FETCH_SHEET}:{message.id}", turn.now
    if not await post_question(turn, written.address.channel, FETCH_SHEET, key, asked, now, Priority.ANSWER):
        return False
    await say(turn, written.address, message, "import_reading", phrase("import_reading"))
    return True


async def take_answer(turn: Turn, written: Written) -> bool:
    """Handle the sender's answer to whether to import the people of a file; return True if it was one."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    taken = read_choice_of_two(event.text, event.button)
    if taken is None:
        return False
    name, said = await _settle_job(turn, UUID(str(question.data[_JOB])), taken, member)
    await say(turn, written.address, written.message, name, said)
    return True


async def _settle_job(turn: Turn, job: UUID, taken: int, member: Member) -> tuple[str, Text]:
    if member.role not in OWNERS:
        return "import", phrase("import_was_left")
    if taken == _YES:
        begun = await turn.unit.of(Jobs).go_on(job)
        if begun:
            await turn.unit.access.log(Actor.staff(member.id), BEGUN, turn.now)
        return "import", phrase("import_begun") if begun else phrase("confirm_done_already")
    left = await end_job(turn, job, JobState.CANCELLED)
    return "import", phrase("import_was_left") if left else phrase("confirm_done_already")


async def report_result(turn: Turn, job: JobRecord) -> None:
    """Report to the file's chat how many people are in the file, or the end of its job; ignore other jobs."""
    chat = await _find_chat(turn, job)
    said = None if chat is None else await _describe_job(turn, job, chat[0].channel)
    if chat is not None and said is not None:
        mapped = len(job.asked["map"])  # each answer about a column leads to another question
        await say(turn, *chat, f"import:{job.state.value}:{mapped}" if mapped else f"import:{job.state.value}", said)


async def report_progress(turn: Turn, job: JobRecord, before: int, done: int, total: int) -> None:
    """Report the progress of a long file to its chat, at each twentieth."""
    if total < _MANY or done >= total or done * _TIMES // total == before * _TIMES // total:
        return
    chat = await _find_chat(turn, job)
    if chat is not None:
        told = phrase("import_goes_on", done=done, total=total)
        await progress_message.tell(turn, chat[0], f"import-progress:{job.id}", told, done / total)


async def _find_chat(turn: Turn, job: JobRecord) -> tuple[Address, Message] | None:
    """Return the chat of a file and the message with it; None if the job has none."""
    chat: Mapping[str, Any] = job.asked.get("chat") or {}
    message = await turn.unit.messages.get(UUID(chat["message"])) if chat else None
    if message is None:
        return None
    return await turn.unit.people.address_by_id(UUID(chat["address"])), message


async def _describe_job(turn: Turn, job: JobRecord, channel: str) -> Reply | Text | None:
    if job.state is JobState.ASKING:
        return ask_unclear(job) if UNCLEAR in job.figures else _show_job(job)
    if job.state is JobState.DONE:
        became = {name: job.figures["became"].get(name, 0) for name in (*_TAKEN, "in_part", "refused", "opted_out")}
        done = phrase("import_done", taken=sum(became[one] for one in _TAKEN), **became)
        file = await read_whole_file(turn, job, channel)
        here = phrase("import_rejects_here") if file else phrase("import_rejects", url=Ours(make_link(turn, job)[0]))
        return Reply(Lines((done, here)), attachment=file) if job.size else done
    if job.state is JobState.FAILED:
        why = one_line(job.error or "")
        return phrase("import_failed" if "became" in job.figures else "import_no_sheet", why=why)
    return None


def _show_job(job: JobRecord) -> Reply:
    """Show the content of the file, and ask whether to import it."""
    found, columns = job.figures["found"], job.figures["columns"]
    told = {"people": found["people"], "phones": found["with_phone"], "known": found["known"]}
    told["opted_out"] = found.get("opted_out", 0)
    taken = [f"{one['column']} → {one['field']}" for one in columns if one["field"]]
    left = [one["column"] for one in columns if not one["field"] and one["column"]]
    lines: list[Text] = [phrase("import_found", **told, refused=found["refused"])]
    lines += [phrase("import_columns", taken=Ours(_list_names(taken)))] if taken else []
    lines += [phrase("import_left", left=Ours(_list_names(left)))] if left else []
    lines.append(phrase("import_shall_i"))
    buttons = number_buttons(phrase("import_take_in"), phrase("confirm_leave"))
    return Reply(Lines(tuple(lines)), buttons, confirms=Asks(TAKE_IN, values={_JOB: str(job.id)}, within=_WITHIN))


def _list_names(names: list[str]) -> str:
    return shorten(one_line(", ".join(names)), _LONG, "…")
