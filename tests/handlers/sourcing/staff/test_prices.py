"""/price: what a product costs customers, set in chat and taken back."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


async def _price(desk: Desk, sku: str = "MUG") -> str:
    found = await desk.unit.products.find_by_sku(sku)
    assert found is not None
    return str(found.price)


async def test_it_is_shown_confirmed_and_taken_back(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("MUG", "", 1))
        shown = await desk.say("/price mug rs 400")
        assert (shown.text or "").splitlines()[0] == (
            "Taj Mug would cost ₹400 from the next order on; now it is ₹350. Reserved orders keep their price."
        )
        assert await _price(desk) == "350.00"
        assert await desk.press(shown) == (
            "Taj Mug costs ₹400 from the next order on (before: ₹350).\n"
            "The business file still says ₹350; this change applies until the file changes.\nNext: /stock_MUG"
        )
        assert await _price(desk) == "400.00"
        assert (await desk.order(order)).lines[0].price == 350_000_000
        assert await desk.ask("/undo") == "Undone: price of Taj Mug: ₹400; it was ₹350.\nNext: /stock_MUG"
        assert await _price(desk) == "350.00"

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/price", "Which product?\n/price_MUG Taj Mug"),
        ("/price mug", "Taj Mug costs ₹350 now. For another price: /price MUG AMOUNT"),
        ("/price mug cheap", '"cheap" is not a price.\nTaj Mug costs ₹350 now.'),
        ("/price mug 400 500", '"400 500" is not a price.'),
        ("/price mug 350", "Taj Mug already costs ₹350."),
        (
            "/price mug 400 tomorrow",
            'I don\'t know what "tomorrow" means here, so nothing was done.\nWithout it: /price_mug_400',
        ),
        ("/price mug $40", "Prices are in INR here."),
        ("/price mug 40 usd", "Prices are in INR here."),
        ("/price shorts L 999", "All sizes of Tiger Shorts cost the same. For all of them: /price_SHORTS_999"),
        ("/price socks 10", 'No product matches "socks 10".'),
    ],
)
async def test_what_is_not_clear_is_answered_and_sets_nothing(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(said)
        assert (await _price(desk), await _price(desk, "SHORTS")) == ("350.00", "899.00")

    await play(store, scene)


async def test_an_agent_sets_no_price(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        assert "Only an owner or a manager may /price." in await desk.ask("/price mug 400", "Ravi")

    await play(store, scene)
