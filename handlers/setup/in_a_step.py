"""What an owner answers to a step beside going on: a new first text, hours and figures, or who works here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.phrase import Lines, phrase
from handlers.actions.action import Refused
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.confirming import show
from handlers.admins.obeying import obey
from handlers.admins.suggesting import errand_of
from handlers.admins.yes_or_no import bare_answer
from handlers.replies.hours import read_span
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.setup import arguments
from handlers.setup.choosing import Choose
from handlers.setup.commands import DISCOUNT, HOURS, SETTINGS, SEVERAL, STAFF, TEXT
from handlers.setup.going_on import FIRST_TEXT, is_a_text
from handlers.setup.several import ChooseSeveral

if TYPE_CHECKING:
    from handlers.conversation import Written
    from handlers.turn import Turn
    from storage.access import Member

_LISTED = read_sets("setting_up")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}) ?(?:%|percent|per cent|por ciento|pratishat|प्रतिशत)", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;.!…]+\s*(?=\S)| [-–—] ")
_ROLES = ("manager", "agent", "owner")
_TEXT = 5  # words from which on something is a text for customers
_LONGEST_NAME = 3  # words


async def said(turn: Turn, member: Member, written: Written, step: str) -> Reply | None:
    """The answer to a text or settings or a name, shown before anything is done; None for other words."""
    text = written.event.text.strip()
    if written.event.button is not None or text.startswith("/"):
        return None
    if step == "text" and (is_a_text(text, None) or _reads_as_text(text)):
        return await _worded(_asked(turn, member, written, TEXT, f"{FIRST_TEXT} {text}"))
    if step == "hours":
        return await _set(turn, member, written, text)
    named = _named(text) if step == "staff" else None
    return await obey(STAFF, _asked(turn, member, written, STAFF, f"add {named}")) if named else None


def says_nobody(text: str) -> bool:
    """Whether a text says that nobody else works here: a no, or that they are alone."""
    said = (" ".join(words(text)), *(" ".join(words(part)) for part in _BETWEEN.split(text)))
    alone = _LISTED["nobody else"]
    return bare_answer(text) == "no" or said[0] in alone or alone.issuperset(said[1:])


async def _worded(asked: Asked) -> Reply:
    """A new first text, shown as by its command; where it cannot be, the next message is awaited as that text."""
    reply = await obey(TEXT, asked)
    again = Lines((reply.text, phrase("text_or_cancel")))
    return replace(reply, text=again, asks=(TEXT.name, FIRST_TEXT), written=True) if reply.refused else reply


def _reads_as_text(text: str) -> bool:
    """Whether a text without a value in braces may be for customers: long enough, and no errand of the owner's."""
    return len(words(text)) >= _TEXT and errand_of(text) is None


async def _set(turn: Turn, member: Member, written: Written, text: str) -> Reply | None:
    """Hours and a discount, in one line or each by itself."""
    choices = _choices(turn, text)
    if not choices or "?" in text:
        return None
    try:
        if len(choices) > 1:
            asked = _asked(turn, member, written, SEVERAL, "", f"{SETTINGS.name} {SEVERAL.name}")
            return await show(SEVERAL, replace(asked, command=SETTINGS.name), ChooseSeveral(choices))
        command = HOURS if choices[0].path == arguments.HOURS else DISCOUNT
        return await show(command, _asked(turn, member, written, command, text), choices[0])
    except Refused as refused:
        return Reply(refused.text)


def _choices(turn: Turn, text: str) -> tuple[Choose, ...]:
    """The settings that a line names: the hours, and the discount of the reminder that has one."""
    span = read_span(text)
    within = span.within_a_day if span is not None else None
    hours = (Choose(arguments.HOURS, arguments.as_hours(*within)),) if within is not None else ()
    rest = span.rest if span is not None and within is not None else text
    percent, steps = _PERCENT.search(rest), turn.business.recovery.steps
    if percent is None or not steps:
        return hours
    giving = next((str(at) for at, one in enumerate(steps, 1) if one.discount), str(len(steps)))
    return (*hours, Choose(arguments.DISCOUNT.format(giving), percent[1]))


def _named(text: str) -> str | None:
    """Return a name of up to three words, with a role behind it where one is said, as /staff add takes it."""
    said = text.strip(" .!").split()
    role = said.pop().casefold() if len(said) > 1 and said[-1].casefold() in _ROLES else "agent"
    name = " ".join(said)
    plain = 0 < len(said) <= _LONGEST_NAME and name.replace(" ", "").isalpha()
    return f"{name} {role}" if plain and bare_answer(text) is None and errand_of(text) is None else None


def _asked(turn: Turn, member: Member, written: Written, command: Command, rest: str, path: str = "") -> Asked:
    typed = f"/{path or command.name} {rest}".strip()
    return Asked(turn, member, tuple(rest.split()), written.message.id, typed, command.name, heard=True)
