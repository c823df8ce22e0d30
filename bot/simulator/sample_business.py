"""A sample business: its file, its people, and the carts and orders of a month."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.simulator.sample_people import SampleCustomer
from bot.simulator.simulated_acts import Want, Ware
from flows.channels import Medium, select_channels

LENGTH = timedelta(days=30)
"""How much history the demo's business has."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A shopkeeper: the partner shop, the address, and the words for yes, no and the stock."""

    shop: str
    address: str
    yes: str
    no: str
    stock: str


class Fate(StrEnum):
    """The fate of an order."""

    DELIVERED = "delivered"  # found, paid, fetched and sent
    NOWHERE = "nowhere"  # no shop has it
    FORGOTTEN = "forgotten"  # paid and never fetched: the money goes back by itself
    FETCHING = "fetching"  # paid a moment before the visitor comes


@dataclass(frozen=True, slots=True)
class Wish:
    """An order of the month: its day and hour in the shop's zone, what is ordered, and which shop says yes first."""

    day: int
    hour: int
    want: Want
    first: int
    fate: Fate = Fate.DELIVERED
    express: bool = False


@dataclass(frozen=True, slots=True)
class SampleOffer:
    """An offer of a partner. ``clicks`` is how many of its viewers open it, ``buys`` how many of these buy."""

    title: str
    text: str
    url: str
    clicks: float
    buys: float


@dataclass(frozen=True, slots=True)
class Partner:
    """A brand with offers after returns, and the person who writes for it. ``click`` is the price of a click, ``data``
    the monthly one of its figures; both are decimal strings in the business's currency.
    """

    name: str
    email: str
    writer: str
    click: str
    offers: tuple[SampleOffer, ...]
    data: str = "0"


@dataclass(frozen=True, slots=True)
class Sample:
    """A business of the demo.

    ``wares`` are what its customers put into their carts, ``keepers`` its shops in the order of ``Wish.first``.
    ``questions`` are customers' questions by language, with the staff's answers. ``carts`` and ``returns`` are how many
    of each there are in the month, ``partners`` the brands with offers after returns, ``card`` the values of its
    ``loyalty.progressed``. ``mails`` is how many more carts there are of customers known by mail alone; ``mailing`` is
    the owner's command for a campaign to them. The others come on ``channels``. ``photo`` makes the picture of an order
    that the staff sends to its customer; None if the staff sends none.
    """

    business: str
    country: str
    owner: str
    zone: ZoneInfo
    toml: str
    wares: tuple[Ware, ...]
    keepers: tuple[Keeper, ...]
    wishes: tuple[Wish, ...]
    questions: Mapping[str, tuple[tuple[str, str], ...]]
    crowd: Callable[[random.Random], list[SampleCustomer]]
    carts: int
    carrier: str
    card: Mapping[str, Any]
    channels: tuple[str, ...] = select_channels(lambda one: one.medium is not Medium.MAIL)
    photo: Callable[[str], str] | None = None
    returns: int = 0
    mails: int = 0
    mailing: str = ""
    partners: tuple[Partner, ...] = ()

    def find_first_moment(self, now: datetime) -> datetime:
        """Return the start of a month that ends on the last working day before ``now``, at ten in the shop's morning.

        At that hour no law delays a reminder, so a visitor of the page sees one leave.
        """
        end = datetime.combine(now.astimezone(self.zone).date(), time(10), self.zone)
        while end > now or end.weekday() in {0, 5, 6}:
            end = datetime.combine(end.date() - timedelta(days=1), time(10), self.zone)
        return end.astimezone(UTC) - LENGTH
