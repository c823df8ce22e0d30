"""What words may say of a person: each fact of theirs alone, of the newest programme, and nothing that is not known."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import update

from flows.campaigns.campaign_texts import FACTS
from storage.campaigns.person_facts import PersonFacts
from storage.database.stores import Database
from storage.profiles.loyalty import Loyalty, Progress
from storage.schema import contacts, customer_totals
from storage.unit import Unit
from tests.storage.sending.test_fanout import someone
from tests.storage.world import NOW, SHOP


async def test_each_fact_is_its_persons(store: Database) -> None:
    async def scene(unit: Unit) -> None:
        ann, bo, cy = [await someone(unit, number) for number in range(3)]
        await unit.run(update(contacts).where(contacts.c.id == ann).values(city="Mobile"))
        for contact, orders in ((ann, 0), (bo, 3)):
            await unit.put(customer_totals, ("contact",), contact=contact, orders=orders, acquired_at=NOW)
        programmes = [("Coffee", "7.5", "10", "a mug", 2), ("Tea", "3", "9", "", 1)]
        for name, progress, goal, reward, days in programmes:
            at = NOW - timedelta(days=days)
            await unit.of(Loyalty).put(bo, Progress(name, Decimal(progress), Decimal(goal), reward, None, at))
        found = await unit.of(PersonFacts).find_facts([ann, bo, cy], FACTS)
        assert dict(found) == {ann: {"city": "Mobile"}, bo: {"orders": "3", "points": "3", "goal": "9"}}
        assert dict(await unit.of(PersonFacts).find_facts([bo], ["points"]))[bo]["points"] == "3"
        assert await unit.of(PersonFacts).find_facts([bo], ["name"]) == {}

    await store.write(SHOP, scene)
