"""The address where a person last answered: by a message or by a link, and by no robot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.database.stores import Database
from storage.facts.last_answers import LATELY, LastAnswers
from storage.schema import messages
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed


async def test_a_click_and_a_message_are_answers_and_a_robots_visit_is_none(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        clicked, robbed, replied = await spring.sent(0, 3)
        await spring.click(clicked, START + HOUR)
        await spring.click(robbed, START + HOUR, robot=True)
        await spring.replies(replied, START + 2 * HOUR)
        for letter, answered in ((clicked, True), (robbed, False), (replied, True)):
            its = select(messages.c.contact, messages.c.address).where(messages.c.id == letter)
            (row,) = await shop.unit.rows(its)
            found = shop.unit.of(LastAnswers)
            address = row.address if answered else None
            assert await found.find_address(row.contact, START + 3 * HOUR) == address
            assert await found.find_address(row.contact, START) is None, "nothing is known before it happens"
            assert await found.find_address(row.contact, START + LATELY + timedelta(days=1)) is None

    await play(store, scene)
