"""What the page of an order says whose customer took the part that was found."""

from __future__ import annotations

from flows.sourcing.shop_ask import Says
from tests.bot.sourcing.track.page import Client, shown
from tests.sourced import Souvenirs


async def test_it_does_not_say_that_all_of_it_was_found(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.PART, 1)
    await house.says("1234", "karol", Says.NO)
    await house.elapses("1234", "answer")
    await house.chooses("1234", 1)
    page = await shown(client, house, order)
    said = [what for _, what in page.steps]
    assert page.says("1 more not available")
    assert ("A part was found" in said, "All of it was found" in said) == (True, False)
