"""What an alert quotes of a thread: the last of what was said, short, and nothing that can be pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.actor import Actor
from handlers.staff_notices.alerts import list_chats, quote_thread, unlink_text
from storage.database.stores import Database
from storage.sending.message import Message
from tests.handlers.sourcing.staff.rows import START, Shop, blank, play

LINK = "https://tigr.example/l/aB3dE5f"
SPELLED = f"Hi, you left a tee.\nOpen my cart: {LINK}\n- Remind me later\n- Stop reminders\n2 Keep looking"
BUTTONS = (
    {"id": "open", "text": "Open my cart", "url": LINK},
    {"id": "later", "text": "Remind me later"},
    {"id": "stop", "text": "Stop reminders"},
    {"id": "2", "text": "2 Keep looking"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"You left a tee: {LINK} STOP to opt out", "You left a tee: (link) STOP to opt out", id="a link"),
        pytest.param("see tigr.example/l/aB3dE5f", "see (link)", id="one without its scheme"),
        pytest.param(f"HTTP{LINK[4:]}", "(link)", id="in capitals"),
        pytest.param("t.me/tigertees_bot?start=aB3dE5f", "(link)", id="a chat app's own"),
        pytest.param("1/2 or 3/4?", "1/2 or 3/4?", id="a fraction is none"),
    ],
)
def test_no_link_can_be_pressed(text: str, expected: str) -> None:
    assert unlink_text(text) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([("in", SPELLED)], ["> Hi, you left a tee."], id="its buttons were not said"),
        pytest.param([("out", "a\nb"), ("in", "c")], ["< a b", "> c"], id="one line each"),
        pytest.param([("in", str(n)) for n in range(5)], ["> 2", "> 3", "> 4"], id="the last three"),
        pytest.param([("in", ""), ("in", "x")], ["> x"], id="a picture says nothing"),
        pytest.param([("out", "word " * 30)], ["< " + "word " * 15 + "word…"], id="at most 80 characters"),
    ],
)
async def test_what_is_quoted(store: Database, said: list[tuple[str, str]], expected: list[str]) -> None:
    async def scene(shop: Shop) -> list[str]:
        dana = await shop.person("+13145550123", "Dana P.")
        thread: list[Message] = [
            replace(blank(shop, dana, f"{n}", way, text, START), buttons=BUTTONS) for n, (way, text) in enumerate(said)
        ]
        return quote_thread(thread)

    assert await play(store, scene) == expected
    assert all(len(line) <= 82 for line in expected)


async def test_whoever_knows_it_is_not_told(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        members = {}
        for name, number in (("Asha", "9001"), ("Ravi", "9002")):
            address = await shop.person(number, name, "telegram", agreed=False)
            member, _ = await shop.unit.access.put_member(name, "owner", START)
            await shop.unit.access.link(member.id, address.contact, START)
            members[name] = member, address
        told = await list_chats(shop.turn(), but=Actor.staff(members["Asha"][0].id))
        assert [one.id for one in told] == [members["Ravi"][1].id]
        assert len(await list_chats(shop.turn())) == 2

    await play(store, scene)
