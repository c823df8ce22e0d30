"""The charts of the sponsors' figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.charts.page_chart import PageChart, draw_page_chart
from bot.returns.sponsor_words import SponsorWords
from flows.charts.chart import Bars, Chart, Course, Day, Funnel, Measured, Passed
from flows.money import Money
from handlers.returns.offer_report import OfferReport

DAYS = 30
"""The days of the line of costs, up to today."""


def draw_figures(
    words: SponsorWords, report: OfferReport, costs: Mapping[date, int], today: date
) -> Sequence[PageChart]:
    """Return the charts: the steps of all offers, shares of clicks and purchases by offer, and the cost by day."""
    said = words.words["charts"]
    steps = [("returns", report.prompts), ("sent", report.sent), ("clicked", report.clicked)]
    steps.append(("converted", report.converted))
    funnel = Funnel(said["steps"], tuple(Passed(said[name], many, f"{many:,}") for name, many in steps))
    clicked = [one for one in report.by_offer if one.click_rate is not None]
    rates = Bars(
        said["click_rate"],
        tuple(Measured(one.name, one.click_rate or 0, words.share(one.click_rate)) for one in clicked),
    )
    bought = [one for one in report.by_offer if one.converted]
    purchases = Bars(
        said["purchases"], tuple(Measured(one.name, one.converted, f"{one.converted:,}") for one in bought)
    )
    charts: list[Chart] = [funnel, rates, purchases, _draw_costs(words, costs, today, report.currency)]
    return [draw_page_chart(chart) for chart in charts if not isinstance(chart, Funnel) or report.prompts]


def _draw_costs(words: SponsorWords, costs: Mapping[date, int], today: date, currency: str) -> Course:
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    points = tuple(
        Day(words.day(day), (cost := Money(costs.get(day, 0), currency)).micros, words.money(cost)) for day in days
    )
    return Course(words.words["charts"]["cost"], points if any(costs.values()) else ())
