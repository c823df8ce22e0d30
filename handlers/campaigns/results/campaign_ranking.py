"""/compare all: the campaigns of the last half year by their earnings, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.campaigns.campaign import ALIVE, Campaign
from flows.message_roi import sum_cost
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import LONGEST, Command
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.message_history import HALF_A_YEAR
from storage.reports.experiment_report import load_experiment_report
from storage.reports.report_values import ExperimentReport

_LOOKED_AT, _SHOWN = 60, 4
_TWO = 2


@dataclass(frozen=True, slots=True)
class RankCampaigns:
    """Rank the campaigns."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A campaign with its revenue, and its cost in micro-units of the same currency."""

    campaign: Campaign
    report: ExperimentReport
    cost: int

    @property
    def earned(self) -> Money:
        """Return the revenue minus the cost."""
        return Money(self.report.revenue.micros - self.cost, self.report.revenue.currency)


async def rank(turn: Turn, _origin: Origin, _command: RankCampaigns) -> Sequence[Ranked]:
    """Return the campaigns of the last half year that sent messages, ordered by revenue minus cost."""
    found = await turn.unit.of(Campaigns).list_ended_since(turn.now - HALF_A_YEAR, _LOOKED_AT)
    ranked = []
    for one in found:
        report = await load_experiment_report(turn.unit, turn.tenant, one.experiment, None, turn.now)
        if report.messaged:
            ranked.append(Ranked(one, report, sum_cost(report.costs, report.currency)))
    return sorted(ranked, key=lambda one: (-one.earned.micros, -one.report.ordered, one.report.messaged))


def rank_all(ranked: Sequence[Ranked]) -> Text:
    """Format the best campaigns, and the limits of this comparison."""
    if not ranked:
        return Lines((phrase("compare_all_none"), phrase("next", command=Ours("/campaign"))))
    rows = [_row(one) for one in ranked[:_SHOWN]]
    more = [phrase("compare_all_more", many=Decimal(len(ranked) - _SHOWN))] if len(ranked) > _SHOWN else []
    under_way = [phrase("compare_under_way", name=one.campaign.name) for one in ranked if one.campaign.status in ALIVE]
    notes = [*under_way[:_TWO], *([phrase("compare_not_drawn")] if len(ranked) > 1 else [])]
    return Lines((phrase("compare_all_head"), *rows, *more, *notes, _name_next_command(ranked)), longest=LONGEST)


def _row(one: Ranked) -> Text:
    cost = phrase("an_amount", amount=Money(one.cost, one.earned.currency)) if one.cost else phrase("no_cost_known")
    sums = {"earned": one.earned, "revenue": one.report.revenue, "cost": cost}
    return phrase("compare_all_row", name=one.campaign.name, many=one.report.ordered, sent=one.report.messaged, **sums)


def _name_next_command(ranked: Sequence[Ranked]) -> Text:
    """Format the command that compares the two best campaigns; if there is only one, the command for its figures."""
    names = [one.campaign.name for one in ranked[:_TWO]]
    both = Ours(f"/compare {' vs '.join(names)}")
    return phrase("next", command=both if len(names) == _TWO else to_tap(ranked[0].campaign))


ALL_COMPARED = Command(
    name="all", aliases=("todas", "sab", "सब"), takes=RankCampaigns, does=rank, says=rank_all, usage="/compare all"
)
