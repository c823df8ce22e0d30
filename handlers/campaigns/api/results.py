"""The results of campaigns in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.trial import Measure, TrialResult
from flows.experiments.judging import Conclusion
from flows.lifecycle import Lifecycle
from flows.money import Money
from flows.returns import roi
from handlers.api.endpoint import ApiReply, Call, endpoint
from handlers.api.messages import Channel
from handlers.api.refusals import Code
from handlers.api.reports import AskedPeriod
from handlers.campaigns.api.campaigns import CampaignNamed
from handlers.campaigns.api.named import campaign_named
from handlers.campaigns.api.routes import REPORT_CAMPAIGNS, SHOW_CAMPAIGN_RESULTS
from handlers.turn import Turn
from storage.campaigns.breakdown import CampaignPart
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.results import CampaignResults, parts_now, results_of
from storage.campaigns.stood import AudiencePart, audience_of
from storage.reports.values import Lift

_MOST = 50  # campaigns of one report


Unknown = Annotated[int, Field(description="among sent: nobody answered what became of the message, it may have come")]


class LiftShown(BaseModel):
    """How much larger the share that ordered is among people written to than among those left alone."""

    rate: Annotated[float, Field(description="0.061 is 6.1 points")]
    low: Annotated[float, Field(description="the lower end of the 95 % interval")]
    high: float


class VariantShown(BaseModel):
    """What one variant sent and brought."""

    variant: str
    sent: int
    delivered: int
    clicked: int
    bought: int
    revenue: str


class PartShown(BaseModel):
    """What one wording did on one channel in one step. Money is in the business's currency."""

    variant: str
    channel: Channel
    step: int
    planned: int
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="where its channel tells")]
    clicked: int
    bought: int
    revenue: Annotated[str, Field(description="net of refunds")]
    cost: Annotated[str, Field(description="as far as it is known")]
    refused: Annotated[dict[str, int], Field(description="who did not get it, by the rule; failed by a carrier")]


class WordingsCompared(BaseModel):
    """Which wording is better, by a rule that holds however often it is asked (docs/experiments.md)."""

    by: Annotated[Measure, Field(description="clicks, or orders where it leads nowhere")]
    conclusion: Conclusion
    leader: Annotated[str | None, Field(description="the winner, where there is one; null before each was sent")]
    ahead: Annotated[LiftShown | None, Field(description="of the next best; the interval holds at each look")]
    behind: Annotated[list[str], Field(description="wordings than which the leader is better")]
    goes_out: Annotated[str | None, Field(description="the wording that the rest is sent, once it is; else null")]
    more: Annotated[int, Field(description="people whom a wording lacks of those that were planned")]
    people: Annotated[dict[str, int], Field(description="who was sent each wording")]
    successes: Annotated[dict[str, int], Field(description="how many of them did it")]


class ResultsShown(BaseModel):
    """What came of a campaign. Money is in the business's currency, costs in those that were charged."""

    id: str
    name: str
    status: CampaignStatus
    planned: Annotated[int, Field(description="people for whom a message was queued")]
    held_out: int
    refused: Annotated[dict[str, int], Field(description="who did not get it, by the rule")]
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="where its channel tells")]
    clicked: Annotated[int, Field(description="people who opened the link; robots are left out")]
    replied: Annotated[int, Field(description="people who wrote within three days")]
    opted_out: int
    bought: Annotated[int, Field(description="people whose order counts for it: by code, checkout or the newest click")]
    currency: str
    revenue: Annotated[str, Field(description="net of refunds")]
    cost: dict[str, str]
    roi: Annotated[float | None, Field(description="revenue less cost over cost; null where no cost is known")]
    lift: LiftShown | None
    by_variant: list[VariantShown]
    compared: Annotated[WordingsCompared | None, Field(description="null where there is one wording")]


class AudienceShown(BaseModel):
    """What became of the people who were in one stage of life as the campaign began. Each counts once."""

    stage: Annotated[Literal["none"] | Lifecycle, Field(description="none is of whoever had not ordered by then")]
    planned: int
    held_out: int
    sent: int
    unknown: Unknown
    delivered: int
    clicked: int
    bought: int
    revenue: Annotated[str, Field(description="net of refunds")]
    cost: Annotated[str, Field(description="as far as it is known")]
    roi: Annotated[float | None, Field(description="revenue less cost over cost; null where no cost is known")]
    lift: Annotated[LiftShown | None, Field(description="over those of them who were left alone; null without any")]


class ResultsInParts(ResultsShown):
    """The same with its parts."""

    parts: Annotated[list[PartShown], Field(description="by wording, channel and step")]
    by_audience: Annotated[list[AudienceShown], Field(description="by stage of life as it began, the largest first")]


class CampaignsReport(BaseModel):
    """What came of the campaigns that were made in a period, the newest first."""

    items: list[ResultsShown]


