"""How many people may be in a state."""

from __future__ import annotations

import pytest

from flows.policy.departure_facts import PlaceKind, ToldPlace
from storage.database.stores import Database
from storage.identity.residents import count_residents
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shops
from storage.unit import Unit
from tests.storage.sourcing.test_catalogue import shop
from tests.storage.world import NOW, OTHER_SHOP, do

STATED = PlaceKind.STATED


@pytest.mark.parametrize(
    ("name", "told", "many"),
    [
        pytest.param(("sms", "+12015550101"), None, 1, id="the area code of a number"),
        pytest.param(("whatsapp", "+19735550101"), None, 1, id="on WhatsApp too"),
        pytest.param(("sms", "+13145550101"), None, 0, id="another area code"),
        pytest.param(("sms", "+442015550101"), None, 0, id="the same digits elsewhere"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", "New Jersey"), 1, id="an address"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, None, "NJ"), 1, id="without a country"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", None, "07102"), 1, id="a postal code alone"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", None, "7030"), 1, id="a postal code without its zero"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", None, "70301234"), 1, id="a longer one without it"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", None, "07030-1234"), 1, id="a longer one"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", None, "10001"), 0, id="a postal code of another"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", "Nueva Jersei"), 1, id="a region nobody can read"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, None, "Nueva Jersei"), 1, id="and without a country"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "IN", "Nueva Jersei"), 0, id="and elsewhere"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", "NY", "07102"), 0, id="another state"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "DE", None, "07102"), 0, id="another country"),
        pytest.param(("sms", "+12015550101"), ToldPlace(STATED, "US", "NJ"), 1, id="counted once"),
    ],
)
async def test_who_may_be_in_new_jersey(
    store: Database, name: tuple[str, str], told: ToldPlace | None, many: int
) -> None:
    async def work(unit: Unit) -> int:
        contact = await unit.people.resolve([Identity(*name)], NOW)
        await unit.places.tell(contact, [told] if told else [], "test", NOW)
        return await count_residents(unit, "NJ", "US")

    assert await do(store, work) == many
    assert await store.read(OTHER_SHOP, lambda unit: count_residents(unit, "NJ", "US")) == 0


async def test_whoever_is_told_without_a_country_is_where_the_shop_is(store: Database) -> None:
    async def work(unit: Unit) -> list[int]:
        contact = await unit.people.resolve([Identity("telegram", "77")], NOW)
        await unit.places.tell(contact, [ToldPlace(STATED, None, None, "07743")], "test", NOW)
        return [await count_residents(unit, "NJ", home) for home in ("US", "DE")]

    assert await do(store, work) == [1, 0]


async def test_neither_the_staff_nor_the_shops_are_customers(store: Database) -> None:
    async def work(unit: Unit) -> int:
        people = [await unit.people.resolve([Identity("whatsapp", f"+1201555010{n}")], NOW) for n in range(5)]
        for contact in people[1:]:
            await unit.places.tell(contact, [ToldPlace(STATED, "US", "NJ")], "test", NOW)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, people[0], NOW)
        member, _ = await unit.access.put_member("Ben", "agent", NOW)
        await unit.access.link(member.id, people[1], NOW)
        first, second = shop(unit), shop(unit, "karol")
        await unit.of(Shops).add([first, second], NOW)
        await unit.of(Shops).link(first.id, people[2], NOW)
        await unit.of(Shops).unlink(second.id, people[3])
        return await count_residents(unit, "NJ", "US")

    assert await do(store, work) == 1
