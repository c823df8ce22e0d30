"""The figures of a campaign, or of a part of it, in the API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flows.campaigns.campaign import Campaign
from flows.campaigns.wording_trial import Measure, TrialResult
from flows.channels import ChannelName
from flows.experiments.experiment_judgement import Conclusion
from flows.money import Money
from handlers.campaigns.api.preview_resource import BY
from storage.campaigns.campaign_figures import CampaignFigures
from storage.reports.report_values import Lift

_COUNTS = (
    "planned", "held_out", "sent", "unknown", "delivered", "read", "opened", "clicked", "replied", "opted_out",
    "bought", "waiting",
)  # fmt: skip

Waiting = Annotated[
    int,
    Field(description="in the queue, or cancelled and not checked yet; for a follow-up also counted in sent"),
]
Unknown = Annotated[int, Field(description="counted in sent: the provider reported no outcome, so it may have arrived")]


class LiftShown(BaseModel):
    """The lift: the share of the people with a message that ordered, minus that of the control group."""

    rate: Annotated[float, Field(description="0.061 is 6.1 points")]
    low: Annotated[float, Field(description="the lower end of the 95 % interval")]
    high: float


class FiguresShown(BaseModel):
    """The figures of a part of a campaign's people. Money is in the campaign's currency."""

    planned: Annotated[int, Field(description="people with a message queued")]
    held_out: Annotated[int, Field(description="in the control group; also counted in refused")]
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="if its channel reports it")]
    opened: Annotated[int, Field(description="people whose mail program fetched its pictures, perhaps on its own")]
    clicked: Annotated[int, Field(description="people who opened the link, without robots")]
    replied: Annotated[int, Field(description="people who wrote within three days, after the newest message to them")]
    opted_out: Annotated[int, Field(description="people who stopped messages within three days, after the newest one")]
    bought: int
    waiting: Waiting
    revenue: Annotated[str, Field(description="net of refunds and returns, in the currency of the whole")]
    cost: Annotated[str, Field(description="as far as known, in the currency of the whole")]
    roi: Annotated[float | None, Field(description="(revenue - cost) / cost; null if no cost is known")]
    lift: Annotated[LiftShown | None, Field(description="against the control group of the part; null without one")]
    refused: Annotated[dict[str, int], Field(description="how many did not get it, by rule; failed: by a carrier")]


class VariantShown(FiguresShown):
    """The figures of one wording of the first message. The lift compares with the wording's own control group, by all
    orders of both."""

    variant: str


class PartShown(FiguresShown):
    """The figures of one wording on one channel in one step. Only a first message has a lift: by the channel tried
    first, with orders after a follow-up or on another channel."""

    variant: str
    channel: ChannelName
    step: int


class ChannelShown(FiguresShown):
    """The figures of one channel. A person with several steps by it counts in each."""

    channel: ChannelName


class CampaignStepShown(FiguresShown):
    """The figures of one step: 1 is the first message, each further one a follow-up."""

    step: int


class WordingsCompared(BaseModel):
    """The comparison of wordings, by a rule that stays valid however often it is applied (docs/experiments.md)."""

    by: Annotated[Measure, Field(description=BY)]
    conclusion: Conclusion
    leader: Annotated[str | None, Field(description="the winner, if any; null before each was sent")]
    ahead: Annotated[LiftShown | None, Field(description="of the next best; the interval holds at each look")]
    behind: Annotated[list[str], Field(description="wordings that the leader beats")]
    goes_out: Annotated[str | None, Field(description="the wording that the rest gets, once sent; else null")]
    more: Annotated[int, Field(description="people a wording still lacks of those planned")]
    people: Annotated[dict[str, int], Field(description="how many got each wording")]
    successes: Annotated[dict[str, int], Field(description="how many of them did it")]


def show_figures(one: CampaignFigures, currency: str) -> dict[str, Any]:
    """Format the figures of a part for the API; ``currency`` is that of its money."""
    told: dict[str, Any] = {name: getattr(one, name) for name in _COUNTS}
    money = {name: str(Money(getattr(one, name), currency)) for name in ("revenue", "cost")}
    returned = None if one.roi is None else round(one.roi, 4)
    return told | money | {"roi": returned, "lift": show_lift(one.lift), "refused": dict(one.refused)}


def show_comparison(campaign: Campaign, found: TrialResult | None) -> dict[str, Any] | None:
    """Format the comparison of a campaign's wordings for the API; None if it has only one."""
    if found is None:
        return None
    names, judged, ahead = campaign.variants, found.judgement, found.judgement.difference
    won = campaign.contest.winner if campaign.contest else None
    return {
        "by": found.trial.measure.value,
        "conclusion": judged.conclusion.value,
        "leader": None if judged.leader is None else names[judged.leader],
        "ahead": show_lift(Lift(ahead.estimate, ahead.low, ahead.high)) if ahead else None,
        "behind": [names[place] for place in judged.behind],
        "goes_out": None if won is None else names[won],
        "more": judged.more,
        "people": {name: arm.people for name, arm in zip(names, found.arms, strict=True)},
        "successes": {name: arm.successes for name, arm in zip(names, found.arms, strict=True)},
    }


def show_lift(lift: Lift | None) -> dict[str, float] | None:
    """Format a lift with its interval for the API, as shares."""
    return None if lift is None else {name: round(getattr(lift, name), 4) for name in ("rate", "low", "high")}
