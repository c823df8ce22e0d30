"""A shop that wants to earn more is heard by a person, and has answered nothing."""

from __future__ import annotations

import pytest

from handlers.sourcing.replies.concerns import asks_for_more_pay
from storage.sourcing.reservations import Reservations
from tests.handlers.sourcing.shop.house import ASHA, RAVI, House
from tests.handlers.sourcing.shop.test_talking import reserve


@pytest.mark.parametrize(
    "text", ["दाम बढ़ाओ, 150 नहीं 200 चाहिए", "rate badhao 200 karo", "commission badha do", "please pay more"]
)
async def test_the_team_hears_and_the_shop_is_told(house: House, text: str) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 1)
    before = len(await house.got(ASHA))
    (told,) = await house.say(RAVI, text)
    assert told.template == "shop_passed_on"
    assert text.split(",")[0] in ((await house.got(ASHA))[before].text or "")
    order = await house.look(lambda turn: turn.unit.of(Reservations).by_number("1234"))
    assert order is not None
    assert order.status == "checking"


@pytest.mark.parametrize("text", ["haan hai, daam badhao", "1 hai par rate badhao", "200 chahiye"])
def test_an_answer_beside_it_is_one(text: str) -> None:
    assert not asks_for_more_pay(text)