@endpoint(
    SHOW_CAMPAIGN_RESULTS,
    scope="read",
    takes=CampaignNamed,
    answers={200: ResultsInParts},
    refuses=(Code.NOT_FOUND,),
)
async def show_campaign_results(call: Call, named: CampaignNamed) -> ApiReply:
    """Show what came of a campaign

    So far: orders count for as long as the business says. parts has the same by wording, channel and step,
    by_audience by where people stood as it began.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await campaign_named(turn, named.id)
        whose = (turn.unit, turn.tenant, found, turn.now)
        parts, told = await parts_now(*whose), _shown(found, await results_of(*whose))
        told["by_audience"] = [_audience(one, turn.business.currency) for one in await audience_of(*whose)]
        return told | {"parts": [_part(found, one, turn.business.currency) for one in parts]}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@endpoint(REPORT_CAMPAIGNS, scope="read", takes=AskedPeriod, answers={200: CampaignsReport}, refuses=(Code.INVALID,))
async def report_campaigns(call: Call, period: AskedPeriod) -> ApiReply:
    """Report what campaigns brought

    Each of the newest 50 that were made in the period. An order counts once, and for one reason.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await turn.unit.of(Campaigns).made_between(period.since, period.until, _MOST)
        shown = [_shown(one, await results_of(turn.unit, turn.tenant, one, turn.now)) for one in found]
        return {"items": shown}

    return ApiReply(200, await call.api.turns.look(call.business, look))


def _shown(campaign: Campaign, found: CampaignResults) -> dict[str, Any]:
    report = found.report
    plain = {
        name: getattr(found, name) for name in ("planned", "sent", "unknown", "delivered", "read", "clicked", "replied")
    }
    told = {"id": str(campaign.id), "name": campaign.name, "status": campaign.status.value, **plain}
    told |= {"held_out": report.held_out, "opted_out": report.opted_out, "bought": report.ordered}
    told |= {"refused": dict(report.refused), "currency": report.currency, "revenue": str(report.revenue)}
    told |= {"cost": {one.currency: str(one) for one in report.costs}, "lift": _lift(report.lift)}
    returned = roi(report.revenue, report.costs)
    told["roi"] = None if returned is None else round(returned, 4)
    variants = campaign.variants
    told["by_variant"] = [
        {
            "variant": variants[one.variant] if one.variant < len(variants) else str(one.variant),
            **{name: getattr(one, name) for name in ("sent", "delivered", "clicked")},
            "bought": one.recovered,
            "revenue": str(one.revenue),
        }
        for one in report.by_variant
    ]
    return told | {"compared": _compared(campaign, found.trial)}


def _part(campaign: Campaign, one: CampaignPart, currency: str) -> dict[str, Any]:
    names = campaign.variants
    plain = ("channel", "step", "planned", "sent", "unknown", "delivered", "read", "clicked", "bought")
    told: dict[str, Any] = {name: getattr(one, name) for name in plain}
    money = {name: str(Money(getattr(one, name), currency)) for name in ("revenue", "cost")}
    variant = names[one.variant] if one.variant < len(names) else str(one.variant)
    return told | money | {"variant": variant, "refused": dict(one.refused)}


def _audience(one: AudiencePart, currency: str) -> dict[str, Any]:
    plain = ("planned", "held_out", "sent", "unknown", "delivered", "clicked", "bought")
    told: dict[str, Any] = {"stage": one.stage or "none", **{name: getattr(one, name) for name in plain}}
    revenue, cost = Money(one.revenue, currency), Money(one.cost, currency)
    returned = roi(revenue, [cost])
    told |= {"revenue": str(revenue), "cost": str(cost), "lift": _lift(one.lift)}
    return told | {"roi": None if returned is None else round(returned, 4)}


def _compared(campaign: Campaign, found: TrialResult | None) -> dict[str, Any] | None:
    if found is None:
        return None
    names, judged, ahead = campaign.variants, found.judgement, found.judgement.difference
    won = campaign.contest.winner if campaign.contest else None
    return {
        "by": found.trial.measure.value,
        "conclusion": judged.conclusion.value,
        "leader": None if judged.leader is None else names[judged.leader],
        "ahead": _lift(Lift(ahead.estimate, ahead.low, ahead.high)) if ahead else None,
        "behind": [names[place] for place in judged.behind],
        "goes_out": None if won is None else names[won],
        "more": judged.more,
        "people": {name: arm.people for name, arm in zip(names, found.arms, strict=True)},
        "successes": {name: arm.successes for name, arm in zip(names, found.arms, strict=True)},
    }


def _lift(lift: Lift | None) -> dict[str, float] | None:
    return None if lift is None else {name: round(getattr(lift, name), 4) for name in ("rate", "low", "high")}
