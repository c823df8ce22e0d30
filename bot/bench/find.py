"""``bench find``: one person among many by each way in which people are found, beside a LIKE that looks at everybody.

The database is never told to gather statistics (ANALYZE), and finds right after a million people came in. Of names,
fifty are in every thirtieth name and longer ones are rare, as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bot.bench import measure, shop
from bot.bench.sheet import Sheet, at_most
from bot.bench.shop import BUSINESS
from bot.clock import SystemClock
from bot.ids import Ids
from flows.channels import SIMULATED, SMS
from flows.finding import parts, sought
from flows.policy.facts import AddressState
from storage import bulk
from storage.database import Database
from storage.finding import Finding
from storage.schema import addresses, contacts, customer_tags, name_parts, orders
from storage.unit import Unit

WHO, LIKE, P95, SCAN = "Parley", "LIKE", "p95", "scan"
GOAL = 0.01
_LIMIT = 5  # people who are asked for, as /why does
_SCANS = 5  # of one run; the median of them counts
_AT_ONCE = 5_000  # people of one transaction
_TAGGED = 4  # every so many has one of the tags
_TAGS = ("VIP", "Très Chic", "wholesale")
_SEED = 20
_FIRST = ("Asha", "Ravi", "María", "José", "Anna", "John", "Priya", "आशा", "राम", "Łukasz", "Mary-Jane", "Zoë")
_LAST = ("Kumar", "Devi", "Sharma", "García", "Smith", "O'Brien", "Núñez", "कुमार", "देवी", "Rao", "Müller", "Lund")
_ENDS = ("a", "i", "u", "an", "er", "in", "o", "esh", "ini", "ava")
_BEGINS = ("Bal", "Chan", "Dev", "Far", "Gor", "Har", "Ish", "Jal", "Kab", "Lak", "Man", "Nar", "Par", "Raj", "San")


@dataclass(frozen=True, slots=True)
class FindPlan:
    """What to measure: how many ``people`` there are, and how many ``texts`` are looked for in each way."""

    runs: int = 5
    people: int = 1_000_000
    texts: int = 200
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Somebody:
    name: str
    number: str

    @property
    def mail(self) -> str:
        return f"{self.number[-7:]}.{self.name.split()[0]}@mail.example"

    @property
    def addresses(self) -> Sequence[tuple[str, str]]:
        """Each with its channel."""
        return (SMS.name, self.number), ("email", self.mail), ("customer", f"{SIMULATED}:{self.number[-8:]}")

    @property
    def order(self) -> str:
        return f"#{self.number[-7:]}"


async def measure_find(plan: FindPlan) -> Sheet:
    """Run it. Raises shop.Lived."""
    sheet = Sheet("find", _settings(plan))
    with shop.folder() as folder:
        url = plan.database_url or f"sqlite:///{folder}/find.db"
        await shop.fresh(url)
        async with shop.opened(url) as store:
            await _fill(store, plan.people)
            await shop.settle_down(url)
            for run in range(plan.runs):
                await _measure(sheet, store, _wanted(plan, run))
    for way in _wanted(plan, 0):
        sheet.compare("found / LIKE", (WHO, way, P95), (LIKE, way, SCAN), at_most(GOAL))
    return sheet


def _settings(plan: FindPlan) -> dict[str, Any]:
    return {
        **shop.described(plan.database_url),
        "runs": plan.runs,
        "people": plan.people,
        "texts of each way in a run": plan.texts,
        "analyzed": "never by us",
    }


def _people(many: int) -> Iterator[_Somebody]:
    """The same ones each time."""
    for place, name in enumerate(named(many)):
        yield _Somebody(name, f"+1{3_000_000_000 + place * 7919 % 6_000_000_000}")


def named(many: int) -> Iterator[str]:
    """So many names, the same each time; of three words a third, of two the others."""
    drawn = random.Random(_SEED)  # noqa: S311 - nothing secret
    for place in range(many):
        words = [_word(drawn, _FIRST), _word(drawn, _LAST)]
        middle = [_word(drawn, _LAST)] if place % 3 == 0 else []
        yield " ".join((words[0], *middle, words[1]))


def _word(drawn: random.Random, common: Sequence[str]) -> str:
    """One of the common names in two of five, one of some thousand others else."""
    if drawn.random() < 0.4:
        return drawn.choice(common)
    return drawn.choice(_BEGINS) + "".join(drawn.choice(_ENDS) for _ in range(3))


async def _fill(store: Database, many: int) -> None:
    ids, some = Ids(SystemClock()), []
    for one in _people(many):
        some.append(one)
        if len(some) == _AT_ONCE:
            await store.write(BUSINESS, partial(_add, ids=ids, some=some))
            some = []
    await store.write(BUSINESS, partial(_add, ids=ids, some=some))


async def _add(unit: Unit, ids: Ids, some: Sequence[_Somebody]) -> None:
    now, whose = SystemClock().now(), [(ids.new(), one) for one in some]
    usable, at = AddressState.USABLE.value, ("business", "id", "contact", "channel", "value", "sought", "state")
    known = [
        (BUSINESS, ids.new(), who, channel, value, sought(channel, value), usable, now, now)
        for who, one in whose
        for channel, value in one.addresses
    ]
    named = [(BUSINESS, part, who) for who, one in whose for part in parts(one.name)]
    bought = [(BUSINESS, ids.new(), SIMULATED, f"gid{one.order}", one.order, who, now) for who, one in whose]
    tagged = [
        (BUSINESS, who, _TAGS[place % 3].casefold().replace("è", "e"), _TAGS[place % 3], SIMULATED, now)
        for place, (who, _) in enumerate(whose)
        if place % _TAGGED == 0
    ]
    await bulk.insert(
        unit, contacts, ("business", "id", "name", "created_at"), [(BUSINESS, who, one.name, now) for who, one in whose]
    )
    await bulk.insert(unit, addresses, (*at, "state_at", "created_at"), known)
    await bulk.insert(unit, name_parts, ("business", "part", "contact"), named)
    columns = ("business", "id", "source", "ref", "number", "contact", "created_at")
    await bulk.insert(unit, orders, columns, bought)
    await bulk.insert(unit, customer_tags, ("business", "contact", "tag", "written", "source", "at"), tagged)


def _wanted(plan: FindPlan, run: int) -> Mapping[str, Sequence[str]]:
    """Texts of each way, about people drawn from all."""
    drawn = random.Random(f"{_SEED} {run}")  # noqa: S311 - nothing secret
    some = set(drawn.sample(range(plan.people), min(plan.texts, plan.people)))
    chosen = [one for place, one in enumerate(_people(plan.people)) if place in some]
    words = [one.name.split() for one in chosen]
    return {
        "name, one word": [drawn.choice(each) for each in words],
        "name, whole": [one.name.upper() for one in chosen],
        "name, the last word first": [f"{each[-1]} {each[0]}" for each in words],
        "name, beginnings of its words": [f"{each[0][:3]} {each[-1][:3]}" for each in words],
        "number, last four digits": [one.number[-4:] for one in chosen],
        "number, whole": [f"{one.number[:2]} {one.number[2:5]}-{one.number[5:]}" for one in chosen],
        "mail": [one.mail.upper() for one in chosen],
        "order": [one.order for one in chosen],
        "tag": [drawn.choice(_TAGS) for _ in chosen],
    }


async def _measure(sheet: Sheet, store: Database, wanted: Mapping[str, Sequence[str]]) -> None:
    for way, texts in wanted.items():
        scans = [await _timed(store, partial(_scan, text=f"nobody {place}")) for place in range(_SCANS)]
        found = [await _timed(store, partial(_find, text=text)) for text in texts]
        sheet.note(LIKE, way, SCAN, "ms", median(scans))
        sheet.note(WHO, way, "median", "ms", median(found))
        sheet.note(WHO, way, P95, "ms", measure.percentile(found, 0.95))


async def _timed(store: Database, work: Any) -> float:
    """Milliseconds of a transaction that reads."""
    began = measure.stopwatch()
    await store.read(BUSINESS, work)
    return (measure.stopwatch() - began) * 1000


async def _find(unit: Unit, text: str) -> None:
    assert await unit.of(Finding).find(text, _LIMIT), "everybody who is looked for is there"


async def _scan(unit: Unit, text: str) -> None:
    """As people were found before: by a part of the name, among everybody."""
    named = func.lower(contacts.c.name).like(f"%{text}%")
    query = select(contacts.c.id).where(unit.mine(contacts), named).order_by(contacts.c.id.desc()).limit(_LIMIT)
    assert not await unit.rows(query)
