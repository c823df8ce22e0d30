"""Promotions are shown within their terms, and a budget or a daily cap stops exactly."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from flows.promotions.promotion import Content, PromotionStatus
from flows.promotions.sponsor import SponsorStatus
from storage.database.stores import Database
from storage.promotions.promotions import PromotionMoved, Promotions, Spending
from storage.promotions.sponsors import BrandTaken, SponsorNameTaken, Sponsors
from storage.unit import Unit
from tests.storage.promotions.promoted import CLICK, promotion, prompt, sponsor
from tests.storage.world import NOW, do, person

DAY = date(2026, 3, 2)


async def test_a_promotion_is_stored_as_it_was(store: Database) -> None:
    async def work(unit: Unit) -> None:
        boots = await sponsor(unit)
        made = await promotion(unit, boots, budget=CLICK, starts_at=NOW, audience='{"all":[]}', priority=2)
        all_of_them = unit.of(Promotions)
        assert await all_of_them.get(made.id) == made
        changed = replace(made, proposed=Content("a", "b", "https://c.example"), version=2)
        await all_of_them.save(changed)
        assert await all_of_them.of(boots.id) == [changed] == await all_of_them.page(5)
        assert await all_of_them.list_waiting() == [changed]
        with pytest.raises(PromotionMoved):
            await all_of_them.save(replace(made, version=2))

    await do(store, work)


async def test_only_promotions_within_their_terms_are_live(store: Database) -> None:
    async def work(unit: Unit) -> None:
        boots = await sponsor(unit)
        shown = await promotion(unit, boots, budget=CLICK)
        others = [
            await promotion(unit, boots, status=PromotionStatus.PAUSED),
            await promotion(unit, boots, content=None),
            await promotion(unit, boots, starts_at=NOW + timedelta(minutes=1)),
            await promotion(unit, boots, expires_at=NOW),
            await promotion(unit, boots, budget=CLICK - 1),
            await promotion(unit, boots, daily_cap=CLICK - 1),
        ]
        live = unit.of(Promotions)
        found = await live.list_live(shown.sponsor, shown.brand, NOW, DAY)
        assert {text: [one.id for one in some] for text, some in found.items()} == {"": [shown.id]}
        assert [await live.find_live(one.id, NOW, DAY) is not None for one in (shown, *others)] == [True] + [
            False
        ] * len(others)
        assert shown.runs(NOW)
        assert [one.runs(NOW) for one in others] == [False] * 4 + [True] * 2  # money is not a matter of `runs`
        assert await live.list_live(shown.sponsor, "another brand", NOW, DAY) == {}
        await unit.of(Sponsors).set_status(boots.id, SponsorStatus.UNPAID)
        assert await live.find_live(shown.id, NOW, DAY) is None

    await do(store, work)


async def test_the_cap_of_a_day_is_free_again_on_the_next(store: Database) -> None:
    async def work(unit: Unit) -> None:
        made = await promotion(unit, await sponsor(unit), daily_cap=2 * CLICK, budget=5 * CLICK)
        spend = unit.of(Promotions).spend
        today, tomorrow = (Spending(made.id, CLICK, day) for day in (DAY, DAY + timedelta(days=1)))
        assert [await spend(today) for _ in range(3)] == [DAY, DAY, None]
        await unit.of(Promotions).refund(today)
        assert [await spend(today), await spend(today)] == [DAY, None]
        assert [await spend(tomorrow) for _ in range(3)] == [tomorrow.day, tomorrow.day, None]
        assert await spend(today) is None  # a clock that is behind spends on the day that has begun
        assert await spend(Spending(made.id, CLICK, DAY + timedelta(days=2)))
        assert not await spend(Spending(made.id, CLICK, DAY + timedelta(days=3)))  # the budget is spent

    await do(store, work)


async def test_many_at_once_never_spend_more_than_the_budget(store: Database) -> None:
    made = await do(store, lambda unit: _with_budget(unit, 5 * CLICK))

    async def spend(unit: Unit) -> bool:
        return await unit.of(Promotions).spend(Spending(made, CLICK, DAY)) is not None

    assert sum(await asyncio.gather(*(do(store, spend) for _ in range(12)))) == 5


async def _with_budget(unit: Unit, budget: int) -> UUID:
    return (await promotion(unit, await sponsor(unit), budget=budget)).id


async def test_a_shown_promotion_was_seen(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        made = await promotion(unit, await sponsor(unit))
        await prompt(unit, made, contact, shown_at=NOW)
        await prompt(unit, await promotion(unit, await sponsor(unit, "Other")), contact, "r2")
        assert await unit.of(Promotions).list_seen(contact, NOW - timedelta(days=1)) == {made.id}
        assert await unit.of(Promotions).list_seen(contact, NOW + timedelta(seconds=1)) == set()

    await do(store, work)


async def test_a_name_and_a_brand_belong_to_one_sponsor(store: Database) -> None:
    async def work(unit: Unit) -> None:
        boots, all_of_them = await sponsor(unit), unit.of(Sponsors)
        with pytest.raises(SponsorNameTaken):
            await sponsor(unit, "BOOTS & co")
        shoes = await sponsor(unit, "Shoes")
        with pytest.raises(BrandTaken, match="Boots & Co"):
            await all_of_them.claim_brand(shoes.id, "boots & CO")
        await all_of_them.claim_brand(shoes.id, "shoes")
        assert (await all_of_them.find_by_brand("Boots & Co")) == boots
        assert await all_of_them.remove(boots.id, NOW)
        assert not await all_of_them.remove(boots.id, NOW)
        assert await all_of_them.find_by_brand("Boots & Co") is None
        assert [one.name for one in await all_of_them.all()] == ["Shoes"]
        await all_of_them.claim_brand(shoes.id, "Boots & Co")

    await do(store, work)
