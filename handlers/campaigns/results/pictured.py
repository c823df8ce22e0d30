"""A campaign's results as a chart and as a table: asked for in chat, made of the same figures as its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.attachments import Attachment
from flows.campaigns.campaign import Campaign
from flows.campaigns.trial import TrialResult
from flows.charts.chart import Bars, Chart, Funnel, Measured, Passed
from flows.experiments.shares import share_of
from flows.money import Money
from flows.phrase import Lines, phrase
from handlers.actions.action import Origin
from handlers.campaigns.results.resulting import resulted
from handlers.campaigns.sending.moving import MoveCampaign, NamedCampaign
from handlers.jobs import pictures
from handlers.jobs.kind import JobFailed
from handlers.jobs.pictures import ChartTold
from handlers.sheets import file_name, sheet
from handlers.turn import Turn
from storage.campaigns.breakdown import CampaignPart
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.changes import CampaignChanges
from storage.campaigns.results import CampaignResults, parts_now, results_of
from storage.campaigns.stood import AudiencePart, audience_of
from templates.speech import Speech

KIND = "campaign.chart"
_LONGEST = 700  # characters under a picture
_STEPS = ("planned", "sent", "delivered", "clicked")
_HEAD = (
    "wording", "channel", "step", "planned", "sent", "delivered", "read", "clicked", "bought", "revenue", "cost",
    "currency", "not_sent", "why", "stage", "held_out", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartOfCampaign:
    """A campaign's results as a chart, ``dark`` for a dark ground."""

    which: NamedCampaign
    dark: bool = False


async def ask_chart(turn: Turn, origin: Origin, command: ChartOfCampaign) -> str:
    """Have a campaign's chart drawn and sent to this chat; the campaign's name."""
    await pictures.ask(turn, origin, KIND, {"campaign": str(command.which.id)}, dark=command.dark)
    return command.which.name


async def table(turn: Turn, _origin: Origin, command: MoveCampaign) -> tuple[str, Attachment]:
    """The campaign's name and its figures, by wording, channel and step, and then by stage of life, as a file."""
    campaign, currency = await turn.unit.of(Campaigns).get(command.which.id), turn.business.currency
    rows: list[list[object]] = []
    if campaign is not None:
        whose = (turn.unit, turn.tenant, campaign, turn.now)
        rows += [_row(one, campaign.variants, currency) for one in await parts_now(*whose)]
        rows += [_audience_row(one, currency) for one in await audience_of(*whose)]
    return command.which.name, sheet(command.which.name, _HEAD, rows)


def _row(one: CampaignPart, names: Sequence[str], currency: str) -> list[object]:
    wording = names[one.variant] if one.variant < len(names) else str(one.variant + 1)
    counts = [getattr(one, name) for name in _HEAD[3:9]]
    money = [str(Money(micros, currency)) for micros in (one.revenue, one.cost)]
    why = "; ".join(f"{rule} {many}" for rule, many in one.refused.items())
    ended = [sum(one.refused.values()), why, "", "", one.unknown]
    return [wording, one.channel, one.step, *counts, *money, currency, *ended]


def _audience_row(one: AudiencePart, currency: str) -> list[object]:
    counts = [one.planned, one.sent, one.delivered, "", one.clicked, one.bought]  # who read it is told by channel alone
    money = [str(Money(micros, currency)) for micros in (one.revenue, one.cost)]
    return ["", "", "", *counts, *money, currency, "", "", one.stage or "none", one.held_out, one.unknown]


async def charted(turn: Turn, wanted: Mapping[str, str], speech: Speech) -> ChartTold:
    """The chart of a campaign with its text. Raises JobFailed for one that is gone."""
    campaign = await turn.unit.of(Campaigns).get(UUID(wanted["campaign"]))
    if campaign is None:
        raise JobFailed("there is no such campaign")
    found = await results_of(turn.unit, turn.tenant, campaign, turn.now)
    lapsed = campaign.is_over and await turn.unit.of(CampaignChanges).ended_paused(campaign.id)
    lines = resulted(campaign, found, lapsed)
    text = Lines((phrase("campaign_of_chart", name=campaign.name), *lines), longest=_LONGEST)
    return ChartTold(chart_of(campaign, found, speech), text, f"{file_name(campaign.name)}.png")


def chart_of(campaign: Campaign, found: CampaignResults, speech: Speech) -> Chart:
    """The wordings beside each other where there are several, else how far its people came."""
    if found.trial is not None:
        return _wordings(campaign, found.trial, speech)
    counted = [(name, getattr(found, name)) for name in _STEPS] + [("bought", found.report.ordered)]
    steps = [Passed(speech.say(phrase(f"chart_{name}")), many, f"{many:,}") for name, many in counted]
    return Funnel(campaign.name, tuple(steps))


def _wordings(campaign: Campaign, found: TrialResult, speech: Speech) -> Bars:
    """The wordings beside each other, each with the share of people and the interval of that share."""
    by = speech.say(phrase(f"campaign_by_{found.trial.measure.value}"))
    rows = []
    for name, arm in zip(campaign.variants, found.arms, strict=True):
        share = share_of(arm)
        said = f"{arm.rate * 100:.1f} %"
        ends = (share.low, share.high) if share else (None, None)
        words = next((one.text for one in campaign.texts if one.variant == name), "")
        rows.append(Measured(f"{name} · {words}", arm.rate, said, *ends))
    return Bars(f"{campaign.name}: {by}", tuple(rows), speech.say(phrase("chart_interval")))
