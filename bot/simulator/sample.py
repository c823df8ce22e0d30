"""The demo's business, and a month of its life played through the real service."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import Service
from bot.simulator.acts import Ware
from bot.simulator.month import LENGTH, Month
from bot.simulator.people import make_crowd
from handlers.actions.apply import apply_file
from handlers.business_file import checked_by, read_business_file

BUSINESS = "tiger"
OWNER = "telegram:9001"
ZONE = ZoneInfo("America/Chicago")
CARTS = 120

TOML = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
site = "https://tigertees.example"
support = "help@tigertees.example"
link_domain = "https://tigr.example"

[channels.sms]
provider = "simulator"
from = "+13145550100"

[channels.whatsapp]
provider = "simulator"
from = "+13145550101"
templates = { cart_reminder = "HX1", cart_reminder_last = "HX2" }

[channels.telegram]
provider = "simulator"
username = "tigertees_bot"

[stores.simulator]

[recovery]
holdout = 0.15

[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"
"""

WARES = (
    Ware("TIGER-SHORTS", "Tiger Print Shorts", "M", "34.00"),
    Ware("TIGER-TEE", "Roaring Tiger Tee", "L", "29.00"),
    Ware("TIGER-HOODIE", "Tiger Stripe Hoodie", "S", "58.00"),
    Ware("TIGER-CAP", "Tiger Cub Cap", "One size", "22.00"),
    Ware("TIGER-SOCKS", "Tiger Paw Socks", "Two pairs", "14.00"),
)


def first_moment(now: datetime) -> datetime:
    """When a month begins that ends on the last working day before ``now``, at ten in the shop's morning.

    At that hour nobody is asleep and no law keeps a reminder back: whoever tries the page sees one leave.
    """
    end = datetime.combine(now.astimezone(ZONE).date(), time(10), ZONE)
    while end > now or end.weekday() in {0, 5, 6}:
        end = datetime.combine(end.date() - timedelta(days=1), time(10), ZONE)
    return end.astimezone(UTC) - LENGTH


async def live_a_month(service: Service, seed: int = 7) -> None:
    """Set up Tiger Tees and play thirty days of it, from where the clock of a sandbox stands.

    The service need not be started, and nobody else may push its clock meanwhile. Raises ValueError for a live one.
    """
    file = read_business_file(TOML, {}, checked_by(service.turns.tools.library))
    clock, store = service.clock, service.turns.store
    chance = random.Random(seed)  # noqa: S311 - a repeatable crowd, no secret
    month = Month(service, BUSINESS, OWNER, WARES, chance)
    await apply_file(store, file, service.vault, clock.now(), clock.elapsed())
    month.plan(make_crowd(chance), CARTS, ZONE)
    await month.play()
