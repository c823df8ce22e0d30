"""A campaign's figures by audience: each person's lifecycle stage when the campaign began.

An order turns dormant customers into active ones. So the current stage would hide customers that the campaign won back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Subquery, and_, cast, func, select, type_coerce

from flows.campaigns.campaign import Campaign
from storage.audience.criteria_setting import Setting
from storage.audience.customer_stages import make_stage
from storage.businesses.businesses import Tenant
from storage.campaigns.campaign_figures import CampaignFigures
from storage.campaigns.campaign_tallies import PeopleTally, make_scope
from storage.reports.comparison_groups import groups_by
from storage.reports.last_messages import lasting
from storage.reports.report_scope import Scope
from storage.schema import messages, orders
from storage.sql.column_types import Moment
from storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencePart(CampaignFigures):
    """The results of a campaign's people in one ``stage`` (flows/lifecycle.py) at its beginning, "" without an order.
    Each person counts once, regardless of the number of messages.
    """

    stage: str


async def split_audience(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> list[AudiencePart]:
    """Return the parts of a campaign's people, largest first."""
    scope = make_scope(unit, tenant, campaign, now)
    parts = _select_stages(scope, campaign)
    joined = messages.join(parts, parts.c.contact == messages.c.contact)
    tally = PeopleTally(scope, (parts.c.part,), joined, scope.own)
    last, lived = replace(tally, its=and_(scope.own, lasting())), await tally.count_fates()
    clicked, replied, stopped = await tally.count_clicks(), await tally.count_replies(), await tally.count_stops()
    counts = {"clicked": clicked, "replied": replied, "opted_out": stopped}
    costs, sold, refused = await tally.sum_costs(), await tally.sum_sales(), await last.count_refused()
    groups = await groups_by(scope, parts)
    found = []
    for part, lives in lived.items():
        figures: dict[str, Any] = {**lives, **{name: of[part] for name, of in counts.items()}}
        bought, revenue = sold.get(part, (0, 0))
        figures |= {"bought": bought, "revenue": revenue, "cost": costs[part], "refused": refused.get(part, {})}
        found.append(AudiencePart(stage=part[0], groups=groups.get(part[0]), **figures))
    return sorted(found, key=lambda one: (-one.planned, one.stage))


def _select_stages(scope: Scope, campaign: Campaign) -> CTE:
    """Select the ``contact`` of each of a campaign's people with the stage, its ``part``."""
    unit, begun = scope.unit, campaign.begins
    people = select(messages.c.contact).where(scope.own).distinct().subquery()
    placed = _select_placed(scope, people, begun)
    bought = select(placed.c.contact, func.count().label("orders"), func.max(placed.c.at).label("last_order_at"))
    every, rhythms = bought.group_by(placed.c.contact).subquery(), _rhythms(scope, placed)
    joined = people.outerjoin(every, every.c.contact == people.c.contact)
    joined = joined.outerjoin(rhythms, rhythms.c.contact == people.c.contact)
    many = func.coalesce(every.c.orders, 0).label("orders")
    row = select(people.c.contact, many, every.c.last_order_at, rhythms.c.rhythm).select_from(joined).subquery()
    setting = Setting(unit.business, begun, unit.postgres, unit.holdings)
    stood = select(row.c.contact, make_stage(row, setting).label("part"))
    return stood.cte("stood").prefix_with("MATERIALIZED")  # else SQLite recomputes it for each message


def _select_placed(scope: Scope, people: Subquery, begun: datetime) -> Subquery:
    """Select these people's earlier orders that count, each with the moment of the ``earlier`` one."""
    before = and_(scope.standing, orders.c.placed_at < begun, orders.c.contact.in_(select(people.c.contact)))
    last = func.lag(orders.c.placed_at).over(partition_by=orders.c.contact, order_by=orders.c.placed_at)
    columns = (orders.c.contact, orders.c.placed_at.label("at"), type_coerce(last, Moment()).label("earlier"))
    return select(*columns).where(before).subquery()


def _rhythms(scope: Scope, placed: Subquery) -> Subquery:
    """Select the median of each person's gaps in microseconds, as in storage/store/customer_totals.py."""
    gap, whose = _micros(scope, placed).label("gap"), placed.c.contact
    gaps = select(whose, gap).where(placed.c.earlier.is_not(None)).subquery()
    place = func.row_number().over(partition_by=gaps.c.contact, order_by=gaps.c.gap).label("place")
    many = func.count().over(partition_by=gaps.c.contact).label("many")
    ranked = select(gaps.c.contact, gaps.c.gap, place, many).subquery()
    middle = ranked.c.place.in_([(ranked.c.many + 1) // 2, (ranked.c.many + 2) // 2])
    rhythm = ((func.min(ranked.c.gap) + func.max(ranked.c.gap)) // 2).label("rhythm")
    return select(ranked.c.contact, rhythm).where(middle).group_by(ranked.c.contact).subquery()


def _micros(scope: Scope, placed: Subquery) -> ColumnElement[int]:
    if not scope.unit.postgres:
        return cast(placed.c.at, BigInteger) - cast(placed.c.earlier, BigInteger)
    return cast(func.round(func.extract("epoch", placed.c.at - placed.c.earlier) * 1_000_000), BigInteger)
