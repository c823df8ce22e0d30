"""Who answers what we ask is no machine, however often; whoever is one is named as the staff calls the shop."""

from __future__ import annotations

from datetime import timedelta

from tests.handlers.sourcing.shop.house import ASHA, RAVI, House

UNREAD = "dekho {} zorvika bhaijaan"


async def test_ten_answers_and_a_question(house: House) -> None:
    """Commands and stock are answers that nobody has to read: the question behind them reaches the staff."""
    for many in range(12):
        await house.say(RAVI, f"tiger shorts L {many + 1}")
        await house.push(timedelta(seconds=20))
    before = len(await house.got(ASHA))
    await house.say(RAVI, "bhai zorvika kab aayega?")
    told = [one.text or "" for one in (await house.got(ASHA))[before:]]
    assert any("zorvika" in text for text in told)
    assert not any("writes like a bot" in text for text in told)


async def test_the_same_word_to_what_is_asked_is_no_echo(house: House) -> None:
    for _ in range(6):
        await house.say(RAVI, "orders")
        await house.push(timedelta(seconds=90))
    before = len(await house.got(ASHA))
    await house.say(RAVI, "zorvika bhaijaan dekho zara")
    assert not any("writes like a bot" in (one.text or "") for one in (await house.got(ASHA))[before:])


async def test_a_machine_is_named_as_the_shop_is(house: House) -> None:
    shop = await house.shop()
    for place in range(11):
        await house.say(RAVI, UNREAD.format("abcdefghijk"[place] * 5))
        await house.push(timedelta(seconds=20))
    warned = [one.text or "" for one in await house.got(ASHA) if "writes like a bot" in (one.text or "")]
    assert len(warned) == 1
    assert warned[0].startswith(f"{shop.name} writes like a bot")
