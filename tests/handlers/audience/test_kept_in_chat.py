"""What the staff keeps of audiences in chat, by whom, and under which names."""

from __future__ import annotations

from storage.database import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_no_name_says_whom_it_means(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for name in ("tag vip", "not vip"):
            refused = await desk.ask(f"/audience {name} = bought mug")
            assert refused == f'Not done: "{name}" says whom it means; take a name that begins otherwise.'
        assert "Kept as “vip tags”" in await desk.ask("/audience vip tags = bought mug")

    await play(store, scene)
