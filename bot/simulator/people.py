"""The sample shop's customers: made-up people with numbers that are set aside for fiction."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from bot.simulator.acts import Buyer

# Names are made up; numbers are those set aside for fiction (555-01XX in North America, 0176 040690XX in Germany),
# and for India the ones that stand in this project's examples.
_NAMES = (
    "Dana Park", "Noor Haddad", "Luis Ortega", "Grace Kim", "Owen Brooks", "Maya Chen", "Eli Turner", "Ruth Adler",
    "Caleb Stone", "Ivy Lane", "Jonah Reed", "Tess Moreno", "Andre Fields", "Holly Marsh", "Priya Nair", "Sam Whitlock",
    "Nadia Frost", "Victor Hale", "June Okafor", "Leo Santos", "Amber Cole", "Miles Dunn", "Zoe Hart", "Ben Castillo",
    "Ella Quinn", "Theo Bright", "Lena Voss", "Marcus Bell", "Opal Greene", "Hugo Lind",
)  # fmt: skip
_HINDI_NAMES = ("Rohan Mehta", "Anita Rao", "Kabir Malhotra", "Sunita Verma", "Farah Siddiqui", "Dev Joshi")
_SPANISH_NAMES = ("Camila Rojas", "Diego Luna", "Marta Vidal", "Pablo Cruz", "Inés Robles", "Rosa Campos")
_AREAS = (
    "314", "212", "305", "205", "312", "512", "206", "404", "615", "602",
    "303", "503", "617", "415", "713", "405", "860", "702", "919", "216",
)  # fmt: skip
_STATES = ("IL", "NY", "CA", "TX", "GA")  # of those whose chat tells no place: where their parcels go


@dataclass(slots=True)
class Customer:
    """One of the crowd. ``seen`` are the messages they looked at; ``joined``: nobody needs to ask them any more."""

    buyer: Buyer
    agrees: bool
    joined: bool
    seen: set[UUID] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.buyer.locale or "en"


def make_crowd(chance: random.Random) -> list[Customer]:
    """Ninety people: most by SMS from twenty area codes, some on WhatsApp and Telegram, in three languages."""
    people = [_texter(number, chance) for number in range(64)]
    people += [_whatsapper(number, chance) for number in range(14)]
    people += [_telegrammer(number, chance) for number in range(12)]
    chance.shuffle(people)
    return people


def newcomers(channel: str) -> Iterator[Buyer]:
    """People for somebody new on that channel (sms, whatsapp, telegram), to be tried until one is free."""
    for number in range(2_000):
        area, line = _AREAS[number % len(_AREAS)], 99 - number // len(_AREAS) % 100
        values = {"sms": f"+1{area}55501{line:02d}", "whatsapp": f"+49176040690{99 - number % 100}"}
        value = values.get(channel, str(80_001 + number))
        first, last = _NAMES[number % len(_NAMES)].split()[0], _NAMES[(number * 7 + 3) % len(_NAMES)].split()[-1]
        region = _STATES[number % len(_STATES)] if channel == "telegram" else None
        yield Buyer(f"{channel}:{value}", f"{first} {last}", "en", region=region)


def _texter(number: int, chance: random.Random) -> Customer:
    area = _AREAS[number % len(_AREAS)]
    spanish = number % 13 == 6
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        address=f"sms:+1{area}55501{20 + number:02d}",
        name=_name(names, number, chance),
        locale="es" if spanish else "en",
        id=f"sms-{number}",
    )
    return Customer(buyer, agrees=number % 5 != 3, joined=False)


def _whatsapper(number: int, chance: random.Random) -> Customer:
    hindi = number % 2 == 0
    value = f"+9198000000{10 + number}" if hindi else f"+49176040690{10 + number}"
    names = _HINDI_NAMES if hindi else _NAMES
    buyer = Buyer(f"whatsapp:{value}", _name(names, number, chance), "hi" if hindi else "en", f"whatsapp-{number}")
    return Customer(buyer, agrees=number % 7 != 5, joined=True)


def _telegrammer(number: int, chance: random.Random) -> Customer:
    spanish = number % 4 == 1
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        address=f"telegram:{70_001 + number}",
        name=_name(names, number, chance),
        locale="es" if spanish else "en",
        id=f"telegram-{number}",
        region=_STATES[number % len(_STATES)],
    )
    return Customer(buyer, agrees=number % 6 != 4, joined=False)


def _name(names: tuple[str, ...], number: int, chance: random.Random) -> str:
    """A first name of one and a last name of another, so that ninety people are told apart."""
    last = chance.choice(names).split()[-1]
    return f"{names[number % len(names)].split()[0]} {last}"
