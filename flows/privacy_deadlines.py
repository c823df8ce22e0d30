"""The law's last moment to answer a person who asks for their data."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import datetime, timedelta

_SHORT = timedelta(days=30)
"""Shopify gives its apps this long (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance)."""
_CALIFORNIA = timedelta(days=45)
"""Cal. Civ. Code 1798.130(a)(2); the laws of Virginia, Colorado and other states of the USA give as long."""


def find_deadline(asked_at: datetime, countries: Collection[str]) -> datetime:
    """Return the last moment to answer a request of somebody who may be in these countries.

    That is a month (GDPR art. 12(3)), and at most 30 days. Only for people who are in the USA and nowhere else it is 45
    days; without a known country the shorter time counts.
    """
    if countries and set(countries) == {"US"}:
        return asked_at + _CALIFORNIA
    return min(_add_month(asked_at), asked_at + _SHORT)


def _add_month(at: datetime) -> datetime:
    """Return the same day of the next month, or its last day (Regulation 1182/71, art. 3(2)(c))."""
    year, month = (at.year + 1, 1) if at.month == 12 else (at.year, at.month + 1)
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))
