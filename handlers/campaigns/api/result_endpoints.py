"""The results of campaigns in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import list_variants
from flows.lifecycle import Lifecycle
from flows.message_roi import compute_roi
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.report_request import AskedPeriod
from handlers.campaigns.api.campaign_crud import CampaignNamed
from handlers.campaigns.api.campaign_figure_fields import (
    CampaignStepShown,
    ChannelShown,
    FiguresShown,
    LiftShown,
    PartShown,
    Unknown,
    VariantShown,
    Waiting,
    WordingsCompared,
    show_comparison,
    show_figures,
    show_lift,
)
from handlers.campaigns.api.campaign_lookup import find_campaign
from handlers.campaigns.api.routes import REPORT_CAMPAIGNS, SHOW_CAMPAIGN_RESULTS
from handlers.campaigns.results.results_text import name_wording
from handlers.engine.turn import Turn
from storage.campaigns.campaign_breakdown import CampaignPart, by_channel, by_variant, split_by_step
from storage.campaigns.campaign_results import CampaignResults, load_results
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.stage_breakdown import split_audience

_MOST = 50  # campaigns of one report


class ResultsShown(BaseModel):
    """The results of a campaign. ``currency`` is the business's, for the whole and all parts; costs of the whole are in
    the currencies that were charged."""

    id: str
    name: str
    status: CampaignStatus
    planned: Annotated[int, Field(description="people with a message queued")]
    held_out: int
    refused: Annotated[dict[str, int], Field(description="how many did not get it, by rule; failed: by a carrier")]
    sent: int
    unknown: Unknown
    delivered: int
    read: Annotated[int, Field(description="if its channel reports it")]
    opened: Annotated[int, Field(description="people whose mail program fetched its pictures, perhaps on its own")]
    clicked: Annotated[int, Field(description="people who opened the link, without robots")]
    replied: Annotated[int, Field(description="people who wrote within three days")]
    opted_out: Annotated[int, Field(description="people who stopped messages within three days")]
    waiting: Waiting
    bought: Annotated[int, Field(description="people whose order counts for it: by code, checkout or the newest click")]
    currency: str
    revenue: Annotated[str, Field(description="net of refunds and returns, in currency")]
    cost: Annotated[dict[str, str], Field(description="as far as it is known, by the currency of each charge")]
    roi: Annotated[float | None, Field(description="(revenue - cost) / cost; null if no cost is known")]
    lift: LiftShown | None
    by_variant: Annotated[list[VariantShown], Field(description="empty with one wording")]
    compared: Annotated[WordingsCompared | None, Field(description="null with one wording")]


class AudienceShown(FiguresShown):
    """The results of people in one stage of life at the campaign's start. Each counts once."""

    stage: Annotated[Literal["none"] | Lifecycle, Field(description="none: people without an order by then")]


class ResultsInParts(ResultsShown):
    """The results with their parts."""

    parts: Annotated[list[PartShown], Field(description="by wording, channel and step")]
    by_channel: list[ChannelShown]
    by_step: list[CampaignStepShown]
    by_audience: Annotated[list[AudienceShown], Field(description="by customer stage at its start, largest first")]


class CampaignsReport(BaseModel):
    """The results of the campaigns made in a period, newest first."""

    items: list[ResultsShown]


@make_endpoint(
    SHOW_CAMPAIGN_RESULTS,
    scope="read",
    takes=CampaignNamed,
    answers={200: ResultsInParts},
    refuses=(Code.NOT_FOUND,),
)
async def show_campaign_results(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Show a campaign's results

    The results so far: orders count for as long as the business says. parts has the results by wording, channel and
    step, and by_variant, by_channel and by_step are their sums; by_audience groups them by the customers' stage at the
    start.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await find_campaign(turn, named.id)
        whose = (turn.unit, turn.tenant, found, turn.now)
        results, currency = await load_results(*whose), turn.business.currency
        told, parts = _show_results(found, results), results.parts
        told["parts"] = [_place(found, one) | show_figures(one, currency) for one in parts]
        told["by_channel"] = [{"channel": key} | show_figures(one, currency) for key, one in by_channel(parts).items()]
        told["by_step"] = [{"step": key} | show_figures(one, currency) for key, one in split_by_step(parts).items()]
        audience = await split_audience(*whose)
        return told | {
            "by_audience": [{"stage": one.stage or "none"} | show_figures(one, currency) for one in audience]
        }

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    REPORT_CAMPAIGNS, scope="read", takes=AskedPeriod, answers={200: CampaignsReport}, refuses=(Code.INVALID,)
)
async def report_campaigns(call: ApiCall, period: AskedPeriod) -> ApiReply:
    """Report the results of campaigns

    One entry for each of the newest 50 campaigns that were made in the period. An order counts once, and for one
    reason.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await turn.unit.of(Campaigns).list_made_between(period.since, period.until, _MOST)
        shown = [_show_results(one, await load_results(turn.unit, turn.tenant, one, turn.now)) for one in found]
        return {"items": shown}

    return ApiReply(200, await call.api.turns.look(call.business, look))


def _show_results(campaign: Campaign, found: CampaignResults) -> dict[str, Any]:
    report = found.report
    names = ("planned", "sent", "unknown", "delivered", "read", "opened", "clicked", "replied")
    plain = {name: getattr(found, name) for name in names}
    told = {"id": str(campaign.id), "name": campaign.name, "status": campaign.status.value, **plain}
    told |= {"held_out": report.held_out, "opted_out": found.opted_out, "bought": report.ordered}
    told |= {
        "waiting": found.waiting,
        "refused": dict(found.whole.refused),
        "currency": report.currency,
        "revenue": str(report.revenue),
    }
    told |= {"cost": {one.currency: str(one) for one in report.costs}, "lift": show_lift(report.lift)}
    returned = compute_roi(report.revenue, report.costs)
    told["roi"] = None if returned is None else round(returned, 4)
    parts = by_variant(found.parts)
    told["by_variant"] = [
        {"variant": name_wording(campaign.variants, place)} | show_figures(one, report.currency)
        for place, one in parts.items()
    ]
    return told | {"compared": show_comparison(campaign, found.trial)}


def _place(campaign: Campaign, one: CampaignPart) -> dict[str, Any]:
    names = list_variants(campaign.texts_at(one.step))
    return {"variant": name_wording(names, one.variant), "channel": one.channel, "step": one.step}
