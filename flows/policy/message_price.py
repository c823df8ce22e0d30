"""The expected cost of a message before its provider reports it, and exchange rates for amounts.

Amounts are in micro-units. The tables are `data/prices.csv` and `data/exchange_rates.csv`, each row with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from flows.channels import CHANNELS
from flows.money import Money
from flows.policy.person_places import find_number_country
from flows.policy.policy_tables import rows

DAILY_SPEND = 50
"""The default daily spending limit of a business, in whole units of `LIMITS_IN`: about 6 000 SMS of one segment in the
US. One night of SMS pumping can cost no more."""

LIMITS_IN = "USD"
"""The default currency of a limit, which Twilio's list prices are in."""

_ANYWHERE = "*"
_SEGMENT = "segment"


def estimate_price(channel: str, phone: str | None, segments: int = 1) -> Money:
    """Return the expected cost of one message on that channel to that number; the first digits of the number are
    enough.

    A country without a row costs what the row `*` says: for SMS more than any known list price, so that a limit is
    reached too soon rather than too late. The real price replaces the expected one when known.
    """
    prices = load_prices()[channel]
    price, per = prices.get(find_number_country(phone) or _ANYWHERE, prices[_ANYWHERE])
    return Money(price.micros * segments, price.currency) if per == _SEGMENT else price


def convert_worth(amount: Money, currency: str) -> int:
    """Convert an amount into another currency, at the table's rates.

    A limit is a guard, not bookkeeping, so a rate that is months old is good enough. A currency without a rate counts
    one to one.
    """
    rates = load_rates()
    if amount.currency == currency or not {amount.currency, currency} <= rates.keys():
        return amount.micros
    return int(amount.micros * rates[currency] / rates[amount.currency])


def is_convertible(one: str, other: str) -> bool:
    """Return True if the table has a rate between two currencies."""
    return one == other or {one, other} <= load_rates().keys()


@cache
def costing() -> tuple[str, ...]:
    """Return the channels where messages cost anything."""
    return tuple(name for name in CHANNELS if any(price.micros for price, _ in load_prices()[name].values()))


@cache
def load_prices() -> Mapping[str, Mapping[str, tuple[Money, str]]]:
    """Return the price by channel and country, and whether it is per message or per segment."""
    found: dict[str, dict[str, tuple[Money, str]]] = {}
    for row in rows("prices"):
        price = Money.parse(row["price"], row["currency"])
        found.setdefault(row["channel"], {})[row["country"]] = (price, row["per"])
    return found


@cache
def load_rates() -> Mapping[str, Decimal]:
    """Return the value of a euro, by currency."""
    return {row["currency"]: Decimal(row["per_euro"]) for row in rows("exchange_rates")}
