"""The answer to a greeting of the staff, part by part: work of today that waits, and money of this month."""

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
    """What ``waits`` for the staff and what was ``earned``, each a few words; ``commands`` by name show more of it."""

    waits: tuple[Text, ...] = ()
    earned: tuple[Text, ...] = ()
    commands: tuple[str, ...] = ()


def together(told: Iterable[Today]) -> Today:
    """The parts of an answer as one: each command once, and first the commands of work that waits."""
    all_ = tuple(told)
    leading = sorted(all_, key=lambda one: not one.waits)
    return Today(
        tuple(text for one in all_ for text in one.waits),
        tuple(text for one in all_ for text in one.earned),
        tuple(dict.fromkeys(name for one in leading for name in one.commands)),
    )


def day_of(turn: Turn) -> datetime:
    """The moment at which this day began, where the business is."""
    return turn.now.astimezone(turn.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def month_of(turn: Turn) -> datetime:
    """The moment at which this month began, where the business is."""
    return day_of(turn).replace(day=1)
