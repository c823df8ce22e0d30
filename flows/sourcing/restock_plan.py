"""A restock that repeats each week: on which days the shops are asked, and whether they are to be asked today."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flows.actor import Actor

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RestockPlan:
    """So many pieces of a product in a size, asked for each week from ``starts_on`` on, a day of that ``weekday``.

    Days are the business's local ones; Monday is 0. ``number`` is how the staff calls it. ``asked_on`` is the day for
    which the shops were asked last, and ``order`` that restock; None before the first. ``by`` made the plan.
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
        """The day of the week, 0 for Monday."""
        return self.starts_on.weekday()

    @property
    def is_running(self) -> bool:
        """Whether the plan is neither paused nor over."""
        return not (self.paused or self.ended)


def first_day(weekday: int, earliest: date) -> date:
    """The first such day of the week that is not before ``earliest``."""
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def due_day(plan: RestockPlan, today: date) -> date | None:
    """The day for which the shops are to be asked now; None for none. A day that was missed is made up for until the
    next one comes."""
    last = today - timedelta(days=(today.weekday() - plan.weekday) % 7)
    asked = plan.asked_on is not None and plan.asked_on >= last
    return last if plan.is_running and last >= plan.starts_on and not asked else None


def next_day(plan: RestockPlan, today: date) -> date:
    """The next day on which the shops are asked, were the plan running; today where that is due."""
    due = due_day(plan, today)
    if due is not None:
        return today
    following = first_day(plan.weekday, max(plan.starts_on, today))
    return following + _WEEK if plan.asked_on is not None and plan.asked_on >= following else following
