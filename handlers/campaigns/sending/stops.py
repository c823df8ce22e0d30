"""The staff is told where more people stop our messages after a campaign than usually do, and may pause it."""

from __future__ import annotations

from flows.campaigns.campaign import Campaign
from flows.campaigns.stops import is_above, usual_share
from flows.phrase import Ours, phrase
from handlers import alerts
from handlers.campaigns.called import to_tap
from handlers.turn import Turn
from storage.campaigns.stops import stops_of, usual_stops


async def too_many(turn: Turn, campaign: Campaign) -> tuple[int, int, float] | None:
    """The people, the stops among them and the usual share, where these are more than chance makes; else None."""
    found = await stops_of(turn.unit, turn.tenant, campaign.id, turn.now)
    usual = usual_share(await usual_stops(turn.unit, turn.tenant, campaign.id, turn.now))
    return (found.people, found.successes, usual) if is_above(found, usual) else None


async def warn(turn: Turn, campaign: Campaign, people: int, stops: int, usual: float) -> None:
    """Tell the staff, once a day."""
    share = Ours(f"{usual * 100:.1f} %")
    counts = {"people": people, "stops": stops, "usual": share}
    told = phrase("campaign_many_stops", name=campaign.name, **counts, command=to_tap(campaign, "pause"))
    await alerts.tell(turn, f"stops:{campaign.id}", told)
