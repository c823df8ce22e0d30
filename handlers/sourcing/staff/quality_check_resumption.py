"""Resuming a quality check after other messages to or from the staff member.

An order's number may come before its photos or after them, and a checklist can be answered until its order leaves.
"""

from __future__ import annotations

from flows.phrase import Lines, Ours, phrase
from flows.sourcing.quality import quality_flow as quality
from flows.sourcing.quality.quality_checklist import ChecklistItem, list_unticked
from flows.sourcing.quality.quality_events import AllGood, Ticked, Trouble, Unclear, Word
from flows.sourcing.quality.quality_flow import Check
from handlers.conversation import Written
from handlers.engine import host, slash_command
from handlers.engine.turn import Turn
from handlers.replies.greetings import is_greeting
from handlers.replies.typed_commands import read_command
from handlers.sourcing.replies.checklist_answers import CheckReading, read_check
from handlers.sourcing.staff import photo_order_match
from handlers.sourcing.staff.order_commands import ORDERS
from handlers.sourcing.staff.photo_order_match import LATELY, Checker
from handlers.sourcing.staff.quality_check import LONGEST_REASON, enter, is_sized, make_checker
from handlers.staff_chat.command_confirmation import CONFIRM
from handlers.staff_chat.command_execution import obey
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import IssuedCommand
from handlers.staff_chat.staff_yes_no import acknowledges, read_staff_answer, stops_sending
from handlers.staff_notices import alerts
from storage.events.runs import Run
from storage.sourcing.reservations import Reservation
from storage.sql import json_codec
from templates.message_values import one_line, shorten


async def resume_check(turn: Turn, written: Written) -> bool:
    """Return True if a staff member resumed a check, or named the order of photos."""
    event, member = written.event, written.member
    if member is None or event.forwarded or event.edited or event.media or event.button or not event.text.strip():
        return False
    if written.message.reply_to is not None or slash_command.command(event.text) is not None:
        return False
    checker = make_checker(member, written.address)
    return await _take_late_answer(turn, checker, written) or await _take_number(turn, checker, written)


async def _take_late_answer(turn: Turn, checker: Checker, written: Written) -> bool:
    """Handle an answer to a checklist after other messages; with several checklists it needs the order's number."""
    text, runs = written.event.text, await _open(turn, checker)
    named = [(run, check, rest) for run, check in runs if (rest := _strip_number(text, check.number)) is not None]
    found = named or [(run, check, text) for run, check in runs]
    if not found:
        return False
    readings = [await _read(turn, check, rest) for _, check, rest in found]
    if readings[0] is None or await _is_for_another(turn, written):
        return await _show_again(turn, checker, written, runs) or await _take_reason(turn, checker, written, runs)
    if len(found) > 1:
        numbers = [check.number for _, check, _ in found]
        asked = phrase("which_checklist", orders=Lines(tuple(map(Ours, numbers)), between=", "), first=numbers[0])
        await say(turn, written.address, written.message, "checklist", asked)
        return True
    return await host.advance(turn, found[0][0], _read_meaning(checker, written, readings[0]))


async def _open(turn: Turn, checker: Checker) -> list[tuple[Run, Check]]:
    """Return this person's checks that wait for an answer, the latest first."""
    runs = [one for one in await turn.unit.runs.list_open(checker.address.contact) if one.flow == quality.NAME]
    checks = [(run, json_codec.load(Check, run.state)) for run in runs]
    return [(run, check) for run, check in reversed(checks) if check.kept and check.address == checker.address.id]


def _strip_number(text: str, number: str) -> str | None:
    """Remove the order's number from the beginning or end of an answer; None if the number is not there."""
    said = text.split()
    if len(number) == 1:  # also a number of the checklist
        return None
    if len(said) > 1 and said[0].strip("#:,.").upper() == number.upper():
        return " ".join(said[1:])
    if len(said) > 1 and said[-1].strip("#:,.").upper() == number.upper():
        return " ".join(said[:-1])
    return None


