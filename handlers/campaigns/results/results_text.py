"""The results of a campaign as text for a chat: messages sent, answers, orders, cost and lift."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.wording_trial import TrialResult
from flows.channels import CHANNELS
from flows.experiments.experiment_judgement import Conclusion
from flows.message_roi import is_worth_telling, sum_cost
from flows.money import Money
from flows.phrase import At, Lines, Ours, Text, phrase
from handlers.actions.verdict_reasons import VOID, in_words
from handlers.forecasts.forecast_text import describe_reasons
from storage.campaigns.campaign_breakdown import by_variant, split_by_step
from storage.campaigns.campaign_progress import CampaignProgress
from storage.campaigns.campaign_results import CampaignResults
from storage.campaigns.stage_breakdown import AudiencePart
from storage.reports.report_values import ExperimentReport
from templates import formats

_RULES = 4  # reasons that are named
NO_CONSENT = "consent.none"
"""The rule for people without consent."""
_POINTS = 100  # of a share
_AHEAD = {"rate": "estimate", "low": "low", "high": "high"}
_COMPARED = {
    Conclusion.WINNER: "campaign_wording_wins",
    Conclusion.NOT_ENOUGH: "campaign_wording_leads",
    Conclusion.NO_DIFFERENCE: "campaign_wordings_alike",
}


def sum_up(campaign: Campaign, found: CampaignResults, first: CampaignProgress) -> list[Text]:
    """Summarise a launched campaign in at most six lines: the figures, and how the wordings compare.

    The audience is the sum of the people sent to, the waiting, the control group and the people who get nothing.
    """
    report, drawn = found.report, _winner(campaign) is not None
    expected = campaign.preview.people if campaign.preview else 0
    people, held_out = max(first.made + unreachable(campaign), expected), report.held_out
    queued = first.made - first.left - first.never
    waits = queued if campaign.is_over else people - first.left - first.never - unreachable(campaign)
    unsent = people - first.left - held_out - waits
    return [
        phrase("campaign_sent_to", sent=first.left, people=people, many=report.ordered, revenue=report.revenue),
        waiting(campaign, waits),
        phrase("campaign_control", many=held_out) if held_out else "",
        phrase("campaign_unsent", many=unsent) if unsent > 0 else "",
        Lines((phrase("chart_clicked"), Ours(str(found.clicked))), ": "),
        _describe_earnings(report),
        describe(campaign.variants, found.trial, drawn=drawn, closed=campaign.is_over),
    ]


def unreachable(campaign: Campaign) -> int:
    """Return how many people of the audience have given no consent on any of the campaign's channels, as previewed."""
    return campaign.preview.people - campaign.preview.reached if campaign.preview else 0


def waiting(campaign: Campaign, many: int) -> Text:
    """Say how many messages wait, or, if the campaign has ended, were not sent; "" if none."""
    return phrase("campaign_waits_in_vain" if campaign.is_over else "campaign_waiting", many=many) if many > 0 else ""


def describe_results(campaign: Campaign, found: CampaignResults, lapsed: bool = False) -> Sequence[Text]:
    """Format the lines about a launched campaign. ``lapsed``: it ended while paused, so nobody else gets it."""
    report = found.report
    figures = {name: getattr(found, name) for name in ("planned", "sent", "delivered", "read", "clicked", "replied")}
    return (
        phrase("campaign_figures", **figures, stopped=found.opted_out),
        phrase("campaign_unanswered", many=found.unknown) if found.unknown else "",
        _describe_follow_ups(found),
        _ways(found),
        _describe_unseen(found),
        phrase("campaign_brought", many=report.ordered, revenue=report.revenue),
        _describe_earnings(report),
        _describe_lift(report),
        *_variants(campaign, found),
        describe(campaign.variants, found.trial, drawn=_winner(campaign) is not None, closed=campaign.is_over),
        "" if lapsed or campaign.status is CampaignStatus.CANCELLED else _contest(campaign),
        _describe_refusals(campaign, found),
    )


def _describe_follow_ups(found: CampaignResults) -> Text:
    """Say how many people got each follow-up; empty before the first."""
    _first, *again = split_by_step(found.parts).values() or (None,)
    if not again:
        return ""
    return phrase("campaign_followed", sent=Lines(tuple(Ours(str(one.sent)) for one in again), ", "))


def _ways(found: CampaignResults) -> Text:
    """Format the people by channel; empty if there is only one channel."""
    if len(found.by_channel) < 2:
        return ""
    named = tuple(Ours(f"{formats.channel(one)} {many}") for one, many in found.by_channel.items())
    return phrase("campaign_ways", channels=Lines(named, ", "))


