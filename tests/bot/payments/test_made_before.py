"""A refund that was made is not asked for again: Razorpay does not say for how long it knows a key."""

from __future__ import annotations

from bot.payments.razorpay import Razorpay
from tests.bot.payments.asked import LINK, NOW, refund
from tests.providers.razorpay import KEY_ID, KEY_SECRET, WEBHOOK_SECRET, RazorpayStand


async def test_what_razorpay_lists_is_answered_and_not_made_anew() -> None:
    async with RazorpayStand(clock=lambda: NOW) as stand:
        account = Razorpay(KEY_ID, KEY_SECRET, WEBHOOK_SECRET, stand.url)
        await account.open_link(LINK)
        (link,) = stand.links
        stand.pay(link)
        (payment,) = stand.payments
        for _ in range(3):
            answer = await account.refund(refund(payment))
            assert answer.values == {"refund": "rfnd_00000000000001", "state": "pending"}
        await account.close()
        asked = [call.path for call in stand.calls]
    assert asked.count(f"/v1/payments/{payment}/refund") == 1
    assert len([path for path in asked if "/refunds?" in path]) == 3
