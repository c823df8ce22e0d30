"""The due time of a campaign's message for each person of a preview, the same as in its waves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_waves import get_due_time
from handlers.campaigns.sending.wave_fanout import SEEN
from handlers.engine.turn import Turn
from storage.campaigns.active_hours import Habits
from storage.people.people import Contact

_HOUR, _DAY = timedelta(hours=1), 24


async def find_due_times(
    turn: Turn, campaign: Campaign, people: Mapping[UUID, Contact], places: Mapping[UUID, int]
) -> Mapping[UUID, datetime]:
    """Return the due time by person's id if the campaign is launched now; ``places`` are their variants' numbers."""
    return await find_due_since(turn, campaign, people, places, turn.now)


async def find_due_since(
    turn: Turn, campaign: Campaign, people: Mapping[UUID, Contact], places: Mapping[UUID, int], since: datetime
) -> Mapping[UUID, datetime]:
    """Return the due time by person's id for a campaign sent from ``since`` on. The times are spread at random, or set
    to each person's usual hour."""
    own, terms = turn.business.timezone, campaign.terms
    due = {
        one: max(get_due_time(campaign.hours[places[one]], person.timezone or own, own), since)
        for one, person in people.items()
    }
    if terms.best_hour:
        begins = min(due.values(), default=turn.now)
        habits = await turn.unit.of(Habits).find_best_hours(due, begins - SEEN, begins)
        return {one: _move_to_hour(at, habits.get(one)) for one, at in due.items()}
    if terms.spread:
        drawn = f"{campaign.experiment}/spread"  # as the fan-out draws
        share = {one: turn.tools.seeds.fraction(turn.business.id, drawn, str(one)) for one in due}
        return {one: at + terms.spread * share[one] for one, at in due.items()}
    return due


def get_place(turn: Turn, campaign: Campaign, person: UUID) -> int:
    """Return the number of a person's variant, drawn as the fan-out draws it."""
    many = len(campaign.variants)
    drawn = turn.tools.seeds.fraction(turn.business.id, f"{campaign.experiment}/variant", str(person))
    return min(int(drawn * many), many - 1)


def _move_to_hour(due: datetime, hour: int | None) -> datetime:
    """Return the next time from ``due`` on with this hour in UTC; ``due`` itself if it fits or no hour is known."""
    if hour is None or hour == due.hour:
        return due
    return due.replace(minute=0, second=0, microsecond=0) + (hour - due.hour) % _DAY * _HOUR
