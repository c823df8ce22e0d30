"""The rest of a command that was asked back: said by the same member, in words of their own, if they still may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.events import MessageReceived
from handlers.conversation import Written
from handlers.staff_chat import command_confirmation, staff_answers
from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play


async def completes(desk: Desk, text: str, **more: Any) -> bool:
    """Whether Asha's next message says the rest of what she was asked last: how a dialogue of a command is tried."""
    _, address = desk.people["Asha"]
    member = await desk.unit.access.member_of(address.contact)
    question = await desk.unit.questions.last(address.id, command_confirmation.REST_OF_COMMAND)
    assert question is not None, f"nothing is asked: {(await desk.told())[-1]!r} needs `asks` (read_values gives them)"
    said = blank(desk.house, address, f"in:rest:{text}", "in", text, desk.now)
    assert await desk.unit.messages.add(said)
    event = replace(MessageReceived(address.channel, address.value, "bot", said.key, text, desk.now), **more)
    return await staff_answers.take_completion(desk.turn, Written(address, said, event, question, member))


@pytest.mark.parametrize(
    ("text", "more", "done"),
    [
        ("1234 karol", {}, True),
        ("karol 1234", {}, True),
        ("thank you", {}, False),
        ("/orders", {}, False),
        ("stats", {}, False),
        ("pause", {}, False),
        ("1234 karol", {"forwarded": True}, False),
        ("1234 karol", {"edited": True}, False),
    ],
)
async def test_what_says_the_rest_does_it(store: Database, text: str, more: dict[str, bool], done: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/assign")
        taken = await completes(desk, text, **more)
        assert taken is done, f"{text!r} after {(await desk.told())[-1]!r}: `understood=False`, or no step further"
        assert (await desk.told())[-1].startswith("Karol Bagh Gifts will be told") is done
        assert await desk.heard() == []

    await play(store, scene)


@pytest.mark.parametrize("text", ["no", "nahi", "never mind", "leave it", "नहीं", "déjalo"])
async def test_a_no_leaves_it(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/assign")
        assert await completes(desk, text)
        assert (await desk.told())[-1].startswith("OK, left as it was")
        assert await desk.heard() == []

    await play(store, scene)


@pytest.mark.parametrize("tapped", ["/order_1234", "/help_orders", "/stats_30d", "/why_Dana", "/nothing"])
async def test_what_is_tapped_is_no_name(store: Database, tapped: str) -> None:
    """A shop was added that was called "/ order_1234"."""

    async def scene(desk: Desk) -> None:
        await desk.ask("/shops add")
        assert not await completes(desk, tapped)
        assert await desk.trail() == []

    await play(store, scene)


async def test_step_by_step(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/assign")
        assert await completes(desk, "1234")
        assert (await desk.told())[-1].startswith("Which shop?")
        assert await completes(desk, "karol bagh")
        assert (await desk.told())[-1].startswith("Karol Bagh Gifts will be told to keep 2 Tiger Shorts L")

    await play(store, scene)


async def test_whoever_may_not_any_more_does_nothing_by_it(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/assign 1234")
        await desk.unit.access.put_member("Asha", "agent", desk.now, known=desk.people["Asha"][0])
        assert await completes(desk, "karol")
        assert (await desk.told())[-1].startswith("Only an owner or a manager may /assign.")
        assert await desk.heard() == []

    await play(store, scene)


async def test_what_was_done_asks_nothing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/assign 1234 karol")
        _, address = desk.people["Asha"]
        assert await desk.unit.questions.last(address.id, command_confirmation.REST_OF_COMMAND) is None

    await play(store, scene)
