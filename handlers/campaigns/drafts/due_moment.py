"""The due moment of a campaign, as typed: "friday 6pm", "now", "tomorrow 10am their time"."""

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
    """``at`` a moment, or ``now``; neither if the moment has passed, or does not exist."""

    at: datetime | None = None
    now: bool = False


def read_due(said: str, now: datetime, zone: ZoneInfo) -> DueMoment | None:
    """Return the moment that the whole text names; None if it names none."""
    if is_now(said):
        return DueMoment(now=True)
    if is_of_the_past(said):
        return DueMoment()
    if not is_nothing_but_a_moment(said):
        return None
    moment = read_hour(said, now, zone)
    return DueMoment() if moment is None or _is_gone(said, moment.at, now, zone) else DueMoment(moment.at)


def _is_gone(said: str, at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Return True if an hour of today that has passed was read as one of the next night: only "night" means that."""
    plain = normalise(said)
    late = at.astimezone(zone).date() > now.astimezone(zone).date()
    return late and has_today(plain) and _NIGHT.search(plain) is None


def take_theirs(said: str) -> tuple[str, bool]:
    """Return the text without "their time", and whether it was there."""
    bare = _THEIRS.sub("", said)
    return bare, bare != said


def on_its_day(said: str, at: datetime | None, planned: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the moment ``at`` for a change of a planned campaign: an hour alone keeps the planned day, and a day alone
    the planned hour, if that is ahead; not of today."""
    plain, has_hour = normalise(said), has_named_hour(said)
    has_day = bool(find_days(plain)) or (has_hour and not _OF_TODAY.isdisjoint(plain.split()))
    if at is None or has_hour == has_day:
        return at
    day, hour = (planned, at) if has_hour else (at, planned)
    local = datetime.combine(day.astimezone(zone).date(), hour.astimezone(zone).time(), tzinfo=zone)
    return local.astimezone(UTC) if local > now else at


def is_now(said: str) -> bool:
    """Return True if words say "at once"."""
    return fold_name(said) in NOW
