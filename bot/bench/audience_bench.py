"""``bench audience``: counting audiences with five conditions, compared with a bare count of the same people by index;
and ranking customers by stored totals, compared with totals computed from all orders by a covering index.

The bare count covers every contact that was neither merged nor erased. The database never gathers statistics (ANALYZE).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from statistics import median
from types import MappingProxyType
from typing import Any

from sqlalchemy import FromClause, case, func, select, text

from bot.bench import bench_shop, rank_memory, shoppers
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.clock import SystemClock
from flows.audience.criteria_json import read_criteria
from flows.channels import SMS
from storage.audience.audiences import Audiences, Selection
from storage.database.stores import Database
from storage.identity.personal_tables import living
from storage.schema import contacts, customer_totals, orders
from storage.store.customer_totals import START
from storage.store.rank_cuts import CustomerCuts, scores
from storage.unit import Unit

WHO, BARE, ORDERS = "Parley", "bare count", "from orders"
COUNT, RFM = "count", "RFM of all"
COUNT_GOAL, RFM_GOAL = 3.0, 0.7
_TIMES = 7  # each is measured in one run; the median of them counts
_REACHED = {"fact": "reachable", "op": "=", "value": SMS.name}
_HERE = {"fact": "country", "op": "=", "value": "US"}
_LAPSED = {"fact": "days_since_order", "op": ">=", "value": 60}
_BOUGHT = {"event": "order.created", "within": "365d", "where": {"brand": "brand 2"}}
# Five conditions each, from an audience of some hundredths of all people to one of half of them.
AUDIENCES: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "marked, good, lapsed": {
            "all": [
                {"fact": "tag", "op": "=", "value": "vip"},
                {"fact": "spend", "op": ">=", "value": 200},
                _LAPSED,
                _REACHED,
                _HERE,
            ]
        },
        "best fifth, lapsed, of a brand": {
            "all": [{"fact": "spend_percentile", "op": ">=", "value": 80}, _LAPSED, _BOUGHT, _REACHED, _HERE]
        },
        "lapsed after three orders": {
            "all": [
                {"fact": "lifecycle", "op": "in", "value": ["at_risk", "dormant"]},
                {"fact": "orders", "op": ">=", "value": 3},
                {"fact": "tag", "op": "!=", "value": "wholesale"},
                _REACHED,
                _HERE,
            ]
        },
        "nearly everybody": {
            "all": [
                {"fact": "orders", "op": ">=", "value": 1},
                {"fact": "spend", "op": ">=", "value": 20},
                {"fact": "last_order_at", "op": "within", "value": "700d"},
                _REACHED,
                _HERE,
            ]
        },
    }
)


@dataclass(frozen=True, slots=True)
class AudiencePlan:
    """The measurement: ``people``, each with ten lines of orders on average."""

    runs: int = 5
    people: int = 200_000
    database_url: str | None = None
    peers: str | None = None  # the Python that has pandas; None: the one that runs this


async def measure_audience(plan: AudiencePlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises Lived."""
    sheet = Sheet("audience", _settings(plan))
    with bench_shop.make_folder() as folder:
        url = plan.database_url or f"sqlite:///{folder}/audience.db"
        await bench_shop.prepare_business(url)
        async with bench_shop.open_store(url) as store:
            await shoppers.fill(store, plan.people)
            await store.write(BUSINESS, _cover)
            await bench_shop.settle_down(url)
            for _ in range(plan.runs):
                await _measure(sheet, store)
            await store.write(BUSINESS, lambda unit: unit.run(text("DROP INDEX ix_bench_orders")))
        await rank_memory.weigh(sheet, url, folder, plan.peers or sys.executable)
    for case_ in AUDIENCES:
        sheet.compare("counted / bare", (WHO, case_, COUNT), (BARE, case_, COUNT), at_most(COUNT_GOAL))
    sheet.compare("totals / orders", (WHO, RFM, "read"), (ORDERS, RFM, "read"), at_most(RFM_GOAL))
    rank_memory.note_ratios(sheet)
    return sheet


def _settings(plan: AudiencePlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "people": plan.people,
        "lines of orders": plan.people * shoppers.LINES,
        "analyzed": "never by us",
    }


async def _measure(sheet: Sheet, store: Database) -> None:
    for name, document in AUDIENCES.items():
        bare = [await bench_shop.time_read(store, _count_bare) for _ in range(_TIMES)]
        found = [await bench_shop.time_read(store, partial(_count, document=document)) for _ in range(_TIMES)]
        sheet.note(BARE, name, COUNT, "ms", median(bare))
        sheet.note(WHO, name, COUNT, "ms", median(found))
        sheet.note(WHO, name, "people", "", float(await store.read(BUSINESS, partial(_count, document=document))))
    for who in (WHO, ORDERS):
        took = [await bench_shop.time_read(store, partial(_rank, kept=who == WHO)) for _ in range(_TIMES)]
        sheet.note(who, RFM, "read", "ms", median(took))


async def _count(unit: Unit, document: dict[str, Any]) -> int:
    now = SystemClock().now()
    return await unit.of(Audiences).count(Selection(read_criteria(document), now, UTC))


async def _count_bare(unit: Unit) -> int:
    return int(await unit.value(select(func.count()).select_from(contacts).where(unit.owns(contacts), *living())))


async def _rank(unit: Unit, *, kept: bool) -> None:
    """Compute everybody's quintiles inside the database, from stored totals if ``kept``, else from the orders."""
    cuts = await unit.of(CustomerCuts).get()
    assert cuts is not None, "the bench worked them out"
    row: FromClause = customer_totals if kept else _make_totals(unit)
    # In the order of people, as the service reads ranks (CustomerCuts.ranks).
    all_ = (unit.owns(customer_totals), customer_totals.c.contact > START, customer_totals.c.orders > 0)
    ordered = all_ if kept else ()
    places = select(*(one.label(f"place{at}") for at, one in enumerate(scores(cuts, row)))).where(*ordered).subquery()
    await unit.rows(select(*map(func.sum, places.c)))


def _make_totals(unit: Unit) -> FromClause:
    """Return the order totals, computed from the countable orders."""
    counts = (unit.owns(orders), orders.c.placed_at.is_not(None), orders.c.cancelled_at.is_(None))
    spend = func.sum(case((orders.c.currency == "USD", orders.c.total - orders.c.refunded)))
    last = func.max(orders.c.placed_at).label("last_order_at")
    made = select(orders.c.contact, last, func.count().label("orders"), spend.label("spend"))
    return made.where(*counts).group_by(orders.c.contact).subquery()


async def _cover(unit: Unit) -> None:
    """Create an index with all columns of the totals."""
    columns = "business, contact, placed_at, cancelled_at, total, refunded, currency"
    await unit.run(text(f"CREATE INDEX IF NOT EXISTS ix_bench_orders ON orders ({columns})"))
