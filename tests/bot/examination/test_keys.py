"""What the doctor says of API keys, and of a secret key that does not fit."""

from __future__ import annotations

from datetime import timedelta

from pydantic import SecretStr

from bot.vault import Vault
from handlers.actions.api_keys import create_key
from storage.unit import Unit
from tests.bot.examination.installation import BOT, KEY, OWNER, SIMULATED, Installation

DAY = timedelta(days=1)


async def test_keys_that_nobody_uses_or_that_end_soon_are_named(shop: Installation) -> None:
    await shop.apply(SIMULATED + BOT + OWNER)
    now = shop.clock.now()

    async def make(unit: Unit, days_ago: int, label: str, ends_after: timedelta | None = None) -> None:
        await create_key(unit, ("read",), now - days_ago * DAY, Vault(KEY), label=label, ends_after=ends_after)

    async def fill(unit: Unit) -> None:
        await make(unit, 1, "new")
        await make(unit, 20, "short", 30 * DAY)
        await make(unit, 200, "old")
        await make(unit, 200, "over", 100 * DAY)
        await make(unit, 200, "used")
        used = (await unit.access.keys())[-1]
        await unit.access.note_use(used.id, now - 3 * DAY, now - 2 * DAY)

    await shop.store.write("tiger", fill)
    keys = {key.label: key.id for key in await shop.store.read("tiger", lambda unit: unit.access.keys())}
    assert await shop.to_do() == [
        f"tiger: the API key {keys['short']} (short) expires on {now + 10 * DAY:%Y-%m-%d}: "
        "create the next one with parley key create",
        f"tiger: the API key {keys['old']} (old) was not used for 200 days: parley key revoke {keys['old']}",
    ]


async def test_a_key_that_does_not_fit_is_one_line(shop: Installation) -> None:
    await shop.apply(SIMULATED + BOT + OWNER)
    assert await shop.to_do() == []
    shop.reach(secret_key=SecretStr("another key of more than 32 characters"))
    (line,) = await shop.to_do()
    assert line.startswith("PARLEY_SECRET_KEY is not the key that last opened this database")
