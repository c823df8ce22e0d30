"""Tiger Tees of St. Louis: most of its customers are texted, and three shops nearby have what it has not."""

from __future__ import annotations

from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.simulator.acts import Want, Ware
from bot.simulator.people import make_crowd
from bot.simulator.sample import Fate, Keeper, Sample, Wish, approved_in

TOML = (
    """\
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

"""
    + approved_in("en", "es", "hi", "hi-Latn")
    + """\
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
)

_SHOPS = (
    Keeper("arch", "telegram:9101", yes="yes, have it", no="sorry, sold out", stock="tiger stripe hoodie S 2"),
    Keeper("mehta", "whatsapp:+13145550103", yes="haan hai", no="nahi hai", stock="tiger print shorts M 4, L 2"),
    Keeper("cherokee", "telegram:9102", yes="sí, lo tengo", no="no tengo", stock="tiger paw socks 6"),
)

_WARES = (
    Ware("TIGER-SHORTS", "Tiger Print Shorts", "M", "34.00"),
    Ware("TIGER-TEE", "Roaring Tiger Tee", "L", "29.00"),
    Ware("TIGER-HOODIE", "Tiger Stripe Hoodie", "S", "58.00"),
    Ware("TIGER-CAP", "Tiger Cub Cap", "One size", "22.00"),
    Ware("TIGER-SOCKS", "Tiger Paw Socks", "Two pairs", "14.00"),
)

_WISHES = (
    Wish(2, 11, Want("TIGER-SHORTS", "M", 2), 1),
    Wish(5, 13, Want("TIGER-HOODIE", "S", 1), 0),
    Wish(8, 10, Want("TIGER-SHORTS", "XL", 1), 0, Fate.NOWHERE),
    Wish(10, 15, Want("TIGER-SOCKS", "", 3), 2),
    Wish(13, 12, Want("TIGER-TEE", "S", 1), 0, Fate.FORGOTTEN),
    Wish(16, 10, Want("TIGER-SHORTS", "L", 1), 1, express=True),
    Wish(19, 14, Want("TIGER-TEE", "XL", 2), 2),
    Wish(22, 16, Want("TIGER-HOODIE", "M", 1), 1),
    Wish(28, 17, Want("TIGER-SHORTS", "S", 1), 0, Fate.FETCHING),
)

_QUESTIONS = MappingProxyType(
    {
        "en": (
            ("Is it true to size?", "Yes, take your usual size. It is cut a little long."),
            ("do you ship to PO boxes?", "We do, by USPS. It takes 3 to 5 days."),
            ("Will the hoodie shrink in the wash?", "Not at 30 degrees. Hang it to dry."),
            ("can I pay half now and half later", "Not yet, sorry. We keep your cart until Sunday if that helps."),
            ("does the tee come in black", "Next week. Shall I write to you when it is here?"),
        ),
        "es": (
            ("¿Es de algodón?", "Sí, cien por cien algodón."),
            ("¿Cuánto tarda el envío?", "De tres a cinco días."),
        ),
        "hi": (("क्या इसका रंग निकलता है?", "नहीं जी, ठंडे पानी में धोइए।"),),
    }
)

TIGER = Sample(
    business="tiger",
    country="US",
    owner="telegram:9001",
    zone=ZoneInfo("America/Chicago"),
    toml=TOML,
    wares=_WARES,
    keepers=_SHOPS,
    wishes=_WISHES,
    questions=_QUESTIONS,
    crowd=make_crowd,
    carts=120,
    carrier="USPS",
)
