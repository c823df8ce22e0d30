"""The results of a campaign: its messages and their statuses, and the report of its experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, distinct, func, select

from flows.campaigns.campaign import Campaign
from flows.campaigns.wording_trial import TrialResult
from flows.message_roi import sum_cost
from storage.businesses.businesses import Tenant
from storage.campaigns.campaign_breakdown import CampaignPart, split_parts
from storage.campaigns.campaign_figures import CampaignFigures, merge_figures
from storage.campaigns.campaign_tallies import PeopleTally, make_scope
from storage.campaigns.campaign_trials import load_trial
from storage.reports.experiment_report import load_experiment_report
from storage.reports.last_messages import lasting
from storage.reports.report_values import ExperimentReport
from storage.schema import messages
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """People by the outcome of their message; each may be in several. ``report`` has orders, money and the lift.
    ``trial`` compares the wordings: None for a single one. ``by_channel`` are the people by the sent message's channel,
    most first. ``unknown`` are sent messages with an unknown outcome. ``opted_out`` are people who opted out soon after
    a message. ``waiting`` people have a message in the queue; those who wait for a follow-up or a fallback channel are
    also among the sent. ``parts`` are the same by wording, channel and step.
    """

    planned: int
    sent: int
    delivered: int
    read: int
    opened: int
    clicked: int
    replied: int
    report: ExperimentReport
    trial: TrialResult | None = None
    by_channel: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0
    opted_out: int = 0
    waiting: int = 0
    parts: Sequence[CampaignPart] = ()

    @property
    def whole(self) -> CampaignFigures:
        """Return all figures in the form of a part; ``refused`` includes carrier failures."""
        report, counts = (
            self.report,
            ("planned", "sent", "delivered", "read", "opened", "clicked", "replied", "opted_out"),
        )
        return CampaignFigures(
            **{name: getattr(self, name) for name in (*counts, "unknown", "waiting")},
            bought=report.ordered,
            revenue=report.revenue.micros,
            cost=sum_cost(report.costs, report.currency),
            refused=merge_figures(self.parts).refused,
            groups=(report.treated, report.control),
        )


async def load_results(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> CampaignResults:
    """Return the results of a campaign until now."""
    scope = make_scope(unit, tenant, campaign, now)
    tally = PeopleTally(scope, (), messages, and_(unit.owns(messages), messages.c.campaign == campaign.id))
    report = await load_experiment_report(unit, tenant, scope.experiment, None, now)
    return CampaignResults(
        **(await tally.count_fates())[()],
        clicked=(await tally.count_clicks())[()],
        replied=(await tally.count_replies())[()],
        opted_out=(await tally.count_stops())[()],
        report=report,
        trial=await load_trial(scope, campaign),
        by_channel=await _count_by_channel(unit, campaign),
        parts=await split_parts(scope, campaign),
    )


async def _count_by_channel(unit: Unit, campaign: Campaign) -> dict[str, int]:
    """Return how many people were written to on each channel, without messages that a fallback replaced."""
    its = and_(unit.owns(messages), messages.c.campaign == campaign.id, messages.c.left_at.is_not(None), lasting())
    query = select(messages.c.channel, func.count(distinct(messages.c.contact)).label("many")).where(its)
    rows = await unit.rows(query.group_by(messages.c.channel))
    return {row.channel: row.many for row in sorted(rows, key=lambda row: (-row.many, row.channel))}
