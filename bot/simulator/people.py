"""The sample shop's customers: made-up people with numbers that are set aside for fiction."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from bot.simulator.acts import Buyer
from flows.channels import CHANNELS, PHONES

# Names are made up; numbers are those set aside for fiction (555-01XX in North America, 0176 040690XX in Germany),
# and for India the ones that stand in this project's examples.
_NAMES = (
    "Dana Park", "Noor Haddad", "Luis Ortega", "Grace Kim", "Owen Brooks", "Maya Chen", "Eli Turner", "Ruth Adler",
    "Caleb Stone", "Ivy Lane", "Jonah Reed", "Tess Moreno", "Andre Fields", "Holly Marsh", "Priya Nair", "Sam Whitlock",
    "Nadia Frost", "Victor Hale", "June Okafor", "Leo Santos", "Amber Cole", "Miles Dunn", "Zoe Hart", "Ben Castillo",
    "Ella Quinn", "Theo Bright", "Lena Voss", "Marcus Bell", "Opal Greene", "Hugo Lind",
)  # fmt: skip
_INDIAN_NAMES = (
    "Rohan Mehta", "Anita Rao", "Kabir Malhotra", "Sunita Verma", "Farah Siddiqui", "Dev Joshi", "Meera Kapoor",
    "Arjun Sethi", "Pooja Chawla", "Imran Qureshi", "Neha Bansal", "Vikram Gill",
)  # fmt: skip
_INDIAN_TONGUES = ("en", "hi-Latn", "hi")
_INDIAN_NEW = (
    "Aarav", "Diya", "Ishaan", "Kavya", "Nikhil", "Riya", "Sameer", "Tanvi", "Uday", "Zoya", "Harsh", "Lata", "Manav",
)  # fmt: skip
_INDIAN_LAST = ("Arora", "Bedi", "Dutta", "Ghosh", "Iyer", "Kohli", "Nagpal", "Pandey", "Saxena", "Tandon", "Walia")
_HINDI_NAMES = ("Rohan Mehta", "Anita Rao", "Kabir Malhotra", "Sunita Verma", "Farah Siddiqui", "Dev Joshi")
_SPANISH_NAMES = ("Camila Rojas", "Diego Luna", "Marta Vidal", "Pablo Cruz", "Inés Robles", "Rosa Campos")
# First and last names of whoever comes anew: none of them is one of the crowd's, so nobody is mistaken for another.
_NEW_FIRST = (
    "Ada", "Bruno", "Clara", "Dario", "Edith", "Felix", "Gina", "Henry", "Iris", "Jasper", "Kira", "Linus", "Mona",
    "Nils", "Olive", "Pavel", "Quincy", "Rita", "Simon", "Tara", "Ursula", "Vera", "Walter", "Xenia", "Yusuf", "Zelda",
    "Arlo", "Bella", "Cyrus", "Delia", "Emil", "Flora", "Gus", "Hana", "Ira", "Jade", "Kofi", "Lucia", "Milo", "Nell",
    "Otto", "Paula", "Rex", "Stella", "Tobias", "Una", "Vince", "Wanda", "Yara", "Zane",
)  # fmt: skip
_NEW_LAST = (
    "Abbott", "Barros", "Carver", "Doyle", "Engel", "Fischer", "Grant", "Hobbs", "Ibarra", "Jensen", "Keller", "Larsen",
    "Mercer", "Novak", "Osborn", "Pratt", "Quigley", "Rowe", "Sutton", "Tanaka", "Underhill", "Vega", "Walsh", "Xavier",
    "Young", "Zimmer", "Ashby", "Blake", "Corbin", "Dalton", "Ellis", "Finch", "Gallo", "Hayes", "Ingram", "Jarvis",
    "Knox", "Lowell",
)  # fmt: skip
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
    taken: set[str] = set()
    people = [_texter(number, chance, taken) for number in range(64)]
    people += [_whatsapper(number, chance, taken) for number in range(14)]
    people += [_telegrammer(number, chance, taken) for number in range(12)]
    chance.shuffle(people)
    return people


def newcomers(channel: str, country: str = "US") -> Iterator[Buyer]:
    """People for somebody new on that channel, to be tried until one is free."""
    return _indians(channel) if country == "IN" else _americans(channel)


def _americans(channel: str) -> Iterator[Buyer]:
    for number in range(2_000):
        area, line = _AREAS[number % len(_AREAS)], 99 - number // len(_AREAS) % 100
        numbers = (f"+1{area}55501{line:02d}", f"+49176040690{99 - number % 100}")
        value = dict(zip(PHONES, numbers, strict=True)).get(channel, str(80_001 + number))
        region = None if CHANNELS[channel].is_number else _STATES[number % len(_STATES)]
        name = new_name(len(CHANNELS) * number + [*CHANNELS].index(channel))
        yield Buyer(f"{channel}:{value}", name, "en", region=region)


def _indians(channel: str) -> Iterator[Buyer]:
    """Forty with the numbers of this project's examples, and a hundred where nobody has one."""
    first_number, many = (0, 40) if CHANNELS[channel].is_number else (40, 100)
    for number in range(first_number, first_number + many):
        value = f"+9198000000{99 - number}" if CHANNELS[channel].is_number else str(90_001 + number)
        turns, first = divmod(number, len(_INDIAN_NEW))
        name = f"{_INDIAN_NEW[first]} {_INDIAN_LAST[(first + turns) % len(_INDIAN_LAST)]}"
        yield Buyer(f"{channel}:{value}", name, _INDIAN_TONGUES[number % len(_INDIAN_TONGUES)])


