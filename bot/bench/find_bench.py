"""``bench find``: one person among many by each search method, compared with a LIKE over everybody.

The database never gathers statistics (ANALYZE), as a search must be quick right after a million people came in. The API
is queried over HTTP, in a serving process, next to a route that reads one customer by id.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import func, select

from bot.bench import bench_shop, child_process, realistic_names, stopwatch
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.delivery_bench import LostDelivery
from bot.bench.realistic_names import TAGS
from bot.bench.request_load import press, request
from bot.clock import SystemClock
from bot.config import load
from bot.vault import Vault
from handlers.actions.api_keys import create_key
from storage.database.stores import Database
from storage.identity.people_search import PeopleSearch
from storage.schema import contacts
from storage.unit import Unit

WHO, LIKE, P95, SCAN = "Parley", "LIKE", "p95", "scan"
API, ONE, ANSWER = "the API", "one customer by id", "answer"
GOAL, API_GOAL = 0.01, 1.5
_LIMIT = 5  # people who are asked for, as /why does
_SCANS = 5  # of one run; the median of them counts
_SEED = 20


@dataclass(frozen=True, slots=True)
class FindPlan:
    """The measurement: ``people`` in the database, and ``texts`` to search of each kind."""

    runs: int = 5
    people: int = 1_000_000
    texts: int = 200
    database_url: str | None = None


async def measure_find(plan: FindPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    sheet = Sheet("find", _settings(plan))
    with bench_shop.make_folder() as folder:
        url = plan.database_url or f"sqlite:///{folder}/find.db"
        await bench_shop.prepare_business(url)
        async with bench_shop.open_store(url) as store:
            await realistic_names.fill(store, plan.people)
            await bench_shop.settle_down(url)
            for run in range(plan.runs):
                await _measure(sheet, store, _draw_texts(plan, run))
            key, known = await store.write(BUSINESS, _key), await store.read(BUSINESS, partial(_some, many=plan.texts))
        async with child_process.running(
            "web", child_process.module("bot.bench.web_process"), folder, bench_shop.make_environment(url)
        ) as web:
            port = (await web.read_message())["port"]
            for run in range(plan.runs):
                await _ask(sheet, port, key, known, _draw_texts(plan, run))
    for way in _draw_texts(plan, 0):
        sheet.compare("found / LIKE", (WHO, way, P95), (LIKE, way, SCAN), at_most(GOAL))
    for way in _draw_texts(plan, 0):
        sheet.compare("answer / one by id", (API, way, ANSWER), (API, ONE, ANSWER), at_most(API_GOAL))
    return sheet


def _settings(plan: FindPlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "people": plan.people,
        "texts of each way in a run": plan.texts,
        "analyzed": "never by us",
    }


def _draw_texts(plan: FindPlan, run: int) -> Mapping[str, Sequence[str]]:
    """Return search texts of each kind, about randomly drawn people."""
    drawn = random.Random(f"{_SEED} {run}")  # noqa: S311 - nothing secret
    some = set(drawn.sample(range(plan.people), min(plan.texts, plan.people)))
    chosen = [one for place, one in enumerate(realistic_names.generate_people(plan.people)) if place in some]
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
        "tag": [drawn.choice(TAGS) for _ in chosen],
    }


async def _measure(sheet: Sheet, store: Database, wanted: Mapping[str, Sequence[str]]) -> None:
    for way, texts in wanted.items():
        scans = [await bench_shop.time_read(store, partial(_scan, text=f"nobody {place}")) for place in range(_SCANS)]
        found = [await bench_shop.time_read(store, partial(_find, text=text)) for text in texts]
        sheet.note(LIKE, way, SCAN, "ms", median(scans))
        sheet.note(WHO, way, "median", "ms", median(found))
        sheet.note(WHO, way, P95, "ms", stopwatch.find_percentile(found, 0.95))


async def _find(unit: Unit, text: str) -> None:
    assert await unit.of(PeopleSearch).find(text, _LIMIT), "everybody who is looked for is there"


async def _scan(unit: Unit, text: str) -> None:
    """Search by a part of the name among everybody, as the service once did."""
    named = func.lower(contacts.c.name).like(f"%{text}%")
    query = select(contacts.c.id).where(unit.owns(contacts), named).order_by(contacts.c.id.desc()).limit(_LIMIT)
    assert not await unit.rows(query)


async def _key(unit: Unit) -> str:
    """Create an API key with read access and return it."""
    return await create_key(
        unit, ("read",), SystemClock().now(), Vault(load(bench_shop.make_environment("")).require_secret())
    )


async def _some(unit: Unit, many: int) -> Sequence[UUID]:
    """Return the ids of ``many`` people."""
    rows = await unit.rows(select(contacts.c.id).where(unit.owns(contacts)).order_by(contacts.c.id).limit(many))
    return [row.id for row in rows]


async def _ask(sheet: Sheet, port: int, key: str, known: Sequence[UUID], wanted: Mapping[str, Sequence[str]]) -> None:
    """Query the API, one request at a time: first by id, then by each text. Raises LostDelivery."""
    asked = {ONE: [f"/{one}?fields=id,name" for one in known]}
    for way, texts in wanted.items():
        asked[way] = [f"?{urlencode({'q': text, 'limit': 1, 'fields': 'id,name'})}" for text in texts]
    for way, paths in asked.items():
        headers = {"Authorization": f"Bearer {key}"}
        answered = await press(port, [request(f"/api/customers{path}", headers, method="GET") for path in paths], 1)
        if set(answered.statuses) != {200}:
            raise LostDelivery(f"answers other than 200 to {way}: {dict(answered.statuses)}")
        sheet.note(API, way, ANSWER, "ms", median(answered.waits) * 1000)