def _describe_unseen(found: CampaignResults) -> Text:
    """Name the channels that report no deliveries, if others do; empty if all do."""
    silent = tuple(Ours(formats.channel(one)) for one in found.by_channel if not CHANNELS[one].receipts)
    return phrase("campaign_arrival_untold", channels=Lines(silent, ", ")) if silent and found.delivered else ""


def describe_by_audience(found: Sequence[AudiencePart], currency: str) -> Text:
    """Say how many readers bought, by their stage at the campaign's start; empty if there is only one stage."""
    sent = [one for one in found if one.sent]
    if len(sent) < 2:
        return ""
    said = (
        phrase(
            "campaign_audience",
            name=phrase(f"stage_{one.stage or 'none'}"),
            sent=Decimal(one.sent),
            many=Decimal(one.bought),
            revenue=Money(one.revenue, currency),
        )
        for one in sent[:_RULES]
    )
    return phrase("campaign_audiences", parts=Lines(tuple(said), "; "))


def _describe_earnings(report: ExperimentReport) -> Text:
    """Format the cost, and the revenue as a multiple of it if it is worth telling; empty if no cost is known."""
    cost = sum_cost(report.costs, report.currency)
    if not cost:
        return ""
    times = {"times": round(report.revenue.micros / cost, 1)} if is_worth_telling(cost) else {}
    return phrase("campaign_cost", cost=Money(cost, report.currency), **times)


def _describe_lift(report: ExperimentReport) -> Text:
    """Compare the share that ordered with the control group, with an interval that shows the uncertainty."""
    lift = report.lift
    if lift is None or not report.held_out:
        return ""
    points = {name: f"{getattr(lift, name) * _POINTS:+.1f}" for name in ("rate", "low", "high")}
    name = "campaign_lift" if lift.low > 0 or lift.high < 0 else "campaign_lift_unclear"
    return phrase(name, many=report.held_out, **{key: Ours(value) for key, value in points.items()})


def _variants(campaign: Campaign, found: CampaignResults) -> list[Text]:
    """Format the results of each wording; those of the winner include the rest of the people."""
    names, won, trial = campaign.variants, _winner(campaign), found.trial
    return [
        phrase(
            "campaign_variant",
            variant=name_wording(names, place),
            sent=one.sent,
            clicked=one.clicked,
            many=one.bought,
            rest=place == won and trial is not None and one.sent > trial.arms[place].people,
        )
        for place, one in by_variant(found.parts).items()
    ]


def name_wording(names: Sequence[str], place: int) -> str:
    """Return the name of the wording number ``place``; if a change removed it, its number from 1."""
    return names[place] if place < len(names) else str(place + 1)


def _winner(campaign: Campaign) -> int | None:
    """Return the number of the wording that the rest of the people gets; None if it is not decided."""
    return campaign.contest.winner if campaign.contest else None


def describe(names: Sequence[str], trial: TrialResult | None, *, drawn: bool = False, closed: bool = False) -> Text:
    """Say which wording leads, by how much, and whether that is clear; empty if there is only one wording.

    ``drawn`` means that only the first part of a contest is compared. ``closed`` means that no more people get a
    wording, so the text does not ask for more.
    """
    if trial is None:
        return ""
    found, ahead = trial.judgement, trial.judgement.difference
    told: dict[str, Any] = {"more": 0 if drawn or closed or trial.over else found.more, "over": trial.over}
    if found.leader is None or ahead is None or not trial.has_enough:
        return phrase("campaign_wordings_unsent", **told)
    told |= {"by": phrase(f"campaign_by_{trial.trial.measure.value}")}
    told |= {"drawn": sum(arm.people for arm in trial.arms) if drawn else 0}
    told |= {key: Ours(f"{getattr(ahead, name) * _POINTS:+.1f}") for key, name in _AHEAD.items()}
    return phrase(_COMPARED[found.conclusion], variant=names[found.leader], **told)


def _contest(campaign: Campaign) -> Text:
    """Say which wording the rest of the people gets, or when that is decided; empty if there is no contest."""
    one = campaign.contest
    if one is None or (one.winner is None and campaign.is_over):
        return ""
    if one.winner is None:
        return phrase("campaign_best_waits", at=At(one.ends(campaign.begins)))
    return phrase("campaign_best_goes", variant=campaign.variants[one.winner], over=campaign.is_over)


def _describe_refusals(campaign: Campaign, found: CampaignResults) -> Text:
    """Format how many people do not get the campaign, by reason: no consent, refused, or an opt-out meanwhile."""
    refused, taken_back = dict(found.report.refused), found.whole.refused.get(VOID, 0)
    refused |= {VOID: taken_back} if taken_back else {}
    refused |= {NO_CONSENT: refused.get(NO_CONSENT, 0) + unreachable(campaign)} if unreachable(campaign) else {}
    return phrase("campaign_refused", reasons=describe_reasons(refused, in_words)) if refused else ""
