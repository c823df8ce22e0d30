"""A text that WhatsApp approved: sent outside its window, and kept as it stands on the phone."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import RAVI, TEMPLATE
from tests.providers.twilio import WHATSAPP

ASKED = "Order 1234: Tiger Shorts, size L, 2 pc. You earn $30."
APPROVED = (
    "Order 1234: we need Tiger Shorts, size L, 2 pc (you earn $30). Do you have it? 1 Yes 2 No 3 Some. "
    "Please tell us by tomorrow at {hour}, thank you."
)


@pytest.mark.parametrize("wrote", [True, False], ids=["inside the window", "outside it"])
async def test_what_is_kept_is_what_stands_on_the_phone(house: House, wrote: bool) -> None:
    """Inside the window a shop reads our text for chats with its answers, outside it what was approved."""
    house.clock.push(now=shop.NOON_IN_INDIA - house.clock.now())
    file = shop.file(channels=("whatsapp",))
    await house.apply(file.replace("templates = {", f'templates = {{ stock_request = "{TEMPLATE}",'))
    ravi = await house.address("whatsapp", RAVI)
    if wrote:
        url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
        assert await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", "thanks", url=url) == 200
        await house.settle()
    values = {
        "order": "1234", "item": "Tiger Shorts", "size": "L", "quantity": 2, "commission": Decimal(30),
        "deadline": house.clock.now() + timedelta(days=1),
    }  # fmt: skip
    asked = await house.message(await house.post(ravi, "ask", text=None, template="stock_request", values=values))
    await house.settle()
    given, kept = house.twilio.messages[-1], await house.message(asked.id)
    variables = json.loads(given.first("ContentVariables") or "{}")
    if wrote:
        assert given.first("Body") == kept.text
        assert (kept.text or "").splitlines()[0] == ASKED
        assert (kept.text or "").splitlines()[2:] == ["1 Yes", "2 No", "3 Some"]
    else:
        assert given.first("ContentSid") == TEMPLATE
        hour = variables["3"].removeprefix("tomorrow at ")
        assert kept.text == APPROVED.format(hour=hour)
        assert variables["2"] == "Tiger Shorts, size L, 2 pc (you earn $30)"
