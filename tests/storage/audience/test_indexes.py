"""What SQLite reads for an audience: indexes that hold all that is asked, and no row beside them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from flows.audience.criteria_json import read_criteria
from flows.audience.criteria_moment import settle_criteria
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp, Unless
from storage.audience.criteria_condition import SelectedPeople, can_begin, make_terms
from storage.audience.criteria_setting import gather
from storage.campaigns.campaign_mailings import Mailings
from storage.campaigns.follow_up_people import Followed
from storage.database.stores import Database
from storage.schema import contacts
from storage.unit import Unit
from tests.cases import each
from tests.single import asked_of
from tests.storage.campaigns.test_campaigns import campaign
from tests.storage.world import NOW, SHOP

COVERED = {
    "spend": ({"fact": "spend", "op": ">=", "value": 9}, "PRIMARY KEY"),
    "last order": ({"fact": "days_since_order", "op": ">=", "value": 60}, "PRIMARY KEY"),
    "lifecycle": ({"fact": "lifecycle", "op": "=", "value": "dormant"}, "PRIMARY KEY"),
    "tag": ({"fact": "tag", "op": "=", "value": "vip"}, "COVERING INDEX ix_customer_tags_tag"),
    "brand": ({"fact": "brand", "op": "=", "value": "nike"}, "COVERING INDEX ix_order_lines_brand"),
    "category": ({"fact": "category", "op": "=", "value": "shoes"}, "COVERING INDEX ix_order_lines_category"),
    "brand lately": (
        {"event": "order.created", "within": "30d", "where": {"brand": "nike"}},
        "COVERING INDEX ix_order_lines_brand",
    ),
    "country": ({"fact": "country", "op": "=", "value": "US"}, "COVERING INDEX ix_places_country"),
    "region": ({"fact": "region", "op": "=", "value": "TX"}, "COVERING INDEX ix_places_region"),
    "zone": ({"fact": "zone", "op": "=", "value": "Asia/Kolkata"}, "COVERING INDEX ix_places_timezone"),
    "reachable": ({"fact": "reachable", "op": "=", "value": "telegram"}, "COVERING INDEX ix_addresses_usable"),
}


@pytest.fixture
def server() -> None:
    """SQLite, which has no statistics to go by."""
    return


@each(("condition", "index"), COVERED.values(), ids=COVERED)
async def test_a_condition_is_asked_of_an_index_that_covers_it(
    store: Database, condition: dict[str, Any], index: str
) -> None:
    """Whether its people are walked along, or looked up one by one."""
    visits = {"event": "customer.visited"}
    along = await store.read(SHOP, partial(_plan, document=condition))
    assert f" USING {index} " in along[0]
    looked_up = await store.read(SHOP, partial(_plan, document={"all": [condition, visits]}))
    assert any(re.search(r" USING .*\bcontact=\?", one) for one in looked_up[1:])
    assert [one for one in along + looked_up if re.search(r"^SCAN (?!anon|\(subquery)", one)] == []


async def test_everybody_is_counted_by_an_index(store: Database) -> None:
    plan, *_ = await store.read(SHOP, partial(_plan, document={"all": []}))
    assert "USING COVERING INDEX ix_contacts_living" in plan


async def test_whether_somebody_clicked_is_looked_up_by_the_links_of_their_message(store: Database) -> None:
    again = FollowUp(timedelta(days=2), (CampaignText("Still time"),), Unless.CLICKED)

    async def ask(unit: Unit) -> list[str]:
        spring = campaign(unit, terms=Terms(follow_ups=(again,)))
        with asked_of(unit) as said:
            await unit.of(Followed).find_qualified(spring, 2, [unit.ids.make()])
        return await _read(unit, *said)

    plan = await store.read(SHOP, ask)
    assert any("links USING INDEX ix_links_message (business=? AND message=?)" in one for one in plan)
    assert any("clicks USING INDEX ix_clicks_code (business=? AND code=?)" in one for one in plan)


async def test_the_zones_of_people_are_found_one_by_one(store: Database, database: str) -> None:
    """However many people live in one: SQLite's plan is the same where it walks them all."""
    many = 4_000

    async def ask(unit: Unit) -> list[tuple[str, Any]]:
        homes = ["Asia/Kolkata"] * many + ["Europe/Paris"]
        await unit.add_all(contacts, [{"id": unit.ids.make(), "timezone": one, "created_at": NOW} for one in homes])
        with asked_of(unit) as said:
            assert await unit.of(Mailings).zones() == ["Asia/Kolkata", "Europe/Paris"]
        return said

    (asked,) = await store.write(SHOP, ask)
    plan = await store.read(SHOP, lambda unit: _read(unit, asked))
    assert "USING COVERING INDEX ix_contacts_zone (business=? AND timezone>?)" in plan[-2]
    assert _instructions(database, *asked) < many


def _instructions(database: str, text: str, values: Any) -> int:
    """How many instructions of its machine SQLite executes for a statement, to the next 100."""
    counted: list[None] = []
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        connection.set_progress_handler(lambda: counted.append(None), 100)
        connection.execute(text, values).fetchall()
    return 100 * len(counted)


async def _plan(unit: Unit, document: dict[str, Any]) -> list[str]:
    """The reads of SQLite for the people of criteria, from the last term on that can begin."""
    criteria = settle_criteria(read_criteria(document), NOW, NOW.date())
    setting = await gather(unit, criteria, NOW)
    meant = SelectedPeople(make_terms(criteria, setting), setting)
    first = ([None, *filter(can_begin, meant.terms)])[-1]
    with asked_of(unit) as said:
        await unit.rows(meant.people(first))
    return await _read(unit, *said)


async def _read(unit: Unit, asked: tuple[str, Any]) -> list[str]:
    text, values = asked
    rows = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
    return [row._mapping["detail"] for row in rows if " USING " in row._mapping["detail"] or "SCAN" in str(row)]
