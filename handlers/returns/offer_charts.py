"""The charts of a partner's figures, for its page and its chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from flows.actor import Actor
from flows.charts.chart import Bars, Chart, Course, Day, Funnel, Measured
from flows.money import Money
from flows.phrase import phrase
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.jobs import chart_job
from handlers.jobs.chart_job import ChartTold
from handlers.jobs.job_kind import JobFailed
from handlers.returns.offer_report import OfferReport, load_report
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message
from templates import formats
from templates.speech import Speech

KIND = "returns.chart"
"""The job that draws the steps of a partner's offers for its chat."""
DAYS = 30
"""The days of the line of costs, up to today."""


def make_charts(speech: Speech, report: OfferReport, costs: Mapping[date, int], today: date) -> Sequence[Chart]:
    """Return the charts: the steps of all offers, shares of clicks and purchases by offer, and the cost by day."""
    clicked = [one for one in report.by_offer if one.click_rate is not None]
    rates = [Measured(one.name, one.click_rate or 0, f"{one.click_rate:.0%}") for one in clicked]
    bought = [Measured(one.name, one.converted, f"{one.converted:,}") for one in report.by_offer if one.converted]
    bars = (("click_rate", rates), ("purchases", bought))
    charts: list[Chart] = [Bars(speech.say(phrase(f"partner_chart_{name}")), tuple(rows)) for name, rows in bars]
    return [*_make_funnel(speech, report), *charts, _make_course(speech, costs, today, report.currency)]


async def ask_chart(turn: Turn, sponsor: Sponsor, message: Message) -> None:
    """Request the chart of a partner's offers, to be drawn and sent to the chat of its message."""
    origin = Origin(Actor.sponsor(sponsor.id), str(message.id), message.contact)
    await chart_job.ask(turn, origin, KIND, {"sponsor": str(sponsor.id)})


async def draw_chart(turn: Turn, wanted: Mapping[str, str], speech: Speech) -> ChartTold:
    """Draw the steps of a partner's offers, in tens of people as on its page. Raises JobFailed."""
    sponsor = await turn.unit.of(Sponsors).get(UUID(wanted["sponsor"]))
    if sponsor is None or sponsor.status is SponsorStatus.REMOVED:
        raise JobFailed("the partner was removed")
    report = await load_report(turn, None, None, sponsor)
    charts = _make_funnel(speech, report)
    return ChartTold(charts[0] if charts else None, phrase("partner_chart_steps"), "offers.png")


def _make_funnel(speech: Speech, report: OfferReport) -> Sequence[Funnel]:
    counted = (
        (phrase("partner_chart_returns"), report.prompts), (phrase("partner_chart_sent"), report.sent),
        (phrase("chart_clicked"), report.clicked), (phrase("chart_bought"), report.converted),
    )  # fmt: skip
    steps = chart_job.steps_of(counted, report.revenue, speech)
    return [Funnel(speech.say(phrase("partner_chart_steps")), steps)] if report.prompts else []


def _make_course(speech: Speech, costs: Mapping[date, int], today: date, currency: str) -> Course:
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    amounts = [(day, Money(costs.get(day, 0), currency)) for day in days]
    points = [
        Day(formats.format_date_of_year(day, speech.locale), cost.micros, speech.say(phrase("an_amount", amount=cost)))
        for day, cost in amounts
    ]
    return Course(speech.say(phrase("partner_chart_cost")), tuple(points) if any(costs.values()) else ())
