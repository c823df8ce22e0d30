"""The message that a text answers: the quoted one, or else the last one sent to its writer.

A reply belongs to the question that was asked. After an answer of the staff, the customer's next texts are for the
staff, until the shop itself writes again (a reminder, a question) or for a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from flows.delivery import MessageStatus
from flows.policy.departure_facts import ORDINARY, Kind
from handlers.engine.turn import Turn
from handlers.replies.expected_answers import Expecting
from storage.events.open_questions import QuestionRecord
from storage.events.runs import Run, RunQuestion
from storage.sending.message import Message

TALK = timedelta(hours=24)  # after this time a text begins something new; WhatsApp's window is as long
_RECENT = 50  # messages of a person to search for the last word


@dataclass(frozen=True, slots=True)
class Answerable:
    """What a text may answer: ``staffs`` is the staff message, if any; else ``runs`` has the likely runs, best first.

    ``asked`` is the open question of the run that gives the text its meaning. ``question`` is the question in a message
    of ours. If both are set, they belong to one message, or the run has sent nothing since; then ``question`` is the
    later.
    """

    staffs: Message | None = None
    asked: RunQuestion | None = None
    runs: tuple[Run, ...] = ()
    question: QuestionRecord | None = None


async def find_answerable(turn: Turn, message: Message, question: QuestionRecord | None) -> Answerable:
    """Return what a person's message may answer; ``question`` is the question found for it."""
    quoted = await _find_quoted(turn, message)
    staffs = await _find_staff_message(turn, message, quoted)
    if staffs is not None:
        return Answerable(staffs=staffs, question=question)
    return await find_answerable_runs(turn, message, question)


async def find_answerable_runs(turn: Turn, message: Message, question: QuestionRecord | None) -> Answerable:
    """Return what a message may answer among our runs and questions, ignoring the staff's last text."""
    quoted = await _find_quoted(turn, message)
    mute = turn.tools.conversations.mute_flows
    began = await turn.unit.runs.list_open(message.contact)
    runs = tuple(run for run in reversed(began) if run.flow not in mute)
    theirs = tuple(run for run in runs if quoted is not None and run.id == quoted.run)
    if theirs:  # of the quoted message, though a newer question may be open
        return Answerable(None, await turn.unit.runs.find_open(message.contact, theirs[0].id), theirs, question)
    asked = await turn.unit.runs.find_open(message.contact)
    if quoted is not None:
        return Answerable(None, None, (), question)
    likeliest = sorted(runs, key=lambda run: asked is None or run.id != asked.run)
    return Answerable(None, asked, tuple(likeliest), question)


async def quote_question(turn: Turn, message: Message, asked: RunQuestion | None) -> str | None:
    """Return our question as we asked it, without the listed answers ("Reply 1 to cancel it, 2 to keep it").

    Return "" if the words are unknown, and None if another message followed and the question is not quoted.
    """
    if asked is None or asked.question.expecting != Expecting.YES_NO:
        return ""
    quoted = await _find_quoted(turn, message)
    last = quoted or await turn.unit.messages.find_last_word(message.address, message.id)
    if last is None or not last.text:
        return ""
    if last.run != asked.run:
        return None
    put, mark, _ = last.text.rpartition("?")
    return put + mark if mark else last.text


def expect_answer(asked: RunQuestion | None, question: str | None) -> Expecting:
    """Return the kind of answer to expect of a text; NOTHING if another message followed the question.

    An exact yes or no counts even then; "too many texts!!" does not.
    """
    return Expecting.NOTHING if asked is None or question is None else Expecting(asked.question.expecting)


async def _find_staff_message(turn: Turn, message: Message, quoted: Message | None) -> Message | None:
    if quoted is not None:
        return quoted if quoted.by_staff else None
    return None if "button" in message.data else await _find_last_staff_word(turn, message)


async def _find_quoted(turn: Turn, message: Message) -> Message | None:
    """Return our message that the customer replies to; None if they quote themselves or nothing."""
    found = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    return found if found is not None and found.direction == "out" else None


async def _find_last_staff_word(turn: Turn, message: Message) -> Message | None:
    """Return the staff's latest answer to this person; None if it is old or the shop itself has written since."""
    said = await _list_said_to(turn, message)
    if not said:
        return None
    left_at, _, last = said[-1]
    return last if last.by_staff and left_at > turn.now - TALK else None


async def list_staff_words(turn: Turn, message: Message) -> tuple[str, ...]:
    """Return the staff's texts in the current talk: since the shop itself last wrote to this person."""
    said = [one for left_at, _, one in reversed(await _list_said_to(turn, message)) if left_at > turn.now - TALK]
    return tuple(one.text or "" for one in takewhile(lambda one: one.by_staff, said))


async def _list_said_to(turn: Turn, message: Message) -> list[tuple[datetime, UUID, Message]]:
    """Return the recent messages of staff and shop to this person, with the time of each, the latest last."""
    found = await turn.unit.messages.page(None, message.contact, None, _RECENT)
    left = [(one.left_at, one.id, one) for one in found if one.left_at and one.status is not MessageStatus.FAILED]
    said = [entry for entry in left if entry[2].by_staff or _speaks_anew(entry[2])]
    return sorted(said, key=lambda entry: entry[:2])


def _speaks_anew(one: Message) -> bool:
    """Return True for a message that begins a new subject of the shop's, not one that answers the person's text."""
    return one.direction == "out" and (one.run is not None or one.kind in {*ORDINARY, Kind.OPT_IN_ASK})
