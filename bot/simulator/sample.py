"""The demo's business, and a month of its life played through the real service."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import Service
from bot.simulator.acts import Ware
from bot.simulator.month import LENGTH, Month
from bot.simulator.people import make_crowd
from bot.simulator.sourced import Keeper, Sourced
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

[channels.whatsapp.templates]
cart_reminder = "HX1"
cart_reminder_last = "HX2"
approve_photos = "HX3"
back_in_stock = "HX4"
confirm_order = "HX5"
fee_returned = "HX6"
order_cancelled = "HX7"
order_update = "HX8"
part_available = "HX9"
part_given_up = "HX10"
payment_link = "HX11"
payment_returned = "HX12"
quote = "HX13"
referral_earned = "HX14"
refunded = "HX15"
reservation_over = "HX16"
reserved = "HX17"
stock_freed = "HX18"
stock_paid = "HX19"
stock_request = "HX20"
stock_requests = "HX21"
stock_taken = "HX22"
unavailable = "HX23"
waiting_on = "HX24"

[channels.telegram]
provider = "simulator"
username = "tigertees_bot"

[stores.simulator]

[payments.simulator]

[recovery]
holdout = 0.15

[sourcing]
express_fee = 12

[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"

[[shops]]
id = "arch"
name = "Arch Corner Gifts"
location = "Laclede's Landing, St. Louis"
address = "telegram:9101"
hours = "09:00-20:00"
commission = 5

[[shops]]
id = "mehta"
name = "Mehta Souvenirs"
location = "Delmar Loop, St. Louis"
address = "whatsapp:+13145550103"
hours = "09:30-21:00"
commission = 4.50
language = "hi-Latn"

[[shops]]
id = "cherokee"
name = "Tienda Rosales"
location = "Cherokee Street, St. Louis"
address = "telegram:9102"
hours = "09:00-19:00"
commission_percent = 15
language = "es"

[[products]]
sku = "TIGER-SHORTS"
title = "Tiger Print Shorts"
category = "clothes"
sizes = ["S", "M", "L", "XL"]
price = 34.00

[[products]]
sku = "TIGER-TEE"
title = "Roaring Tiger Tee"
category = "clothes"
sizes = ["S", "M", "L", "XL"]
price = 29.00
own_stock = { M = 2, L = 1 }

[[products]]
sku = "TIGER-HOODIE"
title = "Tiger Stripe Hoodie"
category = "clothes"
sizes = ["S", "M", "L"]
price = 58.00
availability = "source_4_7_days"

[[products]]
sku = "TIGER-CAP"
title = "Tiger Cub Cap"
category = "small things"
price = 22.00
own_stock = 3
low_water = 1

[[products]]
sku = "TIGER-SOCKS"
title = "Tiger Paw Socks"
category = "small things"
price = 14.00
"""

SHOPS = (
    Keeper("arch", "telegram:9101", yes="yes, have it", no="sorry, sold out", stock="tiger stripe hoodie S 2"),
    Keeper("mehta", "whatsapp:+13145550103", yes="haan hai", no="nahi hai", stock="tiger print shorts M 4, L 2"),
    Keeper("cherokee", "telegram:9102", yes="sí, lo tengo", no="no tengo", stock="tiger paw socks 6"),
)

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
    Sourced(service, BUSINESS, OWNER, SHOPS, month.agenda, month.numbers).plan(ZONE)
    await month.play()
