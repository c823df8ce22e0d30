"""Calls to other systems are asked for once."""

from __future__ import annotations

from uuid import UUID

from storage.database.stores import Database
from storage.unit import Unit
from tests.storage.world import NOW, after, do

RUN = UUID(int=2)


async def test_a_call_is_asked_for_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        request = {"percent": 10, "until": after(5), "codes": ["a"]}
        call = unit.ids.make()
        assert await unit.calls.add(call, "discount", "k", RUN, None, request, NOW)
        assert not await unit.calls.add(unit.ids.make(), "discount", "k", RUN, None, request, NOW)
        await unit.calls.set_status(call, "done", after(1), provider_id="gid")
        found = await unit.calls.get(call)
        assert found is not None
        assert (found.request, found.status, found.provider_id, found.created_at) == (request, "done", "gid", NOW)
        assert await unit.calls.find_by_key("k") == found
        assert await unit.calls.get(RUN) is None
        assert await unit.calls.find_by_key("another") is None

    await do(store, tell)
