"""The time of a campaign, as typed: "friday 6pm", "now", "tomorrow 10am their time"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flows.name_folding import fold_name
from handlers.replies.day_phrases import find_days, has_today
from handlers.replies.moment_phrases import has_named_hour, is_nothing_but_a_moment, is_of_the_past, read_hour
from handlers.replies.text_normalisation import normalise

NOW = frozenset({"now", "ahora", "abhi", "अभी"})
_THEIRS = re.compile(r"[\s,]*\btheir time\b", re.IGNORECASE)
_NIGHT = re.compile(r"night|tonite|noche|raat|रात")
_OF_TODAY = frozenset({"tonight", "this", "esta", "este"})


@dataclass(frozen=True, slots=True)
class DueMoment:
    """A parsed time: ``at``, or ``now``. Neither is set if the time has passed or does not exist."""

    at: datetime | None = None
    now: bool = False


def read_due(said: str, now: datetime, zone: ZoneInfo) -> DueMoment | None:
    """Parse a text that is only a time; None for any other text."""
    if is_now(said):
        return DueMoment(now=True)
    if is_of_the_past(said):
        return DueMoment()
    if not is_nothing_but_a_moment(said):
        return None
    moment = read_hour(said, now, zone)
    return DueMoment() if moment is None or _is_gone(said, moment.at, now, zone) else DueMoment(moment.at)


def _is_gone(said: str, at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Return True if a past hour of today was read as tomorrow's; only a text with "night" refers to tomorrow."""
    plain = normalise(said)
    late = at.astimezone(zone).date() > now.astimezone(zone).date()
    return late and has_today(plain) and _NIGHT.search(plain) is None


def take_theirs(said: str) -> tuple[str, bool]:
    """Remove "their time" from the text, and return whether it was there."""
    bare = _THEIRS.sub("", said)
    return bare, bare != said


def on_its_day(said: str, at: datetime | None, planned: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the time ``at`` for a change of a planned campaign. An hour alone is put on the planned day, and a day
    alone gets the planned hour, if that is in the future. A text about today is unchanged."""
    plain, has_hour = normalise(said), has_named_hour(said)
    has_day = bool(find_days(plain)) or (has_hour and not _OF_TODAY.isdisjoint(plain.split()))
    if at is None or has_hour == has_day:
        return at
    day, hour = (planned, at) if has_hour else (at, planned)
    local = datetime.combine(day.astimezone(zone).date(), hour.astimezone(zone).time(), tzinfo=zone)
    return local.astimezone(UTC) if local > now else at


def is_now(said: str) -> bool:
    """Return True if the words mean "at once"."""
    return fold_name(said) in NOW
