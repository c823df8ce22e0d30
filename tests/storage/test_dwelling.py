"""How many people may be in a state."""

from __future__ import annotations

import pytest

from flows.policy.facts import PlaceKind, ToldPlace
from storage.dwelling import people_in
from storage.people import Identity
from storage.store import Store
from storage.unit import Unit
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
        pytest.param(("telegram", "77"), ToldPlace(STATED, "US", "NY", "07102"), 0, id="another state"),
        pytest.param(("telegram", "77"), ToldPlace(STATED, "DE", None, "07102"), 0, id="another country"),
        pytest.param(("sms", "+12015550101"), ToldPlace(STATED, "US", "NJ"), 1, id="counted once"),
    ],
)
async def test_who_may_be_in_new_jersey(store: Store, name: tuple[str, str], told: ToldPlace | None, many: int) -> None:
    async def work(unit: Unit) -> int:
        contact = await unit.people.resolve([Identity(*name)], NOW)
        await unit.places.tell(contact, [told] if told else [], "test", NOW)
        return await people_in(unit, "NJ")

    assert await do(store, work) == many
    assert await store.read(OTHER_SHOP, lambda unit: people_in(unit, "NJ")) == 0
