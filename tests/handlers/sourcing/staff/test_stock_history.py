"""/stock history: who changed our own stock of a product, with which order, and what was taken back."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import HOUR
from tests.handlers.sourcing.staff.sourced import Desk, play


@pytest.mark.parametrize(
    "text", ["/stock history shorts L", "/stock_history_SHORTS_L", "/stock_history tiger shorts L"]
)
async def test_counts_and_orders_stand_in_it_with_who_did_it(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        await desk.ask("/stock shorts L 5", "Ravi")
        await desk.ask("/stock shorts M 8")
        desk.now += HOUR
        await desk.pays(await desk.reserve("1234", ("SHORTS", "L", 2)))
        await desk.reserve("1235", ("SHORTS", "L", 1))
        desk.now += HOUR
        await desk.ask("/packed 1234", "Ravi")
        await desk.heard()
        desk.now += HOUR
        await desk.ask("/stock shorts L 9")
        await desk.ask("/undo")
        assert (await desk.ask(text)).splitlines() == [
            "Tiger Shorts (SHORTS), own stock now 3, 2 free. Changes, newest first:",
            "Tue 00:30: L counted 9, before 3 (Asha), undone",
            "Mon 23:30: 2 L sold, packed for /order_1234 (Ravi)",
            "Mon 22:30: 1 L held for /order_1235 (the customer)",
            "Mon 21:30: L counted 5 (Ravi)",
        ]
        assert len((await desk.ask("/stock history shorts")).splitlines()) == 6

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/stock history", "Which product?\n/stock_history_"),
        ("/stock history socks", 'No product matches "socks". There is:\n/stock_history_'),
        ("/stock history mug", "Taj Mug (MUG), own stock now 0, 0 free. Changes, newest first:\nNobody has counted"),
        ("/stock history mug yesterday", 'I don\'t know what "yesterday" means here'),
        ("/stock mug yesterday", 'I don\'t know what "yesterday" means here'),
    ],
)
async def test_what_is_not_clear_is_answered(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(said)

    await play(store, scene)
