"""The shops whose people wrote the phrases, each with the names that its own data has."""

from __future__ import annotations

from datetime import date

from flows.audience.criteria import Compared
from handlers.audience.replies.calling import ready_names
from handlers.audience.replies.names import Names
from handlers.audience.replies.titles import Titles

HOODIES = Names(
    "USD", "US", ready_names(), ("Tiger", "Nike"), ("Shorts", "Tees", "Hoodies"), ("wholesale", "popup"),
    ("Austin", "Dallas", "Houston"), ("instagram",), goods=Titles(("Tiger Shorts", "Tiger Tee", "Panther Hoodie")),
)  # fmt: skip
BOTTLES = Names(
    "INR", "IN", {**ready_names(), "eid list": Compared("audience", "=", "eid")}, ("Milton", "Cello", "Prestige"),
    ("Toys", "Stationery"), ("wholesale",), ("Delhi", "Noida", "Gurgaon"), ("instagram",),
    goods=Titles(("Steel Bottle", "Kadhai Set")),
)  # fmt: skip
VESTIDOS = Names(
    "EUR", "ES", {**ready_names(), "navidad": Compared("audience", "=", "navidad")}, ("Zara",),
    ("Vestidos", "Zapatos", "Bolsos"), ("prensa",), ("Madrid", "Sevilla"), ("instagram",),
    goods=Titles(("Falda Midi", "Blusa Seda")),
)  # fmt: skip
CAFE = Names(
    "USD", "US", ready_names(), (), ("Beans", "Pastry", "Sandwich"), ("staff",), ("Austin", "Seattle"), ("app",),
    goods=Titles(("Cold Brew", "Latte", "House Blend")),
)  # fmt: skip
HANDICRAFT = Names(
    "INR", "IN", ready_names(), (), ("Saree", "Mugs"), ("wholesale",), ("Jaipur", "Delhi"), ("instagram",),
    goods=Titles(("Tiger mug", "Brass elephant", "Kurta", "Marble box", "Taj mug")),
)  # fmt: skip
BIKES = Names(
    "USD", "US", ready_names(), ("Trek", "Shimano"), ("Helmets", "Tires"), ("club", "mechanic"), ("Portland", "Salem"),
    ("instagram", "strava"), goods=Titles(("City Helmet", "Road Tire", "Bell Kit", "Bar Tape")),
)  # fmt: skip
BAKERY = Names(
    "COP", "CO", ready_names(), ("Dulce Casa",), ("Panes", "Tortas"), ("mayorista",), ("Bogota", "Cali"),
    ("instagram",), goods=Titles(("Torta Negra", "Pan Dulce", "Galleta Avena")),
)  # fmt: skip
SURAT = Names(
    "INR", "IN", ready_names(), ("Laxmipati",), ("Dupatta", "Lehenga"), ("thok", "bride"), ("Surat", "Pune"),
    ("instagram",), goods=Titles(("Bandhani Dupatta", "Silk Lehenga", "Cotton Kurti")),
)  # fmt: skip
OWNERS = Names(
    "USD", "US", ready_names(), ("Nike", "Adidas", "Jordan", "MAC", "NARS", "Fenty"),
    ("boots", "dog food", "treats", "rain jackets", "umbrellas", "candles", "soap", "foundation", "velas", "tazas",
     "pashmina"), ("wholesale", "staff", "mayoreo"), ("Dallas", "Houston", "Austin", "Guadalajara", "Delhi", "Gurgaon"),
    ("instagram", "tiktok", "google", "facebook"), goods=Titles(("Silk Scarf",)), today=date(2026, 11, 26),
    regions=("Jalisco", "Puebla", "Oaxaca", "Maharashtra", "Gujarat", "Rajasthan", "TX"),
)  # fmt: skip
"""Ten owners wrote of one shop or another: the names of all of them."""
TOWNS = Names(
    "USD", "US", ready_names(),
    ("Nike", "Adidas", "Jordan", "Samsung", "Royal Canin", "Lego", "Puma"),
    ("vestidos", "bolsos", "masala", "atta", "beans", "sarees", "lehengas", "dog food", "lipstick", "skincare", "bread",
     "cake", "sofas"), ("bookclub",),
    ("Houston", "Madrid", "Pune", "Mumbai", "Portland", "Guadalajara", "Zapopan", "Jaipur", "Delhi", "Noida"),
    ("instagram", "tiktok", "google"), today=date(2026, 11, 26), regions=("JAL", "RJ"),
)  # fmt: skip
"""Twelve owners of as many towns, likewise."""
BOOTS = Names(
    "USD", "US", ready_names(), ("Ariat", "Justin"), ("Boots", "Hats", "Belts"), ("vip", "rodeo"),
    ("Austin", "Dallas", "Houston"), ("facebook", "google"),
    goods=Titles(("Ranch Boot", "Straw Hat", "Tooled Belt")), today=date(2026, 11, 27),
)  # fmt: skip
BREW = Names(
    "USD", "US", ready_names(), (), ("Coffee", "Tea", "Gear"), ("staff", "subscriber"), ("Seattle", "Tacoma"),
    ("app", "walkin"), goods=Titles(("House Blend", "Cold Brew", "Pour Over Kit")), today=date(2026, 11, 27),
)  # fmt: skip
ELECTRONICS = Names(
    "INR", "IN", ready_names(), ("Samsung", "Boat", "Philips"), ("Phones", "Earphones", "Trimmers"), ("dealer",),
    ("Delhi", "Noida", "Gurgaon"), ("google", "referral"), goods=Titles(("Boat Airdopes", "Philips Trimmer")),
    today=date(2026, 11, 27), regions=("DL", "HR"),
)  # fmt: skip
THREADS = Names(
    "INR", "IN", ready_names(), ("Fabindia", "Biba"), ("Kurtas", "Sarees", "Dupattas"), ("wholesale", "bride"),
    ("Jaipur", "Delhi", "Udaipur"), ("instagram", "exhibition"),
    goods=Titles(("Block Print Kurta", "Silk Saree", "Cotton Dupatta")), today=date(2026, 11, 27), regions=("RJ", "DL"),
)  # fmt: skip
LUNA = Names(
    "MXN", "MX", ready_names(), ("Talavera",), ("Tazas", "Velas", "Manteles"), ("mayoreo", "novias"),
    ("Guadalajara", "Zapopan", "Puebla"), ("instagram", "feria"),
    goods=Titles(("Taza Azul", "Vela Lavanda", "Mantel Bordado")), today=date(2026, 11, 27), regions=("JAL", "PUE"),
)  # fmt: skip
ZAPATOS = Names(
    "EUR", "ES", ready_names(), ("Camper", "Pikolinos"), ("Zapatos", "Botas", "Sandalias"), ("prensa",),
    ("Madrid", "Toledo"), ("instagram", "tienda"), goods=Titles(("Bota Cuero", "Sandalia Plana")),
    today=date(2026, 11, 27),
)  # fmt: skip
SECOND_SHOPS = {
    "hoodies": HOODIES, "bottles": BOTTLES, "vestidos": VESTIDOS, "cafe": CAFE, "handicraft": HANDICRAFT,
    "bikes": BIKES, "bakery": BAKERY, "surat": SURAT, "lookalikes": HOODIES, "owners": OWNERS, "towns": TOWNS,
    "boots": BOOTS, "brew": BREW, "electronics": ELECTRONICS,
    "threads": THREADS, "luna": LUNA, "zapatos": ZAPATOS,
}  # fmt: skip
