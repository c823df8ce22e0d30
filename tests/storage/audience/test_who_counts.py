"""Who is only on the staff, or only keeps a shop, is no customer wherever customers are counted, listed or shown."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

import pytest

from flows.audience.criteria import EVERYBODY
from storage.audience.audiences import Audiences, Selection
from storage.database.stores import Database
from storage.profiles.customer_list import CustomerList, SortedBy, Sorting
from storage.profiles.profiles import Profiles
from storage.schema import addresses, carts, contacts, orders, permissions, shops, staff
from storage.unit import Unit
from tests.storage.audience.known_people import KnownPeople
from tests.storage.world import NOW, OTHER_SHOP, do, open_shops

ANSWERS = ("staff", "left the staff", "shop", "left the shop", "another business's staff")
DEALT = ("nothing", "ordered", "filled a cart", "agreed", "stopped")


async def answer(unit: Unit, contact: UUID, how: str) -> None:
    removed = NOW if how.startswith("left") else None
    told = {"contact": contact, "removed_at": removed, "name": "Rosales"}
    if "staff" in how:
        here = unit.switch_business(OTHER_SHOP) if "another" in how else unit
        there = {"contact": None} if "another" in how else {}
        await here.add(staff, id=unit.ids.make(), role="agent", **(told | there))
    else:
        shop, hours = unit.ids.make(), {"opens": 0, "closes": 1440, "location": "", "follows": False}
        await unit.add(shops, id=shop, ref=shop.hex, language="en", created_at=NOW, **told, **hours)


async def deal(unit: Unit, contact: UUID, how: str) -> None:
    row = {"id": unit.ids.make(), "contact": contact, "created_at": NOW}
    if how == "ordered":
        await unit.add(orders, **row, source="api", ref="1", number="1")
    elif how == "filled a cart":
        told = {"total": 1, "currency": "USD", "items": "[]", "checkout_url": "", "as_of": NOW, "status": "open"}
        await unit.add(carts, **row, source="api", cart="1", **told)
    elif how != "nothing":
        state = {"agreed": "granted", "stopped": "revoked"}[how]
        await unit.add(addresses, **row, channel="sms", value="+13145550142", state="usable", state_at=NOW)
        about = {"purpose": "marketing", "programme": "offers", "state": state, "since": NOW}
        await unit.add(permissions, address=row["id"], **about)


async def everywhere(unit: Unit, contact: UUID) -> set[bool]:
    """Whether they are a customer, as each place that tells says."""
    asked, audiences = Selection(EVERYBODY, NOW, UTC), unit.of(Audiences)
    listed = [await unit.of(CustomerList).page(Sorting(by, down=down), 10) for by in SortedBy for down in (True, False)]
    return {
        contact in await audiences.page(asked, 10),
        await audiences.count(asked) == 1,
        contact in await unit.of(KnownPeople).of([contact], EVERYBODY, NOW),
        contact in await unit.of(Profiles).find_profiles([contact]),
        *(contact in [one.contact for one in page] for page in listed),
    }


@pytest.mark.parametrize("dealt", DEALT)
@pytest.mark.parametrize("answers", ANSWERS)
async def test_who_only_answers_for_something_is_no_customer(store: Database, answers: str, dealt: str) -> None:
    await open_shops(store)

    async def work(unit: Unit) -> set[bool]:
        contact = unit.ids.make()
        await unit.add(contacts, id=contact, created_at=NOW)
        await answer(unit, contact, answers)
        await deal(unit, contact, dealt)
        return await everywhere(unit, contact)

    only = answers in {"staff", "shop"} and dealt in {"nothing", "stopped"}
    assert await do(store, work) == {not only}
