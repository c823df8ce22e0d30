"""The preview of a campaign in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.wording_trial import Measure
from flows.channels import ChannelName
from flows.money import Money
from handlers.campaigns.previews.parallel_messages import find_launched_since
from handlers.campaigns.previews.preview_text import count_drawn
from handlers.campaigns.previews.wording_samples import read_again
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn

_MINUTE = 60
BY = "clicks; orders if it has no link; purchases (all orders of its people) if the offers differ"
_SINCE = "campaigns launched since, around the same time, that this preview does not count: make a new preview"


class TrialShown(BaseModel):
    """The planned comparison of the wordings, and the number of people that it needs."""

    by: Annotated[Measure, Field(description=BY)]
    points: Annotated[float, Field(description="the difference to detect: 2 is two percentage points")]
    base_rate: Annotated[float, Field(description="the assumed share")]
    own: Annotated[bool, Field(description="whether that is from the business's own past campaigns")]
    needed: Annotated[int, Field(description="people that each wording needs for it")]
    people: Annotated[int, Field(description="expected people of each wording; with best_wins in the first part")]


class BringsShown(BaseModel):
    """The expected revenue, by the business's own campaigns of the last half year, in the business's currency."""

    orders: Annotated[float, Field(description="orders that may count for it")]
    revenue: str
    low: Annotated[str, Field(description="the lower end of the 95 % interval of the revenue, up to `high`")]
    high: str


class AlsoShown(BaseModel):
    """Another launched campaign that writes to some of the people around the same time."""

    name: str
    at: Annotated[datetime, Field(description="when the first of them gets it")]
    people: int
    offers: Annotated[bool, Field(description="whether both offer a code; then each person gets only the first")]


class PreviewShown(BaseModel):
    """The preview of a campaign at a given time; it can be confirmed for 24 hours."""

    snapshot: Annotated[str, Field(description="what a launch confirms")]
    at: datetime
    people: int
    by_channel: Annotated[dict[ChannelName, int], Field(description="who gets it, now or later")]
    by_locale: Annotated[dict[str, int], Field(description="the same people, by the locale of their message")]
    excluded: Annotated[dict[str, int], Field(description="how many do not get it, by rule")]
    later: Annotated[dict[str, int], Field(description="how many get it later, by rule")]
    held_out: int
    judged: Annotated[int, Field(description="the number of people, drawn at random, that the estimates come from")]
    cost: Annotated[str, Field(description="of the first message, without follow-ups, in currency")]
    currency: str
    minutes: Annotated[float, Field(description="how long sending takes at the rates of its channels")]
    samples: list[str]
    longest: str
    segments: Annotated[int, Field(description="of the longest text by SMS")]
    warnings: dict[str, str]
    trial: Annotated[TrialShown | None, Field(description="null with one wording")]
    brings: Annotated[BringsShown | None, Field(description="null with too little data")]
    beside: Annotated[list[AlsoShown], Field(description="other campaigns to the same people, by time")]
    launched_since: Annotated[list[str], Field(description=_SINCE)]


async def show_preview(turn: Turn, campaign: Campaign, one: CampaignPreview) -> dict[str, Any]:
    """Format a preview for the API, with its texts rendered anew."""
    plain = ("people", "held_out", "judged", "segments", "currency", "snapshot")
    told: dict[str, Any] = {name: getattr(one, name) for name in plain}
    told |= {name: dict(getattr(one, name)) for name in ("by_channel", "by_locale", "excluded", "later", "warnings")}
    told |= {
        "at": utc(one.at),
        "cost": str(Money(one.cost, one.currency)),
        "samples": await read_again(turn, campaign, one.samples),
    }
    longest = await read_again(turn, campaign, [one.longest] if one.longest else [])
    told["longest"] = longest[0] if longest else ""
    told["beside"] = [
        {"name": also.name, "at": utc(also.at), "people": also.people, "offers": also.offers} for also in one.beside
    ]
    told["launched_since"] = [other.name for other in await find_launched_since(turn, campaign, one)]
    return told | {"minutes": round(one.seconds / _MINUTE, 1), "trial": _trial(campaign, one), "brings": _brings(one)}


def _brings(preview: CampaignPreview) -> dict[str, Any] | None:
    one = preview.brings
    if one is None:
        return None
    money = {name: str(Money(getattr(one, name), preview.currency)) for name in ("revenue", "low", "high")}
    return {"orders": round(one.orders, 2), **money}


def _trial(campaign: Campaign, preview: CampaignPreview) -> dict[str, Any] | None:
    one = preview.trial
    if one is None:
        return None
    told = {"by": one.measure.value, "points": round(one.points * 100, 2), "base_rate": round(one.base_rate, 4)}
    return told | {"own": one.known, "needed": one.needed, "people": count_drawn(campaign, preview) // one.arms}
