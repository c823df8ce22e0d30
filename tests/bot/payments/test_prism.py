"""Our requests against descriptions of the providers: Prism refuses what a description does not allow."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from bot.payments.razorpay import Razorpay
from bot.payments.stripe import Stripe
from tests.bot.channels.test_prism import prism
from tests.bot.payments.asked import LINK, refund
from tests.providers.razorpay import KEY_ID, KEY_SECRET

pytestmark = pytest.mark.peers


async def _refused(url: str, body: dict[str, object]) -> int:
    """What Prism answers to a request that is wrong."""
    headers = {"Authorization": "Basic YTpi"}
    async with ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
        return answer.status


async def test_razorpay_agrees() -> None:
    """Its answers are examples, whatever was asked: a link of one rupee is made, which is not the one we asked for."""
    async with prism("razorpay_payments.json") as url:
        assert await _refused(f"{url}/v1/payment_links", {"amount": 1}) == 400, "Prism is to check what it is sent"
        assert await _refused(f"{url}/v1/payment_links", {"amount": 100, "colour": "red"}) == 400
        account = Razorpay(KEY_ID, KEY_SECRET, "", url)
        link, payment, refunded = "plink_Fo48rl281ENAg9", "pay_FIKOnlyii5QGNx", "rfnd_FP8DDKxqJif6ca"
        assert (await account.open_link(LINK)).code == "taken"
        assert (await account.cancel_link(link)).values == {"state": "cancelled"}
        looked = (await account.look_link(link)).values or {}
        assert (looked["state"], looked["payment"]) == ("paid", "pay_Fo49sHbQ78PCMI")
        for answer in (await account.refund(refund(payment)), await account.look_refund(refunded, payment)):
            assert answer.values == {"refund": refunded, "state": "processed"}
        assert (await account.check())[0].ok
        await account.close()


async def test_stripe_agrees() -> None:
    """But for making a session: Prism cannot read the lists within a form."""
    async with prism("stripe_checkout_refunds.json") as url:
        assert await _refused(f"{url}/v1/refunds", {}) in (400, 415, 422), "Prism is to check what it is sent"
        account = Stripe("sk_test_0001", "", url)
        for answer in (
            await account.refund(refund("pi_1")),
            await account.look_refund("re_1", "pi_1"),
            await account.look_link("cs_1"),
        ):
            assert (answer.failure, bool(answer.values)) == (None, True), answer
        assert (await account.cancel_link("cs_1")).values == {"state": "cancelled"}
        assert (await account.check())[0].ok
        await account.close()
