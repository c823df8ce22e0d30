"""What the last reminder offers: the store makes the code of it, and the text says the same."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.setup.text_previews import render
from tests.delivery import shop
from tests.delivery.house import open_house
from tests.delivery.shop import ANN


@pytest.mark.parametrize(
    ("discount", "said", "value"),
    [
        ('"5.50 USD"', "$5.50 off Tiger tee", {"discountAmount": {"amount": "5.50", "appliesOnEachItem": False}}),
        ('"free shipping"', "Free shipping for Tiger tee", None),
        ("10", "10% off Tiger tee", {"percentage": 0.1}),
    ],
    ids=["money off", "free shipping", "percent"],
)
async def test_a_reminder_says_what_its_code_gives(
    database: str, discount: str, said: str, value: dict[str, Any] | None
) -> None:
    steps = f'{{ after = "30m", discount = {discount} }}'
    async with open_house(database, text=shop.file(store=True, steps=steps)) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
        await house.tell(shop.cart(shop.customer(), house.clock.now()))
        await house.settle()
        await house.pass_(now=shop.FIRST_STEP)
        (made,) = house.shopify.discounts
        (text,) = house.texts_to(ANN)
        shown = await house.act(lambda turn: render(turn, "cart_reminder_last", None))
        other = await house.act(lambda turn: render(turn, "win_back_last", None))
    assert f"Tiger Tees: {said.removesuffix('Tiger tee')}" in shown.text, "the preview offers the same"
    assert "10%" in other.text, "a text of another plan offers a percentage"
    assert text.startswith(f"Tiger Tees: {said} with {made['code']} until ")
    assert made.get("customerGets", {}).get("value") == value
