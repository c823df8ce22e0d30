"""What the staff keeps of audiences in chat, by whom, and under which names."""

from __future__ import annotations

from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_no_name_says_whom_it_means(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for name in ("gone 90 days", "not vip"):
            refused = await desk.ask(f"/audience {name} = bought mug")
            assert (
                refused == f'Not done: "{name}" is a word for a group of people; choose a name that begins differently.'
            )
        assert "Saved as “vip tags”" in await desk.ask("/audience vip tags = bought mug")

    await play(store, scene)


async def test_who_may_keep_none_is_offered_nothing_to_keep_or_delete(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        await desk.ask("/audience buyers = bought mug")
        assert "/audience NAME = bought shorts" in await desk.ask("/audience bought shorts")
        assert "NAME" not in await desk.ask("/audience bought shorts", "Ravi")
        assert "/audience_json_buyers · /audience_delete_buyers" in await desk.ask("/audience buyers")
        shown = await desk.ask("/audience buyers", "Ravi")
        assert "/audience_json_buyers" in shown
        assert "/audience_delete" not in shown

    await play(store, scene)
