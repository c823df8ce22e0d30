"""What the staff writes is kept and sent whole, or it is said that it is too long, and nothing is done."""

from __future__ import annotations

from sqlalchemy import select

from flows.phrase import Ours
from handlers.staff_chat.staff_chat_output import tell
from handlers.staff_chat.staff_command import Reply
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


async def test_words_to_a_customer_have_no_tags(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        for tag in ("{name}", "{{ name|friend }}", "*|FNAME|*", "%name%", "[name]"):
            refused = await desk.ask(f"/send 1234 Hi {tag}, it left today")
            assert refused.startswith(f"{tag} would go out as it is written"), refused

    await play(store, scene)


async def test_an_answer_that_no_button_can_carry_is_text(store: Database) -> None:
    """Telegram refuses a whole message for one button of more than 64 bytes."""

    async def scene(desk: Desk) -> None:
        _, asha = desk.people["Asha"]
        long, fits = f"/stock_{'A' * 80}", f"/stock_{'B' * 57}"
        assert len(fits.encode()) == 64
        page = f"https://shop.example/{'p' * 80}"
        buttons = ((long, Ours("Lamp")), (fits, Ours("Mug")), (page, Ours("Page")))
        sent = await tell(desk.turn, asha, "long", Reply(Ours("Stock:"), buttons))
        assert sent is not None
        message = await desk.unit.messages.get(sent)
        assert message is not None
        assert message.text == f"Stock:\nLamp: {long}"
        assert [one.get("url", one["id"]) for one in message.buttons] == [fits, page]

    await play(store, scene)
