"""How far back an app can see a Shopify shop's orders: https://shopify.dev/docs/api/usage/access-scopes"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

ALL_ORDERS = "read_all_orders"
SHOWN = timedelta(days=60)


def reach(held: Collection[str], now: datetime) -> str:
    """Format the earliest date of the orders that an app with these scopes can see."""
    if ALL_ORDERS in held:
        return f"orders: all that the shop has, for the app has {ALL_ORDERS}"
    since = (now - SHOWN).date()
    return (
        f"orders: those of the last {SHOWN.days} days, since {since:%-d %B %Y}, for the app lacks {ALL_ORDERS}; "
        "older ones come in by the file that Shopify exports: parley import orders FILE.csv"
    )
