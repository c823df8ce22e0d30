"""A command without a customer offers some as buttons."""

from __future__ import annotations

from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_customers_are_offered_where_nobody_has_written_yet(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for place, name in enumerate(("Omar Khan", "Lena Roth")):
            await desk.house.person(f"+9198200000{place}0", name, "whatsapp", agreed=False)
        answer = await desk.say("/customers")
        labels = [one["text"] for one in answer.buttons]
        assert sorted(labels) == ["Lena Roth", "Omar Khan"]
        first = (await desk.taps("/customers"))[labels.index("Lena Roth")]
        assert (await desk.ask(first)).startswith("Lena Roth")

    await play(store, scene)
