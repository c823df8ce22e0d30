"""A shop's record: what it answered and how fast, what it let pass and took back; not what it was spared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.sourcing.order_events import TakenBack
from flows.sourcing.shop_ask import Says
from storage.sourcing.shop_records import ShopRecord, ShopRecords
from tests.sourced import Souvenirs

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


async def records(house: Souvenirs, since: datetime = MONDAY) -> dict[str, ShopRecord]:
    found = await house.act(lambda turn: turn.unit.of(ShopRecords).load_records(list(house.shops.values()), since))
    return {ref: found[shop] for ref, shop in house.shops.items() if shop in found}


async def test_silence_and_a_word_that_is_taken_back_count(house: Souvenirs) -> None:
    await house.reserve("1234")
    house.later(minutes=10)
    await house.says("1234", "connaught", Says.NO)
    house.later(hours=24)
    await house.elapses("1234", "answer")
    await house.reserve("1235")
    await house.says("1235", "karol", Says.YES, 2)
    await house.give("1235", lambda order: TakenBack(order.id, house.shops["karol"], ("1",)))
    found = await records(house)
    ten = timedelta(minutes=10)
    assert found["connaught"] == ShopRecord(1, 0, 0, ten, ("no",))
    assert found["karol"] == ShopRecord(2, 0, 1, timedelta(0), ("taken_back", "silent"))
    assert found["hauz"] == ShopRecord(1, 0, 1, None, ("silent",))


async def test_what_a_shop_was_spared_is_nothing_of_its_record(house: Souvenirs) -> None:
    """Also where it had answered: of two who have it one gets it, and the other did nothing wrong."""
    await house.reserve("1234", ("SHORTS", "L", 2))
    house.later(minutes=10)
    await house.says("1234", "karol", Says.PART, 1)
    await house.says("1234", "connaught", Says.YES, 2)
    assert await records(house) == {"connaught": ShopRecord(1, 1, 0, timedelta(minutes=10), ("yes",))}


async def test_what_was_asked_before_is_forgotten(house: Souvenirs) -> None:
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    assert await records(house, MONDAY + timedelta(minutes=1)) == {}
