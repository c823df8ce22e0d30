"""The answer to a greeting of the staff, in parts: today's open work, and this month's revenue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.phrase import Text
    from handlers.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Today:
    """The open work (``waits``) and the revenue (``earned``), each a few words; ``commands`` are names of commands."""

    waits: tuple[Text, ...] = ()
    earned: tuple[Text, ...] = ()
    commands: tuple[str, ...] = ()


def merge_parts(told: Iterable[Today]) -> Today:
    """Merge the parts of an answer: each command once, those of open work first."""
    all_ = tuple(told)
    leading = sorted(all_, key=lambda one: not one.waits)
    return Today(
        tuple(text for one in all_ for text in one.waits),
        tuple(text for one in all_ for text in one.earned),
        tuple(dict.fromkeys(name for one in leading for name in one.commands)),
    )


def find_day_start(turn: Turn) -> datetime:
    """Return the start of the current day in the business's time zone."""
    return turn.now.astimezone(turn.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def find_month_start(turn: Turn) -> datetime:
    """Return the start of the current month in the business's time zone."""
    return find_day_start(turn).replace(day=1)
