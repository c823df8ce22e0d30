"""People with realistic names for the benchmarks: a few common names make up much of them, and rare ones the rest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.bench.bench_shop import BUSINESS
from bot.clock import SystemClock
from bot.ids import Ids
from flows.channels import SIMULATED, SMS
from flows.mail_address import MAIL
from flows.policy.departure_facts import AddressState
from flows.search_words import make_search_word, parts
from storage.database.stores import Database
from storage.schema import addresses, contacts, customer_tags, name_parts, orders
from storage.sql import bulk_statements
from storage.unit import Unit

TAGS = ("VIP", "Très Chic", "wholesale")
_AT_ONCE = 5_000  # people of one transaction
_TAGGED = 4  # every so many has one of the tags
_SEED = 20
_FIRST = ("Asha", "Ravi", "María", "José", "Anna", "John", "Priya", "आशा", "राम", "Łukasz", "Mary-Jane", "Zoë")
_LAST = ("Kumar", "Devi", "Sharma", "García", "Smith", "O'Brien", "Núñez", "कुमार", "देवी", "Rao", "Müller", "Lund")
_ENDS = ("a", "i", "u", "an", "er", "in", "o", "esh", "ini", "ava")
_BEGINS = ("Bal", "Chan", "Dev", "Far", "Gor", "Har", "Ish", "Jal", "Kab", "Lak", "Man", "Nar", "Par", "Raj", "San")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A generated person."""

    name: str
    number: str

    @property
    def mail(self) -> str:
        """Return the person's own e-mail address."""
        return f"{self.number[-7:]}.{self.name.split()[0]}@mail.example"

    @property
    def addresses(self) -> Sequence[tuple[str, str]]:
        """Return the person's addresses, each as its channel and value."""
        return (SMS.name, self.number), (MAIL, self.mail), ("customer", f"{SIMULATED}:{self.number[-8:]}")

    @property
    def order(self) -> str:
        """Return the number of the person's only order."""
        return f"#{self.number[-7:]}"


def generate_people(many: int) -> Iterator[Somebody]:
    """Yield ``many`` people, the same ones each time."""
    for place, name in enumerate(generate_names(many)):
        yield Somebody(name, f"+1{3_000_000_000 + place * 7919 % 6_000_000_000}")


def generate_names(many: int) -> Iterator[str]:
    """Yield ``many`` names, the same each time; a third have three words, the others two."""
    drawn = random.Random(_SEED)  # noqa: S311 - nothing secret
    for place in range(many):
        words = [_word(drawn, _FIRST), _word(drawn, _LAST)]
        middle = [_word(drawn, _LAST)] if place % 3 == 0 else []
        yield " ".join((words[0], *middle, words[1]))


def _word(drawn: random.Random, common: Sequence[str]) -> str:
    """Return one of the ``common`` names in two of five cases, else one of some thousand rare ones."""
    if drawn.random() < 0.4:
        return drawn.choice(common)
    return drawn.choice(_BEGINS) + "".join(drawn.choice(_ENDS) for _ in range(3))


async def fill(store: Database, many: int) -> None:
    """Insert ``many`` people, five thousand at a time."""
    ids, some = Ids(SystemClock()), []
    for one in generate_people(many):
        some.append(one)
        if len(some) == _AT_ONCE:
            await store.write(BUSINESS, partial(_add, ids=ids, some=some))
            some = []
    await store.write(BUSINESS, partial(_add, ids=ids, some=some))


async def _add(unit: Unit, ids: Ids, some: Sequence[Somebody]) -> None:
    now, whose = SystemClock().now(), [(ids.make(), one) for one in some]
    usable, at = AddressState.USABLE.value, ("business", "id", "contact", "channel", "value", "sought", "state")
    known = [
        (BUSINESS, ids.make(), who, channel, value, make_search_word(channel, value), usable, now, now)
        for who, one in whose
        for channel, value in one.addresses
    ]
    named = [(BUSINESS, part, who) for who, one in whose for part in parts(one.name)]
    bought = [(BUSINESS, ids.make(), SIMULATED, f"gid{one.order}", one.order, who, now) for who, one in whose]
    tagged = [
        (BUSINESS, who, TAGS[place % 3].casefold().replace("è", "e"), TAGS[place % 3], SIMULATED, now)
        for place, (who, _) in enumerate(whose)
        if place % _TAGGED == 0
    ]
    await bulk_statements.insert(
        unit, contacts, ("business", "id", "name", "created_at"), [(BUSINESS, who, one.name, now) for who, one in whose]
    )
    await bulk_statements.insert(unit, addresses, (*at, "state_at", "created_at"), known)
    await bulk_statements.insert(unit, name_parts, ("business", "part", "contact"), named)
    columns = ("business", "id", "source", "ref", "number", "contact", "created_at")
    await bulk_statements.insert(unit, orders, columns, bought)
    await bulk_statements.insert(unit, customer_tags, ("business", "contact", "tag", "written", "source", "at"), tagged)
