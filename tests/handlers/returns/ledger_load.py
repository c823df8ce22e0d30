"""One of several processes that click, repeat, credit and pay at random: ``python -m … URL SEED ACTIONS``."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import datetime, timedelta
from uuid import UUID

from bot.clock import PushedClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_month, credit_charge
from handlers.returns.click_counting import count_click
from storage.database.stores import make_database
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.schema import charges
from tests.handlers.returns.returned import NOON, PARCELS
from tests.sourced import turns_of
from tests.storage.promotions.promoted import list_prompts

DAYS = 12
"""How far the clock of each process goes."""
BATCH = 20


class Clicker:
    """A process with a clock and chances of its own."""

    def __init__(self, turns: OpenTurns, clock: PushedClock, seed: int) -> None:
        self._turns, self._clock = turns, clock
        self._chance = random.Random(seed)
        self._last = UUID(int=0)

    async def run(self, actions: int) -> None:
        """Do so many actions while ``DAYS`` pass; those of a batch are begun at once, as a process does its events."""
        prompts = await self._turns.act(PARCELS.id, lambda turn: list_prompts(turn.unit))
        for begun in range(0, actions, BATCH):
            many = min(BATCH, actions - begun)
            self._clock.push(self._clock.now() + timedelta(days=DAYS) * many / actions)
            shown = self._chance.choices(prompts, k=many)
            # A process that waited in vain for SQLite's one writer tries again, as the service does.
            acts = [
                self._turns.act_at_last(PARCELS.id, lambda turn, one=one: self._do(turn, one.id))  # type: ignore[misc]
                for one in shown
            ]
            await asyncio.gather(*acts)

    async def _do(self, turn: Turn, which: UUID) -> None:
        chance = self._chance.random()
        if chance < 0.05:
            return await self._credit(turn)
        if chance < 0.1:
            await self._pay_month(turn, which)
            return None
        event = self._last if chance < 0.15 else turn.unit.ids.make()  # sometimes the same event once more
        self._last = event
        prompt = await turn.unit.of(Prompts).get(which)
        if prompt is not None:
            await count_click(turn, prompt, event)
        return None

    async def _credit(self, turn: Turn) -> None:
        query = charges.select().where(turn.unit.owns(charges)).order_by(charges.c.id.desc()).limit(20)
        rows = await turn.unit.rows(query)
        if rows:
            await credit_charge(turn, self._chance.choice(rows).id)

    async def _pay_month(self, turn: Turn, which: UUID) -> None:
        prompt = await turn.unit.of(Prompts).get(which)
        promotion = await turn.unit.of(Promotions).get(prompt.promotion) if prompt and prompt.promotion else None
        if promotion is not None:
            await charge_month(turn, promotion)


async def main(url: str, seed: int, actions: int, now: datetime = NOON) -> None:
    """Run against a database."""
    clock = PushedClock(now)
    store = make_database(url, Ids(clock), HOLDINGS)
    try:
        await Clicker(turns_of(store, clock), clock, seed).run(actions)
    finally:
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
