"""The results of campaigns in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.texts import variants_of
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
from handlers.campaigns.results.resulting import called
from handlers.turn import Turn
from storage.campaigns.breakdown import CampaignPart, by_channel, by_step, by_variant
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.parts import CampaignFigures
from storage.campaigns.results import CampaignResults, results_of
from storage.campaigns.stood import audience_of
from storage.reports.values import Lift

_MOST = 50  # campaigns of one report
_COUNTS = (
    "planned", "held_out", "sent", "unknown", "delivered", "read", "clicked", "replied", "opted_out", "bought",
)  # fmt: skip


Unknown = Annotated[int, Field(description="among sent: nobody answered what became of the message, it may have come")]


class LiftShown(BaseModel):
    """How much larger the share that ordered is among people written to than among those left alone."""

    rate: Annotated[float, Field(description="0.061 is 6.1 points")]
    low: Annotated[float, Field(description="the lower end of the 95 % interval")]
    high: float


class FiguresShown(BaseModel):
    """What became of a part of a campaign's people. Money is in the campaign's currency."""

    planned: Annotated[int, Field(description="people for whom a message was queued")]
    held_out: Annotated[int, Field(description="left alone to measure against; among refused, too")]
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="where its channel tells")]
    clicked: Annotated[int, Field(description="people who opened the link; robots are left out")]
    replied: Annotated[int, Field(description="people who wrote within three days, after the newest message to them")]
    opted_out: Annotated[int, Field(description="people who stopped messages within three days, after the newest one")]
    bought: int
    revenue: Annotated[str, Field(description="net of refunds and returns, in currency of the whole")]
    cost: Annotated[str, Field(description="as far as it is known, in currency of the whole")]
    roi: Annotated[float | None, Field(description="revenue less cost over cost; null where no cost is known")]
    lift: Annotated[LiftShown | None, Field(description="over those of the part who were left alone; null without any")]
    refused: Annotated[dict[str, int], Field(description="who did not get it, by the rule; failed by a carrier")]


class VariantShown(FiguresShown):
    """What one wording of the first message did. Its lift is over those who were to get that wording and were left
    alone, by all that either bought."""

    variant: str


class PartShown(FiguresShown):
    """What one wording did on one channel in one step. A first message alone has a lift: by the channel on which it
    was tried first, with what its people bought after a follow-up or on another channel."""

    variant: str
    channel: Channel
    step: int


class ChannelShown(FiguresShown):
    """The same of one channel. Whoever got several steps by it counts in each."""

    channel: Channel


class CampaignStepShown(FiguresShown):
    """The same of one step: 1 is the first message, each further one a follow-up."""

    step: int


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
    """What came of a campaign. Money is in ``currency``, that of the business, which is also that of all its parts;
    costs of the whole are in those that were charged."""

    id: str
    name: str
    status: CampaignStatus
    planned: Annotated[int, Field(description="people for whom a message was queued")]
    held_out: int
    refused: Annotated[dict[str, int], Field(description="who did not get it, by the rule; failed by a carrier")]
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="where its channel tells")]
    clicked: Annotated[int, Field(description="people who opened the link; robots are left out")]
    replied: Annotated[int, Field(description="people who wrote within three days")]
    opted_out: Annotated[int, Field(description="people who stopped messages within three days")]
    bought: Annotated[int, Field(description="people whose order counts for it: by code, checkout or the newest click")]
    currency: str
    revenue: Annotated[str, Field(description="net of refunds and returns, in currency")]
    cost: Annotated[dict[str, str], Field(description="as far as it is known, by the currency of each charge")]
    roi: Annotated[float | None, Field(description="revenue less cost over cost; null where no cost is known")]
    lift: LiftShown | None
    by_variant: Annotated[list[VariantShown], Field(description="empty where there is one wording")]
    compared: Annotated[WordingsCompared | None, Field(description="null where there is one wording")]


class AudienceShown(FiguresShown):
    """What became of the people who were in one stage of life as the campaign began. Each counts once."""

    stage: Annotated[Literal["none"] | Lifecycle, Field(description="none is of whoever had not ordered by then")]


class ResultsInParts(ResultsShown):
    """The same with its parts."""

    parts: Annotated[list[PartShown], Field(description="by wording, channel and step")]
    by_channel: list[ChannelShown]
    by_step: list[CampaignStepShown]
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

    So far: orders count for as long as the business says. parts has the same by wording, channel and step, and
    by_variant, by_channel and by_step sum these up; by_audience has it by where people stood as it began.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await campaign_named(turn, named.id)
        whose = (turn.unit, turn.tenant, found, turn.now)
        results, currency = await results_of(*whose), turn.business.currency
        told, parts = _shown(found, results), results.parts
        told["parts"] = [_place(found, one) | _figures(one, currency) for one in parts]
        told["by_channel"] = [{"channel": key} | _figures(one, currency) for key, one in by_channel(parts).items()]
        told["by_step"] = [{"step": key} | _figures(one, currency) for key, one in by_step(parts).items()]
        audience = await audience_of(*whose)
        return told | {"by_audience": [{"stage": one.stage or "none"} | _figures(one, currency) for one in audience]}

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
    told |= {"held_out": report.held_out, "opted_out": found.opted_out, "bought": report.ordered}
    told |= {"refused": dict(found.whole.refused), "currency": report.currency, "revenue": str(report.revenue)}
    told |= {"cost": {one.currency: str(one) for one in report.costs}, "lift": _lift(report.lift)}
    returned = roi(report.revenue, report.costs)
    told["roi"] = None if returned is None else round(returned, 4)
    parts = by_variant(found.parts)
    told["by_variant"] = [
        {"variant": called(campaign.variants, place)} | _figures(one, report.currency) for place, one in parts.items()
    ]
    return told | {"compared": _compared(campaign, found.trial)}


def _place(campaign: Campaign, one: CampaignPart) -> dict[str, Any]:
    names = variants_of(campaign.texts_at(one.step))
    return {"variant": called(names, one.variant), "channel": one.channel, "step": one.step}


def _figures(one: CampaignFigures, currency: str) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(one, name) for name in _COUNTS}
    money = {name: str(Money(getattr(one, name), currency)) for name in ("revenue", "cost")}
    returned = None if one.roi is None else round(one.roi, 4)
    return told | money | {"roi": returned, "lift": _lift(one.lift), "refused": dict(one.refused)}


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
