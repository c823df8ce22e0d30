"""What the staff writes is kept and sent whole, or it is said that it is too long, and nothing is done."""

from __future__ import annotations

from sqlalchemy import select

from storage.database.stores import Database
from storage.schema import customer_notes
from storage.sourcing.staff_notes import OrderNotes
from tests.handlers.sourcing.staff.sourced import Desk, play

TOO_LONG = "That is 2004 characters; a note has at most 2000. Nothing was saved."


def _text(long: int) -> str:
    return ("calls on Mondays " * 150)[: long - 4].rstrip().ljust(long - 4, ".") + " end"


async def test_a_note_on_a_customer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        assert await desk.ask(f"/note noor {_text(2004)}") == TOO_LONG
        (await desk.ask(f"/note noor {_text(2000)}")).index("Noted about Noor")
        assert [one.text for one in await desk.unit.rows(select(customer_notes))] == [_text(2000)]

    await play(store, scene)


async def test_a_note_with_an_order(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        assert await desk.ask(f"/note 1234 {_text(2004)}") == TOO_LONG
        (await desk.ask(f"/note 1234 {_text(2000)}")).index("Noted with Order 1234.")
        assert [one.text for one in await desk.unit.of(OrderNotes).list_notes(order, 3)] == [_text(2000)]

    await play(store, scene)


async def test_words_to_a_customer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        refused = await desk.ask(f"/send 1234 {_text(1001)}")
        assert refused == "That is 1001 characters; the limit is 1000. Nothing was sent."
        assert _text(1000) in await desk.ask(f"/send 1234 {_text(1000)}")

    await play(store, scene)