def new_name(number: int) -> str:
    """The name of the newcomer of that number; nineteen hundred pass before one comes back."""
    first, turns = number % len(_NEW_FIRST), number // len(_NEW_FIRST)
    return f"{_NEW_FIRST[first]} {_NEW_LAST[(first + turns) % len(_NEW_LAST)]}"


def make_indian_crowd(chance: random.Random) -> list[Customer]:
    """Forty people of Delhi and around: most on WhatsApp, some on Telegram, in Hindi, Hinglish and English."""
    taken: set[str] = set()
    people = []
    for number in range(40):
        name = _name(_INDIAN_NAMES, number, chance, taken)
        on_whatsapp = number % 4 != 3
        address = f"whatsapp:+9198000000{20 + number}" if on_whatsapp else f"telegram:{71_001 + number}"
        buyer = Buyer(address, name, _INDIAN_TONGUES[number % len(_INDIAN_TONGUES)], f"delhi-{number}")
        people.append(Customer(buyer, agrees=number % 6 != 4, joined=on_whatsapp))
    chance.shuffle(people)
    return people


def _texter(number: int, chance: random.Random, taken: set[str]) -> Customer:
    area = _AREAS[number % len(_AREAS)]
    spanish = number % 13 == 6
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        address=f"sms:+1{area}55501{20 + number:02d}",
        name=_name(names, number, chance, taken),
        locale="es" if spanish else "en",
        id=f"sms-{number}",
    )
    return Customer(buyer, agrees=number % 5 != 3, joined=False)


def _whatsapper(number: int, chance: random.Random, taken: set[str]) -> Customer:
    hindi = number % 2 == 0
    value = f"+9198000000{10 + number}" if hindi else f"+49176040690{10 + number}"
    names = _HINDI_NAMES if hindi else _NAMES
    name = _name(names, number, chance, taken)
    buyer = Buyer(f"whatsapp:{value}", name, "hi" if hindi else "en", f"whatsapp-{number}")
    return Customer(buyer, agrees=number % 7 != 5, joined=True)


def _telegrammer(number: int, chance: random.Random, taken: set[str]) -> Customer:
    spanish = number % 4 == 1
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        address=f"telegram:{70_001 + number}",
        name=_name(names, number, chance, taken),
        locale="es" if spanish else "en",
        id=f"telegram-{number}",
        region=_STATES[number % len(_STATES)],
    )
    return Customer(buyer, agrees=number % 6 != 4, joined=False)


def _name(names: tuple[str, ...], number: int, chance: random.Random, taken: set[str]) -> str:
    """A first name of one and a last name of another, which nobody else has: ninety people are told apart."""
    first = names[number % len(names)].split()[0]
    free = [name for one in names if (name := f"{first} {one.split()[-1]}") not in taken]
    chosen = chance.choice(free)
    taken.add(chosen)
    return chosen
