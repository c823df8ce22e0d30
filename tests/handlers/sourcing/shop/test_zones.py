"""Times are said to a shop in the zone of its business, whatever country its keeper's number is of."""

from __future__ import annotations

import pytest

from flows.policy.departure_facts import PlaceKind, ToldPlace
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shops
from tests.handlers.sourcing.shop.house import House

DUBAI = "+971501234567"


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        pytest.param(None, "tomorrow at 10 am", id="the business's"),
        pytest.param("Asia/Tokyo", "tomorrow at 1:30 pm", id="the one that is stated for it"),
        pytest.param("Mars/Olympus", "tomorrow at 10 am", id="none that exists is stated"),
    ],
)
async def test_a_foreign_number_moves_no_time(house: House, stated: str | None, said: str) -> None:
    async def link(turn: Turn) -> None:
        keeper = await turn.unit.people.resolve([Identity("whatsapp", DUBAI)], turn.now)
        await turn.unit.places.tell(keeper, [ToldPlace(PlaceKind.ZONE, timezone=stated)], "test", turn.now)
        shop = await turn.unit.of(Shops).find_by_ref("connaught")
        assert shop is not None
        await turn.unit.of(Shops).link(shop.id, keeper, turn.now)

    await house.act(link)
    (told,) = await house.say(f"whatsapp:{DUBAI}", "holiday till tomorrow")
    assert told.template == "shop_holiday"
    assert told.text is not None
    assert said in told.text
