"""A campaign's results as a chart and as a table, with the same figures as its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import list_variants
from flows.campaigns.wording_trial import TrialResult
from flows.channels import CHANNELS
from flows.charts.chart import Bars, Chart, Funnel, Measured
from flows.experiments.share_intervals import share_of
from flows.message_files import Attachment
from flows.money import Money
from flows.phrase import Lines, phrase
from handlers.actions.action import Origin
from handlers.campaigns.results.results_text import describe_results, name_wording
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.engine.outgoing_files import make_file_name, make_sheet
from handlers.engine.turn import Turn
from handlers.jobs import chart_job
from handlers.jobs.chart_job import ChartTold
from handlers.jobs.job_kind import JobFailed
from storage.campaigns.campaign_breakdown import by_channel, by_variant, split_by_step
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaign_figures import CampaignFigures
from storage.campaigns.campaign_results import CampaignResults, load_results
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.stage_breakdown import split_audience
from templates.speech import Speech

KIND = "campaign.chart"
_LONGEST = 700  # characters under a picture
_FEW = 1_000  # the fewest people for a share alone; above that, the count takes the room of the words
_STEPS = ("planned", "sent", "delivered", "clicked")
_HEAD = (
    "wording", "channel", "step", "planned", "sent", "delivered", "read", "opened", "clicked", "bought", "revenue",
    "cost", "currency", "not_sent", "why", "stage", "held_out", "unknown", "replied", "opted_out", "roi", "lift",
    "lift_low", "lift_high", "of", "waiting",
)  # fmt: skip
_ENDS = {"": "rate", "_low": "low", "_high": "high"}


@dataclass(frozen=True, slots=True)
class ChartOfCampaign:
    """A request for a campaign's chart, ``dark`` for a dark background."""

    which: NamedCampaign
    dark: bool = False


async def ask_chart(turn: Turn, origin: Origin, command: ChartOfCampaign) -> str:
    """Have a campaign's chart drawn and sent to this chat; return the campaign's name."""
    await chart_job.ask(turn, origin, KIND, {"campaign": str(command.which.id)}, dark=command.dark)
    return command.which.name


async def make_table(turn: Turn, _origin: Origin, command: MoveCampaign) -> tuple[str, Attachment]:
    """Return the campaign's name and its figures as a file. The rows are for all people, by wording, channel and step,
    by all three at once, and by stage of life. The column ``of`` names the grouping; a blank cell means all."""
    campaign = await turn.unit.of(Campaigns).get(command.which.id)
    rows: list[list[object]] = []
    if campaign is not None:
        whose, currency = (turn.unit, turn.tenant, campaign, turn.now), turn.business.currency
        found = await load_results(*whose)
        rows += _rows(campaign, found, currency)
        rows += [_row("audience", one, currency, stage=one.stage or "none") for one in await split_audience(*whose)]
    return command.which.name, make_sheet(command.which.name, _HEAD, rows)


def _rows(campaign: Campaign, found: CampaignResults, currency: str) -> list[list[object]]:
    """Return the rows of a campaign; a grouping with only one part gets no row."""
    names, parts = campaign.variants, found.parts
    channels, steps = by_channel(parts), split_by_step(parts)
    rows = [_row("campaign", found.whole, currency)]
    rows += [_row("wording", one, currency, wording=name_wording(names, key)) for key, one in by_variant(parts).items()]
    if len(channels) > 1:
        rows += [_row("channel", one, currency, channel=key) for key, one in channels.items()]
    if len(steps) > 1:
        rows += [_row("step", one, currency, step=key) for key, one in steps.items()]
    for one in parts:
        wording = name_wording(list_variants(campaign.texts_at(one.step)), one.variant)
        rows.append(_row("part", one, currency, wording=wording, channel=one.channel, step=one.step))
    return rows


def _row(of: str, one: CampaignFigures, currency: str, **which: object) -> list[object]:
    told: dict[str, object] = {name: getattr(one, name, "") for name in _HEAD}
    told |= {name: str(Money(getattr(one, name), currency)) for name in ("revenue", "cost")}
    why = "; ".join(f"{rule} {many}" for rule, many in one.refused.items())
    told |= {"currency": currency, "not_sent": sum(one.refused.values()), "why": why, "of": of}
    lift = one.lift
    shares = {"roi": one.roi} | {f"lift{end}": getattr(lift, name, None) for end, name in _ENDS.items()}
    told |= {name: "" if share is None else round(share, 4) for name, share in shares.items()}
    blank = dict.fromkeys(("wording", "channel", "step", "stage"), "")
    return list((told | blank | which).values())


async def draw_chart(turn: Turn, wanted: Mapping[str, str], speech: Speech) -> ChartTold:
    """Draw a campaign's chart, with its text. Raises JobFailed if the campaign was deleted."""
    campaign = await turn.unit.of(Campaigns).get(UUID(wanted["campaign"]))
    if campaign is None:
        raise JobFailed("there is no such campaign")
    found = await load_results(turn.unit, turn.tenant, campaign, turn.now)
    lapsed = campaign.is_over and await turn.unit.of(CampaignChanges).ends_paused(campaign.id)
    lines = describe_results(campaign, found, lapsed)
    text = Lines((phrase("campaign_of_chart", name=campaign.name), *lines), longest=_LONGEST)
    return ChartTold(make_chart(campaign, found, speech), text, f"{make_file_name(campaign.name)}.png")


def make_chart(campaign: Campaign, found: CampaignResults, speech: Speech) -> Chart:
    """Make a chart that compares the wordings, if several have enough people; otherwise a funnel.

    If variants have times of their own, people count only after they had their message as long as all others. The
    chart's figures are then far below those of the text.
    """
    if found.trial is not None and found.trial.has_enough:
        return _wordings(campaign, found.trial, speech)
    told = all(CHANNELS[one].receipts for one in found.by_channel)  # else fewer people came than opened the link
    named = [name for name in _STEPS if told or name != "delivered"]
    counted = [(phrase(f"chart_{name}"), getattr(found, name)) for name in named]
    counted.append((phrase("chart_bought"), found.report.ordered))
    return Funnel(campaign.name, chart_job.steps_of(counted, found.report.revenue, speech))


def _wordings(campaign: Campaign, found: TrialResult, speech: Speech) -> Bars:
    """Make bars that compare the wordings, each with its share of people and the interval."""
    by = speech.say(phrase(f"campaign_by_{found.trial.measure.value}"))
    rows = []
    for name, arm in zip(campaign.variants, found.arms, strict=True):
        share = share_of(arm)
        of = f"{arm.successes}/{arm.people} · " if arm.people < _FEW else ""
        said = f"{of}{arm.rate * 100:.1f} %"
        ends = (share.low, share.high) if share else (None, None)
        words = next((one.text for one in campaign.texts if one.variant == name), "")
        rows.append(Measured(f"{name} · {words}", arm.rate, said, *ends))
    return Bars(f"{campaign.name}: {by}", tuple(rows), speech.say(phrase("chart_interval")))
