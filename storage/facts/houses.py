"""What the rules know of a business itself: its settings, what it spent today, and whom it asked in the last hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select, text

from flows.business import PHONES, Business, ClosedState
from flows.delivery import LEFT
from flows.policy.asks import HOUR
from flows.policy.facts import Cap, Closure, House
from flows.policy.spending import expected_price
from storage import bulk
from storage.businesses import Tenant
from storage.schema import ASKS, addresses, messages
from storage.unit import Unit

ASKED = f"{ASKS} AND {bulk.among('messages.status', LEFT)}"
"""A condition: the message asked somebody to agree, and left."""
_PRICED = 5  # digits of a number, with its +, that tell what it is expected to cost


async def house_of(unit: Unit, tenant: Tenant, now: datetime, *, spends: bool, asks: bool) -> House:
    """What holds for all sends of a business; what was spent, and whom it asked, where these sends do so, too."""
    business = tenant.business
    policy = business.policy
    caps = tuple(Cap(cap.count, cap.per) for cap in policy.marketing_caps)
    limit = None if business.daily_spend is None else business.daily_spend * 1_000_000
    return House(
        country=business.country,
        timezone=business.timezone,
        paused=tenant.paused_at is not None,
        double_opt_in=business.double_opt_in,
        one_sms_per_cart=policy.one_sms_per_cart,
        caps=caps,
        daily_spend=limit,
        spent_today=await _spent_today(unit, business, now) if spends and limit is not None else 0,
        ask_countries=policy.countries,
        asks_an_hour=policy.asks_an_hour,
        hours=None if policy.hours is None else (policy.hours.opens, policy.hours.closes),
        closed_days=policy.closed_days,
        closed_states=tuple(map(_closure, policy.closed_states)),
        asked=await _asked_lately(unit, policy.asks_an_hour, now) if asks else (),
    )


def _closure(state: ClosedState) -> Closure:
    return Closure(state.region, state.name, state.since or date.min, state.until or date.max)


async def _spent_today(unit: Unit, business: Business, now: datetime) -> int:
    """Micro-units since the business's midnight: real prices, and the expected one where none is known yet.

    Amounts of several currencies are never added: the limit holds for each by itself, and the one of which most was
    spent decides. What has no price yet may come to be charged in that one.
    """
    zone = ZoneInfo(business.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    left = (unit.mine(messages), messages.c.left_at >= midnight, messages.c.status.in_(LEFT))
    prices = (messages.c.price_currency, func.sum(messages.c.price).label("paid"))
    known = select(*prices).where(*left, messages.c.price.is_not(None)).group_by(messages.c.price_currency)
    paid = [int(row.paid) for row in await unit.rows(known)]
    return max(paid, default=0) + await _expected(unit, left)


async def _expected(unit: Unit, left: Sequence[ColumnElement[bool]]) -> int:
    """What those of the messages are taken to cost that have no price yet, by the country of the number."""
    number = func.substr(addresses.c.value, 1, _PRICED).label("number")
    theirs = and_(addresses.c.business == messages.c.business, addresses.c.id == messages.c.address)
    unpriced = (
        select(messages.c.channel, number, func.count().label("many"))
        .join(addresses, theirs)
        .where(*left, messages.c.price.is_(None), messages.c.channel.in_(PHONES))
        .group_by(messages.c.channel, number)
    )
    return sum(row.many * expected_price(row.channel, row.number) for row in await unit.rows(unpriced))


async def _asked_lately(unit: Unit, most: int, now: datetime) -> tuple[datetime, ...]:
    """When people were asked to agree in the last hour: the last of them, as many as may be."""
    query = select(messages.c.left_at).where(unit.mine(messages), messages.c.left_at > now - HOUR, text(ASKED))
    newest = query.order_by(messages.c.left_at.desc()).limit(most)
    return tuple(row.left_at for row in await unit.rows(newest))
