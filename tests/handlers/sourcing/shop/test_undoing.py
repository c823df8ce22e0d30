"""A shop takes back what it last stated: what was known before is known again, and it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.engine.turn import Turn
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from tests.handlers.sourcing.shop.house import MEENA, RAVI, House

L, MUG = ("SHORTS", "L"), ("MUG", "")


async def test_what_was_known_before_is_known_again(house: House) -> None:
    await house.say(RAVI, "tiger shorts L 3")
    before = (await house.stated())[L]
    await house.push(timedelta(days=1))
    await house.say(RAVI, "tiger shorts L 5, mug 2")
    (told,) = await house.say(RAVI, "undo")
    assert told.template == "shop_stock_undone"
    assert told.text is not None
    assert "Tiger Shorts L × 5" in told.text
    assert "As before:\nTiger Shorts L × 3 (yesterday)" in told.text
    assert await house.stated() == {L: before}


@pytest.mark.parametrize("text", ["undo", "UNDO!", "galti se likh diya", "undo karo please"])
async def test_what_was_not_known_is_not_known_again(house: House, text: str) -> None:
    await house.say(MEENA, "tiger shorts L 5")
    (told,) = await house.say(MEENA, text)
    assert told.text == "Theek hai, hata diya: Tiger Shorts L × 5."
    assert await house.counts("karol") == {}


async def test_only_the_last_statement_and_only_once(house: House) -> None:
    await house.say(RAVI, "mug 1")
    await house.say(RAVI, "mug 2")
    await house.say(RAVI, "undo")
    assert await house.counts() == {MUG: 1}
    (told,) = await house.say(RAVI, "undo")
    assert told.template == "stock_nothing_to_undo"
    assert await house.counts() == {MUG: 1}


async def test_not_after_an_hour(house: House) -> None:
    await house.say(RAVI, "mug 2")
    await house.push(timedelta(minutes=61))
    (told,) = await house.say(RAVI, "undo")
    assert told.template == "stock_nothing_to_undo"
    assert await house.counts() == {MUG: 2}


async def test_quoting_an_older_statement_takes_nothing_back(house: House) -> None:
    (first,) = await house.say(RAVI, "mug 1")
    (second,) = await house.say(RAVI, "mug 2")
    (told,) = await house.say(RAVI, "undo", reply_to=str(first.id))
    assert told.template == "stock_nothing_to_undo"
    (told,) = await house.say(RAVI, "undo", reply_to=str(second.id))
    assert told.template == "shop_stock_undone"
    assert await house.counts() == {MUG: 1}


async def test_what_was_told_since_by_another_way_stays(house: House) -> None:
    await house.say(RAVI, "mug 2, tiger shorts L 4")
    shop, mug = await house.shop(), await house.product("MUG")

    async def told_by_the_api(turn: Turn) -> None:
        await turn.unit.of(ShopInventory).put([Stated(shop.id, mug.id, "", 9, turn.now, StockSource.LIST)])

    await house.push(timedelta(minutes=1))
    await house.act(told_by_the_api)
    (told,) = await house.say(RAVI, "undo")
    assert told.text == "OK, taken back: Tiger Shorts L × 4."
    assert await house.counts() == {MUG: 9}


@pytest.mark.parametrize("text", ["undo 1234", "undo karna hai?", "undo nahi chahiye"])
async def test_words_that_say_more_take_nothing_back(house: House, text: str) -> None:
    await house.say(RAVI, "mug 2")
    await house.say(RAVI, text)
    assert await house.counts() == {MUG: 2}
