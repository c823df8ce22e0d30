"""Chandni Souvenirs of Delhi: it keeps little itself, asks small shops, and shows photos before anything is sent."""

from __future__ import annotations

from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.simulator.acts import Want, Ware
from bot.simulator.drawing import draw_order
from bot.simulator.people import make_indian_crowd
from bot.simulator.sample import Fate, Keeper, Sample, Wish, approved_in
from flows.channels import those

TOML = (
    """\
[business]
id = "chandni"
name = "Chandni Souvenirs"
country = "IN"
timezone = "Asia/Kolkata"
currency = "INR"
site = "https://chandni.example"
support = "help@chandni.example"
link_domain = "https://chdn.example"

[channels.whatsapp]
provider = "simulator"
from = "+919800000010"

"""
    + approved_in("en", "hi", "hi-Latn")
    + """\
[channels.telegram]
provider = "simulator"
username = "chandni_bot"

[stores.simulator]

[payments.simulator]

[recovery]
holdout = 0.1

[sourcing]
express_fee = 149
quality_check = true

[referral]
amount = 100

[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"

[[shops]]
id = "connaught"
name = "Connaught Place Souvenirs"
location = "Connaught Place, New Delhi"
address = "whatsapp:+919800000011"
hours = "10:00-20:00"
commission = 150
language = "hi-Latn"

[[shops]]
id = "karol"
name = "Karol Bagh Gifts"
location = "Karol Bagh, New Delhi"
address = "telegram:9101"
hours = "10:30-20:30"
commission = 120
language = "en"

[[shops]]
id = "hauz"
name = "Hauz Khas Crafts"
location = "Hauz Khas Village, New Delhi"
address = "telegram:9102"
hours = "11:00-20:00"
commission_percent = 15
language = "hi"

[[products]]
sku = "TIGER-SHORTS"
title = "Tiger Print Shorts"
category = "clothes"
sizes = ["S", "M", "L", "XL"]
price = 899

[[products]]
sku = "BLOCK-KURTA"
title = "Block Print Kurta"
category = "clothes"
sizes = ["S", "M", "L"]
price = 1299
availability = "source_4_7_days"

[[products]]
sku = "MARBLE-BOX"
title = "Taj Marble Box"
category = "home"
price = 1450

[[products]]
sku = "TAJ-MUG"
title = "Taj Mahal Mug"
category = "home"
price = 350
own_stock = 3
low_water = 1

[[products]]
sku = "BRASS-ELEPHANT"
title = "Brass Elephant"
category = "home"
price = 1200
"""
)

_SHOPS = (
    Keeper("connaught", "whatsapp:+919800000011", yes="haan hai", no="nahi hai", stock="tiger print shorts L 4, M 2"),
    Keeper("karol", "telegram:9101", yes="yes, have it", no="sorry, no stock", stock="taj marble box 5"),
    Keeper("hauz", "telegram:9102", yes="हाँ है", no="नहीं है", stock="brass elephant 3"),
)

_WARES = (
    Ware("TIGER-SHORTS", "Tiger Print Shorts", "M", "899"),
    Ware("BLOCK-KURTA", "Block Print Kurta", "L", "1299"),
    Ware("MARBLE-BOX", "Taj Marble Box", "One size", "1450"),
    Ware("TAJ-MUG", "Taj Mahal Mug", "One size", "350"),
    Ware("BRASS-ELEPHANT", "Brass Elephant", "One size", "1200"),
)

_WISHES = (
    Wish(2, 12, Want("TIGER-SHORTS", "L", 2), 0),
    Wish(4, 13, Want("MARBLE-BOX", "", 1), 1),
    Wish(7, 11, Want("TIGER-SHORTS", "XL", 1), 0, Fate.NOWHERE),
    Wish(9, 15, Want("BRASS-ELEPHANT", "", 2), 2),
    Wish(12, 12, Want("BLOCK-KURTA", "M", 1), 0, Fate.FORGOTTEN),
    Wish(15, 11, Want("TIGER-SHORTS", "M", 1), 0, express=True),
    Wish(18, 14, Want("MARBLE-BOX", "", 2), 1),
    Wish(28, 17, Want("TIGER-SHORTS", "S", 1), 1, Fate.FETCHING),
)

_QUESTIONS = MappingProxyType(
    {
        "en": (("Is the marble real?", "Yes, it is Makrana marble, carved by hand in Agra."),),
        "hi": (("क्या यह जयपुर भेज सकते हैं?", "जी, तीन से पाँच दिन में पहुँच जाएगा।"),),
        "hi-Latn": (("kya COD milega?", "Abhi nahi ji, UPI ya card se pay kar sakte hain."),),
    }
)

DELHI = Sample(
    business="chandni",
    country="IN",
    owner="telegram:9001",
    zone=ZoneInfo("Asia/Kolkata"),
    toml=TOML,
    wares=_WARES,
    keepers=_SHOPS,
    wishes=_WISHES,
    questions=_QUESTIONS,
    crowd=make_indian_crowd,
    carts=60,
    carrier="Delhivery",
    channels=those(lambda one: one.is_chat),
    photo=draw_order,
)
