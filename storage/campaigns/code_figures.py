"""Discount codes by origin: cart reminders and each campaign; used, left, expired and dead codes, and revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from flows.money import Money
from storage.campaigns.campaign_codes import CodeStatus
from storage.campaigns.code_handout import WITHDRAWN
from storage.schema import campaign_codes, code_pools, discounts, orders
from storage.store.returned_goods import KEPT
from storage.unit import Unit

_USED, _FAILED = "used", "failed"


@dataclass(frozen=True, slots=True)
class CodesGiven:
    """Codes of the reminders, or of a ``campaign``: given, used, expired unused. A pool's codes may also be dead, or,
    while valid, left to give. A code that was given and then withdrawn is dead, and not given.

    ``revenue`` is that of the orders that used the codes, without cancellations, refunds and returns.
    """

    campaign: UUID | None
    given: int
    used: int
    over: int
    revenue: Money
    left: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class CodeFound:
    """One code: its status, its beginning and its end. ``campaign`` is None for a reminder's code or an unassigned one;
    ``order`` is the number of the order that used it.
    """

    code: str
    status: str
    campaign: UUID | None
    until: datetime | None = None
    order: str | None = None


async def list_given_codes(unit: Unit, currency: str, now: datetime) -> Sequence[CodesGiven]:
    """Return the codes of all time, the reminders' first, then campaigns, newest first."""
    counts = and_(orders.c.id == discounts.c.order, unit.owns(orders), orders.c.cancelled_at.is_(None))
    used = discounts.c.status == _USED
    held = and_(~used, ~WITHDRAWN, discounts.c.expires_at <= now)
    query = (
        select(
            discounts.c.campaign,
            func.sum(case((WITHDRAWN, 0), else_=1)).label("given"),
            func.sum(case((WITHDRAWN, 1), else_=0)).label("dead"),
            func.sum(case((used, 1), else_=0)).label("used"),
            func.sum(case((held, 1), else_=0)).label("over"),
            func.coalesce(func.sum(KEPT), 0).label("revenue"),
        )
        .select_from(discounts.outerjoin(orders, and_(counts, orders.c.currency == currency)))
        .where(unit.owns(discounts), discounts.c.status != _FAILED)
        .group_by(discounts.c.campaign)
    )
    pools = await _count_pools(unit, now)
    found = {
        row.campaign: CodesGiven(
            row.campaign,
            given=int(row.given),
            used=int(row.used),
            over=int(row.over),
            revenue=Money(int(row.revenue), currency),
            dead=int(row.dead),
        )
        for row in await unit.rows(query)
    }
    none = Money(0, currency)
    for campaign in pools.keys() - found.keys():
        found[campaign] = CodesGiven(campaign, 0, 0, 0, none)
    whole = [_add_pool(one, pools.get(one.campaign, {}) if one.campaign else {}) for one in found.values()]
    return sorted(whole, key=lambda one: (one.campaign is not None, -(one.campaign.int if one.campaign else 0)))


async def find_code(unit: Unit, code: str) -> CodeFound | None:
    """Return the code of that name, ignoring case; None if the code is not one of ours."""
    said = code.upper()
    query = (
        select(discounts, orders.c.number)
        .select_from(discounts.outerjoin(orders, and_(unit.owns(orders), orders.c.id == discounts.c.order)))
        .where(unit.owns(discounts), discounts.c.code == said)
    )
    given = await unit.row(query)
    if given is not None:
        withdrawn = given.campaign is not None and given.message is None and given.status == "created"
        stands = CodeStatus.DEAD.value if withdrawn else given.status
        return CodeFound(given.code, stands, given.campaign, given.expires_at, given.number)
    waiting = await unit.row(select(campaign_codes).where(unit.owns(campaign_codes), campaign_codes.c.code == said))
    return None if waiting is None else CodeFound(waiting.code, waiting.status, waiting.campaign)


def _add_pool(one: CodesGiven, pool: dict[str, int]) -> CodesGiven:
    left, dead = pool.get(CodeStatus.FREE, 0), pool.get(CodeStatus.DEAD, 0)
    return replace(one, left=left, dead=one.dead + dead)


async def _count_pools(unit: Unit, now: datetime) -> dict[UUID, dict[str, int]]:
    """Return the codes by campaign and status; free ones only of active pools."""
    same = and_(code_pools.c.campaign == campaign_codes.c.campaign, code_pools.c.variant == campaign_codes.c.variant)
    own = and_(same, unit.owns(code_pools))
    counts = or_(campaign_codes.c.status != CodeStatus.FREE, code_pools.c.ends_at > now)
    many = func.sum(case((counts, 1), else_=0)).label("many")
    query = select(campaign_codes.c.campaign, campaign_codes.c.status, many)
    there = query.select_from(campaign_codes.join(code_pools, own)).where(unit.owns(campaign_codes))
    grouped = there.group_by(campaign_codes.c.campaign, campaign_codes.c.status)
    found: dict[UUID, dict[str, int]] = {}
    for row in await unit.rows(grouped):
        found.setdefault(row.campaign, {})[row.status] = int(row.many)
    return found
