"""The same payout confirmed by several owners in the same moment is booked once: each sees what the one before did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from flows.actor import SYSTEM
from flows.engine import Asks
from handlers.engine.turn import Turn
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_earnings import COMMISSION, PAYOUT, Earnings
from tests.actors import ASHA
from tests.delivery.racing import PROCESSES, at_once, racing
from tests.storage.world import queued
from tests.transcripts.world import BUSINESS

EARNED = 300_000_000


async def earned(turn: Turn) -> UUID:
    """A shop has earned it, and each process holds a question of its own about it."""
    shop, *_ = await turn.unit.of(Shops).all()
    await turn.unit.of(Earnings).book(shop.id, None, COMMISSION, "c1", EARNED, "INR", SYSTEM, turn.now)
    for number in range(PROCESSES):
        await turn.unit.questions.ask(await queued(turn.unit), Asks("confirm", token=f"t{number}"))
    return shop.id


def booked(shop: UUID, number: int) -> Callable[[Turn], Awaitable[bool]]:
    """An owner confirms, and it is weighed against what is owed."""

    async def work(turn: Turn) -> bool:
        asked = await turn.unit.questions.find_by_token(f"t{number}")
        assert asked is not None
        assert await turn.unit.questions.confirm(asked, "do", turn.now)
        owed = await turn.unit.of(Earnings).sum_owed(shop)
        await turn.unit.connection.execute(text("SELECT pg_sleep(0.1)"))  # the server is busy: others come in between
        if owed < EARNED:
            return False
        key = f"{PAYOUT}:{number}"
        return await turn.unit.of(Earnings).book(shop, None, PAYOUT, key, -EARNED, "INR", ASHA, turn.now)

    return work


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_who_confirm_at_once_one_books(database: str, tmp_path: Path) -> None:
    async with racing(tmp_path, database, "asha> /orders") as (_, turns):
        shop = await turns[0].act(BUSINESS, earned)
        said = await at_once(turns, [booked(shop, number) for number in range(PROCESSES)])
        assert said.count(True) == 1
