"""The sample shop's customers: invented people with phone numbers reserved for fiction.

Numbers are 555-01XX in North America and 0176 040690XX in Germany; for India they are those of this project's examples.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from uuid import UUID

from bot.simulator.simulated_acts import Buyer
from flows.channels import CHANNELS, PHONES, Medium

_TONGUES = MappingProxyType({"crowd": "en", "spanish": "es", "hindi": "hi"})  # of a list of names
_INDIAN_TONGUES = ("en", "hi-Latn", "hi")
_STATES = ("IL", "NY", "CA", "TX", "GA")  # of those whose chat tells no place: where their parcels go
# What they write, each in the language that their shop's system tells of them.
_WORDS = tomllib.loads((files("bot.simulator") / "words.toml").read_text(encoding="utf-8"))
YES: Mapping[str, Sequence[str]] = _WORDS["yes"]
STOP: Mapping[str, Sequence[str]] = _WORDS["stop"]
LATER: Mapping[str, Sequence[str]] = _WORDS["later"]
WHERE: Mapping[str, str] = _WORDS["where"]


@dataclass(slots=True)
class SampleCustomer:
    """One of the sample shop's customers. ``seen`` are the messages they looked at; ``joined``: they have already
    agreed."""

    buyer: Buyer
    agrees: bool
    joined: bool
    seen: set[UUID] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.buyer.locale or "en"


def make_crowd(chance: random.Random) -> list[SampleCustomer]:
    """Return ninety people: most by SMS from twenty area codes, some on WhatsApp and Telegram, in three languages."""
    taken: set[str] = set()
    people = [_texter(number, chance, taken) for number in range(64)]
    people += [_whatsapper(number, chance, taken) for number in range(14)]
    people += [_telegrammer(number, chance, taken) for number in range(12)]
    chance.shuffle(people)
    return people


def generate_newcomers(channel: str, country: str = "US") -> Iterator[Buyer]:
    """Yield candidates for a new person on that channel; the caller takes the first unused one."""
    return _indians(channel) if country == "IN" else _americans(channel)


def _americans(channel: str) -> Iterator[Buyer]:
    areas = _load_names("areas")
    for number in range(2_000):
        turns, area = divmod(number, len(areas))
        numbers = (f"+1{areas[area]}55501{99 - turns % 100:02d}", f"+49176040690{99 - number % 100:02d}")
        name = _mix_name("new", len(CHANNELS) * number + [*CHANNELS].index(channel))
        value = dict(zip(PHONES, numbers, strict=True)).get(channel, _make_address(channel, 80_001 + number, name))
        region = None if CHANNELS[channel].is_number else _STATES[number % len(_STATES)]
        yield Buyer(f"{channel}:{value}", name, "en", region=region)


def _indians(channel: str) -> Iterator[Buyer]:
    """Yield forty people with the numbers of this project's examples; a hundred on a channel without numbers."""
    first_number, many = (0, 40) if CHANNELS[channel].is_number else (40, 100)
    for number in range(first_number, first_number + many):
        name = _mix_name("indian", number)
        chat = _make_address(channel, 90_001 + number, name)
        value = f"+9198000000{99 - number}" if CHANNELS[channel].is_number else chat
        yield Buyer(f"{channel}:{value}", name, _INDIAN_TONGUES[number % len(_INDIAN_TONGUES)])


def _make_address(channel: str, number: int, name: str) -> str:
    """Return a chat's id, or a mail address of a domain for examples (RFC 2606)."""
    mail = f"{name.lower().replace(' ', '.')}@example.com"
    return mail if CHANNELS[channel].medium is Medium.MAIL else str(number)


def _mix_name(kind: str, number: int) -> str:
    """Return the newcomer's name for a number. A name repeats after 1900 numbers, an Indian one after 143."""
    first_names, last_names = _load_names(f"{kind}_first"), _load_names(f"{kind}_last")
    turns, first = divmod(number, len(first_names))
    return f"{first_names[first]} {last_names[(first + turns) % len(last_names)]}"


def make_indian_crowd(chance: random.Random) -> list[SampleCustomer]:
    """Return forty people in and around Delhi: most on WhatsApp, some on Telegram, in Hindi, Hinglish and English."""
    taken: set[str] = set()
    people = []
    for number in range(40):
        name = _name(_load_names("indian"), number, chance, taken)
        on_whatsapp = number % 4 != 3
        address = f"whatsapp:+9198000000{20 + number}" if on_whatsapp else f"telegram:{71_001 + number}"
        buyer = Buyer(address, name, _INDIAN_TONGUES[number % len(_INDIAN_TONGUES)], f"delhi-{number}")
        people.append(SampleCustomer(buyer, agrees=number % 6 != 4, joined=on_whatsapp))
    chance.shuffle(people)
    return people


def _texter(number: int, chance: random.Random, taken: set[str]) -> SampleCustomer:
    areas = _load_names("areas")
    address = f"sms:+1{areas[number % len(areas)]}55501{20 + number:02d}"
    buyer = _buyer(address, "spanish" if number % 13 == 6 else "crowd", number, chance, taken)
    return SampleCustomer(buyer, agrees=number % 5 != 3, joined=False)


def _whatsapper(number: int, chance: random.Random, taken: set[str]) -> SampleCustomer:
    hindi = number % 2 == 0
    address = f"whatsapp:+9198000000{10 + number}" if hindi else f"whatsapp:+49176040690{10 + number}"
    buyer = _buyer(address, "hindi" if hindi else "crowd", number, chance, taken)
    return SampleCustomer(buyer, agrees=number % 7 != 5, joined=True)


def _telegrammer(number: int, chance: random.Random, taken: set[str]) -> SampleCustomer:
    buyer = _buyer(f"telegram:{70_001 + number}", "spanish" if number % 4 == 1 else "crowd", number, chance, taken)
    told = replace(buyer, region=_STATES[number % len(_STATES)])
    return SampleCustomer(told, agrees=number % 6 != 4, joined=False)


def _buyer(address: str, kind: str, number: int, chance: random.Random, taken: set[str]) -> Buyer:
    """Return a buyer with a name from the list ``kind``, writing in the list's language."""
    name, channel = _name(_load_names(kind), number, chance, taken), address.partition(":")[0]
    return Buyer(address, name, _TONGUES[kind], f"{channel}-{number}")


def _name(names: tuple[str, ...], number: int, chance: random.Random, taken: set[str]) -> str:
    """Combine first and last name from two entries, so that ninety people have different names."""
    first = names[number % len(names)].split()[0]
    free = [name for one in names if (name := f"{first} {one.split()[-1]}") not in taken]
    chosen = chance.choice(free)
    taken.add(chosen)
    return chosen


@cache
def _load_names(kind: str) -> tuple[str, ...]:
    """Return one of the lists of `people.toml`."""
    listed = tomllib.loads((files("bot.simulator") / "people.toml").read_text(encoding="utf-8"))
    return tuple(listed[kind])
