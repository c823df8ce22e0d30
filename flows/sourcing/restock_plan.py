"""A weekly restock: the days when shops are asked, and whether they must be asked today."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flows.actor import Actor

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RestockPlan:
    """A weekly restock of ``quantity`` pieces of a product in a size, from ``starts_on`` on, a day of that ``weekday``.

    Days are the business's local ones; Monday is 0. ``number`` is the staff's name for it. ``asked_on`` is the last day
    when shops were asked, and ``order`` that restock; None before the first. ``by`` made the plan.
    """

    id: UUID
    number: int
    product: UUID
    size: str
    quantity: int
    starts_on: date
    by: Actor
    paused: bool = False
    ended: bool = False
    asked_on: date | None = None
    order: UUID | None = None

    @property
    def weekday(self) -> int:
        """Return the day of the week, 0 for Monday."""
        return self.starts_on.weekday()

    @property
    def is_running(self) -> bool:
        """Return True if the plan is neither paused nor over."""
        return not (self.paused or self.ended)


def find_first_day(weekday: int, earliest: date) -> date:
    """Return the first such day of the week that is not before ``earliest``."""
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def find_due_day(plan: RestockPlan, today: date) -> date | None:
    """Return the day to ask the shops for now; None if there is none. A missed day is made up for until the
    next one."""
    last = today - timedelta(days=(today.weekday() - plan.weekday) % 7)
    asked = plan.asked_on is not None and plan.asked_on >= last
    return last if plan.is_running and last >= plan.starts_on and not asked else None


def find_next_day(plan: RestockPlan, today: date) -> date:
    """Return the next day when the shops are asked, if the plan were running; today if that is due."""
    due = find_due_day(plan, today)
    if due is not None:
        return today
    following = find_first_day(plan.weekday, max(plan.starts_on, today))
    return following + _WEEK if plan.asked_on is not None and plan.asked_on >= following else following