async def _read(turn: Turn, check: Check, text: str) -> CheckReading | None:
    reading = read_check(text, None, list_unticked((), sized=await is_sized(turn, check.order)))
    if reading.understood:
        return reading
    return CheckReading(good=True) if read_staff_answer(text) == "do" else None


async def _is_for_another(turn: Turn, written: Written) -> bool:
    """Return True if a bare yes, or its number, may answer a command's preview: this is never guessed."""
    bare = read_staff_answer(written.event.text) is not None
    return bare and await turn.unit.questions.is_open_to(written.message.contact, CONFIRM, turn.now)


async def _show_again(turn: Turn, checker: Checker, written: Written, runs: list[tuple[Run, Check]]) -> bool:
    """Show a checklist again after a mere acknowledgement: "ok thanks" ticks no item."""
    if not acknowledges(written.event.text):
        return False
    last = await turn.unit.messages.find_last_word(written.address.id, written.message.id)
    asked = next((run for run, check in runs if last is not None and last.run == run.id), None)
    at = (checker.by, checker.address.id, checker.address.channel, written.message.id)
    return asked is not None and await host.advance(turn, asked, Unclear(*at))


async def _take_reason(turn: Turn, checker: Checker, written: Written, runs: list[tuple[Run, Check]]) -> bool:
    """Handle words as the description of a problem, if we asked for one a moment ago and they can be nothing else."""
    text, commands = written.event.text, turn.tools.conversations.commands
    asked = [one for one in runs if one[1].asks_reason and (one[1].heard_at or turn.now) > turn.now - LATELY]
    other = is_greeting(text) or stops_sending(text) or acknowledges(text) or photo_order_match.is_number_alone(text)
    if not asked or other or read_command(text, commands.spellings, dangerous=commands.dangerous) is not None:
        return False
    reading = CheckReading(problem=True, reason=text)
    return await host.advance(turn, asked[0][0], _read_meaning(checker, written, reading))


def _read_meaning(checker: Checker, written: Written, reading: CheckReading) -> Word:
    at = (checker.by, checker.address.id, checker.address.channel, written.message.id)
    if reading.problem:
        return Trouble(*at, shorten(one_line(alerts.unlink_text(reading.reason)), LONGEST_REASON, "…"))
    if reading.items:
        return Ticked(*at, tuple(ChecklistItem(one) for one in reading.items), reading.good)
    return AllGood(*at)


async def _take_number(turn: Turn, checker: Checker, written: Written) -> bool:
    """Handle an order's number alone: it names the order of photos just before, or else shows the order's card."""
    text, message = written.event.text, written.message
    order = await photo_order_match.match_text(turn, checker, text) if photo_order_match.is_number_alone(text) else None
    if order is None:
        return False
    waiting = await photo_order_match.list_unassigned(turn, message)
    if waiting:
        return await enter(turn, checker, message, order, waiting)
    sent = await photo_order_match.find_just_sent(turn, checker)
    if sent is not None and sent.id == order.id:
        return await _show(turn, checker, written, order)
    await _tell(turn, written, order, sent)
    return True


async def _show(turn: Turn, checker: Checker, written: Written, order: Reservation) -> bool:
    """Show the checklist of photos that already belong to the order; return False if it has no check."""
    run = await turn.unit.runs.get_open(quality.NAME, str(order.id))
    at = (checker.by, checker.address.id, checker.address.channel, written.message.id)
    return run is not None and await host.advance(turn, run, Unclear(*at))


async def _tell(turn: Turn, written: Written, order: Reservation, sent: Reservation | None) -> None:
    """Show the order's card; first say if photos sent just now were added to another order."""
    assert written.member is not None, "a member of the staff wrote it"
    text = f"/{ORDERS.name} {order.number}"
    asked = IssuedCommand(turn, written.member, (order.number,), written.message.id, text, ORDERS.name)
    reply = await obey(ORDERS, asked)
    with_other = phrase("photos_are_with", sent=sent.number, order=order.number) if sent is not None else ""
    await say(turn, written.address, written.message, ORDERS.name, Lines((with_other, reply.text)))
