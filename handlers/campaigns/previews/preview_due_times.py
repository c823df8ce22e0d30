"""When a campaign's message would be due for each person of a preview, as its waves will have it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_waves import due_in
from handlers.campaigns.sending.wave_fanout import SEEN
from handlers.engine.turn import Turn
from storage.campaigns.active_hours import Habits
from storage.people.people import Contact

_HOUR, _DAY = timedelta(hours=1), 24


async def due_for(
    turn: Turn, campaign: Campaign, people: Mapping[UUID, Contact], places: Mapping[UUID, int]
) -> Mapping[UUID, datetime]:
    """The moment for each of these people, by their ids, whose variants have these places, where it is launched now."""
    return await due_since(turn, campaign, people, places, turn.now)


async def due_since(
    turn: Turn, campaign: Campaign, people: Mapping[UUID, Contact], places: Mapping[UUID, int], since: datetime
) -> Mapping[UUID, datetime]:
    """The same for a campaign that goes out since a moment: spread as they are drawn, or at the hour in which each is
    there mostly."""
    own, terms = turn.business.timezone, campaign.terms
    due = {
        one: max(due_in(campaign.hours[places[one]], person.timezone or own, own), since)
        for one, person in people.items()
    }
    if terms.best_hour:
        begins = min(due.values(), default=turn.now)
        habits = await turn.unit.of(Habits).best_hours(due, begins - SEEN, begins)
        return {one: _at_hour(at, habits.get(one)) for one, at in due.items()}
    if terms.spread:
        drawn = f"{campaign.experiment}/spread"  # as the fan-out draws
        share = {one: turn.tools.seeds.fraction(turn.business.id, drawn, str(one)) for one in due}
        return {one: at + terms.spread * share[one] for one, at in due.items()}
    return due


def place_of(turn: Turn, campaign: Campaign, person: UUID) -> int:
    """The place of the variant of a person, as the fan-out draws it."""
    many = len(campaign.variants)
    drawn = turn.tools.seeds.fraction(turn.business.id, f"{campaign.experiment}/variant", str(person))
    return min(int(drawn * many), many - 1)


def _at_hour(due: datetime, hour: int | None) -> datetime:
    """The next such hour in UTC from ``due`` on; at once in the same one, or of whom none is known."""
    if hour is None or hour == due.hour:
        return due
    return due.replace(minute=0, second=0, microsecond=0) + (hour - due.hour) % _DAY * _HOUR
