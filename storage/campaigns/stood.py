"""A campaign's figures by audience: by the stage of life in which each of its people was as the campaign began.

An order of theirs makes dormant customers active ones, so that where they stand by now would say little of whom the
campaign won back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    func,
    select,
    type_coerce,
)

from flows.campaigns.campaign import Campaign
from flows.delivery import MessageStatus
from storage.audience.setting import Setting
from storage.audience.stages import stage_of
from storage.businesses import Tenant
from storage.reports.charged import charged
from storage.reports.groups import groups_by
from storage.reports.scope import Scope
from storage.reports.values import Lift, compare
from storage.schema import attributions, clicks, messages, orders
from storage.types import Moment
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class AudiencePart:
    """People of a campaign who were in a ``stage`` (flows/lifecycle.py) as it began, "" for whoever had no order; and
    what became of them: ``revenue`` and ``cost`` in micro-units of the business's currency, ``lift`` over those of
    them who were left alone; of the ``unknown`` among the sent nobody knows whether their message came."""

    stage: str
    planned: int
    held_out: int
    sent: int
    delivered: int
    clicked: int = 0
    bought: int = 0
    revenue: int = 0
    cost: int = 0
    lift: Lift | None = field(default=None)
    unknown: int = 0


async def audience_of(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> list[AudiencePart]:
    """The parts of a campaign's people, the largest first."""
    scope = Scope(unit, tenant, None, None, now, f"campaign:{campaign.id}")
    parts = _stood(scope, campaign)
    lived, clicked, sold = await _lived(scope, parts), await _clicked(scope, parts), await _sold(scope, parts)
    costs, groups = await charged(scope, (parts.c.part,), _theirs(parts), scope.own), await groups_by(scope, parts)
    found = [
        AudiencePart(
            stage, *figures[:-1], clicked.get(stage, 0), *sold.get(stage, (0, 0)), costs[(stage,)],
            lift=compare(*groups[stage]) if stage in groups else None, unknown=figures[-1],
        )
        for stage, figures in lived.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.planned, one.stage))


def _stood(scope: Scope, campaign: Campaign) -> Subquery:
    """The ``contact`` of each of a campaign's people with the stage, its ``part``."""
    unit, begun = scope.unit, campaign.schedule.at
    people = select(messages.c.contact).where(scope.own).distinct().subquery()
    placed = _placed(scope, people, begun)
    bought = select(placed.c.contact, func.count().label("orders"), func.max(placed.c.at).label("last_order_at"))
    every, rhythms = bought.group_by(placed.c.contact).subquery(), _rhythms(scope, placed)
    joined = people.outerjoin(every, every.c.contact == people.c.contact)
    joined = joined.outerjoin(rhythms, rhythms.c.contact == people.c.contact)
    many = func.coalesce(every.c.orders, 0).label("orders")
    row = select(people.c.contact, many, every.c.last_order_at, rhythms.c.rhythm).select_from(joined).subquery()
    setting = Setting(unit.business, begun, unit.postgres, unit.holdings)
    return select(row.c.contact, stage_of(row, setting).label("part")).subquery()


def _placed(scope: Scope, people: Subquery, begun: datetime) -> Subquery:
    """The orders that count of these people from before, each with the moment of the ``earlier`` one."""
    before = and_(scope.standing, orders.c.placed_at < begun, orders.c.contact.in_(select(people.c.contact)))
    last = func.lag(orders.c.placed_at).over(partition_by=orders.c.contact, order_by=orders.c.placed_at)
    columns = (orders.c.contact, orders.c.placed_at.label("at"), type_coerce(last, Moment()).label("earlier"))
    return select(*columns).where(before).subquery()


def _rhythms(scope: Scope, placed: Subquery) -> Subquery:
    """The median of each one's gaps in microseconds, as storage/totals.py makes it."""
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


def _theirs(parts: Subquery) -> FromClause:
    return messages.join(parts, parts.c.contact == messages.c.contact)


async def _lived(scope: Scope, parts: Subquery) -> dict[str, tuple[int, int, int, int, int]]:
    """Planned for, left alone, sent, delivered and of unknown fate: people, each once."""
    fates = {"held": scope.withheld, "sent": messages.c.left_at.is_not(None)}
    fates |= {"delivered": messages.c.delivered_at.is_not(None)}
    fates |= {"unknown": messages.c.status == MessageStatus.UNKNOWN.value}
    counts = [func.count(distinct(case((one, messages.c.contact)))).label(name) for name, one in fates.items()]
    planned = func.count(distinct(messages.c.contact)).label("planned")
    query = select(parts.c.part, planned, *counts).select_from(_theirs(parts)).where(scope.own)
    rows = await scope.unit.rows(query.group_by(parts.c.part))
    return {row.part: (row.planned, row.held, row.sent, row.delivered, row.unknown) for row in rows}


async def _clicked(scope: Scope, parts: Subquery) -> dict[str, int]:
    real = and_(scope.unit.mine(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
    query = select(parts.c.part, func.count(distinct(messages.c.contact)).label("many"))
    joined = _theirs(parts).join(clicks, real)
    rows = await scope.unit.rows(query.select_from(joined).where(scope.own).group_by(parts.c.part))
    return {row.part: row.many for row in rows}


async def _sold(scope: Scope, parts: Subquery) -> dict[str, tuple[int, int]]:
    counted = and_(scope.unit.mine(attributions), attributions.c.message == messages.c.id)
    joined: Any = _theirs(parts).join(attributions, counted)
    joined = joined.join(orders, and_(scope.standing, orders.c.id == attributions.c.order))
    query = select(
        parts.c.part, func.count(distinct(messages.c.contact)).label("many"), func.sum(scope.net).label("net")
    )
    rows = await scope.unit.rows(query.select_from(joined).where(scope.own).group_by(parts.c.part))
    return {row.part: (row.many, int(row.net or 0)) for row in rows}
