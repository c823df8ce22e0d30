"""/digest: each member of the staff chooses the hour of their daily digest, or none."""

from __future__ import annotations

import re
from datetime import time

from flows.actor import Actor
from flows.phrase import Lines, Ours, Text, phrase
from handlers.digest.digest_text import write_digest
from handlers.digest.digest_undo import save_hour
from handlers.replies.calendar_words import WEEKDAYS
from handlers.replies.moment_phrases import has_named_hour, is_little_but_a_moment, read_moment
from handlers.replies.typed_commands import says_none
from handlers.staff_chat.staff_command import Command, IssuedCommand
from templates.message_values import quote_line

_STOP = "stop"
_WEEKLY = frozenset(
    {"week", "weekly", "weekday", "semanal", "semana", "semanalmente", "hafte", "haftewar", "हफ़्ते", "हफ्ते"}
)
_LONE_FIGURE = re.compile(r"(?<![\d:.])\d(?!\d)")


async def run(asked: IssuedCommand) -> Text:
    """Set a member's hour; if none is given, show the digest."""
    words = asked.rest.casefold().split()
    if not words:
        return await _show_digest(asked)
    if all(word == _STOP or says_none(word) for word in words):
        return await _describe_choice(asked, None)
    at = _hour(asked)
    if at is None:
        return phrase("digest_hour_unread", said=quote_line(asked.rest, 40))
    chosen = await _describe_choice(asked, at)
    return Lines((chosen, phrase("digest_of_the_week"))) if any(map(_is_of_a_week, words)) else chosen


def _is_of_a_week(word: str) -> bool:
    """Return True if a word asks for a weekly digest, which is part of the daily one."""
    return word in _WEEKLY or word.strip(",.") in WEEKDAYS or word.strip(",.").removesuffix("s") in WEEKDAYS


async def _show_digest(asked: IssuedCommand) -> Text:
    """Show the current digest, and its hour."""
    at = asked.member.digest_at
    how = phrase("digest_is_off") if at is None else phrase("digest_is_at", at=_clock(at))
    return Lines((await write_digest(asked.turn, asked.member), "", how))


async def _describe_choice(asked: IssuedCommand, at: time | None) -> Text:
    await save_hour(asked.turn, asked.member, at, Actor.staff(asked.member.id))
    return phrase("digest_off") if at is None else phrase("digest_on", at=_clock(at))


def _hour(asked: IssuedCommand) -> time | None:
    """Parse a time of day, to the minute; None if there is none. If there is neither "pm" nor a part of the day, it is
    in 24-hour time: a daily "at 7" means the morning, while a customer who postpones something till 7 means the
    evening."""
    text = _LONE_FIGURE.sub(r"0\g<0>", asked.rest)
    text = f"{text}:00" if text.isdigit() else text
    named = has_named_hour(text) and is_little_but_a_moment(text)
    moment = read_moment(text, asked.turn.now, asked.turn.zone) if named else None
    return moment.at.astimezone(asked.turn.zone).time().replace(second=0, microsecond=0) if moment else None


def _clock(at: time) -> Ours:
    return Ours(f"{at:%H:%M}")


DIGEST = Command(name="digest", aliases=("daily digest", "morning report"), usage="/digest", run=run)
