"""The people of ``bench campaign``: some ordered and some never did, on one channel or two, in five time zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, literal

from bot.bench import bench_people
from bot.bench.bench_shop import SHOP
from bot.bench.bulk_rows import Series
from bot.bench.bulk_rows import fill as fill_rows
from bot.bench.fanout_bench import ZONES
from bot.clock import SystemClock
from flows.business import ChannelSettings
from flows.channels import SMS, TELEGRAM
from flows.policy.departure_facts import AddressState, ConsentState, Programme, Purpose
from storage.database.stores import Database
from storage.schema import addresses, contacts, customer_tags, customer_totals, permissions

CHANNELS = (TELEGRAM.name, SMS.name)
"""The order of people's channels: a quarter of them have both."""
HOUSE = replace(
    SHOP,
    site="https://bench.example/lamps",
    channels=(*SHOP.channels, ChannelSettings(TELEGRAM.name, TELEGRAM.name, "bench_bot")),
)
SECRETS = MappingProxyType({"telegram.token": "1:bench", "telegram.secret": "bench"})
LEFT_OUT = "wholesale"
"""The tag of customers who ordered but are excluded."""
_DOZEN = 12  # of so many people one never ordered, one is left out, and one ordered twice
_BOTH = 4  # of so many one has a chat, too
_BEHIND = 10**9  # where the ids of their second addresses begin
_TICK = timedelta(microseconds=1)


def count_people_for(people: int) -> int:
    """Return the number of people needed for an audience of at least ``people``."""
    return -(-people * _DOZEN // (_DOZEN - 2))


def count_audience(everyone: int) -> int:
    """Return how many of these people ordered and are not excluded."""
    return everyone - everyone // _DOZEN - (everyone + _DOZEN // 2) // _DOZEN


def count_repeat_buyers(everyone: int) -> int:
    """Return how many of these people ordered twice."""
    return (everyone + _DOZEN - 1) // _DOZEN


def make_criteria(orders: int) -> dict[str, Any]:
    """Return criteria for people with that many orders, the last of them long ago."""
    return {
        "all": [
            {"fact": "orders", "op": ">=", "value": orders},
            {"fact": "days_since_order", "op": ">=", "value": 90},
            {"fact": "tag", "op": "!=", "value": LEFT_OUT},
        ]
    }


async def fill(store: Database, many: int) -> None:
    """Insert ``many`` people into the bench's business."""
    now = SystemClock().now()
    since, ago = now - bench_people.AGREED, now - timedelta(days=200)
    await fill_rows(store, contacts, many, partial(_contact, since=since))
    await fill_rows(store, customer_totals, many, partial(_totals, ago=ago))
    await fill_rows(store, customer_tags, (many + _DOZEN // 2) // _DOZEN, partial(_tag, since=since))
    await fill_rows(store, addresses, many, partial(_number, since=since))
    await fill_rows(store, addresses, many // _BOTH, partial(_chat, since=since))
    await fill_rows(store, permissions, many, partial(_permission, since=since, begin=0))
    await fill_rows(store, permissions, many // _BOTH, partial(_permission, since=since, begin=_BEHIND))


def _contact(series: Series, since: datetime) -> dict[str, ColumnElement[Any]]:
    return {
        "id": series.identity(),
        "name": literal("Ann Example"),
        "locale": literal("en"),
        "timezone": series.pick(*ZONES),
        "orders": case((series.n % _DOZEN == _DOZEN // 2, 0), else_=_orders(series)),  # for the bare statement alone
        "automatic_count": literal(0),
        "created_at": series.moment(since, _TICK),
    }


def _orders(series: Series) -> ColumnElement[int]:
    place = series.n % _DOZEN
    return case((place == 0, 0), (place == 1, 2), else_=1)


def _totals(series: Series, ago: datetime) -> dict[str, ColumnElement[Any]]:
    return {
        "contact": series.identity(),
        "orders": _orders(series),
        "last_order_at": series.moment(ago, _TICK),
        "acquired_at": series.moment(ago, _TICK),
    }


def _tag(series: Series, since: datetime) -> dict[str, ColumnElement[Any]]:
    return {
        "contact": series.identity(series.n * _DOZEN - _DOZEN // 2),
        "tag": literal(LEFT_OUT),
        "written": literal(LEFT_OUT),
        "source": literal("bench"),
        "at": series.moment(since, _TICK),
    }


def _number(series: Series, since: datetime) -> dict[str, ColumnElement[Any]]:
    number = literal("+1555") + cast(1_000_000 + series.n, String)
    return {**_address(series, SMS.name, number, since), "id": series.identity(), "contact": series.identity()}


def _chat(series: Series, since: datetime) -> dict[str, ColumnElement[Any]]:
    theirs = {"id": series.identity(series.n + _BEHIND), "contact": series.identity(series.n * _BOTH)}
    return {**_address(series, TELEGRAM.name, cast(series.n + _BEHIND, String), since), **theirs}


def _address(series: Series, channel: str, value: ColumnElement[str], since: datetime) -> dict[str, ColumnElement[Any]]:
    return {
        "channel": literal(channel),
        "value": value,
        "state": literal(AddressState.USABLE.value),
        "state_at": series.moment(since, _TICK),
        "created_at": series.moment(since, _TICK),
    }


def _permission(series: Series, since: datetime, begin: int) -> dict[str, ColumnElement[Any]]:
    return {
        "address": series.identity(series.n + begin),
        "purpose": literal(Purpose.MARKETING.value),
        "programme": literal(Programme.OFFERS.value),
        "state": literal(ConsentState.CONFIRMED.value),
        "since": series.moment(since, _TICK),
    }
