"""Somebody is there in the hour in which they clicked and wrote most, whoever they were by then."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from storage.campaigns.active_hours import Habits
from storage.database.stores import Database
from storage.people.people_merge import merge
from storage.schema import messages
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed

_DAY = timedelta(days=1)


async def test_the_hour_of_most_clicks_is_the_best_and_of_two_the_latest(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        often, twice, never = await spring.sent(0, 3)
        for letter, hours in ((often, (1, 25, 26)), (twice, (1, 5))):
            for hour in hours:
                await spring.click(letter, START + hour * HOUR)
        await spring.click(never, START + HOUR, robot=True)
        best = await _best(shop, [often, twice, never])
        assert best == {often: (START + HOUR).hour, twice: (START + 5 * HOUR).hour}

    await play(store, scene)


async def test_who_was_merged_into_somebody_was_there_as_they(store: Database) -> None:
    """Clicks keep the contact of whoever clicked then; a merge of a merge leads on, too."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        first, second, third = await spring.sent(0, 3)
        await spring.click(third, START + HOUR)
        for hour in (3, 27):
            await spring.click(first, START + hour * HOUR)
        people = [await _contact(shop, one) for one in (first, second, third)]
        await merge(shop.unit, people[0], people[1], START + _DAY)
        await merge(shop.unit, people[1], people[2], START + _DAY)
        assert await _best(shop, [third]) == {third: (START + 3 * HOUR).hour}

    await play(store, scene)


async def _best(shop: Shop, letters: list[UUID]) -> dict[UUID, int]:
    """The best hour of whoever got each letter."""
    whose = {await _contact(shop, one): one for one in letters}
    found = await shop.unit.of(Habits).find_best_hours(whose.keys(), START, START + 2 * _DAY)
    return {whose[one]: hour for one, hour in found.items()}


async def _contact(shop: Shop, letter: UUID) -> UUID:
    found: UUID = await shop.unit.value(select(messages.c.contact).where(messages.c.id == letter))
    return found
