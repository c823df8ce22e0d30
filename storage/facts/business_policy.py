"""The state of a business for the rules: its settings, the day's spending, and the people asked in the last hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, LargeBinary, and_, case, cast, func, or_, select, text

from flows.business import Business, ClosedState, MarketingCap, OpenHours
from flows.delivery import LEFT
from flows.mail_address import MAIL
from flows.money import Money
from flows.policy.consent_asks import HOUR
from flows.policy.departure_facts import Cap, Closure, House
from flows.policy.message_price import LIMITS_IN, convert_worth, costing, estimate_price
from storage.businesses.businesses import Tenant
from storage.schema import ASKS, addresses, messages
from storage.sql import bulk_statements
from storage.unit import Unit

ASKED = f"{ASKS} AND {bulk_statements.among('messages.status', LEFT)}"
"""A condition: the message asked for a consent, and left."""
_PRICED = 5  # digits of a number, with its +, that determine its expected cost


async def load_house(unit: Unit, tenant: Tenant, now: datetime, *, spends: bool, asks: bool) -> House:
    """Return what limits all sends of a business. Spending and asked people are read only if these sends spend
    or ask.
    """
    business = tenant.business
    policy = business.policy
    mail = business.channel(MAIL)
    limit = None if business.daily_spend is None else business.daily_spend * 1_000_000
    return House(
        country=business.country,
        timezone=business.timezone,
        paused=tenant.paused_at is not None,
        double_opt_in=business.double_opt_in,
        one_sms_per_cart=policy.one_sms_per_cart,
        caps=_caps(policy.marketing_caps),
        partner_caps=_caps(policy.partner_caps),
        distance=policy.marketing_distance,
        daily_spend=limit,
        spent_today=await _sum_spent_today(unit, business, now) if spends and limit is not None else 0,
        ask_countries=policy.countries,
        asks_an_hour=policy.asks_an_hour,
        hours=_hours(policy.hours),
        mail_hours=_hours(policy.mail_hours),
        closed_days=policy.closed_days,
        closed_states=tuple(map(_closure, policy.closed_states)),
        mailing_address=business.mailing_address,
        mail_double_opt_in=mail is not None and mail.mail is not None and mail.mail.double_opt_in,
        asked=await _list_asked_lately(unit, policy.asks_an_hour, now) if asks else (),
    )


def _caps(caps: Sequence[MarketingCap]) -> tuple[Cap, ...]:
    return tuple(Cap(cap.count, cap.per) for cap in caps)


def _hours(hours: OpenHours | None) -> tuple[time, time] | None:
    return None if hours is None else (hours.opens, hours.closes)


def _closure(state: ClosedState) -> Closure:
    return Closure(state.region, state.name, state.since or date.min, state.until or date.max)


async def _sum_spent_today(unit: Unit, business: Business, now: datetime) -> int:
    """Return the micro-units of the limit's currency since the business's midnight: real prices, else expected ones."""
    zone = ZoneInfo(business.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    left = (unit.owns(messages), messages.c.left_at >= midnight, messages.c.status.in_(LEFT))
    prices = (messages.c.price_currency, func.sum(messages.c.price).label("paid"))
    known = select(*prices).where(*left, messages.c.price.is_not(None)).group_by(messages.c.price_currency)
    paid = [Money(int(row.paid), row.price_currency or LIMITS_IN) for row in await unit.rows(known)]
    return sum(convert_worth(amount, business.spends_in) for amount in [*paid, *await _estimate_costs(unit, left)])


async def _estimate_costs(unit: Unit, left: Sequence[ColumnElement[bool]]) -> list[Money]:
    """Return the expected cost of those messages without a price, by number's country and segments."""
    segments = _segments(unit).label("segments")
    number = func.substr(addresses.c.value, 1, _PRICED).label("number")
    theirs = and_(addresses.c.business == messages.c.business, addresses.c.id == messages.c.address)
    unpriced = (
        select(messages.c.channel, number, segments, func.count().label("many"))
        .join(addresses, theirs)
        .where(*left, messages.c.price.is_(None), messages.c.channel.in_(costing()))
        .group_by(messages.c.channel, number, segments)
    )
    found = [(estimate_price(row.channel, row.number, row.segments), row.many) for row in await unit.rows(unpriced)]
    return [Money(one.micros * many, one.currency) for one, many in found]


def _segments(unit: Unit) -> ColumnElement[int]:
    """Return the SMS segments of a text, counted in the database: a text that is not all ASCII counts as UCS-2."""
    letters = func.length(messages.c.text)
    octets = func.octet_length(messages.c.text) if unit.postgres else func.length(cast(messages.c.text, LargeBinary))
    several = case((octets == letters, (letters + 152) // 153), else_=(letters + 66) // 67)
    one = or_(letters.is_(None), letters <= 70, and_(octets == letters, letters <= 160))
    return case((one, 1), else_=several)


async def _list_asked_lately(unit: Unit, most: int, now: datetime) -> tuple[datetime, ...]:
    """Return when people were asked for consent in the last hour: the latest, up to the limit."""
    query = select(messages.c.left_at).where(unit.owns(messages), messages.c.left_at > now - HOUR, text(ASKED))
    newest = query.order_by(messages.c.left_at.desc()).limit(most)
    return tuple(row.left_at for row in await unit.rows(newest))
