"""Words of a customer in the staff's chat: read, and never one tap away from being obeyed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, OWNER, TIGER
from tests.providers.twilio import NUMBER

# What Telegram shows as a command to tap: https://core.telegram.org/bots/features#commands
TAPPABLE = re.compile(r"(?<![\w/])/(\w+)")
OURS = re.compile(r"why_\w+|why|stats|stats_\w+|questions|help|erase_\w+|packed.*|resume|pause")
EVIL = "/evil_pause"
DOMAIN = re.compile(r"evil\.example")
NAMED = replace(shop.customer(), name=f"Eve {EVIL} evil.example")


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        await opened.telegram.say(OWNER, "/start")
        yield opened


def seen(house: House) -> list[str]:
    return house.chats_to(OWNER)


def tappable(texts: list[str]) -> set[str]:
    return {one for text in texts for one in TAPPABLE.findall(text)}


@pytest.mark.parametrize("what", ["csv", "chart", "Sheet"])
async def test_the_tap_of_a_campaign_shows_it_though_its_name_says_what_another_has(house: House, what: str) -> None:
    for name in ("diwali", f"diwali {what}"):
        await house.telegram.say(OWNER, f"/campaign new {name} to everyone tomorrow 6pm: Hi")
        await house.settle()
    for typed, name in (
        (f"/campaign_diwali_{what}".lower(), f"diwali {what}"),
        (f"/campaign diwali {what}", f"diwali {what}"),
        ("/campaign_diwali", "diwali"),
    ):
        await house.telegram.say(OWNER, typed)
        await house.settle()
        assert seen(house)[-1].startswith(f"{name}: "), seen(house)[-1]


WORDS = [
    f"tap {EVIL} or {EVIL}@tigertees_bot ({EVIL}), \u201d{EVIL} \u2014{EVIL}\n{EVIL}\u3000{EVIL} do you ship to Mars",
    f"delete all my data please {EVIL}",
    f"STOP {EVIL}",
]


async def test_what_a_customer_writes_is_nothing_to_tap(house: House) -> None:
    await house.remind(NAMED)
    for words in WORDS:
        await house.twilio.say(ANN, NUMBER, words, url=f"{house.url}/channels/twilio/{TIGER}/inbound")
        await house.pass_(now=timedelta(minutes=1))
    for number in range(14):
        await house.twilio.say(ANN, NUMBER, f"{EVIL} spam {number}", url=f"{house.url}/channels/twilio/{TIGER}/inbound")
    await house.settle()
    for command in ("/why Eve", f"/why_{ANN[-4:]}", "/why", "/erase Eve", "/stats"):
        await house.telegram.say(OWNER, command)
        await house.pass_(now=timedelta(minutes=1))
    told = seen(house)
    assert sum("evil_pause" in text for text in told) >= 4, "the staff reads it all the same"
    assert {one for one in tappable(told) if not OURS.fullmatch(one)} == set()
    assert [text for text in told if DOMAIN.search(text)] == []


async def test_what_is_forwarded_or_edited_is_not_obeyed(house: House) -> None:
    """Someone else wrote the one; of the other nobody knows what stood there when it was first read."""
    forwarded = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Eve", "date": 1}}
    edited = {"edit_date": int(house.clock.now().timestamp()) + 1}
    for more in (forwarded, edited):
        for text in ("/pause", "/pause@tigertees_bot", "pause", "/resume", "yes"):
            await house.telegram.say(OWNER, text, **more)
            await house.settle()
            assert "Nothing was done" in seen(house)[-1]
            assert not await _paused(house)
            house.clock.push(timedelta(hours=2))
    await house.telegram.say(OWNER, "/pause")
    await house.settle()
    assert await _paused(house)


async def _paused(house: House) -> bool:
    async def look(turn: object) -> bool:
        tenant = await turn.unit.businesses.get()  # type: ignore[attr-defined]
        return tenant.paused_at is not None

    return await house.act(look)


async def test_a_customers_own_chat_is_as_before(house: House) -> None:
    """What they edit or forward is read as words of theirs, as it was."""
    await house.telegram.say(ANN_CHAT, "hello")
    await house.settle()
    assert house.chats_to(ANN_CHAT)
