"""``GET /api/customers/analytics``: acquisition, retention by cohort, value and stages of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.audience.criteria import EVERYBODY
from flows.customer_ranks import Cuts
from flows.lifecycle import Lifecycle
from flows.money import to_micros
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.audience.api.segment_resource import show_bought
from handlers.engine.turn import Turn
from handlers.profiles.api.routes import SHOW_ANALYTICS
from storage.audience.audience_figures import AudienceReport, Bought
from storage.audience.audiences import Selection
from storage.profiles.customer_cohorts import Cohorts, merge_small_sources
from storage.store.rank_cuts import CustomerCuts

MOST_MONTHS = 36
_MEDIAN, _TENTH = 49, 89  # the thresholds at or below which half, and nine tenths, of the buyers are


class AnalyticsWanted(BaseModel):
    """The number of months, and the form."""

    months: Annotated[int, Field(ge=1, le=MOST_MONTHS, description="the number of months, with the current one")] = 12
    form: Annotated[Literal["json", "csv"], Field(description="csv: the cohorts alone, for a spreadsheet")] = "json"


class MonthAcquired(BaseModel):
    """The customers acquired in a month."""

    month: Annotated[str, Field(description="2026-03, of the business's time zone")]
    customers: int
    sources: Annotated[dict[str, int], Field(description='by source, "" if unknown; "other"')]


class Cohort(BaseModel):
    """The customers who first ordered in one month, and how many of them ordered in it and in each later month."""

    month: str
    customers: int
    ordered: Annotated[list[int], Field(description="in the same month, the next one, and so on until now")]
    retention: Annotated[list[float], Field(description="the same as shares of all of them")]


class Worth(BaseModel):
    """The spending so far of customers who ordered. The last two figures are as of last night; null
    before the first night."""

    average: str | None
    median: str | None
    top_tenth: Annotated[str | None, Field(description="what a tenth of them spent more than")]


class CustomerAnalytics(BaseModel):
    """All customers in figures, as they are now. Money is in the business's currency."""

    currency: str
    customers: int
    ordered: Annotated[int, Field(description="who ordered at all")]
    repeated: Annotated[int, Field(description="who ordered more than once")]
    repeat_rate: float | None
    orders: int
    revenue: str
    average_order: str | None
    value: Worth
    lifecycle: dict[Lifecycle, int]
    acquisition: Annotated[list[MonthAcquired], Field(description="the oldest month first")]
    cohorts: Annotated[list[Cohort], Field(description="the oldest month first")]


@make_endpoint(
    SHOW_ANALYTICS,
    scope="read",
    takes=AnalyticsWanted,
    answers={200: CustomerAnalytics},
    refuses=(Code.INVALID,),
    text="text/csv",
)
async def show_customer_analytics(call: ApiCall, wanted: AnalyticsWanted) -> ApiReply:
    """Show all customers in figures

    Sources by month; for each cohort of first orders, how many ordered again in each later month; average order, repeat
    rate, value, and stages of life. Cancelled orders do not count, and refunds are subtracted.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        begins = _begins(turn, wanted.months)
        cohorts = _cohorts(await turn.unit.of(Cohorts).count_ordered(begins), turn, begins)
        if wanted.form == "csv":
            return {"cohorts": cohorts}
        selection = Selection(EVERYBODY, turn.now, turn.zone)
        figures = await turn.unit.of(AudienceReport).load_figures(selection)
        value = _worth(figures.bought, await turn.unit.of(CustomerCuts).get())
        told = show_bought(figures.bought) | {"value": value}
        told |= {"currency": turn.business.currency, "cohorts": cohorts}
        told["lifecycle"] = {stage.value: many for stage, many in figures.stages.items()}
        came = merge_small_sources(await turn.unit.of(Cohorts).count_newcomers(begins))
        told["acquisition"] = [
            {"month": _name_begin(turn, begin), "customers": sum(sources.values()), "sources": sources}
            for begin, sources in zip(begins, came, strict=True)
        ]
        return {name: told[name] for name in CustomerAnalytics.model_fields}

    shown = await call.api.turns.look(call.business, look)
    if wanted.form == "csv":
        return ApiReply(200, text=_render_csv(shown["cohorts"]), kind="text/csv")
    return ApiReply(200, shown)


def _begins(turn: Turn, months: int) -> list[datetime]:
    """Return the starts of the last months in the business's time zone, the oldest first."""
    now = turn.now.astimezone(turn.zone)
    last = now.year * 12 + now.month - 1
    return [
        datetime(at // 12, at % 12 + 1, 1, tzinfo=turn.zone).astimezone(UTC)
        for at in range(last - months + 1, last + 1)
    ]


def _name_begin(turn: Turn, begin: datetime) -> str:
    return f"{begin.astimezone(turn.zone):%Y-%m}"


def _cohorts(ordered: Mapping[int, Mapping[int, int]], turn: Turn, begins: Sequence[datetime]) -> list[dict[str, Any]]:
    found = []
    for at, begin in enumerate(begins):
        theirs = ordered.get(at, {})
        many = [theirs.get(month, 0) for month in range(at, len(begins))]
        size = many[0]
        shares = [round(one / size, 4) if size else 0.0 for one in many]
        found.append({"month": _name_begin(turn, begin), "customers": size, "ordered": many, "retention": shares})
    return found


def _worth(bought: Bought, cuts: Cuts | None) -> dict[str, str | None]:
    return {
        "average": to_micros(bought.average_spend),
        "median": None if cuts is None else to_micros(cuts.spend[_MEDIAN]),
        "top_tenth": None if cuts is None else to_micros(cuts.spend[_TENTH]),
    }


def _render_csv(cohorts: Sequence[Mapping[str, Any]]) -> str:
    """Format a CSV line for each cohort: its month, its customers, and the shares of the later months."""
    head = ["month", "customers", *(f"month_{number}" for number in range(len(cohorts)))]
    lines = [[one["month"], one["customers"], *one["retention"]] for one in cohorts]
    return "".join(f"{','.join(map(str, line))}\r\n" for line in [head, *lines])
