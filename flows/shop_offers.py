"""A shop's offers to customers: a percentage or an amount off, or free shipping, by a code.

Campaigns, steps of plans and the shop's own codes use the same offers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flows.money import Money, count_decimals

LONGEST_PREFIX = 10
"""Maximum characters of a campaign's name at the beginning of its codes."""
LONGEST = timedelta(days=366)
"""The longest validity of a code."""
_HOUR = timedelta(hours=1)
_SHORTEST_PREFIX = 2
_OTHERWISE = "OFFER"
_NO_LETTER = re.compile(r"[^A-Z0-9]+")


class WhyNoOffer(StrEnum):
    """Why an offer is invalid; each is a phrase."""

    NOTHING = "offer_of_nothing"  # zero
    BELOW_ZERO = "offer_below_zero"
    OVER_ALL = "offer_over_all"  # more than all of it
    PART_OF_A_PERCENT = "offer_part_of_a_percent"
    TOO_FINE = "offer_too_fine"  # more decimals than the currency has
    TOO_SHORT = "offer_too_short"  # its code would hold no time
    TOO_LONG = "offer_too_long"
    TWO = "offer_of_two"


class WrongOffer(ValueError):
    """An invalid offer, and ``why``; ``values`` are those of the phrase with that name."""

    def __init__(self, why: WhyNoOffer, told: str, **values: str | int) -> None:
        super().__init__(told)
        self.why = why
        self.values: Mapping[str, str | int] = values


@dataclass(frozen=True, slots=True)
class ShopOffer:
    """``percent`` (1 to 100) off an order, or an ``amount`` of money off it; free shipping if both are None.

    Each code is for one order and is valid for ``valid_for`` after codes are handed out for the last time, or until
    ``ends_at`` if set. ``code`` is the shop's own code for everybody; if None, each person gets their own. Raises
    WrongOffer for an invalid offer.
    """

    valid_for: timedelta = field(kw_only=True)
    percent: int | None = None
    amount: Money | None = None
    code: str | None = field(default=None, kw_only=True)
    ends_at: datetime | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if self.percent is not None and self.amount is not None:
            raise ValueError("an offer is a percentage or an amount of money, not both")
        if self.percent is not None:
            _check_percent(Decimal(self.percent))
        if self.amount is not None:
            _check_amount(self.amount)
        if self.valid_for <= timedelta(0):
            raise WrongOffer(WhyNoOffer.TOO_SHORT, "a code must be valid for some time")
        if self.valid_for > LONGEST:
            told = f"a code valid for {self.valid_for.days} days is too long: {LONGEST.days} at most"
            raise WrongOffer(WhyNoOffer.TOO_LONG, told, days=self.valid_for.days, most=LONGEST.days)

    @classmethod
    def make_percent(cls, percent: Decimal | int, valid_for: timedelta) -> ShopOffer:
        """Return an offer of a percentage off an order. Raises WrongOffer."""
        _check_percent(Decimal(percent))
        return cls(int(percent), valid_for=valid_for)

    @classmethod
    def make_amount(cls, amount: Money, valid_for: timedelta) -> ShopOffer:
        """Return an offer of an amount off an order. Raises WrongOffer."""
        return cls(amount=amount, valid_for=valid_for)

    @classmethod
    def make_shipping(cls, valid_for: timedelta) -> ShopOffer:
        """Return an offer of free shipping. Raises WrongOffer."""
        return cls(valid_for=valid_for)

    def get_end(self, latest: datetime, zone: tzinfo) -> datetime:
        """Return the common end of all codes, UTC, if the last is handed out at ``latest``. It is rounded to a whole
        hour in the shop's ``zone`` (half past an hour of UTC in India), so that an offer confirmed some minutes later
        still has the end that was shown."""
        return self.ends_at or _round_to_hour(latest + self.valid_for, zone)

    def values(self, code: str) -> dict[str, Any]:
        """Return the offer's values for a text, with a personal code or the shared one."""
        off = self.amount.decimal if self.amount is not None else None
        return {"code": self.code or code, "percent": self.percent, "off": off}

    def gives_as(self, other: ShopOffer) -> bool:
        """Return True if another offer has the same discount, regardless of code and end."""
        return (self.percent, self.amount) == (other.percent, other.amount)


def make_prefix(name: str) -> str:
    """Return the prefix of a campaign's codes: its first words in plain capital letters and digits.

    A name in other scripts has none.
    """
    plain = unicodedata.normalize("NFKD", name).upper().encode("ascii", "ignore").decode()
    words = [word for word in _NO_LETTER.split(plain) if word]
    prefix = "".join(words)[:LONGEST_PREFIX]
    return prefix if len(prefix) >= _SHORTEST_PREFIX else _OTHERWISE


def _round_to_hour(at: datetime, zone: tzinfo) -> datetime:
    """Return the moment, or the next whole hour in that zone."""
    local = at.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at.astimezone(UTC) + (_HOUR - past if past else past)


def _check_percent(percent: Decimal) -> None:
    _check_above_zero(percent, f"{percent} %")
    if percent != percent.to_integral_value():
        raise WrongOffer(WhyNoOffer.PART_OF_A_PERCENT, f"{percent} % is not a whole percent", percent=str(percent))
    if percent > 100:
        raise WrongOffer(WhyNoOffer.OVER_ALL, f"{percent} % is more than 100 %", percent=str(percent))


def _check_amount(amount: Money) -> None:
    _check_above_zero(amount.decimal, amount.with_code)
    most = count_decimals(amount.currency)
    if amount.decimal != round(amount.decimal, most):
        told = f"{amount.with_code} is too fine: amounts of {amount.currency} have {most} decimals"
        raise WrongOffer(WhyNoOffer.TOO_FINE, told, amount=amount.with_code, currency=amount.currency, most=most)


def _check_above_zero(value: Decimal, told: str) -> None:
    if value == 0:
        raise WrongOffer(WhyNoOffer.NOTHING, f"an offer cannot be zero: {told}")
    if value < 0:
        raise WrongOffer(WhyNoOffer.BELOW_ZERO, f"an offer of {told} is below zero", offer=told)
