"""A question to the staff is used up once, by whom it was put to, and not after its time."""

from __future__ import annotations

from uuid import UUID

from storage.confirmations import Confirmation
from storage.database import Database
from storage.unit import Unit
from tests.storage.world import NOW, after, do, queued

TOKEN = "t" * 64


async def ask(unit: Unit) -> UUID:
    """A question that may be answered for ten minutes: whose it is."""
    member, _ = await unit.access.put_member("Asha", "owner", NOW)
    message = await queued(unit)
    await unit.confirmations.ask(Confirmation(TOKEN, member.id, "cancel", {}, "", message.id, NOW, after(10)))
    return member.id


async def test_it_is_used_up_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        member = await ask(unit)
        assert await unit.confirmations.settle(TOKEN, member, after(9))
        assert not await unit.confirmations.settle(TOKEN, member, after(9), declined=True)
        found = await unit.confirmations.get(TOKEN)
        assert found is not None
        assert (found.used_at, found.declined) == (after(9), False)

    await do(store, tell)


async def test_its_time_ends(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        member = await ask(unit)
        assert not await unit.confirmations.settle(TOKEN, member, after(10))

    await do(store, tell)


async def test_it_is_nobody_elses(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await ask(unit)
        ravi, _ = await unit.access.put_member("Ravi", "owner", NOW)
        assert not await unit.confirmations.settle(TOKEN, ravi.id, after(1))

    await do(store, tell)
