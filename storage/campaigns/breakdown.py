"""A campaign's figures by wording, channel and step: a line for each that anybody was to get.

Whoever was written to again on another channel counts there; what the refused message cost stands where it was spent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, case, distinct, func, select

from flows.campaigns.campaign import Campaign
from flows.delivery import MessageStatus
from storage.campaigns.steps import STEP
from storage.reports.charged import charged
from storage.reports.lasting import lasting
from storage.reports.scope import Scope
from storage.schema import attributions, clicks, messages, orders

Place: TypeAlias = tuple[int, str, int]
_BY = (func.coalesce(messages.c.variant, 0), messages.c.channel, STEP)
_ENDED = (MessageStatus.REFUSED.value, MessageStatus.EXPIRED.value, MessageStatus.FAILED.value)


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """What one wording, by its place, did on one channel in one step: people, orders, and money in the business's
    currency. ``refused`` are those who did not get it, by the rule; of the ``unknown`` among the sent nobody knows."""

    variant: int
    channel: str
    step: int
    planned: int
    sent: int
    delivered: int
    read: int
    clicked: int = 0
    bought: int = 0
    revenue: int = 0
    cost: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0


async def parts_of(scope: Scope, campaign: Campaign) -> list[CampaignPart]:
    """The parts of a campaign in the order of wordings, channels and steps."""
    its = and_(scope.unit.mine(messages), messages.c.campaign == campaign.id)
    last = and_(its, lasting())
    lived, refused = await _lived(scope, last), await _refused(scope, last)
    clicked, sold, costs = await _clicked(scope, its), await _sold(scope, its), await charged(scope, _BY, messages, its)
    parts = []
    for place in sorted({*lived, *clicked, *sold, *costs}):
        variant, channel, step = place
        figures: dict[str, Any] = {**lived[place], **sold.get(place, {}), "clicked": clicked.get(place, 0)}
        figures |= {"cost": costs[place], "refused": refused[place]}
        parts.append(CampaignPart(variant, channel, step, **figures))
    return parts


def _place(row: Any) -> Place:
    return row.variant, row.channel, row.step


def _named() -> list[ColumnElement[Any]]:
    return [column.label(name) for column, name in zip(_BY, ("variant", "channel", "step"), strict=True)]


async def _lived(scope: Scope, its: ColumnElement[bool]) -> defaultdict[Place, dict[str, int]]:
    unknown = case((messages.c.status == MessageStatus.UNKNOWN.value, messages.c.id))
    counts: dict[str, Any] = {
        "planned": messages.c.id,
        "sent": messages.c.left_at,
        "delivered": messages.c.delivered_at,
    }
    counts |= {"read": messages.c.read_at, "unknown": unknown}
    columns = [func.count(column).label(name) for name, column in counts.items()]
    rows = await scope.unit.rows(select(*_named(), *columns).where(its).group_by(*_BY))
    found = {_place(row): {name: getattr(row, name) for name in counts} for row in rows}
    return defaultdict(lambda: dict.fromkeys(counts, 0), found)


async def _clicked(scope: Scope, its: ColumnElement[bool]) -> dict[Place, int]:
    real = and_(scope.unit.mine(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
    query = select(*_named(), func.count(distinct(messages.c.id)).label("many"))
    rows = await scope.unit.rows(query.select_from(messages.join(clicks, real)).where(its).group_by(*_BY))
    return {_place(row): row.many for row in rows}


async def _sold(scope: Scope, its: ColumnElement[bool]) -> dict[Place, dict[str, int]]:
    counted = and_(scope.unit.mine(attributions), attributions.c.message == messages.c.id)
    theirs = and_(scope.standing, orders.c.id == attributions.c.order)
    columns = (func.count(distinct(messages.c.contact)).label("bought"), func.sum(scope.net).label("revenue"))
    joined = messages.join(attributions, counted).join(orders, theirs)
    rows = await scope.unit.rows(select(*_named(), *columns).select_from(joined).where(its).group_by(*_BY))
    return {_place(row): {"bought": row.bought, "revenue": int(row.revenue or 0)} for row in rows}


async def _refused(scope: Scope, its: ColumnElement[bool]) -> defaultdict[Place, dict[str, int]]:
    failed = messages.c.status == MessageStatus.FAILED.value
    code = case((failed, "failed"), else_=func.coalesce(messages.c.code, messages.c.status)).label("code")
    ended = and_(its, messages.c.status.in_(_ENDED))
    found: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    rows = await scope.unit.rows(select(*_named(), code, func.count().label("many")).where(ended).group_by(*_BY, code))
    for row in sorted(rows, key=lambda row: (-row.many, row.code)):
        found[_place(row)][row.code] = row.many
    return found
